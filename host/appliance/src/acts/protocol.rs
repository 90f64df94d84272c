//! `tamga protocol`: the official form on paper, of the statement that a quorum signed. Each copy is an entry of the ledger.

use anyhow::{Context, Result};
use tamga_crypto::hash::{Digest, sha3_256};
use tamga_record::definition::{Definition, Language};
use tamga_record::ledger::{Answer, Entry, Languages, Recipient, Scope, Signer};
use tamga_record::note::Note;
use tamga_record::seal::{SEAL_ED25519, SealKey};
use tamga_record::statement::Statement;
use tamga_tally::election::Election;

use super::gathering::kept;
use super::statement;
use crate::cli::ProtocolArguments;
use crate::failure::Failure;
use crate::folder::Folder;
use crate::message::Message;
use crate::paper::{self, Copy, Figures};
use crate::room::Room;
use crate::standing::Standing;

/// The folder of the PDF files, beside the editions.
pub const FOLDER: &str = "protocols";

/// A copy as the ledger has it, and when it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Made {
    number: u32,
    recipient: Recipient,
    scope: Scope,
    languages: Languages,
    statement: Digest,
    digest: Digest,
    time_s: u64,
}

/// Makes a copy, or the file of one that there was once more.
pub fn protocol(
    room: &Room,
    standing: &mut Standing,
    election: &Election,
    arguments: &ProtocolArguments,
) -> Result<()> {
    let finished = finish(room, standing)?;
    let signed = Signed::find(room, standing, election)?;
    if let Some(number) = arguments.again {
        return again(room, standing, &signed, number);
    }
    let definition = election.definition();
    let wanted = Wanted::of(arguments, definition)?;
    let last = made(standing).pop().filter(|copy| finished && wanted.is(copy) && copy.statement == signed.digest);
    // It was interrupted between its entry and its file: typed again, it is that copy.
    let copy = match last {
        Some(copy) => copy,
        None => make(room, standing, &signed, wanted)?,
    };
    let place = files(room).path().join(file(copy.number));
    let (number, recipient, digest) = (copy.number, copy.recipient.as_str(), hex::encode(copy.digest));
    room.progress.say(
        "protocol",
        Message::of("copy-made").with("copy", number.to_string()).with("recipient", recipient).with("path", &place),
    );
    room.progress.say("protocol", Message::of("copy-entered").with("digest", digest));
    Ok(())
}

fn files(room: &Room) -> Folder {
    room.folder.below(FOLDER)
}

/// Where every file is once more.
fn spare_files(room: &Room) -> Folder {
    room.second_medium().below(FOLDER)
}

/// A kept file takes its place, once it is on the second medium.
fn put_in_place(room: &Room, name: &str) -> Result<()> {
    let kept = kept(room);
    spare_files(room).write(name, &kept.read(name)?)?;
    files(room).take_from(&kept, name)
}

/// The name of a copy's file.
pub fn file(number: u32) -> String {
    format!("copy-{number}.pdf")
}

/// The copies so far, the first one first.
fn made(standing: &Standing) -> Vec<Made> {
    let entries = standing.book.timed_entries();
    let copies = entries.filter_map(|(time_s, entry)| match entry {
        Entry::Copy { number, recipient, scope, languages, statement, digest } => Some(Made {
            number: *number,
            recipient: recipient.clone(),
            scope: scope.clone(),
            languages: languages.clone(),
            statement: *statement,
            digest: *digest,
            time_s,
        }),
        _ => None,
    });
    copies.collect()
}

/// Where the power failed between the entry of the last copy and its file, what was kept takes its place. Whether it did so now.
fn finish(room: &Room, standing: &Standing) -> Result<bool> {
    let Some(last) = made(standing).pop() else {
        return Ok(false);
    };
    let (kept, name) = (kept(room), file(last.number));
    let is_it = kept.has(&name) && sha3_256(&[&kept.read(&name)?]) == last.digest;
    if is_it {
        put_in_place(room, &name)?;
    }
    Ok(is_it)
}

/// A recipient as typed: plain text of letters that the form has; none where it is something else.
pub fn recipient(typed: &str) -> Option<Recipient> {
    Recipient::parse(typed).filter(|_| paper::missing(&[typed]).is_empty())
}

/// What was asked for.
struct Wanted {
    recipient: Recipient,
    scope: Scope,
    languages: Languages,
}

impl Wanted {
    /// Refuses a recipient that is no plain text or has letters that the form has not, and a region that there is not.
    fn of(arguments: &ProtocolArguments, definition: &Definition) -> Result<Self> {
        let typed = arguments.copy_for.as_deref().unwrap_or_default();
        let recipient = recipient(typed).ok_or_else(|| Failure::bad_input("copy-recipient"))?;
        let scope = match &arguments.region {
            Some(code) if definition.region_index(code).is_some() => Scope::Region(code.clone()),
            Some(code) => {
                return Err(Failure::bad_input(Message::of("copy-no-region").with("region", code.as_str())));
            }
            None if arguments.all => Scope::All,
            None => Scope::Summary,
        };
        let default = [Language::Kk, Language::Ru];
        let typed = if arguments.language.is_empty() { default.as_slice() } else { arguments.language.as_slice() };
        let languages = Languages::of(typed).context("no language")?;
        Ok(Self { recipient, scope, languages })
    }

    fn is(&self, copy: &Made) -> bool {
        copy.recipient == self.recipient && copy.scope == self.scope && copy.languages == self.languages
    }
}

/// The statement in force, and the edition with the files that it names.
struct Signed<'a> {
    digest: Digest,
    figures: Figures<'a>,
}

impl<'a> Signed<'a> {
    /// Refuses where no quorum has signed, and files that are not those that were signed.
    fn find(room: &Room, standing: &Standing, election: &'a Election) -> Result<Self> {
        let state = standing.book.state();
        let newest = standing.book.entries().iter().rev().find_map(|entry| match entry {
            Entry::Statement { digest, .. } => Some(*digest),
            _ => None,
        });
        let waiting = statement::waiting_note(room, standing, election)?;
        let is_waiting = waiting.is_some();
        let Some(digest) = newest.filter(|_| is_waiting || state.now().statement.is_none()) else {
            return Err(Failure::bad_input("copy-not-signed"));
        };
        let [published, _] = room.published();
        let record = if is_waiting { room.record() } else { published };
        let note = match waiting {
            Some(note) => note.to_string().into_bytes(),
            None => record.read(statement::NOTE).map_err(|_| not_the_signed())?,
        };
        let in_it = state.closed().filter(|opening| opening.published || is_waiting);
        let openings: Vec<u32> = in_it.map(|opening| opening.number).collect();
        let parsed = Note::parse(&note).map_err(|_| not_the_signed())?;
        let named = Statement::parse(parsed.text.as_bytes()).map_err(|_| not_the_signed())?;
        if named.digest() != digest || named.record != statement::record_digest(&record)? {
            return Err(not_the_signed());
        }
        let answers = answers(election, standing.book.entries(), &parsed)?;
        let read = |name: &str| if name == statement::NOTE { Ok(note.clone()) } else { record.read(name) };
        Ok(Self { digest, figures: Figures::read(election.definition(), &openings, answers, &read)? })
    }

    /// The PDF file of a copy.
    fn pdf(&self, room: &Room, copy: Copy<'_>, scope: &Scope, languages: &Languages) -> Result<Vec<u8>> {
        let counting = room.progress.counting("protocol", "unit-forms");
        let definition = self.figures.definition;
        let all = (0..).take(definition.regions.len()).map(Some);
        let regions: Vec<Option<u16>> = match scope {
            Scope::Summary => vec![None],
            Scope::All => std::iter::once(None).chain(all).collect(),
            Scope::Region(code) => vec![definition.region_index(code)],
        };
        paper::pdf(&self.figures, &regions, languages.as_slice(), copy, &|done, total| counting.report(done, total))
    }
}

fn not_the_signed() -> anyhow::Error {
    Failure::internal("copy-not-the-signed")
}

/// The officers' answers, by the keys that were in force. Refuses where fewer than a quorum sign.
fn answers(election: &Election, entries: &[Entry], note: &Note) -> Result<Vec<Option<Answer>>> {
    let definition = election.definition();
    let key_of = |signer: &Signer, replacements: u16| match signer {
        Signer::Officer(officer) => {
            let keys = election.commissions().after(replacements)?.officer(*officer)?;
            SealKey::from_bytes(SEAL_ED25519, &keys.identity).ok()
        }
        Signer::Hsm(serial) => {
            let keys = election.keys().hsms.iter().find(|hsm| hsm.serial == *serial)?;
            SealKey::from_bytes(keys.seal_algorithm, &keys.seal).ok()
        }
    };
    let answers = crate::answers::answers(definition.tokens(), entries, note, &key_of)?;
    let signing = answers.iter().filter(|answer| **answer == Some(Answer::Sign)).count();
    if signing < usize::from(definition.quorum) { Err(Failure::bad_input("copy-not-signed")) } else { Ok(answers) }
}

/// Makes a copy: its file is kept, then its entry is in the ledger, then the file takes its place.
fn make(room: &Room, standing: &mut Standing, signed: &Signed<'_>, wanted: Wanted) -> Result<Made> {
    let so_far = u32::try_from(made(standing).len())?;
    let (number, time_s) = (so_far + 1, standing.book.next_time_s());
    let Wanted { recipient, scope, languages } = wanted;
    let copy = Copy { number, recipient: recipient.as_str(), time_s };
    say_missing(room, signed.figures.definition);
    let pdf = signed.pdf(room, copy, &scope, &languages)?;
    let (digest, statement, name) = (sha3_256(&[&pdf]), signed.digest, file(number));
    kept(room).write(&name, &pdf)?;
    let copy = Made { number, recipient, scope, languages, statement, digest, time_s };
    let Made { recipient, scope, languages, .. } = copy.clone();
    standing.book.append(&Entry::Copy { number, recipient, scope, languages, statement, digest })?;
    put_in_place(room, &name)?;
    Ok(copy)
}

/// Names with letters that the form has not are printed with a box in the place of each; that is said.
fn say_missing(room: &Room, definition: &Definition) {
    let titles = definition.contests.iter().map(|contest| &contest.title);
    let options = definition.contests.iter().flat_map(|contest| contest.options.iter().map(|option| &option.name));
    let regions = definition.regions.iter().map(|region| &region.name);
    let names = std::iter::once(&definition.title).chain(titles).chain(options).chain(regions);
    let texts = names.flat_map(|names| [&names.kk, &names.ru, &names.en].into_iter().flatten());
    let texts: Vec<&str> = texts.map(String::as_str).collect();
    let missing: String = paper::missing(&texts).into_iter().collect();
    if !missing.is_empty() {
        room.progress.alarm("protocol", Message::of("copy-letters").with("letters", missing));
    }
}

/// Writes the file of a copy anew, from either medium or the same record: the same bytes.
fn again(room: &Room, standing: &Standing, signed: &Signed<'_>, number: u32) -> Result<()> {
    let Some(copy) = made(standing).into_iter().find(|copy| copy.number == number) else {
        return Err(Failure::bad_input(Message::of("copy-unknown").with("copy", number.to_string())));
    };
    let (media, name) = ([spare_files(room), files(room)], file(number));
    let is_it = |pdf: &Vec<u8>| sha3_256(&[pdf]) == copy.digest;
    let pdf = match media.iter().filter_map(|medium| medium.read(&name).ok()).find(is_it) {
        Some(pdf) => pdf,
        None => laid_out(room, signed, &copy)?,
    };
    media.iter().try_for_each(|medium| medium.write(&name, &pdf))?;
    let place = files(room).path().join(file(number));
    room.progress.say("protocol", Message::of("copy-again").with("copy", number.to_string()).with("path", &place));
    Ok(())
}

/// The file of a copy that is on no medium any more.
fn laid_out(room: &Room, signed: &Signed<'_>, copy: &Made) -> Result<Vec<u8>> {
    let about = |key: &'static str| Message::of(key).with("copy", copy.number.to_string());
    if copy.statement != signed.digest {
        return Err(Failure::bad_input(about("copy-replaced")));
    }
    let head = Copy { number: copy.number, recipient: copy.recipient.as_str(), time_s: copy.time_s };
    let pdf = signed.pdf(room, head, &copy.scope, &copy.languages)?;
    if sha3_256(&[&pdf]) != copy.digest {
        return Err(Failure::internal(about("copy-other-version")));
    }
    Ok(pdf)
}
