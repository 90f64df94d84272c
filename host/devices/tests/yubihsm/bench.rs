//! A device on the bench: the emulator, or by environment a real one.

use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::Value;
use tamga_devices::yubihsm::{ConnectorUrl, YubiHsm, prepare};
use tamga_devices::{Hsm, Role, open_hybrid};
use tamga_yubihsm_emulator::{Config, Emulator};
use tempfile::TempDir;
use yubihsm::{Client, Connector, Credentials, HttpConfig};

use crate::suite::{Act, Backend, Harm, INFO, NEXT_TALLY_PIN, TALLY_PIN, pins, sealed_to};

const STATE: &str = "state";

pub fn rng(seed: u8) -> Box<ChaCha20Rng> {
    Box::new(ChaCha20Rng::from_seed([seed; 32]))
}

/// The emulator and the backend on it.
pub struct Bench {
    pub emulator: Emulator,
    pub hsm: YubiHsm,
    /// Where the state lies, of a device that is harmed.
    folder: Option<TempDir>,
}

impl Bench {
    pub fn blank() -> Self {
        Self::with(Config::default())
    }

    pub fn with(config: Config) -> Self {
        let emulator = Emulator::start(config).unwrap();
        let hsm = prepare(url(&emulator), None, rng(1)).unwrap();
        Self { emulator, hsm, folder: None }
    }

    /// A device whose state lies in a file.
    pub fn on_disk() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bench = Self::with(Config { state: Some(folder.path().join(STATE)), ..Config::default() });
        Self { folder: Some(folder), ..bench }
    }

    /// A device with keys, and these roles unlocked.
    pub fn unlocked(roles: &[Role]) -> Self {
        let mut bench = Self::blank();
        bench.hsm.make_keys(&pins()).unwrap();
        bench.unlock(roles);
        bench
    }

    pub fn unlock(&mut self, roles: &[Role]) {
        for role in roles {
            self.hsm.unlock(*role, pins().expose(*role)).unwrap();
        }
    }

    /// Starts the emulator again on its port.
    pub fn restart(&mut self) {
        patiently(|| self.emulator.restart().ok());
    }

    /// Another device, of this serial number, in the place of this one.
    pub fn replace(&mut self, serial: u32) -> Emulator {
        let config = Config { port: self.emulator.port(), serial, ..Config::default() };
        self.emulator.stop();
        patiently(|| Emulator::start(config.clone()).ok())
    }

    /// Puts a copy of an object beside it, under another number, which no role of the device could do.
    pub fn smuggle(&mut self, id: u16, other: u16) {
        self.edit(|objects| {
            let mut copy = objects.iter().find(|object| object["id"] == id).unwrap().clone();
            copy["id"] = other.into();
            objects.push(copy);
        });
    }

    /// Gives the factory key another password, as somebody does before the device travels.
    pub fn give_transport_password(&mut self, password: &[u8]) {
        let key = yubihsm::authentication::Key::derive_from_password(password);
        let value: String = key.as_secret_slice().iter().map(|byte| format!("{byte:02x}")).collect();
        self.edit(|objects| {
            objects.iter_mut().find(|object| object["id"] == 1).unwrap()["value"] = value.into();
        });
    }

    /// Changes the objects in the state of a device that lies on disk.
    fn edit(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        let state = self.folder.as_ref().unwrap().path().join(STATE);
        self.emulator.stop();
        let mut image: Value = serde_json::from_slice(&std::fs::read(&state).unwrap()).unwrap();
        change(image["objects"].as_array_mut().unwrap());
        std::fs::write(&state, serde_json::to_vec(&image).unwrap()).unwrap();
        self.restart();
    }

    /// A session of the crate `yubihsm` with this authentication key.
    pub fn client(&self, key: u16, password: &[u8]) -> Client {
        let config = HttpConfig { port: self.emulator.port(), ..HttpConfig::default() };
        let credentials = Credentials::from_password(key, password);
        Client::open(Connector::http(&config), credentials, false).unwrap()
    }
}

/// Waits for a port that a test beside this one may hold for a moment.
fn patiently<T>(mut start: impl FnMut() -> Option<T>) -> T {
    for _ in 0..100 {
        if let Some(started) = start() {
            return started;
        }
        sleep(Duration::from_millis(50));
    }
    panic!("the port stays taken");
}

pub fn url(emulator: &Emulator) -> ConnectorUrl {
    format!("yubihsm:{}", emulator.url()).parse().unwrap()
}

impl Backend for Bench {
    fn hsm(&mut self) -> &mut dyn Hsm {
        &mut self.hsm
    }
    fn reload(&mut self) {
        let file = self.hsm.to_file_bytes().unwrap();
        match self.emulator.is_running() {
            true => assert!(self.replug()),
            false => self.restart(),
        }
        self.hsm = YubiHsm::open_file(&file, rng(2)).unwrap();
    }
    fn remove(&mut self) -> bool {
        self.emulator.unplug();
        true
    }
    fn insert(&mut self) {
        self.emulator.plug().unwrap();
    }
    fn replug(&mut self) -> bool {
        self.remove();
        self.insert();
        true
    }
    fn harm(&mut self, key: &str, harm: Harm) -> bool {
        let Some(state) = self.folder.as_ref().map(|folder| folder.path().join(STATE)) else { return false };
        self.emulator.stop();
        let mut image: Value = serde_json::from_slice(&std::fs::read(&state).unwrap()).unwrap();
        let objects = image["objects"].as_array_mut().unwrap();
        let label = key.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
        let is_meant = |object: &Value| object["label"].as_str().unwrap().trim_end_matches("00") == label;
        if harm == Harm::Lost {
            objects.retain(|object| !is_meant(object));
        } else {
            change(objects.iter_mut().find(|object| is_meant(object)).unwrap(), harm);
        }
        std::fs::write(&state, serde_json::to_vec(&image).unwrap()).unwrap();
        true
    }
    fn in_another_process(&mut self, act: Act) -> Option<String> {
        let folder = tempfile::tempdir().unwrap();
        let (file, answer) = (folder.path().join("hsm"), folder.path().join("answer"));
        std::fs::write(&file, self.hsm.to_file_bytes().unwrap()).unwrap();
        let mut other = Command::new(std::env::current_exe().unwrap());
        other.args(["--ignored", "--exact", "bench::acts_on_the_device_of_another_process"]);
        other.env("TAMGA_TEST_HSM", &file).env("TAMGA_TEST_ANSWER", &answer).env("TAMGA_TEST_ACT", format!("{act:?}"));
        assert!(other.output().unwrap().status.success());
        Some(std::fs::read_to_string(answer).unwrap())
    }
}

/// What a device would not do to a key, done in the emulator's state.
fn change(object: &mut Value, harm: Harm) {
    const SIGN_ECDSA: u64 = 0x80;
    const EXPORTABLE_UNDER_WRAP: u64 = 0x1_0000;
    const P256: u8 = 12;
    let capabilities = object["capabilities"].as_u64().unwrap();
    match harm {
        Harm::Lost => {}
        Harm::Extractable => object["capabilities"] = (capabilities | EXPORTABLE_UNDER_WRAP).into(),
        Harm::WiderUse => object["capabilities"] = (capabilities | SIGN_ECDSA).into(),
        Harm::OtherKind => {
            object["algorithm"] = P256.into();
            object["value"] = "07".repeat(32).into();
        }
    }
}

#[test]
#[ignore = "a second process of other tests"]
fn acts_on_the_device_of_another_process() {
    let file = std::fs::read(std::env::var("TAMGA_TEST_HSM").unwrap()).unwrap();
    let wanted = std::env::var("TAMGA_TEST_ACT").unwrap();
    let acts = [Act::Open, Act::Provision, Act::ChangeTallyPin];
    let act = acts.into_iter().find(|act| format!("{act:?}") == wanted).unwrap();
    let mut hsm = YubiHsm::open_file(&file, rng(4)).unwrap();
    let done = match act {
        Act::Open => hsm.unlock(Role::Tally, TALLY_PIN).and_then(|()| {
            let sealed = sealed_to(&hsm, Role::Tally);
            open_hybrid(&mut hsm, Role::Tally, INFO, &sealed).map(|_| "opened")
        }),
        Act::Provision => hsm.make_keys(&pins()).map(|()| "made keys"),
        Act::ChangeTallyPin => hsm.change_pin(Role::Tally, TALLY_PIN, NEXT_TALLY_PIN).map(|()| "changed"),
    };
    let said = done.map_or_else(|error| error.to_string(), str::to_owned);
    std::fs::write(std::env::var("TAMGA_TEST_ANSWER").unwrap(), said).unwrap();
}
