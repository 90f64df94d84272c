//! Attestation: what the device's own certificate says about the keys of the three roles.
//!
//! Sources: RFC 5280; Yubico's OID documentation, "YubiHSM OIDs"; YubiHSM 2 user guide, "Attestation". Yubico's root is not
//! shipped: whether the device's certificate leads to it is for a person to check, with [`AttestReport::issuer`] at hand.

use p256::pkcs8::DecodePublicKey;
use rsa::signature::Verifier;
use sha2::Sha256;
use tamga_crypto::hpke::P384_POINT_LEN;
use x509_cert::Certificate;
use x509_cert::der::asn1::{AnyRef, BitString, ObjectIdentifier, OctetString, Uint};
use x509_cert::der::{Decode, Encode, Reader, SliceReader};

use super::declared::{self, Declared, ORIGIN_GENERATED};
use super::link::serial_text;
use crate::config::{Config, Kind};
use crate::evidence::Evidence;
use crate::hsm::{ED25519_KEY_LEN, Hsm, HsmError, Role, SealKey};

const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const RSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");

/// Yubico's extensions below 1.3.6.1.4.1.41482.4.
mod extension {
    use x509_cert::der::asn1::ObjectIdentifier;

    /// Firmware, three bytes.
    pub const FIRMWARE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.41482.4.1");
    /// Serial number.
    pub const SERIAL: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.41482.4.2");
    /// Origin, a set of bits.
    pub const ORIGIN: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.41482.4.3");
    /// Domains, a set of bits.
    pub const DOMAINS: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.41482.4.4");
    /// Capabilities, a set of bits.
    pub const CAPABILITIES: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.41482.4.5");
    /// Object number.
    pub const OBJECT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.41482.4.6");
}

/// What the certificates must be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The serial number, as Tamga writes it.
    pub serial: String,
    /// Verifying key of the seal role.
    pub seal: [u8; ED25519_KEY_LEN],
    /// Point of the tally key.
    pub tally: [u8; P384_POINT_LEN],
    /// Point of the escrow key.
    pub escrow: [u8; P384_POINT_LEN],
}

impl Expected {
    /// What this device's public keys are. Refuses one without keys, or without an Ed25519 seal key.
    pub fn of(hsm: &dyn Hsm) -> Result<Self, HsmError> {
        let SealKey::Ed25519(seal) = hsm.seal_key()? else {
            return Err(HsmError::NoSuchKey { role: Role::Seal });
        };
        let point = |role| hsm.public_keys(role).map(|halves| halves.p384);
        Ok(Self { serial: hsm.serial().to_owned(), seal, tally: point(Role::Tally)?, escrow: point(Role::Escrow)? })
    }
}

/// What the certificates say, once everything in them was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttestReport {
    /// The firmware that attested: major, minor, patch.
    pub firmware: [u8; 3],
    /// Who signed the device's certificate, as it says: not checked against Yubico's root.
    pub issuer: String,
    /// Subject of the device's certificate.
    pub device: String,
    /// Seconds since 1970 from which, and until which, all certificates are valid.
    pub valid: (u64, u64),
}

/// Why the certificates are no evidence. The name is `seal`, `tally`, `escrow`, `device` or `authority`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AttestError {
    /// There is no such certificate.
    #[error("there is no certificate {name}")]
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// The bytes are no certificate, or one of another form.
    #[error("certificate {name}: no {what}")]
    Malformed {
        /// Its name.
        name: &'static str,
        /// What is not in it.
        what: &'static str,
    },
    /// The key above it did not sign it: the device's, or the authority's above that.
    #[error("certificate {name} is not signed by the key above it")]
    Signature {
        /// Its name.
        name: &'static str,
    },
    /// It is about another key than the role's.
    #[error("certificate {name} is about another key")]
    OtherKey {
        /// Its name.
        name: &'static str,
    },
    /// It says something else than what is declared of the key.
    #[error("certificate {name}: {property} is {found}, expected {expected}")]
    Property {
        /// Its name.
        name: &'static str,
        /// The property.
        property: &'static str,
        /// What it says.
        found: String,
        /// What is declared.
        expected: String,
    },
    /// The clock is before or after the time in which it is valid. All in seconds since 1970.
    #[error("clock wrong: it says {now}, and certificate {name} is valid from {from} until {until}")]
    Clock {
        /// Its name.
        name: &'static str,
        /// The time given.
        now: u64,
        /// The first second.
        from: u64,
        /// The last second.
        until: u64,
    },
}

/// Checks the four certificates of an evidence against the public keys, the serial number and the declarations.
///
/// Each of the three keys has a certificate that the device signed (RSA or ECDSA on P-256, with SHA-256): about the role's
/// very key, of this serial number, generated inside, with the declared object number, domains and capabilities, valid at
/// `now`, in seconds since 1970. The first that differs is named.
pub fn check(evidence: &Evidence, expected: &Expected, now: u64) -> Result<AttestReport, AttestError> {
    let device = Attested::find(evidence, "device")?;
    let mut valid = device.validity(now)?;
    device.number(extension::SERIAL, "serial number", &expected.serial, serial_of)?;
    let declared = declared::all(&Config::built_in());
    let mut firmware = [0; 3];
    for (name, role, kind) in [
        ("seal", Role::Seal, Kind::Ed25519),
        ("tally", Role::Tally, Kind::P384Ecdh),
        ("escrow", Role::Escrow, Kind::P384Ecdh),
    ] {
        let key = Attested::find(evidence, name)?;
        let object = declared::find(&declared, role, kind).map_err(|_| AttestError::OtherKey { name })?;
        key.signed_by(&device)?;
        key.is_about(role, expected)?;
        key.number(extension::SERIAL, "serial number", &expected.serial, serial_of)?;
        key.properties(object)?;
        let (from, until) = key.validity(now)?;
        valid = (valid.0.max(from), valid.1.min(until));
        firmware = key.firmware()?;
    }
    let named = device.certificate.tbs_certificate();
    Ok(AttestReport { firmware, issuer: named.issuer().to_string(), device: named.subject().to_string(), valid })
}

/// Checks that this authority signed the device's certificate, valid at `now`, and returns the authority's subject.
///
/// Each device has an intermediate authority of its own, named in [`AttestReport::issuer`]. Yubico publishes it, and the root
/// above it, in the YubiHSM 2 user guide under "Pre-loaded certificates"; the pair above is for the same call, with the
/// intermediate one as `device`.
pub fn check_authority(evidence: &Evidence, untrusted_authority: &[u8], now: u64) -> Result<String, AttestError> {
    let device = Attested::find(evidence, "device")?;
    device.validity(now)?;
    let authority = Attested::parse("authority", untrusted_authority)?;
    authority.validity(now)?;
    device.signed_by(&authority)?;
    Ok(authority.certificate.tbs_certificate().subject().to_string())
}

fn serial_of(number: u64) -> String {
    u32::try_from(number).map_or_else(|_| number.to_string(), serial_text)
}

/// One certificate, its name, and the bytes in it that are signed.
struct Attested<'a> {
    name: &'static str,
    certificate: Certificate,
    signed: &'a [u8],
}

impl<'a> Attested<'a> {
    fn find(evidence: &'a Evidence, name: &'static str) -> Result<Self, AttestError> {
        let found = evidence.certificates.iter().find(|(found, _)| found == name);
        Self::parse(name, &found.ok_or(AttestError::Missing { name })?.1)
    }

    fn parse(name: &'static str, untrusted: &'a [u8]) -> Result<Self, AttestError> {
        let malformed = |_| AttestError::Malformed { name, what: "certificate" };
        let certificate = Certificate::from_der(untrusted).map_err(malformed)?;
        let signed = signed_part(untrusted).map_err(malformed)?;
        Ok(Self { name, certificate, signed })
    }

    fn malformed(&self, what: &'static str) -> AttestError {
        AttestError::Malformed { name: self.name, what }
    }

    /// Refuses a time outside of its validity, and returns that.
    fn validity(&self, now: u64) -> Result<(u64, u64), AttestError> {
        let validity = self.certificate.tbs_certificate().validity();
        let (from, until) =
            (validity.not_before.to_unix_duration().as_secs(), validity.not_after.to_unix_duration().as_secs());
        if (from..=until).contains(&now) {
            return Ok((from, until));
        }
        Err(AttestError::Clock { name: self.name, now, from, until })
    }

    /// Refuses a certificate that the key in the device's did not sign, or of another issuer.
    fn signed_by(&self, device: &Attested<'_>) -> Result<(), AttestError> {
        let signer = device.certificate.tbs_certificate();
        let key = signer.subject_public_key_info().to_der().map_err(|_| device.malformed("public key"))?;
        let algorithm = self.certificate.signature_algorithm();
        let inner = self.certificate.tbs_certificate().signature();
        let signature = self.certificate.signature().as_bytes().unwrap_or_default();
        let verified = match algorithm.oid {
            ECDSA_SHA256 => ecdsa(&key, self.signed, signature),
            RSA_SHA256 => rsa_pkcs1(&key, self.signed, signature),
            _ => return Err(self.malformed("signature of a known kind")),
        };
        let issuer = self.certificate.tbs_certificate().issuer();
        if verified.is_none() || issuer != signer.subject() || inner != algorithm {
            return Err(AttestError::Signature { name: self.name });
        }
        Ok(())
    }

    /// Refuses a certificate about another key than this role's.
    fn is_about(&self, role: Role, expected: &Expected) -> Result<(), AttestError> {
        let info = self.certificate.tbs_certificate().subject_public_key_info();
        let bytes = info.subject_public_key.as_bytes().unwrap_or_default();
        let curve = info.algorithm.parameters.as_ref().and_then(|any| any.decode_as::<ObjectIdentifier>().ok());
        let on_p384 = info.algorithm.oid == EC_PUBLIC_KEY && curve == Some(P384);
        let same = match role {
            Role::Seal => info.algorithm.oid == ED25519 && bytes == expected.seal,
            Role::Tally => on_p384 && bytes == expected.tally,
            Role::Escrow => on_p384 && bytes == expected.escrow,
            Role::Admin => false,
        };
        if same { Ok(()) } else { Err(AttestError::OtherKey { name: self.name }) }
    }

    fn properties(&self, object: &Declared) -> Result<(), AttestError> {
        let hex = |number: u64| format!("0x{number:x}");
        self.number(extension::OBJECT, "object number", &hex(object.new.id.into()), hex)?;
        self.bits(extension::ORIGIN, "origin", ORIGIN_GENERATED.into())?;
        self.bits(extension::DOMAINS, "domains", object.new.domains.into())?;
        self.bits(extension::CAPABILITIES, "capabilities", object.new.capabilities)
    }

    fn number(
        &self,
        oid: ObjectIdentifier,
        property: &'static str,
        expected: &str,
        text: impl Fn(u64) -> String,
    ) -> Result<(), AttestError> {
        let value = self.extension::<Uint>(oid).and_then(|value| word(value.as_bytes()));
        let found = text(value.ok_or_else(|| self.malformed(property))?);
        self.same(property, found, expected.to_owned())
    }

    fn bits(&self, oid: ObjectIdentifier, property: &'static str, expected: u64) -> Result<(), AttestError> {
        let value = self.extension::<BitString>(oid).and_then(|value| word(value.as_bytes()?));
        let found = value.ok_or_else(|| self.malformed(property))?;
        self.same(property, format!("0x{found:x}"), format!("0x{expected:x}"))
    }

    fn same(&self, property: &'static str, found: String, expected: String) -> Result<(), AttestError> {
        if found == expected {
            return Ok(());
        }
        Err(AttestError::Property { name: self.name, property, found, expected })
    }

    fn firmware(&self) -> Result<[u8; 3], AttestError> {
        let value = self.extension::<OctetString>(extension::FIRMWARE);
        value.and_then(|value| value.as_bytes().try_into().ok()).ok_or_else(|| self.malformed("firmware version"))
    }

    /// The value of an extension that is there once.
    fn extension<T: for<'b> Decode<'b>>(&self, oid: ObjectIdentifier) -> Option<T> {
        let extensions = self.certificate.tbs_certificate().extensions()?;
        let mut found = extensions.iter().filter(|extension| extension.extn_id == oid);
        let value = found.next()?;
        found.next().is_none().then(|| T::from_der(value.extn_value.as_bytes()).ok())?
    }
}

/// The first element of a certificate, its `tbsCertificate`, as it stands there.
fn signed_part(untrusted: &[u8]) -> x509_cert::der::Result<&[u8]> {
    let content = AnyRef::from_der(untrusted)?.value();
    let mut reader = SliceReader::new(content)?;
    AnyRef::decode(&mut reader)?;
    let len = usize::try_from(reader.position())?;
    content.get(..len).ok_or_else(|| x509_cert::der::ErrorKind::Failed.into())
}

/// Big-endian bytes as a number; none of more than eight.
fn word(bytes: &[u8]) -> Option<u64> {
    let mut word = [0; 8];
    let start = word.len().checked_sub(bytes.len())?;
    word.get_mut(start..)?.copy_from_slice(bytes);
    Some(u64::from_be_bytes(word))
}

fn ecdsa(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = p256::ecdsa::VerifyingKey::from_public_key_der(key).ok()?;
    let signature = p256::ecdsa::DerSignature::try_from(signature).ok()?;
    p256::ecdsa::signature::Verifier::verify(&key, message, &signature).ok()
}

fn rsa_pkcs1(key: &[u8], message: &[u8], signature: &[u8]) -> Option<()> {
    let key = rsa::PublicKey::from_public_key_der(key).ok()?;
    let signature = rsa::pkcs1v15::Signature::try_from(signature).ok()?;
    rsa::pkcs1v15::VerifyingKey::<Sha256>::new(key).verify(message, &signature).ok()
}
