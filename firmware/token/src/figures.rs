//! The figures of an act: whether they can be, and what they say in words.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use tamga_wire::act::{AMENDED_CLOSING_TIME, AMENDED_OPTION, REASONS, SEALS_MAX};
use tamga_wire::{ActKind, Figures};

use crate::definition::Enrolment;
use crate::text::{UNIX_SECONDS_MAX, Utc};

/// Whether the figures name openings, regions, contests and options that the definition has, and say nothing that cannot be.
/// Whether they are true the token cannot know; its signature covers them, so that others can hold them against the digest.
pub(crate) fn can_be(enrolment: &Enrolment, kind: ActKind, figures: &Figures) -> bool {
    let regions = u64::from(enrolment.regions);
    let is_opening = |opening: u64| u32::try_from(opening).is_ok_and(|opening| enrolment.openings.has(opening));
    match (kind, *figures) {
        (ActKind::Close, [opening, _, closed, _]) => is_opening(opening) && (1..=regions).contains(&closed),
        (ActKind::Amendment, [number, AMENDED_CLOSING_TIME, region, seconds]) => {
            number >= 1 && (1..=regions).contains(&region) && seconds <= UNIX_SECONDS_MAX
        }
        (ActKind::Amendment, [number, AMENDED_OPTION, contest, option]) => {
            let options = enrolment.options_of(contest);
            number >= 1 && (1..=options).contains(&option)
        }
        (ActKind::Amendment, _) => false,
        (ActKind::For | ActKind::Against, [number, reason, region, _]) => {
            // One record is in one region.
            number >= 1 && reason <= REASONS && region <= regions && (reason != 0 || region != 0)
        }
        (ActKind::Recount, [opening, received, counted, agrees]) => {
            is_opening(opening) && counted <= received && agrees <= 1
        }
        (ActKind::End, [openings, _, tokens, 0]) => {
            openings <= u64::from(enrolment.openings.last()) && usize::try_from(tokens) == Ok(enrolment.officers.len())
        }
        (ActKind::End, _) => false,
        (ActKind::Replacement, [number, replaced, 0, 0]) => {
            let is_next = number == u64::from(enrolment.replacements) + 1;
            let own = 1_u64.checked_shl(u32::from(enrolment.index).wrapping_sub(1)).unwrap_or_default();
            let tokens = enrolment.officers.len();
            let stay = tokens.saturating_sub(replaced.count_ones() as usize);
            let exist = replaced != 0 && replaced >> tokens == 0;
            is_next && exist && replaced & own == 0 && stay >= usize::from(enrolment.needed)
        }
        (ActKind::Replacement, _) => false,
        (ActKind::Pause, [number, seals, entries, last]) => {
            number >= 1 && (1..=SEALS_MAX).contains(&seals) && entries >= 1 && last == 0
        }
        (ActKind::Resume, [number, seals, entries, as_noted]) => {
            // Where all is as it was noted there is a seal.
            number >= 1 && (as_noted..=SEALS_MAX).contains(&seals) && entries >= 1 && as_noted <= 1
        }
    }
}

impl Enrolment {
    /// Options of a contest counted from 1; 0 where there is none.
    fn options_of(&self, contest: u64) -> u64 {
        let place = contest.checked_sub(1).and_then(|place| usize::try_from(place).ok());
        place.and_then(|place| self.options.get(place)).copied().unwrap_or_default().into()
    }
}

/// Writes what an act says, two or three short lines. Numbers count from 1, as in the definition.
pub(crate) fn in_words(f: &mut fmt::Formatter<'_>, kind: ActKind, figures: &Figures) -> fmt::Result {
    match (kind, *figures) {
        (ActKind::Close, [opening, received, regions, incomplete]) => write!(
            f,
            "CLOSE THE BOX of opening {opening}\nreceived {received}, regions {regions}\nincomplete chains {incomplete}"
        ),
        (ActKind::Amendment, [number, AMENDED_CLOSING_TIME, region, seconds]) => {
            write!(f, "AMENDMENT {number}\nregion {region} closes {}", Utc(seconds))
        }
        (ActKind::Amendment, [number, _, contest, option]) => {
            write!(f, "AMENDMENT {number}\nwithdraw option {option} of contest {contest}")
        }
        (ActKind::For, figures) => vote_in_words(f, "FOR", figures),
        (ActKind::Against, figures) => vote_in_words(f, "AGAINST", figures),
        (ActKind::Recount, [opening, received, counted, agrees]) => {
            let outcome = if agrees == 1 { "AGREES with" } else { "DIFFERS from" };
            write!(f, "RECOUNT of opening {opening}\nreceived {received}, counted {counted}\n{outcome} the statement")
        }
        (ActKind::End, [openings, ballots, tokens, _]) => write!(
            f,
            "END the election: the tokens erase their shares\nopenings {openings}, ballots {ballots}\ntokens {tokens}"
        ),
        (ActKind::Replacement, [number, replaced, ..]) => {
            write!(f, "REPLACEMENT {number}\nlost tokens {}", tokens_of(replaced))
        }
        (ActKind::Pause, [number, seals, entries, _]) => {
            write!(f, "PAUSE {number}\nseals {seals}\nledger entries {entries}")
        }
        (ActKind::Resume, [number, seals, entries, as_noted]) => {
            let found = if as_noted == 1 { "AS NOTED" } else { "NOT as noted" };
            write!(f, "RESUME after pause {number}\nseals {seals}, ledger entries {entries}\n{found}")
        }
    }
}

/// The tokens of a set of bits, bit `i − 1` for token `i`, as `2, 5`.
pub fn tokens_of(bits: u64) -> String {
    let tokens = (1..=u64::BITS).filter(|token| bits & (1 << (token - 1)) != 0);
    tokens.map(|token| token.to_string()).collect::<Vec<_>>().join(", ")
}

fn vote_in_words(
    f: &mut fmt::Formatter<'_>,
    vote: &str,
    [decision, reason, region, records_or_tracker]: Figures,
) -> fmt::Result {
    writeln!(f, "VOTE {vote} counting")?;
    match (reason, region, records_or_tracker) {
        (0, region, tracker) => write!(f, "region {region}, record {tracker:016x}")?,
        (reason, 0, records) => write!(f, "reason {reason}, region all, {records} records")?,
        (reason, region, records) => write!(f, "reason {reason}, region {region}, {records} records")?,
    }
    write!(f, "\ndecision {decision}")
}
