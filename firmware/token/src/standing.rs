//! What a board shows of its token while nothing is asked.

use alloc::string::String;

use tamga_wire::Digest;

use crate::env::Env;
use crate::token::Token;

/// How a token stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether REHEARSAL stands on its screens: without an identity, whether the board takes rehearsals alone.
    pub rehearsal: bool,
    /// Its label; empty without one.
    pub label: String,
    /// The id of the election that it is bound to and its `D`; none before it is enrolled.
    pub election: Option<(String, Digest)>,
    /// Whether it is out of service for good.
    pub retired: bool,
}

impl<E: Env> Token<E> {
    /// How the token stands now.
    pub fn standing(&self) -> Standing {
        let enrolment = self.state.enrolment.as_ref();
        Standing {
            rehearsal: self.is_rehearsal(),
            label: self.state.label.clone(),
            election: enrolment.map(|enrolment| (enrolment.id.clone(), enrolment.definition)),
            retired: self.state.retired,
        }
    }
}
