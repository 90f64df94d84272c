//! The ML-KEM seed of a device without ML-KEM: wrapped by an AES key of the device, unwrapped while the role is unlocked.

use cryptoki::error::Error;
use cryptoki::mechanism::Mechanism as Cm;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute as Cka, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::Session;
use tamga_crypto::hpke::SEED_LEN;
use zeroize::{Zeroize, Zeroizing};

use crate::config::Mechanism;
use crate::hsm::Role;

/// Binds a seed that was wrapped with AES-GCM to its use.
const WRAP_LABEL: &[u8] = b"tamga/mlkem-seed/v1";
const NONCE_LEN: usize = 12;
const TAG_BITS: u64 = 128;

/// An ML-KEM-1024 seed d ‖ z.
pub(super) type Seed = Zeroizing<[u8; SEED_LEN]>;

/// The first byte of a wrapped seed: how it was wrapped.
fn number(wrap: Mechanism) -> u8 {
    match wrap {
        Mechanism::AesKeyWrapPad => 2,
        Mechanism::AesGcm => 3,
        _ => 1,
    }
}

/// How a wrapped seed was wrapped; nothing where its first byte says none of our ways.
pub(super) fn wrap_of(untrusted_wrapped: &[u8]) -> Option<Mechanism> {
    let (first, _) = untrusted_wrapped.split_first()?;
    [Mechanism::AesKeyWrap, Mechanism::AesKeyWrapPad, Mechanism::AesGcm]
        .into_iter()
        .find(|wrap| number(*wrap) == *first)
}

fn key_wrap<'a>(wrap: Mechanism) -> Cm<'a> {
    match wrap {
        Mechanism::AesKeyWrapPad => Cm::AesKeyWrapPad,
        _ => Cm::AesKeyWrap,
    }
}

fn aad(role: Role) -> Vec<u8> {
    [WRAP_LABEL, &[role.number()]].concat()
}

/// A seed wrapped by the key: way[1] ‖ wrapped, which is nonce[12] ‖ ciphertext ‖ tag[16] with AES-GCM.
pub(super) fn wrap(
    session: &Session,
    (role, key, wrap): (Role, ObjectHandle, Mechanism),
    seed: &Seed,
    nonce: [u8; NONCE_LEN],
) -> Result<Vec<u8>, Error> {
    let mut wrapped = vec![number(wrap)];
    if wrap == Mechanism::AesGcm {
        wrapped.extend_from_slice(&nonce);
        let (mut iv, aad) = (nonce, aad(role));
        let params = GcmParams::new(&mut iv, &aad, TAG_BITS.into())?;
        wrapped.extend(session.encrypt(&Cm::AesGcm(params), key, seed.as_slice())?);
        return Ok(wrapped);
    }
    let mut template = plain_secret(SEED_LEN);
    template.retain(|attribute| !matches!(attribute, Cka::ValueLen(_)));
    template.push(Cka::Value(seed.to_vec()));
    let made = session.create_object(&template);
    template.iter_mut().for_each(wipe);
    let made = made?;
    let bytes = session.wrap_key(&key_wrap(wrap), key, made);
    session.destroy_object(made)?;
    wrapped.extend(bytes?);
    Ok(wrapped)
}

/// The seed of what [`wrap`] gave; nothing where it does not unwrap to a seed.
pub(super) fn unwrap(
    session: &Session,
    role: Role,
    key: ObjectHandle,
    untrusted_wrapped: &[u8],
) -> Result<Option<Seed>, Error> {
    let (Some(wrap), Some((_, wrapped))) = (wrap_of(untrusted_wrapped), untrusted_wrapped.split_first()) else {
        return Ok(None);
    };
    let bytes = if wrap == Mechanism::AesGcm {
        let Some((nonce, sealed)) = wrapped.split_first_chunk::<NONCE_LEN>() else { return Ok(None) };
        let (mut iv, aad) = (*nonce, aad(role));
        let params = GcmParams::new(&mut iv, &aad, TAG_BITS.into())?;
        Zeroizing::new(session.decrypt(&Cm::AesGcm(params), key, sealed)?)
    } else {
        let mut template = plain_secret(SEED_LEN);
        template.retain(|attribute| !matches!(attribute, Cka::ValueLen(_)));
        let made = session.unwrap_key(&key_wrap(wrap), key, wrapped, &template)?;
        take(session, made)?
    };
    Ok(<&[u8; SEED_LEN]>::try_from(bytes.as_slice()).ok().map(|seed| Zeroizing::new(*seed)))
}

/// A secret of `len` bytes that lives as long as the session and may be read from it.
pub(super) fn plain_secret(len: usize) -> Vec<Cka> {
    vec![
        Cka::Class(ObjectClass::SECRET_KEY),
        Cka::KeyType(KeyType::GENERIC_SECRET),
        Cka::Token(false),
        Cka::Private(true),
        Cka::Sensitive(false),
        Cka::Extractable(true),
        Cka::ValueLen((len as u64).into()),
    ]
}

/// Reads a secret of the session, and destroys it there.
pub(super) fn take(session: &Session, handle: ObjectHandle) -> Result<Zeroizing<Vec<u8>>, Error> {
    let read = session.get_attributes(handle, &[AttributeType::Value]);
    session.destroy_object(handle)?;
    let mut value = Zeroizing::new(Vec::new());
    for attribute in read? {
        if let Cka::Value(bytes) = attribute {
            value = Zeroizing::new(bytes);
        }
    }
    Ok(value)
}

fn wipe(attribute: &mut Cka) {
    if let Cka::Value(bytes) = attribute {
        bytes.zeroize();
    }
}
