//! What the appliance keeps of an HSM behind PKCS#11: where it is and how many tries were made, no secrets.

use super::BoxedRng;
use super::device::{Pkcs11Hsm, TOKEN_ROLES};
use super::module::Module;
use super::token::Token;
use crate::hsm::{HsmError, is_serial};

/// The first line of the file.
pub const FIRST_LINE: &str = "tamga/pkcs11-hsm/v1\n";
/// The longest file, in bytes.
pub const FILE_LEN_MAX: usize = 8192;
/// The words of its lines, in order.
const WORDS: [&str; 7] = ["module", "labels", "tokens", "serial", "model", "tries", ""];
/// Between values of one line: no token has it in its label or serial number.
const BETWEEN: char = '|';

struct Parsed {
    module: String,
    labels: [String; 3],
    tokens: [String; 3],
    serial: String,
    model: String,
    tries: [u8; 4],
}

impl Pkcs11Hsm {
    pub(super) fn file_bytes(&self) -> Result<Vec<u8>, HsmError> {
        if !self.has_keys() {
            return Err(HsmError::NoKeys);
        }
        let [labels, tokens] = [|token: &Token| token.label.clone(), |token: &Token| token.serial.clone()]
            .map(|of| [0, 1, 2].map(|place| self.roles.get(place).map(|state| of(&state.token)).unwrap_or_default()));
        let parsed = Parsed {
            module: self.module.path.clone(),
            labels,
            tokens,
            serial: self.serial.clone(),
            model: self.model.clone(),
            tries: self.tries.counts(),
        };
        let bytes = encode(&parsed);
        parse(&bytes).map(|_| bytes)
    }

    /// The HSM of a file, all roles locked. Refuses every other byte string with [`HsmError::File`], a device that is not
    /// plugged in with [`HsmError::Removed`], other tokens in its place with [`HsmError::NotOurs`].
    pub fn open_file(untrusted_file: &[u8], rng: BoxedRng) -> Result<Self, HsmError> {
        let parsed = parse(untrusted_file)?;
        let module = Module::load(&parsed.module)?;
        let [seal, tally, escrow] = [0, 1, 2].map(|place: usize| {
            let pick = |of: &[String; 3]| of.get(place).cloned().unwrap_or_default();
            let role = TOKEN_ROLES.get(place).copied().unwrap_or(crate::hsm::Role::Seal);
            Token { module: module.clone(), role, serial: pick(&parsed.tokens), label: pick(&parsed.labels) }
        });
        let mut hsm = Self::of_tokens([seal, tally, escrow], rng)?;
        hsm.tries = hsm.tries.clone().with_counts(parsed.tries);
        hsm.serial = parsed.serial;
        hsm.model = parsed.model;
        Ok(hsm)
    }
}

fn encode(parsed: &Parsed) -> Vec<u8> {
    let between = BETWEEN.to_string();
    let tries = parsed.tries.map(|count| count.to_string()).join(&between);
    let values = [
        parsed.module.clone(),
        parsed.labels.join(&between),
        parsed.tokens.join(&between),
        parsed.serial.clone(),
        parsed.model.clone(),
        tries,
    ];
    let lines = WORDS.iter().zip(values).map(|(word, value)| format!("{word} {value}\n"));
    [FIRST_LINE.to_owned()].into_iter().chain(lines).collect::<String>().into_bytes()
}

fn parse(untrusted_file: &[u8]) -> Result<Parsed, HsmError> {
    let damaged = |why: &str| HsmError::File { why: why.to_owned() };
    if untrusted_file.len() > FILE_LEN_MAX {
        return Err(damaged("it is too long"));
    }
    let text = std::str::from_utf8(untrusted_file).map_err(|_| damaged("it is no text"))?;
    let body = text.strip_prefix(FIRST_LINE).ok_or_else(|| damaged("the first line is not that of a PKCS#11 HSM"))?;
    let mut lines = body.lines();
    let mut next = |word: &str| {
        let value = lines.next().and_then(|line| line.strip_prefix(word)).and_then(|rest| rest.strip_prefix(' '));
        value.filter(|value| is_value(value)).ok_or_else(|| damaged(&format!("the line {word} is missing")))
    };
    let module = next("module")?.to_owned();
    let labels = parts(next("labels")?).ok_or_else(|| damaged("three labels are expected"))?;
    let tokens = parts(next("tokens")?).ok_or_else(|| damaged("three serial numbers are expected"))?;
    let serial = next("serial")?.to_owned();
    let model = next("model")?.to_owned();
    let counts: [String; 4] = parts(next("tries")?).ok_or_else(|| damaged("four counts of tries are expected"))?;
    let [seal, tally, escrow, admin] =
        counts.map(|count| count.parse().map_err(|_| damaged("a count of tries is none")));
    let parsed = Parsed { module, labels, tokens, serial, model, tries: [seal?, tally?, escrow?, admin?] };
    if !is_serial(parsed.serial.as_bytes()) {
        return Err(damaged("the serial number is not one"));
    }
    if encode(&parsed) != untrusted_file {
        return Err(damaged("it is not written as we write it"));
    }
    Ok(parsed)
}

fn is_value(value: &str) -> bool {
    !value.is_empty() && value.trim() == value && !value.chars().any(char::is_control)
}

fn parts<const N: usize>(value: &str) -> Option<[String; N]> {
    let parts: Vec<String> = value.split(BETWEEN).map(str::to_owned).collect();
    parts.try_into().ok().filter(|parts: &[String; N]| parts.iter().all(|part| is_value(part)))
}
