//! A checker's approval: one root per opening, remembered beside the key before anything is signed away.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ed25519_zebra::{SigningKey, VerificationKeyBytes};
use zeroize::Zeroizing;

use crate::checks::recount::Recount;
use crate::checks::tally::trackers_of;
use crate::digest::{Digest, control_number};
use crate::limits;
use crate::parse::approvals::{self, Approved};
use crate::parse::definition::Definition;
use crate::parse::tally::Tally;
use crate::read::read_file;
use crate::reason::Reason;
use crate::report::{At, Fault, Outcome};
use crate::text;

/// What is approved, all of it checked before.
pub(crate) struct Approval<'a> {
    /// The definition, which has the checker's key.
    pub(crate) definition: &'a Definition,
    /// `E`.
    pub(crate) election: &'a Digest,
    /// The CLOSE digest.
    pub(crate) close: &'a Digest,
    /// The tally.
    pub(crate) tally: &'a Tally,
    /// The counted ballots.
    pub(crate) recounts: &'a [Recount],
}

/// A checker's key and memory: `tamga/checker-key/v1`.
struct KeyFile {
    bytes: Zeroizing<Vec<u8>>,
    id: String,
    key: SigningKey,
    approved: Vec<(Digest, u64, Digest)>,
}

impl KeyFile {
    fn parse(bytes: Zeroizing<Vec<u8>>) -> Result<Self, Reason> {
        let lines = text::lines(&bytes)?;
        let [format, id, seed, approved @ ..] = lines.as_slice() else {
            return Err(Reason::EndsEarly { needed: 1, left: 0 });
        };
        if *format != "tamga/checker-key/v1" {
            return Err(Reason::WrongFormat("tamga/checker-key/v1"));
        }
        let id = text::id(text::value(id, "id")?)?;
        let seed = Zeroizing::new(text::hex32(text::value(seed, "seed")?)?);
        let approved = approved
            .iter()
            .map(|line| approved_line(line))
            .collect::<Result<_, _>>()?;
        let key = SigningKey::from(*seed);
        Ok(Self {
            bytes,
            id,
            key,
            approved,
        })
    }
}

/// `approved E OPENING ROOT`.
fn approved_line(line: &str) -> Result<(Digest, u64, Digest), Reason> {
    let mut words = text::value(line, "approved")?.splitn(3, ' ');
    let mut next = || words.next().ok_or(Reason::ExpectedLine("approved"));
    let election = text::hex32(next()?)?;
    let opening = text::number(next()?, u64::from(u32::MAX))?;
    Ok((election, opening, text::hex32(next()?)?))
}

/// Signs the tally root and writes the approval to `out`, after the memory of `key_file` says so on disk.
///
/// Refuses another root for an opening that this key approved, and a ballot that it let be opened before.
pub(crate) fn approve(approval: &Approval<'_>, key_file: &Path, out: &Path) -> Outcome<()> {
    let place = || key_file.display().to_string();
    let lock = Replacement::begin(key_file)?;
    let memory =
        KeyFile::parse(Zeroizing::new(read_file(key_file, limits::KEY_FILE).at_with(place)?)).at_with(place)?;
    let checker = checker(approval.definition, &memory).at_with(place)?;
    let tally = approval.tally;
    let opening = u64::from(tally.opening);
    let before = memory
        .approved
        .iter()
        .find(|(election, number, _)| election == approval.election && *number == opening)
        .map(|(_, _, root)| root);
    if let Some(root) = before.filter(|root| **root != tally.root) {
        return Err(Reason::OtherRoot(hex::encode(root))).at_with(place);
    }
    let opened_path = beside(key_file, ".opened");
    let opened = opened_lines(approval, &opened_path, &memory, before.is_some())?;
    Replacement::begin(&opened_path)?.finish(opened.join("\n").as_bytes(), !opened.is_empty())?;

    let mut bytes = memory.bytes.clone();
    if before.is_none() {
        let (election, root) = (hex::encode(approval.election), hex::encode(tally.root));
        bytes.extend_from_slice(format!("approved {election} {opening} {root}\n").as_bytes());
    }
    lock.finish(&bytes, false)?;

    let message = Approved {
        election: approval.election,
        opening: tally.opening,
        previous: &tally.previous,
        close: approval.close,
        root: &tally.root,
    };
    let signature = memory.key.sign(&message.message()).to_bytes();
    Replacement::begin(out)?.finish(&approvals::one(checker, &signature), false)?;
    let figures = format!(
        "{} approves the root with control number {}",
        memory.id,
        control_number(&tally.root)
    );
    Ok(((), figures))
}

/// The checker's index. Refuses a key that is not the one in the definition.
fn checker(definition: &Definition, memory: &KeyFile) -> Result<u16, Reason> {
    let mine: [u8; 32] = VerificationKeyBytes::from(&memory.key).into();
    let found = definition
        .checkers
        .iter()
        .position(|checker| checker.id == memory.id && checker.key == mine);
    found
        .and_then(|index| u16::try_from(index).ok())
        .ok_or_else(|| Reason::NotTheChecker(memory.id.clone()))
}

/// The lines of `KEYFILE.opened` with the ballots of this tally, ascending, each once.
fn opened_lines(approval: &Approval<'_>, path: &Path, memory: &KeyFile, again: bool) -> Result<Vec<String>, Fault> {
    let place = || path.display().to_string();
    let mut opened = BTreeSet::new();
    if !memory.approved.is_empty() || path.exists() {
        let bytes = read_file(path, limits::LONG_FILE).at_with(place)?;
        // A tally without leaves leaves an empty file.
        if !bytes.is_empty() {
            opened.extend(text::lines(&bytes).at_with(place)?.into_iter().map(str::to_owned));
        }
    }
    let election = hex::encode(approval.election);
    let mut mine = Vec::new();
    for leaf in &approval.tally.leaves {
        let contest = approval
            .definition
            .contests
            .get(leaf.group.contest)
            .map_or("?", |contest| contest.id.as_str());
        for tracker in trackers_of(&leaf.group, approval.recounts) {
            mine.push(format!("{election} {contest} {}", hex::encode(tracker)));
        }
    }
    if let Some(line) = mine.iter().find(|line| !again && opened.contains(*line)) {
        return Err(Reason::AlreadyOpened(
            line.rsplit(' ').next().unwrap_or_default().to_owned(),
        ))
        .at_with(place);
    }
    opened.extend(mine);
    Ok(opened.into_iter().collect())
}

/// A file that is written beside its place and then takes it. While it stands there, no second run can begin one.
struct Replacement {
    target: PathBuf,
    path: PathBuf,
    file: File,
    kept: bool,
}

impl Replacement {
    fn begin(target: &Path) -> Result<Self, Fault> {
        let path = beside(target, ".new");
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&path)
            .map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => Reason::InUse,
                kind => Reason::Unwritable(kind),
            });
        let file = made.at(path.display().to_string())?;
        let replacement = Self {
            target: target.to_owned(),
            path,
            file,
            kept: false,
        };
        // A key file stays as private as it was.
        if let Ok(metadata) = fs::metadata(target) {
            let set = replacement.file.set_permissions(metadata.permissions());
            set.map_err(|error| Reason::Unwritable(error.kind()))
                .at(replacement.path.display().to_string())?;
        }
        Ok(replacement)
    }

    /// Writes the bytes, and a line end if wanted, to disk, and puts the file in its place.
    fn finish(mut self, bytes: &[u8], line_end: bool) -> Result<(), Fault> {
        let written = (|| {
            self.file.write_all(bytes)?;
            if line_end {
                self.file.write_all(b"\n")?;
            }
            self.file.sync_all()?;
            fs::rename(&self.path, &self.target)?;
            self.kept = true;
            // The folder's entry must survive too.
            let folder = self.target.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
        })();
        written
            .map_err(|error| Reason::Unwritable(error.kind()))
            .at(self.target.display().to_string())
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(ending);
    PathBuf::from(name)
}
