use tamga_token::Consent;
use tamga_wire::limits::DEFINITION_LEN_MAX;
use tamga_wire::{Refusal, Request, Response};

use crate::board::{Bench, login};
use crate::commission::{Commission, enrol, ready_token};
use crate::definition::{hex, text};

const REFUSED: Response = Response::Refused(Refusal::BadDefinition);

fn lines_of(commission: &Commission) -> Vec<String> {
    let text = String::from_utf8(commission.definition.clone()).unwrap();
    text.lines().map(String::from).collect()
}

/// The definition with the first line that begins so replaced; `""` drops it.
fn with(commission: &Commission, beginning: &str, replacement: &str) -> Vec<u8> {
    let mut lines = lines_of(commission);
    let place = lines.iter().position(|line| line.starts_with(beginning)).expect(beginning);
    if replacement.is_empty() {
        lines.remove(place);
    } else {
        lines[place] = replacement.into();
    }
    text(&lines)
}

#[test]
fn the_officer_sees_election_digest_index_and_quorum() {
    let commission = Commission::enrolled();
    let screen = commission.tokens[2].screen();
    let number = tamga_crypto::control_number::control_number(&commission.d);
    let figures = "checkers 2 of 3, a group 5 ballots at least\n";
    assert_eq!(screen, format!("REHEARSAL\nENROL colorado-2024-president\ntoken 3 of 5, quorum 3\n{figures}{number}"));
}

#[test]
fn a_definition_with_a_line_missing_doubled_or_moved_is_refused() {
    let mut commission = Commission::initialised();
    let lines = lines_of(&commission);
    let token = &mut commission.tokens[0];
    // Lines that may be there any number of times have another line of their kind beside them.
    let repeatable = ["admission", "officer", "checker", "collector", "hsm", "option", "name", "title", "region"];
    let is_repeatable = |line: &str| repeatable.iter().any(|word| line.starts_with(word));
    for place in 0..60 {
        if is_repeatable(&lines[place]) {
            continue;
        }
        let mut without = lines.clone();
        without.remove(place);
        assert_eq!(enrol(token, &text(&without), 1), REFUSED, "without {}", lines[place]);
        let mut doubled = lines.clone();
        doubled.insert(place, lines[place].clone());
        assert_eq!(enrol(token, &text(&doubled), 1), REFUSED, "twice {}", lines[place]);
        let mut moved = lines.clone();
        moved.swap(place, place + 1);
        assert_eq!(enrol(token, &text(&moved), 1), REFUSED, "moved {}", lines[place]);
    }
}

#[test]
fn values_of_another_form_are_refused() {
    let mut commission = Commission::initialised();
    let long_id = format!("id {}", "a".repeat(49));
    let faults = [
        ("tamga/definition", "tamga/definition/v2"),
        ("id ", "id Colorado"),
        ("id ", &long_id),
        ("rehearsal", "rehearsal true"),
        ("min-open", "min-open 05"),
        ("min-open", "min-open 0"),
        ("openings", "openings 0"),
        ("openings", "openings 17"),
        ("openings", "openings 4294967296"),
        ("late", "late never"),
        ("blue", "blue yellow"),
        ("quorum", "quorum 2"),
        ("quorum", "quorum 6"),
        ("quorum", "quorum +3"),
        ("approvals", "approvals 1"),
        ("approvals", "approvals 4"),
        ("hsm", "hsm REHEARSAL"),
        ("checker", "checker checker-1 00"),
        ("language", "language "),
        ("language", "language"),
    ];
    for (beginning, line) in faults {
        let definition = with(&commission, beginning, line);
        assert_eq!(enrol(&mut commission.tokens[0], &definition, 1), REFUSED, "{line}");
    }
}

#[test]
fn a_checker_who_would_count_twice_is_refused() {
    let mut commission = Commission::initialised();
    let mut lines = lines_of(&commission);
    let first = lines.iter().position(|line| line.starts_with("checker")).unwrap();
    let key = lines[first].rsplit(' ').next().unwrap().to_owned();
    lines[first + 1] = format!("checker checker-2 {key}");
    assert_eq!(enrol(&mut commission.tokens[0], &text(&lines), 1), REFUSED);
    // Nor may an officer be a checker.
    let Response::Info(info) = commission.tokens[0].ask(&Request::Hello) else { panic!() };
    lines[first + 1] = format!("checker checker-2 {}", hex(&info.identity.unwrap()));
    assert_eq!(enrol(&mut commission.tokens[0], &text(&lines), 1), REFUSED);
}

#[test]
fn an_hsm_named_twice_and_a_share_key_of_two_officers_are_refused() {
    let mut commission = Commission::initialised();
    let definition = with(&commission, "hsm rehearsal-2", "hsm rehearsal-1");
    assert_eq!(enrol(&mut commission.tokens[0], &definition, 1), REFUSED);
    let mut lines = lines_of(&commission);
    let officers: Vec<usize> = (0..lines.len()).filter(|place| lines[*place].starts_with("officer ")).collect();
    let first = lines[officers[0]].rsplit(' ').next().unwrap().to_owned();
    let (others, _) = lines[officers[3]].rsplit_once(' ').unwrap();
    lines[officers[3]] = format!("{others} {first}");
    assert_eq!(enrol(&mut commission.tokens[0], &text(&lines), 1), REFUSED);
}

/// A definition whose regions are this many, with these contests on their ballots.
fn with_regions(commission: &Commission, count: u32, contests: &str) -> Vec<u8> {
    let mut lines = lines_of(commission);
    lines.truncate(lines.iter().position(|line| line.starts_with("region ")).unwrap());
    for region in 0..count {
        lines.push(format!("region region-{region}"));
        lines.extend(["name en R", "registered 3202"].map(String::from));
        lines.push(format!("contests {contests}"));
        lines.extend(["merge-into -", "part-of -"].map(String::from));
    }
    text(&lines)
}

#[test]
fn a_definition_that_asks_for_more_than_tokens_have_is_refused_before_the_officer_is_asked() {
    let mut commission = Commission::initialised_with(|lines| {
        // 2 contests in 16 openings and a supplement: 34 sets of regions.
        let openings = lines.iter().position(|line| line == "openings 3").unwrap();
        lines[openings] = "openings 16".into();
    });
    let refused = Response::Refused(Refusal::BeyondToken);
    let many = "contest-0 contest-1 ".repeat(8);
    let too_many_leaves = with_regions(&commission, 2_344, many.trim_end());
    let as_many_as_may_be = with_regions(&commission, 2_343, many.trim_end());
    let token = &mut commission.tokens[0];
    let screens = token.desk.borrow_mut().screens.len();
    assert_eq!(enrol(token, &too_many_leaves, 1), refused, "2,344 × 16 × 2 = 75,008");
    assert_eq!(token.desk.borrow_mut().screens.len(), screens);
    assert!(matches!(enrol(token, &as_many_as_may_be, 1), Response::Enrolled { .. }));
    // 16 contests in 17 openings are 272 sets.
    let mut lines = lines_of(&commission);
    let first_region = lines.iter().position(|line| line.starts_with("region ")).unwrap();
    for contest in 2..16 {
        let kept = ["title en C", "kind one-of", "max 1", "seats 0", "method none", "threshold 0 valid", "tie declare"];
        let option = ["option one candidate", "name en O"];
        let contest = [format!("contest contest-{contest}")].into_iter();
        let all = contest.chain(kept.into_iter().chain(option).map(String::from));
        lines.splice(first_region..first_region, all);
    }
    assert_eq!(enrol(&mut commission.tokens[0], &text(&lines), 1), refused);
}

#[test]
fn a_definition_that_asks_for_more_than_this_tokens_counter_has_left_is_refused() {
    let mut commission = Commission::initialised();
    let definition = commission.definition.clone();
    let token = &mut commission.tokens[0];
    // 4 regions, 2 contests, a supplement, and 512 for all else.
    token.desk.borrow_mut().counter_left = 527;
    assert_eq!(enrol(token, &definition, 1), Response::Refused(Refusal::BeyondToken));
    token.desk.borrow_mut().counter_left = 528;
    assert!(matches!(enrol(token, &definition, 1), Response::Enrolled { .. }));
}

#[test]
fn bytes_that_end_early_late_or_never_end_a_line_are_refused() {
    let mut commission = Commission::initialised();
    let definition = commission.definition.clone();
    let token = &mut commission.tokens[0];
    assert_eq!(enrol(token, &definition[..definition.len() - 1], 1), REFUSED, "no LF at the end");
    assert_eq!(enrol(token, &[&definition[..], b"\n"].concat(), 1), REFUSED, "an empty line at the end");
    let half = definition.iter().rposition(|byte| *byte == b'r').unwrap();
    assert_eq!(enrol(token, &definition[..half], 1), REFUSED, "inside the last region");
    let whole_lines = definition[..half].iter().rposition(|byte| *byte == b'\n').unwrap() + 1;
    assert_eq!(enrol(token, &definition[..whole_lines], 1), REFUSED, "a region without its last line");
    assert_eq!(enrol(token, b"", 1), Response::Done, "of nothing, nothing is taken");
    assert_eq!(enrol(token, &[b'a'; 20_000], 1), REFUSED, "a line without end");
    assert_eq!(enrol(token, b"tamga/definition/v1\nid \xff\n", 1), REFUSED, "not UTF-8");

    let length = definition.len() as u32 - 1;
    assert_eq!(token.ask(&Request::EnrolBegin { length, own: 1 }), Response::Done);
    let mut answer = Response::Done;
    for part in definition.chunks(4096) {
        answer = token.ask(&Request::EnrolPart { bytes: part.to_vec() });
    }
    assert_eq!(answer, Response::Refused(Refusal::TooLong), "more than announced");
    let length = DEFINITION_LEN_MAX as u32 + 1;
    assert_eq!(token.ask(&Request::EnrolBegin { length, own: 1 }), Response::Refused(Refusal::TooLong));
}

#[test]
fn a_token_enrols_only_under_its_own_index() {
    let mut commission = Commission::initialised();
    for own in [0, 2, 5, 6, 255] {
        let answer = enrol(&mut commission.tokens[0], &commission.definition, own);
        assert_eq!(answer, Response::Refused(Refusal::NotAnOfficer), "{own}");
    }
}

#[test]
fn a_real_definition_is_refused_by_a_rehearsal_token() {
    let mut commission = Commission::initialised();
    let definition = with(&commission, "rehearsal", "rehearsal no");
    let answer = enrol(&mut commission.tokens[0], &definition, 1);
    assert_eq!(answer, Response::Refused(Refusal::RehearsalMismatch));
}

#[test]
fn rehearsal_and_real_do_not_mix_on_a_board_that_does_both() {
    let commission = Commission::initialised();
    for rehearsal in [true, false] {
        let mut token = Bench::new(50);
        token.desk.borrow_mut().rehearsal_only = false;
        let Response::Identity { identity, share_key } = token.ask(&Request::Init { rehearsal }) else { panic!() };
        let line = format!("officer {} {}", hex(&identity), hex(&share_key));
        let rehearsal_of_it = with(&commission, "officer", &line);
        let real_of_it = String::from_utf8(rehearsal_of_it.clone()).unwrap().replace("rehearsal yes", "rehearsal no");
        let (own, other) = match rehearsal {
            true => (rehearsal_of_it, real_of_it.into_bytes()),
            false => (real_of_it.into_bytes(), rehearsal_of_it),
        };
        assert_eq!(enrol(&mut token, &other, 1), Response::Refused(Refusal::RehearsalMismatch));
        assert!(matches!(enrol(&mut token, &own, 1), Response::Enrolled { .. }));
        assert_eq!(token.screen().starts_with("REHEARSAL"), rehearsal);
    }
}

#[test]
fn a_simulator_is_not_initialised_for_real_elections() {
    let mut token = Bench::new(1);
    assert_eq!(token.ask(&Request::Init { rehearsal: false }), Response::Refused(Refusal::RehearsalMismatch));
    token.desk.borrow_mut().rehearsal_only = false;
    assert!(matches!(token.ask(&Request::Init { rehearsal: false }), Response::Identity { .. }));
}

#[test]
fn until_an_election_is_endorsed_another_definition_takes_its_place_and_the_shares_go() {
    let mut commission = Commission::enrolled();
    commission.make_key(tamga_wire::Purpose::Custody);
    let other = with(&commission, "min-open", "min-open 6");
    let token = &mut commission.tokens[0];
    token.answers(Consent::No);
    assert_eq!(enrol(token, &other, 1), Response::Refused(Refusal::RefusedByOfficer));
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert!(info.custody_key, "a no changes nothing");
    token.answers(Consent::Yes);
    assert!(matches!(enrol(token, &commission.definition, 1), Response::Enrolled { .. }), "the same one again");
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert!(info.custody_key, "nor does the same definition");
    assert!(matches!(enrol(token, &other, 1), Response::Enrolled { .. }));
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert!(!info.custody_key);
}

#[test]
fn after_an_endorsement_another_definition_is_refused() {
    let (commission, _) = Commission::ready();
    let other = with(&commission, "min-open", "min-open 6");
    let mut token = commission.tokens.into_iter().next().unwrap();
    assert_eq!(enrol(&mut token, &other, 1), Response::Refused(Refusal::AlreadyEnrolledElsewhere));
    assert!(matches!(enrol(&mut token, &commission.definition, 1), Response::Enrolled { .. }));
    let Response::Info(info) = token.ask(&Request::Hello) else { panic!() };
    assert!(info.election_key && info.election.is_some());
}

#[test]
fn what_a_token_was_not_asked_for_in_order_is_refused() {
    let out_of_order = Response::Refused(Refusal::OutOfOrder);
    let mut fresh = Bench::new(1);
    assert_eq!(fresh.ask(&Request::Random), Response::Refused(Refusal::NotInitialised));
    assert_eq!(fresh.ask(&login()), Response::Refused(Refusal::NotInitialised));
    assert_eq!(fresh.ask(&Request::Poll), out_of_order);
    assert!(matches!(fresh.ask(&Request::Init { rehearsal: true }), Response::Identity { .. }));
    assert_eq!(fresh.ask(&Request::Init { rehearsal: true }), out_of_order);
    assert_eq!(fresh.ask(&Request::EnrolPart { bytes: vec![] }), out_of_order);
    assert_eq!(fresh.ask(&Request::DkgBegin { purpose: tamga_wire::Purpose::Custody }), out_of_order);
    let (mut ready, _) = ready_token();
    assert_eq!(ready.ask(&Request::DkgNonces { nonces: vec![] }), out_of_order);
    assert_eq!(ready.ask(&Request::StatementTotals { bytes: vec![] }), out_of_order);
}
