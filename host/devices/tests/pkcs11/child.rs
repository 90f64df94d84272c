//! Inside the process that has a configured module: a backend for the suite.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_devices::pkcs11::{BoxedRng, Pkcs11Hsm, prepare};
use tamga_devices::{Hsm, Pins, Pkcs11Uri};
use zeroize::Zeroizing;

use crate::modules::{HSM_PIN_SOURCE, HSM_URI};
use crate::suite::{ADMIN_PIN, Backend, NEXT_ADMIN_PIN, pins};

/// Randomness of a test: the same seed every time, but for labels, which differ between processes.
pub fn rng() -> BoxedRng {
    let mut seed = [7; 32];
    seed[..4].copy_from_slice(&std::process::id().to_be_bytes());
    Box::new(ChaCha20Rng::from_seed(seed))
}

pub fn uri() -> Pkcs11Uri {
    Pkcs11Uri::parse(&std::env::var(HSM_URI).unwrap()).unwrap()
}

/// The SO PIN of tokens that somebody initialised.
pub fn so_pin() -> Option<Zeroizing<Vec<u8>>> {
    let path = std::env::var(HSM_PIN_SOURCE).ok()?;
    Some(Zeroizing::new(std::fs::read_to_string(path).unwrap().trim_end().as_bytes().to_vec()))
}

/// An HSM of the configured module.
pub struct Device(pub Option<Pkcs11Hsm>);

impl Device {
    pub fn prepared() -> Self {
        let mut hsms = prepare(&uri(), so_pin().as_ref().map(|pin| pin.as_slice()), 1, &mut rng).unwrap();
        Self(hsms.pop())
    }

    pub fn inner(&mut self) -> &mut Pkcs11Hsm {
        self.0.as_mut().unwrap()
    }
}

impl Backend for Device {
    fn hsm(&mut self) -> &mut dyn Hsm {
        self.inner()
    }
    fn reload(&mut self) {
        let file = self.inner().to_file_bytes().unwrap();
        self.0 = None;
        self.0 = Some(Pkcs11Hsm::open_file(&file, rng()).unwrap());
    }
}

/// A device that stays is left as it was found: without keys, its SO PIN the one of before.
impl Drop for Device {
    fn drop(&mut self) {
        let (Some(hsm), Some(so_pin)) = (&mut self.0, so_pin()) else { return };
        let wiped = [ADMIN_PIN, NEXT_ADMIN_PIN].iter().any(|pin| hsm.wipe(pin).is_ok());
        let back = Pins { admin: so_pin.clone(), ..pins() };
        if !wiped || hsm.make_keys(&back).and_then(|()| hsm.wipe(&so_pin)).is_err() {
            eprintln!("the device was not left as it was found");
        }
    }
}

pub fn with_backend(test: impl FnOnce(&mut dyn Backend)) {
    test(&mut Device::prepared());
}
