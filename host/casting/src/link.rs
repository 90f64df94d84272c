//! Identity links: who stands behind a tag, sealed so that only an escrow key opens it.

use core::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use rand_core::{CryptoRng, Rng};
use tamga_crypto::hash::Digest;
use tamga_crypto::hpke::HpkeError;
use tamga_crypto::hpke::hybrid::{self, PublicKey};
use tamga_record::limits::HSMS_MAX;
use tamga_record::roll::{Link, Tag};
use zeroize::Zeroizing;

/// Digits of an individual identification number.
pub const IIN_LEN: usize = 12;

/// The longest phone number: a sign and the 15 digits of ITU-T E.164.
pub const PHONE_LEN_MAX: usize = 16;

const KEY_LEN: usize = 32;
const NONCE_LEN: usize = 12;

/// Why a person was not linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The IIN is not made of digits.
    #[error("an IIN that is not made of digits")]
    Iin,
    /// The phone is empty, too long, or holds other characters than digits and `+`.
    #[error("a phone number with other characters than digits and +, or too long")]
    Phone,
    /// No escrow key, or more than [`HSMS_MAX`].
    #[error("a link to {0} escrow keys")]
    Recipients(usize),
    /// An escrow key does not take the seal.
    #[error(transparent)]
    Seal(#[from] HpkeError),
}

/// A person as the registrar knows them; wiped when dropped.
pub struct Person {
    iin: Zeroizing<[u8; IIN_LEN]>,
    phone: Zeroizing<String>,
}

impl Person {
    /// A person with an IIN of 12 digits and a phone number of digits and `+`; refuses anything else.
    pub fn new(iin: [u8; IIN_LEN], phone: String) -> Result<Self, LinkError> {
        let person = Self { iin: Zeroizing::new(iin), phone: Zeroizing::new(phone) };
        if !person.iin.iter().all(u8::is_ascii_digit) {
            return Err(LinkError::Iin);
        }
        let length_fits = (1..=PHONE_LEN_MAX).contains(&person.phone.len());
        let characters_fit = person.phone.bytes().all(|byte| byte.is_ascii_digit() || byte == b'+');
        if !length_fits || !characters_fit {
            return Err(LinkError::Phone);
        }
        Ok(person)
    }

    /// Nobody: digits drawn from `rng` behind a prefix that no real person has (month 00, country code 0).
    pub fn synthetic(rng: &mut impl Rng) -> Self {
        let mut iin = [b'0'; IIN_LEN];
        // The first six digits are a date of birth; its month stays 00.
        for digit in iin.iter_mut().skip(6) {
            *digit = digit_of(rng);
        }
        let mut phone = String::from("+0");
        phone.extend((0..10).map(|_| char::from(digit_of(rng))));
        Self { iin: Zeroizing::new(iin), phone: Zeroizing::new(phone) }
    }

    /// `IIN[12] ‖ phone as str8`: what is encrypted.
    fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(IIN_LEN + 1 + PHONE_LEN_MAX));
        bytes.extend_from_slice(self.iin.as_slice());
        bytes.push(self.phone.len() as u8);
        bytes.extend_from_slice(self.phone.as_bytes());
        bytes
    }
}

fn digit_of(rng: &mut impl Rng) -> u8 {
    b'0' + (rng.next_u32() % 10) as u8
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person")
    }
}

/// The identity link of a tag: the person under a fresh AES-256-GCM key, that key sealed with HPKE (MLKEM1024-P384) to
/// the escrow key of every HSM, in definition order, both bound to the definition digest and the tag.
///
/// About 1,750 bytes per HSM. Refuses no HSM and more than [`HSMS_MAX`].
pub fn seal_identity_link(
    definition: &Digest,
    tag: &Tag,
    person: &Person,
    escrow: &[PublicKey],
    rng: &mut impl CryptoRng,
) -> Result<Link, LinkError> {
    if escrow.is_empty() || escrow.len() > HSMS_MAX {
        return Err(LinkError::Recipients(escrow.len()));
    }
    let mut key = Zeroizing::new([0u8; KEY_LEN]);
    rng.fill_bytes(key.as_mut_slice());
    let info = Link::info(definition, tag);
    let mut keys = Vec::with_capacity(escrow.len());
    for recipient in escrow {
        keys.push(hybrid::seal(recipient, &[&info], key.as_slice(), rng)?);
    }
    let mut nonce = [0u8; NONCE_LEN];
    rng.fill_bytes(&mut nonce);
    let aad = Link::aad(definition, tag);
    let payload = Payload { msg: &person.to_bytes(), aad: &aad };
    let body = Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key))
        .encrypt(&Nonce::from(nonce), payload)
        .expect("AES-256-GCM takes messages of a few bytes");
    Ok(Link { keys, sealed: [nonce.as_slice(), &body].concat() })
}

#[cfg(test)]
#[path = "link_tests.rs"]
mod tests;
