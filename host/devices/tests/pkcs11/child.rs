//! Inside the process that has a configured module: a backend for the suite.

use std::path::Path;
use std::process::Command;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_devices::pkcs11::{BoxedRng, Pkcs11Hsm, prepare};
use tamga_devices::{Hsm, Pins, Pkcs11Uri, Role, open_hybrid};
use zeroize::Zeroizing;

use crate::modules::{DEVICE, HSM_PIN_SOURCE, HSM_URI};
use crate::suite::{self, ADMIN_PIN, Act, Backend, Harm, NEXT_ADMIN_PIN, pins};

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
    fn remove(&mut self) -> bool {
        mark("removed")
    }
    fn insert(&mut self) {
        std::fs::remove_file(Path::new(&std::env::var(DEVICE).unwrap()).join("removed")).unwrap();
    }
    fn replug(&mut self) -> bool {
        mark("replugged")
    }
    fn harm(&mut self, key: &str, harm: Harm) -> bool {
        crate::raw::harm(self.inner(), key, harm);
        true
    }
    fn in_another_process(&mut self, act: Act) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let (file, answer) = (folder.path().join("hsm"), folder.path().join("answer"));
        std::fs::write(&file, self.inner().to_file_bytes().unwrap()).unwrap();
        let mut other = Command::new(std::env::current_exe().unwrap());
        other.args(["--ignored", "--exact", "child::acts_on_the_device_of_another_process"]);
        other.env("TAMGA_TEST_HSM", &file).env("TAMGA_TEST_ANSWER", &answer).env("TAMGA_TEST_ACT", format!("{act:?}"));
        assert!(other.output().unwrap().status.success());
        Some(std::fs::read_to_string(answer).unwrap())
    }
}

/// A device that stays is left as it was found: without keys, its SO PIN the one of before.
impl Drop for Device {
    fn drop(&mut self) {
        let (Some(hsm), Some(so_pin)) = (&mut self.0, so_pin()) else { return };
        let wiped = !hsm.has_keys() || [ADMIN_PIN, NEXT_ADMIN_PIN].iter().any(|pin| hsm.wipe(pin).is_ok());
        let back = Pins { admin: so_pin.clone(), ..pins() };
        if !wiped || hsm.make_keys(&back).and_then(|()| hsm.wipe(&so_pin)).is_err() {
            eprintln!("the device was not left as it was found");
        }
    }
}

pub fn with_backend(test: impl FnOnce(&mut dyn Backend)) {
    test(&mut Device::prepared());
}

/// Leaves a mark for the module that can be pulled out; false where the module is another.
pub fn mark(name: &str) -> bool {
    let Ok(folder) = std::env::var(DEVICE) else { return false };
    std::fs::write(Path::new(&folder).join(name), "").unwrap();
    true
}

#[test]
#[ignore = "a second process of other tests"]
fn acts_on_the_device_of_another_process() {
    let file = std::fs::read(std::env::var("TAMGA_TEST_HSM").unwrap()).unwrap();
    let wanted = std::env::var("TAMGA_TEST_ACT").unwrap();
    let acts = [Act::Open, Act::Provision, Act::ChangeTallyPin];
    let act = acts.into_iter().find(|act| format!("{act:?}") == wanted).unwrap();
    let mut hsm = Pkcs11Hsm::open_file(&file, rng()).unwrap();
    std::fs::write(std::env::var("TAMGA_TEST_ANSWER").unwrap(), suite::act(&mut hsm, act)).unwrap();
}

/// The SO PIN of tokens that were initialised for keys.
pub const SO_PIN: &[u8] = b"transport-pin";

pub fn with_keys() -> Pkcs11Hsm {
    let mut hsm = Device::prepared().0.take().unwrap();
    hsm.make_keys(&pins()).unwrap();
    hsm
}

pub fn blank() -> Pkcs11Hsm {
    prepare(&uri(), Some(SO_PIN), 1, &mut rng).unwrap().pop().unwrap()
}

pub fn unlock_all(hsm: &mut Pkcs11Hsm) {
    for (role, pin) in
        [(Role::Seal, suite::SEAL_PIN), (Role::Tally, suite::TALLY_PIN), (Role::Escrow, suite::ESCROW_PIN)]
    {
        hsm.unlock(role, pin).unwrap();
    }
}

pub fn opens(hsm: &mut Pkcs11Hsm, role: Role) {
    let sealed = suite::sealed_to(hsm, role);
    assert_eq!(open_hybrid(hsm, role, suite::INFO, &sealed).unwrap().as_slice(), b"a seed");
}
