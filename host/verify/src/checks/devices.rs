//! The HSMs, as the public-key file describes them: lines of the report that are no checks.

use super::setup::Setup;
use crate::report::Report;

/// Writes a line per HSM with serial, model and the names of its certificates, and a line per fact below it.
pub(crate) fn list(setup: &Setup, report: &mut Report<'_>) {
    let Ok(keys) = &setup.keys else {
        return;
    };
    for hsm in &keys.hsms {
        let names: Vec<&str> = hsm.evidence.certificates.iter().map(|(name, _)| name.as_str()).collect();
        let certificates = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
        report.note(&format!("HSM {}: model {}, certificates {certificates}", hsm.serial, hsm.model));
        for (key, value) in &hsm.evidence.facts {
            report.note(&format!("  {key} {value}"));
        }
    }
}
