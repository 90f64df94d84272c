//! What the commission knows, and the way back into the room of an election.

use anyhow::Result;
use tamga_ceremony::Commission;
use tamga_crypto::hash::Digest;
use tamga_record::election::ElectionFile;
use tamga_record::keys::{HsmKeys, PublicKeys};
use tamga_record::note::Note;
use tamga_record::roll::Roll;
use tamga_tally::election::Election;
use tamga_wire::Purposes;

use crate::acts::pause::check_not_paused;
use crate::acts::{opening, replacements};
use crate::cli::At;
use crate::failure::Failure;
use crate::folder::Folder;
use crate::ledger_book::LedgerBook;
use crate::message::Message;
use crate::options::Options;
use crate::progress::Progress;
use crate::room::Room;

/// The election file, the roll, and the first checkpoint: with the last of them set-up is over.
pub const ELECTION_FILE: &str = "election.tamga";
pub const ROLL: &str = "roll.tamga";
pub const FIRST_CHECKPOINT: &str = "first-checkpoint";
pub const PUBLISHED_CHECKPOINT: &str = "ledger/checkpoint";

/// What the commission knows and every act needs.
pub struct Standing {
    /// `D`.
    pub definition: Digest,
    /// Officers and quorum, in force now.
    pub commission: Commission,
    /// Serials of the HSMs, in definition order.
    pub serials: Vec<String>,
    /// Keys of the HSMs in the public-key file; none before it is made.
    pub hsm_keys: Vec<HsmKeys>,
    /// The ledger.
    pub book: LedgerBook,
}

/// The room of an election whose set-up is over, for an act. Refuses one that is paused.
pub fn open(at: &At, progress: Progress, purposes: Purposes) -> Result<(Room, Standing, Election)> {
    let opened = open_in_pause(at, progress, purposes)?;
    check_not_paused(&opened.1, &at.at.display().to_string())?;
    Ok(opened)
}

/// The same, also of an election that is paused: to look at it, or to end the pause.
pub fn open_in_pause(at: &At, progress: Progress, purposes: Purposes) -> Result<(Room, Standing, Election)> {
    let (ports, at) = (&at.tokens, at.at.as_path());
    let folder = Folder::existing(at);
    if !folder.private("appliance").has(FIRST_CHECKPOINT) {
        return Err(Failure::bad_input(Message::of("no-election-set-up").with("at", at)));
    }
    let mut options = Options::read(&folder.private("appliance"))?;
    options.look_for_tokens_at(ports.as_ref())?;
    let mut room = Room::new(folder, progress, options, purposes)?;
    room.interrupt.advise(Message::of("interrupted-act"));
    let (standing, election) = enter(&mut room)?;
    Ok((room, standing, election))
}

/// What the commission knows when it comes back into a room: the ledger and the election that it is about.
pub fn enter(room: &mut Room) -> Result<(Standing, Election)> {
    room.settle()?;
    let mut election = read_election(room)?;
    let book = LedgerBook::resume(&room.appliance())?;
    if let Some(bytes) = book.cut() {
        room.progress.say("ledger", Message::of("ledger-cut").with("n", bytes));
    }
    if book.state().election != Some(*election.id()) || book.definition() != election.definition_digest() {
        return Err(Failure::internal("not-one-election"));
    }
    book.check_continues(&Note::parse(&room.appliance().read(FIRST_CHECKPOINT)?)?.text)?;
    let [published, _] = room.published();
    if published.has(PUBLISHED_CHECKPOINT) {
        book.check_continues(&Note::parse(&published.read(PUBLISHED_CHECKPOINT)?)?.text)?;
    }
    let replaced = replacements::restore(room, book.state(), &mut election)?;
    opening::drop_void_shares(room, book.state())?;
    room.assemble(&election, replaced.last());
    let now = election.commissions().now();
    let standing = Standing {
        definition: *election.definition_digest(),
        commission: Commission::new(now.quorum(), now.officers())?,
        serials: election.definition().hsms.clone(),
        hsm_keys: election.keys().hsms.clone(),
        book,
    };
    Ok((standing, election))
}

/// Definition, keys and roll as set-up left them.
pub fn read_election(room: &Room) -> Result<Election> {
    let file = ElectionFile::parse(&room.record().read(ELECTION_FILE)?)?;
    let definition = tamga_record::definition::Definition::parse(&file.definition)?;
    let keys = PublicKeys::parse(&file.keys, &definition)?;
    let roll = Roll::parse(&room.audit().read(ROLL)?)?;
    Ok(Election::new(definition, keys, roll)?)
}
