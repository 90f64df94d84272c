//! A token that loses power in mid-act and comes back begins again; where it cannot, it is absent.

use std::collections::BTreeMap;

use tamga_ceremony::desk::Lack;
use tamga_ceremony::{CeremonyError, Dkg, Fault, Machine};
use tamga_crypto::dkg::Purpose;
use tamga_sim::{OfficerScript, SimConfig, SimToken};
use tamga_wire::Request;

use crate::opening::{opening, tally};
use crate::table::{Endorsed, NEEDED, TOKENS, Table};

/// Drives a ceremony in which the fifth token loses power instead of answering the request that `cut` points out.
fn run_with_a_power_cut<M: Machine>(
    endorsed: &mut Endorsed,
    machine: &mut M,
    cut: impl Fn(&Request) -> bool,
    start: impl FnOnce() -> SimToken,
) -> Result<M::Outcome, CeremonyError> {
    let mut start = Some(start);
    loop {
        let requests = machine.requests();
        if requests.is_empty() {
            return machine.finish();
        }
        for (token, request) in requests {
            if token == TOKENS
                && cut(&request)
                && let Some(start) = start.take()
            {
                endorsed.table.restart_fifth(start);
                if !machine.again(token) {
                    machine.absent(token)?;
                }
                continue;
            }
            let response = endorsed.table.exchange(token, &request).unwrap();
            machine.receive(token, response)?;
        }
    }
}

#[test]
fn a_token_that_comes_back_in_mid_opening_opens_everything_from_the_first_leaf() {
    let folder = tempfile::tempdir().unwrap();
    let mut endorsed = Endorsed::of(Table::on_flash(folder.path()));
    let tally = tally(&endorsed);
    let mut machine = opening(&endorsed, &tally);
    let flash = Some(folder.path().join(TOKENS.to_string()));
    let start = || {
        SimToken::start(SimConfig { index: TOKENS, seed: [3; 32], script: OfficerScript::default(), flash }).unwrap()
    };
    let at_the_tenth = |request: &Request| matches!(request, Request::OpenLeaf { leaf: 9, .. });
    let shares = run_with_a_power_cut(&mut endorsed, &mut machine, at_the_tenth, start).unwrap();
    assert_eq!(shares.tokens.len(), usize::from(TOKENS));
    assert!(machine.faults().is_empty());
    let again = endorsed.table.run(&mut opening(&endorsed, &tally)).unwrap();
    assert_eq!(shares.tokens[4].ds, again.tokens[4].ds);
}

#[test]
fn a_key_generation_does_not_go_on_without_the_memory_of_a_token() {
    let folder = tempfile::tempdir().unwrap();
    let endorsed = Endorsed::of(Table::on_flash(folder.path()));
    let mut machine = Dkg::new(&endorsed.commission, &endorsed.definition.digest(), Purpose::Custody);
    assert!(!machine.again(1));
    assert_eq!(machine.lacks(), Lack::Tokens(TOKENS));
    assert_eq!(machine.absent(1), Err(CeremonyError::Token { token: 1, fault: Fault::Absent }));
}

#[test]
fn an_opening_says_how_many_more_tokens_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let mut endorsed = Endorsed::of(Table::on_flash(folder.path()));
    let tally = tally(&endorsed);
    let mut machine = opening(&endorsed, &tally);
    let mut owed = BTreeMap::new();
    for present in 0..=NEEDED {
        let wanted = if present < NEEDED { Lack::Tokens(NEEDED - present) } else { Lack::Nothing };
        assert_eq!(machine.lacks(), wanted);
        // The next token does its part, and the others are not reached.
        let next = present + 1;
        owed.extend(machine.requests());
        while let Some(request) = owed.remove(&next) {
            let response = endorsed.table.exchange(next, &request).unwrap();
            machine.receive(next, response).unwrap();
            owed.extend(machine.requests());
        }
    }
}
