//! What is wrong with the roll itself, before it is part of E.

use tamga_crypto::sign::SigningKey;
use tamga_record::definition::HeldStatus;
use tamga_record::roll::RollEntry;

use super::MischiefError;
use super::parts::{Parts, Seat};
use super::signatures::ORDER_EIGHT;
use crate::registrar::Enrolment;

/// Whose entries are touched; none where nobody is left for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct RollParts {
    /// Somebody absent, whose entry nobody certified.
    pub(super) uncertified: Option<Seat>,
    /// Somebody absent, whose credential key is of low order: anyone could sign for it.
    pub(super) low_order: Option<Seat>,
    /// An honest voter whom the registrar has doubts about.
    pub(super) yellow: Option<Seat>,
    /// An honest voter whom the registrar has not verified.
    pub(super) blue: Option<Seat>,
}

impl RollParts {
    pub(super) fn choose(parts: &mut Parts) -> Self {
        Self {
            uncertified: parts.absent(),
            low_order: parts.absent(),
            yellow: parts.touched(None),
            blue: parts.touched(None),
        }
    }

    /// Changes the roll. What the registrar certifies is signed again with `registrar`.
    pub(super) fn spoil(&self, enrolment: &mut Enrolment, registrar: &SigningKey) -> Result<(), MischiefError> {
        let definition = enrolment.roll.definition;
        let certify = |entry: &mut RollEntry| {
            entry.certificate = registrar.sign(&entry.certificate_message(&definition)).to_bytes();
        };
        change(enrolment, self.uncertified, |entry| {
            let [first, ..] = &mut entry.certificate;
            *first ^= 1;
        })?;
        change(enrolment, self.low_order, |entry| {
            entry.credential = ORDER_EIGHT;
            certify(entry);
        })?;
        for (seat, default) in [(self.yellow, HeldStatus::Yellow), (self.blue, HeldStatus::Blue)] {
            change(enrolment, seat, |entry| {
                entry.default = default;
                certify(entry);
            })?;
        }
        Ok(())
    }
}

fn change(
    enrolment: &mut Enrolment,
    seat: Option<Seat>,
    change: impl FnOnce(&mut RollEntry),
) -> Result<(), MischiefError> {
    let Some(seat) = seat else { return Ok(()) };
    let tag = *seat.voter(enrolment).ok_or(MischiefError::Enrolment)?.tag();
    let entries = &mut enrolment.roll.entries;
    let place = entries.binary_search_by_key(&tag, |entry| entry.tag).map_err(|_| MischiefError::Enrolment)?;
    change(entries.get_mut(place).ok_or(MischiefError::Enrolment)?);
    Ok(())
}
