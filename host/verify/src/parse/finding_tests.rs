use super::definition::{Definition, Status};
use super::finding::{ALL, Finding, Findings, Verdict};
use super::tests::EXAMPLE;
use crate::text;

fn definition(blue: &str) -> Definition {
    let text =
        EXAMPLE.replace("blue held", blue).replace("admission phone-shared yellow", "admission phone-shared green");
    Definition::parse(text.as_bytes()).unwrap()
}

fn set(findings: &[Finding]) -> Findings {
    let mut set = Findings::default();
    findings.iter().for_each(|finding| set.add_if(true, *finding));
    set
}

#[test]
fn reasons_have_the_numbers_of_the_table() {
    assert_eq!(ALL.len(), 26);
    for (number, (finding, word)) in (1..).zip(ALL) {
        assert_eq!((*finding as u8, finding.word()), (number, *word));
        assert_eq!(Finding::from_number(number), Some(*finding));
        assert_eq!(finding.can_hold(), (17..=25).contains(&number));
    }
    assert_eq!((Finding::from_number(0), Finding::from_number(27)), (None, None));
}

#[test]
fn the_first_status_of_the_table_is_that_of_the_record() {
    use Finding::*;
    let definition = definition("blue held");
    for (findings, default, verdict) in [
        (&[][..], Status::Green, Verdict::Green),
        (&[TrackerClash, PhoneShared], Status::Green, Verdict::Green),
        (&[CodeNotVerified], Status::Green, Verdict::Blue),
        (&[RollDefault], Status::Blue, Verdict::Blue),
        (&[RollDefault], Status::Yellow, Verdict::Yellow),
        (&[CodeNotVerified, OutsidePeriod], Status::Green, Verdict::Yellow),
        (&[Superseded, OutsidePeriod], Status::Green, Verdict::Superseded),
        (&[AlreadyCounted, Late], Status::Green, Verdict::Late),
        (&[BadBallot, Late, Superseded], Status::Green, Verdict::Red),
    ] {
        assert_eq!(set(findings).verdict(&definition, default), verdict, "{findings:?}");
    }
}

#[test]
fn blue_holds_where_the_definition_says_so() {
    use Finding::*;
    let findings = set(&[CodeNotVerified, PhoneShared, OutsidePeriod, RollDefault, TrackerClash, Late]);
    let holding = |blue, default| findings.holding(&definition(blue), default).collect::<Vec<_>>();
    assert_eq!(holding("blue held", Status::Blue), [OutsidePeriod, CodeNotVerified, RollDefault]);
    assert_eq!(holding("blue counted", Status::Blue), [OutsidePeriod]);
    assert_eq!(holding("blue counted", Status::Yellow), [OutsidePeriod, RollDefault]);
}

#[test]
fn what_only_unsealing_shows_is_not_readable_before() {
    use Finding::*;
    let findings = set(&[BadOuterDigest, Seal, BadInnerDigest, BadBallot, PhoneDiffers]);
    assert_eq!(findings.before_unsealing(), set(&[BadOuterDigest, PhoneDiffers]));
    assert!(!set(&[Seal]).before_unsealing().is_red());
    assert_eq!(findings.text(), "bad-outer-digest|seal|bad-inner-digest|bad-ballot|phone-differs");
}

#[test]
fn times_are_counted_in_seconds_since_1970() {
    // Values of `date -u -d … +%s`.
    for (time, seconds) in [
        ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59Z", -1),
        ("2000-02-29T12:00:00Z", 951_825_600),
        ("2000-03-01T00:00:00Z", 951_868_800),
        ("2024-02-29T23:59:59Z", 1_709_251_199),
        ("2024-11-05T20:00:00Z", 1_730_836_800),
        ("2100-03-01T00:00:00Z", 4_107_542_400),
        ("0001-01-01T00:00:00Z", -62_135_596_800),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] {
        assert_eq!(text::unix(time), seconds, "{time}");
    }
}
