//! The rehearsal HSM: the conformance suite, then its file and its mark.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::hash::sha3_256;
use tamga_devices::hsm::{Hsm, HsmError, Role, require_real};
use tamga_devices::rehearsal::{FIRST_LINE, FileError, RehearsalHsm};

use crate::suite::{Backend, SEAL_PIN, TALLY_PIN, pins};

fn rng(seed: u8) -> Box<ChaCha20Rng> {
    Box::new(ChaCha20Rng::from_seed([seed; 32]))
}

struct Rehearsal(RehearsalHsm);

impl Backend for Rehearsal {
    fn hsm(&mut self) -> &mut dyn Hsm {
        &mut self.0
    }
    fn reload(&mut self) {
        let file = self.0.to_file_bytes().unwrap();
        self.0 = RehearsalHsm::from_file_bytes(&file, rng(2)).unwrap();
    }
}

macro_rules! conformance {
    ($($name:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            crate::suite::$name(&mut Rehearsal(RehearsalHsm::blank("rehearsal-1", rng(1)).unwrap()));
        }
    )*};
}

conformance!(
    a_device_without_keys_refuses_everything_but_randomness,
    making_keys_a_second_time_is_refused_and_changes_nothing,
    pins_too_short_or_too_long_are_refused,
    a_locked_role_does_nothing,
    unlocking_one_role_leaves_the_others_locked,
    the_pin_of_another_role_is_a_wrong_pin,
    wrong_pins_are_counted_over_a_reload_until_the_role_is_blocked,
    the_right_pin_sets_the_count_of_tries_back,
    after_a_pin_change_only_the_new_pin_opens,
    public_keys_and_serial_are_the_same_after_a_reload,
    a_signature_verifies_under_the_seal_key,
    the_seal_role_opens_nothing,
    what_was_sealed_to_a_role_opens_in_that_role_alone,
    a_changed_byte_in_a_sealed_message_is_refused,
    a_point_off_the_curve_never_reaches_the_device,
    the_device_itself_refuses_a_point_off_the_curve,
    the_administrator_uses_no_key_and_no_other_pin_is_the_administrators,
    a_wiped_device_holds_nothing_and_takes_new_keys,
);

fn provisioned() -> RehearsalHsm {
    RehearsalHsm::provision("rehearsal-1", &pins(), rng(1)).unwrap()
}

/// A forger's file: the digest at its end made to fit.
fn with_fitting_digest(mut file: Vec<u8>) -> Vec<u8> {
    let body = file.len() - 32;
    let digest = sha3_256(&[&file[..body]]);
    file[body..].copy_from_slice(&digest);
    file
}

fn load(file: &[u8]) -> Result<RehearsalHsm, FileError> {
    RehearsalHsm::from_file_bytes(file, rng(2))
}

#[test]
fn everything_it_shows_says_rehearsal_and_a_real_election_refuses_it() {
    let hsm = provisioned();
    let file = hsm.to_file_bytes().unwrap();
    assert!(file.starts_with(b"tamga/rehearsal-hsm/v1 REHEARSAL\n"));
    assert_eq!(hsm.model(), "rehearsal");
    assert!(hsm.is_rehearsal());
    assert_eq!(require_real(&hsm), Err(HsmError::Rehearsal));
}

#[test]
fn the_same_randomness_makes_the_same_file_and_other_randomness_another() {
    let file = |seed| {
        let hsm = RehearsalHsm::provision("rehearsal-1", &pins(), rng(seed)).unwrap();
        hsm.to_file_bytes().unwrap()
    };
    assert_eq!(file(1), file(1));
    assert_ne!(file(1), file(3));
}

#[test]
fn the_file_has_the_length_of_the_readme_and_reads_back_as_itself() {
    let file = provisioned().to_file_bytes().unwrap();
    let public = 1568 + 97 + 92;
    let vaults = (1 + 16 + 12 + 48) + 2 * (1 + 16 + 12 + 96) + (1 + 16 + 12 + 16);
    assert_eq!(file.len(), 33 + 1 + "rehearsal-1".len() + 32 + 2 * public + vaults + 32);
    assert_eq!(load(&file).unwrap().to_file_bytes().unwrap(), file);
}

#[test]
fn no_secret_stands_in_the_file_in_clear() {
    let mut hsm = provisioned();
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
    let file = hsm.to_file_bytes().unwrap();
    for secret in [TALLY_PIN, SEAL_PIN] {
        assert!(!file.windows(secret.len()).any(|part| part == secret));
    }
}

#[test]
fn a_changed_byte_anywhere_in_the_file_is_noticed_when_it_is_read() {
    let file = provisioned().to_file_bytes().unwrap();
    for place in 0..file.len() {
        let mut changed = file.clone();
        changed[place] ^= 1;
        let expected = match place < FIRST_LINE.len() {
            true => FileError::FirstLine,
            false => FileError::Digest,
        };
        assert_eq!(load(&changed).err(), Some(expected), "byte {place}");
    }
    assert!(load(&file[..file.len() - 1]).is_err());
    assert!(load(&[file.as_slice(), b"\n"].concat()).is_err());
    assert_eq!(load(b"").err(), Some(FileError::FirstLine));
}

#[test]
fn a_forged_file_with_a_fitting_digest_does_not_unlock() {
    let file = provisioned().to_file_bytes().unwrap();
    let head = 33 + 1 + "rehearsal-1".len();
    let public = 1568 + 97 + 92;
    let seal_vault = head + 32 + 2 * public;
    // A digit of the serial, the seal key, a wrapped seed, and the seal role's salt, nonce, ciphertext and tag.
    let places =
        [head - 1, head, head + 32 + 1568 + 97, seal_vault + 1, seal_vault + 17, seal_vault + 29, seal_vault + 76];
    for place in places {
        let mut forged = file.clone();
        forged[place] ^= 1;
        let mut hsm = load(&with_fitting_digest(forged)).unwrap();
        let refused = hsm.unlock(Role::Seal, SEAL_PIN);
        assert!(matches!(refused, Err(HsmError::WrongPin { .. })), "byte {place}");
    }
    let mut same = load(&with_fitting_digest(file)).unwrap();
    assert_eq!(same.unlock(Role::Seal, SEAL_PIN), Ok(()));
}

#[test]
fn a_forged_file_with_impossible_values_names_them() {
    let file = provisioned().to_file_bytes().unwrap();
    let head = 33 + 1 + "rehearsal-1".len();
    let public = 1568 + 97 + 92;
    let forge = |place: usize, value: u8| {
        let mut forged = file.clone();
        forged[place] = value;
        load(&with_fitting_digest(forged)).err()
    };
    assert_eq!(forge(34, b'_'), Some(FileError::Serial));
    assert_eq!(forge(head + 32 + 1568, 2), Some(FileError::PublicKey(Role::Tally)));
    let tally_y = head + 32 + 1568 + 96;
    assert_eq!(forge(tally_y, file[tally_y] ^ 1), Some(FileError::PublicKey(Role::Tally)));
    assert_eq!(forge(head + 32 + 2 * public, 11), Some(FileError::Tries(Role::Seal)));
}

#[test]
fn a_serial_number_of_other_characters_is_refused() {
    for serial in ["", "HSM-1", "hsm 1", "a-serial-number-of-more-than-forty-eight-characters"] {
        let refused = RehearsalHsm::blank(serial, rng(1)).err();
        assert_eq!(refused, Some(FileError::Serial), "{serial}");
    }
}
