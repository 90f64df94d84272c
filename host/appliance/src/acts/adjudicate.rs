//! `tamga adjudicate`: officers vote on held records, by reason, on their tokens.

use std::fs;

use anyhow::{Context, Result};
use rand_core::Rng;
use tamga_ceremony::Vote as VoteCeremony;
use tamga_record::admission::{Place, Reason};
use tamga_record::decision_plan::{DecisionPlan, PlannedDecision, Subject};
use tamga_record::decisions::{Decision, DecisionBody, Decisions, Outcome, Vote};
use tamga_tally::acts::Acts;
use tamga_tally::admit::Admitted;
use tamga_tally::election::Election;
use tamga_tally::record::Record;

use super::admit::{self, held, place_of};
use super::gathering::{DECISIONS, decisions_so_far, kept};
use crate::causes;
use crate::cli::AdjudicateArguments;
use crate::failure::{Failure, Head};
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;
use crate::state::Phase;

/// What was typed, as a plan; none where only a list is wanted.
pub fn plan_of(arguments: &AdjudicateArguments) -> Result<Option<DecisionPlan>> {
    if let Some(file) = &arguments.plan {
        let bad = |why: Message| Failure::bad_input(Message::of("plan-bad").with("path", file).with("why", why));
        let text = fs::read_to_string(file).map_err(|error| bad(causes::io(&error)))?;
        return Ok(Some(DecisionPlan::parse(&text).map_err(|error| bad(Message::plain(error)))?));
    }
    let why = arguments.why.clone().unwrap_or_default();
    let subject = match (&arguments.reason, &arguments.record) {
        (Some(word), _) => Subject::Reason { word: word.clone(), region: arguments.region.clone() },
        (None, Some(place)) => Subject::Record(place.clone()),
        (None, None) => return Ok(None),
    };
    let (in_favour, against) = (arguments.in_favour.clone(), arguments.against.clone());
    Ok(Some(DecisionPlan { decisions: vec![PlannedDecision { subject, in_favour, against, why }] }))
}

/// Lists what is held and what was decided about it.
pub fn list(room: &Room, standing: &Standing, election: &Election, admitted: &Admitted<'_>) -> Result<()> {
    let decisions = decisions_so_far(room, standing, election)?;
    let classes = admitted.held_classes();
    if classes.is_empty() {
        room.progress.say("adjudicate", "nothing-held");
    }
    let opening = standing.book.state().now().number;
    let quorum = election.definition().quorum;
    for (reason, records) in classes {
        let of_class = decisions.decisions.iter().filter(|decision| {
            decision.body.opening == opening && decision.body.reason == Some(reason) && decision.body.region.is_none()
        });
        let decided = match of_class.map(|decision| decision.outcome(quorum)).rfind(Outcome::is_decided) {
            Some(Outcome::For) => "held-count",
            Some(Outcome::Against) => "held-do-not-count",
            _ => "held-stays-undecided",
        };
        room.progress.say("adjudicate", held("held-class", reason, records).with("decided", Message::of(decided)));
    }
    Ok(())
}

/// Puts every decision of a plan to the vote, one after the other; the whole plan is checked before the first. One that has been
/// put last with the same words and votes is left as it is.
pub fn adjudicate(
    room: &mut Room,
    standing: &mut Standing,
    election: &Election,
    admitted: &Admitted<'_>,
    plan: &DecisionPlan,
) -> Result<()> {
    check_turn(standing)?;
    let mut decisions = decisions_so_far(room, standing, election)?;
    for (number, planned) in (1u64..).zip(&plan.decisions) {
        check(room, standing, election, admitted, planned, &decisions)
            .head(|| Message::of("plan-decision").with("number", number))?;
    }
    for planned in &plan.decisions {
        room.interrupt.check()?;
        let body = body_of(room, standing, election, admitted, planned, &decisions)?;
        let votes = votes_of(planned, election.definition().tokens())?;
        if is_there(&decisions, &body, &votes) {
            room.progress.say("adjudicate", Message::of("decided-before").with("what", subject(body.reason)));
            continue;
        }
        put_to_the_vote(room, standing, election, body, &votes, &mut decisions)?;
    }
    Ok(())
}

/// Refuses what officers could sign and nobody read afterwards.
fn check(
    room: &Room,
    standing: &Standing,
    election: &Election,
    admitted: &Admitted<'_>,
    planned: &PlannedDecision,
    decisions: &Decisions,
) -> Result<()> {
    votes_of(planned, election.definition().tokens())?;
    let body = body_of(room, standing, election, admitted, planned, decisions)?;
    body.check(election.definition()).map_err(|_| Failure::bad_input("decision-unsaid"))
}

fn check_turn(standing: &Standing) -> Result<()> {
    if matches!(standing.book.state().phase(), Phase::Admitted | Phase::Adjudicated) {
        return Ok(());
    }
    Err(Failure::bad_input("nothing-to-adjudicate"))
}

fn put_to_the_vote(
    room: &mut Room,
    standing: &mut Standing,
    election: &Election,
    body: DecisionBody,
    votes: &[(u8, Vote)],
    decisions: &mut Decisions,
) -> Result<()> {
    room.progress.control_number("adjudicate", "of-tokens-show", &body.digest());
    let machine = VoteCeremony::new(&standing.commission, election.id(), &body, votes);
    let mut after = decisions.clone();
    let keep = |room: &Room, given: &Vec<(u8, Vote, [u8; 64])>| {
        after.decisions.push(Decision { body: body.clone(), votes: given.clone() });
        kept(room).write(DECISIONS, &after.to_bytes())
    };
    room.hold_and_keep(machine, &mut standing.book, keep)?;
    room.audit().take_from(&kept(room), DECISIONS)?;
    *decisions = Decisions::parse(&room.audit().read(DECISIONS)?)?;
    let decided = decisions.decisions.last().context("the decision that was just put to the vote")?;
    let outcome = match decided.outcome(election.definition().quorum) {
        Outcome::For => "outcome-for",
        Outcome::Against => "outcome-against",
        Outcome::Undecided => "outcome-undecided",
    };

    let (records, number) = (decided.body.records, decided.body.number);
    room.progress.say(
        "adjudicate",
        Message::of("decision-taken")
            .with("number", number)
            .with("what", subject(decided.body.reason))
            .with("n", records)
            .with("outcome", Message::of(outcome)),
    );
    Ok(())
}

/// What a decision is about.
pub fn subject(reason: Option<Reason>) -> Message {
    reason.map_or(Message::of("one-record"), admit::named)
}

/// Whether the newest decision about the same records has the same words and votes.
fn is_there(decisions: &Decisions, body: &DecisionBody, votes: &[(u8, Vote)]) -> bool {
    let subject = |body: &DecisionBody| (body.opening, body.region, body.reason, body.place);
    let newest = decisions.decisions.iter().rfind(|before| subject(&before.body) == subject(body));
    newest.is_some_and(|before| {
        let given = before.votes.iter().map(|(officer, vote, _)| (*officer, *vote));
        before.body.why == body.why && given.eq(votes.iter().copied())
    })
}

fn votes_of(planned: &PlannedDecision, officers: u8) -> Result<Vec<(u8, Vote)>> {
    let in_favour = planned.in_favour.iter().map(|officer| (*officer, Vote::For));
    let mut votes: Vec<(u8, Vote)> =
        in_favour.chain(planned.against.iter().map(|officer| (*officer, Vote::Against))).collect();
    votes.sort_unstable_by_key(|(officer, _)| *officer);
    let twice = votes.windows(2).any(|pair| matches!(pair, [(one, _), (other, _)] if one == other));
    let unknown = votes.iter().any(|(officer, _)| !(1..=officers).contains(officer));
    if votes.is_empty() || twice || unknown {
        return Err(Failure::bad_input(Message::of("votes-bad").with("officers", officers)));
    }
    Ok(votes)
}

fn body_of(
    room: &Room,
    standing: &Standing,
    election: &Election,
    admitted: &Admitted<'_>,
    planned: &PlannedDecision,
    decisions: &Decisions,
) -> Result<DecisionBody> {
    // At most one decision an entry, and the ledger holds fewer than 2^32 entries.
    let number = decisions.decisions.len() as u32 + 1;
    let mut salt = [0; 32];
    room.streams.stream("appliance/decision-salt", u64::from(number)).fill_bytes(&mut salt);
    let opening = standing.book.state().now().number;
    let why = planned.why.clone();
    let body = |region, reason, place, tracker, records| DecisionBody {
        number,
        opening,
        region,
        reason,
        place,
        tracker,
        records,
        salt,
        why,
    };
    match &planned.subject {
        Subject::Reason { word, region } => {
            let reason = Reason::from_word(word).ok_or_else(|| unknown("unknown-reason", word))?;
            let region = match region {
                Some(code) => {
                    Some(place_of(election.definition(), code).ok_or_else(|| unknown("unknown-region", code))?)
                }
                None => None,
            };
            Ok(body(region, Some(reason), None, [0; 32], admitted.held(region, reason)))
        }
        Subject::Record(text) => {
            let (region, record) =
                record_of(election, admitted, text).ok_or_else(|| unknown("unknown-record", text))?;
            Ok(body(Some(region), None, Some(record.place()), *record.tracker(), 1))
        }
    }
}

fn unknown(key: &'static str, given: &str) -> anyhow::Error {
    Failure::bad_input(Message::of(key).with("given", given))
}

/// The held record at a place written REGION/COLLECTOR/BUNDLE/ITEM.
fn record_of<'r>(election: &Election, admitted: &'r Admitted<'_>, text: &str) -> Option<(u16, &'r Record)> {
    let definition = election.definition();
    let (code, rest) = text.split_once('/')?;
    let region = place_of(definition, code)?;
    let place = Place::from_words(definition, rest)?;
    admitted.held_records().find(|(held_in, record)| *held_in == region && record.place() == place)
}

/// The act as typed: with a plan it is carried out, without one what is held is listed.
pub fn run(
    room: &mut Room,
    standing: &mut Standing,
    election: &Election,
    acts: &Acts,
    arguments: &AdjudicateArguments,
) -> Result<()> {
    let plan = plan_of(arguments)?;
    check_turn(standing)?;
    let admitted = admit::restore(room, standing, election, acts)?;
    if let Some(plan) = plan {
        adjudicate(room, standing, election, &admitted, &plan)?;
    }
    list(room, standing, election, &admitted)
}
