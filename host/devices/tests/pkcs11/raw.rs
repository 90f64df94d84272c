//! The module as anybody can use it, past the backend.

use cryptoki::context::Pkcs11;
use cryptoki::mechanism::Mechanism;
use cryptoki::object::{Attribute, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use tamga_devices::pkcs11::Pkcs11Hsm;
use tamga_devices::{Hsm, Role};

use crate::child::uri;
use crate::suite::{Harm, pins};

const P384: [u8; 7] = [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x22];
const P256: [u8; 10] = [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

pub fn pin(bytes: &[u8]) -> AuthPin {
    AuthPin::from(std::str::from_utf8(bytes).unwrap().to_owned())
}

/// A session on a role's token that may write, nobody logged in.
pub fn session(hsm: &Pkcs11Hsm, role: Role) -> Session {
    let pkcs11 = Pkcs11::new(uri().module_path()).unwrap();
    let file = String::from_utf8(hsm.to_file_bytes().unwrap()).unwrap();
    let tokens = file.lines().find_map(|line| line.strip_prefix("tokens ")).unwrap();
    let serial = tokens.split('|').nth(usize::from(role.number())).unwrap();
    let slots = pkcs11.get_slots_with_initialized_token().unwrap();
    let ours = |slot: &_| pkcs11.get_token_info(*slot).unwrap().serial_number() == serial;
    pkcs11.open_rw_session(slots.into_iter().find(ours).unwrap()).unwrap()
}

/// A session of a role's user.
pub fn logged_in(hsm: &Pkcs11Hsm, role: Role) -> Session {
    let session = session(hsm, role);
    session.login(UserType::User, Some(&pin(pins().expose(role)))).unwrap();
    session
}

pub fn objects(session: &Session, key: &str) -> Vec<ObjectHandle> {
    session.find_objects(&[Attribute::Label(key.as_bytes().to_vec())]).unwrap()
}

pub fn harm(hsm: &Pkcs11Hsm, key: &str, harm: Harm) {
    let role = if key.contains("escrow") { Role::Escrow } else { Role::Tally };
    let session = logged_in(hsm, role);
    let label = Attribute::Label(key.as_bytes().to_vec());
    if harm == Harm::Lost {
        let private = [label, Attribute::Class(ObjectClass::PRIVATE_KEY)];
        let found = session.find_objects(&private).unwrap();
        session.destroy_object(found[0]).unwrap();
    } else {
        for object in objects(&session, key) {
            session.destroy_object(object).unwrap();
        }
        let curve = if harm == Harm::OtherKind { P256.to_vec() } else { P384.to_vec() };
        let extractable = harm == Harm::Extractable;
        let common = [label, Attribute::Token(true), Attribute::Modifiable(false)];
        let public = [
            &common[..],
            &[Attribute::EcParams(curve), Attribute::Private(false), Attribute::Verify(false)],
            &[
                Attribute::VerifyRecover(false),
                Attribute::Encrypt(false),
                Attribute::Wrap(false),
                Attribute::Derive(false),
            ],
        ];
        let private = [
            &common[..],
            &[Attribute::Private(true), Attribute::Sensitive(true), Attribute::Extractable(extractable)],
            &[Attribute::Derive(true), Attribute::Sign(harm == Harm::WiderUse), Attribute::SignRecover(false)],
            &[Attribute::Decrypt(false), Attribute::Unwrap(false)],
        ];
        session.generate_key_pair(&Mechanism::EccKeyPairGen, &public.concat(), &private.concat()).unwrap();
    }
    session.logout().unwrap();
}
