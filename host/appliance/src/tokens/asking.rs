//! What officers are asked on their tokens, in words, and who has been told.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tamga_wire::{ActKind, BoardPart, Purposes, Request, Role};

use crate::message::{Message, Part};

/// Who answers within this is not spoken of: a token that is played does at once.
const AT_ONCE: Duration = Duration::from_secs(1);

/// The questions that wait for officers.
#[derive(Default)]
pub struct Asking(BTreeMap<u8, Question>);

struct Question {
    request: Request,
    since: Instant,
    is_told: bool,
}

impl Asking {
    /// The officer of this token makes up their mind about this.
    pub fn waits(&mut self, token: u8, request: &Request) {
        if *request != Request::Poll {
            let question = Question { request: request.clone(), since: Instant::now(), is_told: false };
            self.0.insert(token, question);
        }
    }

    /// Whether the officer of this token has a question before them.
    pub fn is_asked(&self, token: u8) -> bool {
        self.0.contains_key(&token)
    }

    /// What the officer of this token is asked.
    pub fn question(&self, token: u8) -> Option<&Request> {
        self.0.get(&token).map(|question| &question.request)
    }

    /// The officer of this token answered, or is not asked any more. Gives what it was.
    pub fn ends(&mut self, token: u8) -> Option<Request> {
        self.0.remove(&token).map(|question| question.request)
    }

    /// What is to be said now, once for each question: what it is, and the tokens on which it waits.
    pub fn news(&mut self) -> Vec<(Message, Vec<u8>)> {
        let mut news: Vec<(Message, Vec<u8>)> = Vec::new();
        let is_due = |question: &Question| !question.is_told && question.since.elapsed() >= AT_ONCE;
        if !self.0.values().any(is_due) {
            return news;
        }
        // Those who were asked the same a moment later are spoken of together.
        for (token, question) in self.0.iter_mut().filter(|(_, question)| !question.is_told) {
            question.is_told = true;
            let what = what(&question.request);
            match news.iter_mut().find(|(said, _)| *said == what) {
                Some((_, tokens)) => tokens.push(*token),
                None => news.push((what, vec![*token])),
            }
        }
        news
    }
}

/// What the officer is to do upon this request, after "asked".
pub fn what(request: &Request) -> Message {
    Message::of(match request {
        Request::Init { .. } => "asked-init",
        Request::Login { definition: Some(_), purposes } => {
            return Message::of("asked-log-in-compare").with("purposes", named(*purposes));
        }
        Request::Login { purposes, .. } => return Message::of("asked-log-in").with("purposes", named(*purposes)),
        Request::ChangePin => "asked-change-pin",
        Request::EnrolBegin { .. } | Request::EnrolPart { .. } => "asked-enrol",
        Request::Replace { .. } => "asked-replace",
        Request::DkgSignatures { .. } => "asked-keep-share",
        Request::Endorse { .. } => "asked-endorse",
        Request::Unlock { role, serial, .. } => {
            return Message::of("asked-unlock").with("role", self::role(*role)).with("serial", serial.as_str());
        }
        Request::Act { kind, .. } => act(*kind),
        Request::OpenBegin { .. } | Request::OpenLeaf { .. } => "asked-open",
        Request::StatementBegin { .. } | Request::StatementTotals { .. } => "asked-statement",
        Request::End { .. } => "asked-end-share",
        Request::Label { text } if text.is_empty() => "asked-unname",
        Request::Label { text } => return Message::of("asked-name").with("text", text.as_str()),
        Request::Check { part: BoardPart::Screen } => "asked-patterns",
        Request::Check { part: BoardPart::Keys } => "asked-keys",
        Request::Wipe { retire: false } => "asked-wipe",
        Request::Wipe { retire: true } => "asked-retire",
        _ => "asked-anything",
    })
}

const ACTS: [(ActKind, &str); 9] = [
    (ActKind::Close, "asked-close"),
    (ActKind::Amendment, "asked-amendment"),
    (ActKind::For, "asked-for"),
    (ActKind::Against, "asked-against"),
    (ActKind::Recount, "asked-recount"),
    (ActKind::End, "asked-end"),
    (ActKind::Replacement, "asked-replacement"),
    (ActKind::Pause, "asked-pause"),
    (ActKind::Resume, "asked-resume"),
];

fn act(kind: ActKind) -> &'static str {
    ACTS.into_iter().find(|(named, _)| *named == kind).map_or("asked-act", |(_, key)| key)
}

/// A role of an HSM that officers unlock.
pub fn role(role: Role) -> Message {
    Message::of(match role {
        Role::Tally => "role-tally",
        Role::Escrow => "role-escrow",
        Role::Admin => "role-admin",
    })
}

/// Purposes as a token shows them.
fn named(purposes: Purposes) -> Part {
    let keys =
        ["purpose-set-up", "purpose-unlock", "purpose-acts", "purpose-opening", "purpose-statement", "purpose-upkeep"];
    let named = Purposes::EACH.into_iter().zip(keys).filter(|(purpose, _)| purposes.include(*purpose));
    Part::all_of(named.map(|(_, key)| Message::of(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn officers_read_what_they_are_asked_for() {
        let log_in = Request::Login { definition: Some([7; 32]), purposes: Purposes::UNLOCK | Purposes::OPEN };
        assert!(what(&log_in).to_string().ends_with("to type the PIN, for unlock and opening"));
        assert_eq!(
            what(&Request::Act { kind: ActKind::Close, digest: [0; 32], figures: [0; 4] }).to_string(),
            "to close the box"
        );
        assert_eq!(what(&Request::Label { text: "Aral 1".into() }).to_string(), "to call the token \"Aral 1\"");
    }

    #[test]
    fn a_question_is_spoken_of_once_and_together_with_the_same_one_of_others() {
        let mut asking = Asking::default();
        let ask = Request::Act { kind: ActKind::Recount, digest: [0; 32], figures: [0; 4] };
        for token in [2, 5] {
            asking.waits(token, &ask);
            asking.waits(token, &Request::Poll);
        }
        assert!(asking.news().is_empty(), "who answers at once is not spoken of");
        for question in asking.0.values_mut() {
            question.since -= AT_ONCE;
        }
        assert_eq!(asking.news(), [(Message::of("asked-recount"), vec![2, 5])]);
        assert!(asking.news().is_empty());
        assert_eq!(asking.ends(2), Some(ask));
        assert_eq!(asking.ends(2), None);
    }
}
