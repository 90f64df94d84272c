//! Unlocking an HSM with a PIN that nobody knows.

use tamga_ceremony::{CeremonyError, Fault, Machine, Pin, RunError, Unlock, UnlockLabel, culprits};
use tamga_crypto::dkg::{GroupKey, Quorum};
use tamga_crypto::hash::hash;
use tamga_crypto::hpke::{HpkeError, x25519};
use tamga_crypto::tdh2::{PinCiphertext, Tdh2Error};
use tamga_devices::{Hsm, HsmError, LinkError, Role as HsmRole};
use tamga_record::ledger::{Entry, TokenAct};
use tamga_wire::{ActKind, Refusal, Request, Response, Role};

use crate::table::{Endorsed, SERIAL, TALLY_PIN, hsm, rng};

fn label(endorsed: &Endorsed, generation: u32) -> UnlockLabel {
    let definition = endorsed.definition.digest();
    UnlockLabel { definition, serial: SERIAL.to_owned(), role: Role::Tally, generation }
}

fn host_key() -> x25519::SecretKey {
    x25519::SecretKey::generate(&mut rng(41))
}

/// A drawn PIN, encrypted, and the machine that gets it back.
fn unlock(endorsed: &Endorsed) -> (Pin, Unlock) {
    let label = label(endorsed, 1);
    let pin = Pin::draw(&mut rng(40));
    let ciphertext = pin.encrypt(&endorsed.custody.group, &label.as_pin_label(), &mut rng(42)).unwrap();
    let unlock = Unlock::new(&endorsed.custody.group, label, ciphertext, host_key()).unwrap();
    (pin, unlock)
}

/// 96 bytes that are no share, sealed as a token would.
fn sealed_nonsense(token: u8, request: &Request, definition: &[u8; 32]) -> Response {
    let Request::Unlock { host_key, .. } = request else {
        return Response::Waiting;
    };
    let pin_label = [b"tamga/pin-label/v1", definition.as_slice(), &[11], SERIAL.as_bytes(), &[1, 0, 0, 0, 1]].concat();
    let label = hash("tamga/tdh2-label/v1", &[&pin_label]);
    let info: [&[u8]; 3] = [b"tamga/unlock-answer/v1", &label, &[token]];
    let sealed = x25519::seal(host_key, &info, &[1; 96], &mut rng(43)).unwrap();
    Response::Sealed { sealed: sealed.try_into().unwrap() }
}

#[test]
fn all_tokens_give_the_pin_back_and_it_opens_the_hsm() {
    let mut endorsed = Endorsed::obliging();
    let (pin, mut unlock) = unlock(&endorsed);
    let mut hsm = hsm();
    hsm.change_pin(HsmRole::Tally, TALLY_PIN, pin.expose()).unwrap();

    let mut answers: Vec<Vec<u8>> = Vec::new();
    let unlocked = endorsed.table.run_with(&mut unlock, |_, _, response| {
        if let Response::Sealed { sealed } = &response {
            answers.push(sealed.to_vec());
        }
        Ok(response)
    });
    let unlocked = unlocked.unwrap();
    assert_eq!(unlocked.pin, pin);
    assert_eq!(unlocked.officers, [1, 2, 3, 4, 5]);
    assert_eq!(unlocked.answers_digest, hash("tamga/unlock-answers/v1", &[&answers.concat()]));
    let entry = Entry::Unlock {
        role: Role::Tally,
        hsm: SERIAL.to_owned(),
        generation: 1,
        officers: vec![1, 2, 3, 4, 5],
        digest: unlocked.answers_digest,
    };
    assert_eq!(unlock.take_entries(), [entry]);
    assert!(matches!(hsm.unlock(HsmRole::Tally, TALLY_PIN), Err(HsmError::WrongPin { .. })));
    hsm.unlock(HsmRole::Tally, unlocked.pin.expose()).unwrap();
    let shown = endorsed.table.sims[0].screens();
    assert!(shown.iter().any(|screen| screen.contains("UNLOCK tally") && screen.contains(SERIAL)));
}

#[test]
fn an_officer_who_left_an_earlier_question_open_is_asked_this_one() {
    let mut endorsed = Endorsed::obliging();
    let act = Request::Act { kind: ActKind::Close, digest: [1; 32], figures: [1, 0, 20, 0] };
    assert_eq!(endorsed.table.exchange(5, &act), Ok(Response::Waiting));
    let (pin, mut unlock) = unlock(&endorsed);
    let unlocked = endorsed.table.run(&mut unlock).unwrap();
    assert_eq!((unlocked.pin, unlocked.officers), (pin, vec![1, 2, 3, 4, 5]));
    assert!(matches!(unlock.take_entries()[..], [Entry::Unlock { .. }]), "no refusal on record");
}

#[test]
fn wrong_answers_name_their_tokens_and_the_others_unlock() {
    let mut endorsed = Endorsed::obliging();
    let definition = endorsed.definition.digest();
    let (pin, mut unlock) = unlock(&endorsed);
    let mut asked = None;
    let unlocked = endorsed.table.run_with(&mut unlock, |token, request, response| {
        if let Request::Unlock { .. } = request {
            asked = Some(request.clone());
        }
        Ok(match (token, response) {
            (2, Response::Sealed { .. }) => sealed_nonsense(2, asked.as_ref().unwrap(), &definition),
            (4, Response::Sealed { mut sealed }) => {
                sealed[50] ^= 1;
                Response::Sealed { sealed }
            }
            (_, other) => other,
        })
    });
    let unlocked = unlocked.unwrap();
    assert_eq!((unlocked.pin, unlocked.officers), (pin, vec![1, 3, 5]));
    let bad_share = Fault::BadShare(Tdh2Error::Share { token: 2 });
    assert_eq!(unlock.faults(), [(2, bad_share), (4, Fault::BadSeal(HpkeError::OpenFailed))]);
    assert_eq!(culprits(unlock.faults()), [2, 4]);
}

#[test]
fn an_answer_of_one_token_does_not_count_as_anothers() {
    let mut endorsed = Endorsed::obliging();
    let (_, mut unlock) = unlock(&endorsed);
    let mut first = None;
    let unlocked = endorsed.table.run_with(&mut unlock, |token, _, response| {
        Ok(match (token, response) {
            (1, Response::Sealed { sealed }) => {
                first = Some(sealed);
                Response::Sealed { sealed }
            }
            (2, Response::Sealed { .. }) => Response::Sealed { sealed: first.unwrap() },
            (_, other) => other,
        })
    });
    assert_eq!(unlocked.unwrap().officers, [1, 3, 4, 5]);
    assert_eq!(culprits(unlock.faults()), [2]);
}

#[test]
fn three_liars_of_five_stop_the_unlock_and_are_all_named() {
    let mut endorsed = Endorsed::obliging();
    let (_, mut unlock) = unlock(&endorsed);
    let result = endorsed.table.run_with(&mut unlock, |token, _, response| {
        Ok(match (token, response) {
            (1 | 3 | 5, Response::Sealed { .. }) => Response::Sealed { sealed: [1; 144] },
            (_, other) => other,
        })
    });
    let Err(RunError::Ceremony(error)) = result else { panic!("the PIN came out") };
    assert!(matches!(error, CeremonyError::TooFew { needed: 3, good: 2, .. }));
    assert_eq!(error.culprits(), [1, 3, 5]);
    assert_eq!(unlock.take_entries(), []);
}

#[test]
fn the_test_of_the_custody_key_needs_every_token() {
    let mut endorsed = Endorsed::obliging();
    let label = label(&endorsed, 1);
    let group = &endorsed.custody.group;
    let ciphertext = Pin::draw(&mut rng(40)).encrypt(group, &label.as_pin_label(), &mut rng(42)).unwrap();
    let mut good = Unlock::by_all(group, label.clone(), ciphertext, host_key()).unwrap();
    let mut bad = Unlock::by_all(group, label, ciphertext, host_key()).unwrap();
    assert_eq!(endorsed.table.run(&mut good).unwrap().officers, [1, 2, 3, 4, 5]);
    let result = endorsed.table.run_with(&mut bad, |token, _, response| match token {
        3 => Err(LinkError::Closed),
        _ => Ok(response),
    });
    assert_eq!(result.err(), Some(RunError::Exchange { token: 3, error: LinkError::Closed }));
}

#[test]
fn a_ciphertext_under_another_label_or_key_is_refused_before_anyone_is_asked() {
    let endorsed = Endorsed::obliging();
    let first = label(&endorsed, 1);
    let group = &endorsed.custody.group;
    let ciphertext = Pin::draw(&mut rng(40)).encrypt(group, &first.as_pin_label(), &mut rng(42)).unwrap();
    let refused = |group: &GroupKey, label, ciphertext| Unlock::new(group, label, ciphertext, host_key()).err();
    let proof = Some(CeremonyError::Pin(Tdh2Error::Proof));
    assert_eq!(refused(group, label(&endorsed, 2), ciphertext), proof);
    assert_eq!(refused(&endorsed.key.group, first.clone(), ciphertext), proof);
    let no_points = PinCiphertext::from_bytes([0xFF; 161]);
    assert_eq!(refused(group, first.clone(), no_points), Some(CeremonyError::Pin(Tdh2Error::Ciphertext)));
    assert_eq!(refused(group, first, ciphertext), None);
}

#[test]
fn a_token_refuses_the_pin_of_an_hsm_that_is_not_in_the_definition() {
    let mut endorsed = Endorsed::obliging();
    let label = UnlockLabel { serial: "another-hsm".to_owned(), ..label(&endorsed, 1) };
    let group = &endorsed.custody.group;
    let ciphertext = Pin::draw(&mut rng(40)).encrypt(group, &label.as_pin_label(), &mut rng(42)).unwrap();
    let mut unlock = Unlock::new(group, label, ciphertext, host_key()).unwrap();
    let Err(RunError::Ceremony(error)) = endorsed.table.run(&mut unlock) else { panic!("the PIN came out") };
    assert!(matches!(error, CeremonyError::TooFew { good: 0, .. }));
    assert_eq!(error.culprits(), []);
    let code = Refusal::WrongLabel.code();
    let entries: Vec<Entry> = (1..=5).map(|token| Entry::Refusal { token, act: TokenAct::Unlock, code }).collect();
    assert_eq!(unlock.take_entries(), entries);
    assert_eq!(group.quorum, Quorum::new(5, 3).unwrap());
}
