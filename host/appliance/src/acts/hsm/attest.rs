//! `tamga hsm attest`: what each HSM showed about its keys at the ceremony.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use tamga_devices::Hsm;
use tamga_devices::yubihsm::attest::{AttestError, Expected, check, check_authority};
use tamga_record::evidence::Evidence;
use tamga_record::keys::HsmKeys;
use tamga_record::time::format_time;
use tamga_tally::election::Election;

use crate::causes;
use crate::cli::AttestArguments;
use crate::failure::Failure;
use crate::message::Message;
use crate::room::Room;

/// Shows the evidence in the public-key file, and checks its certificates; against an authority's, where one is given.
pub fn attest(room: &Room, election: &Election, arguments: &AttestArguments) -> Result<()> {
    for hsm in &election.keys().hsms {
        let of = |key| Message::of(key).with("serial", &hsm.serial).with("model", &hsm.model);
        if hsm.evidence.is_empty() {
            room.progress.show(of("attest-rehearsal"));
            continue;
        }
        let evidence = Evidence::parse(&hsm.evidence)?;
        room.progress.show(of("attest-facts"));
        let rows = evidence.facts.iter().map(|(key, value)| vec![key.into(), value.into()]).collect();
        room.progress.table(&hsm.serial, &["fact", "value"], rows);
        if evidence.certificates.is_empty() {
            room.progress.show(of("attest-no-certificates"));
        } else {
            certificates(room, hsm, evidence, arguments)?;
        }
    }
    Ok(())
}

/// Checks the certificates of one HSM and says who vouches for what.
fn certificates(room: &Room, hsm: &HsmKeys, evidence: Evidence, arguments: &AttestArguments) -> Result<()> {
    let now = now()?;
    let evidence = tamga_devices::Evidence { facts: evidence.facts, certificates: evidence.certificates };
    let expected = Expected {
        serial: hsm.serial.clone(),
        seal: hsm.seal.as_slice().try_into().context("the seal key is not of Ed25519")?,
        tally: hsm.tally.p384_point(),
        escrow: hsm.escrow.p384_point(),
    };
    let report = check(&evidence, &expected, now).map_err(|error| refused(&hsm.serial, &error))?;
    let [major, minor, patch] = report.firmware;
    let made = Message::of("attest-made-inside").with("serial", &hsm.serial);
    let made = made.with("firmware", format!("{major}.{minor}.{patch}"));
    room.progress.show(made.with("device", report.device.to_string()));
    let told = match &arguments.authority {
        None => Message::of("attest-issuer-unchecked").with("issuer", report.issuer.to_string()),
        Some(file) => {
            let der = std::fs::read(file).map_err(|error| {
                Failure::bad_input(Message::of("certificate-unread").with("path", file).with("why", causes::io(&error)))
            })?;
            let subject = check_authority(&evidence, &der, now).map_err(|error| refused(&hsm.serial, &error))?;
            Message::of("attest-issuer").with("issuer", subject.to_string())
        }
    };
    room.progress.show(told.with("serial", &hsm.serial));
    Ok(())
}

/// Checks the certificates of a device that was just given keys, where it has any.
pub fn check_new(hsm: &dyn Hsm, evidence: &tamga_devices::Evidence) -> Result<()> {
    if evidence.certificates.is_empty() {
        return Ok(());
    }
    let expected = Expected::of(hsm)?;
    match check(evidence, &expected, now()?) {
        Ok(_) => Ok(()),
        Err(error) => Err(refused(hsm.serial(), &error)),
    }
}

/// Seconds since 1970.
fn now() -> Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH).context("the clock is before 1970")?.as_secs())
}

fn refused(serial: &str, error: &AttestError) -> anyhow::Error {
    let key = if matches!(error, AttestError::Clock { .. }) { "attest-clock" } else { "attest-refused" };
    Failure::not_verified(Message::of(key).with("serial", serial).with("why", why(error)))
}

/// What is wrong with a certificate. Names of certificates and properties are those of the device's maker.
fn why(error: &AttestError) -> Message {
    let of = |key, name: &'static str| Message::of(key).with("name", name);
    match error {
        AttestError::Missing { name } => of("certificate-missing", name),
        AttestError::Malformed { name, what } => of("certificate-malformed", name).with("what", *what),
        AttestError::Signature { name } => of("certificate-signature", name),
        AttestError::OtherKey { name } => of("certificate-other-key", name),
        AttestError::Property { name, property, found, expected } => {
            of("certificate-property", name).with("property", *property).with("found", found).with("expected", expected)
        }
        AttestError::Clock { name, now, from, until } => {
            let at = |time_s: u64| format_time(time_s);
            of("certificate-clock", name).with("now", at(*now)).with("from", at(*from)).with("until", at(*until))
        }
    }
}
