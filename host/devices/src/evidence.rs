//! What a device shows about itself and its keys, and what it is able to do.

/// The longest value of a fact, in bytes.
pub const FACT_LEN_MAX: usize = 256;

/// What goes into the ceremony's record about one HSM: facts as the device states them, and certificates where it has any.
///
/// A fact is the host's word about what the device said; a certificate is the vendor's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Keys `[a-z0-9.-]{1,48}`, such as `module.version`, and printable ASCII values of 1 to [`FACT_LEN_MAX`] bytes. An object
    /// is one fact, called as its key is: `tamga-tally-p384`, and `tamga-tally-p384.public` for the public key of a token.
    pub facts: Vec<(String, String)>,
    /// Names and DER certificates: `seal`, `tally`, `escrow` for keys, `device` for what signed them.
    pub certificates: Vec<(String, Vec<u8>)>,
}

impl Evidence {
    /// Adds a fact, made printable and cut to [`FACT_LEN_MAX`]; an empty value becomes `-`.
    pub fn fact(&mut self, key: &str, value: &str) {
        let printable = value.trim().chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' });
        let mut value: String = printable.take(FACT_LEN_MAX).collect();
        if value.is_empty() {
            value.push('-');
        }
        self.facts.push((key.to_owned(), value));
    }

    /// Facts and certificates in ascending order, as the record has them.
    pub fn sorted(mut self) -> Self {
        self.facts.sort();
        self.certificates.sort();
        self
    }
}

/// How a device meets one of our needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// As wished.
    Yes,
    /// In the second-best way.
    Fallback,
    /// Not at all.
    No,
}

/// One need and how the device meets it: a row of `tamga hsm probe`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// What we need, such as `seal signatures`.
    pub need: &'static str,
    /// Whether it is met.
    pub met: Met,
    /// By which mechanism or command, or what is missing.
    pub how: String,
}
