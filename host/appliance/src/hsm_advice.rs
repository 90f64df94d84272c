//! What is said of each thing that goes wrong with an HSM, and what to do about it.

use tamga_devices::{HsmError, Role};

use crate::failure::Failure;
use crate::message::Message;

/// The end of an act because of an HSM: exit 3.
pub fn failure(serial: &str, error: &HsmError) -> anyhow::Error {
    Failure::internal(Message::of("hsm-failed").with("serial", serial).with("error", message(error)))
}

/// What happened; its advice in the catalogue is one sentence of what to do.
pub fn message(error: &HsmError) -> Message {
    match error {
        HsmError::WrongPin { role: Role::Admin, tries_left } => Message::of("hsm-wrong-so-pin").with("n", *tries_left),
        HsmError::WrongPin { role: of, tries_left } => {
            Message::of("hsm-wrong-pin").with("role", role(*of)).with("n", *tries_left)
        }
        HsmError::PinBlocked { role: of } => Message::of("hsm-pin-blocked").with("role", role(*of)),
        HsmError::RoleLocked { role: of } => Message::of("hsm-role-locked").with("role", role(*of)),
        HsmError::PinLength { len } => Message::of("hsm-pin-length").with("n", *len),
        HsmError::NoKeys => Message::of("hsm-no-keys"),
        HsmError::KeysExist => Message::of("hsm-keys-exist"),
        HsmError::NoSuchKey { role: of } => Message::of("hsm-no-such-key").with("role", role(*of)),
        HsmError::MissingKey { name } => Message::of("hsm-missing-key").with("name", name),
        HsmError::WeakKey { name, property } => {
            Message::of("hsm-weak-key").with("name", name).with("property", property)
        }
        HsmError::BadPoint => Message::of("hsm-bad-point"),
        HsmError::BadWrapping { role: of } => Message::of("hsm-bad-wrapping").with("role", role(*of)),
        HsmError::Sealed(why) => Message::of("hsm-sealed").with("why", why.to_string()),
        HsmError::Rehearsal => Message::of("hsm-rehearsal"),
        HsmError::ModuleMissing { path } => Message::of("hsm-module-missing").with("path", path),
        HsmError::NotAModule { path } => Message::of("hsm-not-a-module").with("path", path),
        HsmError::NotInitialised { what } => Message::of("hsm-not-initialised").with("what", what),
        HsmError::Removed => Message::of("hsm-removed"),
        HsmError::Unreachable { url } => Message::of("hsm-unreachable").with("url", url),
        HsmError::NotOurs { expected, found } => {
            Message::of("hsm-not-ours").with("expected", expected).with("found", found)
        }
        HsmError::LogFull => Message::of("hsm-log-full"),
        HsmError::SessionExpired { role: of } => Message::of("hsm-session-expired").with("role", role(*of)),
        HsmError::Lacks { what } => Message::of("hsm-lacks").with("what", what),
        HsmError::Naming { why } => Message::of("hsm-naming").with("why", why),
        HsmError::File { why } => Message::of("hsm-file").with("why", why),
        HsmError::Device { call, code } => Message::of("hsm-device").with("call", *call).with("code", code),
    }
}

/// A role by its name.
pub fn role(role: Role) -> Message {
    Message::of(match role {
        Role::Seal => "role-seal",
        Role::Tally => "role-tally",
        Role::Escrow => "role-escrow",
        Role::Admin => "role-admin",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_and_what_to_do_stand_on_two_lines() {
        let error = failure("softhsm-1", &HsmError::Removed);
        let (code, text) = crate::failure::describe(&error);
        assert_eq!(code, 3);
        assert_eq!(text, "tamga: HSM softhsm-1: the device was removed\n       Put it back and repeat the same act.");
    }
}
