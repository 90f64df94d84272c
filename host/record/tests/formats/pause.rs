//! Pauses: what is signed, and what a seal's number may be.

use tamga_crypto::hash::hash;
use tamga_record::ledger::{ControlNumber, Entry, Why};
use tamga_record::pause::{PauseBody, ResumeBody, Seals};

use crate::bytes::digest;

fn seals(numbers: &[&str]) -> Option<Seals> {
    Seals::new(numbers.iter().map(|number| (*number).to_owned()))
}

fn body() -> PauseBody {
    PauseBody {
        election: digest(1),
        number: 2,
        entries: 57,
        root: digest(9),
        seals: seals(&["KZ-18", "KZ-17", "KZ-18"]).unwrap(),
    }
}

#[test]
fn the_digests_are_over_the_bytes_of_the_readme() {
    let of =
        [&digest(1)[..], &2_u32.to_be_bytes(), &57_u64.to_be_bytes(), &digest(9), b"\x02\x05KZ-17\x05KZ-18"].concat();
    let pause = body();
    assert_eq!(pause.digest(), hash("tamga/pause/v1", &[&of]));
    assert_eq!(pause.figures(), [2, 2, 57, 0]);
    let noted = ControlNumber::of(&digest(9));
    let resume = ResumeBody { found: pause.clone(), noted: Some(noted.clone()), why: Why::default() };
    let text = [of.as_slice(), &49_u16.to_be_bytes(), noted.as_str().as_bytes(), &[0, 0]].concat();
    assert_eq!(resume.digest(), hash("tamga/resume/v1", &[&text]));
    assert_eq!(resume.figures(), [2, 2, 57, 1]);
    assert!(resume.is_of_this_ledger());
    let incident = ResumeBody { found: pause, noted: None, why: Why::parse("cut").unwrap() };
    assert_eq!(incident.digest(), hash("tamga/resume/v1", &[&[of.as_slice(), b"\0\0\0\x03cut"].concat()]));
    assert_eq!(incident.figures(), [2, 2, 57, 0]);
    assert!(!incident.is_of_this_ledger());
}

#[test]
fn seals_ascend_each_once_and_none_hides_anything() {
    assert_eq!(body().seals.numbers(), ["KZ-17", "KZ-18"]);
    assert_eq!(seals(&[]).unwrap().numbers().len(), 0);
    let longest = "9".repeat(48);
    assert!(seals(&[&longest, "Ұ/22"]).is_some());
    for bad in ["", "-", "KZ 17", "KZ,17", "KZ\u{a0}17", "KZ\u{202e}71", "KZ\x1b[2J", &"9".repeat(49)] {
        assert!(seals(&[bad]).is_none(), "{bad:?}");
    }
    let many: Vec<String> = (0..65).map(|number| format!("{number:02}")).collect();
    assert!(Seals::new(many.iter().take(64).cloned()).is_some());
    assert!(Seals::new(many).is_none());
}

#[test]
fn an_entry_of_seals_out_of_order_or_of_none_before_a_pause_is_refused() {
    let text = String::from_utf8(body().entry(vec![(1, [7; 64])]).to_bytes(1_730_836_800)).unwrap();
    assert!(Entry::parse(text.as_bytes()).is_ok());
    for (from, to) in [
        ("KZ-17,KZ-18", "KZ-18,KZ-17"),
        ("KZ-17,KZ-18", "KZ-17,KZ-17"),
        ("KZ-17,KZ-18", "-"),
        ("number 2", "number 0"),
        ("entries 57", "entries 0"),
    ] {
        assert!(Entry::parse(text.replace(from, to).as_bytes()).is_err(), "{to}");
    }
}
