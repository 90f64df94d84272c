//! Rule 7: the lot, drawn by the close act and the dice of two officers.

use tamga_crypto::hash::{Digest, hash};
use tamga_record::definition::Contest;

/// The fewest throws of a die that an officer types in.
pub const DICE_LEN_MIN: usize = 10;
/// The most throws.
pub const DICE_LEN_MAX: usize = 48;

/// What one officer threw: 10 to 48 throws of a die, each a digit 1 to 6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dice(String);

/// Why something typed in is not a row of throws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DiceError {
    /// Too few throws, or too many.
    #[error("dice: {throws} throws; type {DICE_LEN_MIN} to {DICE_LEN_MAX} of them")]
    Length {
        /// The bytes typed.
        throws: usize,
    },
    /// A character that is no side of a die.
    #[error("dice: character number {} is not one of 1 to 6; type the throws without spaces", place + 1)]
    Side {
        /// Its place, from 0.
        place: usize,
    },
}

impl Dice {
    /// Reads throws as an officer typed them. Refuses fewer than 10 or more than 48, and whatever is not a digit 1 to 6.
    pub fn parse(untrusted: &str) -> Result<Self, DiceError> {
        let throws = untrusted.len();
        if !(DICE_LEN_MIN..=DICE_LEN_MAX).contains(&throws) {
            return Err(DiceError::Length { throws });
        }
        match untrusted.chars().position(|side| !('1'..='6').contains(&side)) {
            Some(place) => Err(DiceError::Side { place }),
            None => Ok(Self(untrusted.to_owned())),
        }
    }

    /// The throws, digits 1 to 6.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What decides a tie. That the two rows were typed by different officers is for the caller to see to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// `Z` of the newest box when the lot is drawn.
    pub close: Digest,
    /// The first officer's throws.
    pub first: Dice,
    /// The second officer's.
    pub second: Dice,
}

impl Lot {
    /// The competing options of a contest in the order that they get seats.
    pub(super) fn draw(&self, contest: &Contest, competing: &[u16]) -> Vec<u16> {
        let mut order = competing.to_vec();
        order.sort_by_cached_key(|index| {
            let option = contest.options.get(usize::from(*index));
            option.map(|option| self.digest(&contest.id, &option.id))
        });
        order
    }

    /// The digest that an option's place in the order is by.
    fn digest(&self, contest: &str, option: &str) -> Digest {
        let texts = [contest, option, self.first.as_str(), self.second.as_str()];
        let mut fields = self.close.to_vec();
        for text in texts {
            fields
                .push(u8::try_from(text.len()).expect("ids of a checked definition and throws have at most 48 bytes"));
            fields.extend(text.as_bytes());
        }
        hash("tamga/lot/v1", &[&fields])
    }
}
