//! What people are told about their tokens.

use std::collections::BTreeMap;

use tamga_ceremony::desk::Lack;
use tamga_ceremony::{CeremonyError, Fault};
use tamga_devices::LinkError;
use tamga_wire::Refusal;

use super::exclusion::Exclusion;
use crate::failure::Failure;
use crate::sentences;

/// Which tokens are to be plugged in, in one line.
pub fn wanted(officers: impl Iterator<Item = u8>, lack: Lack) -> String {
    let officers: Vec<u8> = officers.collect();
    let listed = match officers.as_slice() {
        [] => "no officer".to_owned(),
        officers => format!("officer {}", sentences::one_of(officers)),
    };
    match lack {
        Lack::Tokens(1) => format!("plug in the token of {listed}: 1 more is needed"),
        Lack::Tokens(more) => format!("plug in the tokens of {listed}: {more} more are needed"),
        Lack::Wishes => format!("plug in the token of {listed}, or it goes on without"),
        Lack::Nothing => format!("plug in the token of {listed} again, or it goes on without"),
    }
}

/// Why a ceremony came to nothing, and what to do: too few officers is their decision, everything else a fault. Of tokens that
/// were shut out before they could be asked it is known why.
pub fn explain(error: &CeremonyError, shut_out: &BTreeMap<u8, Exclusion>) -> anyhow::Error {
    let one;
    let faults = match error {
        CeremonyError::TooFew { faults, .. } => faults.as_slice(),
        CeremonyError::Token { token, fault } => {
            one = [(*token, *fault)];
            &one
        }
        _ => &[],
    };
    let is_by_officer = |(_, fault): &(u8, Fault)| matches!(fault, Fault::Refused(Refusal::RefusedByOfficer));
    if matches!(error, CeremonyError::TooFew { .. }) && faults.iter().all(is_by_officer) {
        let advice = "The answers are in the ledger. Repeat the act when officers have changed their minds.";
        return Failure::not_verified(error.to_string(), advice);
    }
    let absent = || faults.iter().filter(|(_, fault)| *fault == Fault::Absent).map(|(token, _)| *token);
    let out: Vec<(u8, &Exclusion)> = absent().filter_map(|token| Some((token, shut_out.get(&token)?))).collect();
    let mut happened = error.to_string();
    for (token, exclusion) in &out {
        happened.push_str(&format!("; token {token}: {exclusion}"));
    }
    let refused = faults.iter().find_map(|(_, fault)| match fault {
        Fault::Refused(refusal) => Some(what_to_do(*refusal)),
        _ => None,
    });
    let advice = match (error.culprits().as_slice(), out.first(), refused) {
        ([], Some((_, exclusion)), _) => format!("Nothing was decided. {}", exclusion.advice()),
        ([], None, _) if absent().next().is_some() => "Nothing was decided. Plug the tokens in that did not answer, then repeat the command: it begins this act again.".to_owned(),
        ([], None, Some(refused)) => format!("Nothing was decided. {refused}"),
        ([], None, None) => {
            "Nothing was decided. Have the officers look at their tokens' screens, then repeat the command.".to_owned()
        }
        (culprits, ..) => {
            let culprits = sentences::tokens(culprits);
            format!("Take {culprits} out of use: what came from there was false. Then repeat the command.")
        }
    };
    Failure::internal(happened, advice)
}

/// What to do about a token's no.
pub fn what_to_do(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::NotInitialised => "Give it an identity first: tamga token init.",
        Refusal::WrongPin => "Repeat the command; after too many wrong PINs the token erases itself.",
        Refusal::WeakPin => "Repeat the command, and choose digits that are neither in a row nor repeated.",
        Refusal::RefusedByOfficer => {
            "The officer said no, or gave up. Repeat the command when they have changed their mind."
        }
        Refusal::BadLabel => {
            "Give a name of at most 16 Latin, Russian or Kazakh letters, digits, spaces inside, hyphens and dots."
        }
        Refusal::Retired => "It stays out of service for good. Take another token.",
        Refusal::RehearsalMismatch => {
            "Tokens for rehearsals and tokens for elections are kept apart: take another one."
        }
        Refusal::AlreadyEnrolledElsewhere => {
            "It holds shares of another election's keys. Take another token; or, if nobody needs that election any more, erase it with tamga token wipe."
        }
        Refusal::OtherElection => "It belongs to another election: plug in the token of this one.",
        Refusal::Ended => "Its share of the election key is erased: it opens nothing any more.",
        Refusal::Wiped => {
            "Everything on it is erased, and its officer cannot act with it any more; go on with the others."
        }
        Refusal::ReplacementPending => {
            "A replacement of lost tokens was begun and not finished: repeat tamga token replace."
        }
        Refusal::BeyondToken => "The counter in it is nearly used up: take a new token for this election.",
        Refusal::Storage => "Its memory failed: take another token, and keep this one.",
        _ => "Look at its screen, and at tamga token info; then repeat the command.",
    }
}

/// What to do about a cable that does not bring an answer.
pub fn about_cable(error: LinkError) -> &'static str {
    match error {
        LinkError::Closed => "Plug it in again and repeat the command.",
        LinkError::Silent => {
            "Pull it out, plug it in again and repeat the command. If it stays silent, another program may be talking to it, or it is no token: try another cable or port."
        }
        LinkError::Frame(_) | LinkError::Noise => {
            "What is plugged in there may be no token, or of another version. Try another cable or port, then another token."
        }
        LinkError::Pipe(std::io::ErrorKind::PermissionDenied) => {
            "Have this user allowed to open the port: in the group of serial devices, or as owner of the socket."
        }
        LinkError::Pipe(_) => "Try another port or cable, and repeat the command.",
    }
}

#[cfg(test)]
mod tests {
    use super::super::seat::Tries;
    use super::*;

    #[test]
    fn people_are_told_whose_tokens_are_wanted_and_how_many() {
        assert_eq!(wanted([3].into_iter(), Lack::Tokens(1)), "plug in the token of officer 3: 1 more is needed");
        let two = wanted([2, 4, 5].into_iter(), Lack::Tokens(2));
        assert_eq!(two, "plug in the tokens of officer 2, 4 or 5: 2 more are needed");
    }

    fn told(error: &CeremonyError, shut_out: &[(u8, Exclusion)]) -> String {
        crate::failure::describe(&explain(error, &shut_out.iter().copied().collect())).1
    }

    #[test]
    fn who_was_absent_is_told_to_come_and_who_lied_to_go() {
        let text = |fault| told(&CeremonyError::Token { token: 3, fault }, &[]);
        assert!(text(Fault::Absent).contains("Plug the tokens in"));
        assert!(text(Fault::BadSignature).contains("Take token 3 out of use"));
        assert!(text(Fault::Refused(Refusal::AlreadyEnrolledElsewhere)).contains("tamga token wipe"));
    }

    #[test]
    fn who_typed_wrong_pins_is_not_told_to_plug_the_token_in() {
        let faults = vec![(1, Fault::Absent), (2, Fault::Absent)];
        let error = CeremonyError::TooFew { needed: 2, good: 1, faults };
        let text = told(&error, &[(2, Exclusion::WrongPins(Tries { left: 3, wait_s: 640 }))]);
        assert!(text.contains("token 2: wrong PIN, 3 tries left; it takes the next one in 640 s"), "{text}");
        assert!(text.contains("Find the right PIN first") && !text.contains("Plug"), "{text}");
        let gave_up = told(&error, &[(1, Exclusion::Refused(Refusal::RefusedByOfficer))]);
        assert!(gave_up.contains("gave up typing the PIN"), "{gave_up}");
    }

    #[test]
    fn whatever_a_cable_does_there_is_something_to_do() {
        use tamga_wire::FrameError;
        let every = [
            LinkError::Closed,
            LinkError::Silent,
            LinkError::Noise,
            LinkError::Frame(FrameError::Damaged),
            LinkError::Pipe(std::io::ErrorKind::PermissionDenied),
            LinkError::Pipe(std::io::ErrorKind::Other),
        ];
        for error in every {
            assert!(about_cable(error).ends_with('.'), "{error}");
        }
    }
}
