//! What the ledger says, in words: a message for every kind of entry, named by the kind, with those of its values that people follow.

use tamga_record::decisions::Decision;
use tamga_record::ledger::{Answer, Entry, Scope, Signer, TokenAct};

use crate::acts::adjudicate::subject;
use crate::message::{Message, Part};
use crate::tokens;

/// What an entry says. A seal's number is never in it: it is read off the doors, and not off the screen.
pub fn describe(entry: &Entry) -> Message {
    let said = Message::of_kind("ledger-entry", entry.name());
    match entry {
        Entry::Roll { entries, .. } => said.with("n", *entries),
        Entry::Endorsement { signer, .. } => said.with("who", who(signer)),
        Entry::Import { region, collector, bundle, items, .. } => {
            said.with("region", region).with("collector", collector).with("bundle", *bundle).with("n", *items)
        }
        Entry::Admission { opening, received, red, held, .. } => {
            said.with("opening", *opening).with("n", *received).with("red", *red).with("held", *held)
        }
        Entry::Close { opening, incomplete, officers, .. } => {
            said.with("opening", *opening).with("incomplete", *incomplete).with("officers", Part::all_of(officers))
        }
        Entry::Unlock { role, hsm, officers, .. } => {
            said.with("role", tokens::role(*role)).with("hsm", hsm).with("officers", Part::all_of(officers))
        }
        Entry::Unseal { region, hsm } => said.with("region", region).with("hsm", hsm),
        Entry::Verified { opening, received, counted, .. } => {
            said.with("opening", *opening).with("received", *received).with("n", *counted)
        }
        Entry::Root { opening, leaves, withheld, sums, .. } => {
            said.with("opening", *opening).with("leaves", *leaves).with("withheld", *withheld).with("n", *sums)
        }
        Entry::Approval { opening, checker, .. } => said.with("opening", *opening).with("checker", checker),
        Entry::Share { opening, token, .. } => said.with("opening", *opening).with("token", *token),
        Entry::Result { opening, .. } | Entry::Statement { opening, .. } | Entry::Published { opening, .. } => {
            said.with("opening", *opening)
        }
        Entry::Signature { opening, signer, answer, .. } => {
            said.with("opening", *opening).with("who", who(signer)).with("answer", answered(signer, *answer))
        }
        Entry::Refusal { token, act, .. } => said.with("token", *token).with("act", asked(*act)),
        _ => beside(entry, said),
    }
}

/// What a decision was about; nothing of other entries.
pub fn about(entry: &Entry, decisions: &[Decision]) -> Option<Message> {
    let Entry::Decision { number, .. } = entry else { return None };
    let decision = decisions.iter().find(|decision| decision.body.number == *number)?;
    Some(Message::of("decided-about").with("what", subject(decision.body.reason)))
}

/// The same of what is beside the count, from its preparation to its results: files, acts of quorums, devices, paper.
fn beside(entry: &Entry, said: Message) -> Message {
    match entry {
        Entry::Clock { first, second } => said.with("first", &first.0).with("second", &second.0),
        Entry::Amendment { number, officers, .. } => {
            said.with("number", *number).with("officers", Part::all_of(officers))
        }
        Entry::Decision { number, for_, against, .. } => {
            said.with("number", *number).with("for", for_.0.len()).with("against", against.0.len())
        }
        Entry::Pause { number, seals, .. } => said.with("number", *number).with("n", seals.numbers().len()),
        Entry::Resume { number, why, .. } => match &why.0 {
            None => said.with("number", *number).with("why", Message::of("resume-as-noted")),
            Some(why) => said.with("number", *number).with("why", why),
        },
        Entry::Recount { number, agrees, officers, .. } => {
            let outcome = if *agrees { "recounted-same" } else { "recounted-other" };
            said.with("number", *number).with("outcome", Message::of(outcome)).with("officers", Part::all_of(officers))
        }
        Entry::End { signatures, .. } => said.with("officers", Part::all_of(signatures.iter().map(|(of, _)| of))),
        Entry::Revocations { tags, .. } => said.with("n", *tags),
        Entry::Refused { fault, .. } => said.with("fault", Message::of("refused-class").with("fault", &fault.0)),
        Entry::Fork { region, collector, bundle, .. } => {
            said.with("region", region).with("collector", collector).with("bundle", *bundle)
        }
        Entry::Lot { contest, first_officer, second_officer, .. } => {
            said.with("contest", contest).with("first", first_officer.0).with("second", second_officer.0)
        }
        Entry::DeviceLog { hsm, entries, unexplained, .. } => {
            said.with("hsm", hsm).with("n", *entries).with("unexplained", *unexplained)
        }
        Entry::Operations { token, number, unexplained, .. } => {
            said.with("token", *token).with("n", *number).with("unexplained", *unexplained)
        }
        Entry::Replacement { number, tokens, officers, .. } => {
            said.with("number", *number).with("tokens", Part::all_of(tokens)).with("officers", Part::all_of(officers))
        }
        Entry::Ended { token, .. } => said.with("token", *token),
        Entry::Copy { number, recipient, scope, .. } => {
            said.with("number", *number).with("recipient", recipient.as_str()).with("scope", forms(scope))
        }
        _ => said,
    }
}

fn who(signer: &Signer) -> Message {
    match signer {
        Signer::Officer(officer) => Message::of("signer-officer").with("officer", *officer),
        Signer::Hsm(serial) => Message::of("signer-hsm").with("serial", serial),
    }
}

fn answered(signer: &Signer, answer: Answer) -> Message {
    Message::of(match answer {
        _ if matches!(signer, Signer::Hsm(_)) => "hsm-signed",
        Answer::Sign => "officer-signed",
        Answer::Dissent => "officer-dissented",
        Answer::Refuse => "officer-refused",
    })
}

fn forms(scope: &Scope) -> Message {
    match scope {
        Scope::Summary => Message::of("forms-summary"),
        Scope::All => Message::of("forms-all"),
        Scope::Region(code) => Message::of("forms-region").with("region", code),
    }
}

/// What a token refused, as its officer was asked for it.
fn asked(act: TokenAct) -> Message {
    Message::of(match act {
        TokenAct::Enrol => "asked-enrol",
        TokenAct::Dkg => "asked-keep-share",
        TokenAct::Endorse => "asked-endorse",
        TokenAct::Close => "asked-close",
        TokenAct::Unlock => "ask-unlock",
        TokenAct::Open => "asked-open",
        TokenAct::Sign => "asked-statement",
        TokenAct::Amend => "asked-amendment",
        TokenAct::Vote => "asked-vote",
        TokenAct::Recount => "asked-recount",
        TokenAct::End => "asked-end",
        TokenAct::Pause => "asked-pause",
        TokenAct::Resume => "asked-resume",
        TokenAct::Replacement => "asked-replacement",
    })
}
