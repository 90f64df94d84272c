//! Lost tokens are replaced on five simulated ones: the others share both keys out again, and what came before stays.

use tamga_ceremony::{
    CeremonyError, Commission, Fault, Machine, Opening, Pin, ReplacementAct, ReplacementCommit, Replacing, RunError,
    Unlock, UnlockLabel, run,
};
use tamga_crypto::hpke::x25519;
use tamga_devices::LinkError;
use tamga_record::acts::Signatures;
use tamga_record::commission::Commission as InForce;
use tamga_record::ledger::{Entry, TokenAct};
use tamga_record::replacement::{NewOfficer, Replacement, ReplacementBody};
use tamga_record::shares::SharesFile;
use tamga_sim::{Asked, OfficerScript, SimConfig, SimToken};
use tamga_wire::{ActKind, Refusal, Request, Response, Role};

use crate::opening::{BALLOTS, all_votes, approvals, counts, opening, tally};
use crate::table::{Endorsed, Outcome, SERIAL, TOKENS, Table, rng};

/// An election whose tokens are lost one after another.
struct Case {
    endorsed: Endorsed,
    in_force: InForce,
    earlier: Vec<Replacement>,
}

/// What is decided and not carried out.
struct Decided {
    body: ReplacementBody,
    signatures: Signatures,
}

impl Case {
    fn of(endorsed: Endorsed) -> Self {
        let in_force = InForce::first(&endorsed.definition, &endorsed.keys);
        Self { endorsed, in_force, earlier: Vec::new() }
    }

    fn commission(&self) -> Commission {
        Commission::new(self.in_force.quorum(), self.in_force.officers()).unwrap()
    }

    /// New tokens in the places of these, which are gone for good.
    fn lose(&mut self, lost: &[u8], script: &OfficerScript) -> ReplacementBody {
        let number = self.in_force.replacements() + 1;
        let newcomers = lost.iter().map(|token| {
            let seed = [100 + number as u8; 32];
            let config = SimConfig { index: *token, seed, script: script.clone(), flash: None };
            self.endorsed.table.put(*token, SimToken::start(config).unwrap());
            let init = Request::Init { rehearsal: true };
            let Ok(Response::Identity { identity, share_key }) = self.endorsed.table.exchange(*token, &init) else {
                panic!("a fresh token makes an identity")
            };
            NewOfficer { token: *token, identity, share_key }
        });
        ReplacementBody { election: self.endorsed.election, number, newcomers: newcomers.collect() }
    }

    fn decide(&mut self, body: ReplacementBody) -> Decided {
        let mut act = ReplacementAct::new(&self.commission(), &body);
        let signatures = self.endorsed.table.run(&mut act).unwrap();
        assert_eq!(act.take_entries(), []);
        Decided { body, signatures }
    }

    fn replacing(&self, decided: &Decided) -> Replacing {
        let Decided { body, signatures } = decided;
        Replacing::new(&self.endorsed.definition, &self.in_force, &self.earlier, body, signatures).unwrap()
    }

    /// The tokens share out both keys, and what they made is in force, but they do not know it yet.
    fn carry_out(&mut self, decided: &Decided) -> Replacement {
        let mut replacing = self.replacing(decided);
        let file = self.endorsed.table.run(&mut replacing).unwrap();
        assert_eq!(replacing.take_entries(), [file.entry()]);
        assert_eq!(Replacement::parse(&file.to_bytes(), self.in_force.quorum()).as_ref(), Ok(&file));
        self.in_force = self.in_force.succeed(&self.endorsed.definition, &self.endorsed.election, &file).unwrap();
        self.earlier.push(file.clone());
        file
    }

    fn commit(&self, file: &Replacement) -> ReplacementCommit {
        ReplacementCommit::new(&self.commission(), file.body.number, &file.confirmations)
    }

    /// These tokens are lost and replaced.
    fn replace(&mut self, lost: &[u8]) -> Replacement {
        let body = self.lose(lost, &OfficerScript::default());
        let decided = self.decide(body);
        let file = self.carry_out(&decided);
        let mut commit = self.commit(&file);
        assert_eq!(self.endorsed.table.run(&mut commit).unwrap(), [1, 2, 3, 4, 5]);
        self.log_in(lost);
        file
    }

    /// The officers of new tokens log in for everything.
    fn log_in(&mut self, tokens: &[u8]) {
        let definition = Some(self.endorsed.definition.digest());
        let login = Request::Login { definition, purposes: tamga_wire::Purposes::ALL };
        for token in tokens {
            assert_eq!(self.endorsed.table.exchange(*token, &login), Ok(Response::Done));
        }
    }

    /// A PIN encrypted to the custody key of the set-up, and the officers who get it back; others are absent.
    fn unlock(&mut self, absent: &[u8]) -> Vec<u8> {
        let label = UnlockLabel {
            definition: self.endorsed.definition.digest(),
            serial: SERIAL.to_owned(),
            role: Role::Tally,
            generation: 1,
        };
        let pin = Pin::draw(&mut rng(40));
        let ciphertext = pin.encrypt(&self.endorsed.custody.group, &label.as_pin_label(), &mut rng(42)).unwrap();
        let host_key = x25519::SecretKey::generate(&mut rng(41));
        let mut unlock = Unlock::new(self.in_force.custody(), label, ciphertext, host_key).unwrap();
        let unlocked = without(&mut self.endorsed.table, &mut unlock, absent).unwrap();
        assert_eq!(unlocked.pin, pin);
        unlocked.officers
    }
}

/// A ceremony without some tokens.
fn without<M: Machine>(table: &mut Table, machine: &mut M, absent: &[u8]) -> Outcome<M::Outcome> {
    run(machine, |token, request| match absent.contains(&token) {
        true => Err(LinkError::Closed),
        false => table.exchange(token, request),
    })
}

fn tokens(shares: &SharesFile) -> Vec<u8> {
    shares.tokens.iter().map(|token| token.index).collect()
}

#[test]
fn a_new_token_in_the_place_of_a_lost_one_unlocks_and_opens_with_the_others() {
    let mut case = Case::of(Endorsed::obliging());
    let public = case.in_force.election_key().public();
    case.replace(&[3]);
    assert_eq!(case.in_force.election_key().public(), public);
    assert_eq!(case.unlock(&[1, 5]), [2, 3, 4]);
    let tally = tally(&case.endorsed);
    let mut opening = Opening::new(case.in_force.election_key(), &tally, &approvals(&tally), BALLOTS).unwrap();
    let shares = without(&mut case.endorsed.table, &mut opening, &[1, 5]).unwrap();
    assert_eq!(tokens(&shares), [2, 3, 4]);
    assert_eq!(counts(&tally, &shares), all_votes());
    let shown = case.endorsed.table.sims[0].screens();
    assert!(shown.iter().any(|screen| screen.contains("REPLACE")), "{shown:?}");
}

#[test]
fn two_of_five_are_replaced_at_once_and_later_one_of_the_new_ones_and_another() {
    let mut case = Case::of(Endorsed::obliging());
    case.replace(&[2, 5]);
    assert_eq!(case.unlock(&[1, 3]), [2, 4, 5]);
    case.replace(&[1, 2]);
    assert_eq!(case.unlock(&[3, 4]), [1, 2, 5]);
    assert_eq!(case.in_force.replacements(), 2);
}

#[test]
fn the_officers_of_lost_tokens_are_not_asked_and_two_who_stay_decide_nothing() {
    let refuses = |place| match place < 2 {
        true => OfficerScript { refuses: vec![Asked::Act(ActKind::Replacement)], ..OfficerScript::default() },
        false => OfficerScript::default(),
    };
    let mut case = Case::of(Endorsed::of(Table::new(std::array::from_fn(refuses))));
    let body = case.lose(&[4], &OfficerScript::default());
    let mut act = ReplacementAct::new(&case.commission(), &body);
    let result = case.endorsed.table.run(&mut act);
    let Err(RunError::Ceremony(CeremonyError::TooFew { needed: 3, good: 2, .. })) = result else {
        panic!("{result:?}")
    };
    let refusal = |token| Entry::Refusal { token, act: TokenAct::Replacement, code: 20 };
    assert_eq!(act.take_entries(), [refusal(1), refusal(2)]);
    assert_eq!(case.endorsed.table.sims[3].screens(), [""; 0]);
}

#[test]
fn a_new_token_opens_nothing_that_those_who_stay_refuse() {
    let mut case = Case::of(Endorsed::obliging());
    let tally = tally(&case.endorsed);
    let opened = case.endorsed.table.run(&mut opening(&case.endorsed, &tally)).unwrap();
    assert_eq!(tokens(&opened), [1, 2, 3, 4, 5]);
    case.replace(&[3]);
    let mut other = tally.clone();
    other.leaves[0].counted = [9; 32];
    let mut another = Opening::new(case.in_force.election_key(), &other, &approvals(&other), BALLOTS).unwrap();
    let result = case.endorsed.table.run(&mut another);
    let Err(RunError::Ceremony(CeremonyError::TooFew { good: 0, faults, .. })) = result else {
        panic!("it was opened")
    };
    assert!(faults.contains(&(3, Fault::Refused(Refusal::SlotTaken))), "{faults:?}");
    let mut again = Opening::new(case.in_force.election_key(), &tally, &approvals(&tally), BALLOTS).unwrap();
    let shares = without(&mut case.endorsed.table, &mut again, &[1, 2]).unwrap();
    assert_eq!(counts(&tally, &shares), all_votes());
}

#[test]
fn an_officer_who_does_not_keep_the_new_shares_leaves_everything_as_it_was() {
    let mut case = Case::of(Endorsed::obliging());
    let no = OfficerScript { refuses: vec![Asked::Keep], ..OfficerScript::default() };
    let body = case.lose(&[4], &no);
    let decided = case.decide(body);
    let mut replacing = case.replacing(&decided);
    let refused = CeremonyError::Token { token: 4, fault: Fault::Refused(Refusal::RefusedByOfficer) };
    assert_eq!(case.endorsed.table.run(&mut replacing).err(), Some(RunError::Ceremony(refused)));
    let refusal = Entry::Refusal { token: 4, act: TokenAct::Replacement, code: 20 };
    assert_eq!(replacing.take_entries(), [refusal]);
    // Another new token in the same place, and the run begins anew.
    let body = case.lose(&[4], &OfficerScript::default());
    let decided = case.decide(body);
    let file = case.carry_out(&decided);
    let mut commit = case.commit(&file);
    assert_eq!(case.endorsed.table.run(&mut commit).unwrap().len(), usize::from(TOKENS));
}

#[test]
fn who_was_pulled_out_before_it_was_told_uses_its_new_shares_when_it_is() {
    let mut case = Case::of(Endorsed::obliging());
    let body = case.lose(&[1], &OfficerScript::default());
    let decided = case.decide(body);
    let file = case.carry_out(&decided);
    let mut commit = case.commit(&file);
    assert_eq!(without(&mut case.endorsed.table, &mut commit, &[2]).unwrap(), [1, 3, 4, 5]);
    case.log_in(&[1]);
    assert_eq!(case.unlock(&[]), [1, 3, 4, 5]);
    let mut commit = case.commit(&file);
    assert_eq!(case.endorsed.table.run(&mut commit).unwrap(), [1, 2, 3, 4, 5]);
    assert_eq!(case.unlock(&[3, 4]), [1, 2, 5]);
}

#[test]
fn a_token_that_has_not_been_told_yet_unlocks_and_opens_nothing() {
    let mut case = Case::of(Endorsed::obliging());
    let body = case.lose(&[1], &OfficerScript::default());
    let decided = case.decide(body);
    let file = case.carry_out(&decided);
    let begin = Request::SlotsAsk { part: 0 };
    assert_eq!(case.endorsed.table.exchange(2, &begin), Ok(Response::Refused(Refusal::OutOfOrder)));
    let Ok(Response::Info(info)) = case.endorsed.table.exchange(2, &Request::Hello) else { panic!("an answer") };
    assert!(info.pending && info.replacements == 0);
    let tally = tally(&case.endorsed);
    let result = case.endorsed.table.run(&mut opening(&case.endorsed, &tally));
    let Err(RunError::Ceremony(CeremonyError::TooFew { faults, .. })) = result else { panic!("it was opened") };
    assert!(faults.contains(&(2, Fault::Refused(Refusal::ReplacementPending))), "{faults:?}");
    case.endorsed.table.run(&mut case.commit(&file)).unwrap();
    let Ok(Response::Info(info)) = case.endorsed.table.exchange(2, &Request::Hello) else { panic!("an answer") };
    assert!(!info.pending && info.replacements == 1);
}

#[test]
fn a_dealer_whose_package_is_changed_on_the_way_is_named() {
    let mut case = Case::of(Endorsed::obliging());
    let body = case.lose(&[5], &OfficerScript::default());
    let decided = case.decide(body);
    let mut replacing = case.replacing(&decided);
    let result = case.endorsed.table.run_with(&mut replacing, |token, _, response| {
        Ok(match (token, response) {
            (2, Response::DkgPackage { mut package }) => {
                package[40] ^= 1;
                Response::DkgPackage { package }
            }
            (_, other) => other,
        })
    });
    let Err(RunError::Ceremony(CeremonyError::Token { token: 2, fault })) = result else { panic!("{result:?}") };
    assert_eq!(fault.culprit(2), Some(2));
}

#[test]
fn slots_that_are_changed_on_the_way_are_refused_by_the_host() {
    let mut case = Case::of(Endorsed::obliging());
    let body = case.lose(&[5], &OfficerScript::default());
    let decided = case.decide(body);
    let mut replacing = case.replacing(&decided);
    let result = case.endorsed.table.run_with(&mut replacing, |token, _, response| {
        Ok(match (token, response) {
            (3, Response::Slots { mut bytes }) => {
                bytes[0] ^= 1;
                Response::Slots { bytes }
            }
            (_, other) => other,
        })
    });
    let fault = CeremonyError::Token { token: 3, fault: Fault::BadSignature };
    assert_eq!(result.err(), Some(RunError::Ceremony(fault)));
}

#[test]
fn more_than_the_quorum_can_spare_are_not_replaced() {
    let mut case = Case::of(Endorsed::obliging());
    let body = case.lose(&[1, 2, 3], &OfficerScript::default());
    let decided = Decided { body, signatures: Vec::new() };
    let Decided { body, signatures } = &decided;
    let refused = Replacing::new(&case.endorsed.definition, &case.in_force, &[], body, signatures);
    assert!(matches!(refused.err(), Some(CeremonyError::Quorum(_))));
}
