//! Digests and the numbers people compare.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use tamga_crypto::control_number::control_number;
use tamga_crypto::hash::{RunningSha3, hash, sha3_256, wide_hash};

fn digest(text: &str) -> [u8; 32] {
    hex::decode(text).unwrap().try_into().unwrap()
}

#[test]
fn sha3_256_gives_the_published_digests() {
    // NIST's examples for SHA3-256: the empty message, and "abc".
    let empty = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";
    let abc = "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532";
    assert_eq!(sha3_256(&[]), digest(empty));
    assert_eq!(sha3_256(&[b"a", b"bc"]), digest(abc));
}

#[test]
fn labelled_hashes_keep_their_bytes() {
    // Every digest of the protocol rests on this framing. Computed with Python's hashlib:
    // sha3(bytes([len(label)]) + label + parts).
    let parts: [&[u8]; 3] = [b"abc", b"", &[0; 5]];
    assert_eq!(
        hash("tamga/test/v1", &parts),
        digest("0cacce6d53f0b95776c6970b664fd5ef542785a29711afe9b6a0c8574eb553cf")
    );
    assert_eq!(
        hex::encode(wide_hash("tamga/test/v1", &parts)),
        "010e061e1ed9d2949927c8892169f8fa1d5a881a702359fc49df7d2d734b950f\
         e3facb59965179976191300d7248e347a8db15a7c0eb92e1878a1d590557b1d7"
    );
    assert_eq!(hash("", &[]), digest("5d53469f20fef4f8eab52b88044ede69c77a6a68a60728609fc4a65ff531e7d0"));
}

#[test]
fn a_label_is_not_the_beginning_of_another() {
    assert_ne!(hash("tamga/a", &[b"bc"]), hash("tamga/ab", &[b"c"]));
    assert_ne!(hash("tamga/a", &[b""]), hash("tamga/a", &[b"\0"]));
}

#[test]
fn pieces_do_not_change_a_running_digest() {
    let bytes: Vec<u8> = (0..=255).cycle().take(1000).collect();
    for piece in [1, 7, 136, 137, 999] {
        let mut running = RunningSha3::new();
        bytes.chunks(piece).for_each(|part| running.update(part));
        assert_eq!(running.finish(), sha3_256(&[&bytes]));
    }
}

#[test]
fn control_numbers_are_the_digest_modulo_ten_to_the_fortieth() {
    // Computed with Python's integers: '%040d' % (int.from_bytes(digest, 'big') % 10**40), in groups of four.
    let cases = [
        (
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
            "3269 9846 6564 0564 0394 5758 4007 9131 2963 9935",
        ),
        (
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
            "2200 7423 2963 7303 1997 5454 7598 3699 7944 0671",
        ),
        (
            "0000000000000000000000000000000000000000000000000000000000000007",
            "0000 0000 0000 0000 0000 0000 0000 0000 0000 0007",
        ),
        (
            // 10^40 itself, and one less.
            "0000000000000000000000000000001d6329f1c35ca4bfabb9f5610000000000",
            "0000 0000 0000 0000 0000 0000 0000 0000 0000 0000",
        ),
        (
            "0000000000000000000000000000001d6329f1c35ca4bfabb9f560ffffffffff",
            "9999 9999 9999 9999 9999 9999 9999 9999 9999 9999",
        ),
        (
            "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
            "4742 4187 9672 6218 5803 7861 1674 3107 6040 4274",
        ),
    ];
    for (bytes, number) in cases {
        assert_eq!(control_number(&digest(bytes)), number);
    }
}
