//! What was typed.

mod hsm;
mod token;

use std::ffi::OsString;
use std::io::{BufRead, Read, stdin};
use std::path::PathBuf;

use tamga_devices::{HsmError, HsmSpec, TokenNaming, TokenSpec};
use tamga_record::definition::Language;

pub use hsm::{AttestArguments, HsmCommand, WipeArguments};
pub use token::{
    BenchArguments as TokenBench, InitArguments, LabelArguments, Ports, ReplaceArguments, TokenCommand, Which,
    WipeArguments as TokenWipe,
};

use clap::error::{ContextKind, ContextValue};
use clap::{ArgGroup, Args, Parser, Subcommand};

/// Air-gapped, hardware-backed tally appliance.
#[derive(Debug, Parser)]
#[command(name = "tamga", version, about, after_help = EXIT_CODES, max_term_width = 80)]
pub struct Cli {
    /// What to do; without it the screen opens.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// News as JSON, one object per line, for programs
    #[arg(long, global = true)]
    pub json: bool,
}

const EXIT_CODES: &str = "\
The acts of an election, in their order: setup, cast (rehearsals), import,
amend, admit, adjudicate, close, tally, lot (where tally asks for one), sign,
export; protocol once it is signed. Each can be typed again safely and says what comes next;
`tamga status --at DIR` says it at any time.

Exit codes: 0 done; 1 verification failed or no result; 2 usage, bad input, or
not this act's turn; 3 device, disk or internal error; 130 interrupted: the
same command goes on where it stopped.

TAMGA_LANGUAGE=kk, ru or en is the language of errors and news, else the locale's
(LC_ALL, LC_MESSAGES, LANG), else English.";

/// The verbs of the appliance.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a whole election with keys of its own, from key ceremony to verified record; everything it makes is marked REHEARSAL
    Rehearse(RehearseArguments),
    /// Look at an election before anything is made of it
    #[command(subcommand)]
    Definition(DefinitionCommand),
    /// Hold the key ceremony: definition, keys, roll, election id, anchor sheet
    Setup(SetupArguments),
    /// Play the voters of a rehearsal: their bundles go to DIR/appliance/sticks/1-ballots
    Cast(At),
    /// Take bundles, attestation counts and revocations from a stick
    Import(ImportArguments),
    /// Judge every record from outside its seal, and say what is held and why
    Admit(AdmitArguments),
    /// Have the officers vote on held records, by reason; without --plan or --reason it lists what is held
    Adjudicate(AdjudicateArguments),
    /// Extend a region's closing time or withdraw an option, by a quorum
    Amend(AmendArguments),
    /// Close the box: a quorum freezes what was received and decided
    Close(CloseArguments),
    /// Unseal, verify, add up; have the checkers approve and the tokens open the sums
    Tally(At),
    /// Draw a lot for seats that equal figures compete for
    Lot(LotArguments),
    /// Have the officers read the statement on their tokens, and sign, dissent or refuse
    Sign(SignArguments),
    /// Publish the signed record and have the auditors' program verify the exported bytes
    Export(At),
    /// Make the official form for somebody as a PDF file to be signed by hand: figures and words; each copy is in the ledger
    Protocol(ProtocolArguments),
    /// Say how far the election is and what comes next
    Status(At),
    /// Say what became of one record, for the voter who brings its receipt: status and reason, nothing else
    Lookup(LookupArguments),
    /// Seal the room for the night: a quorum signs the seals' numbers, and nothing is done until the pause ends
    Pause(PauseArguments),
    /// End a pause: compare seals and checkpoint with what was noted, and have a quorum sign that work goes on
    Resume(ResumeArguments),
    /// Derive a finished result again from the auditors' edition and have the officers sign the outcome
    Recount(RecountArguments),
    /// Look at HSMs, prepare them, read their logs, wipe them
    #[command(subcommand)]
    Hsm(HsmCommand),
    /// Look at officers' tokens, give them identity, PIN and name, check them, wipe them
    #[command(subcommand)]
    Token(TokenCommand),
    /// Open the terminal screen on an election, or set one up on it; the same as no verb at all
    Screen(ScreenArguments),
    /// Open the observers' view of an election: it shows turnout, results, verification and ledger as they change, for a second
    /// screen or a projector, and neither locks nor changes anything
    Watch {
        /// Folder of the election [default: the newest rehearsal here, else the next free rehearsal-N]
        #[arg(long, value_name = "DIR")]
        at: Option<PathBuf>,
    },
    /// Run the auditor's program, exactly as `tamga-verify` does
    #[command(disable_help_flag = true)]
    Verify {
        /// Arguments of tamga-verify
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

/// Arguments of `tamga screen`.
#[derive(Debug, Default, Args)]
pub struct ScreenArguments {
    /// Folder of the election, or an empty one for a rehearsal that is yet to be set up [default: the newest rehearsal here, else the next free rehearsal-N]
    #[arg(long, value_name = "DIR")]
    pub at: Option<PathBuf>,
    /// Press the keys of a whole rehearsal by itself, one every so many seconds, for people to watch
    #[arg(long, value_name = "SECONDS", num_args = 0..=1, default_missing_value = "4", value_parser = clap::value_parser!(u8).range(1..=60))]
    pub guided: Option<u8>,
    /// Write everything that happens on the screen into a new file: keys as they are typed, news, what was seen. No PIN, as none is typed here
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Show such a file again; nothing is done of it, and no election is needed
    #[arg(long, value_name = "FILE", conflicts_with_all = ["at", "guided", "record"])]
    pub replay: Option<PathBuf>,
    /// So many times as fast; no wait takes longer than five seconds
    #[arg(long, value_name = "N", requires = "replay", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=100))]
    pub speed: u8,
}

/// Where an election is kept.
#[derive(Debug, Clone, Args)]
pub struct At {
    /// Folder of the election, as `tamga setup` or `tamga rehearse` made it
    #[arg(long, value_name = "DIR")]
    pub at: PathBuf,
    /// Ports where the officers' tokens are now, where those are others than at the set-up; one port does for all in turn
    #[arg(long, value_name = "PORTS", value_parser = parse_tokens)]
    pub tokens: Option<TokenSpec>,
}

/// Verbs about a definition.
#[derive(Debug, Subcommand)]
pub enum DefinitionCommand {
    /// Check election.toml and the votes beside it, and show what they say
    Check {
        /// Folder with election.toml, or the file
        election: PathBuf,
        /// Divide registered voters, ballots and votes by N, rounding down
        #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
        scale: u32,
    },
}

/// Who and what a rehearsal is made of.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct ElectionArguments {
    /// Folder with election.toml and votes.csv, or totals.csv and turnout.csv [default: the built-in Colorado 2024 at scale 100]
    pub election_dir: Option<PathBuf>,
    /// Divide ballots, registered voters and votes by N, rounding down [default: 1, the built-in example 100]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub scale: Option<u32>,
    /// Officers, each with a token, 2 to 15 [default: as election.toml says, else 5]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=15))]
    pub officers: Option<u8>,
    /// Officers who must act together, more than half [default: as election.toml says, else 3]
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u8).range(1..=15))]
    pub quorum: Option<u8>,
    /// HSMs to use, may be given several times: builtin (two rehearsal HSMs in software), softhsm, a pkcs11: URI in single quotes, yubihsm:http://127.0.0.1:12345, yubihsm:usb [default: builtin]
    #[arg(long, value_name = "HSM", value_parser = parse_hsm)]
    pub hsm: Vec<HsmSpec>,
    /// Officers' tokens: sim (in this process), qemu:N (the firmware, emulated), unix:SOCKET,… , serial:DEVICE,… or auto (USB) [default: sim]
    #[arg(long, value_name = "PORTS", value_parser = parse_tokens)]
    pub tokens: Option<TokenSpec>,
    /// Officers who stay away once the set-up is over, separated by commas (sim and qemu only)
    #[arg(long, value_name = "OFFICERS", value_delimiter = ',')]
    pub absent: Vec<u8>,
    /// 64 hex digits: the same bytes at every run (rehearsals only, never for real keys)
    #[arg(long, value_name = "HEX", value_parser = parse_seed)]
    pub seed: Option<Seed>,
    /// Add voters and attackers of every kind; the counts stay the same, every added record gets its reason
    #[arg(long)]
    pub mischief: bool,
}

/// Arguments of `tamga rehearse`.
#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub struct RehearseArguments {
    /// The election.
    #[command(flatten)]
    pub election: ElectionArguments,
    /// Folder to write; must not exist or be empty [default: rehearsal-N, the next free N]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Officers whose tokens are lost after the set-up, separated by commas: new ones take their places (sim and qemu only)
    #[arg(long, value_name = "OFFICERS", value_delimiter = ',')]
    pub lose: Vec<u8>,
    /// Go on with the interrupted rehearsal in DIR; nothing else need be given
    #[arg(long, value_name = "DIR", conflicts_with_all = ["out", "election_dir", "scale", "officers", "quorum", "tokens", "absent", "seed", "mischief", "lose"])]
    pub resume: Option<PathBuf>,
    /// Plain progress lines and a result table, for scripts; else the screen opens (where there is no terminal, and with --json, lines are the default)
    #[arg(long)]
    pub plain: bool,
}

/// Arguments of `tamga setup`.
#[derive(Debug, Args)]
pub struct SetupArguments {
    /// The election.
    #[command(flatten)]
    pub election: ElectionArguments,
    /// Folder to write; must not exist or be empty, or hold a set-up that was interrupted
    #[arg(long, value_name = "DIR")]
    pub at: PathBuf,
    /// Mark everything REHEARSAL; tokens are those of --tokens, HSMs those of --hsm. Needed: this version holds no real election yet
    #[arg(long)]
    pub rehearsal: bool,
}

/// Arguments of `tamga import`.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Files, or folders that are searched for them
    #[arg(required = true)]
    pub paths: Vec<PathBuf>,
}

/// Arguments of `tamga admit`.
#[derive(Debug, Args)]
pub struct AdmitArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Codes of the regions that this opening opens, separated by commas [default: every region that is in no box yet; for the supplement those with late bundles]
    #[arg(long, value_name = "CODES", value_delimiter = ',')]
    pub regions: Vec<String>,
}

/// Arguments of `tamga adjudicate`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("question").args(["plan", "reason", "record"]))]
pub struct AdjudicateArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// TOML file of decisions: reason or record, region, for, against, why
    #[arg(long, value_name = "FILE", conflicts_with_all = ["region", "in_favour", "against", "why"])]
    pub plan: Option<PathBuf>,
    /// Reason that holds the records to vote on
    #[arg(long, value_name = "REASON", requires = "why")]
    pub reason: Option<String>,
    /// One record to vote on, REGION/COLLECTOR/BUNDLE/ITEM; how many records were decided one by one is public
    #[arg(long, value_name = "PLACE", requires = "why")]
    pub record: Option<String>,
    /// Only the records of this region
    #[arg(long, value_name = "CODE", requires = "question", conflicts_with = "record")]
    pub region: Option<String>,
    /// Officers who vote for counting, separated by commas
    #[arg(long = "for", value_name = "OFFICERS", value_delimiter = ',', requires = "question")]
    pub in_favour: Vec<u8>,
    /// Officers who vote against, separated by commas
    #[arg(long, value_name = "OFFICERS", value_delimiter = ',', requires = "question")]
    pub against: Vec<u8>,
    /// The reason that the auditors will read
    #[arg(long, value_name = "TEXT", requires = "question")]
    pub why: Option<String>,
}

/// Arguments of `tamga amend`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").args(["extend", "withdraw"]).required(true))]
pub struct AmendArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Region whose closing time is extended
    #[arg(long, value_name = "CODE", requires = "closes")]
    pub extend: Option<String>,
    /// Its new closing time, RFC 3339 with Z
    #[arg(long, value_name = "TIME", requires = "extend")]
    pub closes: Option<String>,
    /// Option that is withdrawn, CONTEST/OPTION
    #[arg(long, value_name = "OPTION")]
    pub withdraw: Option<String>,
}

/// Arguments of `tamga close`.
#[derive(Debug, Args)]
pub struct CloseArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Close although bundles are missing; the box names which, and the officers are told how many chains are incomplete
    #[arg(long)]
    pub incomplete: bool,
}

/// Arguments of `tamga lot`.
#[derive(Debug, Args)]
pub struct LotArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// The contest
    #[arg(long)]
    pub contest: String,
    /// An officer and their throws, N:DIGITS, 10 to 48 digits 1 to 6; given twice, for two officers
    #[arg(long, value_name = "N:DIGITS", num_args = 1, required = true)]
    pub dice: Vec<String>,
}

/// Arguments of `tamga sign`.
#[derive(Debug, Args)]
pub struct SignArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Officers who sign with dissent (they object; it counts for no quorum) on played tokens (sim, qemu), apart by commas
    #[arg(long, value_name = "OFFICERS", value_delimiter = ',')]
    pub dissent: Vec<u8>,
    /// Officers who sign nothing, which the ledger says, on played tokens (sim, qemu), apart by commas
    #[arg(long, value_name = "OFFICERS", value_delimiter = ',')]
    pub refuse: Vec<u8>,
}

/// Bytes of a line with a receipt at most, as somebody may type it.
const RECEIPT_LINE_LEN_MAX: u64 = 256;

/// Arguments of `tamga lookup`.
#[derive(Debug, Args)]
pub struct LookupArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Tracker, or what the voter's QR code says: TAMGA:RECORD:… [default: one line of standard input, which no history of commands keeps]
    pub text: Option<String>,
}

impl LookupArguments {
    /// What was typed, or the first line of standard input.
    pub fn text(&self) -> std::io::Result<String> {
        match &self.text {
            Some(text) => Ok(text.clone()),
            None => {
                let mut text = String::new();
                stdin().lock().take(RECEIPT_LINE_LEN_MAX).read_line(&mut text)?;
                Ok(text)
            }
        }
    }
}

/// Arguments of `tamga pause`.
#[derive(Debug, Args)]
pub struct PauseArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Number of a seal on the room or the machine; given for each, or several at once
    #[arg(long, value_name = "NUMBER", num_args = 1.., required = true)]
    pub seal: Vec<String>,
}

/// Arguments of `tamga resume`.
#[derive(Debug, Args)]
pub struct ResumeArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Number of a seal that is there; given for each, or several at once
    #[arg(long, value_name = "NUMBER", num_args = 1..)]
    pub seal: Vec<String>,
    /// The ledger's checkpoint as noted at the pause: its control number, ENTRIES:ROOT, or what its QR code says
    #[arg(long, value_name = "CHECKPOINT", required_unless_present = "seals_broken")]
    pub checkpoint: Option<String>,
    /// Go on although seals or checkpoint differ: what happened, in words, for the ledger and the auditors
    #[arg(long, value_name = "REASON")]
    pub seals_broken: Option<String>,
}

/// Arguments of `tamga protocol`.
#[derive(Debug, Args)]
pub struct ProtocolArguments {
    /// Where the election is.
    #[command(flatten)]
    pub at: At,
    /// Who the copy is for; it stands on the copy and in the public ledger
    #[arg(long, value_name = "RECIPIENT", required_unless_present = "again")]
    pub copy_for: Option<String>,
    /// The form of this region alone [default: the summary of all regions]
    #[arg(long, value_name = "CODE", conflicts_with = "all")]
    pub region: Option<String>,
    /// The summary, then the forms of all regions, in one file
    #[arg(long)]
    pub all: bool,
    /// Languages of the form, separated by commas: kk, ru, en [default: kk,ru]
    #[arg(long, value_name = "LANGUAGES", value_delimiter = ',', value_parser = parse_language)]
    pub language: Vec<Language>,
    /// Write the file of this copy once more, the same bytes, where it was lost
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["copy_for", "region", "all", "language"])]
    pub again: Option<u32>,
}

/// Arguments of `tamga recount`.
#[derive(Debug, Args)]
pub struct RecountArguments {
    /// Folder of a finished election
    pub at: PathBuf,
    /// Ports where the officers' tokens are now, where those are others than at the set-up
    #[arg(long, value_name = "PORTS", value_parser = parse_tokens)]
    pub tokens: Option<TokenSpec>,
}

/// Root of all randomness of a repeatable rehearsal; prints nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(pub [u8; 32]);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed")
    }
}

fn parse_seed(text: &str) -> Result<Seed, String> {
    let mut seed = [0; 32];
    hex::decode_to_slice(text, &mut seed).map_err(|_| "a seed is 64 hex digits".to_owned())?;
    Ok(Seed(seed))
}

/// Ports as they are typed, their paths absolute: they are kept with the election, whose later acts may be typed elsewhere.
pub fn typed_tokens(text: &str) -> Result<TokenSpec, TokenNaming> {
    let absolute = |path: PathBuf| std::path::absolute(&path).unwrap_or(path);
    text.parse::<TokenSpec>()?.with_paths(absolute)
}

fn parse_tokens(text: &str) -> Result<TokenSpec, String> {
    typed_tokens(text).map_err(|error| error.to_string())
}

fn parse_language(text: &str) -> Result<Language, String> {
    Language::from_word(text).ok_or_else(|| "a language is kk, ru or en".to_owned())
}

fn parse_hsm(text: &str) -> Result<HsmSpec, String> {
    text.parse().map_err(|error: HsmError| error.to_string())
}

/// What is wrong with a command line, without the PIN that somebody typed into it: what is shown is kept in logs.
pub fn without_pins(mut told: clap::Error) -> clap::Error {
    let kind = ContextKind::InvalidValue;
    if matches!(told.get(kind), Some(ContextValue::String(typed)) if typed.contains("pin-value")) {
        told.insert(kind, ContextValue::String("pkcs11:… with a pin-value".to_owned()));
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(line: &str) -> Option<String> {
        Cli::try_parse_from(line.split(' ')).err().map(|error| error.to_string())
    }

    #[test]
    fn ports_are_kept_as_they_are_found_from_every_folder() {
        let here = std::env::current_dir().unwrap();
        let [first, second] = ["1.sock", "2.sock"].map(|name| here.join(name));
        let expected = TokenSpec::Unix(vec![first, second]);
        assert_eq!(parse_tokens("unix:1.sock,unix:./2.sock"), Ok(expected));
        assert!(parse_tokens("unix:1.sock,./1.sock").unwrap_err().contains("twice"));
    }

    #[test]
    fn votes_without_a_question_are_refused() {
        for rest in ["--for 1,2", "--against 4", "--why x", "--region aral"] {
            assert!(refusal(&format!("tamga adjudicate --at d {rest}")).is_some(), "{rest}");
        }
        assert!(refusal("tamga adjudicate --at d --plan p --for 1,2").is_some());
        assert!(refusal("tamga adjudicate --at d --plan p --reason phone-shared --why x").is_some());
        assert_eq!(refusal("tamga adjudicate --at d"), None);
        assert_eq!(refusal("tamga adjudicate --at d --plan p"), None);
        assert_eq!(refusal("tamga adjudicate --at d --reason phone-shared --region aral --for 1,2 --why x"), None);
        assert_eq!(refusal("tamga adjudicate --at d --record a/b/1/0 --against 1,2 --why x"), None);
    }

    #[test]
    fn an_amendment_of_nothing_is_told_both_ways() {
        let told = refusal("tamga amend --at d").unwrap();
        assert!(told.contains("--extend") && told.contains("--withdraw"), "{told}");
        assert!(refusal("tamga amend --at d --extend aral").is_some());
        assert_eq!(refusal("tamga amend --at d --extend aral --closes 2030-01-01T00:00:00Z"), None);
        assert_eq!(refusal("tamga amend --at d --withdraw head/bolat"), None);
    }
}
