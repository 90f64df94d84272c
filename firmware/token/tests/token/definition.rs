//! A canonical definition, written as host/record's page has it.

use tamga_crypto::hash::hash;
use tamga_crypto::sign::SigningKey;

/// Options of the two contests: with four regions, 140 sums in three chunks.
pub const OPTIONS: [usize; 2] = [30, 5];
/// The id of the election.
pub const ID: &str = "colorado-2024-president";
pub const REGIONS: usize = 4;
pub const MIN_OPEN: u32 = 5;
pub const CHECKERS: usize = 3;
pub const APPROVALS: usize = 2;

/// The key of checker number `checker`, from 0.
pub fn checker_key(checker: usize) -> SigningKey {
    SigningKey::from_seed(hash("test/checker", &[&[checker as u8]]))
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn key(name: &str) -> String {
    hex(&SigningKey::from_seed(hash("test/key", &[name.as_bytes()])).verifying_key().to_bytes())
}

/// The lines of a definition for officers with these (identity, share) keys; `quorum` of them.
pub fn lines(officers: &[([u8; 32], [u8; 32])], quorum: usize) -> Vec<String> {
    let mut lines: Vec<String> = [
        "tamga/definition/v1",
        "id colorado-2024-president",
        "rehearsal yes",
        "language en",
        "title en President of the United States",
        "opens 2024-10-20T00:00:00Z",
        "closes 2024-11-05T20:00:00Z",
    ]
    .map(String::from)
    .into();
    lines.push(format!("min-open {MIN_OPEN}"));
    lines.extend(
        [
            "revote last",
            "late supplement",
            "openings 3",
            "history off",
            "cell-len 0",
            "admission iin-not-in-registry blue",
            "admission code-not-verified blue",
            "admission phone-differs yellow",
            "admission phone-shared yellow",
            "admission biometric-fail yellow",
            "blue held",
        ]
        .map(String::from),
    );
    lines.push(format!("quorum {quorum}"));
    lines.extend(officers.iter().map(|(identity, share)| format!("officer {} {}", hex(identity), hex(share))));
    lines.push(format!("approvals {APPROVALS}"));
    for checker in 0..CHECKERS {
        let key = hex(&checker_key(checker).verifying_key().to_bytes());
        lines.push(format!("checker checker-{} {key}", checker + 1));
    }
    lines.push(format!("registrar {}", key("registrar")));
    lines.push(format!("identity {}", key("identity")));
    lines.push(format!("collector collector-1 {}", key("collector")));
    lines.extend(["hsm rehearsal-1", "hsm rehearsal-2"].map(String::from));
    for (contest, options) in OPTIONS.iter().enumerate() {
        lines.push(format!("contest contest-{contest}"));
        lines.extend(["title en A contest", "kind one-of", "max 1", "seats 0", "method none"].map(String::from));
        lines.extend(["threshold 0 valid", "tie declare"].map(String::from));
        for option in 0..*options {
            lines.push(format!("option option-{option} candidate"));
            lines.push(format!("name en Option {option}"));
        }
    }
    for region in 0..REGIONS {
        lines.push(format!("region region-{region}"));
        lines.extend(["name kk Аймақ", "name en A region", "registered 3202"].map(String::from));
        lines.extend(["contests contest-0 contest-1", "merge-into -", "part-of -"].map(String::from));
    }
    lines
}

/// The bytes of these lines.
pub fn text(lines: &[String]) -> Vec<u8> {
    lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect()
}
