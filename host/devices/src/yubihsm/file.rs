//! The file about a YubiHSM 2: where it is, its public halves, what it showed when its keys were made. Text, one encoding.

use tamga_crypto::hpke::{MLKEM_EK_LEN, P384_POINT_LEN, mlkem};
use tamga_crypto::sign::VerifyingKey;

use super::url::ConnectorUrl;
use crate::evidence::FACT_LEN_MAX;
use crate::hsm::{ED25519_KEY_LEN, HsmError, KeyHalves, Role, is_serial};
use crate::tries::{TRIES_MAX, Tries};

/// The first line of the file.
pub const FIRST_LINE: &str = "tamga/yubihsm/v1";
/// The longest file, in bytes.
pub const FILE_LEN_MAX: usize = 64 * 1024;
/// The longest certificate, in bytes of DER: more does not fit into a message of the device.
pub const CERTIFICATE_LEN_MAX: usize = 3136;
/// The most facts.
pub const FACTS_MAX: usize = 256;
/// Names of the certificates, in the order of the file.
pub const CERTIFICATES: [&str; 4] = ["seal", "tally", "escrow", "device"];
const FACT_KEY_LEN_MAX: usize = 48;

/// What is kept of a device with keys.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// Verifying key of the seal role.
    pub seal: [u8; ED25519_KEY_LEN],
    /// Public halves of the tally key.
    pub tally: KeyHalves,
    /// Public halves of the escrow key.
    pub escrow: KeyHalves,
    /// Attestation certificates in DER, in the order of [`CERTIFICATES`].
    pub certificates: [Vec<u8>; 4],
    /// What was read back when the keys were made.
    pub facts: Vec<(String, String)>,
}

/// A file, taken apart.
pub struct Parsed {
    /// Where the device is.
    pub url: ConnectorUrl,
    /// Its serial number.
    pub serial: String,
    /// Wrong PINs in a row.
    pub tries: Tries,
    /// The rest.
    pub kept: Kept,
}

/// The file.
pub fn to_bytes(url: &ConnectorUrl, serial: &str, tries: &Tries, kept: &Kept) -> Vec<u8> {
    let [seal, tally, escrow, admin] = tries.counts();
    let mut lines = vec![
        FIRST_LINE.to_owned(),
        format!("url {url}"),
        format!("serial {serial}"),
        format!("tries {seal} {tally} {escrow} {admin}"),
        format!("seal {}", hex::encode(kept.seal)),
    ];
    for (role, halves) in [("tally", &kept.tally), ("escrow", &kept.escrow)] {
        lines.push(format!("{role}-p384 {}", hex::encode(halves.p384)));
        lines.push(format!("{role}-mlkem {}", hex::encode(halves.mlkem.as_slice())));
    }
    for (name, certificate) in CERTIFICATES.iter().zip(&kept.certificates) {
        lines.push(format!("certificate-{name} {}", hex::encode(certificate)));
    }
    lines.extend(kept.facts.iter().map(|(key, value)| format!("fact {key} {value}")));
    let mut text = lines.join("\n");
    text.push('\n');
    text.into_bytes()
}

/// Reads a file. Refuses every byte string that [`to_bytes`] would not have written.
pub fn parse(untrusted_file: &[u8]) -> Result<Parsed, HsmError> {
    if untrusted_file.len() > FILE_LEN_MAX {
        return Err(damaged("too long"));
    }
    let text = std::str::from_utf8(untrusted_file).map_err(|_| damaged("no text"))?;
    let mut lines = Lines(text.split('\n'));
    if lines.0.next() != Some(FIRST_LINE) {
        return Err(damaged("another first line"));
    }
    let url = lines.value("url")?.parse().map_err(|_| damaged("url"))?;
    let serial = lines.value("serial")?;
    if !is_serial(serial.as_bytes()) {
        return Err(damaged("serial"));
    }
    let tries = parse_tries(lines.value("tries")?).ok_or_else(|| damaged("tries"))?;
    let seal = lines.bytes("seal")?;
    VerifyingKey::from_bytes(&seal).map_err(|_| damaged("seal"))?;
    let tally = lines.halves("tally-p384", "tally-mlkem")?;
    let escrow = lines.halves("escrow-p384", "escrow-mlkem")?;
    let certificates = [
        lines.certificate("certificate-seal")?,
        lines.certificate("certificate-tally")?,
        lines.certificate("certificate-escrow")?,
        lines.certificate("certificate-device")?,
    ];
    let kept = Kept { seal, tally, escrow, certificates, facts: lines.facts()? };
    if to_bytes(&url, serial, &tries, &kept) != untrusted_file {
        return Err(damaged("written in another way"));
    }
    Ok(Parsed { url, serial: serial.to_owned(), tries, kept })
}

/// Whether 97 bytes are an uncompressed point of P-384.
pub fn is_point(untrusted: &[u8; P384_POINT_LEN]) -> bool {
    untrusted.first() == Some(&0x04) && p384::PublicKey::from_sec1_bytes(untrusted).is_ok()
}

fn damaged(why: &str) -> HsmError {
    HsmError::File { why: why.to_owned() }
}

fn parse_tries(untrusted: &str) -> Option<Tries> {
    let counts: Option<Vec<u8>> = untrusted.split(' ').map(|word| word.parse().ok()).collect();
    let counts: [u8; Role::ALL.len()] = counts?.try_into().ok()?;
    counts.iter().all(|count| *count <= TRIES_MAX).then(|| Tries::up_to(TRIES_MAX).with_counts(counts))
}

/// The lines that are left.
struct Lines<'a>(std::str::Split<'a, char>);

impl<'a> Lines<'a> {
    fn value(&mut self, key: &str) -> Result<&'a str, HsmError> {
        let value = self.0.next().and_then(|line| line.strip_prefix(key)?.strip_prefix(' '));
        value.ok_or_else(|| damaged(key))
    }

    fn bytes<const N: usize>(&mut self, key: &str) -> Result<[u8; N], HsmError> {
        let mut bytes = [0; N];
        hex::decode_to_slice(self.value(key)?, &mut bytes).map_err(|_| damaged(key))?;
        Ok(bytes)
    }

    fn halves(&mut self, p384: &str, mlkem: &str) -> Result<KeyHalves, HsmError> {
        let point = self.bytes(p384)?;
        if !is_point(&point) {
            return Err(damaged(p384));
        }
        let key: [u8; MLKEM_EK_LEN] = self.bytes(mlkem)?;
        mlkem::PublicKey::from_bytes(&key).map_err(|_| damaged(mlkem))?;
        Ok(KeyHalves { p384: point, mlkem: Box::new(key) })
    }

    fn certificate(&mut self, key: &str) -> Result<Vec<u8>, HsmError> {
        let bytes = hex::decode(self.value(key)?).ok();
        bytes.filter(|bytes| (1..=CERTIFICATE_LEN_MAX).contains(&bytes.len())).ok_or_else(|| damaged(key))
    }

    fn facts(&mut self) -> Result<Vec<(String, String)>, HsmError> {
        let mut facts = Vec::new();
        for line in self.0.by_ref().take_while(|line| !line.is_empty()) {
            let fact = line.strip_prefix("fact ").and_then(|rest| rest.split_once(' '));
            let fits = |(key, value): &(&str, &str)| {
                let letter = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'.' || c == b'-';
                (1..=FACT_KEY_LEN_MAX).contains(&key.len())
                    && key.bytes().all(letter)
                    && (1..=FACT_LEN_MAX).contains(&value.len())
                    && value.bytes().all(|c| c == b' ' || c.is_ascii_graphic())
            };
            let (key, value) = fact.filter(fits).ok_or_else(|| damaged("fact"))?;
            facts.push((key.to_owned(), value.to_owned()));
            if facts.len() > FACTS_MAX {
                return Err(damaged("too many facts"));
            }
        }
        Ok(facts)
    }
}
