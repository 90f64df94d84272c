//! The crate `yubihsm` as client: the audit log.

use sha2::{Digest, Sha256};
use yubihsm::command::Code;
use yubihsm::device::ErrorKind as Refusal;
use yubihsm::{AuditOption, Client};

use crate::client::{DEFAULT, fresh, open, refusal};

fn commands(client: &Client) -> Vec<Code> {
    client.get_log_entries().unwrap().entries.iter().map(|entry| entry.cmd).collect()
}

#[test]
fn boots_are_in_the_log_and_commands_only_when_they_are_audited() {
    let (mut emulator, client) = fresh();
    client.echo(b"x".as_slice()).unwrap();
    assert_eq!(commands(&client), [Code::HsmInitialization, Code::Unknown]);
    for code in [Code::Echo, Code::CreateSession, Code::AuthenticateSession] {
        client.set_command_audit_option(code, AuditOption::On).unwrap();
    }
    client.echo(b"x".as_slice()).unwrap();
    emulator.restart().unwrap();
    let client = open(emulator.port(), 1, DEFAULT).unwrap();
    let expected = [
        Code::HsmInitialization,
        Code::Unknown,
        Code::Echo,
        Code::Unknown,
        Code::CreateSession,
        Code::AuthenticateSession,
    ];
    assert_eq!(commands(&client), expected);
}

#[test]
fn every_digest_is_over_its_entry_and_the_digest_before() {
    let (_emulator, client) = fresh();
    client.set_command_audit_option(Code::Echo, AuditOption::Fix).unwrap();
    for len in 0..40 {
        client.echo(vec![0; len]).unwrap();
    }
    let entries = client.get_log_entries().unwrap().entries;
    assert_eq!(entries.len(), 42);
    for pair in entries.windows(2) {
        let [previous, entry] = pair else { unreachable!() };
        assert_eq!(entry.item, previous.item + 1);
        let result = if entry.cmd == Code::Unknown { 0 } else { entry.cmd.to_u8() | 0x80 };
        let mut hash = Sha256::new();
        hash.update(entry.item.to_be_bytes());
        hash.update([entry.cmd.to_u8()]);
        for field in [entry.length, entry.session_key, entry.target_key, entry.second_key] {
            hash.update(field.to_be_bytes());
        }
        hash.update([result]);
        hash.update(entry.tick.to_be_bytes());
        hash.update(previous.digest.as_ref());
        assert_eq!(entry.digest.as_ref(), &hash.finalize()[..16]);
    }
}

#[test]
fn a_full_log_blocks_until_it_is_read_and_counts_what_it_missed() {
    let (mut emulator, client) = fresh();
    client.set_force_audit_option(AuditOption::Fix).unwrap();
    for code in [Code::Echo, Code::CreateSession, Code::AuthenticateSession] {
        client.set_command_audit_option(code, AuditOption::Fix).unwrap();
    }
    for _ in 0..60 {
        client.echo(b"x".as_slice()).unwrap();
    }
    assert_eq!(refusal(client.echo(b"x".as_slice())), Refusal::LogFull);
    emulator.restart().unwrap();
    let client = open(emulator.port(), 1, DEFAULT).unwrap();
    assert_eq!(refusal(client.echo(b"x".as_slice())), Refusal::LogFull);
    let log = client.get_log_entries().unwrap();
    assert_eq!((log.unlogged_boot_events, log.unlogged_auth_events, log.num_entries), (1, 1, 62));
    client.set_log_index(log.entries.last().unwrap().item).unwrap();
    client.echo(b"x".as_slice()).unwrap();
    let log = client.get_log_entries().unwrap();
    assert_eq!((log.unlogged_boot_events, log.unlogged_auth_events, log.num_entries), (0, 0, 1));
    assert_eq!(refusal(client.set_force_audit_option(AuditOption::Off)), Refusal::InvalidData);
}

#[test]
fn who_forces_audit_of_session_messages_themselves_is_locked_out_when_the_log_is_full() {
    let (mut emulator, client) = fresh();
    client.set_force_audit_option(AuditOption::On).unwrap();
    client.set_command_audit_option(Code::SessionMessage, AuditOption::On).unwrap();
    let count = (0..100).take_while(|_| client.echo(b"x".as_slice()).is_ok()).count();
    assert_eq!(count, 59, "62 entries: reset, boot, the message that set the option");
    emulator.restart().unwrap();
    let client = open(emulator.port(), 1, DEFAULT).unwrap();
    assert!(client.get_log_entries().is_err());
    assert!(client.set_force_audit_option(AuditOption::Off).is_err());
}

#[test]
fn a_log_entry_that_was_changed_no_longer_fits_its_digest() {
    let (emulator, client) = fresh();
    let before = client.get_log_entries().unwrap().entries.pop().unwrap();
    assert!(emulator.corrupt_log(before.item).unwrap());
    assert!(!emulator.corrupt_log(999).unwrap());
    let after = client.get_log_entries().unwrap().entries.pop().unwrap();
    assert_ne!(after.tick, before.tick);
    assert_eq!(after.digest, before.digest);
}

#[test]
fn a_device_of_older_firmware_audits_from_the_start() {
    let config = tamga_yubihsm_emulator::Config { audit_by_default: true, ..Default::default() };
    let emulator = tamga_yubihsm_emulator::Emulator::start(config).unwrap();
    let client = open(emulator.port(), 1, DEFAULT).unwrap();
    client.echo(b"x".as_slice()).unwrap();
    let expected = [Code::HsmInitialization, Code::Unknown, Code::CreateSession, Code::AuthenticateSession];
    assert_eq!(commands(&client), expected);
}
