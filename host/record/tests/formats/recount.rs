//! `tamga/recount/v1`.

use tamga_record::ByteFault;
use tamga_record::acts::ActError;
use tamga_record::recount::{Recount, RecountBody, RecountError};

use crate::acts::readme_act;
use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::{definition, readme_block};

fn recount() -> Recount {
    let body = RecountBody {
        election: digest(0x11),
        number: 1,
        opening: 1,
        statement: digest(0x33),
        totals: digest(0x44),
        results: digest(0x55),
        agrees: true,
    };
    Recount { body, signatures: vec![(1, [0x51; 64]), (3, [0x53; 64]), (4, [0x54; 64])] }
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let body = layout(&[readme_block("74616d67612f626f78").lines().nth(3).unwrap()]);
    let bytes = [body, layout(&["03", "01", "51x64", "03", "53x64", "04", "54x64"])].concat();
    assert_eq!(recount().to_bytes(), bytes);
    assert_eq!(Recount::parse(&bytes), Ok(recount()));
    assert_eq!(recount().check(&definition()), Ok(()));
    refuses_spoilt(&bytes, Recount::parse);
}

#[test]
fn what_officers_sign_says_what_was_counted_and_whether_it_agrees() {
    let mut body = recount().body;
    assert_eq!(body.figures(2372, 2364), [1, 2372, 2364, 1]);
    assert_eq!((body.digest(), body.message(2372, 2364)), readme_act("recount"));
    body.agrees = false;
    assert_eq!(body.figures(2372, 2364)[3], 0);
    assert_ne!(body.digest(), recount().body.digest());
}

#[test]
fn spoilt_recounts_are_refused() {
    let refused = |tweak: fn(&mut Recount)| {
        let mut spoilt = recount();
        tweak(&mut spoilt);
        Recount::parse(&spoilt.to_bytes()).unwrap_err()
    };
    assert_eq!(refused(|r| r.body.number = 0), RecountError::Number);
    assert_eq!(refused(|r| r.body.opening = 0), RecountError::Number);
    assert_eq!(refused(|r| r.signatures.swap(0, 1)), ActError::Order.into());
    let mut bytes = recount().to_bytes();
    let agrees_at = recount().body.to_bytes().len() - 1;
    bytes[agrees_at] = 2;
    assert_eq!(Recount::parse(&bytes), Err(ByteFault::NotCanonical.into()));
    let mut few = recount();
    few.signatures.pop();
    assert_eq!(few.check(&definition()), Err(ActError::Quorum.into()));
}
