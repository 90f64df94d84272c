//! C2SP signed notes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tamga_crypto::sign::SigningKey;
use tamga_record::ByteFault;
use tamga_record::note::{Note, NoteError, NoteLine, hsm_key_name, key_hash, officer_key_name};

/// The example of the reference implementation (golang.org/x/mod/sumdb/note), its signer key and verifier key.
const NOTE: &str = "If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
";
const SIGNER: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const VERIFIER: &str = "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const KEY_ID: [u8; 4] = [0xc7, 0x4f, 0x20, 0xa3];

/// The 32 bytes behind the type byte, which is 1.
fn key_bytes(base64: &str) -> [u8; 32] {
    let bytes = STANDARD.decode(base64).unwrap();
    assert_eq!(bytes[0], 1);
    bytes[1..].try_into().unwrap()
}

#[test]
fn the_note_of_the_reference_implementation_is_read_and_checks() {
    let note = Note::parse(NOTE.as_bytes()).unwrap();
    assert_eq!(note.signatures.len(), 1);
    let key = SigningKey::from_seed(key_bytes(SIGNER)).verifying_key();
    assert_eq!(key.to_bytes(), key_bytes(VERIFIER));
    assert_eq!(key_hash("PeterNeumann", &key_bytes(VERIFIER)), KEY_ID);
    assert_eq!(note.signatures[0].key_hash, KEY_ID);
    assert_eq!(note.signatures[0].verify(&key, note.text.as_bytes()), Ok(()));
    assert!(note.signatures[0].verify(&key, note.text.trim_end().as_bytes()).is_err(), "without the last LF");
}

#[test]
fn the_same_key_signs_the_same_note() {
    let key = SigningKey::from_seed(key_bytes(SIGNER));
    let text = NOTE.split("\n\n").next().unwrap().to_owned() + "\n";
    let signature = key.sign(text.as_bytes()).to_bytes();
    let line = NoteLine::new("PeterNeumann", &key.verifying_key().to_bytes(), signature);
    assert_eq!(Note { text, signatures: vec![line] }.to_string(), NOTE);
}

#[test]
fn a_line_under_another_name_or_key_does_not_check() {
    let mut line = Note::parse(NOTE.as_bytes()).unwrap().signatures.remove(0);
    let text = NOTE.split("\n\n").next().unwrap().to_owned() + "\n";
    let key = SigningKey::from_seed(key_bytes(SIGNER)).verifying_key();
    assert!(line.verify(&SigningKey::from_seed([1; 32]).verifying_key(), text.as_bytes()).is_err());
    line.name = "peterneumann".into();
    assert!(line.verify(&key, text.as_bytes()).is_err());
}

#[test]
fn a_text_with_empty_lines_ends_at_the_last_one() {
    let note = NOTE.replacen(",\nthen", ",\n\nthen", 1);
    assert!(Note::parse(note.as_bytes()).unwrap().text.contains("\n\nthen"));
}

#[test]
fn spoilt_notes_are_refused() {
    let spoil = |old: &str, new: &str| {
        assert_eq!(NOTE.matches(old).count(), 1, "{old}");
        Note::parse(NOTE.replace(old, new).as_bytes())
    };
    let line_0 = || Err(NoteError::Line { line: 0 });
    assert_eq!(spoil("\u{2014} ", "- "), line_0());
    assert_eq!(spoil("\u{2014} ", "\u{2014}  "), line_0(), "an empty name");
    assert_eq!(spoil("PeterNeumann", "Peter+Neumann"), line_0());
    assert_eq!(spoil("PeterNeumann", "Peter Neumann"), line_0());
    assert_eq!(spoil("JnAM=", "JnA="), line_0(), "63 bytes");
    assert_eq!(spoil("JnAM=", "JnAMAAAA"), line_0(), "66 bytes");
    assert_eq!(spoil("JnAM=", "JnAN="), line_0(), "bits behind the last byte");
    assert_eq!(spoil("JnAM=", "JnAM"), line_0(), "no padding");
    assert_eq!(spoil("JnAM=\n", "JnAM="), Err(NoteError::Parts));
    assert_eq!(spoil("JnAM=\n", "JnAM=\n\n"), Err(NoteError::Parts));
    assert_eq!(spoil("is.\n\n", "is.\n"), Err(NoteError::Parts));
    assert_eq!(spoil("your problem is.", "your\tproblem is."), Err(NoteError::ControlCharacter));
    assert_eq!(spoil("is.\n\n", "is.\r\n\r\n"), Err(NoteError::ControlCharacter));
    let line = NOTE.split("\n\n").nth(1).unwrap();
    assert_eq!(Note::parse(format!("{NOTE}{}", line.repeat(64)).as_bytes()), Err(ByteFault::OverLimit.into()));
    assert!(Note::parse(format!("{NOTE}{}", line.repeat(63)).as_bytes()).is_ok());
    let long = "a".repeat(16 << 10) + NOTE;
    assert_eq!(Note::parse(long.as_bytes()), Err(ByteFault::OverLimit.into()));
    assert_eq!(Note::parse(b"\xff\n\n"), Err(ByteFault::NotUtf8.into()));
}

#[test]
fn key_names_are_those_of_the_readme() {
    assert_eq!(hsm_key_name("rehearsal-1"), "tamga/hsm/rehearsal-1");
    assert_eq!(officer_key_name(1, false), "tamga/officer/1");
    assert_eq!(officer_key_name(15, true), "tamga/officer/15/dissent");
}
