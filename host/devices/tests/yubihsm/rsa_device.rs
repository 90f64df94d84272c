//! Attestation by a device whose key is RSA, as Yubico's are: the emulator's certificates, issued again by such a key, whole
//! and with one property changed.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use rsa::pkcs1v15::{Signature, SigningKey};
use rsa::sha2::Sha256;
use rsa::signature::Keypair;
use tamga_devices::Evidence;
use tamga_devices::Hsm;
use tamga_devices::yubihsm::attest::{AttestError, Expected, check, check_authority};
use x509_cert::builder::profile::BuilderProfile;
use x509_cert::builder::{Builder, CertificateBuilder, Result};
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::spki::{SubjectPublicKeyInfoOwned, SubjectPublicKeyInfoRef};
use x509_cert::{Certificate, TbsCertificate};

use crate::bench::Bench;

const NOW: u64 = 1_767_225_600;
const RSA_BITS: usize = 2048;
const ARC: &str = "1.3.6.1.4.1.41482.4.";

struct Again {
    issuer: Name,
    subject: Name,
    extensions: Vec<Extension>,
}

impl BuilderProfile for Again {
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
    ) -> Result<Vec<Extension>> {
        Ok(self.extensions.clone())
    }
}

struct Device {
    key: SigningKey<Sha256>,
    name: Name,
}

impl Device {
    /// The certificate, issued again by this device; one extension's last byte is changed where it is named.
    fn issue(&self, certificate: &[u8], own: bool, change: Option<(&str, u8)>) -> Vec<u8> {
        let certificate = Certificate::from_der(certificate).unwrap();
        let old = certificate.tbs_certificate();
        let mut extensions = old.extensions().unwrap().clone();
        if let Some((number, value)) = change {
            let oid = format!("{ARC}{number}").parse().unwrap();
            let extension = extensions.iter_mut().find(|extension| extension.extn_id == oid).unwrap();
            let mut bytes = extension.extn_value.as_bytes().to_vec();
            *bytes.last_mut().unwrap() = value;
            extension.extn_value = x509_cert::der::asn1::OctetString::new(bytes).unwrap();
        }
        let public = match own {
            true => SubjectPublicKeyInfoOwned::from_key(&self.key.verifying_key()).unwrap(),
            false => old.subject_public_key_info().clone(),
        };
        let again = Again { issuer: self.name.clone(), subject: old.subject().clone(), extensions };
        let builder = CertificateBuilder::new(again, old.serial_number().clone(), *old.validity(), public).unwrap();
        builder.build::<_, Signature>(&self.key).unwrap().to_der().unwrap()
    }

    /// All four certificates; a change is made to that of the tally key.
    fn evidence(&self, original: &Evidence, change: Option<(&str, u8)>) -> Evidence {
        let mut evidence = original.clone();
        for (name, certificate) in &mut evidence.certificates {
            let change = change.filter(|_| name == "tally");
            *certificate = self.issue(certificate, name == "device", change);
        }
        evidence
    }
}

#[test]
fn certificates_of_an_rsa_device_are_checked_property_by_property() {
    let mut bench = Bench::unlocked(&[]);
    let original = bench.hsm.evidence().unwrap().unwrap();
    let expected = Expected::of(&bench.hsm).unwrap();
    let key = rsa::PrivateKey::new(&mut ChaCha20Rng::from_seed([6; 32]), RSA_BITS).unwrap();
    let name = Certificate::from_der(&original.certificates[0].1).unwrap().tbs_certificate().subject().clone();
    let device = Device { key: SigningKey::new(key), name };
    let whole = device.evidence(&original, None);
    check(&whole, &expected, NOW).unwrap();
    // The device's certificate is its own authority here.
    check_authority(&whole, &whole.certificates[0].1, NOW).unwrap();
    let changes = [
        ("2", 9, "serial number"),
        ("3", 2, "origin"),
        ("4", 6, "domains"),
        ("5", 1, "capabilities"),
        ("6", 0x31, "object number"),
    ];
    for (number, value, word) in changes {
        let refused = check(&device.evidence(&original, Some((number, value))), &expected, NOW);
        let Err(AttestError::Property { name: "tally", property, .. }) = refused else { panic!("{word}: {refused:?}") };
        assert_eq!(property, word);
    }
    let mut mixed = whole;
    mixed.certificates[0] = original.certificates[0].clone();
    assert_eq!(check(&mixed, &expected, NOW).err(), Some(AttestError::Signature { name: "seal" }));
}
