//! Every content, with names and figures as long as they can be.

use tamga_panel::Language;
use tamga_token::{Content, StatementFigures};
use tamga_wire::{ActKind, Purpose, Role};

use crate::hands::Desk;

const DIGEST: [u8; 32] = [0xff; 32];
const MAX: u64 = u64::MAX;

fn id() -> String {
    format!("{}-of-the-republic-of-somewhere-2026", "parliament".repeat(2))[..48].into()
}

/// A content of each kind at its largest, with the figures that must be read on its pages.
pub fn largest() -> Vec<(Content, Vec<String>)> {
    let max = MAX.to_string();
    let acts = [
        (ActKind::Close, [17, MAX, 4096, MAX], vec!["17", &max, "4096"]),
        (ActKind::Amendment, [MAX, 1, 4096, 253_402_300_799], vec![&max, "4096", "9999-12-31", "23:59:59UTC"]),
        (ActKind::Amendment, [MAX, 2, 128, 64], vec![&max, "128", "64"]),
        (ActKind::For, [MAX, 26, 0, MAX], vec![&max, "26"]),
        (ActKind::Against, [MAX, 0, 4096, MAX], vec![&max, "4096", "ffffffffffffffff"]),
        (ActKind::End, [17, MAX, 15, 0], vec!["17", &max, "15"]),
        (ActKind::Replacement, [65_535, 0x7f00, 0, 0], vec!["65535", "9,10,11,12,13,14,15"]),
        (ActKind::Recount, [17, MAX, MAX, 0], vec!["17", &max]),
        (ActKind::Recount, [17, MAX, MAX, 1], vec!["17", &max]),
        (ActKind::Pause, [u32::MAX.into(), 64, MAX, 0], vec!["4294967295", "64", &max]),
        (ActKind::Resume, [u32::MAX.into(), 64, MAX, 0], vec!["4294967295", "64", &max]),
        (ActKind::Resume, [1, 64, MAX, 1], vec!["64", &max]),
    ];
    let mut contents: Vec<(Content, Vec<String>)> = acts
        .into_iter()
        .map(|(kind, figures, read)| {
            (
                Content::Act { kind, figures, digest: DIGEST, replaces: kind == ActKind::Close },
                read.into_iter().map(String::from).collect(),
            )
        })
        .collect();
    for purpose in [Purpose::Custody, Purpose::Election] {
        contents.push((Content::Keep { purpose, transcript: DIGEST }, vec![]));
    }
    for role in [Role::Tally, Role::Escrow, Role::Admin] {
        let unlock = Content::Unlock { role, hsm: 255, serial: id(), generation: u32::MAX };
        contents.push((unlock, vec!["255".into(), id(), u32::MAX.to_string()]));
    }
    contents.extend([enrolment(15, None), enrolment(7, Some(65_535))]);
    contents.push((
        Content::Replace { number: 65_535, replaced: 0x7f00, outcome: DIGEST },
        vec!["65535".into(), "9,10,11,12,13,14,15".into()],
    ));
    contents.push((Content::Endorse { id: id(), election: DIGEST }, vec![id()]));
    contents.push((
        Content::Open { id: id(), opening: 17, ballots: MAX, regions: 4096, root: DIGEST },
        vec![id(), "17".into(), max.clone(), "4096".into()],
    ));
    contents.push((
        Content::End { id: id(), figures: [17, MAX, 15, 0], digest: DIGEST },
        vec![id(), "17".into(), max.clone(), "15".into()],
    ));
    contents.push((Content::Label { text: "Ж".repeat(16) }, vec!["Ж".repeat(16)]));
    contents.push((Content::Label { text: String::new() }, vec![]));
    contents.push((Content::Erase { retire: true }, vec![]));
    contents.push((Content::Erase { retire: false }, vec![]));
    contents.push((statement(), vec![id(), "17".into(), max.clone(), (MAX - 1).to_string(), (MAX - 6).to_string()]));
    contents
}

fn enrolment(index: u8, replacement: Option<u16>) -> (Content, Vec<String>) {
    let content = Content::Enrol {
        id: id(),
        definition: DIGEST,
        index,
        needed: 8,
        tokens: 15,
        approvals: 9,
        checkers: 16,
        min_open: u32::MAX,
        replacement,
    };
    let figures = [index.into(), 15, 8, 9, 16, u32::MAX, replacement.map_or(8, u32::from)];
    (content, figures.into_iter().map(|figure| figure.to_string()).chain([id()]).collect())
}

pub fn statement() -> Content {
    let figures = StatementFigures {
        id: id(),
        election: DIGEST,
        rehearsal: false,
        status: "complete".into(),
        opening: 17,
        root: DIGEST,
        registered: MAX,
        received: MAX,
        counted: MAX,
        statuses: [MAX - 1, MAX - 2, MAX - 3, MAX - 4, MAX - 5, MAX - 6],
        opened: MAX,
        withheld: MAX,
        totals: DIGEST,
    };
    Content::Statement { figures: Box::new(figures), digest: DIGEST }
}

/// A page of totals with rows as long as they can be, and as short.
pub fn totals(page: u16) -> Content {
    let long = format!("{},{},{MAX}", "c".repeat(48), "o".repeat(48));
    Content::Totals { page, rows: vec![long, "a,b,1".into(), "a,c,2".into(), "president,candidate-a,1200345".into()] }
}

/// What stands on these pages, without the breaks between lines and pages and within figures.
fn read(pages: &[tamga_panel::Page]) -> String {
    pages.iter().flat_map(|page| page.lines().skip(1)).collect::<String>().replace(' ', "")
}

#[test]
fn every_figure_and_name_of_every_content_is_on_its_pages_in_every_language() {
    for language in Language::ALL {
        for (content, figures) in largest() {
            let mut desk = Desk::new(language, true);
            desk.ask(&content);
            let text = read(&desk.leaf());
            for figure in figures {
                assert!(text.contains(&figure), "{language:?} {content:?} lacks {figure}: {text}");
            }
        }
    }
}

#[test]
fn every_control_number_is_on_the_pages_of_its_question() {
    let number = tamga_crypto::control_number::control_number(&DIGEST);
    let has_digest =
        |content: &Content| !matches!(content, Content::Unlock { .. } | Content::Label { .. } | Content::Erase { .. });
    for (content, _) in largest().into_iter().filter(|(content, _)| has_digest(content)) {
        let mut desk = Desk::new(Language::Russian, false);
        desk.ask(&content);
        let pages = desk.leaf();
        let groups: Vec<&str> = pages
            .iter()
            .flat_map(|page| page.lines().skip(2))
            .flat_map(|line| line.split(' '))
            .filter(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
            .collect();
        let expected: Vec<&str> = number.split(' ').collect();
        let is_there = groups.windows(10).any(|window| window == expected);
        assert!(is_there, "{content:?}: {groups:?}");
    }
}

#[test]
fn the_rows_of_totals_are_read_whole_before_the_statement() {
    let mut desk = Desk::new(Language::English, true);
    for page in [1, 2] {
        desk.panel.show(&tamga_token::Screen { rehearsal: true, content: totals(page) });
    }
    desk.ask(&statement());
    let text = read(&desk.leaf());
    let Content::Totals { rows, .. } = totals(1) else { unreachable!() };
    let (first, rest) = text.split_once("SIGNthestatement?").unwrap();
    for row in rows {
        assert_eq!(first.matches(&row).count(), 2, "{row}");
    }
    assert!(!rest.contains("president,"));
}

#[test]
fn the_pages_of_a_question_are_gone_with_the_next_one() {
    let mut desk = Desk::new(Language::English, true);
    desk.panel.show(&tamga_token::Screen { rehearsal: true, content: totals(1) });
    desk.ask(&statement());
    desk.panel.cancel();
    desk.ask(&Content::Keep { purpose: Purpose::Custody, transcript: DIGEST });
    assert_eq!(desk.panel.page().place(), (1, 4));
    assert_eq!(desk.body(), "Keep the share\nof the custody\nkey?");
}
