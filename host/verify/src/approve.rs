//! A checker's approval: one root per opening, remembered beside the key before anything is signed away.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use ed25519_zebra::{SigningKey, VerificationKeyBytes};
use zeroize::Zeroizing;

use crate::checks::admission::Recounts;
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

/// Bytes of an `approved` line: two digests in hex, a number of ten digits, words between.
const APPROVED_LEN_MAX: usize = 160;

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
    pub(crate) recounts: &'a Recounts,
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
        let lines: Vec<&str> = text::lines(&bytes)?.collect();
        let [format, id, seed, approved @ ..] = lines.as_slice() else {
            return Err(Reason::EndsEarly { needed: 1, left: 0 });
        };
        if *format != "tamga/checker-key/v1" {
            return Err(Reason::WrongFormat("tamga/checker-key/v1"));
        }
        let id = text::id(text::value(id, "id")?)?;
        let seed = Zeroizing::new(text::hex32(text::value(seed, "seed")?)?);
        let approved = approved.iter().map(|line| approved_line(line)).collect::<Result<_, _>>()?;
        let key = SigningKey::from(*seed);
        Ok(Self { bytes, id, key, approved })
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

/// The files of an approval, found before anything is verified.
pub(crate) struct Places {
    key_file: PathBuf,
    opened: PathBuf,
    out: PathBuf,
}

impl Places {
    /// Follows links to the files themselves. Refuses a key file that has a second name, and an `out` that is one of the memory's files.
    pub(crate) fn find(key_file: &Path, out: &Path) -> Result<Self, Reason> {
        let unreadable = |error: io::Error| Reason::Unreadable(error.kind());
        let key_file = fs::canonicalize(key_file).map_err(unreadable)?;
        if has_second_name(&key_file).map_err(unreadable)? {
            return Err(Reason::SecondName);
        }
        let out = match fs::canonicalize(out) {
            Ok(found) => found,
            Err(_) => {
                let name = out.file_name().ok_or(Reason::NotAFile)?;
                let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
                fs::canonicalize(folder.unwrap_or(Path::new("."))).map_err(unreadable)?.join(name)
            }
        };
        let opened = beside(&key_file, ".opened");
        let memory = [beside(&key_file, ".new"), beside(&opened, ".new"), key_file.clone(), opened.clone()];
        if memory.contains(&out) || memory.contains(&beside(&out, ".new")) {
            return Err(Reason::OutIsMemory);
        }
        Ok(Self { key_file, opened, out })
    }
}

#[cfg(unix)]
fn has_second_name(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    Ok(fs::metadata(path)?.nlink() > 1)
}

#[cfg(not(unix))]
fn has_second_name(_: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Signs the tally root and writes the approval, after the memory beside the key says so on disk.
///
/// Refuses another root for an opening that this key approved, a ballot that it let be opened before, and another file in the
/// approval's place. The same root may be approved again: that completes a run that was interrupted.
pub(crate) fn approve(approval: &Approval<'_>, places: &Places) -> Outcome<()> {
    let place = || places.key_file.display().to_string();
    let lock = Replacement::begin_private(&places.key_file)?;
    let opened_lock = Replacement::begin_private(&places.opened)?;
    let bytes = Zeroizing::new(read_file(&places.key_file, limits::KEY_FILE).at_with(place)?);
    let memory = KeyFile::parse(bytes).at_with(place)?;
    let checker = checker(approval.definition, &memory).at_with(place)?;
    let tally = approval.tally;
    let same_opening = |(election, opening, _): &&(Digest, u64, Digest)| {
        election == approval.election && *opening == u64::from(tally.opening)
    };
    let before = memory.approved.iter().find(same_opening).map(|(_, _, root)| root);
    if let Some(root) = before.filter(|root| **root != tally.root) {
        return Err(Reason::OtherRoot(hex::encode(root))).at_with(place);
    }
    let opened = opened_lines(approval, &places.opened, &memory, before.is_some())?;
    let file = approvals::one(checker, &sign(approval, &memory.key));
    if places.out.exists() && read_file(&places.out, limits::SHORT_FILE).ok().as_ref() != Some(&file) {
        return Err(Reason::OutTaken).at(places.out.display().to_string());
    }
    lock.finish(&remembering(&memory, approval, before.is_some()), false)?;
    opened_lock.finish(opened.join("\n").as_bytes(), !opened.is_empty())?;
    Replacement::begin(&places.out, OpenOptions::new())?.finish(&file, false)?;
    let figures = format!("{} approves the root with control number {}", memory.id, control_number(&tally.root));
    Ok(((), figures))
}

fn sign(approval: &Approval<'_>, key: &SigningKey) -> [u8; 64] {
    let approved = Approved {
        election: approval.election,
        opening: approval.tally.opening,
        previous: &approval.tally.previous,
        close: approval.close,
        root: &approval.tally.root,
    };
    key.sign(&approved.message()).to_bytes()
}

/// The key file with this approval in it.
fn remembering(memory: &KeyFile, approval: &Approval<'_>, again: bool) -> Zeroizing<Vec<u8>> {
    // Room for the line from the start: growing would leave a copy of the seed behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(memory.bytes.len() + APPROVED_LEN_MAX));
    bytes.extend_from_slice(&memory.bytes);
    if !again {
        let (election, root) = (hex::encode(approval.election), hex::encode(approval.tally.root));
        bytes.extend_from_slice(format!("approved {election} {} {root}\n", approval.tally.opening).as_bytes());
    }
    bytes
}

/// The checker's index. Refuses a key that is not the one in the definition.
fn checker(definition: &Definition, memory: &KeyFile) -> Result<u16, Reason> {
    let mine: [u8; 32] = VerificationKeyBytes::from(&memory.key).into();
    let place = definition.checkers.iter().position(|checker| checker.id == memory.id).ok_or_else(|| {
        let known: Vec<&str> = definition.checkers.iter().map(|checker| checker.id.as_str()).collect();
        Reason::UnknownChecker(memory.id.clone(), known.join(", "))
    })?;
    let found = definition.checkers.get(place).filter(|checker| checker.key == mine).map(|_| place);
    found.and_then(|index| u16::try_from(index).ok()).ok_or_else(|| Reason::NotTheChecker(memory.id.clone()))
}

/// The lines of `KEYFILE.opened` with the ballots of this tally, ascending, each once.
fn opened_lines(approval: &Approval<'_>, path: &Path, memory: &KeyFile, again: bool) -> Result<Vec<String>, Fault> {
    let place = || path.display().to_string();
    let mut opened = BTreeSet::new();
    // After a run that was interrupted the root is remembered and the ballots are not yet.
    let must_exist = !memory.approved.is_empty() && !again;
    if must_exist || path.exists() {
        let bytes = read_file(path, limits::LONG_FILE).at_with(place)?;
        // A tally without leaves leaves an empty file.
        if !bytes.is_empty() {
            opened.extend(text::lines(&bytes).at_with(place)?.map(str::to_owned));
        }
    }
    let election = hex::encode(approval.election);
    let mut mine = Vec::new();
    for leaf in &approval.tally.leaves {
        let contest = approval.definition.contest_id(leaf.group.contest);
        for tracker in trackers_of(approval.tally.opening, &leaf.group, approval.recounts) {
            mine.push(format!("{election} {contest} {}", hex::encode(tracker)));
        }
    }
    if let Some(line) = mine.iter().find(|line| !again && opened.contains(*line)) {
        return Err(Reason::AlreadyOpened(line.rsplit(' ').next().unwrap_or_default().to_owned())).at_with(place);
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
    /// Begins a file that only its owner reads, where the system knows of that.
    fn begin_private(target: &Path) -> Result<Self, Fault> {
        #[allow(unused_mut, reason = "changed on Unix only")]
        let mut options = OpenOptions::new();
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        Self::begin(target, options)
    }

    fn begin(target: &Path, mut options: OpenOptions) -> Result<Self, Fault> {
        let path = beside(target, ".new");
        let made = options.write(true).create_new(true).open(&path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Reason::InUse,
            kind => Reason::Unwritable(kind),
        });
        let file = made.at(path.display().to_string())?;
        let replacement = Self { target: target.to_owned(), path, file, kept: false };
        // A key file stays as private as it was.
        if let Ok(metadata) = fs::metadata(target) {
            let set = replacement.file.set_permissions(metadata.permissions());
            set.map_err(|error| Reason::Unwritable(error.kind())).at(replacement.path.display().to_string())?;
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
        written.map_err(|error| Reason::Unwritable(error.kind())).at(self.target.display().to_string())
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
