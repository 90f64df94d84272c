//! The secure channel: GlobalPlatform SCP03 as the device speaks it, with two static AES-128 keys and
//! without APDUs (vendor's user guide, "Session", "CREATE SESSION", "AUTHENTICATE SESSION").

use aes::Aes128;
use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, KeyInit, KeyIvInit};
use cmac::{Cmac, Mac};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The bytes of a key and of an AES block.
pub const KEY_LEN: usize = 16;
/// The bytes of a challenge.
pub const CHALLENGE_LEN: usize = 8;
/// The bytes of a cryptogram.
pub const CRYPTOGRAM_LEN: usize = 8;
/// The bytes of a MAC on the wire.
pub const MAC_LEN: usize = 8;

const DERIVE_CARD_CRYPTOGRAM: u8 = 0x00;
const DERIVE_HOST_CRYPTOGRAM: u8 = 0x01;
const DERIVE_ENC: u8 = 0x04;
const DERIVE_MAC: u8 = 0x06;
const DERIVE_RMAC: u8 = 0x07;
const PASSWORD_SALT: &[u8] = b"Yubico";
const PASSWORD_ROUNDS: u32 = 10_000;

type Key = Zeroizing<[u8; KEY_LEN]>;

/// The two static keys of a password, encryption key first: 32 bytes of PBKDF2-HMAC-SHA-256
/// with salt `Yubico` and 10,000 rounds.
pub fn password_keys(password: &[u8]) -> Zeroizing<[u8; 2 * KEY_LEN]> {
    let mut keys = Zeroizing::new([0; 2 * KEY_LEN]);
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password, PASSWORD_SALT, PASSWORD_ROUNDS, keys.as_mut_slice());
    keys
}

fn cmac(key: &[u8; KEY_LEN], parts: &[&[u8]]) -> [u8; KEY_LEN] {
    let mut mac = <Cmac<Aes128> as KeyInit>::new(key.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// SP 800-108 in counter mode with CMAC, as SCP03 section 4.1.5 lays its block out.
fn derive(key: &[u8; KEY_LEN], purpose: u8, context: &[u8], len: usize) -> Key {
    let bits = u16::try_from(8 * len).unwrap_or(u16::MAX).to_be_bytes();
    let [high, low] = bits;
    Zeroizing::new(cmac(key, &[&[0; 11], &[purpose, 0, high, low, 1], context]))
}

fn first<const N: usize>(bytes: &[u8; KEY_LEN]) -> [u8; N] {
    let mut head = [0; N];
    head.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
    head
}

/// The device's end of a channel.
pub struct Channel {
    enc: Key,
    mac: Key,
    rmac: Key,
    context: [u8; 2 * CHALLENGE_LEN],
    chain: [u8; KEY_LEN],
    counter: u128,
}

impl Channel {
    /// Session keys of two static keys (encryption, then MAC) and both challenges.
    pub fn new(static_keys: &[u8; 2 * KEY_LEN], host: [u8; CHALLENGE_LEN], device: [u8; CHALLENGE_LEN]) -> Self {
        let mut context = [0; 2 * CHALLENGE_LEN];
        context.iter_mut().zip(host.iter().chain(&device)).for_each(|(to, from)| *to = *from);
        let (mut static_enc, mut static_mac) = (Zeroizing::new([0; KEY_LEN]), Zeroizing::new([0; KEY_LEN]));
        static_enc.iter_mut().chain(static_mac.iter_mut()).zip(static_keys).for_each(|(to, from)| *to = *from);
        Self {
            enc: derive(&static_enc, DERIVE_ENC, &context, KEY_LEN),
            mac: derive(&static_mac, DERIVE_MAC, &context, KEY_LEN),
            rmac: derive(&static_mac, DERIVE_RMAC, &context, KEY_LEN),
            context,
            chain: [0; KEY_LEN],
            counter: 1,
        }
    }

    /// What proves to the host that the device has the keys.
    pub fn device_cryptogram(&self) -> [u8; CRYPTOGRAM_LEN] {
        first(&derive(&self.mac, DERIVE_CARD_CRYPTOGRAM, &self.context, CRYPTOGRAM_LEN))
    }

    /// Whether this is what proves to the device that the host has the keys.
    pub fn is_host_cryptogram(&self, untrusted_cryptogram: &[u8]) -> bool {
        let expected: [u8; CRYPTOGRAM_LEN] =
            first(&derive(&self.mac, DERIVE_HOST_CRYPTOGRAM, &self.context, CRYPTOGRAM_LEN));
        expected.as_slice().ct_eq(untrusted_cryptogram).into()
    }

    /// Whether the message has this MAC; if so, the chain goes on from it.
    pub fn accepts(&mut self, untrusted_message: &[u8], untrusted_mac: &[u8]) -> bool {
        let mac = cmac(&self.mac, &[&self.chain, untrusted_message]);
        let accepted = first::<MAC_LEN>(&mac).as_slice().ct_eq(untrusted_mac).into();
        if accepted {
            self.chain = mac;
        }
        accepted
    }

    /// The MAC of an answer, chained to the command that was accepted last.
    pub fn answer_mac(&self, message: &[u8]) -> [u8; MAC_LEN] {
        first(&cmac(&self.rmac, &[&self.chain, message]))
    }

    /// The padded command inside a ciphertext; `None` when it is not whole blocks.
    pub fn decrypt(&self, untrusted_ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        if untrusted_ciphertext.is_empty() {
            return None;
        }
        cbc::Decryptor::<Aes128>::new((&*self.enc).into(), (&self.iv()).into())
            .decrypt_padded_vec::<NoPadding>(untrusted_ciphertext)
            .ok()
            .map(Zeroizing::new)
    }

    /// The ciphertext of an answer, padded by 0x80 and zeros; the counter goes on.
    pub fn encrypt(&mut self, answer: &[u8]) -> Vec<u8> {
        let mut padded = Zeroizing::new(answer.to_vec());
        padded.push(0x80);
        let len = padded.len().next_multiple_of(KEY_LEN);
        padded.resize(len, 0);
        let encryptor = cbc::Encryptor::<Aes128>::new((&*self.enc).into(), (&self.iv()).into());
        self.counter += 1;
        encryptor.encrypt_padded_vec::<NoPadding>(&padded)
    }

    fn iv(&self) -> [u8; KEY_LEN] {
        let mut block = self.counter.to_be_bytes().into();
        Aes128::new((&*self.enc).into()).encrypt_block(&mut block);
        block.into()
    }
}
