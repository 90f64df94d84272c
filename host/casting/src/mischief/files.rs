//! Files on the stick that must stay outside, each with the word that the ledger has for it.

use tamga_crypto::sign::SigningKey;
use tamga_record::bundle::counts::AttestationCounts;
use tamga_record::bundle::{BundleHeader, BundleKind, FIRST_LINE};
use tamga_record::revocations::Revocations;

use super::chains::header;
use super::expected::{Fate, FileKind};
use super::outsiders::elsewhere;
use super::raw::Raw;
use super::stage::{Cannot, Kind, Played, Stage};

pub(super) const KINDS: &[Kind] = &[
    Kind { name: "bundle of another election", play: another_election },
    Kind {
        name: "bundle of a region that is not defined",
        play: |stage| {
            let regions = stage.definition().regions.len() as u16;
            headed(stage, "unknown-region", |header| header.region = regions)
        },
    },
    Kind {
        name: "bundle of a collector who is not defined",
        play: |stage| {
            let collectors = stage.definition().collectors.len() as u16;
            headed(stage, "unknown-collector", |header| header.collector = collectors)
        },
    },
    Kind {
        name: "late bundle before the box is closed",
        play: |stage| headed(stage, "not-late-yet", |header| header.kind = BundleKind::Late),
    },
    Kind { name: "bundle with number 0", play: |stage| headed(stage, "bad-header", |header| header.number = 0) },
    Kind {
        name: "bundle with a total below its items",
        play: |stage| {
            headed(stage, "bad-header", |header| {
                (header.number, header.previous, header.total) = (2, [1; 32], 0);
            })
        },
    },
    Kind {
        name: "closing bundle with an item",
        play: |stage| headed(stage, "bad-header", |header| header.kind = BundleKind::Closing),
    },
    Kind {
        name: "bundle of an unknown sort",
        play: |stage| bytes(stage, "malformed", |raw| spoil(&mut raw.header, KIND)),
    },
    Kind { name: "signed bundle with an item that is no record", play: |stage| bytes(stage, "bad-item", no_record) },
    Kind { name: "bundle with a root of other items", play: |stage| bytes(stage, "bad-root", |raw| raw.root[0] ^= 1) },
    Kind {
        name: "bundle with an item changed on its way",
        play: |stage| file(stage, "bad-root", |file| spoil_back(file, 97)),
    },
    Kind {
        name: "bundle with a bad signature",
        play: |stage| file(stage, "bad-signature", |file| spoil_back(file, 1)),
    },
    Kind { name: "bundle signed by somebody else", play: signed_by_another },
    Kind {
        name: "bundle with its tail cut off",
        play: |stage| file(stage, "truncated", |file| file.truncate(file.len() - 40)),
    },
    Kind { name: "bundle with a byte more", play: |stage| file(stage, "trailing-bytes", |file| file.push(0)) },
    Kind {
        name: "bundle that ends after its first line",
        play: |stage| file(stage, "truncated", |file| file.truncate(FIRST_LINE.len())),
    },
    Kind { name: "attestation counts of another election", play: counts_of_another_election },
    Kind { name: "attestation counts that the service did not sign", play: forged_counts },
    Kind { name: "revocations that the registrar did not sign", play: forged_revocations },
];

/// Where a header says what sort of bundle it heads.
const KIND: usize = FIRST_LINE.len() + 32 + 2 + 2 + 4 + 32;

fn spoil(bytes: &mut [u8], at: usize) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 0x08;
    }
}

/// Changes the byte that many from the end; 1 is the last one.
fn spoil_back(bytes: &mut [u8], from_end: usize) {
    let at = bytes.len().saturating_sub(from_end);
    spoil(bytes, at);
}

fn no_record(raw: &mut Raw) {
    let items: Vec<Vec<u8>> = raw.items.iter().map(|item| vec![0; item.len()]).collect();
    let mut spoiled = Raw::with_header(raw.header.clone(), &items);
    std::mem::swap(raw, &mut spoiled);
}

/// The bundle that everything here begins with: number 1 of a region, with one item of a stranger.
fn start(stage: &mut Stage<'_>) -> Result<(BundleHeader, Vec<Vec<u8>>), Cannot> {
    let region = stage.named()?.region();
    let stranger = stage.stranger(region)?;
    let item = stage.good(&stranger)?.to_bytes();
    Ok((header(stage, region, 1, 1), vec![item]))
}

fn refused(stage: &mut Stage<'_>, bytes: Vec<u8>, word: &'static str) -> Played {
    stage.bring(FileKind::Bundle, bytes, Fate::Refused(word));
    Ok(())
}

/// A bundle with another header than it should have, signed.
fn headed(stage: &mut Stage<'_>, word: &'static str, change: impl FnOnce(&mut BundleHeader)) -> Played {
    let (mut header, items) = start(stage)?;
    change(&mut header);
    let file = Raw::new(header, &items).sign(stage.collector_key()?);
    refused(stage, file, word)
}

/// A bundle changed before it is signed.
fn bytes(stage: &mut Stage<'_>, word: &'static str, change: fn(&mut Raw)) -> Played {
    let (header, items) = start(stage)?;
    let mut raw = Raw::new(header, &items);
    change(&mut raw);
    let file = raw.sign(stage.collector_key()?);
    refused(stage, file, word)
}

/// A bundle changed after it was signed.
fn file(stage: &mut Stage<'_>, word: &'static str, change: fn(&mut Vec<u8>)) -> Played {
    let (header, items) = start(stage)?;
    let mut file = Raw::new(header, &items).sign(stage.collector_key()?);
    change(&mut file);
    refused(stage, file, word)
}

fn another_election(stage: &mut Stage<'_>) -> Played {
    let election = elsewhere(stage);
    headed(stage, "other-election", |header| header.election = election)
}

fn signed_by_another(stage: &mut Stage<'_>) -> Played {
    let (header, items) = start(stage)?;
    let file = Raw::new(header, &items).sign(&SigningKey::generate(&mut stage.rng()));
    refused(stage, file, "bad-signature")
}

/// Counts that say nothing was attested anywhere.
fn counts(stage: &Stage<'_>, election: [u8; 32], key: &SigningKey) -> Vec<u8> {
    let counts = vec![0; stage.definition().regions.len()];
    let mut counts = AttestationCounts { election, counts, signature: [0; 64] };
    counts.signature = key.sign(&counts.message()).to_bytes();
    counts.to_bytes()
}

fn counts_of_another_election(stage: &mut Stage<'_>) -> Played {
    let counts = counts(stage, elsewhere(stage), &stage.holders.identity);
    stage.bring(FileKind::Counts, counts, Fate::Refused("other-counts"));
    Ok(())
}

fn forged_counts(stage: &mut Stage<'_>) -> Played {
    let forger = SigningKey::generate(&mut stage.rng());
    let counts = counts(stage, *stage.scene.polling.params.election(), &forger);
    stage.bring(FileKind::Counts, counts, Fate::Refused("counts-signature"));
    Ok(())
}

/// Somebody would like an honest voter to be revoked.
fn forged_revocations(stage: &mut Stage<'_>) -> Played {
    let tag = *stage.named()?.tag();
    let election = *stage.scene.polling.params.election();
    let mut revocations = Revocations { election, tags: vec![tag], signature: [0; 64] };
    let forger = SigningKey::generate(&mut stage.rng());
    revocations.signature = forger.sign(&revocations.message()).to_bytes();
    stage.bring(FileKind::Revocations, revocations.to_bytes(), Fate::Refused("acts"));
    Ok(())
}
