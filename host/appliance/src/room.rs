//! The room: the folder, the clock, the devices on their cables, and what all acts share.

use std::fs::File;

use anyhow::{Context, Result};
use tamga_casting::streams::Streams;
use tamga_ceremony::replacement::commit_request;
use tamga_ceremony::{Fault, Machine, Pin};
use tamga_crypto::hash::Digest;
use tamga_devices::{Hsm, HsmError, open_file};
use tamga_record::note::NoteLine;
use tamga_record::replacement::Replacement;
use tamga_tally::election::Election;
use tamga_wire::{Answer, Purposes, Request};

use crate::acts;
use crate::at_work::Notice;
use crate::folder::Folder;
use crate::holders::Holders;
use crate::hsm_advice;
use crate::hsms::{self, Hsms};
use crate::interrupt::Interrupt;
use crate::ledger_book::LedgerBook;
use crate::message::Message;
use crate::options::Options;
use crate::progress::Progress;
use crate::softhsm;
use crate::standing::Standing;
use crate::tokens::{self, LogIn, Script, Tokens};

/// Where the two editions are written in the appliance's folder, where outcomes wait for their entries, and the verifier's last report.
pub const RECORD: &str = "editions/record";
pub const AUDIT: &str = "editions/audit";
pub const KEPT: &str = "kept";
pub const REPORT: &str = "verification.report";

/// The officers whose set-up is over.
#[derive(Clone)]
struct Assembled {
    /// Their identity keys.
    identities: Vec<[u8; 32]>,
    /// What their tokens are logged in for.
    log_in: LogIn,
    /// What a token is told first that was not there at the end of the newest replacement.
    commit: Option<Request>,
}

/// Everything that an act touches.
pub struct Room {
    /// The folder of the election.
    pub folder: Folder,
    /// News for whoever watches.
    pub progress: Progress,
    /// Whether someone asked to stop.
    pub interrupt: Interrupt,
    /// What the rehearsal was begun with.
    pub options: Options,
    /// Randomness by name and number.
    pub streams: Streams,
    /// Everybody outside the commission.
    pub holders: Holders,
    /// What officers log in for.
    purposes: Purposes,
    tokens: Option<Tokens>,
    /// Who the officers are, once the set-up is over.
    officers: Option<Assembled>,
    /// Whether officers come who are to be absent.
    everybody: bool,
    hsms: Option<Hsms>,
    // Held as long as the room is; what the act is at is taken down before others may come.
    _notice: Notice,
    _lock: File,
}

impl Room {
    /// A room in which nothing has been switched on, for acts that need these of the tokens. Refuses one in which another process is at work.
    pub fn new(folder: Folder, progress: Progress, options: Options, purposes: Purposes) -> Result<Self> {
        let lock = folder.private("appliance").lock()?;
        let interrupt = Interrupt::listen()?;
        let streams = Streams::new(*options.root);
        let holders = Holders::new(Streams::new(*options.root));
        let notice = progress.board().hang_in(&folder.private("appliance"));
        Ok(Self {
            folder,
            progress,
            interrupt,
            options,
            streams,
            holders,
            purposes,
            tokens: None,
            officers: None,
            everybody: false,
            hsms: None,
            _notice: notice,
            _lock: lock,
        })
    }

    /// What stays in the machine.
    pub fn appliance(&self) -> Folder {
        self.folder.private("appliance")
    }

    /// The second medium: what must not be lost with the first.
    pub fn second_medium(&self) -> Folder {
        self.appliance().below("second-medium")
    }

    /// The public edition as it is being written; what was published stays as it was meanwhile.
    pub fn record(&self) -> Folder {
        self.appliance().below_for_all(RECORD)
    }

    /// The auditors' edition as it is being written.
    pub fn audit(&self) -> Folder {
        self.appliance().below(AUDIT)
    }

    /// The two editions as they were published last: record, audit.
    pub fn published(&self) -> [Folder; 2] {
        [self.folder.below("record"), self.folder.private("audit")]
    }

    /// Publishes both editions as they are now, the ledger with a fresh checkpoint. The files are the same ones under second
    /// names: each is written whole under a new name and never changed, so what was published does not change either.
    pub fn publish(&mut self, standing: &Standing) -> Result<()> {
        self.export_ledger(standing, &self.record())?;
        let [record, audit] = self.published();
        for (edition, published, fresh) in [
            (self.record(), record, self.folder.below("record.new")),
            (self.audit(), audit, self.folder.private("audit.new")),
        ] {
            fresh.clear()?;
            edition.mirror(&fresh, |_| true)?;
            fresh.replace(&published)?;
        }
        Ok(())
    }

    /// Makes up for a publication that broke off while folders changed places.
    pub fn settle(&self) -> Result<()> {
        let [record, audit] = self.published();
        [record, audit, self.record().below("ledger")].iter().try_for_each(Folder::settle)
    }

    /// The tokens, looked for and, where they are played, switched on at the first use.
    pub fn tokens(&mut self) -> Result<&mut Tokens> {
        if self.tokens.is_none() {
            self.start_tokens(&|_| Answer::Sign)?;
        }
        self.tokens.as_mut().context("the tokens were just looked for")
    }

    /// Looks for the tokens anew; those that are played are switched off before, and their officers answer a statement as
    /// told.
    pub fn start_tokens(&mut self, statement: &dyn Fn(u8) -> Answer) -> Result<()> {
        self.tokens = None;
        let (officers, folder) = (self.options.officers, self.appliance().below("tokens"));
        let is_absent = self.officers.is_some() && !self.everybody;
        let absent = if is_absent { self.options.absent.as_slice() } else { &[] };
        let script = Script { officers, streams: &self.streams, folder: folder.path(), absent, statement };
        let ports = tokens::ports(&self.options.tokens, &script, &self.progress)?;
        let mut tokens = Tokens::new(ports, officers, &self.progress, &self.interrupt);
        if let Some(Assembled { identities, log_in, commit }) = self.officers.clone() {
            tokens.know(identities, commit);
            tokens.log_in_for(log_in);
        }
        self.tokens = Some(tokens);
        Ok(())
    }

    /// The set-up is over: from here on the officers are those of the commission in force, which the newest replacement made; those
    /// who are to be absent are, and every token is logged in for what comes now.
    pub fn assemble(&mut self, election: &Election, newest: Option<&Replacement>) {
        let officers = election.commissions().now().officers();
        let identities: Vec<[u8; 32]> = officers.iter().map(|keys| keys.identity).collect();
        let log_in = LogIn { definition: Some(*election.definition_digest()), purposes: self.purposes };
        let commit = newest.map(|file| commit_request(file.body.number, &file.confirmations));
        if !self.options.absent.is_empty() && !self.everybody {
            self.tokens = None;
        }
        if let Some(tokens) = &mut self.tokens {
            tokens.know(identities.clone(), commit.clone());
            tokens.log_in_for(log_in.clone());
        }
        self.officers = Some(Assembled { identities, log_in, commit });
    }

    /// Whether those officers come too, from here on, who are to be absent.
    pub fn call_everybody(&mut self, everybody: bool) {
        self.everybody = everybody;
        if !self.options.absent.is_empty() {
            self.tokens = None;
        }
    }

    /// Where tokens are played, those of these officers are lost: fresh ones take their places, unless they did already. `before` says
    /// how often an officer's was replaced before.
    pub fn lose(&mut self, lost: &[u8], before: impl Fn(u8) -> usize) -> Result<()> {
        if !self.options.tokens.is_played() {
            return Ok(());
        }
        self.tokens = None;
        let folder = self.appliance().below("tokens");
        lost.iter().try_for_each(|officer| tokens::lose(folder.path(), *officer, before(*officer)))
    }

    /// The tokens were enrolled: from here on their officers read of this definition before they type a PIN.
    pub fn log_in_for(&mut self, definition: &Digest) -> Result<()> {
        let log_in = LogIn { definition: Some(*definition), purposes: self.purposes };
        self.tokens()?.log_in_for(log_in);
        Ok(())
    }

    /// The HSMs, looked for and their seal roles opened at the first use. One that does not come is out of service.
    pub fn hsms(&mut self, standing: &Standing) -> Result<&mut Hsms> {
        if self.hsms.is_none() {
            let appliance = self.appliance();
            softhsm::configure(&appliance)?;
            // The ledger has grown since a device drew randomness last, so these streams are fresh ones.
            let entries = standing.book.size_and_root().0;
            let open = |number: u64, serial: &str| {
                if appliance.has(&hsms::wiped_file(serial)) {
                    return Err(HsmError::NoKeys);
                }
                let read = appliance.read(&hsms::file(serial));
                let bytes = read.map_err(|error| HsmError::File { why: error.to_string() })?;
                open_file(&bytes, Box::new(self.streams.stream("appliance/hsm-on", entries * 256 + number)))
            };
            let seal_pin = |number| self.seal_pin(number).expose().to_vec().into();
            let mut hsms = Hsms::open(&standing.serials, &self.progress, open, seal_pin);
            for number in hsms.in_service() {
                let Some(keys) = standing.hsm_keys.get(number) else { continue };
                if let Err(error) = hsms.with(number, |hsm| acts::hsms::check_keys(hsm, keys)) {
                    hsms.put_out(number, error, &self.progress);
                }
            }
            self.keep_hsms(hsms)?;
        }
        self.hsms.as_mut().context("the HSMs were just looked for")
    }

    /// Does something with one HSM that has to be there, as all have at the set-up.
    pub fn with_hsm<T>(
        &mut self,
        standing: &Standing,
        number: usize,
        act: impl FnOnce(&mut dyn Hsm) -> Result<T, HsmError>,
    ) -> Result<T> {
        let hsms = self.hsms(standing)?;
        hsms.with(number, act).map_err(|error| hsm_advice::failure(hsms.serial(number), &error))
    }

    /// Takes an HSM out of service for the rest of this act, and says so.
    pub fn put_out(&mut self, standing: &Standing, number: usize, error: HsmError) -> Result<()> {
        let progress = self.progress.clone();
        self.hsms(standing)?.put_out(number, error, &progress);
        Ok(())
    }

    /// Keeps the devices, and tells a screen which of them came.
    pub fn keep_hsms(&mut self, hsms: Hsms) -> Result<()> {
        self.progress.hsms(hsms.in_service().into_iter().map(|number| hsms.serial(number).to_owned()).collect());
        self.hsms = Some(hsms);
        self.save_hsms()
    }

    /// The operator's PIN of an HSM's seal role. In a rehearsal it comes from the rehearsal's own root.
    pub fn seal_pin(&self, number: u64) -> Pin {
        Pin::draw(&mut self.streams.stream("appliance/seal-pin", number))
    }

    /// Saves every HSM's file: tries of PINs are counted in it.
    pub fn save_hsms(&self) -> Result<()> {
        self.hsms.as_ref().map_or(Ok(()), |hsms| hsms.save(&self.appliance()))
    }

    /// Holds a ceremony with the tokens. What `keep` writes of the outcome and then the ceremony's entries are on disk before
    /// the outcome is returned: after a loss of power the entry's effect can be made up from what was kept.
    pub fn hold_and_keep<M: Machine>(
        &mut self,
        mut machine: M,
        book: &mut LedgerBook,
        keep: impl FnOnce(&Self, &M::Outcome) -> Result<()>,
    ) -> Result<M::Outcome> {
        let outcome = self.tokens()?.run(&mut machine);
        if let Ok(outcome) = &outcome {
            keep(self, outcome)?;
        }
        book.append_all(&machine.take_entries())?;
        for (token, fault) in machine.faults() {
            // Why it could not be asked was said when that was found, and who stops an act knows that nobody is asked any more.
            let is_told = self.interrupt.is_asked() || self.tokens()?.is_shut_out(*token);
            if *fault == Fault::Absent && is_told {
                continue;
            }
            self.progress.say(
                "tokens",
                Message::of("token-dropped-out").with("token", *token).with("fault", tokens::fault(*fault)),
            );
        }
        outcome
    }

    /// Holds a ceremony whose outcome needs no keeping.
    pub fn hold<M: Machine>(&mut self, machine: M, book: &mut LedgerBook) -> Result<M::Outcome> {
        self.hold_and_keep(machine, book, |_, _| Ok(()))
    }

    /// Signs a note's text with the seal key of the first HSM that is able to; gives its serial too.
    pub fn seal_note(&mut self, standing: &Standing, text: &str) -> Result<(String, NoteLine)> {
        let progress = self.progress.clone();
        let sign = |hsm: &mut dyn Hsm| Ok((hsm.serial().to_owned(), hsm.seal_key()?, hsm.sign(text.as_bytes())?));
        let (serial, key, signature) = self.hsms(standing)?.with_any(&progress, sign)?;
        let line = NoteLine::of_hsm(&serial, &acts::hsms::seal_key(&key)?, acts::hsms::signature(&signature)?);
        Ok((serial, line))
    }

    /// A signed checkpoint over the whole ledger.
    pub fn checkpoint(&mut self, standing: &Standing) -> Result<String> {
        standing.book.checkpoint(|text| Ok(self.seal_note(standing, text)?.1))
    }

    /// A checkpoint over the whole ledger, exported with its tiles into `ledger` of an edition.
    pub fn export_ledger(&mut self, standing: &Standing, edition: &Folder) -> Result<()> {
        let checkpoint = self.checkpoint(standing)?;
        standing.book.export(edition, &checkpoint)
    }
}
