//! `tamga pause` and `tamga resume`: the commission seals the room, and finds it again as it left it, or says that it did not.

use anyhow::{Context, Result};
use tamga_ceremony::PauseSigning;
use tamga_crypto::hash::Digest;
use tamga_record::ledger::{ControlNumber, Why};
use tamga_record::pause::{PauseBody, ResumeBody, Seals};
use tamga_tally::election::Election;

use crate::cli::{PauseArguments, ResumeArguments};
use crate::failure::Failure;
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;
use crate::state::State;

/// Digits in which a number that was misread may differ from the right one: of two that have nothing to do with each other some 36 of
/// the 40 do.
const MISREAD_MAX: usize = 10;

/// What the QR code of a checkpoint begins with.
const CHECKPOINT: &str = "TAMGA:CHECKPOINT:";

/// Has a quorum sign the pause, and says what is to be noted down: the ledger's checkpoint, that of the pause the last entry.
pub fn pause(room: &mut Room, standing: &mut Standing, election: &Election, arguments: &PauseArguments) -> Result<()> {
    let body = body(standing, election, seals(&arguments.seal)?);
    room.progress.control_number("pause", "of-tokens-show", &body.digest());
    let machine = PauseSigning::pause(&standing.commission, &body);
    room.hold(machine, &mut standing.book)?;
    let (entries, root) = standing.book.size_and_root();
    let begun = Message::of("pause-begun").with("number", body.number);
    room.progress.say("pause", begun.with("checkpoint", checkpoint_text(entries, &root)));
    room.progress.control_number("pause", Message::of("of-ledger").with("n", entries), &root);
    Ok(())
}

/// Compares seals and checkpoint with those of the pause and has a quorum sign that work goes on. What differs is refused, unless
/// it is said why: then that is in the ledger, for the auditors.
pub fn resume(
    room: &mut Room,
    standing: &mut Standing,
    election: &Election,
    arguments: &ResumeArguments,
) -> Result<()> {
    let body = resumed(standing, election, arguments)?;
    let found = compare(standing.book.state(), &body);
    if let (Some(differs), None) = (&found, &body.why.0) {
        return Err(Failure::bad_input(differs.message()));
    }
    if let Some(why) = &body.why.0 {
        let found = found.map_or(Message::of("pause-as-noted"), |differs| differs.message());
        let incident = Message::of("pause-incident").with("found", found);
        room.progress.alarm("resume", incident.with("why", why.as_str()));
    }
    room.progress.control_number("resume", "of-tokens-show", &body.digest());
    let machine = PauseSigning::resume(&standing.commission, &body);
    room.hold(machine, &mut standing.book)?;
    room.progress.say("resume", Message::of("pause-ended").with("number", body.found.number));
    Ok(())
}

/// Refuses every act but the end of the pause, between the two.
pub fn check_not_paused(standing: &Standing, at: &str) -> Result<()> {
    if standing.book.state().paused.is_none() {
        return Ok(());
    }
    Err(Failure::bad_input(Message::of("paused").with("folder", at)))
}

/// What a quorum is to sign after so many pauses, of these seals.
pub fn pause_body(election: Digest, pauses: u32, (entries, root): (u64, Digest), seals: Seals) -> PauseBody {
    PauseBody { election, number: pauses + 1, entries, root, seals }
}

fn body(standing: &Standing, election: &Election, seals: Seals) -> PauseBody {
    pause_body(*election.id(), standing.book.state().pauses, standing.book.size_and_root(), seals)
}

/// What a quorum is to sign when it comes back to a pause of this number, whose ledger was this with it.
pub fn resume_body(
    election: Digest,
    number: u32,
    (entries, root): (u64, Digest),
    arguments: &ResumeArguments,
) -> Result<ResumeBody> {
    let why = match &arguments.seals_broken {
        None => Why::default(),
        Some(why) => Why::parse(why.trim()).ok_or_else(|| Failure::bad_input("pause-bad-why"))?,
    };
    if why.0.is_none() && arguments.seal.is_empty() {
        return Err(no_seals());
    }
    let noted = arguments.checkpoint.as_deref().map(|typed| noted(typed, entries, why.0.is_some())).transpose()?;
    let seals = Seals::new(arguments.seal.iter().flat_map(|typed| folded(typed))).ok_or_else(no_seals)?;
    Ok(ResumeBody { found: PauseBody { election, number, entries, root, seals }, noted, why })
}

fn resumed(standing: &Standing, election: &Election, arguments: &ResumeArguments) -> Result<ResumeBody> {
    let Some(paused) = &standing.book.state().paused else {
        return Err(Failure::bad_input("pause-none"));
    };
    let root = standing.book.root_at(paused.entries).context("the ledger ends before the pause")?;
    resume_body(*election.id(), paused.number, (paused.entries, root), arguments)
}

/// What is not as it was noted.
struct Differs {
    /// Seals that were not noted.
    strange: usize,
    /// Seals that were noted and not found.
    missing: usize,
    /// The checkpoint: `same`, `none`, `misread` or `other`.
    checkpoint: &'static str,
}

impl Differs {
    fn message(&self) -> Message {
        let Self { strange, missing, checkpoint } = *self;
        if (strange, missing, checkpoint) == (0, 0, "misread") {
            return Message::of("pause-misread");
        }
        Message::of("pause-differs").with("strange", strange).with("missing", missing).with("checkpoint", checkpoint)
    }
}

/// What is not as it was noted; nothing where all is.
fn compare(state: &State, body: &ResumeBody) -> Option<Differs> {
    let paused = state.paused.as_ref()?;
    let (noted, found) = (paused.seals.numbers(), body.found.seals.numbers());
    let checkpoint = match &body.noted {
        None => "none",
        Some(_) if body.is_of_this_ledger() => "same",
        Some(noted) if is_misread(noted, &ControlNumber::of(&body.found.root)) => "misread",
        Some(_) => "other",
    };
    let strange = found.iter().filter(|seal| !noted.contains(seal)).count();
    let missing = noted.iter().filter(|seal| !found.contains(seal)).count();
    let is_same = strange == 0 && missing == 0 && checkpoint == "same";
    (!is_same).then_some(Differs { strange, missing, checkpoint })
}

/// Whether the number is the right one but for a few digits. Which of them is said to nobody: they are read from the note.
fn is_misread(noted: &ControlNumber, right: &ControlNumber) -> bool {
    let pairs = noted.as_str().bytes().zip(right.as_str().bytes());
    pairs.filter(|(noted, right)| noted != right).count() <= MISREAD_MAX
}

/// The seals as they were typed, of a pause.
pub fn seals(typed: &[String]) -> Result<Seals> {
    let seals = Seals::new(typed.iter().flat_map(|typed| folded(typed))).filter(|seals| !seals.numbers().is_empty());
    seals.ok_or_else(no_seals)
}

fn no_seals() -> anyhow::Error {
    Failure::bad_input("pause-no-seals")
}

/// The numbers in what was typed, apart at commas and white space: upper-case, and where a Cyrillic letter looks like a Latin one,
/// the Latin one, so that it does not matter which keyboard they were typed on.
fn folded(typed: &str) -> Vec<String> {
    const ALIKE: [(char, char); 12] = [
        ('А', 'A'),
        ('В', 'B'),
        ('Е', 'E'),
        ('І', 'I'),
        ('К', 'K'),
        ('М', 'M'),
        ('Н', 'H'),
        ('О', 'O'),
        ('Р', 'P'),
        ('С', 'C'),
        ('Т', 'T'),
        ('Х', 'X'),
    ];
    let latin =
        |letter: char| ALIKE.iter().find(|(cyrillic, _)| *cyrillic == letter).map_or(letter, |(_, latin)| *latin);
    let parts = typed.split(|letter: char| letter == ',' || letter.is_whitespace());
    parts.filter(|part| !part.is_empty()).map(|part| part.to_uppercase().chars().map(latin).collect()).collect()
}

/// The checkpoint as it was noted: its control number, `ENTRIES:ROOT` in hex, or what its QR code says. One of another number of
/// entries is refused, but where an incident is to be recorded.
pub fn noted(typed: &str, entries: u64, is_incident: bool) -> Result<ControlNumber> {
    let bad = || Failure::bad_input("pause-bad-checkpoint");
    let typed = typed.trim();
    if let Some(number) = ControlNumber::parse(typed) {
        return Ok(number);
    }
    let digits = typed.bytes().filter(u8::is_ascii_digit).count();
    if digits > 0 && typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ') {
        return Err(Failure::bad_input(Message::of("pause-digits").with("n", digits)));
    }
    let (noted_entries, root) = typed.strip_prefix(CHECKPOINT).unwrap_or(typed).split_once(':').ok_or_else(bad)?;
    let mut digest: Digest = [0; 32];
    hex::decode_to_slice(root, &mut digest).map_err(|_| bad())?;
    if noted_entries.parse() != Ok(entries) && !is_incident {
        return Err(Failure::bad_input(Message::of("pause-other-checkpoint").with("n", entries)));
    }
    Ok(ControlNumber::of(&digest))
}

/// What the QR code of a checkpoint says: upper-case, so that it is small.
pub fn checkpoint_text(entries: u64, root: &Digest) -> String {
    format!("{CHECKPOINT}{entries}:{}", hex::encode_upper(root))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seals_are_the_same_on_every_keyboard_and_in_any_order() {
        let typed = |typed: &[&str]| seals(&typed.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).unwrap();
        assert_eq!(typed(&["КН-17, 0042"]), typed(&["0042", "kh-17"]));
        assert_eq!(typed(&["Ұ-1"]).numbers(), ["Ұ-1"]);
        for bad in [&[][..], &["a\u{202e}b"], &["-"], &[","]] {
            assert!(seals(&bad.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn a_number_that_was_misread_is_told_from_one_of_another_ledger() {
        let right = ControlNumber::of(&[7; 32]);
        let changed = |change: fn(u8) -> u8, digits: usize| {
            let number = right.as_str().replace(' ', "");
            let (head, tail) = number.split_at(digits);
            let head: String = head.bytes().map(|digit| char::from(b'0' + change(digit - b'0') % 10)).collect();
            ControlNumber::parse(&(head + tail)).unwrap()
        };
        assert!(is_misread(&changed(|digit| digit + 1, 2), &right));
        assert!(!is_misread(&changed(|digit| digit + 1, 20), &right));
        assert!(!is_misread(&ControlNumber::of(&[8; 32]), &right));
        let differs = |strange| Differs { strange, missing: 0, checkpoint: "misread" }.message();
        assert_eq!([differs(0).key(), differs(1).key()], ["pause-misread", "pause-differs"]);
        let error = noted(&right.as_str()[..48], 58, false).unwrap_err();
        assert!(error.to_string().starts_with("39 digits"), "{error}");
    }

    #[test]
    fn a_checkpoint_is_read_in_each_of_its_forms() {
        let root = [7; 32];
        let expected = ControlNumber::of(&root);
        let text = checkpoint_text(58, &root);
        for typed in
            [expected.as_str(), &expected.as_str().replace(' ', ""), &text, &format!("58:{}", hex::encode(root))]
        {
            assert_eq!(noted(typed, 58, false).unwrap(), expected, "{typed}");
        }
        for typed in ["", "57", "TAMGA:CHECKPOINT:58:", &text.replace("58", "59")] {
            assert!(noted(typed, 58, false).is_err(), "{typed}");
        }
        assert_eq!(noted(&text.replace("58", "59"), 58, true).unwrap(), expected, "an incident is recorded as it is");
    }
}
