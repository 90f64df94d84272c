//! `tamga/trackers/v1`: the received trackers of a region.

use crate::digest::Digest;
use crate::reason::Reason;
use crate::text;

/// Reads the list of the region with this code: hex, ascending, equal ones allowed.
pub(crate) fn parse(untrusted: &[u8], code: &str) -> Result<Vec<Digest>, Reason> {
    let mut lines = text::lines(untrusted)?;
    if lines.next() != Some(&format!("tamga/trackers/v1 {code}")) {
        return Err(Reason::WrongFormat("tamga/trackers/v1 and the region's code"));
    }
    let trackers: Vec<Digest> = lines.map(text::hex32).collect::<Result<_, _>>()?;
    if trackers.is_sorted() { Ok(trackers) } else { Err(Reason::OutOfOrder("trackers")) }
}

/// Bytes of the list of so many trackers.
pub(crate) fn file_len(code: &str, trackers: u32) -> u64 {
    "tamga/trackers/v1 \n".len() as u64 + code.len() as u64 + 65 * u64::from(trackers)
}

/// The list as a file.
pub(crate) fn file(code: &str, trackers: &[Digest]) -> Vec<u8> {
    let mut text = format!("tamga/trackers/v1 {code}\n");
    for tracker in trackers {
        text.push_str(&hex::encode(tracker));
        text.push('\n');
    }
    text.into_bytes()
}
