//! The protocol on paper: the official form as a PDF file, to be signed by hand.
//!
//! Its figures are those of the record's files that the signed statement names ([`figures`]), its officers' answers those that the
//! ledger and the signatures under it have ([`crate::answers`]); it is laid out by [`form`] on a [`sheet`] and written by [`document`].
//! The same figures and the same copy give the same bytes, at any time and on any machine.

mod document;
mod face;
mod figures;
mod form;
mod numerals;
mod sheet;

use anyhow::Result;
use tamga_crypto::control_number::control_number;
use tamga_record::definition::Language;

use document::About;
use face::{Faces, Weight};
pub use figures::Figures;
pub use form::Copy;
use form::{Form, status_key};
use sheet::{HEIGHT, MARGIN, MEASURE, Mark, Sheet, Side};

use crate::words::{Value, Words};

/// Size of the foot's text.
const FOOT: f32 = 8.0;

/// The PDF file of a copy: for every language the forms of these regions, `None` for that of all together. `report` hears how many
/// forms are laid out, of how many.
pub fn pdf(
    figures: &Figures<'_>,
    regions: &[Option<u16>],
    languages: &[Language],
    copy: Copy<'_>,
    report: &dyn Fn(u64, u64),
) -> Result<Vec<u8>> {
    let faces = Faces::new();
    let mut pages: Vec<(&Words, Vec<Mark>)> = Vec::new();
    let words = languages.iter().map(|language| Words::of(*language));
    let forms = words.flat_map(|words| regions.iter().map(move |region| (words, *region)));
    let total = (languages.len() * regions.len()) as u64;
    for (done, (words, region)) in (0..).zip(forms) {
        report(done, total);
        let mut sheet = Sheet::new(&faces);
        Form { words, figures, region, copy }.fill(&mut sheet);
        pages.extend(sheet.into_pages().into_iter().map(|marks| (words, marks)));
    }
    let count = pages.len();
    let page = |(number, (words, marks)): (u64, (&Words, Vec<Mark>))| {
        let across = figures.definition.rehearsal.then(|| Mark::Across { word: words.get("rehearsal") });
        let foot = foot(&faces, figures, words, copy, (number, count));
        across.into_iter().chain(marks).chain(foot).collect()
    };
    let pages: Vec<Vec<Mark>> = (1..).zip(pages).map(page).collect();
    let title = format!("{} {}", figures.definition.id, copy.number);
    let language = languages.first().map_or("kk", |language| language.word());
    document::write(&faces, &pages, &About { title: &title, language, time_s: copy.time_s })
}

/// Letters of these texts that the form has no glyphs for, once each.
pub fn missing(texts: &[&str]) -> Vec<char> {
    let faces = Faces::new();
    let mut missing: Vec<char> =
        texts.iter().flat_map(|text| text.chars()).filter(|letter| !faces.has(*letter)).collect();
    missing.sort_unstable();
    missing.dedup();
    missing
}

/// What every page ends with: status, copy and page, and the control number of the statement.
fn foot(faces: &Faces, figures: &Figures<'_>, words: &Words, copy: Copy<'_>, (page, pages): (u64, usize)) -> Vec<Mark> {
    let mut sheet = Sheet::new(faces);
    let margins = (MARGIN, MARGIN + MEASURE);
    let (first, second) = (HEIGHT - MARGIN - FOOT * 1.4, HEIGHT - MARGIN);
    sheet.rule((margins.0, first - FOOT * 1.4), (margins.1, first - FOOT * 1.4));
    let status = words.get(status_key(figures.statement.status));
    let status = match figures.definition.rehearsal {
        true => format!("{} · {status}", words.get("rehearsal")),
        false => status,
    };
    sheet.place(margins, first, &status, Side::Left, Weight::Bold, FOOT);
    let numbers = [("n", copy.number.into()), ("page", page), ("pages", pages as u64)];
    let values: Vec<(&str, Value<'_>)> = numbers.map(|(name, number)| (name, Value::Number(number))).into();
    sheet.place(margins, first, &words.with("paper-foot-copy", &values), Side::Right, Weight::Regular, FOOT);
    let number = control_number(&figures.statement.digest()).to_string();
    let number = words.with("paper-foot-number", &[("number", Value::Text(&number))]);
    sheet.place(margins, second, &number, Side::Left, Weight::Regular, FOOT);
    sheet.into_pages().concat()
}

#[cfg(test)]
mod tests;
