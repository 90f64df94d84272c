//! What officers are asked on their tokens, in words, and who has been told.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use tamga_wire::{ActKind, BoardPart, Purposes, Request, Role};

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

    /// The officer of this token answered, or is not asked any more. Gives what it was.
    pub fn ends(&mut self, token: u8) -> Option<Request> {
        self.0.remove(&token).map(|question| question.request)
    }

    /// What is to be said now, once for each question: what it is, and the tokens on which it waits.
    pub fn news(&mut self) -> Vec<(String, Vec<u8>)> {
        let mut news: Vec<(String, Vec<u8>)> = Vec::new();
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
pub fn what(request: &Request) -> String {
    let text = match request {
        Request::Init { .. } => "to choose a PIN of 6 to 12 digits and to type it twice",
        Request::Login { definition: Some(_), purposes } => {
            return format!("to compare the election's control number and to type the PIN, for {}", words(*purposes));
        }
        Request::Login { purposes, .. } => return format!("to type the PIN, for {}", words(*purposes)),
        Request::ChangePin => "to type the PIN, then a new one twice",
        Request::EnrolBegin { .. } | Request::EnrolPart { .. } => "to agree to the definition",
        Request::Replace { .. } => "to compare the control number on all tokens, the new ones too, and to agree",
        Request::DkgSignatures { .. } => "to keep a share of the key",
        Request::Endorse { .. } => "to endorse the election",
        Request::Unlock { role, serial, .. } => {
            return format!("to unlock the {} role of HSM {serial}", role_word(*role));
        }
        Request::Act { kind, .. } => act(*kind),
        Request::OpenBegin { .. } | Request::OpenLeaf { .. } => "to open the sums",
        Request::StatementBegin { .. } | Request::StatementTotals { .. } => {
            "to read the statement and to sign, dissent or refuse"
        }
        Request::End { .. } => "to erase the share of the election key",
        Request::Label { text } if text.is_empty() => "to take the token's name away",
        Request::Label { text } => return format!("to call the token \"{text}\""),
        Request::Check { part: BoardPart::Screen } => "to say whether the patterns look right",
        Request::Check { part: BoardPart::Keys } => "to press each key as the screen asks for it, without delay",
        Request::Wipe { retire: false } => "to erase everything on the token",
        Request::Wipe { retire: true } => "to erase everything on the token and to retire it",
        _ => "to answer on the token",
    };
    text.to_owned()
}

const ACTS: [(ActKind, &str); 7] = [
    (ActKind::Close, "to close the box"),
    (ActKind::Amendment, "to agree to the amendment"),
    (ActKind::For, "to vote for counting"),
    (ActKind::Against, "to vote against counting"),
    (ActKind::Recount, "to sign the recount"),
    (ActKind::End, "to end the election"),
    (ActKind::Replacement, "to agree to the replacement of lost tokens"),
];

fn act(kind: ActKind) -> &'static str {
    ACTS.into_iter().find(|(named, _)| *named == kind).map_or("to sign the act", |(_, words)| words)
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Tally => "tally",
        Role::Escrow => "escrow",
        Role::Admin => "admin",
    }
}

/// Purposes as a token shows them.
fn words(purposes: Purposes) -> String {
    let words = ["set-up", "unlock", "acts", "opening", "statement", "upkeep"];
    let named = Purposes::EACH.into_iter().zip(words).filter(|(purpose, _)| purposes.include(*purpose));
    crate::sentences::all_of(&named.map(|(_, word)| word).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn officers_read_what_they_are_asked_for() {
        let log_in = Request::Login { definition: Some([7; 32]), purposes: Purposes::UNLOCK | Purposes::OPEN };
        assert!(what(&log_in).ends_with("to type the PIN, for unlock and opening"));
        assert_eq!(what(&Request::Act { kind: ActKind::Close, digest: [0; 32], figures: [0; 4] }), "to close the box");
        assert_eq!(what(&Request::Label { text: "Aral 1".into() }), "to call the token \"Aral 1\"");
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
        assert_eq!(asking.news(), [("to sign the recount".to_owned(), vec![2, 5])]);
        assert!(asking.news().is_empty());
        assert_eq!(asking.ends(2), Some(ask));
        assert_eq!(asking.ends(2), None);
    }
}
