//! What people are told about their tokens.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use tamga_ceremony::desk::Lack;
use tamga_ceremony::{CeremonyError, Fault};
use tamga_devices::LinkError;
use tamga_wire::{FrameError, Refusal};

use super::exclusion::Exclusion;
use crate::causes::io;
use crate::failure::Failure;
use crate::message::{Message, Part};

/// Which tokens are to be plugged in, in one line.
pub fn wanted(officers: impl Iterator<Item = u8>, lack: Lack) -> Message {
    let message = match lack {
        Lack::Tokens(more) => Message::of("tokens-wanted").with("n", more),
        Lack::Wishes => Message::of("tokens-wished"),
        Lack::Nothing => Message::of("tokens-wished-again"),
    };
    message.with("officers", Part::one_of(officers))
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
        return Failure::not_verified(Message::of("ceremony-refused").with("what", ceremony(error)));
    }
    let absent = || faults.iter().filter(|(_, fault)| *fault == Fault::Absent).map(|(token, _)| *token);
    let out: Vec<(u8, &Exclusion)> = absent().filter_map(|token| Some((token, shut_out.get(&token)?))).collect();
    let mut what = ceremony(error);
    for (token, exclusion) in &out {
        what = Message::of("token-excluded").with("what", what).with("token", *token).with("why", exclusion.message());
    }
    let refused = faults.iter().find_map(|(_, fault)| match fault {
        Fault::Refused(refused) => Some(refusal(*refused)),
        _ => None,
    });
    let ended = match (error.culprits().as_slice(), out.first(), refused) {
        ([], Some((_, exclusion)), _) => Message::of("ceremony-undecided").with("why", exclusion.message()),
        ([], None, _) if absent().next().is_some() => Message::of("ceremony-absent"),
        ([], None, Some(refused)) => Message::of("ceremony-undecided").with("why", refused),
        ([], None, None) => Message::of("ceremony-unsettled"),
        (culprits, ..) => Message::of("ceremony-lied").with("tokens", Part::all_of(culprits)),
    };
    Failure::internal(ended.with("what", what))
}

/// Why a ceremony stops.
pub fn ceremony(error: &CeremonyError) -> Message {
    match error {
        CeremonyError::Token { token, fault: of } => {
            Message::of("token-fault").with("token", *token).with("fault", fault(*of))
        }
        CeremonyError::TooFew { needed, good, .. } => {
            Message::of("ceremony-too-few").with("good", *good).with("needed", *needed)
        }
        CeremonyError::NoSuchToken { token } => Message::of("ceremony-no-such-token").with("token", *token),
        CeremonyError::NotFinished => Message::of("ceremony-not-finished"),
        CeremonyError::Quorum(why) => Message::of("ceremony-quorum").with("why", why.to_string()),
        CeremonyError::OfficerKey { officer, error } => {
            Message::of("ceremony-officer-key").with("officer", *officer).with("why", error.to_string())
        }
        CeremonyError::Pin(why) => Message::of("ceremony-pin").with("why", why.to_string()),
        CeremonyError::Sums => Message::of("ceremony-sums"),
    }
}

/// Why one token's part does not count.
pub fn fault(fault: Fault) -> Message {
    match fault {
        Fault::Absent => Message::of("fault-absent"),
        Fault::Refused(refused) => Message::of("fault-refused").with("why", refusal(refused)),
        Fault::WrongAnswer => Message::of("fault-wrong-answer"),
        Fault::OtherDefinition => Message::of("fault-other-definition"),
        Fault::BadSignature => Message::of("fault-bad-signature"),
        Fault::BadPackage(why) => Message::of("fault-bad-package").with("why", why.to_string()),
        Fault::OtherTranscript => Message::of("fault-other-transcript"),
        Fault::OtherKey => Message::of("fault-other-key"),
        Fault::KeyGeneration(why) => Message::of("fault-key-generation").with("why", why.to_string()),
        Fault::BadSeal(why) => Message::of("fault-bad-seal").with("why", why.to_string()),
        Fault::BadShare(why) => Message::of("fault-bad-share").with("why", why.to_string()),
        Fault::BadDecryptions => Message::of("fault-bad-decryptions"),
        Fault::BadProof { chunk, error } => {
            Message::of("fault-bad-proof").with("chunk", chunk).with("why", error.to_string())
        }
    }
}

/// A token's no; its advice says what to do.
pub fn refusal(refusal: Refusal) -> Message {
    match refusal {
        Refusal::DkgCulprit(token) => Message::of("refusal-dealt-wrongly").with("token", token),
        Refusal::BadApproval(checker) => Message::of("refusal-bad-approval").with("checker", checker),
        plain => Message::of(refusal_key(plain)),
    }
}

fn refusal_key(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::BadFrame => "refusal-bad-frame",
        Refusal::OutOfOrder => "refusal-out-of-order",
        Refusal::TooLong => "refusal-too-long",
        Refusal::NotInitialised => "refusal-not-initialised",
        Refusal::NotLoggedIn => "refusal-not-logged-in",
        Refusal::WrongPin => "refusal-wrong-pin",
        Refusal::Wiped => "refusal-wiped",
        Refusal::AlreadyEnrolledElsewhere => "refusal-enrolled-elsewhere",
        Refusal::BadDefinition => "refusal-bad-definition",
        Refusal::NotAnOfficer => "refusal-not-an-officer",
        Refusal::DkgCulprit(_) => "refusal-dealt-wrongly",
        Refusal::BadTranscript => "refusal-bad-transcript",
        Refusal::WrongKeys => "refusal-wrong-keys",
        Refusal::BadCiphertext => "refusal-bad-ciphertext",
        Refusal::WrongLabel => "refusal-wrong-label",
        Refusal::ApprovalsMissing => "refusal-approvals-missing",
        Refusal::BadApproval(_) => "refusal-bad-approval",
        Refusal::SlotTaken => "refusal-slot-taken",
        Refusal::OpeningBeyondDefinition => "refusal-opening-beyond",
        Refusal::RefusedByOfficer => "refusal-by-officer",
        Refusal::BadLeaf => "refusal-bad-leaf",
        Refusal::BadPath => "refusal-bad-path",
        Refusal::BadSum => "refusal-bad-sum",
        Refusal::StatementMismatch => "refusal-statement-mismatch",
        Refusal::RehearsalMismatch => "refusal-rehearsal-mismatch",
        Refusal::Storage => "refusal-storage",
        Refusal::WrongPreviousRoot => "refusal-wrong-previous-root",
        Refusal::WeakPin => "refusal-weak-pin",
        Refusal::OtherElection => "refusal-other-election",
        Refusal::BadHostKey => "refusal-bad-host-key",
        Refusal::BadFigures => "refusal-bad-figures",
        Refusal::OtherBox => "refusal-other-box",
        Refusal::OtherPurpose => "refusal-other-purpose",
        Refusal::Ended => "refusal-ended",
        Refusal::Retired => "refusal-retired",
        Refusal::QuorumMissing => "refusal-quorum-missing",
        Refusal::BadLabel => "refusal-bad-label",
        Refusal::BadReplacement => "refusal-bad-replacement",
        Refusal::ReplacementPending => "refusal-replacement-pending",
        Refusal::BeyondToken => "refusal-beyond-token",
    }
}

/// A cable that does not bring an answer; its advice says what to do.
pub fn link(error: LinkError) -> Message {
    match error {
        LinkError::Closed => Message::of("link-closed"),
        LinkError::Silent => Message::of("link-silent"),
        LinkError::Noise => Message::of("link-noise"),
        LinkError::Frame(frame) => Message::of("link-frame").with("why", frame_message(frame)),
        LinkError::Pipe(ErrorKind::PermissionDenied) => Message::of("link-permission-denied"),
        LinkError::Pipe(kind) => Message::of("link-pipe").with("why", io(&kind.into())),
    }
}

fn frame_message(error: FrameError) -> Message {
    match error {
        FrameError::TooLong => Message::of("frame-too-long"),
        FrameError::Malformed => Message::of("frame-malformed"),
        FrameError::Damaged => Message::of("frame-damaged"),
        FrameError::Version(version) => Message::of("frame-version").with("version", version),
        FrameError::Message => Message::of("frame-message"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::seat::Tries;
    use super::*;
    use crate::words::{LANGUAGES, Words};

    #[test]
    fn people_are_told_whose_tokens_are_wanted_and_how_many() {
        assert_eq!(
            wanted([3].into_iter(), Lack::Tokens(1)).to_string(),
            "plug in the token of officer 3: 1 more is needed"
        );
        let two = wanted([2, 4, 5].into_iter(), Lack::Tokens(2)).to_string();
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
        let every = [
            LinkError::Closed,
            LinkError::Silent,
            LinkError::Noise,
            LinkError::Frame(FrameError::Damaged),
            LinkError::Pipe(std::io::ErrorKind::PermissionDenied),
            LinkError::Pipe(std::io::ErrorKind::Other),
        ];
        for error in every {
            for language in LANGUAGES {
                assert!(link(error).advice(Words::of(language)).unwrap().ends_with('.'), "{error}");
            }
        }
    }
}
