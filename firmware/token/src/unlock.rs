//! A share of the decryption of an HSM's PIN.

use alloc::string::String;

use tamga_crypto::hpke::x25519;
use tamga_crypto::tdh2::{PIN_CIPHERTEXT_LEN, PinCiphertext, Tdh2Error};
use tamga_wire::pin_label::UNLOCK_INFO;
use tamga_wire::{Operation, PinLabel, Refusal, Response, Role};

use crate::env::Env;
use crate::question::Question;
use crate::screen::Content;
use crate::token::Token;

/// An unlock that the officer was asked about.
pub(crate) struct UnlockQuestion {
    role: Role,
    serial: String,
    generation: u32,
    ciphertext: PinCiphertext,
    host_key: [u8; 32],
}

impl UnlockQuestion {
    fn label<'a>(&'a self, definition: &'a tamga_wire::Digest) -> PinLabel<'a> {
        PinLabel { definition, serial: &self.serial, role: self.role, generation: self.generation }
    }
}

impl<E: Env> Token<E> {
    /// Asks whether to unlock a role of an HSM. The label is built here, from the definition that this token knows and the
    /// fields that the officer will read: a ciphertext made for anything else does not check under it.
    pub(crate) fn unlock(
        &mut self,
        role: Role,
        serial: String,
        generation: u32,
        untrusted_ciphertext: [u8; PIN_CIPHERTEXT_LEN],
        host_key: [u8; 32],
    ) -> Result<Response, Refusal> {
        let enrolment = self.enrolment()?;
        let custody = self.state.custody.as_ref().ok_or(Refusal::OutOfOrder)?;
        let place = enrolment.hsms.iter().position(|hsm| *hsm == serial).ok_or(Refusal::WrongLabel)?;
        let hsm = u8::try_from(place + 1).map_err(|_| Refusal::WrongLabel)?;
        let ciphertext = PinCiphertext::from_bytes(untrusted_ciphertext);
        let question = UnlockQuestion { role, serial: serial.clone(), generation, ciphertext, host_key };
        let label = question.label(&enrolment.definition).to_bytes();
        question.ciphertext.check(&custody.group.public(), &label).map_err(refusal_of)?;
        self.ask(Question::Unlock(question), Content::Unlock { role, hsm, serial, generation })
    }

    /// The officer agreed: the share (20), sealed to the host's ephemeral key.
    pub(crate) fn answer_unlock(&mut self, question: &UnlockQuestion) -> Result<Response, Refusal> {
        let (Some(enrolment), Some(custody)) = (&self.state.enrolment, &self.state.custody) else {
            return Err(Refusal::OutOfOrder);
        };
        let index = enrolment.index;
        let (x, y) = (custody.group.public(), custody.group.verification_share(index));
        let label = question.label(&enrolment.definition);
        let rng = self.env.rng();
        let share =
            question.ciphertext.share(index, &custody.secret, &y, &x, &label.to_bytes(), rng).map_err(refusal_of)?;
        let info = [UNLOCK_INFO, &label.digest(), &[index]];
        let sealed = x25519::seal(&question.host_key, &info, &share, rng).map_err(|_| Refusal::BadHostKey)?;
        let sealed = sealed.try_into().map_err(|_| Refusal::BadHostKey)?;
        self.count(Operation::Unlock)?;
        Ok(Response::Sealed { sealed })
    }
}

fn refusal_of(error: Tdh2Error) -> Refusal {
    match error {
        Tdh2Error::Proof => Refusal::WrongLabel,
        _ => Refusal::BadCiphertext,
    }
}
