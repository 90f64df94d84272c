//! A storage key in flash, for boards and images that have no better place: rehearsals only.

use embedded_storage::nor_flash::NorFlash;
use rand_core::CryptoRng;
use tamga_crypto::hash::hash;
use zeroize::{Zeroize, Zeroizing};

/// Bytes of the key, and of the digest after it by which it is known to be whole.
const KEY_LEN: usize = 32;

const LABEL: &str = "tamga/flash-key/v1";

/// The key in the page at `offset`, of `ERASE_SIZE` bytes: `key[32] ‖ hash("tamga/flash-key/v1", key)`. Where none is whole
/// there, the page is erased and a new one is drawn and kept. Refuses with the flash's error.
pub fn load_or_draw<F: NorFlash>(
    flash: &mut F,
    offset: u32,
    rng: &mut impl CryptoRng,
) -> Result<Zeroizing<[u8; KEY_LEN]>, F::Error> {
    let mut kept = Zeroizing::new([0; 2 * KEY_LEN]);
    flash.read(offset, &mut *kept)?;
    let mut key = Zeroizing::new([0; KEY_LEN]);
    if let Some((found, digest)) = kept.split_first_chunk::<KEY_LEN>()
        && hash(LABEL, &[found]) == *digest
    {
        *key = *found;
        return Ok(key);
    }
    flash.erase(offset, offset + F::ERASE_SIZE as u32)?;
    rng.fill_bytes(&mut *key);
    let mut digest = hash(LABEL, &[&*key]);
    let (first, second) = kept.split_at_mut(KEY_LEN);
    first.copy_from_slice(&*key);
    second.copy_from_slice(&digest);
    digest.zeroize();
    flash.write(offset, &*kept)?;
    Ok(key)
}
