//! The table of the 29 regions that voted by remote electronic voting, one row each, four candidates in its last columns.

use std::collections::BTreeMap;

use super::election::{Choice, Contest, Election, Region, in_languages};
use super::figures::{ContestFigures, RegionFigures, totals_csv, turnout_csv};
use super::{Folder, published_number, published_rows};

/// Published name, region code, English name.
const REGIONS: [(&str, &str, &str); 29] = [
    ("Алтайский край", "altai-krai", "Altai Krai"),
    ("Архангельская область", "arkhangelsk", "Arkhangelsk Oblast"),
    ("Белгородская область", "belgorod", "Belgorod Oblast"),
    ("Владимирская область", "vladimir", "Vladimir Oblast"),
    ("Вологодская область", "vologda", "Vologda Oblast"),
    ("Воронежская область", "voronezh", "Voronezh Oblast"),
    ("Калининградская область", "kaliningrad", "Kaliningrad Oblast"),
    ("Калужская область", "kaluga", "Kaluga Oblast"),
    ("Камчатский край", "kamchatka", "Kamchatka Krai"),
    ("Курская область", "kursk", "Kursk Oblast"),
    ("Липецкая область", "lipetsk", "Lipetsk Oblast"),
    ("Московская область", "moscow-oblast", "Moscow Oblast"),
    ("Мурманская область", "murmansk", "Murmansk Oblast"),
    ("Ненецкий автономный округ", "nenets", "Nenets Autonomous Okrug"),
    ("Нижегородская область", "nizhny-novgorod", "Nizhny Novgorod Oblast"),
    ("Новгородская область", "novgorod", "Novgorod Oblast"),
    ("Новосибирская область", "novosibirsk", "Novosibirsk Oblast"),
    ("Пермский край", "perm", "Perm Krai"),
    ("Псковская область", "pskov", "Pskov Oblast"),
    ("Республика Карелия", "karelia", "Republic of Karelia"),
    ("Республика Крым", "crimea", "Republic of Crimea"),
    ("Ростовская область", "rostov", "Rostov Oblast"),
    ("Свердловская область", "sverdlovsk", "Sverdlovsk Oblast"),
    ("Томская область", "tomsk", "Tomsk Oblast"),
    ("Челябинская область", "chelyabinsk", "Chelyabinsk Oblast"),
    ("Чувашская Республика - Чувашия", "chuvashia", "Chuvash Republic"),
    ("Ярославская область", "yaroslavl", "Yaroslavl Oblast"),
    ("город Москва", "moscow", "Moscow"),
    ("город Севастополь", "sevastopol", "Sevastopol"),
];

/// Option id, English name, Russian name, in the order of the table's last columns.
const CANDIDATES: [(&str, &str, &str); 4] = [
    ("davankov", "Vladislav Davankov", "Даванков Владислав Андреевич"),
    ("putin", "Vladimir Putin", "Путин Владимир Владимирович"),
    ("slutsky", "Leonid Slutsky", "Слуцкий Леонид Эдуардович"),
    ("kharitonov", "Nikolay Kharitonov", "Харитонов Николай Михайлович"),
];

/// The table's columns: registered, in portable boxes, in stationary boxes, invalid, valid, first candidate.
const REGISTERED: usize = 1;
const IN_PORTABLE_BOXES: usize = 7;
const IN_STATIONARY_BOXES: usize = 8;
const INVALID: usize = 9;
const VALID: usize = 10;
const FIRST_CANDIDATE: usize = 13;

/// The only region with fewer than five ballots in a thousandth, and the oblast that it is a part of.
const SMALL: (&str, &str) = ("nenets", "arkhangelsk");

/// The input folder. Ballots are those found in the boxes, not those issued; an invalid one is a blank one.
pub fn convert(table: &str) -> Folder {
    let rows = published_rows(table);
    assert_eq!(rows.len(), REGIONS.len());
    let election = Election {
        about: &[
            "Russia, presidential election of March 2024: remote electronic voting, by region.",
            "Figures: published by the Central Election Commission (PROVENANCE.md).",
        ],
        id: "russia-2024-president-deg",
        title: in_languages(&[
            ("kk", "Ресей Президентін сайлау, 2024: қашықтан электрондық дауыс беру"),
            ("ru", "Выборы Президента России, 2024: дистанционное электронное голосование"),
            ("en", "President of Russia 2024: remote electronic voting"),
        ]),
        period: ("2024-03-14T20:00:00Z", "2024-03-17T18:00:00Z"),
        min_open: 5,
        contests: vec![contest()],
        regions: rows.iter().zip(REGIONS).map(|(row, names)| region(row, names)).collect(),
    };
    let figures: Vec<RegionFigures> = rows.iter().map(figures).collect();
    Folder::from([
        ("election.toml", election.to_toml()),
        ("totals.csv", totals_csv(&election, &figures)),
        ("turnout.csv", turnout_csv(&election, &figures)),
    ])
}

fn contest() -> Contest {
    let option = |(id, english, russian): (&str, &str, &str)| Choice {
        id: id.to_owned(),
        name: in_languages(&[("en", english), ("ru", russian)]),
        is_write_in: false,
    };
    Contest {
        id: "president".to_owned(),
        title: in_languages(&[("kk", "Ресей Президенті"), ("ru", "Президент России"), ("en", "President of Russia")]),
        max: 1,
        options: CANDIDATES.into_iter().map(option).collect(),
    }
}

fn region(row: &csv::StringRecord, (published, code, english): (&str, &str, &str)) -> Region {
    assert_eq!(&row[0], published, "the table's regions are in another order");
    let (small, oblast) = SMALL;
    let merge_into = REGIONS.iter().position(|(_, other, _)| code == small && *other == oblast);
    Region {
        code: code.to_owned(),
        name: in_languages(&[("en", english), ("ru", published)]),
        registered: published_number(&row[REGISTERED]),
        contests: vec![0],
        merge_into,
        part_of: merge_into.map(|_| oblast.to_owned()),
    }
}

fn figures(row: &csv::StringRecord) -> RegionFigures {
    let number = |column: usize| published_number(&row[column]);
    let ballots = number(IN_PORTABLE_BOXES) + number(IN_STATIONARY_BOXES);
    let votes: Vec<u64> = (FIRST_CANDIDATE..FIRST_CANDIDATE + CANDIDATES.len()).map(number).collect();
    assert_eq!(votes.iter().sum::<u64>(), number(VALID), "{}: candidates and valid ballots", &row[0]);
    assert_eq!(number(VALID) + number(INVALID), ballots, "{}: ballots in the boxes", &row[0]);
    RegionFigures { ballots, contests: BTreeMap::from([(0, ContestFigures { ballots, votes })]) }
}
