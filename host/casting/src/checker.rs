//! Checkers: a key file of their own, before they have approved anything.

use tamga_crypto::sign::{SigningKey, VerifyingKey};
use tamga_record::approvals::CheckerKey;
use zeroize::Zeroizing;

/// A key file for the checker with this id, from a seed of 32 random bytes, with an empty memory of approvals. What is
/// stored is [`CheckerKey::expose_bytes`].
pub fn new_key(id: &str, seed: Zeroizing<[u8; 32]>) -> CheckerKey {
    CheckerKey {
        id: id.to_owned(),
        seed,
        approved: Vec::new(),
    }
}

/// The key that the definition names for a checker.
pub fn verifying_key(key: &CheckerKey) -> VerifyingKey {
    SigningKey::from_seed(*key.seed).verifying_key()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_key_file_reads_back_with_no_approvals() {
        let key = new_key("checker-1", Zeroizing::new([5; 32]));
        let read = CheckerKey::parse(&key.expose_bytes()).unwrap();
        assert_eq!(read.id, "checker-1");
        assert!(read.approved.is_empty());
        assert_eq!(verifying_key(&read), SigningKey::from_seed([5; 32]).verifying_key());
    }
}
