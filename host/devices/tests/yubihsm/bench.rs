//! A device on the bench: the emulator, or by environment a real one.

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_devices::yubihsm::{ConnectorUrl, YubiHsm, prepare};
use tamga_devices::{Hsm, Role};
use tamga_yubihsm_emulator::{Config, Emulator};
use yubihsm::{Client, Connector, Credentials, HttpConfig};

use crate::suite::{Backend, pins};

pub fn rng(seed: u8) -> Box<ChaCha20Rng> {
    Box::new(ChaCha20Rng::from_seed([seed; 32]))
}

/// The emulator and the backend on it.
pub struct Bench {
    pub emulator: Emulator,
    pub hsm: YubiHsm,
}

impl Bench {
    pub fn blank() -> Self {
        Self::with(Config::default())
    }

    pub fn with(config: Config) -> Self {
        let emulator = Emulator::start(config).unwrap();
        let hsm = prepare(url(&emulator), None, rng(1)).unwrap();
        Self { emulator, hsm }
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

    /// A session of the crate `yubihsm` with this authentication key.
    pub fn client(&self, key: u16, password: &[u8]) -> Client {
        let config = HttpConfig { port: self.emulator.port(), ..HttpConfig::default() };
        let credentials = Credentials::from_password(key, password);
        Client::open(Connector::http(&config), credentials, false).unwrap()
    }
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
        self.emulator.restart().unwrap();
        self.hsm = YubiHsm::open_file(&file, rng(2)).unwrap();
    }
}
