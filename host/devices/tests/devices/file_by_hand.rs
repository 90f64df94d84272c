//! The file of a rehearsal HSM read from the README alone: offsets, Argon2id, AES-256-GCM, and what the secrets are.

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use argon2::{Algorithm, Argon2, Params, Version};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::mlkem;
use tamga_crypto::sign::SigningKey;
use tamga_devices::rehearsal::RehearsalHsm;
use tamga_devices::{Hsm, Role, SealKey};

use crate::suite::{ADMIN_PIN, ESCROW_PIN, SEAL_PIN, TALLY_PIN, pins};

fn decrypt(key: &[u8], nonce: &[u8], aad: &[u8], msg: &[u8]) -> Vec<u8> {
    let nonce: [u8; 12] = nonce.try_into().unwrap();
    let aead = Aes256Gcm::new_from_slice(key).unwrap();
    aead.decrypt(&nonce.into(), Payload { msg, aad }).unwrap()
}

/// The secrets in a vault: tries, salt, nonce, ciphertext.
fn open_vault(vault: &[u8], pin: &[u8], head: &[u8], role: u8) -> Vec<u8> {
    assert_eq!(vault[0], 0);
    let mut key = [0; 32];
    let params = Params::new(19_456, 2, 1, Some(32)).unwrap();
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(pin, &vault[1..17], &mut key).unwrap();
    decrypt(&key, &vault[17..29], &[head, &[role]].concat(), &vault[29..])
}

#[test]
fn the_file_reads_as_the_readme_says() {
    let rng = Box::new(ChaCha20Rng::from_seed([1; 32]));
    let hsm = RehearsalHsm::provision("rehearsal-1", &pins(), rng).unwrap();
    let file = hsm.to_file_bytes().unwrap();
    let (content, digest) = file.split_at(file.len() - 32);
    assert_eq!(digest, sha3_256(&[content]));

    let public_len = 1568 + 97 + 92;
    let publics = 33 + 1 + 11 + 32;
    let (head, vaults) = content.split_at(publics + 2 * public_len);
    assert_eq!(&head[..45], b"tamga/rehearsal-hsm/v1 REHEARSAL\n\x0brehearsal-1");
    let (seal_vault, vaults) = vaults.split_at(1 + 16 + 12 + 48);
    let (tally_vault, vaults) = vaults.split_at(1 + 16 + 12 + 96);
    let (escrow_vault, admin_vault) = vaults.split_at(1 + 16 + 12 + 96);
    assert_eq!(open_vault(admin_vault, ADMIN_PIN, head, 3), b"");

    let seed = open_vault(seal_vault, SEAL_PIN, head, 0);
    let seal_key = SigningKey::from_seed(seed.try_into().unwrap());
    assert_eq!(head[45..77], seal_key.verifying_key().to_bytes());
    assert_eq!(hsm.seal_key().unwrap(), SealKey::Ed25519(seal_key.verifying_key().to_bytes()));

    let keys = [(Role::Tally, tally_vault, TALLY_PIN, 1), (Role::Escrow, escrow_vault, ESCROW_PIN, 2)];
    for ((role, vault, pin, number), public) in keys.into_iter().zip(head[publics..].chunks(public_len)) {
        let secrets = open_vault(vault, pin, head, number);
        let (scalar, wrapping_key) = secrets.split_at(48);
        let point = p384::SecretKey::from_slice(scalar).unwrap().public_key();
        assert_eq!(public[1568..1665], *point.to_sec1_bytes());
        let wrapped = &public[1665..];
        let aad = [b"tamga/mlkem-seed/v1\x0brehearsal-1".as_slice(), &[number]].concat();
        let seed: [u8; 64] = decrypt(wrapping_key, &wrapped[..12], &aad, &wrapped[12..]).try_into().unwrap();
        assert_eq!(public[..1568], mlkem::SecretKey::from_seed(&seed).public());
        assert_eq!(hsm.public_keys(role).unwrap().p384, public[1568..1665]);
    }
}
