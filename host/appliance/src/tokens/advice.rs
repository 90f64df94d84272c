//! What people are told about their tokens.

use tamga_ceremony::desk::Lack;
use tamga_ceremony::{CeremonyError, Fault};
use tamga_wire::Refusal;

use crate::failure::Failure;

/// Which tokens are to be plugged in, in one line.
pub fn wanted(officers: impl Iterator<Item = u8>, lack: Lack) -> String {
    let officers: Vec<String> = officers.map(|officer| officer.to_string()).collect();
    let listed = match officers.as_slice() {
        [one] => format!("officer {one}"),
        [all @ .., last] => format!("officer {} or {last}", all.join(", ")),
        [] => "no officer".to_owned(),
    };
    match lack {
        Lack::Tokens(1) => format!("plug in the token of {listed}: 1 more is needed"),
        Lack::Tokens(more) => format!("plug in the tokens of {listed}: {more} more are needed"),
        Lack::Wishes => format!("plug in the token of {listed}, or it goes on without"),
        Lack::Nothing => format!("plug in the token of {listed} again, or it goes on without"),
    }
}

/// Why a ceremony came to nothing, and what to do: too few officers is their decision, everything else a fault.
pub fn explain(error: &CeremonyError) -> anyhow::Error {
    let by_officer = |(_, fault): &(u8, Fault)| matches!(fault, Fault::Refused(Refusal::RefusedByOfficer));
    let absent = match error {
        CeremonyError::TooFew { faults, .. } if faults.iter().all(by_officer) => {
            let advice = "The answers are in the ledger. Repeat the act when officers have changed their minds.";
            return Failure::not_verified(error.to_string(), advice);
        }
        CeremonyError::TooFew { faults, .. } => faults.iter().filter(|(_, fault)| *fault == Fault::Absent).count(),
        CeremonyError::Token { fault: Fault::Absent, .. } => 1,
        _ => 0,
    };
    let advice = match error.culprits().as_slice() {
        [] if absent > 0 => "Nothing was decided. Plug the tokens in that did not answer, then repeat the command: it begins this act again.".to_owned(),
        [] => {
            "Nothing was decided. Have the officers look at their tokens' screens, then repeat the command.".to_owned()
        }
        tokens => format!("Take token {tokens:?} out of use: its answer was false. Then repeat the command."),
    };
    Failure::internal(error.to_string(), advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_whose_tokens_are_wanted_and_how_many() {
        assert_eq!(wanted([3].into_iter(), Lack::Tokens(1)), "plug in the token of officer 3: 1 more is needed");
        let two = wanted([2, 4, 5].into_iter(), Lack::Tokens(2));
        assert_eq!(two, "plug in the tokens of officer 2, 4 or 5: 2 more are needed");
    }

    #[test]
    fn who_was_absent_is_told_to_come_and_who_lied_to_go() {
        let text = |fault| crate::failure::describe(&explain(&CeremonyError::Token { token: 3, fault })).1;
        assert!(text(Fault::Absent).contains("Plug the tokens in"));
        assert!(text(Fault::BadSignature).contains("Take token [3] out of use"));
    }
}
