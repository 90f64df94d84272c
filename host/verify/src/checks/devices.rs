//! The HSMs, as the public-key file describes them: lines of the report that are no checks.

use super::setup::Setup;
use crate::report::Report;

/// Facts about keys, of which there are very many, begin with this.
const OF_A_KEY: &str = "tamga-";

/// Writes a line per HSM with serial, model and the names of its certificates, a line per fact about the device below it, and
/// how many there are about its keys, which the public-key file has.
pub(crate) fn list(setup: &Setup, report: &mut Report<'_>) {
    let Ok(keys) = &setup.keys else {
        return;
    };
    for hsm in &keys.hsms {
        let names: Vec<&str> = hsm.evidence.certificates.iter().map(|(name, _)| name.as_str()).collect();
        let certificates = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        report.note(&format!("HSM {}: model {}, certificates {certificates}", hsm.serial, hsm.model));
        let (of_keys, of_device): (Vec<_>, Vec<_>) =
            hsm.evidence.facts.iter().partition(|(key, _)| key.starts_with(OF_A_KEY));
        for (key, value) in of_device {
            report.note(&format!("  {key} {value}"));
        }
        report.note(&format!("  and {} properties of its keys, in election.tamga", of_keys.len()));
    }
}
