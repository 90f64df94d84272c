//! An election small enough to look at: the README's own example, and one with two contests and four regions.

use tamga_crypto::sign::SigningKey;
use tamga_record::definition::{ContestSet, Definition};

pub const README: &str = include_str!("../../README.md");

/// The blocks of the README in ```` ```text ````, without their fences.
pub fn readme_blocks() -> Vec<&'static str> {
    README.split("```text\n").skip(1).map(|rest| rest.split_once("```").unwrap().0).collect()
}

/// The README's block that begins with this line.
pub fn readme_block(first_line: &str) -> &'static str {
    let mut blocks = readme_blocks().into_iter().filter(|block| block.starts_with(first_line));
    blocks.next().unwrap()
}

/// The README's example of a definition: one contest with one option, regions adams and hinsdale.
pub fn definition_text() -> &'static str {
    readme_block("tamga/definition/v1\n")
}

/// The README's example of a definition, read.
pub fn definition() -> Definition {
    Definition::parse(definition_text().as_bytes()).unwrap()
}

/// Contests `mayor` (one-of, two options) and `council` (approval, max 2, three options); regions `north` (both), `south`
/// (both), `island` (mayor alone), `port` (both); `min_open` 10; nothing merges.
pub fn large_definition() -> Definition {
    let mut definition = definition();
    definition.min_open = 10;
    let mut mayor = definition.contests[0].clone();
    mayor.id = "mayor".into();
    mayor.options.push(mayor.options[0].clone());
    mayor.options[0].id = "yes".into();
    mayor.options[1].id = "no".into();
    let mut council = mayor.clone();
    council.id = "council".into();
    council.kind = tamga_record::definition::Kind::Approval;
    council.max = 2;
    council.options.push(council.options[0].clone());
    for (option, id) in council.options.iter_mut().zip(["a", "b", "c"]) {
        option.id = id.into();
    }
    definition.contests = vec![mayor, council];
    let region = definition.regions[0].clone();
    let regions = [("north", vec![0, 1]), ("south", vec![0, 1]), ("island", vec![0]), ("port", vec![0, 1])];
    definition.regions = regions
        .map(|(code, contests)| {
            let mut region = region.clone();
            region.code = code.into();
            region.contests = ContestSet::from_indices(contests).unwrap();
            region
        })
        .to_vec();
    definition.check().unwrap();
    definition
}

/// A signing key of one byte repeated.
pub fn signing_key(byte: u8) -> SigningKey {
    SigningKey::from_seed([byte; 32])
}

/// RFC 9496, A.1: the ristretto255 base point times 1, 2, 3 and 4.
pub const POINTS: [&str; 4] = [
    "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
    "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919",
    "94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259",
    "da80862773358b466ffadfe0b3293ab3d9fd53c5ea6c955358f568322daf6a57",
];
