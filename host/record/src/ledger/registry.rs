//! The numbered registry of what can happen.

use tamga_crypto::hash::Digest;
use tamga_crypto::sign::SIGNATURE_LEN;
use tamga_wire::{Answer, Role};

use super::EntryError;
use super::copy::{Languages, Recipient, Scope};
use super::entry::{registry, value};
use super::field::{ControlNumber, Dice, Fault, Field, Officer, Signer, SourceName, TokenAct, Voters, Why};
use crate::acts::Signatures;
use crate::pause::Seals;
use crate::text::Lines;

registry! {
    /// The ledger begins.
    1 "origin" Origin {
        /// The definition `D`.
        definition: Digest = "definition",
    }
    /// The keys are made.
    2 "keys" Keys {
        /// The public-key file's digest `K`.
        digest: Digest = "digest",
        /// Transcript (13) of the custody key's generation.
        custody: Digest = "custody",
        /// Transcript (13) of the election key's generation.
        election_key: Digest = "election-key",
    }
    /// The roll is there.
    3 "roll" Roll {
        /// Its digest `R`.
        digest: Digest = "digest",
        /// Its entries.
        entries: u32 = "entries",
    }
    /// The election has its id.
    4 "election" Election {
        /// `E`.
        election: Digest = "election",
    }
    /// Somebody signed `E`.
    5 "endorsement" Endorsement {
        /// Who.
        signer: Signer = "signer",
        /// SHA3-256 of the signature.
        digest: Digest = "digest",
    }
    /// The identity service's counts are there.
    6 "counts" Counts {
        /// SHA3-256 of the file.
        digest: Digest = "digest",
    }
    /// A bundle was imported.
    7 "import" Import {
        /// Code of the region.
        region: String = "region",
        /// Id of the collector.
        collector: String = "collector",
        /// Number in its chain.
        bundle: u32 = "bundle",
        /// Variant of that number, from 1, in the order of imports.
        variant: u8 = "variant",
        /// Its items.
        items: u32 = "items",
        /// The bundle's digest.
        digest: Digest = "digest",
    }
    /// Records were admitted, provisionally.
    8 "admission" Admission {
        /// Number of the opening.
        opening: u32 = "opening",
        /// Regions of it.
        regions: u32 = "regions",
        /// Distinct records received.
        received: u64 = "received",
        /// Red ones.
        red: u64 = "red",
        /// Held ones.
        held: u64 = "held",
    }
    /// A box is closed.
    9 "close" Close {
        /// Number of the opening.
        opening: u32 = "opening",
        /// The CLOSE digest `Z`.
        digest: Digest = "digest",
        /// Incomplete chains that the officers were told of.
        incomplete: u32 = "incomplete",
        /// The officers who signed.
        officers: Vec<u8> = "officers",
    }
    /// An HSM role was unlocked.
    10 "unlock" Unlock {
        /// The role.
        role: Role = "role",
        /// Serial of the HSM.
        hsm: String = "hsm",
        /// Generation of the PIN, from 1.
        generation: u32 = "generation",
        /// The officers who answered.
        officers: Vec<u8> = "officers",
        /// [`unlock_digest`](Entry::unlock_digest) of their answers.
        digest: Digest = "digest",
    }
    /// A region's seed was opened.
    11 "unseal" Unseal {
        /// Code of the region.
        region: String = "region",
        /// Serial of the HSM.
        hsm: String = "hsm",
    }
    /// All proofs are checked and every record has its status.
    12 "verified" Verified {
        /// Number of the opening.
        opening: u32 = "opening",
        /// Distinct records received.
        received: u64 = "received",
        /// Ballots counted.
        counted: u64 = "counted",
        /// Green ones.
        green: u64 = "green",
        /// Blue ones.
        blue: u64 = "blue",
        /// Yellow ones.
        yellow: u64 = "yellow",
        /// Red ones.
        red: u64 = "red",
        /// Superseded ones.
        superseded: u64 = "superseded",
        /// Late ones.
        late: u64 = "late",
        /// SHA3-256 of `turnout.csv`.
        turnout: Digest = "turnout",
        /// [`verdicts_digest`](Entry::verdicts_digest) of the verdicts files.
        verdicts: Digest = "verdicts",
    }
    /// The sums have their root.
    13 "root" Root {
        /// Number of the opening.
        opening: u32 = "opening",
        /// Root of the opening before; zeros for the first.
        previous: Digest = "previous",
        /// The tally root.
        root: Digest = "root",
        /// Leaves.
        leaves: u32 = "leaves",
        /// Withheld groups.
        withheld: u32 = "withheld",
        /// Sums.
        sums: u32 = "sums",
    }
    /// A checker approved.
    14 "approval" Approval {
        /// Number of the opening.
        opening: u32 = "opening",
        /// Id of the checker.
        checker: String = "checker",
        /// SHA3-256 of the signature.
        digest: Digest = "digest",
    }
    /// A token's shares are there and hold.
    15 "share" Share {
        /// Number of the opening.
        opening: u32 = "opening",
        /// The token.
        token: u8 = "token",
        /// SHA3-256 of its bytes in the shares file.
        digest: Digest = "digest",
    }
    /// A token refused.
    16 "refusal" Refusal {
        /// The token.
        token: u8 = "token",
        /// What it was asked.
        act: TokenAct = "act",
        /// The refusal's number, by `firmware/wire`.
        code: u8 = "code",
    }
    /// The counts are known.
    17 "result" Result {
        /// Number of the opening.
        opening: u32 = "opening",
        /// SHA3-256 of `totals.csv`.
        totals: Digest = "totals",
        /// SHA3-256 of `results.csv`.
        results: Digest = "results",
        /// SHA3-256 of `seats.csv`.
        seats: Digest = "seats",
    }
    /// The statement is written.
    18 "statement" Statement {
        /// Number of the opening.
        opening: u32 = "opening",
        /// SHA3-256 of its text.
        digest: Digest = "digest",
    }
    /// Somebody answered the statement.
    19 "signature" Signature {
        /// Number of the opening.
        opening: u32 = "opening",
        /// Who.
        signer: Signer = "signer",
        /// How.
        answer: Answer = "answer",
        /// SHA3-256 of the signature; zeros when refused.
        digest: Digest = "digest",
    }
    /// The record is published.
    20 "published" Published {
        /// Number of the opening.
        opening: u32 = "opening",
        /// SHA3-256 of `statement.note`.
        note: Digest = "note",
        /// SHA3-256 of `statement.txt`.
        text: Digest = "text",
    }
    /// Two persons set the clock.
    21 "clock" Clock {
        /// Name of the first source.
        first: SourceName = "first",
        /// Name of the second source.
        second: SourceName = "second",
    }
    /// The definition is amended.
    22 "amendment" Amendment {
        /// Its number, from 1.
        number: u32 = "number",
        /// Its digest.
        digest: Digest = "digest",
        /// The officers who signed.
        officers: Vec<u8> = "officers",
    }
    /// Held records were put to the vote.
    23 "decision" Decision {
        /// Its number, from 1.
        number: u32 = "number",
        /// Number of the opening.
        opening: u32 = "opening",
        /// Its digest, salted in its body.
        digest: Digest = "digest",
        /// The officers who voted for counting.
        for_: Voters = "for",
        /// The officers who voted against.
        against: Voters = "against",
    }
    /// Work is paused: a quorum sealed the room.
    28 "pause" Pause {
        /// Its number, from 1.
        number: u32 = "number",
        /// Entries of the ledger before it, when the officers signed.
        entries: u64 = "entries",
        /// The numbers of the seals.
        seals: Seals = "seals",
        /// The officers who signed, with their signatures.
        signatures: Signatures = "signatures",
    }
    /// Work goes on.
    29 "resume" Resume {
        /// The number of the pause.
        number: u32 = "number",
        /// The numbers of the seals that were found.
        seals: Seals = "seals",
        /// The control number of the ledger's root as it was noted when the pause began.
        noted: Option<ControlNumber> = "noted",
        /// What happened, where not all is as it was noted.
        why: Why = "why",
        /// The officers who signed, with their signatures.
        signatures: Signatures = "signatures",
    }
    /// The result was derived again.
    31 "recount" Recount {
        /// Its number, from 1.
        number: u32 = "number",
        /// SHA3-256 of the statement's text.
        statement: Digest = "statement",
        /// Whether it agrees with the statement.
        agrees: bool = "agrees",
        /// Its digest.
        digest: Digest = "digest",
        /// The officers who signed.
        officers: Vec<u8> = "officers",
    }
    /// A quorum ended the election.
    33 "end" End {
        /// Openings that were opened.
        openings: u32 = "openings",
        /// Ballots counted in the newest statement.
        counted: u64 = "counted",
        /// SHA3-256 of its text: the digest of the act.
        statement: Digest = "statement",
        /// The officers who signed, with their signatures.
        signatures: Signatures = "signatures",
    }
    /// The registrar's revocations are there.
    34 "revocations" Revocations {
        /// SHA3-256 of the file.
        digest: Digest = "digest",
        /// How many tags.
        tags: u32 = "tags",
    }
    /// A file was not taken.
    35 "refused" Refused {
        /// Why, in one word.
        fault: Fault = "fault",
        /// SHA3-256 of the file.
        digest: Digest = "digest",
    }
    /// A collector brought another bundle of a number.
    36 "fork" Fork {
        /// Code of the region.
        region: String = "region",
        /// Id of the collector.
        collector: String = "collector",
        /// Number in its chain.
        bundle: u32 = "bundle",
        /// Digest of variant 1.
        first: Digest = "first",
        /// Digest of the bundle whose import comes next.
        second: Digest = "second",
    }
    /// A lot was drawn.
    37 "lot" Lot {
        /// Id of the contest.
        contest: String = "contest",
        /// CLOSE digest of the newest box.
        close: Digest = "close",
        /// Who typed in the first dice.
        first_officer: Officer = "first-officer",
        /// What they showed.
        first_dice: Dice = "first-dice",
        /// Who typed in the second dice.
        second_officer: Officer = "second-officer",
        /// What they showed.
        second_dice: Dice = "second-dice",
    }
    /// The log that a device keeps itself was read.
    38 "device-log" DeviceLog {
        /// Serial of the HSM.
        hsm: String = "hsm",
        /// Entries of its log that were read so far.
        entries: u32 = "entries",
        /// [`device_log_digest`](Entry::device_log_digest) of them all.
        digest: Digest = "digest",
        /// Entries since the last time that no act explains.
        unexplained: u32 = "unexplained",
    }
    /// A token said how often it did what.
    39 "operations" Operations {
        /// The token.
        token: u8 = "token",
        /// All its operations so far.
        number: u32 = "number",
        /// SHA3-256 of its signed report.
        digest: Digest = "digest",
        /// Operations that no entry explains.
        unexplained: u32 = "unexplained",
    }
    /// Lost tokens are replaced: from here on the officers' keys and the commitments of both keys are those of the file.
    41 "replacement" Replacement {
        /// Its number, from 1.
        number: u16 = "number",
        /// SHA3-256 of the file.
        digest: Digest = "digest",
        /// The tokens that are replaced.
        tokens: Vec<u8> = "tokens",
        /// The officers who signed.
        officers: Vec<u8> = "officers",
    }
    /// A token erased its share of the election key.
    42 "ended" Ended {
        /// The token.
        token: u8 = "token",
        /// The digest of the END act.
        statement: Digest = "statement",
        /// What the token signed.
        signature: [u8; SIGNATURE_LEN] = "signature",
    }
    /// A copy of the protocol was made for somebody.
    43 "copy" Copy {
        /// Its number, from 1.
        number: u32 = "number",
        /// Who it is for.
        recipient: Recipient = "recipient",
        /// Which forms it has.
        scope: Scope = "scope",
        /// In which languages.
        languages: Languages = "languages",
        /// SHA3-256 of the text of the statement in force.
        statement: Digest = "statement",
        /// SHA3-256 of the PDF file.
        digest: Digest = "digest",
    }
}
