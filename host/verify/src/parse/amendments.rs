//! `tamga/amendments/v1`: what a quorum changed after the definition was final.

use super::acts::{self, Signatures};
use super::definition::Definition;
use super::index;
use crate::bytes::Cursor;
use crate::digest::{Digest, hash};
use crate::limits;
use crate::reason::{Reason, same_digest};

/// What an amendment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// A region closes later.
    Closes {
        /// The region's index.
        region: usize,
        /// Its new closing time, in Unix seconds.
        at: u64,
    },
    /// An option takes no seat any more.
    Withdrawn {
        /// The contest's index.
        contest: usize,
        /// The option's index.
        option: usize,
    },
}

/// An amendment, which a quorum signed when [`acts::Act::check_quorum`] says so.
#[derive(Clone, Debug)]
pub(crate) struct Amendment {
    /// What it says.
    pub(crate) change: Change,
    /// `hash("tamga/amendment/v1", body)`.
    pub(crate) digest: Digest,
    /// The figures that the officers were shown.
    pub(crate) figures: [u64; 4],
    /// Officer and signature; not checked yet.
    pub(crate) signatures: Signatures,
}

/// Reads all amendments of this election, at least one, and checks their chain from `D`.
pub(crate) fn parse(untrusted: &[u8], definition: &Definition, election: &Digest) -> Result<Vec<Amendment>, Reason> {
    let mut cursor = Cursor::new(untrusted);
    cursor.format("tamga/amendments/v1")?;
    cursor.digest("E", election)?;
    let count = cursor.u32()?;
    if count == 0 {
        return Err(Reason::Zero("amendments"));
    }
    if count > limits::DECISIONS {
        return Err(Reason::TooMany { what: "amendments", max: limits::DECISIONS as usize });
    }
    let mut amendments: Vec<Amendment> = Vec::new();
    for number in 1..=u64::from(count) {
        let previous = amendments.last().map_or(definition.digest, |last| last.digest);
        let amendment = amendment(&mut cursor, untrusted, definition, (number, previous));
        amendments.push(amendment.map_err(|why| Reason::Item { item: number, why: Box::new(why) })?);
    }
    cursor.finish()?;
    Ok(amendments)
}

fn amendment(
    cursor: &mut Cursor<'_>,
    whole: &[u8],
    definition: &Definition,
    (number, previous): (u64, Digest),
) -> Result<Amendment, Reason> {
    let start = whole.len() - cursor.left();
    same_digest("digest of the amendment before", &previous, &cursor.array()?)?;
    let kind = cursor.u8()?;
    let (change, figures) = match kind {
        1 => {
            let region = index("region", cursor.u16()?, definition.regions.len())?;
            let at = cursor.u64()?;
            (Change::Closes { region, at }, [region as u64 + 1, at])
        }
        2 => {
            let contest = index("contest", cursor.u16()?, definition.contests.len())?;
            let options = definition.contests.get(contest).map_or(0, |contest| contest.options.len());
            let option = index("option", cursor.u16()?, options)?;
            (Change::Withdrawn { contest, option }, [contest as u64 + 1, option as u64 + 1])
        }
        _ => return Err(Reason::UnknownWord("kind of amendment")),
    };
    let body = whole.get(start..whole.len() - cursor.left()).unwrap_or_default();
    let digest = hash("tamga/amendment/v1", &[body]);
    let signatures = acts::signatures(cursor)?;
    let [what, to] = figures;
    Ok(Amendment { change, digest, figures: [number, u64::from(kind), what, to], signatures })
}
