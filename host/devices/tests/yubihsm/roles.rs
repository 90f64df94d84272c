//! Each role's authentication key, through the sessions of the crate `yubihsm`: it does its own and nothing else.

use tamga_devices::Role;
use yubihsm::authentication::{Algorithm as AuthAlgorithm, Key};
use yubihsm::device::ErrorKind::{InsufficientPermissions, InvalidCommand, ObjectNotFound};
use yubihsm::object::{Label, Type};
use yubihsm::{Capability, Client, Domain, asymmetric, client, device, ecdh, opaque};

use crate::bench::Bench;
use crate::suite::pins;

const KEYS: [(Role, u16); 4] = [(Role::Seal, 0x10), (Role::Tally, 0x20), (Role::Escrow, 0x30), (Role::Admin, 0x40)];
const ASYMMETRIC: [u16; 3] = [0x11, 0x21, 0x31];

fn refusal<T>(result: Result<T, client::Error>) -> Option<device::ErrorKind> {
    result.err().map(|error| error.device_error().expect("the device itself refuses"))
}

fn denied<T>(what: &str, result: Result<T, client::Error>) {
    let refusal = refusal(result);
    assert!(matches!(refusal, Some(InsufficientPermissions | ObjectNotFound)), "{what}: {refusal:?}");
}

fn makes_nothing(role: Role, client: &Client) {
    let all = Domain::all();
    let label = Label::default;
    let generated = client.generate_asymmetric_key(
        0x99,
        label(),
        Domain::DOM2,
        Capability::DERIVE_ECDH,
        asymmetric::Algorithm::EcP384,
    );
    denied("generate", generated);
    let put = client.put_authentication_key(
        0x98,
        label(),
        Domain::DOM2,
        Capability::DERIVE_ECDH,
        Capability::empty(),
        AuthAlgorithm::YubicoAes,
        Key::derive_from_password(b"another"),
    );
    denied("put authentication key", put);
    let opaque =
        client.put_opaque(0x96, label(), Domain::DOM2, Capability::empty(), opaque::Algorithm::Data, b"x".as_slice());
    denied("put opaque", opaque);
    if role != Role::Admin {
        denied("delete", client.delete_object(0x20, Type::AuthenticationKey));
    }
    denied("delete own key", client.delete_object(0x21, Type::AsymmetricKey));
    denied("set option", client.set_force_audit_option(yubihsm::AuditOption::Off));
    denied("attest", client.sign_attestation_certificate(0x21, None));
    let stronger = client.put_authentication_key(
        0x97,
        label(),
        all,
        Capability::all(),
        Capability::all(),
        AuthAlgorithm::YubicoAes,
        Key::derive_from_password(b"another"),
    );
    assert!(stronger.is_err(), "{role} puts a key with more than its own");
    for (wrap, key) in [(0x22, 0x21), (0x32, 0x31)] {
        let refused = refusal(client.export_wrapped(wrap, Type::AsymmetricKey, key));
        assert!(matches!(refused, Some(InsufficientPermissions | ObjectNotFound | InvalidCommand)), "{refused:?}");
    }
}

#[test]
fn a_role_uses_its_own_key_and_no_other() {
    let point = ecdh::UncompressedPoint::from_bytes(p384_generator()).unwrap();
    for (role, key) in KEYS {
        let bench = Bench::unlocked(&[]);
        let client = bench.client(key, pins().expose(role));
        for id in ASYMMETRIC {
            let own = (role, id);
            let ecdh = client.derive_ecdh(id, point.clone());
            let sign = client.sign_ed25519(id, b"x".as_slice());
            match own {
                (Role::Tally, 0x21) | (Role::Escrow, 0x31) => assert!(ecdh.is_ok(), "{own:?}"),
                _ => denied("ecdh", ecdh),
            }
            match own {
                (Role::Seal, 0x11) => assert!(sign.is_ok(), "{own:?}"),
                _ => denied("sign", sign),
            }
        }
        for wrap in [0x22, 0x32] {
            let message = yubihsm::wrap::Message::from_vec(vec![0; 93]).unwrap();
            denied(
                "foreign unwrap",
                match own_wrap(role, wrap) {
                    true => continue,
                    false => client.unwrap_data(wrap, message),
                },
            );
            denied("foreign opaque", client.get_opaque(wrap + 1));
        }
        denied("wrap", client.wrap_data(0x22, vec![1; 64]));
        denied("wrap", client.wrap_data(0x32, vec![1; 64]));
        if role != Role::Seal {
            denied("random", client.get_pseudo_random(8));
            denied("log", client.set_log_index(1));
        }
        makes_nothing(role, &client);
    }
}

fn own_wrap(role: Role, wrap: u16) -> bool {
    matches!((role, wrap), (Role::Tally, 0x22) | (Role::Escrow, 0x32))
}

fn p384_generator() -> Vec<u8> {
    use p384::elliptic_curve::sec1::ToSec1Point;
    p384::PublicKey::from_affine(p384::AffinePoint::GENERATOR).unwrap().to_sec1_point(false).as_bytes().to_vec()
}

#[test]
fn the_factory_key_is_gone_and_every_role_sees_its_domain_alone() {
    let bench = Bench::unlocked(&[]);
    let seen = |role, key| {
        let listed = bench.client(key, pins().expose(role)).list_objects(&[]).unwrap();
        let mut ids: Vec<_> = listed.iter().map(|entry| entry.object_id).filter(|id| *id != 0).collect();
        ids.sort_unstable();
        ids
    };
    assert_eq!(seen(Role::Seal, 0x10), [0x10, 0x11, 0x40]);
    assert_eq!(seen(Role::Tally, 0x20), [0x20, 0x21, 0x22, 0x23, 0x24, 0x40]);
    assert_eq!(seen(Role::Escrow, 0x30), [0x30, 0x31, 0x32, 0x33, 0x34, 0x40]);
    let all = [0x10, 0x11, 0x20, 0x21, 0x22, 0x23, 0x24, 0x30, 0x31, 0x32, 0x33, 0x34, 0x40];
    assert_eq!(seen(Role::Admin, 0x40), all);
}
