//! Acts that are seldom needed: which are possible now, what has to be filled in for each, and what comes of it.

use serde::{Deserialize, Serialize};
use tamga_crypto::hash::Digest;
use tamga_record::amendments::{AmendmentBody, AmendmentKind};
use tamga_record::definition::{Language, Names, Tie};
use tamga_record::ledger::{Languages, Scope};
use tamga_record::pause::ResumeBody;
use tamga_record::time::{format_time, parse_time};
use tamga_tally::seats::Dice;

use super::acts::{Act, resume_arguments};
use super::seen::Seen;
use super::sequel::Waiting;
use crate::acts::lookup;
use crate::acts::pause::{noted, resume_body, seals};
use crate::acts::protocol::recipient;
use crate::cli::At;
use crate::reading::Reading;
use crate::state::Phase;

/// What is typed for the form of all regions together and that of each.
const ALL_REGIONS: &str = "*";
/// The languages of a form, where nobody types others.
const USUAL_LANGUAGES: &str = "kk,ru";

/// An act that is begun from the list of other acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// Admits some regions only.
    Regions,
    /// Extends a region's closing time.
    Extend,
    /// Withdraws an option.
    Withdraw,
    /// Draws a lot.
    Lot,
    /// Replaces lost tokens.
    Replace,
    /// Derives the result again.
    Recount,
    /// Ends the election.
    End,
    /// Looks a record up.
    LookUp,
    /// Makes a copy of the official form on paper.
    Protocol,
    /// Seals the room.
    Pause,
    /// Goes on after a pause.
    Resume,
}

/// What can be chosen in these acts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Choices {
    /// Options that are not withdrawn, as `CONTEST/OPTION`.
    pub options: Vec<Choice>,
    /// Contests for which a lot may be needed and none is drawn yet.
    pub lots: Vec<Choice>,
    /// When regions close by the definition, RFC 3339.
    pub closes: String,
    /// Amendments so far.
    pub amendments: u32,
    /// Digest of the last one, or of the definition: what the next one follows.
    pub amended: Digest,
    /// Replacements of lost tokens so far.
    pub replacements: u16,
    /// Tokens that have erased their share of the election key.
    pub ended: usize,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Choice {
    /// As it is typed on the command line.
    pub value: String,
    /// Its place, from 1, as the tokens show it: contest, then option.
    pub place: Vec<usize>,
    /// Its names: of the contest, then of the option.
    pub names: Vec<Names>,
}

impl Choices {
    /// What can be chosen in an election that has come as far as this.
    pub fn of(reading: &Reading<'_>) -> Self {
        let (definition, state) = (reading.definition, reading.parts.ledger.state());
        let now = state.now();
        let is_waiting = state.phase() == Phase::Closed && !now.shares.is_empty();
        let amendments = reading.parts.amendments.as_ref();
        let is_withdrawn = |contest, option| amendments.is_some_and(|amendments| amendments.withdrawn(contest, option));
        let (mut options, mut lots) = (Vec::new(), Vec::new());
        for (contest, described) in (0u16..).zip(&definition.contests) {
            if is_waiting && described.seats > 0 && described.tie == Tie::Lot && !now.lots.contains_key(&described.id) {
                let (value, place) = (described.id.clone(), vec![usize::from(contest) + 1]);
                lots.push(Choice { value, place, names: vec![described.title.clone()] });
            }
            for (option, named) in (0u16..).zip(&described.options) {
                if !is_withdrawn(contest, option) {
                    options.push(Choice {
                        value: format!("{}/{}", described.id, named.id),
                        place: vec![usize::from(contest) + 1, usize::from(option) + 1],
                        names: vec![described.title.clone(), named.name.clone()],
                    });
                }
            }
        }
        let definition_digest = reading.parts.ledger.definition();
        Self {
            amended: amendments.map_or(*definition_digest, |amendments| amendments.last_digest(definition_digest)),
            options,
            lots,
            closes: format_time(definition.closes),
            amendments: state.amendments,
            replacements: state.replacements(),
            ended: state.end.as_ref().map_or(0, |end| end.tokens.len()),
        }
    }
}

impl Other {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 11] = [
        Self::LookUp,
        Self::Pause,
        Self::Resume,
        Self::Regions,
        Self::Extend,
        Self::Withdraw,
        Self::Lot,
        Self::Replace,
        Self::Protocol,
        Self::Recount,
        Self::End,
    ];

    /// The word of its messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Regions => "regions",
            Self::Extend => "extend",
            Self::Withdraw => "withdraw",
            Self::Lot => "lot",
            Self::Replace => "replace",
            Self::Recount => "recount",
            Self::End => "end",
            Self::LookUp => "look-up",
            Self::Protocol => "protocol",
            Self::Pause => "pause",
            Self::Resume => "resume",
        }
    }

    /// Whether its turn is now.
    pub fn is_possible(self, seen: &Seen) -> bool {
        let (phase, choices) = (seen.phase, &seen.choices);
        if seen.paused.is_some() {
            // Nothing else is done in a pause.
            return self == Self::Resume;
        }
        match self {
            Self::Resume => false,
            Self::Pause => !matches!(phase, Phase::SettingUp | Phase::Ended),
            Self::LookUp => phase > Phase::Gathering,
            Self::Regions if phase == Phase::Published => matches!(seen.sequel.waiting, Some(Waiting::Regions(_))),
            Self::Regions => matches!(phase, Phase::Gathering | Phase::Admitted),
            Self::Extend => {
                let is_some_open = seen.regions.iter().any(|region| !region.boxed) && seen.published < seen.openings;
                is_some_open && matches!(phase, Phase::Gathering | Phase::Admitted | Phase::Published)
            }
            Self::Withdraw => matches!(phase, Phase::Gathering | Phase::Admitted) && seen.published == 0,
            Self::Lot => !choices.lots.is_empty(),
            Self::Replace => !matches!(phase, Phase::SettingUp | Phase::Ended),
            // Of the statement that is in force, until another one is written.
            Self::Protocol => phase >= Phase::Signed || seen.published > 0 && phase < Phase::Opened,
            Self::Recount => matches!(phase, Phase::Published | Phase::Ended),
            Self::End if phase == Phase::Ended => choices.ended < usize::from(seen.officers),
            Self::End => {
                let is_all_boxed = seen.regions.iter().all(|region| region.boxed);
                phase == Phase::Published && is_all_boxed && seen.sequel.waiting.is_none()
            }
        }
    }

    /// Those whose turn is now.
    pub fn possible(seen: &Seen) -> Vec<Self> {
        Self::ALL.into_iter().filter(|other| other.is_possible(seen)).collect()
    }

    /// The words of what is to be filled in.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Regions => &["codes"],
            Self::Extend => &["region", "closes"],
            Self::Withdraw => &["option"],
            Self::Lot => &["contest", "first-officer", "first-dice", "second-officer", "second-dice"],
            Self::Replace => &["lost"],
            Self::LookUp => &["receipt"],
            Self::Protocol => &["recipient", "copy-region", "languages"],
            Self::Pause => &["seals"],
            Self::Resume => &["found", "checkpoint", "broken"],
            Self::Recount | Self::End => &[],
        }
    }

    /// What a field is chosen from; nothing where it is typed into.
    pub fn choices(self, field: usize, seen: &Seen) -> &[Choice] {
        match (self, field) {
            (Self::Withdraw, 0) => &seen.choices.options,
            (Self::Lot, 0) => &seen.choices.lots,
            _ => &[],
        }
    }
}

/// An act's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Of which act.
    pub other: Other,
    /// What stands in its fields.
    pub fields: Vec<String>,
    /// The field that takes the keys.
    pub field: usize,
}

impl Sheet {
    /// The form as it is opened.
    pub fn new(other: Other, seen: &Seen) -> Self {
        let first = |field| other.choices(field, seen).first().map_or_else(String::new, |choice| choice.value.clone());
        let mut fields: Vec<String> = (0..other.fields().len()).map(first).collect();
        match (other, fields.as_mut_slice()) {
            (Other::Extend, [_, closes]) => closes.clone_from(&seen.choices.closes),
            (Other::Protocol, [.., languages]) => languages.push_str(USUAL_LANGUAGES),
            _ => {}
        }
        Self { other, fields, field: 0 }
    }

    /// What is chosen in a field.
    pub fn chosen<'s>(&self, field: usize, seen: &'s Seen) -> Option<&'s Choice> {
        let value = self.fields.get(field)?;
        self.other.choices(field, seen).iter().find(|choice| choice.value == *value)
    }

    /// The act of the form; none while something in it is missing or cannot be.
    pub fn act(&self, seen: &Seen) -> Option<Act> {
        Some(match (self.other, self.fields.as_slice()) {
            (Other::Regions, [codes]) => Act::Admit { regions: regions(codes, seen)? },
            (Other::Extend, [region, closes]) if is_open(region, seen) && parse_time(closes).is_some() => {
                Act::Extend { region: region.clone(), closes: closes.clone() }
            }
            (Other::Withdraw, [option]) if self.chosen(0, seen).is_some() => Act::Withdraw { option: option.clone() },
            (Other::Lot, [contest, first, first_dice, second, second_dice]) => {
                let first = (officer(first, seen)?, throws(first_dice)?);
                let second = (officer(second, seen)?, throws(second_dice)?);
                (first.0 != second.0).then(|| Act::Lot { contest: contest.clone(), dice: vec![first, second] })?
            }
            (Other::Replace, [typed]) => Act::Replace { lost: lost(typed, seen)? },
            (Other::LookUp, [text]) if lookup::is_readable(text) => Act::LookUp { text: text.trim().to_owned() },
            (Other::Protocol, [typed, region, languages]) => Act::Protocol {
                recipient: recipient(typed.trim())?,
                scope: scope(region, seen)?,
                languages: languages_of(languages)?,
            },
            (Other::Pause, [numbers]) => {
                let typed = parts(numbers);
                seals(&typed).is_ok().then_some(Act::Pause { seals: typed })?
            }
            (Other::Resume, [found, checkpoint, broken]) => {
                let given = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
                let (seals, checkpoint, broken) = (parts(found), given(checkpoint), given(broken));
                let act = Act::Resume { seals, checkpoint, broken };
                resumed(&act, seen).and(Some(act))?
            }
            (Other::Recount, []) => Act::Recount,
            (Other::End, []) => Act::End,
            _ => return None,
        })
    }

    /// The word of the first field that is missing or does not fit; none where the act of the form is whole.
    pub fn lacks(&self, seen: &Seen) -> Option<&'static str> {
        if self.act(seen).is_some() {
            return None;
        }
        let fields = self.other.fields();
        fields
            .iter()
            .enumerate()
            .find(|(place, key)| !self.fits(*place, key, seen))
            .map(|(_, key)| *key)
            .or(fields.last().copied())
    }

    /// Whether what stands in a field can be, beside the other fields.
    fn fits(&self, place: usize, key: &str, seen: &Seen) -> bool {
        let of = |place: usize| self.fields.get(place).map_or("", |text| text.trim());
        let text = of(place);
        match key {
            "codes" => regions(text, seen).is_some(),
            "region" => is_open(text, seen),
            "closes" => parse_time(text).is_some(),
            "option" | "contest" => self.chosen(place, seen).is_some(),
            "first-officer" => officer(text, seen).is_some(),
            "second-officer" => officer(text, seen).is_some_and(|second| officer(of(1), seen) != Some(second)),
            "first-dice" | "second-dice" => throws(text).is_some(),
            "lost" => lost(text, seen).is_some(),
            "receipt" => lookup::is_readable(text),
            "recipient" => recipient(text).is_some(),
            "copy-region" => scope(text, seen).is_some(),
            "languages" => languages_of(text).is_some(),
            "seals" => seals(&parts(text)).is_ok(),
            // What happened stands for a seal or note that is gone.
            "found" => !of(2).is_empty() || seals(&parts(text)).is_ok(),
            "checkpoint" if text.is_empty() => !of(2).is_empty(),
            "checkpoint" => {
                seen.paused.as_ref().is_some_and(|paused| noted(text, paused.entries, !of(2).is_empty()).is_ok())
            }
            _ => false,
        }
    }
}

/// What a quorum would sign to amend the election; none of other acts.
pub fn amended(act: &Act, seen: &Seen) -> Option<AmendmentBody> {
    // A definition has far fewer than 2^16 of any of these.
    let index = |place: usize| u16::try_from(place).ok();
    let kind = match act {
        Act::Extend { region, closes } => {
            let region = index(seen.regions.iter().position(|row| row.code == *region)?)?;
            AmendmentKind::ClosingTime { region, closes: parse_time(closes)? }
        }
        Act::Withdraw { option } => {
            let chosen = seen.choices.options.iter().find(|choice| choice.value == *option)?;
            let [contest, option] = chosen.place[..] else { return None };
            AmendmentKind::Withdrawn { contest: index(contest - 1)?, option: index(option - 1)? }
        }
        _ => return None,
    };
    Some(AmendmentBody { previous: seen.choices.amended, kind })
}

/// What a quorum would sign at the end of the pause; none while something is missing or cannot be.
pub fn resumed(act: &Act, seen: &Seen) -> Option<ResumeBody> {
    let Act::Resume { seals, checkpoint, broken } = act else { return None };
    let paused = seen.paused.as_ref()?;
    if checkpoint.is_none() && broken.is_none() {
        return None;
    }
    let place = At { at: seen.at.clone(), tokens: None };
    let arguments = resume_arguments(place, seals, checkpoint.as_ref(), broken.as_ref());
    resume_body(seen.election, paused.number, (paused.entries, paused.root), &arguments).ok()
}

/// Which forms a copy has; none where there is no such region.
fn scope(region: &str, seen: &Seen) -> Option<Scope> {
    Some(match region.trim() {
        "" => Scope::Summary,
        ALL_REGIONS => Scope::All,
        code => Scope::Region(seen.regions.iter().find(|region| region.code == code)?.code.clone()),
    })
}

fn languages_of(typed: &str) -> Option<Languages> {
    let languages: Vec<Language> = parts(typed).iter().map(|word| Language::from_word(word)).collect::<Option<_>>()?;
    Languages::of(&languages)
}

/// What stands between commas and spaces.
fn parts(text: &str) -> Vec<String> {
    text.split([',', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Codes of regions; none where there are none, or one of them is no region's.
fn regions(typed: &str, seen: &Seen) -> Option<Vec<String>> {
    let codes = parts(typed);
    let exist = codes.iter().all(|code| seen.regions.iter().any(|region| region.code == *code));
    (exist && !codes.is_empty()).then_some(codes)
}

/// Whether a region has this code and is in no box yet.
fn is_open(code: &str, seen: &Seen) -> bool {
    seen.regions.iter().any(|region| region.code == code && !region.boxed)
}

/// Officers whose tokens are lost; none where there are no such officers, or the others are no quorum.
fn lost(typed: &str, seen: &Seen) -> Option<Vec<u8>> {
    let lost: Vec<u8> = parts(typed).iter().map(|part| officer(part, seen)).collect::<Option<_>>()?;
    let spare = usize::from(seen.officers.saturating_sub(seen.quorum));
    (1..=spare).contains(&lost.len()).then_some(lost)
}

fn officer(typed: &str, seen: &Seen) -> Option<u8> {
    typed.parse().ok().filter(|officer| (1..=seen.officers).contains(officer))
}

/// What was thrown; none where these are no throws.
fn throws(typed: &str) -> Option<String> {
    let dice: String = typed.split(' ').collect();
    Dice::parse(&dice).is_ok().then_some(dice)
}
