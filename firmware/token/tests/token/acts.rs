//! What an officer is told about an act, and which acts are none.

use tamga_crypto::control_number::control_number;
use tamga_crypto::sign::{Signature, VerifyingKey};
use tamga_wire::signed::act_message;
use tamga_wire::{ActKind, Figures, Refusal, Request, Response};

use crate::board::Bench;
use crate::commission::ready_token;
use crate::definition::{OPTIONS, REGIONS};

const DIGEST: [u8; 32] = [9; 32];

fn ask(token: &mut Bench, kind: ActKind, figures: Figures) -> Response {
    token.ask(&Request::Act { kind, digest: DIGEST, figures })
}

#[test]
fn every_act_is_shown_in_words_with_its_figures_and_its_control_number() {
    let (mut token, _) = ready_token();
    let acts = [
        (
            ActKind::Close,
            [1, 32_379, 4, 2],
            "CLOSE THE BOX of opening 1\nreceived 32379, regions 4\nincomplete chains 2",
        ),
        // 2024-11-05 20:00 UTC and the last day of a leap February, both from `date --utc`.
        (ActKind::Amendment, [1, 1, 4, 1_730_836_800], "AMENDMENT 1\nregion 4 closes 2024-11-05T20:00:00Z"),
        (ActKind::Amendment, [3, 1, 1, 1_709_251_199], "AMENDMENT 3\nregion 1 closes 2024-02-29T23:59:59Z"),
        (ActKind::Amendment, [2, 2, 2, 5], "AMENDMENT 2\nwithdraw option 5 of contest 2"),
        (ActKind::For, [3, 20, 0, 12], "VOTE FOR counting\nreason 20, region all, 12 records\ndecision 3"),
        (ActKind::Against, [4, 26, 4, 1], "VOTE AGAINST counting\nreason 26, region 4, 1 records\ndecision 4"),
        (
            ActKind::For,
            [5, 0, 2, 0x00c0_ffee_0123_4567],
            "VOTE FOR counting\nregion 2, record 00c0ffee01234567\ndecision 5",
        ),
        (ActKind::Against, [6, 0, 1, 0], "VOTE AGAINST counting\nregion 1, record 0000000000000000\ndecision 6"),
        (ActKind::Recount, [4, 90, 80, 1], "RECOUNT of opening 4\nreceived 90, counted 80\nAGREES with the statement"),
        (ActKind::Recount, [1, 90, 90, 0], "RECOUNT of opening 1\nreceived 90, counted 90\nDIFFERS from the statement"),
        (ActKind::Pause, [2, 3, 57, 0], "PAUSE 2\nseals 3\nledger entries 57"),
        (ActKind::Resume, [2, 3, 58, 1], "RESUME after pause 2\nseals 3, ledger entries 58\nAS NOTED"),
        (ActKind::Resume, [2, 0, 58, 0], "RESUME after pause 2\nseals 0, ledger entries 58\nNOT as noted"),
    ];
    for (kind, figures, words) in acts {
        assert!(matches!(ask(&mut token, kind, figures), Response::Signed { .. }), "{words}");
        assert_eq!(token.screen(), format!("REHEARSAL\n{words}\n{}", control_number(&DIGEST)));
    }
}

#[test]
fn dates_of_amendments_are_those_of_the_calendar() {
    let (mut token, _) = ready_token();
    // Each from `date --utc --date=@…`: the first second, both sides of a February without and with a leap day, the last second.
    let dates = [
        (0, "1970-01-01T00:00:00Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_735_689_599, "2024-12-31T23:59:59Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ];
    for (seconds, date) in dates {
        ask(&mut token, ActKind::Amendment, [1, 1, 1, seconds]);
        assert!(token.screen().contains(&format!("closes {date}\n")), "{seconds}: {}", token.screen());
    }
}

#[test]
fn the_signature_covers_the_figures_that_were_shown() {
    let (mut token, keys) = ready_token();
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    let key = VerifyingKey::from_bytes(&info.identity.unwrap()).unwrap();
    let shown = [3, 20, 0, 12];
    let Response::Signed { signature } = ask(&mut token, ActKind::For, shown) else { panic!() };
    let signs = |kind, figures: &Figures| {
        key.verify(&act_message(&keys.e, kind, figures, &DIGEST), &Signature::from_bytes(signature)).is_ok()
    };
    assert!(signs(ActKind::For, &shown));
    assert!(!signs(ActKind::Against, &shown), "a vote for is none against");
    assert!(!signs(ActKind::For, &[3, 20, 0, 13]), "not of one record more");
}

#[test]
fn figures_that_cannot_be_are_refused_and_nothing_is_shown() {
    let (mut token, _) = ready_token();
    let (regions, options) = (REGIONS as u64, OPTIONS[1] as u64);
    let acts = [
        ("no opening", ActKind::Close, [0, 1, 1, 0]),
        ("an opening after the supplement", ActKind::Close, [5, 1, 1, 0]),
        ("an opening that is 1 in 32 bits", ActKind::Close, [(1 << 32) + 1, 1, 1, 0]),
        ("no regions", ActKind::Close, [1, 1, 0, 0]),
        ("more regions than there are", ActKind::Close, [1, 1, regions + 1, 0]),
        ("no number", ActKind::Amendment, [0, 1, 1, 1_800_000_000]),
        ("a kind that there is not", ActKind::Amendment, [1, 0, 1, 1]),
        ("another kind that there is not", ActKind::Amendment, [1, 3, 1, 1]),
        ("region 0", ActKind::Amendment, [1, 1, 0, 1_800_000_000]),
        ("a region that there is not", ActKind::Amendment, [1, 1, regions + 1, 1_800_000_000]),
        ("the year 10000", ActKind::Amendment, [1, 1, 1, 253_402_300_800]),
        ("no contest", ActKind::Amendment, [1, 2, 0, 1]),
        ("a contest that there is not", ActKind::Amendment, [1, 2, 3, 1]),
        ("no option", ActKind::Amendment, [1, 2, 2, 0]),
        ("an option that there is not", ActKind::Amendment, [1, 2, 2, options + 1]),
        ("no decision", ActKind::For, [0, 20, 0, 12]),
        ("a reason that there is not", ActKind::Against, [1, 27, 0, 12]),
        ("a region that there is not", ActKind::For, [1, 20, regions + 1, 12]),
        ("one record of no region", ActKind::For, [1, 0, 0, 1]),
        ("one record of a region that there is not", ActKind::Against, [1, 0, regions + 1, 1]),
        ("more counted than received", ActKind::Recount, [1, 5, 6, 1]),
        ("neither yes nor no", ActKind::Recount, [1, 5, 5, 2]),
        ("no opening", ActKind::Recount, [0, 5, 5, 1]),
        ("no pause", ActKind::Pause, [0, 1, 57, 0]),
        ("no seals", ActKind::Pause, [1, 0, 57, 0]),
        ("more seals than there can be", ActKind::Pause, [1, 65, 57, 0]),
        ("no ledger", ActKind::Pause, [1, 1, 0, 0]),
        ("a fourth figure", ActKind::Pause, [1, 1, 57, 1]),
        ("the end of no pause", ActKind::Resume, [0, 1, 58, 1]),
        ("as noted without seals", ActKind::Resume, [1, 0, 58, 1]),
        ("neither as noted nor not", ActKind::Resume, [1, 3, 58, 2]),
    ];
    for (fault, kind, figures) in acts {
        assert_eq!(ask(&mut token, kind, figures), Response::Refused(Refusal::BadFigures), "{fault}");
        assert!(token.desk.borrow().screens.is_empty(), "{fault}");
    }
}
