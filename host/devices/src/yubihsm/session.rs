//! A session with the device: SCP03 [GlobalPlatform GPC_SPE_014], the host's side, in the shape of Yubico's messages.
//!
//! The crate `yubihsm` has sessions of its own; the README says why they are not used here. Sources: GPC_SPE_014 1.1.2,
//! sections 4.1.5 (derivation), 6.2.2 and 6.2.3 (cryptograms), 6.2.4 (C-MAC), 6.2.5 (R-MAC), 6.2.6 and 6.2.7 (encryption);
//! YubiHSM 2 user guide, "CREATE SESSION", "AUTHENTICATE SESSION", "SESSION MESSAGE", "CLOSE SESSION".

use aes::Aes128;
use aes::cipher::block_padding::Iso7816;
use aes::cipher::{BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit};
use cmac::{Cmac, Mac};
use rand_core::CryptoRng;
use subtle::ConstantTimeEq;
use yubihsm::authentication::Key as Password;
use zeroize::Zeroizing;

use super::link::{ANSWER, Fault, Link, answer_to, code};

/// Bytes of an AES-128 key and of a block.
const KEY_LEN: usize = 16;
/// Bytes of a challenge.
const CHALLENGE_LEN: usize = 8;
/// Bytes of a cryptogram.
const CRYPTOGRAM_LEN: usize = 8;
/// Bytes of a MAC on the wire.
const MAC_LEN: usize = 8;

const CREATE_SESSION: u8 = 0x03;
const AUTHENTICATE_SESSION: u8 = 0x04;
const SESSION_MESSAGE: u8 = 0x05;
const CLOSE_SESSION: u8 = 0x40;

/// Derivation constants, GPC_SPE_014 table 4-1.
mod purpose {
    pub const DEVICE_CRYPTOGRAM: u8 = 0x00;
    pub const HOST_CRYPTOGRAM: u8 = 0x01;
    pub const ENCRYPTION: u8 = 0x04;
    pub const MAC: u8 = 0x06;
    pub const ANSWER_MAC: u8 = 0x07;
}

type Key = Zeroizing<[u8; KEY_LEN]>;

/// The keys of a session and where it stands.
pub struct Channel {
    encryption: Key,
    mac: Key,
    answer_mac: Key,
    context: [u8; 2 * CHALLENGE_LEN],
    chain: [u8; KEY_LEN],
    counter: u128,
}

impl Channel {
    /// The keys that follow from a password's two keys and both challenges.
    fn new(password: &Password, host: [u8; CHALLENGE_LEN], device: [u8; CHALLENGE_LEN]) -> Self {
        let mut context = [0; 2 * CHALLENGE_LEN];
        context.iter_mut().zip(host.iter().chain(&device)).for_each(|(to, from)| *to = *from);
        let (mut first, mut second) = (Key::default(), Key::default());
        let halves = first.iter_mut().chain(second.iter_mut());
        halves.zip(password.as_secret_slice()).for_each(|(to, from)| *to = *from);
        Self {
            encryption: derive(&first, purpose::ENCRYPTION, &context, KEY_LEN),
            mac: derive(&second, purpose::MAC, &context, KEY_LEN),
            answer_mac: derive(&second, purpose::ANSWER_MAC, &context, KEY_LEN),
            context,
            chain: [0; KEY_LEN],
            counter: 1,
        }
    }

    fn cryptogram(&self, purpose: u8) -> [u8; CRYPTOGRAM_LEN] {
        head(&derive(&self.mac, purpose, &self.context, CRYPTOGRAM_LEN))
    }

    /// `session ‖ data ‖ MAC`, the data of a message; the chain goes on.
    fn signed(&mut self, command: u8, session: u8, data: &[u8]) -> Result<Vec<u8>, Fault> {
        let len = length(1 + data.len() + MAC_LEN)?;
        self.chain = cmac(&self.mac, &[&self.chain, &[command], &len, &[session], data]);
        let mac: [u8; MAC_LEN] = head(&self.chain);
        Ok([&[session], data, mac.as_slice()].concat())
    }

    /// Whether this is the MAC of the answer to what was signed last.
    fn is_answer(&self, session: u8, untrusted_data: &[u8], untrusted_mac: &[u8; MAC_LEN]) -> Result<bool, Fault> {
        let len = length(1 + untrusted_data.len() + MAC_LEN)?;
        let parts: [&[u8]; 5] = [&self.chain, &[SESSION_MESSAGE | ANSWER], &len, &[session], untrusted_data];
        let mac: [u8; MAC_LEN] = head(&cmac(&self.answer_mac, &parts));
        Ok(mac.as_slice().ct_eq(untrusted_mac).into())
    }

    fn iv(&self) -> [u8; KEY_LEN] {
        let mut block = self.counter.to_be_bytes().into();
        Aes128::new((&*self.encryption).into()).encrypt_block(&mut block);
        block.into()
    }

    fn encrypt(&self, plain: &[u8]) -> Vec<u8> {
        let cipher = cbc::Encryptor::<Aes128>::new((&*self.encryption).into(), (&self.iv()).into());
        cipher.encrypt_padded_vec::<Iso7816>(plain)
    }

    fn decrypt(&self, ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let cipher = cbc::Decryptor::<Aes128>::new((&*self.encryption).into(), (&self.iv()).into());
        cipher.decrypt_padded_vec::<Iso7816>(ciphertext).ok().map(Zeroizing::new)
    }
}

/// SP 800-108 in counter mode with CMAC, laid out as GPC_SPE_014 section 4.1.5 has it.
fn derive(key: &[u8; KEY_LEN], purpose: u8, context: &[u8], len: usize) -> Key {
    let [high, low] = u16::try_from(8 * len).unwrap_or(u16::MAX).to_be_bytes();
    Zeroizing::new(cmac(key, &[&[0; 11], &[purpose, 0, high, low, 1], context]))
}

fn cmac(key: &[u8; KEY_LEN], parts: &[&[u8]]) -> [u8; KEY_LEN] {
    let mut mac = <Cmac<Aes128> as KeyInit>::new(key.into());
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

fn head<const N: usize>(bytes: &[u8; KEY_LEN]) -> [u8; N] {
    let mut head = [0; N];
    head.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    head
}

fn length(len: usize) -> Result<[u8; 2], Fault> {
    u16::try_from(len).map(u16::to_be_bytes).map_err(|_| Fault::Garbled)
}

/// An open session. It is closed by [`Session::close`]; one that is dropped stays open on the device until it expires.
pub struct Session {
    link: Link,
    id: u8,
    channel: Channel,
}

impl Session {
    /// Opens a session with an authentication key.
    ///
    /// A wrong password is [`Fault::WrongKey`]: the device's cryptogram shows it, and the device is told nothing. A key that
    /// is not there is the device's code 0x0b. Draws an 8-byte challenge from `rng`.
    pub fn open(link: &Link, key: u16, password: &Password, rng: &mut impl CryptoRng) -> Result<Self, Fault> {
        let mut challenge = [0; CHALLENGE_LEN];
        rng.fill_bytes(&mut challenge);
        let answer = link.command(CREATE_SESSION, &[key.to_be_bytes().as_slice(), &challenge].concat())?;
        let (id, rest) = answer.split_first().ok_or(Fault::Garbled)?;
        let (device, cryptogram) = rest.split_first_chunk::<CHALLENGE_LEN>().ok_or(Fault::Garbled)?;
        let cryptogram: &[u8; CRYPTOGRAM_LEN] = cryptogram.try_into().map_err(|_| Fault::Garbled)?;
        let mut channel = Channel::new(password, challenge, *device);
        if !bool::from(channel.cryptogram(purpose::DEVICE_CRYPTOGRAM).as_slice().ct_eq(cryptogram)) {
            return Err(Fault::WrongKey);
        }
        let cryptogram = channel.cryptogram(purpose::HOST_CRYPTOGRAM);
        let proof = channel.signed(AUTHENTICATE_SESSION, *id, &cryptogram)?;
        match link.command(AUTHENTICATE_SESSION, &proof) {
            Ok(_) => Ok(Self { link: link.clone(), id: *id, channel }),
            Err(Fault::Device(code::AUTHENTICATION_FAILED)) => Err(Fault::WrongKey),
            Err(fault) => Err(fault),
        }
    }

    /// Sends one command and returns the data of its answer. It is sent once, whatever happens.
    ///
    /// After every fault but the device's own refusal ([`Fault::leaves_session`]) the session is of no more use.
    pub fn command(&mut self, command: u8, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Fault> {
        let len = length(data.len())?;
        let plain = Zeroizing::new([&[command], len.as_slice(), data].concat());
        let sealed = self.channel.encrypt(&plain);
        let message = self.channel.signed(SESSION_MESSAGE, self.id, &sealed)?;
        let (outer, answer) = self.link.exchange(SESSION_MESSAGE, &message)?;
        let answer = match answer_to(SESSION_MESSAGE, outer, answer) {
            Err(Fault::Device(code::INVALID_SESSION | code::AUTHENTICATION_FAILED)) => return Err(Fault::SessionLost),
            Err(Fault::Device(_)) => return Err(Fault::Garbled),
            other => other?,
        };
        let (sealed, mac) = answer.split_last_chunk::<MAC_LEN>().ok_or(Fault::Garbled)?;
        let (id, sealed) = sealed.split_first().ok_or(Fault::Garbled)?;
        if *id != self.id || !self.channel.is_answer(self.id, sealed, mac)? {
            return Err(Fault::Garbled);
        }
        let inner = self.channel.decrypt(sealed).ok_or(Fault::Garbled)?;
        self.channel.counter += 1;
        let ([code, high, low], rest) = inner.split_first_chunk::<3>().ok_or(Fault::Garbled)?;
        if rest.len() != usize::from(u16::from_be_bytes([*high, *low])) {
            return Err(Fault::Garbled);
        }
        answer_to(command, *code, Zeroizing::new(rest.to_vec()))
    }

    /// Ends the session on the device. Where that fails, the device ends it itself after 30 seconds.
    pub fn close(mut self) {
        drop(self.command(CLOSE_SESSION, &[]));
    }

    /// The way that its messages take.
    pub fn link(&self) -> &Link {
        &self.link
    }
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;
    use tamga_yubihsm_emulator::{Config, Emulator};

    use super::super::commands::{NewObject, PASSWORD_ALGORITHM};
    use super::*;

    const CHANGE: u64 = 0x4000_0000_0000;

    fn link(emulator: &Emulator) -> Link {
        Link::to(format!("yubihsm:{}", emulator.url()).parse().unwrap()).unwrap()
    }

    fn password(text: &str) -> Password {
        Password::derive_from_password(text.as_bytes())
    }

    fn open(link: &Link, key: u16, text: &str) -> Result<Session, Fault> {
        Session::open(link, key, &password(text), &mut ChaCha20Rng::from_seed([5; 32]))
    }

    /// Two authentication keys that may do nothing but change.
    fn two_keys(link: &Link) {
        let mut factory = open(link, 1, "password").unwrap();
        for id in [0x20, 0x30] {
            let new = NewObject {
                id,
                label: "a key".to_owned(),
                domains: 2,
                capabilities: CHANGE,
                algorithm: PASSWORD_ALGORITHM,
            };
            factory.put_authentication_key(&new, 0, &password("first one")).unwrap();
        }
        factory.close();
    }

    #[test]
    fn an_authentication_key_changes_itself_and_no_other() {
        let emulator = Emulator::start(Config::default()).unwrap();
        let link = link(&emulator);
        two_keys(&link);
        let mut session = open(&link, 0x20, "first one").unwrap();
        let other = session.change_authentication_key(0x30, &password("second"));
        assert!(matches!(other, Err(Fault::Device(_))), "{other:?}");
        let factory = session.change_authentication_key(1, &password("second"));
        assert!(matches!(factory, Err(Fault::Device(_))), "{factory:?}");
        session.change_authentication_key(0x20, &password("second")).unwrap();
        session.close();
        assert_eq!(open(&link, 0x20, "first one").err(), Some(Fault::WrongKey));
        open(&link, 0x20, "second").unwrap().close();
        open(&link, 0x30, "first one").unwrap().close();
        open(&link, 1, "password").unwrap().close();
    }

    #[test]
    fn a_session_that_is_closed_or_unknown_is_lost() {
        let emulator = Emulator::start(Config::default()).unwrap();
        let link = link(&emulator);
        let session = open(&link, 1, "password").unwrap();
        let mut copy = Session { link: link.clone(), id: session.id, channel: Channel { ..session.channel } };
        copy.random(&mut [0; 4]).unwrap();
        copy.channel.chain = [0; KEY_LEN];
        assert_eq!(copy.random(&mut [0; 4]), Err(Fault::SessionLost));
        let mut unknown = open(&link, 1, "password").unwrap();
        unknown.id = 15;
        assert_eq!(unknown.random(&mut [0; 4]), Err(Fault::SessionLost));
        assert_eq!(open(&link, 2, "password").err(), Some(Fault::Device(code::OBJECT_NOT_FOUND)));
    }

    /// The keys of SP 800-38B, appendix D.1 (AES-128, empty message), through our CMAC.
    #[test]
    fn the_mac_is_that_of_sp_800_38b() {
        let key = [0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c];
        let expected = [0xbb, 0x1d, 0x69, 0x29, 0xe9, 0x59, 0x37, 0x28, 0x7f, 0xa3, 0x7d, 0x12, 0x9b, 0x75, 0x67, 0x46];
        assert_eq!(cmac(&key, &[]), expected);
    }
}
