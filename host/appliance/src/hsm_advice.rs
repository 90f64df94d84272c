//! What to do about each thing that goes wrong with an HSM.

use tamga_devices::HsmError;

use crate::failure::Failure;

/// The end of an act because of an HSM: exit 3, one sentence of what happened and one of what to do.
pub fn failure(serial: &str, error: &HsmError) -> anyhow::Error {
    Failure::internal(format!("HSM {serial}: {error}"), what_to_do(error))
}

/// One sentence of what to do.
pub fn what_to_do(error: &HsmError) -> &'static str {
    match error {
        HsmError::ModuleMissing { .. } => {
            "Install the vendor's library, or name its file with module-path; hsm-config/modules lists where it usually is."
        }
        HsmError::NotAModule { .. } => "Name the vendor's PKCS#11 library itself, a .so file with C_GetFunctionList.",
        HsmError::NotInitialised { .. } => {
            "Initialise it with tamga hsm provision, or name slots that are free or initialised; slots that a set-up left behind when it was given up are emptied with the module's own tool."
        }
        HsmError::WrongPin { .. } => {
            "Do not try by hand: every try counts. Have the quorum unlock again; if it is refused again, use another HSM and find out who changed the PIN."
        }
        HsmError::PinBlocked { .. } => {
            "This role of this HSM stays shut: go on with another HSM, and wipe this one with tamga hsm wipe after the election."
        }
        HsmError::Removed => "Put it back and repeat the same command.",
        HsmError::Unreachable { .. } => "Start the connector, or plug the device in, and repeat the same command.",
        HsmError::NotOurs { .. } => {
            "Plug in the HSM of this election: its serial is in the definition, and on its label."
        }
        HsmError::NoKeys => "It was wiped, or never set up: go on with another HSM.",
        HsmError::MissingKey { .. } | HsmError::WeakKey { .. } => {
            "Do not use this HSM: its keys are not those of the ceremony. Go on with another, and keep this one for the auditors."
        }
        HsmError::KeysExist => {
            "It holds the keys of an election: take another device, wipe this one with tamga hsm wipe, or, where that election was given up, reset it as its maker says."
        }
        HsmError::LogFull => "Read its log with tamga hsm log: it is kept here, and the device goes on.",
        HsmError::SessionExpired { .. } | HsmError::RoleLocked { .. } => {
            "Repeat the same command: the quorum unlocks it again."
        }
        HsmError::Naming { .. } => {
            "Say builtin, softhsm, 'pkcs11:?module-path=FILE', 'pkcs11:token=NAME?module-path=FILE&pin-source=file:FILE' (in quotes), yubihsm:http://127.0.0.1:12345 or yubihsm:usb."
        }
        HsmError::Lacks { .. } => "Look at tamga hsm probe: it says which needs this device meets.",
        HsmError::Rehearsal => "A real election needs real HSMs.",
        HsmError::File { .. } => "Restore appliance/hsm from a copy, then repeat the same command.",
        HsmError::BadPoint
        | HsmError::BadWrapping { .. }
        | HsmError::Sealed(_)
        | HsmError::NoSuchKey { .. }
        | HsmError::PinLength { .. }
        | HsmError::Device { .. } => {
            "Go on with another HSM; if all say so, stop, and keep devices and folder for the auditors."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_and_what_to_do_stand_on_two_lines() {
        let error = failure("softhsm-1", &HsmError::Removed);
        let (code, text) = crate::failure::describe(&error);
        assert_eq!(code, 3);
        assert_eq!(
            text,
            "tamga: HSM softhsm-1: the device was removed\n       Put it back and repeat the same command."
        );
    }
}
