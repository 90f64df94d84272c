//! `tamga hsm attest`: what each HSM showed about its keys at the ceremony.

use anyhow::Result;
use tamga_record::evidence::Evidence;
use tamga_tally::election::Election;

use crate::room::Room;

/// Shows the evidence in the public-key file, and checks its certificates.
pub fn attest(room: &Room, election: &Election) -> Result<()> {
    for hsm in &election.keys().hsms {
        if hsm.evidence.is_empty() {
            room.progress.show(&format!("{}, {}: a rehearsal HSM, which proves nothing", hsm.serial, hsm.model));
            continue;
        }
        let evidence = Evidence::parse(&hsm.evidence)?;
        room.progress
            .show(&format!("{}, {}: facts are the host's word, certificates the vendor's", hsm.serial, hsm.model));
        let rows: Vec<Vec<String>> =
            evidence.facts.iter().map(|(key, value)| vec![key.clone(), value.clone()]).collect();
        room.progress.table(&hsm.serial, &["fact", "value"], &rows);
    }
    Ok(())
}
