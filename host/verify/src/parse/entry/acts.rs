//! The entries of acts: what officers decided, what was brought, how it ended.

use super::{Kind, U32, officer_list, officers, opening};
use crate::limits;
use crate::parse::acts::Signatures;
use crate::parse::facts::{Facts, LANGUAGES, check_text};
use crate::reason::Reason;
use crate::text;

/// Entries 22 to 39 but 33: what officers, registrar and devices did.
pub(super) fn act(number: u64, name: &str, facts: &mut Facts<'_>) -> Result<Kind, Reason> {
    Ok(match (number, name) {
        (22, "amendment") => Kind::Amendment {
            number: facts.positive("number", U32)?,
            digest: facts.hex32("digest")?,
            officers: officers(facts, "officers")?,
        },
        (23, "decision") => {
            let (number, opening, digest) = (facts.positive("number", U32)?, opening(facts)?, facts.hex32("digest")?);
            let (votes_for, votes_against) = (some_officers(facts, "for")?, some_officers(facts, "against")?);
            if votes_for.iter().any(|officer| votes_against.contains(officer)) {
                return Err(Reason::Twice { what: "vote of an officer in decision", which: number.to_string() });
            }
            Kind::Decision { number, opening, digest, votes_for, votes_against }
        }
        (31, "recount") => Kind::Recount {
            number: facts.positive("number", U32)?,
            statement: facts.hex32("statement")?,
            agrees: facts.word("agrees", &["yes", "no"])? == 0,
            digest: facts.hex32("digest")?,
            officers: officers(facts, "officers")?,
        },
        (34, "revocations") => Kind::Revocations { digest: facts.hex32("digest")?, tags: facts.number("tags", U32)? },
        (35, "refused") => {
            let fault = facts.value("fault")?;
            if !text::is_id(fault) || fault.bytes().any(|byte| byte.is_ascii_digit()) {
                return Err(Reason::UnknownWord("fault"));
            }
            facts.hex32("digest")?;
            Kind::Refused
        }
        (36, "fork") => {
            let (region, collector) = (facts.id("region")?, facts.id("collector")?);
            let bundle = facts.positive("bundle", U32)?;
            let (first, second) = (facts.hex32("first")?, facts.hex32("second")?);
            if first == second {
                return Err(Reason::Twice { what: "bundle", which: bundle.to_string() });
            }
            Kind::Fork { region, collector, bundle, first, second }
        }
        (37, "lot") => {
            let (contest, close) = (facts.id("contest")?, facts.hex32("close")?);
            let (first, first_dice) = thrown(facts, "first-officer", "first-dice")?;
            let (second, second_dice) = thrown(facts, "second-officer", "second-dice")?;
            Kind::Lot { contest, close, officers: [first, second], dice: [first_dice, second_dice] }
        }
        (38, "device-log") => {
            let hsm = facts.id("hsm")?;
            facts.number("entries", U32)?;
            facts.hex32("digest")?;
            Kind::DeviceLog { hsm, unexplained: facts.number("unexplained", U32)? }
        }
        (39, "operations") => {
            let token = facts.positive("token", limits::OFFICERS as u64)?;
            facts.number("number", U32)?;
            facts.hex32("digest")?;
            Kind::Operations { token, unexplained: facts.number("unexplained", U32)? }
        }
        _ => return Err(Reason::UnknownKind),
    })
}

/// Entries 33 and 41 to 43: the end, replacements, and copies on paper.
pub(super) fn end(number: u64, name: &str, facts: &mut Facts<'_>) -> Result<Kind, Reason> {
    Ok(match (number, name) {
        (33, "end") => Kind::End {
            openings: facts.positive("openings", U32)?,
            counted: facts.number("counted", u64::MAX)?,
            statement: facts.hex32("statement")?,
            signatures: signatures(facts.value("signatures")?)?,
        },
        (41, "replacement") => {
            let number = facts.positive("number", limits::REPLACEMENTS.into())?;
            let digest = facts.hex32("digest")?;
            let (tokens, officers) = (officers(facts, "tokens")?, officers(facts, "officers")?);
            if tokens.iter().any(|token| officers.contains(token)) {
                return Err(Reason::Twice { what: "officer of replacement", which: number.to_string() });
            }
            Kind::Replacement { number, digest, tokens, officers }
        }
        (42, "ended") => Kind::Ended {
            token: index(facts.value("token")?)?,
            statement: facts.hex32("statement")?,
            signature: text::hex64(facts.value("signature")?)?,
        },
        (43, "copy") => {
            let number = facts.positive("number", U32)?;
            check_text(facts.value("recipient")?)?;
            let region = match facts.value("scope")? {
                "summary" | "all" => None,
                one => Some(text::id(one.strip_prefix("region-").ok_or(Reason::UnknownWord("scope"))?)?),
            };
            languages(facts.value("languages")?)?;
            let statement = facts.hex32("statement")?;
            facts.hex32("digest")?;
            Kind::Copy { number, region, statement }
        }
        _ => return Err(Reason::UnknownKind),
    })
}

/// Refuses anything but some of the languages, once each, in their order.
fn languages(list: &str) -> Result<(), Reason> {
    let mut left = LANGUAGES.iter();
    let is_next = |code| left.any(|known| *known == code);
    if list.split(',').all(is_next) { Ok(()) } else { Err(Reason::UnknownWord("languages")) }
}

/// Entries 28 and 29: a pause and its end.
pub(super) fn pause(number: u64, name: &str, facts: &mut Facts<'_>) -> Result<Kind, Reason> {
    Ok(match (number, name) {
        (28, "pause") => Kind::Pause {
            number: facts.positive("number", U32)?,
            covered: facts.positive("entries", u64::MAX)?,
            seals: match seals(facts.value("seals")?)? {
                seals if seals.is_empty() => return Err(Reason::Zero("seals")),
                seals => seals,
            },
            signatures: signatures(facts.value("signatures")?)?,
        },
        (29, "resume") => Kind::Resume {
            number: facts.positive("number", U32)?,
            seals: seals(facts.value("seals")?)?,
            noted: match facts.value("noted")? {
                "-" => None,
                number => Some(noted(number)?),
            },
            why: match facts.value("why")? {
                "-" => None,
                why => {
                    check_text(why)?;
                    Some(why.to_owned())
                }
            },
            signatures: signatures(facts.value("signatures")?)?,
        },
        _ => return Err(Reason::UnknownKind),
    })
}

/// The numbers of at most 64 seals, each 1 to 48 bytes of text without white space, ascending, separated by commas; or `-`.
fn seals(list: &str) -> Result<Vec<String>, Reason> {
    if list == "-" {
        return Ok(Vec::new());
    }
    let seals: Vec<String> = list.split(',').map(str::to_owned).collect();
    if seals.len() > limits::SEALS {
        return Err(Reason::TooMany { what: "seals", max: limits::SEALS });
    }
    for seal in &seals {
        check_text(seal)?;
        if seal.len() > limits::SEAL_LEN || seal == "-" || seal.contains(char::is_whitespace) {
            return Err(Reason::UnknownWord("seals"));
        }
    }
    if seals.is_sorted_by(|a, b| a < b) { Ok(seals) } else { Err(Reason::OutOfOrder("seals")) }
}

/// Ten groups of four digits, one space between them.
fn noted(number: &str) -> Result<String, Reason> {
    let group = |group: &str| group.len() == 4 && group.bytes().all(|digit| digit.is_ascii_digit());
    let is_number = number.split(' ').count() == 10 && number.split(' ').all(group);
    if is_number { Ok(number.to_owned()) } else { Err(Reason::UnknownWord("noted")) }
}

/// `OFFICER:SIGNATURE` in hex, ascending, separated by commas.
fn signatures(list: &str) -> Result<Signatures, Reason> {
    let mut signatures = Signatures::new();
    for signed in list.split(',') {
        let (officer, signature) = signed.split_once(':').ok_or(Reason::UnknownWord("signatures"))?;
        let officer = index(officer)?;
        if signatures.last().is_some_and(|(last, _)| *last >= officer) {
            return Err(Reason::OutOfOrder("officers"));
        }
        signatures.push((officer, text::hex64(signature)?));
    }
    Ok(signatures)
}

/// An officer's number, from 1.
fn index(number: &str) -> Result<u8, Reason> {
    match text::number(number, limits::OFFICERS as u64)? {
        0 => Err(Reason::Zero("officer")),
        number => u8::try_from(number).map_err(|_| Reason::Zero("officer")),
    }
}

/// An officer and what that officer threw: 10 to 48 digits 1 to 6.
fn thrown(facts: &mut Facts<'_>, officer: &'static str, dice: &'static str) -> Result<(u64, String), Reason> {
    let officer = facts.positive(officer, limits::OFFICERS as u64)?;
    let thrown = facts.value(dice)?;
    if (10..=48).contains(&thrown.len()) && thrown.bytes().all(|digit| (b'1'..=b'6').contains(&digit)) {
        Ok((officer, thrown.to_owned()))
    } else {
        Err(Reason::UnknownWord(dice))
    }
}

/// Officers, or `-` for nobody.
fn some_officers(facts: &mut Facts<'_>, key: &'static str) -> Result<Vec<u64>, Reason> {
    match facts.value(key)? {
        "-" => Ok(Vec::new()),
        list => officer_list(list),
    }
}
