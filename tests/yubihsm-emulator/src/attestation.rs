//! Attestation: X.509 certificates for keys, signed by a key of the device
//! (vendor's OID documentation, "YubiHSM OIDs", and user guide, "Attestation").

use std::str::FromStr;

use p256::ecdsa::{DerSignature, SigningKey};
use sha2::{Digest, Sha256};
use x509_cert::TbsCertificate;
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{self, Builder, CertificateBuilder};
use x509_cert::certificate::Certificate;
use x509_cert::der::asn1::{BitString, ObjectIdentifier, OctetString, Uint, Utf8StringRef};
use x509_cert::der::{self, DateTime, Decode, Encode};
use x509_cert::ext::{Extension, ToExtension, pkix::BasicConstraints};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::time::{Time, Validity};

use crate::capability;
use crate::config::FIRMWARE;
use crate::error::DeviceError;
use crate::object::{self, Kind, Object};
use crate::secret::Secret;
use crate::state::{label, random};

/// The subject of the root above all emulators.
pub const ROOT_SUBJECT: &str = "CN=EMULATOR root for tests of the YubiHSM 2 backend,O=EMULATOR";
const ROOT_SEED: &[u8] = b"tamga yubihsm emulator root, not a secret";
const ROOT_SERIAL: u8 = 1;
const KEY_LEN: usize = 32;
const SERIAL_LEN: usize = 16;
const FIRST_YEAR: u16 = 2017;
const LAST_YEAR: u16 = 2071;
const ALL_DOMAINS: u16 = 0xffff;
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// The vendor's extensions, the last number of 1.3.6.1.4.1.41482.4.
#[derive(Clone, Copy)]
enum Oid {
    Firmware = 1,
    Serial = 2,
    Origin = 3,
    Domains = 4,
    Capabilities = 5,
    ObjectId = 6,
    Label = 9,
}

/// A certificate whose fields are given, not derived from a purpose.
struct Plain {
    issuer: Name,
    subject: Name,
    extensions: Vec<Extension>,
}

impl BuilderProfile for Plain {
    fn get_issuer(&self, _: &Name) -> Name {
        self.issuer.clone()
    }

    fn get_subject(&self) -> Name {
        self.subject.clone()
    }

    fn build_extensions(
        &self,
        _: SubjectPublicKeyInfoRef<'_>,
        _: SubjectPublicKeyInfoRef<'_>,
        _: &TbsCertificate,
    ) -> builder::Result<Vec<Extension>> {
        Ok(self.extensions.clone())
    }
}

impl Plain {
    fn sign(
        self,
        serial: &[u8],
        validity: Validity,
        key: SubjectPublicKeyInfoOwned,
        signer: &SigningKey,
    ) -> builder::Result<Vec<u8>> {
        let builder = CertificateBuilder::new(self, SerialNumber::new(serial)?, validity, key)?;
        Ok(builder.build::<_, DerSignature>(signer)?.to_der()?)
    }
}

/// The root certificate, in DER: the same bytes for every emulator, self-signed by a key that everyone can derive.
pub fn root_certificate() -> Vec<u8> {
    let key = root_key();
    let build = || {
        let subject = Name::from_str(ROOT_SUBJECT)?;
        let extensions = vec![authority(&subject)?];
        let public = SubjectPublicKeyInfoOwned::from_key(key.verifying_key())?;
        Plain { issuer: subject.clone(), subject, extensions }.sign(&[ROOT_SERIAL], validity()?, public, &key)
    };
    build().expect("the root's fields are constants")
}

/// Attestation key and certificate of a device: asymmetric key 0, opaque object 0.
pub fn factory_objects(serial: u32) -> Vec<Object> {
    let (secret, key) = loop {
        let secret: [u8; KEY_LEN] = random();
        if let Ok(key) = SigningKey::from_slice(&secret) {
            break (secret, key);
        }
    };
    let certificate = device_certificate(serial, &key).expect("the device's fields are numbers");
    let object = |kind, algorithm, capabilities, value| Object {
        id: 0,
        kind,
        algorithm,
        domains: ALL_DOMAINS,
        capabilities,
        delegated: 0,
        label: label(b"EMULATOR attestation"),
        origin: object::ORIGIN_IMPORTED,
        sequence: 0,
        value: Secret::new(value),
    };
    let attests = capability::SIGN_ATTESTATION_CERTIFICATE;
    vec![
        object(Kind::AsymmetricKey, object::EC_P256, attests, secret.to_vec()),
        object(Kind::Opaque, object::OPAQUE_X509_CERTIFICATE, 0, certificate),
    ]
}

fn device_certificate(serial: u32, key: &SigningKey) -> builder::Result<Vec<u8>> {
    let subject = Name::from_str(&format!("CN=YubiHSM Attestation EMULATOR ({serial})"))?;
    let mut extensions = vec![authority(&subject)?];
    extensions.extend(device_extensions(serial)?);
    let public = SubjectPublicKeyInfoOwned::from_key(key.verifying_key())?;
    Plain { issuer: Name::from_str(ROOT_SUBJECT)?, subject, extensions }.sign(
        &serial_number(),
        validity()?,
        public,
        &root_key(),
    )
}

/// The certificate of a key in DER: issuer and dates of the signer's certificate, a random serial number, the subject
/// `YubiHSM Attestation id 0x…`, ECDSA with SHA-256. Refuses signers on another curve than P-256, and a template that is
/// no certificate.
pub fn attest(serial: u32, key: &Object, signer: &Object, untrusted_template: &[u8]) -> Result<Vec<u8>, DeviceError> {
    if signer.algorithm != object::EC_P256 {
        return Err(DeviceError::InvalidData);
    }
    let signer = SigningKey::from_slice(signer.value.expose_bytes()).map_err(|_| DeviceError::InvalidData)?;
    let template = Certificate::from_der(untrusted_template).map_err(|_| DeviceError::InvalidData)?;
    let build = || {
        let mut extensions = device_extensions(serial)?;
        extensions.extend(key_extensions(key)?);
        let subject = Name::from_str(&format!("CN=YubiHSM Attestation id 0x{:04x}", key.id))?;
        let issuer = template.tbs_certificate().subject().clone();
        let validity = *template.tbs_certificate().validity();
        Plain { issuer, subject, extensions }.sign(&serial_number(), validity, public_key(key)?, &signer)
    };
    build().map_err(|_| DeviceError::InvalidData)
}

fn root_key() -> SigningKey {
    let seed: [u8; KEY_LEN] = Sha256::digest(ROOT_SEED).into();
    SigningKey::from_slice(&seed).expect("this digest is below the order of the curve")
}

fn serial_number() -> [u8; SERIAL_LEN] {
    let mut serial: [u8; SERIAL_LEN] = random();
    // Positive, and of full length.
    serial.first_mut().into_iter().for_each(|byte| *byte = *byte & 0x7f | 0x40);
    serial
}

fn validity() -> der::Result<Validity> {
    let first_of = |year| DateTime::new(year, 1, 1, 0, 0, 0).map(Time::from);
    Ok(Validity::new(first_of(FIRST_YEAR)?, first_of(LAST_YEAR)?))
}

fn authority(subject: &Name) -> der::Result<Extension> {
    BasicConstraints { ca: true, path_len_constraint: None }.to_extension(subject, &[])
}

fn public_key(key: &Object) -> builder::Result<SubjectPublicKeyInfoOwned> {
    let secret = key.value.expose_bytes();
    match key.algorithm {
        object::EC_P256 => {
            let key = SigningKey::from_slice(secret)?;
            Ok(SubjectPublicKeyInfoOwned::from_key(key.verifying_key())?)
        }
        object::EC_P384 => {
            let key = p384::ecdsa::SigningKey::from_slice(secret)?;
            Ok(SubjectPublicKeyInfoOwned::from_key(key.verifying_key())?)
        }
        _ => {
            let seed = <[u8; KEY_LEN]>::try_from(secret).unwrap_or_default();
            let key = ed25519_zebra::SigningKey::from_bytes(&seed).verification_key();
            let algorithm = AlgorithmIdentifierOwned { oid: ED25519, parameters: None };
            let subject_public_key = BitString::from_bytes(&<[u8; KEY_LEN]>::from(key))?;
            Ok(SubjectPublicKeyInfoOwned { algorithm, subject_public_key })
        }
    }
}

fn extension(oid: Oid, value: &impl Encode) -> der::Result<Extension> {
    let arc: ObjectIdentifier = format!("1.3.6.1.4.1.41482.4.{}", oid as u8).parse()?;
    Ok(Extension { extn_id: arc, critical: false, extn_value: OctetString::new(value.to_der()?)? })
}

fn device_extensions(serial: u32) -> der::Result<Vec<Extension>> {
    Ok(vec![
        extension(Oid::Firmware, &OctetString::new(FIRMWARE)?)?,
        extension(Oid::Serial, &Uint::new(&serial.to_be_bytes())?)?,
    ])
}

fn key_extensions(key: &Object) -> der::Result<Vec<Extension>> {
    Ok(vec![
        extension(Oid::Origin, &BitString::from_bytes(&[key.origin])?)?,
        extension(Oid::Domains, &BitString::from_bytes(&key.domains.to_be_bytes())?)?,
        extension(Oid::Capabilities, &BitString::from_bytes(&key.capabilities.to_be_bytes())?)?,
        extension(Oid::ObjectId, &Uint::new(&key.id.to_be_bytes())?)?,
        extension(Oid::Label, &Utf8StringRef::new(&key.label_text())?)?,
    ])
}
