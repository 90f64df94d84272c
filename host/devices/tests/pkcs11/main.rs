//! HSMs behind PKCS#11: the conformance suite on every module at hand, then what only such modules have.
//!
//! `C_Initialize` reads a module's configuration once per process. So every test starts this program anew, with a fresh
//! configuration in the environment, and that child runs one ignored test of the same name.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod child;
mod keys;
mod modules;
mod names;
mod raw;
#[path = "../suite/mod.rs"]
mod suite;
mod tokens;

/// Tests of one file, each on the modules that show it.
macro_rules! own {
    ($file:ident: $($name:ident on $($module:ident),+;)*) => {$(
        mod $name {
            $(
                #[test]
                fn $module() {
                    crate::modules::$module(concat!(stringify!($file), "::", stringify!($name)));
                }
            )+
        }
    )*};
}

own!(keys:
    every_attribute_on_the_device_is_the_declared_one on plain, least, kryoptic;
    without_ed25519_the_seal_key_is_on_p384 on least;
    a_module_that_signs_whole_messages_alone_signs_with_sha384 on removable_kryoptic;
    the_post_quantum_half_is_made_and_opened_inside on kryoptic;
    a_seed_is_wrapped_with_the_mechanism_that_is_there on plain, padded, least;
    a_wrapped_seed_that_was_changed_is_refused on plain, least;
    the_wrap_key_takes_no_other_key_out on plain, least;
    secrets_do_not_leave_the_device on plain, kryoptic;
);

own!(tokens:
    two_hsms_are_prepared_in_one_module on plain, kryoptic;
    too_few_free_slots_are_counted on kryoptic;
    a_module_with_one_token_for_all_roles_is_refused on one_token;
    tokens_that_were_initialised_are_taken_by_name on plain, kryoptic;
    a_wrong_so_pin_makes_no_keys on plain, kryoptic;
    a_second_view_of_a_device_cannot_provision_it_again on plain, kryoptic;
    an_hsm_is_found_by_what_its_uri_names on plain, kryoptic;
    another_token_in_its_place_is_not_ours on plain;
    a_pin_that_the_device_locked_is_blocked on kryoptic;
    the_so_pin_of_all_three_tokens_is_the_administrators on plain, kryoptic;
    a_change_of_the_so_pin_that_was_cut_off_is_finished on plain, kryoptic;
    a_pin_whose_length_the_module_refuses_is_named on removable;
    keys_that_could_not_be_finished_leave_a_device_without_keys on removable;
    a_half_wiped_device_is_named_and_can_be_wiped on plain, kryoptic;
    the_file_of_an_hsm_is_as_the_readme_has_it on plain, kryoptic;
    nothing_secret_is_in_debug on plain;
    tokens_in_software_are_no_real_hsm on plain, kryoptic;
    tokens_in_hardware_slots_are_a_real_hsm on removable;
);

macro_rules! conformance {
    ($($name:ident),* $(,)?) => {
        /// Run by the parents below, each in a process with a configuration of its own.
        mod conformance {
            $(
                #[test]
                #[ignore = "needs a configured module: the tests of the same name start it"]
                fn $name() {
                    crate::child::with_backend(|backend| crate::suite::$name(backend));
                }
            )*
        }
        mod softhsm {
            $(
                #[test]
                fn $name() {
                    crate::modules::softhsm(concat!("conformance::", stringify!($name)), "");
                }
            )*
        }
        mod softhsm_without_eddsa_and_key_wrap {
            $(
                #[test]
                fn $name() {
                    crate::modules::softhsm(concat!("conformance::", stringify!($name)), crate::modules::LEAST);
                }
            )*
        }
        mod kryoptic {
            $(
                #[test]
                fn $name() {
                    crate::modules::kryoptic(concat!("conformance::", stringify!($name)));
                }
            )*
        }
        mod named_module {
            $(
                #[test]
                fn $name() {
                    crate::modules::named(concat!("conformance::", stringify!($name)));
                }
            )*
        }
    };
}

conformance!(
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
    two_processes_use_one_device_at_a_time,
    another_process_cannot_provision_a_device_that_holds_keys,
    a_key_that_is_missing_is_named,
    a_key_that_may_leave_the_device_is_refused,
    a_key_that_may_do_more_than_declared_is_refused,
    a_key_on_another_curve_is_refused,
    what_evidence_shows_is_printable_sorted_and_the_same_twice,
);

macro_rules! removable {
    ($($name:ident),* $(,)?) => {
        /// The suite on a device that can be pulled out, run by the parents below.
        mod pulled_out {
            $(
                #[test]
                #[ignore = "needs a configured module: the tests of the same name start it"]
                fn $name() {
                    crate::child::with_backend(|backend| crate::suite::$name(backend));
                }
            )*
        }
        mod removable_softhsm {
            $(
                #[test]
                fn $name() {
                    crate::modules::removable(concat!("pulled_out::", stringify!($name)));
                }
            )*
        }
        mod removable_kryoptic {
            $(
                #[test]
                fn $name() {
                    crate::modules::removable_kryoptic(concat!("pulled_out::", stringify!($name)));
                }
            )*
        }
    };
}

removable!(
    a_removed_device_says_so_and_works_again_when_it_is_back,
    a_session_that_ended_unnoticed_is_expired_and_then_locked,
    what_was_sealed_to_a_role_opens_in_that_role_alone,
);
