//! Receipts, `TAMGA:RECORD:…`.

use proptest::prelude::*;
use tamga_record::receipt::{RECEIPT_LEN, Receipt, ReceiptError};

use crate::bytes::digest;
use crate::examples::README;

#[test]
fn the_receipt_of_the_readme_is_read_and_written() {
    let line = README.lines().find(|line| line.starts_with("TAMGA:RECORD:1")).unwrap();
    let receipt = Receipt::new(&digest(0x11), digest(0x33));
    assert_eq!(receipt.to_string(), line);
    assert_eq!(line.len(), RECEIPT_LEN);
    assert_eq!(line.parse(), Ok(receipt));
    assert!(receipt.is_of(&digest(0x11)));
    assert!(!receipt.is_of(&digest(0x12)));
}

#[test]
fn every_other_writing_of_a_receipt_is_refused() {
    let text = Receipt::new(&digest(0x1f), digest(0xab)).to_string();
    for (other, error) in [
        (text.to_lowercase(), ReceiptError::Form),
        (text.replace("AB", "ab"), ReceiptError::Hex),
        (text.replace("TAMGA:RECORD", "TAMGA:BALLOT"), ReceiptError::Form),
        (format!(" {text}"), ReceiptError::Form),
        (format!("{text}\n"), ReceiptError::Form),
        (text.replacen("AB", "A:", 1), ReceiptError::Hex),
        (text.replacen(":AB", "AB:", 1), ReceiptError::Hex),
        (text.replacen("AB", "Ж", 1), ReceiptError::Hex),
        (String::new(), ReceiptError::Form),
    ] {
        assert_eq!(other.parse::<Receipt>(), Err(error), "{other:?}");
    }
}

proptest! {
    #[test]
    fn every_receipt_is_read_back(election: [u8; 32], tracker: [u8; 32]) {
        let receipt = Receipt::new(&election, tracker);
        prop_assert_eq!(receipt.to_string().parse(), Ok(receipt));
        prop_assert!(receipt.is_of(&election));
    }

    #[test]
    fn what_is_read_is_written_as_it_was(untrusted in "(TAMGA:RECORD:)?\\PC{0,100}") {
        if let Ok(receipt) = untrusted.parse::<Receipt>() {
            prop_assert_eq!(receipt.to_string(), untrusted);
        }
    }

    #[test]
    fn a_receipt_with_a_character_changed_is_refused_or_another_one(tracker: [u8; 32], place in 0..RECEIPT_LEN, letter: char) {
        let receipt = Receipt::new(&[0x5a; 32], tracker);
        let mut letters: Vec<char> = receipt.to_string().chars().collect();
        let before = std::mem::replace(&mut letters[place], letter);
        let changed: String = letters.into_iter().collect();
        match changed.parse::<Receipt>() {
            Ok(read) => prop_assert_eq!(read == receipt, before == letter),
            Err(_) => prop_assert!(before != letter),
        }
    }
}
