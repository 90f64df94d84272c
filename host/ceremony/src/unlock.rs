//! Unlocking a role of an HSM: a quorum decrypts its PIN, equations (19) and (20).

use std::fmt;

use tamga_crypto::dkg::GroupKey;
use tamga_crypto::hash::Digest;
use tamga_crypto::hpke::x25519;
use tamga_crypto::tdh2::{PIN_SHARE_LEN, PinCiphertext};
use tamga_record::ledger::{Entry, TokenAct};
use tamga_wire::pin_label::UNLOCK_INFO;
use tamga_wire::response::SEALED_LEN;
use tamga_wire::{PinLabel, Request, Response, Role};
use zeroize::Zeroizing;

use crate::desk::{Desk, Needed};
use crate::fault::{CeremonyError, Fault};
use crate::machine::Machine;
use crate::pin::Pin;
use crate::round::Round;

/// A PIN that a quorum decrypted.
#[derive(Debug, PartialEq, Eq)]
pub struct Unlocked {
    /// The PIN, for the login and nothing else.
    pub pin: Pin,
    /// The officers whose answers count, ascending.
    pub officers: Vec<u8>,
    /// `hash("tamga/unlock-answers/v1", their answers as received)`.
    pub answers_digest: Digest,
}

/// Whose PIN, as in the label (19) that the tokens show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnlockLabel {
    /// The definition digest `D`.
    pub definition: Digest,
    /// The HSM's serial number.
    pub serial: String,
    /// The role.
    pub role: Role,
    /// The generation of the PIN, from 1.
    pub generation: u32,
}

impl UnlockLabel {
    /// The label as the wire has it.
    pub fn as_pin_label(&self) -> PinLabel<'_> {
        PinLabel { definition: &self.definition, serial: &self.serial, role: self.role, generation: self.generation }
    }
}

/// At least a quorum decrypts the PIN of one role of one HSM. Answers are sealed to a key that lives as long as this
/// ceremony; every share is checked before it counts. One entry `unlock`, to be written before the PIN is used.
pub struct Unlock {
    desk: Desk,
    custody: GroupKey,
    label: UnlockLabel,
    ciphertext: PinCiphertext,
    host_key: x25519::SecretKey,
    answers: Round<([u8; SEALED_LEN], Zeroizing<[u8; PIN_SHARE_LEN]>)>,
}

impl Unlock {
    /// Decrypts `ciphertext`, made for `label` under the custody key. `host_key` is fresh and used for nothing else.
    ///
    /// Refuses a ciphertext whose proof does not hold for key and label, before any officer is asked.
    pub fn new(
        custody: &GroupKey,
        label: UnlockLabel,
        ciphertext: PinCiphertext,
        host_key: x25519::SecretKey,
    ) -> Result<Self, CeremonyError> {
        Self::of(Needed::Quorum, custody, label, ciphertext, host_key)
    }

    /// Decrypts as [`Unlock::new`], but every token has to answer: the test of the custody key at set-up. Each share is
    /// checked against its token's verification share, so that afterwards any quorum is known to decrypt.
    pub fn by_all(
        custody: &GroupKey,
        label: UnlockLabel,
        ciphertext: PinCiphertext,
        host_key: x25519::SecretKey,
    ) -> Result<Self, CeremonyError> {
        Self::of(Needed::All, custody, label, ciphertext, host_key)
    }

    fn of(
        needed: Needed,
        custody: &GroupKey,
        label: UnlockLabel,
        ciphertext: PinCiphertext,
        host_key: x25519::SecretKey,
    ) -> Result<Self, CeremonyError> {
        ciphertext.check(&custody.public(), &label.as_pin_label().to_bytes())?;
        let mut desk = Desk::new(Some(TokenAct::Unlock), custody.quorum, needed);
        desk.push_all(&Request::Unlock {
            role: label.role,
            serial: label.serial.clone(),
            generation: label.generation,
            ciphertext: ciphertext.to_bytes(),
            host_key: host_key.public(),
        });
        let answers = Round::new(custody.quorum.tokens);
        Ok(Self { desk, custody: custody.clone(), label, ciphertext, host_key, answers })
    }

    /// Opens a sealed answer and checks the share in it.
    fn open(&self, token: u8, untrusted_sealed: &[u8; SEALED_LEN]) -> Result<Zeroizing<[u8; PIN_SHARE_LEN]>, Fault> {
        let label = self.label.as_pin_label();
        let info: [&[u8]; 3] = [UNLOCK_INFO, &label.digest(), &[token]];
        let opened = x25519::open(&self.host_key, &info, untrusted_sealed).map_err(Fault::BadSeal)?;
        let share: &[u8; PIN_SHARE_LEN] = opened.as_slice().try_into().map_err(|_| Fault::WrongAnswer)?;
        let y = self.custody.verification_share(token);
        self.ciphertext.verify_share(token, &y, &label.to_bytes(), share).map_err(Fault::BadShare)?;
        Ok(Zeroizing::new(*share))
    }
}

impl Machine for Unlock {
    type Outcome = Unlocked;

    fn desk(&mut self) -> &mut Desk {
        &mut self.desk
    }

    fn answered(&mut self, token: u8, response: Response) -> Result<(), Fault> {
        let Response::Sealed { sealed } = response else {
            return Err(Fault::WrongAnswer);
        };
        let share = self.open(token, &sealed)?;
        self.answers.put(token, (sealed, share)).ok_or(Fault::WrongAnswer)
    }

    fn finish(&mut self) -> Result<Unlocked, CeremonyError> {
        self.desk.check_finished(self.answers.given().count())?;
        let answers = || self.answers.given();
        let shares: Zeroizing<Vec<_>> = Zeroizing::new(answers().map(|(token, (_, share))| (token, **share)).collect());
        let label = self.label.as_pin_label().to_bytes();
        let pin = self.ciphertext.combine(&self.custody.public(), &label, &shares, &self.custody)?;
        let officers: Vec<u8> = answers().map(|(token, _)| token).collect();
        let sealed: Vec<Vec<u8>> = answers().map(|(_, (sealed, _))| sealed.to_vec()).collect();
        let answers_digest = Entry::unlock_digest(&sealed);
        let entry = Entry::Unlock {
            role: self.label.role,
            hsm: self.label.serial.clone(),
            generation: self.label.generation,
            officers: officers.clone(),
            digest: answers_digest,
        };
        self.desk.settle([entry]);
        Ok(Unlocked { pin: Pin::from_bytes(pin), officers, answers_digest })
    }
}

impl fmt::Debug for Unlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unlock")
    }
}
