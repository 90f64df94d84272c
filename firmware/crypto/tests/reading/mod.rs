//! Reads the vectors of other projects.

use serde_json::Value;

/// The tests of all groups of a Wycheproof file, each with its group.
pub fn wycheproof(text: &str) -> Vec<(Value, Value)> {
    let file: Value = serde_json::from_str(text).unwrap();
    let mut tests = Vec::new();
    for group in file["testGroups"].as_array().unwrap() {
        for test in group["tests"].as_array().unwrap() {
            tests.push((group.clone(), test.clone()));
        }
    }
    assert_eq!(Some(tests.len() as u64), file["numberOfTests"].as_u64());
    tests
}

/// The bytes of a hexadecimal field.
pub fn bytes(test: &Value, field: &str) -> Vec<u8> {
    hex::decode(test[field].as_str().unwrap()).unwrap()
}

/// Whether a test carries a flag.
pub fn has_flag(test: &Value, flag: &str) -> bool {
    test["flags"].as_array().unwrap().iter().any(|f| f == flag)
}
