//! The set-up ceremony: token identities, D, keys, seeds, roll, E, signatures, anchor.

use std::fs;
use std::num::NonZeroU32;

use anyhow::{Context, Result};
use tamga_casting::layout::contest_sets;
use tamga_casting::registrar::{Enrolment, LinkShare, Registrar};
use tamga_ceremony::{Commission, Dkg, DkgOutcome, Each, Endorse, Enrol, seeds};
use tamga_crypto::dkg::Purpose;
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::definition::Definition;
use tamga_record::election::{ElectionFile, election_id, endorsement_message};
use tamga_record::election_toml::{CommissionKeys, Draft};
use tamga_record::keys::{HybridKey, PublicKeys};
use tamga_record::ledger::{Entry, Signer};
use tamga_record::tally_file::Seed;
use tamga_tally::election::Election;

use super::anchor;
use super::hsms;
use super::polling::players;
use super::reconcile;
use crate::at_work::AT_WORK;
use crate::clock::RehearsalClock;
use crate::failure::Failure;
use crate::folder::{Folder, LOCK};
use crate::holders::APPROVALS;
use crate::input::Input;
use crate::ledger_book::LedgerBook;
use crate::message::Message;
use crate::options;
use crate::room::Room;
use crate::standing::{ELECTION_FILE, FIRST_CHECKPOINT, ROLL, Standing, read_election};
use crate::tokens::LogIn;

/// One registered voter of so many gets an identity link in a rehearsal: sealing one takes a P-384 operation or two per HSM.
const LINKS_ONE_IN: NonZeroU32 = NonZeroU32::new(50).expect("50 is not 0");

/// Whether the ceremony of this folder is over.
pub fn is_over(room: &Room) -> bool {
    room.appliance().has(FIRST_CHECKPOINT)
}

/// Holds the whole ceremony; one that was interrupted is put aside and begun anew, as nothing outside is bound to it before its
/// anchor is read out. Gives what the commission knows, the election and its voters.
pub fn set_up(room: &mut Room, input: &Input) -> Result<(Standing, Election, Enrolment)> {
    refuse_a_held_election(room)?;
    let back = hsms::take_back(room)?;
    put_aside(room)?;
    let hsms = hsms::prepare(room, back)?;
    let serials = hsms.iter().map(|hsm| hsm.serial().to_owned()).collect();
    let definition = define(room, input.draft.clone(), serials)?;
    let digest = definition.digest();
    room.progress.control_number("set-up", "of-definition", &digest);
    let book = LedgerBook::open(&room.appliance(), digest, RehearsalClock::before(definition.opens))?;
    let commission = Commission::of(&definition)?;
    let mut standing =
        Standing { definition: digest, commission, serials: definition.hsms.clone(), hsm_keys: Vec::new(), book };
    let (custody, election) = make_group_keys(room, &definition, &mut standing)?;
    hsms::make_hsms(room, &standing, &definition, &custody.group, hsms)?;
    room.interrupt.check()?;
    reconcile::read_logs(room, &standing)?;
    let seeds = hsms::make_seeds(room, &standing, &definition, &custody.group)?;
    let keys = public_keys(room, &standing, &custody, &election, &seeds)?;
    let enrolment = enrol_voters(room, &definition, &keys, input, LinkShare::OneIn(LINKS_ONE_IN))?;
    room.interrupt.check()?;
    let roll = enrolment.roll.digest();
    let entries = enrolment.roll.entries.len() as u32;
    standing.book.append_all(&[
        Entry::Keys { digest: keys.digest(), custody: custody.transcript, election_key: election.transcript },
        Entry::Roll { digest: roll, entries },
        Entry::Election { election: election_id(&digest, &keys.digest(), &roll) },
    ])?;
    room.appliance().write("links.tamga", &enrolment.links.to_bytes())?;
    room.audit().write(ROLL, &enrolment.roll.to_bytes())?;
    endorse(room, &mut standing, &definition, &keys, (roll, entries), &custody, &election)?;
    let election = read_election(room)?;
    let first = anchor::publish(room, &standing, &election)?;
    reconcile::reconcile(room, &mut standing)?;
    reconcile::count_operations(room, &mut standing)?;
    // With it set-up is over.
    room.appliance().write(FIRST_CHECKPOINT, first.as_bytes())?;
    Ok((standing, election, enrolment))
}

/// Refuses a folder whose ledger goes on after the ceremony: only its first checkpoint is missing, and its HSMs hold the keys
/// of an election.
fn refuse_a_held_election(room: &Room) -> Result<()> {
    if !LedgerBook::is_begun(&room.appliance()) {
        return Ok(());
    }
    let book = LedgerBook::resume(&room.appliance())?;
    let is_of_set_up = |entry: &Entry| {
        let numbered = matches!(entry, Entry::Origin { .. } | Entry::Keys { .. } | Entry::Roll { .. });
        let signed = matches!(entry, Entry::Election { .. } | Entry::Endorsement { .. } | Entry::Refusal { .. });
        let told = matches!(entry, Entry::DeviceLog { .. } | Entry::Operations { .. });
        numbered || signed || told
    };
    if book.entries().iter().all(is_of_set_up) {
        return Ok(());
    }
    Err(Failure::internal("first-checkpoint-missing"))
}

/// Moves what an interrupted ceremony left out of the way; nothing is deleted.
pub fn put_aside(room: &Room) -> Result<()> {
    let appliance = room.appliance();
    if !LedgerBook::is_begun(&appliance) && !appliance.path().join("tokens").exists() {
        return Ok(());
    }
    let aside = places_aside(&appliance).find(|place| !place.path().exists()).context("no free abandoned-N")?;
    let aside = aside.path();
    fs::create_dir(aside)?;
    for entry in fs::read_dir(appliance.path())? {
        let entry = entry?;
        let name = entry.file_name();
        let stays = [options::FOLDER, LOCK, AT_WORK].iter().any(|stays| name == **stays)
            || name.to_string_lossy().starts_with("abandoned-");
        if !stays {
            fs::rename(entry.path(), aside.join(name))?;
        }
    }
    room.published().iter().try_for_each(Folder::clear)?;

    room.progress.say("set-up", Message::of("set-up-aside").with("aside", aside));
    Ok(())
}

/// What interrupted ceremonies left in this folder, the oldest first.
pub fn abandoned(room: &Room) -> impl Iterator<Item = Folder> {
    places_aside(&room.appliance()).take_while(|place| place.path().exists())
}

fn places_aside(appliance: &Folder) -> impl Iterator<Item = Folder> + use<> {
    let appliance = appliance.clone();
    (1u32..).map(move |number| appliance.below(&format!("abandoned-{number}")))
}

fn define(room: &mut Room, draft: Draft, hsms: Vec<String>) -> Result<Definition> {
    let officers = room.options.officers;
    let mut identities = Each::identities(officers, true)?;
    let tokens = room.tokens()?;
    let identities = tokens.run(&mut identities)?;
    // From here on a token is known by its key, wherever it is plugged in.
    tokens.know_new(identities.iter().map(|keys| keys.identity).collect(), LogIn::with_a_new_identity());
    let holders = &room.holders;
    let keys = CommissionKeys {
        rehearsal: true,
        officers: identities,
        quorum: room.options.quorum,
        approvals: APPROVALS,
        checkers: holders.checkers(),
        registrar: holders.registrar().verifying_key().to_bytes(),
        identity: holders.identity().verifying_key().to_bytes(),
        collectors: holders.collectors(),
        hsms,
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
    // The officers log in once more, as from here on the token knows the election and shows it before the PIN.
    room.log_in_for(&standing.definition)?;
    let custody = room.hold(Dkg::new(&standing.commission, &standing.definition, Purpose::Custody), book)?;
    room.interrupt.check()?;
    let election = room.hold(Dkg::new(&standing.commission, &standing.definition, Purpose::Election), book)?;
    let (tokens, needed) = (definition.tokens(), definition.quorum);
    room.progress.say("set-up", Message::of("set-up-keys").with("tokens", tokens).with("needed", needed));
    Ok((custody, election))
}

fn public_keys(
    room: &mut Room,
    standing: &Standing,
    custody: &DkgOutcome,
    election: &DkgOutcome,
    seeds: &[Seed],
) -> Result<PublicKeys> {
    let mut hsms = Vec::with_capacity(standing.serials.len());
    for number in 0..standing.serials.len() {
        hsms.push(room.with_hsm(standing, number, |hsm| Ok(hsms::keys_of(hsm)))??);
    }
    Ok(PublicKeys {
        definition: standing.definition,
        quorum: election.group.quorum,
        custody: custody.group.clone(),
        election: election.group.clone(),
        hsms,
        regions: seeds.iter().map(|seed| seeds::region_key(seed).to_vec()).collect(),
        complaint: None,
    })
}

/// The registrar's part: roll, links and the voters' credentials. The same again whenever it is asked for.
pub fn enrol_voters(
    room: &Room,
    definition: &Definition,
    keys: &PublicKeys,
    input: &Input,
    links: LinkShare,
) -> Result<Enrolment> {
    let escrow: Vec<HybridKey> = keys.hsms.iter().map(|hsm| hsm.escrow.clone()).collect();
    let counting = room.progress.counting("roll", "unit-voters");
    let report = |done, total| counting.report(done, total);
    let registrar = Registrar::new(room.holders.registrar());
    let contests_of = contest_sets(definition, &input.plan)?;
    let mut enrolment = registrar.enrol(definition, &contests_of, &escrow, links, &room.streams, &report)?;
    counting.finish(enrolment.roll.entries.len() as u64);
    if let Some(players) = players(room, definition, input) {
        players.spoil_roll(&mut enrolment, &room.holders.registrar())?;
    }
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
    let mut hsm_signatures = Vec::with_capacity(standing.serials.len());
    for number in 0..standing.serials.len() {
        let (serial, signature) =
            room.with_hsm(standing, number, |hsm| Ok((hsm.serial().to_owned(), hsm.sign(&message)?)))?;
        let signature = hsms::signature(&signature)?;
        let signer = Signer::Hsm(serial);
        standing.book.append(&Entry::Endorsement { signer, digest: sha3_256(&[signature.as_bytes()]) })?;
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
    room.record().write(ELECTION_FILE, &file.to_bytes())
}
