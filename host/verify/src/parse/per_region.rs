//! Small files with a value per region or leaf: attestation counts, region seeds, salts.

use crate::bytes::Cursor;
use crate::digest::Digest;
use crate::reason::{Reason, same_number};
use crate::signature::signed;

/// `tamga/attestation-counts/v1`: how many attestations the identity service issued per region. Checks its signature.
pub(crate) fn attestation_counts(
    untrusted: &[u8],
    election: &Digest,
    regions: usize,
    identity: &[u8; 32],
) -> Result<Vec<u32>, Reason> {
    let mut cursor = Cursor::new(untrusted);
    cursor.format("tamga/attestation-counts/v1")?;
    cursor.digest("E", election)?;
    same_number("regions", regions, cursor.u16()?)?;
    let counts = (0..regions).map(|_| cursor.u32()).collect::<Result<_, _>>()?;
    let signature = cursor.array()?;
    cursor.finish()?;
    let message = untrusted.get(..untrusted.len() - 64).unwrap_or_default();
    if signed(identity, "tamga/attestation-counts/v1", &[message], &signature) {
        Ok(counts)
    } else {
        Err(Reason::Signature("the identity service".to_owned()))
    }
}

/// `tamga/seeds/v1`: the FIPS 203 seeds of the keys of an opening's regions, in their order.
pub(crate) fn seeds(
    untrusted: &[u8],
    election: &Digest,
    opening: u32,
    regions: &[usize],
) -> Result<Vec<[u8; 64]>, Reason> {
    let mut cursor = Cursor::new(untrusted);
    cursor.format("tamga/seeds/v1")?;
    cursor.digest("E", election)?;
    same_number("opening", opening, cursor.u32()?)?;
    same_number("regions", regions.len(), cursor.u16()?)?;
    let mut seeds = Vec::with_capacity(regions.len());
    for region in regions {
        same_number("region", *region, cursor.u16()?)?;
        seeds.push(cursor.array()?);
    }
    cursor.finish()?;
    Ok(seeds)
}

/// `tamga/salts/v1`: a salt per leaf of the opening.
pub(crate) fn salts(untrusted: &[u8], election: &Digest, opening: u32, leaves: usize) -> Result<Vec<[u8; 32]>, Reason> {
    let mut cursor = Cursor::new(untrusted);
    cursor.format("tamga/salts/v1")?;
    cursor.digest("E", election)?;
    same_number("opening", u64::from(opening), cursor.u32()?)?;
    same_number("leaves", leaves, cursor.u32()?)?;
    let salts = cursor.arrays(leaves)?;
    cursor.finish()?;
    Ok(salts)
}
