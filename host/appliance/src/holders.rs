//! Everybody outside the commission who holds a key: registrar, identity service, collectors, checkers.

use tamga_casting::streams::Streams;
use tamga_crypto::sign::SigningKey;
use tamga_record::definition::Named;
use zeroize::Zeroizing;

/// Collectors of a rehearsal.
const COLLECTORS: u16 = 1;
/// Checkers of a rehearsal.
const CHECKERS: u16 = 1;
/// How many checkers must approve.
pub const APPROVALS: u8 = 1;

/// The key holders of a rehearsal, each with a key of its own.
pub struct Holders {
    streams: Streams,
}

impl Holders {
    /// Holders whose keys come from these streams.
    pub fn new(streams: Streams) -> Self {
        Self { streams }
    }

    /// The registrar's key.
    pub fn registrar(&self) -> SigningKey {
        self.key("holder/registrar", 0)
    }

    /// The identity service's key.
    pub fn identity(&self) -> SigningKey {
        self.key("holder/identity", 0)
    }

    /// The key of a collector.
    pub fn collector(&self, index: u16) -> SigningKey {
        self.key("holder/collector", index)
    }

    /// The key of a checker.
    pub fn checker(&self, index: u16) -> SigningKey {
        self.key("holder/checker", index)
    }

    /// The seed of a checker's key, for its key file.
    pub fn checker_seed(&self, index: u16) -> Zeroizing<[u8; 32]> {
        self.streams.seed("holder/checker", u64::from(index))
    }

    /// The collectors as the definition names them.
    pub fn collectors(&self) -> Vec<Named> {
        (0..COLLECTORS).map(|index| named("collector", index, &self.collector(index))).collect()
    }

    /// The checkers as the definition names them.
    pub fn checkers(&self) -> Vec<Named> {
        (0..CHECKERS).map(|index| named("checker", index, &self.checker(index))).collect()
    }

    fn key(&self, label: &str, index: u16) -> SigningKey {
        SigningKey::from_seed(*self.streams.seed(label, u64::from(index)))
    }
}

fn named(what: &str, index: u16, key: &SigningKey) -> Named {
    Named { id: format!("{what}-{}", index + 1), key: key.verifying_key().to_bytes() }
}
