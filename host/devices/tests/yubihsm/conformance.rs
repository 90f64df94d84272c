//! The conformance suite: on the emulator, and on a real device where the environment names one.
//!
//! `TAMGA_YUBIHSM_URL=yubihsm:usb TAMGA_YUBIHSM_PASSWORD=password cargo test -p tamga-devices --test yubihsm -- --ignored
//! --test-threads 1` runs it on a device whose keys may be destroyed: it is wiped after each function. What only the emulator can show (it is pulled out, its keys are harmed) is left out.

use tamga_devices::yubihsm::{YubiHsm, prepare};
use tamga_devices::{Hsm, HsmError};

use crate::bench::{Bench, rng};
use crate::suite::{self, ADMIN_PIN, Backend, NEXT_ADMIN_PIN};

struct Real(YubiHsm);

impl Real {
    fn from_environment() -> Self {
        let url = std::env::var("TAMGA_YUBIHSM_URL").expect("TAMGA_YUBIHSM_URL names the device");
        let password = std::env::var("TAMGA_YUBIHSM_PASSWORD").ok();
        Self(prepare(url.parse().unwrap(), password.as_deref().map(str::as_bytes), rng(1)).unwrap())
    }

    /// Takes the keys away, whichever administrator's PIN the function left.
    fn wipe(&mut self) {
        let pins = [ADMIN_PIN, NEXT_ADMIN_PIN];
        let wiped =
            pins.iter().map(|pin| self.0.wipe(pin)).find(|wiped| !matches!(wiped, Err(HsmError::WrongPin { .. })));
        assert!(matches!(wiped, Some(Ok(()) | Err(HsmError::NoKeys))), "{wiped:?}");
    }
}

impl Backend for Real {
    fn hsm(&mut self) -> &mut dyn Hsm {
        &mut self.0
    }
    fn reload(&mut self) {
        let file = self.0.to_file_bytes().unwrap();
        self.0 = YubiHsm::open_file(&file, rng(2)).unwrap();
    }
}

macro_rules! conformance {
    (everywhere: $($name:ident),*; on the emulator alone: $($other:ident),*;) => {
        $(
            #[test]
            fn $name() {
                suite::$name(&mut Bench::blank());
            }
        )*

        $(
            #[test]
            fn $other() {
                suite::$other(&mut Bench::on_disk());
            }
        )*

        #[test]
        #[ignore = "destroys the keys of the device that TAMGA_YUBIHSM_URL names"]
        fn a_real_device_passes_the_suite() {
            let functions: &[fn(&mut dyn Backend)] = &[$(suite::$name),*];
            for function in functions {
                let mut real = Real::from_environment();
                function(&mut real);
                real.wipe();
            }
        }
    };
}

conformance!(
    everywhere:
    a_device_without_keys_refuses_everything_but_randomness,
    making_keys_a_second_time_is_refused_and_changes_nothing,
    pins_too_short_or_too_long_are_refused,
    a_locked_role_does_nothing,
    unlocking_one_role_leaves_the_others_locked,
    the_pin_of_another_role_is_a_wrong_pin,
    wrong_pins_are_counted_over_a_reload_until_the_role_is_blocked,
    the_right_pin_sets_the_count_of_tries_back,
    after_a_pin_change_only_the_new_pin_opens,
    public_keys_and_serial_are_the_same_after_a_reload,
    a_signature_verifies_under_the_seal_key,
    the_seal_role_opens_nothing,
    what_was_sealed_to_a_role_opens_in_that_role_alone,
    a_changed_byte_in_a_sealed_message_is_refused,
    a_point_off_the_curve_never_reaches_the_device,
    the_device_itself_refuses_a_point_off_the_curve,
    the_administrator_uses_no_key_and_no_other_pin_is_the_administrators,
    a_wiped_device_holds_nothing_and_takes_new_keys,
    what_evidence_shows_is_printable_sorted_and_the_same_twice;
    on the emulator alone:
    a_removed_device_says_so_and_works_again_when_it_is_back,
    a_session_that_ended_unnoticed_is_expired_and_then_locked,
    two_processes_use_one_device_at_a_time,
    another_process_cannot_provision_a_device_that_holds_keys,
    a_key_that_is_missing_is_named,
    a_key_that_may_leave_the_device_is_refused,
    a_key_that_may_do_more_than_declared_is_refused,
    a_key_on_another_curve_is_refused;
);
