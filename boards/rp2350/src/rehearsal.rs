//! What seals a store that is for rehearsals: a key in the flash beside it, and no counter. Nothing is burnt.

use rp235x_hal::pac::OTP;
use tamga_crypto::hash::hash;
use tamga_parts::fault::Fault;
use tamga_parts::flash_key;
use tamga_parts::generator::Generator;
use tamga_store::{NoCounter, StorageKey};

use crate::flash::{Flash, KEY_SECTOR};

const LABEL: &str = "tamga/rp2350-rehearsal-storage/v1";

/// The counter.
pub type Counter = NoCounter;
/// Key and counter of the store.
pub type Sealing = (StorageKey, Counter);

/// The key, drawn and kept where there is none. Refuses where the flash does.
pub fn load(_: OTP, flash: &mut Flash, rng: &mut Generator) -> Result<Sealing, Fault> {
    let key = flash_key::load_or_draw(flash, KEY_SECTOR, rng).map_err(|_| Fault::DeviceKey)?;
    Ok((StorageKey::from_bytes(hash(LABEL, &[&*key])), NoCounter))
}
