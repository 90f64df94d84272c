//! The encrypted PINs of all HSMs, `tamga/pins/v1`, which stay in the appliance.

use tamga_crypto::hash::Digest;
use tamga_crypto::tdh2::{PIN_CIPHERTEXT_LEN, PinCiphertext};
use tamga_record::limits::{HSMS_MAX, ID_LEN_MAX};
use tamga_wire::Role;

/// The first line of the file.
pub const FIRST_LINE: &[u8] = b"tamga/pins/v1\n";
/// Chains in a file: three roles of every HSM.
pub const CHAINS_MAX: usize = 3 * HSMS_MAX;
/// Generations of one PIN that live at the same time: the one set, and the one about to be.
pub const LIVE_MAX: usize = 2;

/// Why a file of PINs is refused, or a generation not put into one or taken out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinFileError {
    /// The first line is another.
    #[error("the first line is not that of a file of PINs")]
    FirstLine,
    /// The file ends early or goes on after its end.
    #[error("the file has the wrong length")]
    Length,
    /// More chains than [`CHAINS_MAX`], or a chain without generations or with more than [`LIVE_MAX`].
    #[error("too many or too few PINs")]
    Count,
    /// A serial number that is not `[a-z0-9-]{1,48}`.
    #[error("a serial number that is none")]
    Serial,
    /// A role that is not 1 to 3.
    #[error("a role that is none")]
    Role,
    /// Chains do not ascend by serial number and role, or generations by one, from 1.
    #[error("PINs out of order")]
    Order,
    /// A generation to retire that is not the older of two live ones.
    #[error("only the older of two generations of a PIN can be retired")]
    Retire,
}

/// One generation of a PIN, encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PinGeneration {
    /// Its number, from 1.
    pub generation: u32,
    /// The ciphertext (19), for the label with this generation.
    pub ciphertext: PinCiphertext,
}

/// The live generations of the PIN of one role of one HSM.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Chain {
    serial: String,
    role: Role,
    live: Vec<PinGeneration>,
}

/// The encrypted PINs of an election's HSMs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinFile {
    definition: Digest,
    chains: Vec<Chain>,
}

impl PinFile {
    /// A file without PINs for the definition with digest `D`.
    pub fn new(definition: &Digest) -> Self {
        Self { definition: *definition, chains: Vec::new() }
    }

    /// `D`.
    pub fn definition(&self) -> &Digest {
        &self.definition
    }

    /// The live generations of a role's PIN, ascending; none where the file has none.
    pub fn live(&self, serial: &str, role: Role) -> &[PinGeneration] {
        let chain = self.chains.iter().find(|chain| chain.serial == serial && chain.role == role);
        chain.map_or(&[], |chain| &chain.live)
    }

    /// Puts the next generation of a role's PIN in and returns its number.
    ///
    /// Refuses a bad serial number, a third live generation, and more than [`CHAINS_MAX`] PINs.
    pub fn add(&mut self, serial: &str, role: Role, generation: PinGeneration) -> Result<(), PinFileError> {
        let mut changed = self.clone();
        let chain = changed.chains.iter_mut().find(|chain| chain.serial == serial && chain.role == role);
        match chain {
            Some(chain) => chain.live.push(generation),
            None => changed.chains.push(Chain { serial: serial.to_owned(), role, live: vec![generation] }),
        }
        changed.chains.sort_by(|a, b| (&a.serial, a.role).cmp(&(&b.serial, b.role)));
        changed.check()?;
        *self = changed;
        Ok(())
    }

    /// Takes the older of a role's two live generations out, after a login with the newer one.
    ///
    /// Refuses every other generation, and the only one that is left.
    pub fn retire(&mut self, serial: &str, role: Role, generation: u32) -> Result<(), PinFileError> {
        let chain = self.chains.iter_mut().find(|chain| chain.serial == serial && chain.role == role);
        match chain.map(|chain| &mut chain.live) {
            Some(live) if live.len() > 1 && live.first().is_some_and(|older| older.generation == generation) => {
                live.remove(0);
                Ok(())
            }
            _ => Err(PinFileError::Retire),
        }
    }

    /// Reads a file. Refuses every byte string that [`PinFile::to_bytes`] does not write; the ciphertexts are checked by
    /// who uses them.
    pub fn parse(untrusted_file: &[u8]) -> Result<Self, PinFileError> {
        let mut rest = untrusted_file.strip_prefix(FIRST_LINE).ok_or(PinFileError::FirstLine)?;
        let definition = *take(&mut rest)?;
        let [count] = *take(&mut rest)?;
        if usize::from(count) > CHAINS_MAX {
            return Err(PinFileError::Count);
        }
        let chains = (0..count).map(|_| take_chain(&mut rest)).collect::<Result<_, _>>()?;
        if !rest.is_empty() {
            return Err(PinFileError::Length);
        }
        let file = Self { definition, chains };
        file.check()?;
        Ok(file)
    }

    /// The file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = FIRST_LINE.to_vec();
        bytes.extend_from_slice(&self.definition);
        // `check` has held for every file: all counts and lengths are far below 256.
        bytes.push(self.chains.len() as u8);
        for chain in &self.chains {
            bytes.push(chain.serial.len() as u8);
            bytes.extend_from_slice(chain.serial.as_bytes());
            bytes.extend_from_slice(&[chain.role as u8, chain.live.len() as u8]);
            for live in &chain.live {
                bytes.extend_from_slice(&live.generation.to_be_bytes());
                bytes.extend_from_slice(&live.ciphertext.to_bytes());
            }
        }
        bytes
    }

    fn check(&self) -> Result<(), PinFileError> {
        if self.chains.len() > CHAINS_MAX {
            return Err(PinFileError::Count);
        }
        for chain in &self.chains {
            if !is_serial(chain.serial.as_bytes()) {
                return Err(PinFileError::Serial);
            }
            if !(1..=LIVE_MAX).contains(&chain.live.len()) {
                return Err(PinFileError::Count);
            }
            let next_to_each_other =
                |a: &PinGeneration, b: &PinGeneration| a.generation.checked_add(1) == Some(b.generation);
            let from_one = chain.live.iter().all(|live| live.generation != 0);
            if !from_one || !chain.live.is_sorted_by(next_to_each_other) {
                return Err(PinFileError::Order);
            }
        }
        let ascending = self.chains.is_sorted_by(|a, b| (&a.serial, a.role) < (&b.serial, b.role));
        ascending.then_some(()).ok_or(PinFileError::Order)
    }
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; N], PinFileError> {
    let (head, tail) = rest.split_first_chunk().ok_or(PinFileError::Length)?;
    *rest = tail;
    Ok(head)
}

fn take_chain(rest: &mut &[u8]) -> Result<Chain, PinFileError> {
    let [serial_len] = *take(rest)?;
    let (serial, after_serial) = rest.split_at_checked(usize::from(serial_len)).ok_or(PinFileError::Length)?;
    *rest = after_serial;
    let [role, live] = *take(rest)?;
    if !(1..=LIVE_MAX).contains(&usize::from(live)) {
        return Err(PinFileError::Count);
    }
    let serial = String::from_utf8(serial.to_vec()).map_err(|_| PinFileError::Serial)?;
    let role = Role::try_from(role).map_err(|_| PinFileError::Role)?;
    let live = (0..live).map(|_| take_generation(rest)).collect::<Result<_, _>>()?;
    Ok(Chain { serial, role, live })
}

fn take_generation(rest: &mut &[u8]) -> Result<PinGeneration, PinFileError> {
    let generation = u32::from_be_bytes(*take(rest)?);
    let ciphertext = PinCiphertext::from_bytes(*take::<PIN_CIPHERTEXT_LEN>(rest)?);
    Ok(PinGeneration { generation, ciphertext })
}

fn is_serial(text: &[u8]) -> bool {
    let is_allowed = |c: &u8| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == b'-';
    (1..=ID_LEN_MAX).contains(&text.len()) && text.iter().all(is_allowed)
}
