//! The officers' tokens as they stand at a moment: who is there, who is asked what, who has answered.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use tamga_ceremony::{Fault, Machine};
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_wire::{ActKind, Refusal, Request};

use super::Tokens;
use super::exclusion::Exclusion;
use super::seat::Tries;

/// All officers' tokens at a moment, for a screen: nothing secret, and no name of a port.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Presence {
    /// How each officer's token stands, in the order of the officers.
    pub officers: Vec<TokenState>,
    /// How many have to do their part; 0 where nobody has to.
    pub needed: u8,
    /// Officers whose tokens are to be plugged in.
    pub wanted: Vec<u8>,
    /// New tokens that are to be plugged in for the places of lost ones.
    pub new: u8,
    /// Where everything waits for tokens: for how long still.
    pub wait: Option<Wait>,
    /// What the tokens show the control number of that are asked now.
    pub compare: Option<Digest>,
}

/// How one officer's token stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenState {
    /// It was not plugged in so far.
    Away,
    /// It was pulled out, or lost its power.
    Pulled,
    /// It is plugged in.
    There,
    /// Its officer is asked something on it.
    Asked(Question),
    /// It has done its part.
    Answered,
    /// Its officer said no.
    SaidNo,
    /// It is out of use until it is plugged in again, after wrong PINs: how many tries are left, and the seconds until the next.
    WrongPins {
        /// Tries before it erases itself.
        left: u8,
        /// Seconds until it takes the next PIN.
        wait_s: u32,
    },
    /// Something else is wrong with it, which the news say.
    Out,
}

/// What an officer is asked on the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// To choose a PIN.
    NewPin,
    /// To type the PIN.
    Pin,
    /// To agree to the definition.
    Definition,
    /// To keep shares of a key.
    Keep,
    /// To endorse the election.
    Endorse,
    /// To unlock a role of an HSM.
    Unlock,
    /// To sign an act of this kind.
    Act(ActKind),
    /// To open the sums.
    Open,
    /// To sign the statement, dissent or refuse.
    Statement,
    /// To erase the share of the election key.
    Erase,
    /// Something else.
    Else,
}

/// A wait for tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Wait {
    /// So many more are needed; 0 where it goes on without when the time is over.
    pub more: u8,
    /// Seconds left.
    pub left_s: u32,
}

impl Presence {
    /// The tokens while nothing is asked of them.
    pub fn outside_an_act(officers: Vec<TokenState>) -> Self {
        Self { officers, needed: 0, wanted: Vec::new(), new: 0, wait: None, compare: None }
    }
}

impl Question {
    /// What this request puts before the officer.
    pub fn of(request: &Request) -> Self {
        match request {
            Request::Init { .. } | Request::ChangePin => Self::NewPin,
            Request::Login { .. } => Self::Pin,
            Request::EnrolBegin { .. } | Request::EnrolPart { .. } => Self::Definition,
            Request::DkgSignatures { .. } | Request::Replace { .. } => Self::Keep,
            Request::Endorse { .. } => Self::Endorse,
            Request::Unlock { .. } => Self::Unlock,
            Request::Act { kind, .. } => Self::Act(*kind),
            Request::OpenBegin { .. } | Request::OpenLeaf { .. } => Self::Open,
            Request::StatementBegin { .. } | Request::StatementTotals { .. } => Self::Statement,
            Request::End { .. } => Self::Erase,
            _ => Self::Else,
        }
    }
}

/// What a token shows the control number of at this request; `None` where the request alone does not say, and where it shows none.
pub(super) fn compared(request: &Request) -> Option<Digest> {
    match request {
        Request::Login { definition, .. } => *definition,
        Request::Act { digest, .. } | Request::End { digest, .. } => Some(*digest),
        Request::OpenBegin { root, .. } => Some(*root),
        Request::StatementBegin { text, .. } => Some(sha3_256(&[text])),
        _ => None,
    }
}

impl From<&Exclusion> for TokenState {
    fn from(exclusion: &Exclusion) -> Self {
        match exclusion {
            Exclusion::WrongPins(Tries { left, wait_s }) => Self::WrongPins { left: *left, wait_s: *wait_s },
            Exclusion::Refused(Refusal::RefusedByOfficer) => Self::SaidNo,
            Exclusion::Refused(_) | Exclusion::Nonsense => Self::Out,
        }
    }
}

impl Tokens {
    /// How an officer's token stands, as far as ports and log-ins go.
    fn token_state(&self, officer: u8) -> TokenState {
        match self.shut_out.get(&officer) {
            Some(exclusion) => exclusion.into(),
            None if self.seats.contains_key(&officer) => TokenState::There,
            None if self.came.contains(&officer) => TokenState::Pulled,
            None => TokenState::Away,
        }
    }

    /// The tokens while so many new ones are looked for.
    pub(super) fn presence_before_new(&self, new: u8) -> Presence {
        let officers = (1..=self.officers).map(|officer| self.token_state(officer)).collect();
        Presence { new, ..Presence::outside_an_act(officers) }
    }

    /// The tokens in the middle of a ceremony. `asked` says what an officer is asked, `owes` who has yet to be asked.
    pub(super) fn presence_in<M: Machine>(
        &self,
        machine: &mut M,
        asked: impl Fn(u8) -> Option<Question>,
        owes: impl Fn(u8) -> bool,
    ) -> Presence {
        let done: BTreeSet<u8> = machine.done().into_iter().collect();
        let said_no = Fault::Refused(Refusal::RefusedByOfficer);
        let faults = machine.faults().to_vec();
        let state = |officer| {
            let fault = faults.iter().find(|(token, _)| *token == officer).map(|(_, fault)| *fault);
            match (self.token_state(officer), fault, asked(officer)) {
                (_, Some(fault), _) if fault == said_no => TokenState::SaidNo,
                (TokenState::There, Some(fault), _) if fault != Fault::Absent => TokenState::Out,
                (TokenState::There, _, Some(question)) => TokenState::Asked(question),
                (TokenState::There | TokenState::Pulled | TokenState::Away, ..) if done.contains(&officer) => {
                    TokenState::Answered
                }
                (state, ..) => state,
            }
        };
        let is_wanted = |officer: &u8| {
            self.ports.is_by_hand()
                && owes(*officer)
                && matches!(self.token_state(*officer), TokenState::Away | TokenState::Pulled)
        };
        Presence {
            officers: (1..=self.officers).map(state).collect(),
            needed: machine.needed(),
            wanted: (1..=self.officers).filter(is_wanted).collect(),
            new: 0,
            wait: None,
            compare: None,
        }
    }
}
