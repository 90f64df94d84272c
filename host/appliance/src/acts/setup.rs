//! The set-up ceremony: token identities, D, keys, seeds, roll, E, signatures, anchor.

use std::num::NonZeroU32;

use anyhow::Result;
use tamga_casting::registrar::{Enrolment, LinkShare, Registrar};
use tamga_ceremony::{Commission, Dkg, DkgOutcome, Each, Endorse, Enrol, seeds};
use tamga_crypto::dkg::{GroupKey, Purpose};
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_devices::{Hsm, RehearsalHsm, Role};
use tamga_record::definition::Definition;
use tamga_record::election::{ElectionFile, election_id, endorsement_message};
use tamga_record::election_toml::{CommissionKeys, Draft};
use tamga_record::keys::{HsmKeys, HybridKey, PublicKeys, REHEARSAL_MODEL, SEAL_ED25519};
use tamga_record::ledger::{Entry, Signer};
use tamga_record::tally_file::Seed;
use tamga_tally::election::Election;

use super::anchor;
use super::holders::{APPROVALS, Holders};
use super::hsms::{self, hybrid_key};
use super::room::{Room, Standing};
use crate::clock::RehearsalClock;
use crate::ledger_book::LedgerBook;

/// HSMs of a rehearsal.
const HSMS: u8 = 2;

/// One registered voter of so many gets an identity link in a rehearsal: sealing one takes a P-384 operation or two per HSM.
const LINKS_ONE_IN: NonZeroU32 = NonZeroU32::new(50).expect("50 is not 0");

/// What the ceremony leaves.
pub struct SetUp {
    /// Definition, keys, roll, E.
    pub election: Election,
    /// Officers, ledger.
    pub standing: Standing,
    /// The custody key that the PINs are encrypted to.
    pub custody: GroupKey,
    /// Roll, links and the voters.
    pub enrolment: Enrolment,
}

/// Holds the whole ceremony.
pub fn set_up(room: &mut Room, draft: Draft, (officers, quorum): (u8, u8), holders: &Holders) -> Result<SetUp> {
    let opens = draft.opens();
    let definition = define(room, draft, officers, quorum, holders)?;
    let digest = definition.digest();
    room.progress.control_number("set-up", "the definition", &digest);
    let book = LedgerBook::open(&room.appliance(), digest, RehearsalClock::before(opens))?;
    let mut standing = Standing { definition: digest, commission: Commission::of(&definition)?, book };

    let (custody, election) = make_group_keys(room, &definition, &mut standing)?;
    hsms::make_hsms(room, &definition, &custody.group)?;
    let seeds = hsms::make_seeds(room, &definition, &digest)?;
    let keys = public_keys(room, &digest, &custody, &election, &seeds)?;
    let enrolment = enrol_voters(room, &definition, &keys, holders)?;
    let roll = enrolment.roll.digest();
    let entries = enrolment.roll.entries.len() as u32;
    standing.book.append_all(&[
        Entry::Keys { digest: keys.digest(), custody: custody.transcript, election_key: election.transcript },
        Entry::Roll { digest: roll, entries },
        Entry::Election { election: election_id(&digest, &keys.digest(), &roll) },
    ])?;
    room.appliance().write("links.tamga", &enrolment.links.to_bytes())?;
    room.audit().write("roll.tamga", &enrolment.roll.to_bytes())?;
    endorse(room, &mut standing, &definition, &keys, (roll, entries), &custody, &election)?;
    let election = Election::new(definition, keys, enrolment.roll.clone())?;
    anchor::publish(room, &election, &standing.book)?;
    Ok(SetUp { election, standing, custody: custody.group, enrolment })
}

fn define(room: &mut Room, draft: Draft, officers: u8, quorum: u8, holders: &Holders) -> Result<Definition> {
    let identities = room.tokens.run(&mut Each::identities(officers, true)?)?;
    room.tokens.run(&mut Each::logins(officers)?)?;
    let keys = CommissionKeys {
        rehearsal: true,
        officers: identities,
        quorum,
        approvals: APPROVALS,
        checkers: holders.checkers(),
        registrar: holders.registrar().verifying_key().to_bytes(),
        identity: holders.identity().verifying_key().to_bytes(),
        collectors: holders.collectors(),
        hsms: (1..=HSMS).map(|number| format!("rehearsal-{number}")).collect(),
    };
    Ok(draft.complete(keys)?)
}

fn make_group_keys(
    room: &mut Room,
    definition: &Definition,
    standing: &mut Standing,
) -> Result<(DkgOutcome, DkgOutcome)> {
    let book = &mut standing.book;
    room.hold(Enrol::new(definition)?, book)?;
    let custody = room.hold(Dkg::new(&standing.commission, &standing.definition, Purpose::Custody), book)?;
    room.interrupt.check()?;
    let election = room.hold(Dkg::new(&standing.commission, &standing.definition, Purpose::Election), book)?;
    let (tokens, needed) = (definition.tokens(), definition.quorum);
    room.progress.say(&format!(
        "set-up     custody key and election key made by {tokens} tokens, any {needed} of them can use them"
    ));
    Ok((custody, election))
}

fn public_keys(
    room: &Room,
    digest: &Digest,
    custody: &DkgOutcome,
    election: &DkgOutcome,
    seeds: &[Seed],
) -> Result<PublicKeys> {
    let keys_of = |hsm: &RehearsalHsm| {
        Ok(HsmKeys {
            serial: hsm.serial().to_owned(),
            model: REHEARSAL_MODEL.to_owned(),
            tally: hybrid_key(hsm, Role::Tally)?,
            escrow: hybrid_key(hsm, Role::Escrow)?,
            seal_algorithm: SEAL_ED25519,
            seal: hsm.seal_key()?.to_vec(),
            evidence: Vec::new(),
        })
    };
    Ok(PublicKeys {
        definition: *digest,
        quorum: election.group.quorum,
        custody: custody.group.clone(),
        election: election.group.clone(),
        hsms: room.hsms.iter().map(keys_of).collect::<Result<_>>()?,
        regions: seeds.iter().map(|seed| seeds::region_key(seed).to_vec()).collect(),
        complaint: None,
    })
}

fn enrol_voters(room: &Room, definition: &Definition, keys: &PublicKeys, holders: &Holders) -> Result<Enrolment> {
    let escrow: Vec<HybridKey> = keys.hsms.iter().map(|hsm| hsm.escrow.clone()).collect();
    let counting = room.progress.counting("roll", "voters");
    let report = |done, total| counting.report(done, total);
    let registrar = Registrar::new(holders.registrar());
    let enrolment = registrar.enrol(definition, &escrow, LinkShare::OneIn(LINKS_ONE_IN), &room.streams, &report)?;
    counting.finish(enrolment.roll.entries.len() as u64);
    Ok(enrolment)
}

/// Every HSM and every officer signs E; then the election file is written.
fn endorse(
    room: &mut Room,
    standing: &mut Standing,
    definition: &Definition,
    keys: &PublicKeys,
    (roll, roll_entries): (Digest, u32),
    custody: &DkgOutcome,
    election: &DkgOutcome,
) -> Result<()> {
    let message = endorsement_message(&election_id(&standing.definition, &keys.digest(), &roll));
    let mut hsm_signatures = Vec::with_capacity(room.hsms.len());
    for hsm in &mut room.hsms {
        let signature = hsm.sign(&message)?;
        let signer = Signer::Hsm(hsm.serial().to_owned());
        standing.book.append(&Entry::Endorsement { signer, digest: sha3_256(&[&signature]) })?;
        hsm_signatures.push(signature);
    }
    let officer_signatures = room.hold(Endorse::new(&standing.commission, keys, &roll), &mut standing.book)?;
    let file = ElectionFile {
        definition: definition.to_bytes(),
        keys: keys.to_bytes(),
        roll,
        roll_entries,
        custody: custody.record.clone(),
        election: election.record.clone(),
        hsm_signatures,
        officer_signatures,
    };
    room.record().write("election.tamga", &file.to_bytes())
}
