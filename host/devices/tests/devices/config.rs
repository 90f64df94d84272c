//! The declarations of `hsm-config/`.

use std::collections::BTreeSet;
use std::path::Path;

use tamga_devices::Role;
use tamga_devices::config::module::{Partition, Source};
use tamga_devices::config::role::{Login, UnlockedBy};
use tamga_devices::config::{
    Attribute, BUILT_IN, Capability, Class, Config, ConfigError, ConfigFault, FILE_LEN_MAX, FILES_MAX, Kind, Mechanism,
    TryLimit, capability_set, domain_set,
};

const README: &str = include_str!("../../../../hsm-config/README.md");

/// The built-in declarations with one file's text changed.
fn changed(file: &str, from: &str, to: &str) -> Result<Config, ConfigError> {
    let text = text_of(file);
    assert!(text.contains(from), "{file} has no {from:?}");
    with(file, &text.replacen(from, to, 1))
}

fn with(file: &str, text: &str) -> Result<Config, ConfigError> {
    let files: Vec<_> = BUILT_IN.iter().map(|(name, old)| (*name, if *name == file { text } else { *old })).collect();
    Config::from_files(&files)
}

fn without(file: &str) -> Result<Config, ConfigError> {
    let files: Vec<_> = BUILT_IN.iter().copied().filter(|(name, _)| *name != file).collect();
    Config::from_files(&files)
}

fn added(file: &str, text: &str) -> Result<Config, ConfigError> {
    let mut files = BUILT_IN.to_vec();
    files.push((file, text));
    Config::from_files(&files)
}

fn text_of(file: &str) -> &'static str {
    BUILT_IN.iter().find(|(name, _)| *name == file).expect("a declared file").1
}

fn fault(result: Result<Config, ConfigError>, file: &str) -> ConfigFault {
    let error = result.expect_err("refused");
    assert_eq!(error.file, file, "{error}");
    error.fault
}

#[test]
fn every_file_of_the_folder_is_compiled_in_and_fits_the_others() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../hsm-config"));
    let mut on_disk = BTreeSet::new();
    for folder in ["keys", "roles", "modules"] {
        for entry in std::fs::read_dir(root.join(folder)).unwrap() {
            on_disk.insert(format!("{folder}/{}", entry.unwrap().file_name().into_string().unwrap()));
        }
    }
    assert_eq!(on_disk, BUILT_IN.iter().map(|(file, _)| (*file).to_owned()).collect());
    let config = Config::built_in();
    assert_eq!((config.keys().len(), config.modules().len()), (12, 7));
}

#[test]
fn an_unknown_field_is_refused_at_its_line_in_every_table_of_every_file() {
    let mut tables = 0;
    for (file, text) in BUILT_IN {
        let headers = text.lines().enumerate().filter(|(_, line)| line.starts_with('['));
        for (line, _) in std::iter::once((0, "")).chain(headers) {
            let mut lines: Vec<_> = text.lines().collect();
            lines.insert(if line == 0 { 0 } else { line + 1 }, "surplus = 1");
            let at = if line == 0 { 1 } else { line + 2 };
            match fault(with(file, &lines.join("\n")), file) {
                ConfigFault::Toml { line, what } => {
                    assert!(what.contains("unknown field `surplus`"), "{file}: {what}");
                    assert_eq!(line, at, "{file}: {what}");
                }
                other => panic!("{file}: {other}"),
            }
            tables += 1;
        }
    }
    assert!(tables > 60, "{tables}");
}

#[test]
fn words_that_tamga_has_no_use_for_cannot_be_written() {
    let file = "roles/admin.toml";
    for word in [
        "export-wrapped",
        "import-wrapped",
        "delete-asymmetric-key",
        "put-authentication-key",
        "put-opaque",
        "generate-asymmetric-key",
        "generate-wrap-key",
        "set-option",
        "sign-attestation-certificate",
        "sign-eddsa-twice",
    ] {
        let text = format!("\"{word}\"");
        let refused = fault(changed(file, "\"get-option\"", &text), file);
        assert!(matches!(&refused, ConfigFault::Toml { line: 12, what } if what.contains(word)), "{refused}");
    }
    let file = "keys/tamga-tally-p384.toml";
    for (from, to) in [("\"derive\"", "\"drive\""), ("p384-ecdh", "p521-ecdh"), ("\"tally\"", "\"teller\"")] {
        assert!(matches!(fault(changed(file, from, to), file), ConfigFault::Toml { .. }));
    }
    let file = "modules/kryoptic.toml";
    for (from, to) in [("\"three-tokens\"", "\"four\""), ("= true", "= \"yes\""), ("tries = 10", "tries = 256")] {
        assert!(matches!(fault(changed(file, from, to), file), ConfigFault::Toml { .. }));
    }
}

#[test]
fn another_version_or_another_file_name_is_refused() {
    for file in ["keys/tamga-seal.toml", "roles/seal.toml", "modules/softhsm2.toml"] {
        assert!(matches!(fault(changed(file, "/v1\"", "/v2\""), file), ConfigFault::Format { .. }));
        let text = text_of(file);
        let (folder, _) = file.split_once('/').unwrap();
        let other = format!("{folder}/other.toml");
        assert!(matches!(fault(added(&other, text), &other), ConfigFault::FileName { .. }));
        assert!(matches!(fault(added(file, text), file), ConfigFault::NameTwice { .. }));
    }
    assert_eq!(fault(added("elsewhere/x.toml", ""), "elsewhere/x.toml"), ConfigFault::Folder);
}

#[test]
fn files_and_their_number_are_bounded() {
    let long = "#".repeat(FILE_LEN_MAX + 1);
    assert_eq!(fault(added("keys/long.toml", &long), "keys/long.toml"), ConfigFault::TooLong);
    let many = vec![("keys/tamga-seal.toml", text_of("keys/tamga-seal.toml")); FILES_MAX + 1];
    assert_eq!(fault(Config::from_files(&many), "keys/tamga-seal.toml"), ConfigFault::TooMany);
}

#[test]
fn an_object_number_that_occurs_twice_or_is_the_devices_own_is_refused() {
    let file = "keys/tamga-tally-wrap.toml";
    let twice = |other: &str, object| ConfigFault::ObjectTwice { object, other: other.into() };
    assert!(matches!(
        changed(file, "0x0022", "0x0021"),
        Err(ConfigError { fault: ConfigFault::ObjectTwice { .. }, .. })
    ));
    let role = "roles/tally.toml";
    assert_eq!(fault(changed(role, "0x0020", "0x0022"), role), twice(file, 0x22));
    assert_eq!(fault(changed(role, "0x0020", "0x0001"), role), ConfigFault::ObjectReserved { object: 1 });
    assert_eq!(fault(changed(file, "0x0022", "0xffff"), file), ConfigFault::ObjectReserved { object: 0xffff });
}

#[test]
fn a_role_that_names_a_missing_key_or_another_roles_key_is_refused() {
    let file = "roles/tally.toml";
    let missing = fault(changed(file, "tamga-tally-wrap", "tamga-tally-warp"), "keys/tamga-tally-wrap.toml");
    assert_eq!(missing, ConfigFault::KeyUnused { role: Role::Tally });
    let missing = fault(without("keys/tamga-tally-wrap.toml"), file);
    assert_eq!(missing, ConfigFault::KeyMissing { key: "tamga-tally-wrap".into() });
    let stolen = fault(changed(file, "[[\"tamga-tally-p384\"]]", "[[\"tamga-tally-p384\"], [\"tamga-seal\"]]"), file);
    assert_eq!(stolen, ConfigFault::KeyOfAnother { key: "tamga-seal".into(), owner: Role::Seal });
    let role = fault(without("roles/admin.toml"), "roles");
    assert_eq!(role, ConfigFault::RoleMissing { role: Role::Admin });
}

#[test]
fn an_authentication_key_with_more_or_less_than_its_role_is_refused() {
    for role in ["seal", "tally", "escrow", "admin"] {
        let file = format!("roles/{role}.toml");
        for &capability in Capability::ALL {
            let word = format!("\"{capability}\"");
            if text_of(&file).contains(&word) {
                let less = text_of(&file).replace(&format!("{word}, "), "").replace(&format!(", {word}"), "");
                assert_eq!(fault(with(&file, &less), &file), ConfigFault::Lacks { capability });
            } else {
                let more = changed(&file, "capabilities = [", &format!("capabilities = [{word}, "));
                assert_eq!(fault(more, &file), ConfigFault::Excess { capability });
            }
            let delegates = changed(&file, "delegated = [", &format!("delegated = [{word}"));
            assert_eq!(fault(delegates, &file), ConfigFault::DelegatedExcess { capability });
        }
    }
}

#[test]
fn no_role_wraps_or_makes_and_only_seal_releases_the_log() {
    let config = Config::built_in();
    let of = |role: Role| &config.role(role).yubihsm.capabilities;
    for role in Role::ALL {
        assert!(!of(role).contains(&Capability::WrapData), "{role}");
        assert_eq!(of(role).contains(&Capability::GetLogEntries), role == Role::Seal);
        assert!(config.role(role).yubihsm.delegated.is_empty(), "{role}");
        let who = if role == Role::Seal { UnlockedBy::Operator } else { UnlockedBy::Quorum };
        assert_eq!(config.role(role).unlocked_by, who);
    }
    let tally =
        [Capability::DeriveEcdh, Capability::UnwrapData, Capability::GetOpaque, Capability::ChangeAuthenticationKey];
    assert_eq!(of(Role::Tally), &tally);
    assert_eq!(of(Role::Escrow), &tally);
    assert_eq!(capability_set(&tally), 0x4040_0000_0801);
    let admin = [
        Capability::DeleteAuthenticationKey,
        Capability::GetOption,
        Capability::ResetDevice,
        Capability::ChangeAuthenticationKey,
    ];
    assert_eq!(of(Role::Admin), &admin);
}

#[test]
fn roles_lie_in_domains_of_their_own() {
    let config = Config::built_in();
    let sets: Vec<_> = Role::ALL.map(|role| domain_set(&config.role(role).yubihsm.domains)).to_vec();
    assert_eq!(sets, [0b001, 0b010, 0b100, 0b111]);
    let file = "roles/tally.toml";
    assert!(matches!(
        changed(file, "domains = [2]", "domains = [1, 2]"),
        Err(ConfigError { fault: ConfigFault::Domains { .. }, .. })
    ));
    let file = "roles/admin.toml";
    assert!(matches!(fault(changed(file, "[1, 2, 3]", "[1, 2]"), file), ConfigFault::Domains { .. }));
    let file = "keys/tamga-tally-p384.toml";
    assert!(matches!(fault(changed(file, "domains = [2]", "domains = [2, 3]"), file), ConfigFault::Domains { .. }));
    assert_eq!(fault(changed(file, "domains = [2]", "domains = [17]"), file), ConfigFault::Domain { domain: 17 });
    assert_eq!(domain_set(&[0, 1, 16, 17]), 0x8001);
}

#[test]
fn a_key_that_is_not_kept_inside_the_device_is_refused() {
    let file = "keys/tamga-tally-p384.toml";
    for word in ["private", "sensitive", "always-sensitive", "never-extractable", "local"] {
        let weaker = changed(file, &format!("\"{word}\", "), "");
        assert!(matches!(fault(weaker, file), ConfigFault::Attribute { class: Class::PrivateKey, .. }), "{word}");
    }
    for word in ["extractable", "modifiable", "verify"] {
        let weaker = changed(file, "\"derive\"]", &format!("\"derive\", \"{word}\"]"));
        assert!(matches!(fault(weaker, file), ConfigFault::Attribute { .. }), "{word}");
    }
    for word in ["sign", "decrypt", "unwrap", "decapsulate"] {
        let more = changed(file, "\"derive\"]", &format!("\"derive\", \"{word}\"]"));
        assert!(matches!(fault(more, file), ConfigFault::Kind { .. }), "{word}");
    }
    assert!(matches!(fault(changed(file, "ecdh1-derive", "eddsa"), file), ConfigFault::Kind { .. }));
    assert!(matches!(fault(changed(file, "\"ecp384\"", "\"ed25519\""), file), ConfigFault::Kind { .. }));
    let seed = "keys/tamga-tally-mlkem-seed.toml";
    let grants = changed(seed, "capabilities = []", "capabilities = [\"get-opaque\"]");
    assert!(matches!(fault(grants, seed), ConfigFault::Kind { .. }));
    let wrap = "keys/tamga-tally-wrap.toml";
    let delegates = changed(wrap, "delegated = []", "delegated = [\"derive-ecdh\"]");
    assert!(matches!(fault(delegates, wrap), ConfigFault::Kind { .. }));
}

#[test]
fn every_attribute_of_a_class_has_one_value() {
    let config = Config::built_in();
    let key = config.key("tamga-tally-p384").unwrap();
    assert_eq!(key.kind, Kind::P384Ecdh);
    let values = key.pkcs11_object(Class::PrivateKey, Mechanism::Ecdh1Derive).unwrap().attributes();
    let set: Vec<_> = values.iter().filter(|(_, value)| *value).map(|(attribute, _)| attribute.cka()).collect();
    let held = [
        "CKA_TOKEN",
        "CKA_PRIVATE",
        "CKA_SENSITIVE",
        "CKA_ALWAYS_SENSITIVE",
        "CKA_NEVER_EXTRACTABLE",
        "CKA_LOCAL",
        "CKA_DERIVE",
    ];
    assert_eq!(set, held);
    assert!(values.contains(&(Attribute::Extractable, false)) && values.contains(&(Attribute::Decapsulate, false)));
    assert!(!values.iter().any(|(attribute, _)| *attribute == Attribute::Encapsulate));
    let wrap = config.key("tamga-tally-wrap").unwrap();
    let gcm = wrap.pkcs11_object(Class::SecretKey, Mechanism::AesGcm).unwrap();
    assert!(
        gcm.attributes().contains(&(Attribute::Encrypt, true)) && gcm.attributes().contains(&(Attribute::Wrap, false))
    );
    let kw = wrap.pkcs11_object(Class::SecretKey, Mechanism::AesKeyWrap).unwrap();
    assert!(
        kw.attributes().contains(&(Attribute::Encrypt, false)) && kw.attributes().contains(&(Attribute::Wrap, true))
    );
    assert_eq!(wrap.pkcs11_object(Class::SecretKey, Mechanism::Ecdsa), None);
    assert!(config.key("tamga-seal-p384").unwrap().yubihsm.is_none());
}

#[test]
fn names_and_numbers_are_those_that_all_backends_share() {
    let config = Config::built_in();
    let numbers: Vec<_> =
        config.keys().iter().filter_map(|key| Some((key.name.as_str(), key.yubihsm.as_ref()?.object))).collect();
    let expected = [
        ("tamga-seal", 0x11),
        ("tamga-tally-p384", 0x21),
        ("tamga-tally-wrap", 0x22),
        ("tamga-tally-mlkem-seed", 0x23),
        ("tamga-tally-mlkem-public", 0x24),
        ("tamga-escrow-p384", 0x31),
        ("tamga-escrow-wrap", 0x32),
        ("tamga-escrow-mlkem-seed", 0x33),
        ("tamga-escrow-mlkem-public", 0x34),
    ];
    assert_eq!(numbers, expected);
    assert_eq!(Role::ALL.map(|role| config.role(role).yubihsm.authentication_key), [0x10, 0x20, 0x30, 0x40]);
    for (number, role) in Role::ALL.into_iter().enumerate() {
        assert_eq!(usize::from(role.number()), number);
    }
    assert_eq!(config.role(Role::Escrow).token_label([0, 0x1b, 0x2c, 0x3d]).unwrap(), "tamga-001b2c3d-escrow");
    assert_eq!(config.role(Role::Admin).token_label([0; 4]), None);
    assert_eq!(config.role(Role::Admin).pkcs11.login, Login::SoPin);
    let tally: Vec<_> = config.keys_of(Role::Tally).iter().map(|key| key.name.as_str()).collect();
    assert_eq!(
        tally,
        [
            "tamga-tally-p384",
            "tamga-tally-mlkem",
            "tamga-tally-wrap",
            "tamga-tally-mlkem-seed",
            "tamga-tally-mlkem-public"
        ]
    );
    assert!(config.keys_of(Role::Admin).is_empty());
}

#[test]
fn a_module_is_found_by_its_librarys_name_or_its_manufacturer() {
    let config = Config::built_in();
    let name =
        |path: &str, manufacturer: &str| config.module_for(path, manufacturer).map(|module| module.name.as_str());
    assert_eq!(name("/opt/ours/libsofthsm2.so", ""), Some("softhsm2"));
    assert_eq!(name("target/release/libkryoptic_pkcs11.so", "Somebody"), Some("kryoptic"));
    assert_eq!(name("/x/p11.so", "Kryoptic                        "), Some("kryoptic"));
    assert_eq!(name("/x/p11.so", "SoftHSM"), Some("softhsm2"));
    assert_eq!(name("/x/p11.so", "SoftHSM 3"), None);
    assert_eq!(name("", ""), None);
}

#[test]
fn the_host_stops_before_the_device_locks() {
    let of = |tries| TryLimit::of_device(tries).wrong_tries();
    assert_eq!(
        [Some(0), Some(1), Some(2), Some(3), Some(9), Some(10), Some(255), None].map(of),
        [8, 1, 1, 2, 8, 8, 8, 2]
    );
    let config = Config::built_in();
    let limit = |name: &str| config.modules().iter().find(|module| module.name == name).unwrap().try_limit();
    assert_eq!((limit("softhsm2"), limit("kryoptic")), (TryLimit::MOST, TryLimit::MOST));
    assert_eq!((limit("nitrokey-hsm2"), limit("utimaco")), (TryLimit::CAUTIOUS, TryLimit::CAUTIOUS));
}

#[test]
fn a_module_of_one_token_or_of_shorter_pins_lacks_something() {
    let lacks = |config: &Config, name: &str, len| {
        config.modules().iter().find(|module| module.name == name).unwrap().lacks(len).unwrap_or_default()
    };
    let config = Config::built_in();
    for name in ["nitrokey-hsm2", "yubihsm-pkcs11"] {
        assert!(lacks(&config, name, 6).contains("three tokens"), "{name}");
    }
    for name in ["softhsm2", "kryoptic", "thales-luna", "utimaco", "entrust-nshield"] {
        assert_eq!(lacks(&config, name, 32), "", "{name}");
    }
    let short = changed("modules/softhsm2.toml", "len-max = 255", "len-max = 15").unwrap();
    assert!(lacks(&short, "softhsm2", 16).contains("PIN of 16 bytes"));
    assert_eq!(lacks(&short, "softhsm2", 15), "");
}

#[test]
fn only_what_was_tried_is_called_tried() {
    let config = Config::built_in();
    let tried: Vec<_> =
        config.modules().iter().filter_map(|module| Some((module.name.as_str(), module.tried.as_deref()?))).collect();
    assert_eq!(tried, [("softhsm2", "2.6.1"), ("kryoptic", "1.5.4")]);
    for module in config.modules() {
        assert!(module.tried.is_some() || module.quirk.iter().all(|quirk| quirk.source == Source::Documented));
        assert_eq!(module.roles.get() == Some(&Partition::OneToken), !module.lost.is_empty(), "{}", module.name);
    }
    let file = "modules/utimaco.toml";
    let claims = changed(file, "source = \"documented\"", "source = \"tried\"");
    assert!(matches!(fault(claims, file), ConfigFault::Module { .. }));
    assert!(matches!(fault(changed(file, "lost = []", "lost = [\"All.\"]"), file), ConfigFault::Module { .. }));
    let file = "modules/yubihsm-pkcs11.toml";
    assert!(matches!(fault(changed(file, "len-max = 68", "len-max = 11"), file), ConfigFault::Module { .. }));
}

#[test]
fn the_readme_explains_every_field_and_no_other() {
    let formats = [
        ("## Keys", "keys/tamga-tally-wrap.toml", &["[[pkcs11]]", "[yubihsm]"][..]),
        ("## Roles", "roles/tally.toml", &["[[need]]", "[pkcs11]", "[yubihsm]"]),
        ("## Modules", "modules/softhsm2.toml", &["[pin]", "[has]", "[[quirk]]"]),
    ];
    for (heading, file, tables) in formats {
        let mut fields = expected_fields(file, None);
        for table in tables {
            let name = table.trim_matches(['[', ']']);
            assert!(fields.remove(name), "{file} has no table {name}");
            fields.extend(expected_fields(file, Some(table)).iter().map(|field| format!("{name}.{field}")));
        }
        assert_eq!(first_column(heading, "| field |"), fields, "{heading}");
    }
}

#[test]
fn the_readme_names_every_capability_attribute_and_module() {
    let capabilities = Capability::ALL.iter().map(|capability| capability.word().to_owned()).collect();
    assert_eq!(first_column("## Roles", "| capability |"), capabilities);
    let word = |attribute: &Attribute| attribute.cka().trim_start_matches("CKA_").to_lowercase().replace('_', "-");
    assert_eq!(first_column("## Keys", "| attribute |"), Attribute::ALL.iter().map(word).collect());
    for module in Config::built_in().modules() {
        assert!(README.contains(&format!(
            "\n| {} | {}",
            module.name,
            if module.tried.is_some() { "tried" } else { "documented" }
        )));
    }
}

/// The fields that a type has, by the words of its refusal of one that it lacks.
fn expected_fields(file: &str, table: Option<&str>) -> BTreeSet<String> {
    let result = match table {
        None => with(file, &format!("surplus = 1\n{}", text_of(file))),
        Some(header) => changed(file, &format!("{header}\n"), &format!("{header}\nsurplus = 1\n")),
    };
    let ConfigFault::Toml { what, .. } = fault(result, file) else { panic!("{file} {table:?}") };
    let (_, expected) = what.split_once("expected").expect("a list of fields");
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What stands in backquotes in the first column of a table of the README, under a heading.
fn first_column(heading: &str, head: &str) -> BTreeSet<String> {
    let (_, section) = README.split_once(heading).expect("the heading");
    let rows =
        section.lines().skip_while(|line| !line.starts_with(head)).take_while(|line| line.starts_with('|')).skip(2);
    rows.flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}
