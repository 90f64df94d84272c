//! The form of a protocol: what stands on it, from the head to the signatures.

use tamga_crypto::control_number::control_number;
use tamga_crypto::hash::Digest;
use tamga_record::definition::{Contest, Language};
use tamga_record::ledger::Answer;
use tamga_record::results::BLANK;
use tamga_record::statement::StatementStatus;
use tamga_record::time::format_time;

use super::face::Weight::{Bold, Regular};
use super::figures::{Figures, Incomplete, Went};
use super::numerals::in_words;
use super::sheet::{Column, MARGIN, MEASURE, Sheet, Side};
use crate::words::{Value, Words};

/// Size of running text and of tables.
const TEXT: f32 = 10.0;
const SMALL: f32 = 8.0;
const TITLE: f32 = 14.0;
const HEADING: f32 = 11.5;
/// Room between parts.
const GAP: f32 = 9.0;
/// Side of the QR code: 28 mm.
const CODE: f32 = 79.4;
/// Height of a line that is signed.
const SIGNATURE: f32 = 32.0;
/// The longest list of regions, in notes; longer ones name the first and how many more.
const NOTED_MAX: usize = 400;

/// What a copy says of itself.
#[derive(Debug, Clone, Copy)]
pub struct Copy<'a> {
    /// Its number.
    pub number: u32,
    /// Who it is for.
    pub recipient: &'a str,
    /// When it was made, Unix seconds.
    pub time_s: u64,
}

/// One form in one language: of a region, or of all together.
pub struct Form<'a> {
    /// The words.
    pub words: &'a Words,
    /// What was counted.
    pub figures: &'a Figures<'a>,
    /// Index of the region; none for all.
    pub region: Option<u16>,
    /// The copy.
    pub copy: Copy<'a>,
}

impl Form<'_> {
    /// Fills the pages.
    pub fn fill(&self, sheet: &mut Sheet<'_>) {
        self.head(sheet);
        self.turnout(sheet);
        for (number, index) in (1..).zip(self.contests()) {
            if let Some(contest) = self.figures.definition.contest(index) {
                self.contest(sheet, number, contest);
            }
        }
        self.notes(sheet);
        self.signatures(sheet);
        self.seal(sheet);
    }

    fn default_language(&self) -> Language {
        self.figures.definition.language
    }

    fn region_name(&self, region: u16) -> &str {
        let region = self.figures.definition.region(region);
        region.map_or("", |region| self.words.name(&region.name, self.default_language()))
    }

    /// The contests on the ballots here.
    fn contests(&self) -> Vec<u16> {
        let definition = self.figures.definition;
        match self.region.and_then(|region| definition.region(region)) {
            Some(region) => region.contests.indices().collect(),
            None => (0..).take(definition.contests.len()).collect(),
        }
    }

    fn head(&self, sheet: &mut Sheet<'_>) {
        let (words, definition) = (self.words, self.figures.definition);
        let right = (MARGIN + MEASURE * 0.3, MARGIN + MEASURE);
        sheet.text_between(right, &words.count("paper-copy", self.copy.number.into()), Side::Right, Bold, TEXT);
        let recipient = words.with("paper-recipient", &[("recipient", Value::Text(self.copy.recipient))]);
        sheet.text_between(right, &recipient, Side::Right, Regular, TEXT);
        let issued = words.with("paper-issued", &[("time", Value::Text(&time(self.copy.time_s)))]);
        sheet.text_between(right, &issued, Side::Right, Regular, SMALL);
        if definition.rehearsal {
            sheet.text_between(right, &words.get("rehearsal-clock"), Side::Right, Regular, SMALL);
        }
        sheet.skip(GAP);
        sheet.text(&words.get("paper-title"), Side::Middle, Bold, TITLE);
        sheet.skip(GAP / 3.0);
        sheet.text(words.name(&definition.title, self.default_language()), Side::Middle, Bold, HEADING);
        let of = match self.region.and_then(|region| definition.region(region)) {
            Some(region) => {
                let name = words.name(&region.name, self.default_language());
                words.with("paper-region", &[("name", Value::Text(name)), ("code", Value::Text(&region.code))])
            }
            None => words.get("paper-summary"),
        };
        sheet.text(&of, Side::Middle, Bold, HEADING);
        let status = words.get(status_key(self.figures.statement.status));
        let status = words.with("paper-status", &[("status", Value::Text(&status))]);
        sheet.text(&status, Side::Middle, Bold, HEADING);
        if !self.remarks().is_empty() {
            sheet.text(&words.get("paper-remarks"), Side::Middle, Bold, TEXT);
        }
        let (opens, closes) = (time(definition.opens), time(definition.closes));
        let period = [("opens", Value::Text(opens.as_str())), ("closes", Value::Text(closes.as_str()))];
        sheet.text(&words.with("paper-period", &period), Side::Middle, Regular, TEXT);
        sheet.skip(22.0);
        let y = sheet.y();
        sheet.rule((MARGIN + 40.0, y), (MARGIN + MEASURE - 40.0, y));
        sheet.text(&words.get("paper-commission-hint"), Side::Middle, Regular, SMALL);
        sheet.skip(GAP);
    }

    fn heading(&self, sheet: &mut Sheet<'_>, text: &str) {
        // With the head of the table and its first rows.
        sheet.keep(80.0);
        sheet.skip(GAP / 2.0);
        sheet.text(text, Side::Left, Bold, HEADING);
        sheet.skip(GAP / 3.0);
    }

    /// The row of `turnout.csv`, or its sums as the statement has them.
    fn turnout(&self, sheet: &mut Sheet<'_>) {
        self.heading(sheet, &self.words.get("paper-turnout"));
        let figures = self.turnout_figures();
        let Some(figures) = figures else {
            sheet.text(&self.words.get("paper-not-yet"), Side::Left, Regular, TEXT);
            return sheet.skip(GAP);
        };
        let keys = ["registered", "received", "counted", "green", "blue", "yellow", "red", "superseded", "late"];
        let rows: Vec<Vec<String>> = (1..)
            .zip(keys.iter().zip(figures))
            .map(|(number, (key, figure))| self.row(number, self.words.get(&format!("paper-{key}")), figure))
            .collect();
        sheet.table(&COLUMNS, &self.table_head("paper-column-what"), &rows, TEXT);
        sheet.skip(GAP);
    }

    fn turnout_figures(&self) -> Option<[u64; 9]> {
        let Some(region) = self.region else {
            let all = &self.figures.statement;
            let whole = [all.registered, all.received, all.counted, all.green, all.blue, all.yellow, all.red];
            let [registered, received, counted, green, blue, yellow, red] = whole;
            return Some([registered, received, counted, green, blue, yellow, red, all.superseded, all.late]);
        };
        let row = self.figures.turnout(region)?;
        let registered = self.figures.definition.region(region)?.registered;
        let columns = [row.received, row.counted, row.green, row.blue, row.yellow, row.red, row.superseded, row.late];
        let [received, counted, green, blue, yellow, red, superseded, late] = columns;
        Some([registered, received, counted, green, blue, yellow, red, superseded, late].map(u64::from))
    }

    fn contest(&self, sheet: &mut Sheet<'_>, number: u64, contest: &Contest) {
        let title = self.words.name(&contest.title, self.default_language());
        let title = [("n", Value::Number(number)), ("title", Value::Text(title))];
        self.heading(sheet, &self.words.with("paper-contest", &title));
        let Some(votes) = self.figures.votes(self.region, contest) else {
            sheet.text(&self.words.get("paper-not-apart"), Side::Left, Regular, TEXT);
            return sheet.skip(GAP);
        };
        let names = contest
            .options
            .iter()
            .map(|option| (option.id.as_str(), self.words.name(&option.name, self.default_language()).to_owned()));
        let names = names.chain([(BLANK, self.words.get("paper-unused"))]);
        let seats = |option| self.figures.seats(contest, option).filter(|_| self.region.is_none());
        let has_seats = contest.options.iter().any(|option| seats(&option.id).is_some());
        let rows: Vec<Vec<String>> = (1..)
            .zip(names.zip(votes))
            .map(|(number, ((id, name), votes))| {
                let mut row = self.row(number, name, votes);
                if has_seats {
                    row.push(seats(id).map_or("–".to_owned(), |seats| self.words.number(seats.seats)));
                }
                row
            })
            .collect();
        let mut head = self.table_head("paper-column-option");
        if has_seats {
            head.push(self.words.get("paper-column-seats"));
            sheet.table(&COLUMNS_WITH_SEATS, &head, &rows, TEXT);
        } else {
            sheet.table(&COLUMNS, &head, &rows, TEXT);
        }
        sheet.skip(GAP);
    }

    fn table_head(&self, what: &str) -> Vec<String> {
        ["paper-column-number", what, "paper-column-figures", "paper-column-words"]
            .map(|key| self.words.get(key))
            .to_vec()
    }

    fn row(&self, number: u64, what: String, figure: u64) -> Vec<String> {
        let language = self.words.language();
        vec![number.to_string(), what, self.words.number(figure), in_words(figure, language)]
    }

    fn notes(&self, sheet: &mut Sheet<'_>) {
        let mut notes = self.remarks();
        notes.extend(match self.region {
            Some(region) => self.notes_of(region),
            None => self.notes_of_all(),
        });
        if !notes.is_empty() {
            self.heading(sheet, &self.words.get("paper-notes"));
            notes.iter().for_each(|note| sheet.text(note, Side::Left, Regular, TEXT));
            sheet.skip(GAP);
        }
    }

    /// What somebody has to explain: attestations that nobody issued, bundles that did not come.
    fn remarks(&self) -> Vec<String> {
        let overdrawn = self.figures.overdrawn(self.region).into_iter().map(|(region, used, issued)| {
            let [used, issued] = [used, issued].map(|figure| self.words.number(figure.into()));
            let values = [("region", self.region_name(region)), ("used", &used), ("issued", &issued)];
            self.words.with("paper-overdrawn", &values.map(|(name, text)| (name, Value::Text(text))))
        });
        let incomplete = self.figures.incomplete(self.region).into_iter().map(|of| {
            let Incomplete { opening, collector, has_begun, regions } = of;
            let key = if has_begun { "paper-incomplete" } else { "paper-nothing-from" };
            let (opening, regions) = (opening.to_string(), self.list(&regions));
            let values = [("opening", &opening), ("collector", &collector), ("regions", &regions)];
            self.words.with(key, &values.map(|(name, text)| (name, Value::Text(text))))
        });
        overdrawn.chain(incomplete).collect()
    }

    /// Where the votes of a region are that do not stand alone.
    fn notes_of(&self, region: u16) -> Vec<String> {
        let mut notes = Vec::new();
        for index in self.contests() {
            let Some(contest) = self.figures.definition.contest(index) else { continue };
            let title = self.words.name(&contest.title, self.default_language());
            for (opening, went) in self.figures.went(region, index) {
                notes.push(self.note(title, opening, &went));
            }
        }
        notes
    }

    fn note(&self, contest: &str, opening: u32, went: &Went) -> String {
        let (opening, min) = (opening.to_string(), self.figures.definition.min_open.to_string());
        let note = |key: &str, more: &[(&str, &str)]| {
            let all = [("contest", contest), ("opening", opening.as_str()), ("min", min.as_str())];
            let values: Vec<(&str, Value<'_>)> =
                all.iter().chain(more).map(|(name, text)| (*name, Value::Text(text))).collect();
            self.words.with(key, &values)
        };
        match went {
            Went::Into(head) => note("paper-into", &[("head", self.region_name(*head))]),
            Went::With(others) => note("paper-with", &[("regions", &self.list(others))]),
            Went::Withheld => note("paper-withheld", &[]),
        }
    }

    /// Names of regions, the first ones of a long list.
    fn list(&self, regions: &[u16]) -> String {
        let mut list = String::new();
        for (place, region) in regions.iter().enumerate() {
            if list.chars().count() > NOTED_MAX {
                list.push_str(&format!(" … +{}", regions.len() - place));
                break;
            }
            list.push_str(if list.is_empty() { "" } else { ", " });
            list.push_str(self.region_name(*region));
        }
        list
    }

    /// Of the summary: every region that does not stand alone, then what is to be said of seats.
    fn notes_of_all(&self) -> Vec<String> {
        let definition = self.figures.definition;
        let mut notes = Vec::new();
        for (region, described) in (0..).zip(&definition.regions) {
            for index in described.contests.indices() {
                let Some(contest) = definition.contest(index) else { continue };
                let title = self.words.name(&contest.title, self.default_language());
                for (opening, went) in self.figures.went(region, index) {
                    if matches!(went, Went::With(_)) {
                        continue;
                    }
                    let (name, note) = (self.region_name(region), self.note(title, opening, &went));
                    let values = [("region", Value::Text(name)), ("note", Value::Text(note.as_str()))];
                    notes.push(self.words.with("paper-of-region", &values));
                }
            }
        }
        for contest in &definition.contests {
            notes.extend(self.notes_of_seats(contest));
        }
        notes
    }

    fn notes_of_seats(&self, contest: &Contest) -> Vec<String> {
        let title = self.words.name(&contest.title, self.default_language());
        let note = |option: &tamga_record::definition::ElectionOption| {
            let remark = &self.figures.seats(contest, &option.id)?.remark;
            // That nobody is elected by "against all" needs no note.
            if remark.is_empty() || remark == "not-eligible" {
                return None;
            }
            let name = self.words.name(&option.name, self.default_language());
            let values = [("contest", Value::Text(title)), ("option", Value::Text(name))];
            Some(self.words.with(&format!("paper-seat-{remark}"), &values))
        };
        contest.options.iter().filter_map(note).collect()
    }

    /// Who answered how on the tokens, then a line for the hand of each.
    fn signatures(&self, sheet: &mut Sheet<'_>) {
        let words = self.words;
        sheet.keep(3.0 * SIGNATURE);
        sheet.text(&words.get("paper-figures"), Side::Left, Regular, TEXT);
        let answers = &self.figures.answers;
        for (key, wanted) in [
            ("paper-signed", Some(Answer::Sign)),
            ("paper-dissented", Some(Answer::Dissent)),
            ("paper-refused", Some(Answer::Refuse)),
            ("paper-silent", None),
        ] {
            let officers: Vec<String> = (1..)
                .zip(answers)
                .filter(|(_, answer)| **answer == wanted)
                .map(|(n, _): (u8, _)| n.to_string())
                .collect();
            if !officers.is_empty() {
                let officers = officers.join(", ");
                sheet.text(&words.with(key, &[("officers", Value::Text(&officers))]), Side::Left, Regular, TEXT);
            }
        }
        sheet.skip(GAP);
        for place in 0..answers.len() {
            let key = match place {
                0 => "paper-chair",
                1 if answers.len() > 2 => "paper-deputy",
                1 | 2 => "paper-secretary",
                _ => "paper-member",
            };
            self.hand(sheet, &words.get(key));
        }
    }

    /// A line to sign on.
    fn hand(&self, sheet: &mut Sheet<'_>, who: &str) {
        sheet.keep(SIGNATURE);
        let y = sheet.y() + SIGNATURE - 11.0;
        let right = MARGIN + MEASURE;
        sheet.place((MARGIN, right), y - 2.0, who, Side::Left, Regular, TEXT);
        for (from, to, hint) in
            [(MARGIN + 205.0, MARGIN + 315.0, "paper-signature-hint"), (MARGIN + 330.0, right, "paper-name-hint")]
        {
            sheet.rule((from, y), (to, y));
            sheet.place((from, to), y + SMALL, &self.words.get(hint), Side::Middle, Regular, SMALL);
        }
        sheet.skip(SIGNATURE);
    }

    /// Place for the time and the seal, and the digest as text and QR code.
    fn seal(&self, sheet: &mut Sheet<'_>) {
        let words = self.words;
        sheet.keep(CODE + 4.0 * GAP + 2.0 * TEXT);
        sheet.skip(2.0 * GAP);
        sheet.text(&words.get("paper-time"), Side::Left, Regular, TEXT);
        sheet.skip(GAP);
        let (top, left) = (sheet.y(), MARGIN + CODE + GAP);
        let margins = (left, MARGIN + MEASURE - CODE - GAP);
        let digest = self.figures.statement.digest();
        sheet.code((MARGIN, top), CODE, code_text(&digest));
        sheet.text_between(margins, &words.get("paper-digest"), Side::Left, Regular, SMALL);
        let hex = hex::encode_upper(digest);
        for line in hex.as_bytes().chunks(32) {
            let fours = line.chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
            sheet.text_between(margins, &fours, Side::Left, Regular, SMALL);
        }
        sheet.skip(GAP / 2.0);
        sheet.text_between(margins, &words.get("paper-control"), Side::Left, Regular, SMALL);
        sheet.text_between(margins, &control_number(&digest).to_string(), Side::Left, Bold, SMALL);
        let place = (MARGIN + MEASURE - CODE, MARGIN + MEASURE);
        sheet.place(place, top + CODE / 2.0, &words.get("paper-seal"), Side::Middle, Regular, HEADING);
        sheet.skip((top + CODE - sheet.y()).max(0.0));
    }
}

/// The text of the QR code: the digest of the statement's text, as on the screen.
pub fn code_text(digest: &Digest) -> String {
    format!("TAMGA:STATEMENT:{}", hex::encode_upper(digest))
}

/// The message for a status.
pub fn status_key(status: StatementStatus) -> &'static str {
    match status {
        StatementStatus::Partial => "status-partial",
        StatementStatus::Complete => "status-complete",
        StatementStatus::Certified => "status-certified",
        StatementStatus::Recount => "status-recount",
        StatementStatus::Correction => "status-correction",
    }
}

/// `05.11.2024 20:00 UTC`.
fn time(unix_s: u64) -> String {
    let written = format_time(unix_s);
    let part = |range: std::ops::Range<usize>| written.get(range).unwrap_or_default();
    format!("{}.{}.{} {} UTC", part(8..10), part(5..7), part(0..4), part(11..16))
}

const fn column(width: f32, side: Side) -> Column {
    Column { width, side, weight: Regular }
}

const FIGURES: Column = Column { width: 72.0, side: Side::Right, weight: Bold };

/// Number, what, figures, words.
const COLUMNS: [Column; 4] =
    [column(26.0, Side::Right), column(208.0, Side::Left), FIGURES, column(MEASURE - 306.0, Side::Left)];

/// The same with seats behind.
const COLUMNS_WITH_SEATS: [Column; 5] = [
    column(26.0, Side::Right),
    column(182.0, Side::Left),
    FIGURES,
    column(MEASURE - 340.0, Side::Left),
    Column { width: 60.0, side: Side::Right, weight: Bold },
];
