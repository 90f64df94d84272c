//! The declarations of `hsm-config/`.

use tamga_devices::config::Config;

#[test]
fn the_declarations_that_are_compiled_in_fit_each_other() {
    let config = Config::built_in();
    assert_eq!(config.keys().len(), 12);
}
