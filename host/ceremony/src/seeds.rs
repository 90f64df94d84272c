//! Region seeds: drawn from every source there is, sealed to every HSM.

use rand_core::CryptoRng;
use tamga_crypto::hash::{Digest, wide_hash};
use tamga_crypto::hpke::{HpkeError, MLKEM_EK_LEN, SEED_LEN, hybrid, mlkem};
use tamga_record::tally_file::{SealedSeeds, Seed, region_seed_info};
use zeroize::Zeroizing;

/// Bytes drawn from the HSM for one seed, and as many from the operating system.
pub const SOURCE_LEN: usize = 64;

const MIX_LABEL: &str = "tamga/seed-mix/v1";

/// The seed `d ‖ z` of a region key: SHA3-512 over the HSM's 64 random bytes, the operating system's 64, 32 of every token
/// and the region. Nobody who leaves one source alone can foretell it.
pub fn mix_seed(hsm: &[u8; SOURCE_LEN], system: &[u8; SOURCE_LEN], tokens: &[[u8; 32]], region: u16) -> Seed {
    let region = region.to_be_bytes();
    let parts: [&[u8]; 4] = [hsm, system, tokens.as_flattened(), &region];
    Zeroizing::new(wide_hash(MIX_LABEL, &parts))
}

/// The region key of a seed, an ML-KEM-1024 encapsulation key of 1568 bytes.
pub fn region_key(seed: &Seed) -> [u8; MLKEM_EK_LEN] {
    mlkem::SecretKey::from_seed(seed).public()
}

/// Seals every seed to the tally key of every HSM, seeds and keys in definition order. `definition` is `D`.
pub fn seal_seeds(
    definition: &Digest,
    seeds: &[Seed],
    tally_keys: &[hybrid::PublicKey],
    rng: &mut impl CryptoRng,
) -> Result<SealedSeeds, HpkeError> {
    let mut sealed = Vec::with_capacity(seeds.len());
    for (region, seed) in (0..).zip(seeds) {
        let info = region_seed_info(definition, region);
        let to_each = tally_keys.iter().map(|key| hybrid::seal(key, &[&info], seed.as_slice(), rng));
        sealed.push(to_each.collect::<Result<_, _>>()?);
    }
    let hsms = u8::try_from(tally_keys.len()).unwrap_or(u8::MAX);
    Ok(SealedSeeds { definition: *definition, hsms, sealed })
}

/// The seed that an HSM opened, where it is the one behind this region key: the test opening of the set-up, and the check
/// before it is used. Nothing where it is another, or no seed at all.
pub fn check_seed(untrusted_seed: &[u8], region_key: &[u8]) -> Option<Seed> {
    let seed: &[u8; SEED_LEN] = untrusted_seed.try_into().ok()?;
    let seed = Zeroizing::new(*seed);
    (self::region_key(&seed).as_slice() == region_key).then_some(seed)
}
