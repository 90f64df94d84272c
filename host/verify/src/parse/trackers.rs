//! `tamga/trackers/v1`: the received trackers of a region.

use crate::digest::Digest;
use crate::reason::Reason;
use crate::text;

/// Reads the list of the region with this code: hex, ascending, equal ones allowed.
pub(crate) fn parse(untrusted: &[u8], code: &str) -> Result<Vec<Digest>, Reason> {
    let lines = text::lines(untrusted)?;
    let (first, trackers) = lines.split_first().ok_or(Reason::WrongFormat("tamga/trackers/v1"))?;
    if *first != format!("tamga/trackers/v1 {code}") {
        return Err(Reason::WrongFormat("tamga/trackers/v1 and the region's code"));
    }
    let trackers: Vec<Digest> = trackers
        .iter()
        .map(|line| text::hex32(line))
        .collect::<Result<_, _>>()?;
    if trackers.is_sorted() {
        Ok(trackers)
    } else {
        Err(Reason::OutOfOrder("trackers"))
    }
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
