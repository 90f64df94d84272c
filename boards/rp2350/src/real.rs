//! What seals the store of a real token: a key and a counter in one-time programmable memory. **What is burnt stays.**

use rp235x_hal::pac::OTP;
use tamga_crypto::hash::hash;
use tamga_parts::fault::Fault;
use tamga_parts::generator::Generator;
use tamga_parts::thermometer::Thermometer;
use tamga_store::StorageKey;

use crate::device_key;
use crate::flash::Flash;
use crate::otp::{COUNTER_PAGES, Otp, PAGE_ROWS, PageLock};

const LABEL: &str = "tamga/rp2350-storage/v1";

/// The counter.
pub type Counter = Thermometer<Otp>;
/// Key and counter of the store.
pub type Sealing = (StorageKey, Counter);

/// The key, drawn and burnt at the first start, and the counter; both closed to all but this firmware. Refuses a chip that is
/// not locked down, and memory that fails.
pub fn load(otp: OTP, _: &mut Flash, rng: &mut Generator) -> Result<Sealing, Fault> {
    let mut otp = Otp::of_locked_chip(otp).ok_or(Fault::Unlocked)?;
    let key = device_key::load_or_burn(&mut otp, rng)?;
    let storage_key = StorageKey::from_bytes(hash(LABEL, &[&*key]));
    otp.close_key_pages();
    for page in COUNTER_PAGES {
        otp.lock_page(page, PageLock::ReadWrite).ok_or(Fault::Counter)?;
    }
    let rows = COUNTER_PAGES.start * PAGE_ROWS..COUNTER_PAGES.end * PAGE_ROWS;
    let counter = Thermometer::open(otp, rows).map_err(|_| Fault::Counter)?;
    Ok((storage_key, counter))
}
