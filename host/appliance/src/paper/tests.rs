//! The form over a made-up record: 40 options with long names, regions that merge and one that is withheld.

use std::collections::BTreeMap;

use tamga_record::admission::AdmissionTables;
use tamga_record::box_file::{BoxBody, BoxFile, BoxRegion, Chain};
use tamga_record::bundle::ChainState;
use tamga_record::definition::{
    Contest, ContestSet, Definition, ElectionOption, Kind, Language, Method, Names, Region, Role,
};
use tamga_record::ledger::Answer;
use tamga_record::note::{Note, NoteLine};
use tamga_record::results::{RESULTS_HEADER, TOTALS_HEADER};
use tamga_record::statement::{Statement, StatementStatus};
use tamga_record::tally_file::{Group, Leaf, TallyFile};

use super::figures::Figures;
use super::form::Copy;
use super::numerals;
use crate::words::Words;

/// What a poppler tool says of a PDF file; `None` where there is none and none is required.
pub fn poppler(tool: &str, arguments: &[&str], pdf: &[u8], out: &str) -> Option<Vec<u8>> {
    let there = tempfile::tempdir().unwrap();
    std::fs::write(there.path().join("copy.pdf"), pdf).unwrap();
    let ran = std::process::Command::new(tool).args(arguments).current_dir(there.path()).output();
    match ran {
        Ok(ran) => {
            assert!(ran.status.success(), "{tool}: {}", String::from_utf8_lossy(&ran.stderr));
            Some(std::fs::read(there.path().join(out)).unwrap())
        }
        Err(error) => {
            assert!(std::env::var_os("TAMGA_REQUIRE_WITNESSES").is_none(), "{tool}: {error}");
            None
        }
    }
}

fn text_of(pdf: &[u8]) -> Option<String> {
    let text = poppler("pdftotext", &["-layout", "copy.pdf", "copy.txt"], pdf, "copy.txt")?;
    Some(String::from_utf8(text).unwrap())
}

fn names(kk: &str, ru: &str) -> Names {
    Names { kk: Some(kk.to_owned()), ru: Some(ru.to_owned()), en: Some(ru.to_owned()) }
}

/// Contest `head` with 40 options, the last one against all, one seat; `budget` with two. Regions: aral, into which charyn merges, and
/// balkhash; nothing of charyn's budget is opened.
fn definition() -> Definition {
    let readme = include_str!("../../../record/README.md");
    let text = readme.split("```text\ntamga/definition/v1\n").nth(1).unwrap().split_once("```").unwrap().0;
    let mut definition = Definition::parse(format!("tamga/definition/v1\n{text}").as_bytes()).unwrap();
    definition.title = names("Ауыл әкімдері мен бюджет", "Главы сёл и бюджет");
    let option = |number: usize| ElectionOption {
        id: format!("o{number}"),
        role: if number == 40 { Role::AgainstAll } else { Role::Candidate },
        name: match number {
            40 => names("Бәріне қарсы", "Против всех"),
            7 => names(
                "Ұлттық-демократиялық қозғалыстың тәуелсіз үміткері Құдайбергенқызы Шұғыла Өмірсерікқызы, ауыл мұғалімі",
                "Независимый кандидат национально-демократического движения Кудайбергенова Шугыла Омирсериковна, учитель",
            ),
            _ => names(&format!("Үміткер {number}"), &format!("Кандидат {number}")),
        },
    };
    let contest = |id: &str, title, options: Vec<ElectionOption>| Contest {
        id: id.to_owned(),
        title,
        kind: Kind::OneOf,
        max: 1,
        seats: u32::from(options.len() > 2),
        method: Method::Plurality,
        options,
        ..definition.contests[0].clone()
    };
    let head = contest("head", names("Ауыл әкімі", "Глава села"), (1..=40).map(option).collect());
    let budget = contest("budget", names("Бюджет", "Бюджет"), (1..=2).map(option).collect());
    let region = |code: &str, name: &str, merge_into| Region {
        code: code.to_owned(),
        name: names(name, name),
        registered: 500,
        contests: ContestSet::from_indices([0, 1]).unwrap(),
        merge_into,
        part_of: None,
    };
    definition.contests = vec![head, budget];
    definition.min_open = 5;
    definition.regions =
        vec![region("aral", "Арал", None), region("balkhash", "Балқаш", None), region("charyn", "Шарын", Some(0))];
    definition
}

fn group(contest: u16, regions: &[u16], ballots: u32) -> Group {
    Group { contest, regions: regions.to_vec(), ballots }
}

/// The files of its record.
fn files(definition: &Definition) -> BTreeMap<String, Vec<u8>> {
    let mut tables = AdmissionTables::default();
    for (region, received) in [(0, 410), (1, 320), (2, 3)] {
        let turnout = tables.turnout.entry(region).or_default();
        (turnout.received, turnout.counted, turnout.green, turnout.red) = (received, received - 1, received - 1, 1);
        let attestations = tables.attestations.entry(region).or_default();
        (attestations.received, attestations.used) = (received, received - 1);
        attestations.issued = if region == 1 { 300 } else { 500 };
    }
    let leaf = |group: Group| {
        let options = definition.contests[usize::from(group.contest)].options.len();
        Leaf { group, counted: [1; 32], sums: vec![[0; 64]; options] }
    };
    let leaves = [group(0, &[0, 2], 411), group(0, &[1], 319), group(1, &[0], 409), group(1, &[1], 319)];
    let tally = TallyFile {
        election: [1; 32],
        opening: 1,
        previous: [0; 32],
        close: [2; 32],
        leaves: leaves.into_iter().map(leaf).collect(),
        withheld: vec![group(1, &[2], 2)],
    };
    let mut results = format!("{RESULTS_HEADER}\n");
    let mut seats = "contest,option,votes,seats,remark\n".to_owned();
    for (code, factor) in [("aral", 1), ("balkhash", 3), ("*", 1_000)] {
        for contest in &definition.contests {
            for (number, option) in contest.options.iter().enumerate() {
                results += &format!("{code},{},{},{}\n", contest.id, option.id, (number + 1) * factor);
                if code == "*" && contest.id == "head" {
                    let (won, remark) = if number == 38 { (1, "lot") } else { (0, "") };
                    seats += &format!("head,{},{},{won},{remark}\n", option.id, (number + 1) * factor);
                }
            }
            results += &format!("{code},{},blank,{}\n", contest.id, 70_512 + factor);
        }
    }
    let statement = statement(definition);
    let note = Note { text: statement.to_text(), signatures: vec![NoteLine::new("signer", &[1; 32], [9; 64])] };
    BTreeMap::from([
        ("statement.note".to_owned(), note.to_string().into_bytes()),
        ("turnout.csv".to_owned(), tables.turnout_csv(definition).into_bytes()),
        ("held.csv".to_owned(), tables.held_csv(definition).into_bytes()),
        ("attestations.csv".to_owned(), tables.attestations_csv(definition).into_bytes()),
        ("totals.csv".to_owned(), format!("{TOTALS_HEADER}\n").into_bytes()),
        ("results.csv".to_owned(), results.into_bytes()),
        ("seats.csv".to_owned(), seats.into_bytes()),
        ("opening-1/tally.tamga".to_owned(), tally.to_bytes()),
        ("opening-1/box.tamga".to_owned(), closed(definition).to_bytes()),
    ])
}

/// The box: aral is whole, balkhash lacks a bundle, nothing came from charyn.
fn closed(definition: &Definition) -> BoxFile {
    let whole = (0..).zip(&definition.collectors).map(|(collector, _)| Chain {
        collector,
        bundles: 2,
        root: [1; 32],
        items: 320,
        state: ChainState::complete(),
    });
    let whole: Vec<Chain> = whole.collect();
    let mut gaps = whole.clone();
    gaps[0].state = ChainState::GAP;
    let region = |(region, chains)| BoxRegion { region, received: 320, root: [1; 32], chains };
    let body = BoxBody {
        election: [1; 32],
        opening: 1,
        previous: [0; 32],
        decisions: [0; 32],
        decided: 0,
        single: 0,
        amendments: [0; 32],
        revocations: [0; 32],
        regions: (0..).zip([whole, gaps, Vec::new()]).map(region).collect(),
    };
    BoxFile { body, signatures: Vec::new() }
}

fn statement(definition: &Definition) -> Statement {
    Statement {
        id: definition.id.clone(),
        election: [1; 32],
        rehearsal: definition.rehearsal,
        status: StatementStatus::Complete,
        opening: 1,
        root: [3; 32],
        registered: 1_500,
        received: 999_733,
        counted: 730,
        green: 730,
        blue: 0,
        yellow: 0,
        red: 3,
        superseded: 0,
        late: 0,
        opened: 4,
        withheld: 1,
        totals: [4; 32],
        results: [5; 32],
        record: [6; 32],
        audit: [7; 32],
        ledger_size: 40,
        ledger_root: [8; 32],
    }
}

const COPY: Copy<'_> =
    Copy {
        number: 3, recipient: "Байқаушы Әлия Қасымқызы, «Әділ сайлау» ҚБ", time_s: 1_730_836_861
    };

fn with_figures<T>(definition: &Definition, act: impl FnOnce(&Figures<'_>) -> T) -> T {
    let files = files(definition);
    let mut answers = vec![Some(Answer::Sign), Some(Answer::Dissent), Some(Answer::Refuse)];
    answers.resize(usize::from(definition.tokens()), None);
    act(&Figures::read(definition, &[1], answers, &|name| Ok(files[name].clone())).unwrap())
}

fn pdf(
    figures: &Figures<'_>,
    regions: &[Option<u16>],
    languages: &[Language],
    copy: Copy<'_>,
) -> anyhow::Result<Vec<u8>> {
    super::pdf(figures, regions, languages, copy, &|_, _| {})
}

/// The text without what layout puts between words.
fn joined(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_figure_of_the_summary_stands_on_it_in_figures() {
    let definition = definition();
    let pdf = with_figures(&definition, |figures| pdf(figures, &[None], &[Language::Ru], COPY).unwrap());
    let Some(text) = text_of(&pdf) else { return };
    let text = joined(&text);
    for number in (1..=40).map(|number| number * 1_000).chain([1_500, 999_733, 730, 3, 71_512]) {
        let grouped = Words::of(Language::Ru).number(number).replace('\u{a0}', " ");
        assert!(text.contains(&grouped), "{grouped}: {text}");
    }
    for said in [
        "ПРОТОКОЛ О РЕЗУЛЬТАТАХ ГОЛОСОВАНИЯ",
        "Экземпляр № 3",
        "Статус: ПОЛНЫЙ",
        "Изготовлен 05.11.2024 20:01 UTC",
        "На репетиции часы идут по времени самих выборов",
        "Сводный протокол по всем регионам",
        "Кандидат 39",
        "Против всех",
        "сорок тысяч",
        "Подписали на токенах члены комиссии №: 1",
        "Подписали с особым мнением члены комиссии №: 2",
        "Отказались подписать члены комиссии №: 3",
        "мандат получен по жребию",
        "М. П.",
        "стр. 1 из 3",
        "стр. 3 из 3",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(text.matches("РЕПЕТИЦИЯ · ПОЛНЫЙ").count(), 3, "on every page: {text}");
}

#[test]
fn a_region_says_with_whom_it_was_counted_and_a_withheld_one_why() {
    let definition = definition();
    let of = |region, language| {
        let pdf = with_figures(&definition, |figures| pdf(figures, &[Some(region)], &[language], COPY).unwrap());
        text_of(&pdf).map(|text| joined(&text))
    };
    let Some(charyn) = of(2, Language::Kk) else { return };
    for said in [
        "Өңір: Шарын (charyn)",
        "дауыстары Арал өңірінің дауыстарымен бірге",
        "5 бюллетеньнен аз",
        "ашылған жоқ",
        "бөлек сандар жоқ",
    ] {
        assert!(charyn.contains(said), "{said}: {charyn}");
    }
    assert!(!charyn.contains("Үміткер"), "no figures of its own: {charyn}");
    let aral = of(0, Language::Kk).unwrap();
    assert!(aral.contains("мына өңірлердің дауыстары да кіреді: Шарын"), "{aral}");
    assert!(aral.contains("жетпіс мың бес жүз он үш"), "{aral}");
    assert!(!aral.contains("Мандат"), "seats are of all regions together: {aral}");
    assert!(!aral.contains("Ескертулері бар"), "{aral}");
    let balkhash = of(1, Language::En).unwrap();
    assert!(balkhash.contains("one hundred twenty"), "{balkhash}");
    assert!(!balkhash.contains("ballots were counted"), "{balkhash}");
}

#[test]
fn what_has_to_be_explained_stands_on_the_form_of_its_region_and_on_the_summary() {
    let definition = definition();
    let of = |region| {
        let pdf = with_figures(&definition, |figures| pdf(figures, &[region], &[Language::En], COPY).unwrap());
        text_of(&pdf).map(|text| joined(&text))
    };
    let Some(all) = of(None) else { return };
    let collector = &definition.collectors[0].id;
    let overdrawn = "Балқаш: 319 attestations used, 300 issued.".to_owned();
    let gap = format!("bundles of collector {collector} were missing or contradicted each other in: Балқаш.");
    let nothing = format!("no bundle of collector {collector} was there from: Шарын.");
    for (region, said) in [(1, [&overdrawn, &gap].as_slice()), (2, &[&nothing]), (0, &[])] {
        let form = of(Some(region)).unwrap();
        for remark in [&overdrawn, &gap, &nothing] {
            assert_eq!(form.contains(remark), said.contains(&remark), "{remark}: {form}");
            assert!(all.contains(remark), "{remark}: {all}");
        }
        let title = "Status: COMPLETE result, not certified yet With remarks: see the notes";
        assert_eq!(form.contains(title), !said.is_empty(), "{form}");
    }
}

#[test]
fn the_same_copy_has_the_same_bytes_and_another_one_others() {
    let definition = definition();
    let bytes = |copy| {
        with_figures(&definition, |figures| {
            pdf(figures, &[None, Some(0), Some(1), Some(2)], &[Language::Kk, Language::Ru], copy).unwrap()
        })
    };
    let first = bytes(COPY);
    assert_eq!(first, bytes(COPY));
    assert_ne!(first, bytes(Copy { number: 4, ..COPY }));
    assert_ne!(first, bytes(Copy { time_s: COPY.time_s + 60, ..COPY }));
}

#[test]
fn the_code_on_the_rendered_page_is_the_statements() {
    let definition = definition();
    let pdf = with_figures(&definition, |figures| pdf(figures, &[Some(1)], &[Language::Kk], COPY).unwrap());
    let last = with_figures(&definition, |figures| {
        let text = text_of(&self::pdf(figures, &[Some(1)], &[Language::Kk], COPY).unwrap());
        text.map(|text| text.matches('\u{c}').count())
    });
    let Some(last) = last.map(|pages| pages.to_string()) else { return };
    let arguments = ["-r", "150", "-gray", "-f", &last, "-singlefile", "copy.pdf", "page"];
    let Some(image) = poppler("pdftoppm", &arguments, &pdf, "page.pgm") else { return };
    let (width, height, pixels) = grey(&image);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let found: Vec<String> = prepared.detect_grids().iter().map(|grid| grid.decode().unwrap().1).collect();
    let digest = hex::encode_upper(statement(&definition).digest());
    assert_eq!(found, [format!("TAMGA:STATEMENT:{digest}")]);
}

/// Width, height and pixels of a binary PGM file.
fn grey(image: &[u8]) -> (usize, usize, &[u8]) {
    let header: Vec<&[u8]> = image.splitn(4, |byte| byte.is_ascii_whitespace()).collect();
    let size = |field: &[u8]| std::str::from_utf8(field).unwrap().parse::<usize>().unwrap();
    assert_eq!(header[0], b"P5");
    let (width, height) = (size(header[1]), size(header[2]));
    (width, height, &image[image.len() - width * height..])
}

#[test]
fn every_message_of_the_form_and_every_number_has_its_letters() {
    let catalogues = [
        include_str!("../../words/kk/paper.ftl"),
        include_str!("../../words/ru/paper.ftl"),
        include_str!("../../words/en/paper.ftl"),
        include_str!("../../words/kk/screen.ftl").split("## What leaves").next().unwrap(),
    ];
    let messages = catalogues
        .iter()
        .flat_map(|file| file.lines())
        .filter(|line| line.starts_with("paper-") || line.starts_with("status-"));
    let messages: Vec<&str> = messages.collect();
    assert!(messages.len() > 120);
    assert_eq!(super::missing(&messages), Vec::<char>::new());
    for language in [Language::Kk, Language::Ru, Language::En] {
        let written = numerals::in_words(987_654_321_012, language);
        assert_eq!(super::missing(&[&written]), Vec::<char>::new());
    }
    assert_eq!(super::missing(&["漢字 of Қазақстан", "字"]), ['字', '漢']);
}

#[test]
fn nothing_reaches_over_the_margins() {
    let definition = definition();
    let faces = super::Faces::new();
    with_figures(&definition, |figures| {
        let long = "Ұ".repeat(128);
        let copy = Copy { recipient: &long, ..COPY };
        for (language, region) in [(Language::Kk, None), (Language::Ru, Some(0)), (Language::En, Some(2))] {
            let words = Words::of(language);
            let mut sheet = super::Sheet::new(&faces);
            super::Form { words, figures, region, copy }.fill(&mut sheet);
            let foot = super::foot(&faces, figures, words, copy, (10, 100));
            for mark in sheet.into_pages().concat().iter().chain(&foot) {
                let (right, bottom) = match mark {
                    super::Mark::Text { at, text, weight, size } => (at.0 + faces.width(text, *weight, *size), at.1),
                    super::Mark::Rule { to, .. } => *to,
                    super::Mark::Across { .. } => (0.0, 0.0),
                    super::Mark::Code { at, side, .. } => (at.0 + side, at.1 + side),
                };
                assert!(right <= super::MARGIN + super::MEASURE + 0.1, "{mark:?}");
                assert!(bottom <= super::HEIGHT - super::MARGIN + 0.1, "{mark:?}");
            }
        }
    });
}
