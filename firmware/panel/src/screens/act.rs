//! Acts: what is decided, and its figures.

use alloc::format;
use alloc::string::ToString;

use tamga_token::{Utc, tokens_of};
use tamga_wire::act::AMENDED_CLOSING_TIME;
use tamga_wire::{ActKind, Digest, Figures};

use super::Writer;
use crate::texts::Text;

pub(super) fn write(kind: ActKind, figures: Figures, writer: &mut Writer) -> Text {
    match (kind, figures) {
        (ActKind::Close, [opening, received, regions, incomplete]) => {
            writer.fill(Text::CloseAsk, &[&opening.to_string()]);
            writer.figure(Text::Received, received);
            writer.figure(Text::Regions, regions);
            writer.figure(Text::IncompleteChains, incomplete);
            Text::TopicClose
        }
        (ActKind::Amendment, figures) => {
            amendment(figures, writer);
            Text::TopicAmendment
        }
        (ActKind::For, figures) => {
            vote(Text::VoteForAsk, figures, writer);
            Text::TopicVote
        }
        (ActKind::Against, figures) => {
            vote(Text::VoteAgainstAsk, figures, writer);
            Text::TopicVote
        }
        (ActKind::Recount, [opening, received, counted, agrees]) => {
            writer.fill(Text::RecountAsk, &[&opening.to_string()]);
            writer.figure(Text::Received, received);
            writer.figure(Text::Counted, counted);
            writer.say(if agrees == 1 { Text::RecountAgrees } else { Text::RecountDiffers });
            Text::TopicRecount
        }
        (ActKind::End, [openings, ballots, tokens, _]) => {
            writer.say(Text::EndAsk);
            writer.say(Text::EndErases);
            writer.figure(Text::Openings, openings);
            writer.figure(Text::Ballots, ballots);
            writer.figure(Text::Tokens, tokens);
            Text::TopicEnd
        }
        (ActKind::Replacement, [number, replaced, ..]) => {
            writer.say(Text::ReplaceAsk);
            replacement(number, replaced, writer);
            Text::TopicReplacement
        }
        (ActKind::Pause, figures) => {
            pause(Text::PauseAsk, figures, writer);
            Text::TopicPause
        }
        (ActKind::Resume, figures) => {
            pause(Text::ResumeAsk, figures, writer);
            let [.., as_noted] = figures;
            writer.say(if as_noted == 1 { Text::AsNoted } else { Text::NotAsNoted });
            Text::TopicResume
        }
    }
}

/// The number of a pause, seals, entries of the ledger.
fn pause(ask: Text, [number, seals, entries, _]: Figures, writer: &mut Writer) {
    writer.say(ask);
    writer.figure(Text::PauseNumber, number);
    writer.figure(Text::Seals, seals);
    writer.figure(Text::LedgerEntries, entries);
}

/// The new shares of a replacement, of which `r` is the outcome.
pub(super) fn keep_reshared(number: u16, replaced: u64, outcome: &Digest, writer: &mut Writer) -> Text {
    writer.say(Text::KeepReshared);
    replacement(number.into(), replaced, writer);
    writer.control_number(outcome);
    Text::TopicReplacement
}

/// The number of a replacement, and the lost tokens as bits.
fn replacement(number: u64, replaced: u64, writer: &mut Writer) {
    writer.figure(Text::ReplacementNumber, number);
    writer.fill(Text::LostTokens, &[&tokens_of(replaced)]);
}

fn amendment([number, kind, place, value]: Figures, writer: &mut Writer) {
    writer.say(Text::AmendmentAsk);
    writer.figure(Text::AmendmentNumber, number);
    if kind == AMENDED_CLOSING_TIME {
        writer.figure(Text::Region, place);
        // Day and time on lines of their own, for people.
        let time = Utc(value).to_string().replace('T', "\n").replace('Z', " UTC");
        writer.fill(Text::ClosesAt, &[&time]);
    } else {
        writer.figure(Text::Contest, place);
        writer.figure(Text::WithdrawOption, value);
    }
}

fn vote(ask: Text, [decision, reason, region, records_or_tracker]: Figures, writer: &mut Writer) {
    writer.say(ask);
    writer.figure(Text::DecisionNumber, decision);
    if reason != 0 {
        writer.figure(Text::Reason, reason);
    }
    if reason != 0 && region == 0 {
        writer.say(Text::RegionAll);
    } else {
        writer.figure(Text::Region, region);
    }
    if reason == 0 {
        writer.fill(Text::OneRecord, &[&format!("{records_or_tracker:016x}")]);
    } else {
        writer.figure(Text::Records, records_or_tracker);
    }
}
