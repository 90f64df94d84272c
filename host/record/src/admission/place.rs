//! Where a record was received.

use core::fmt;

use crate::bytes::{ByteFault, Reader, Writer};
use crate::definition::Definition;
use crate::limits::VARIANTS_MAX;
use crate::text::decimal;

/// The place of a record in its region; the order of places is that of all lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Index of the collector.
    pub collector: u16,
    /// Number of the bundle, from 1.
    pub bundle: u32,
    /// Variant of the bundle, from 1: more than one where its chain forks.
    pub variant: u8,
    /// Place in the bundle, from 0.
    pub item: u32,
}

/// Bytes of a place.
pub(crate) const PLACE_LEN: usize = 11;

impl Place {
    /// Refuses a bundle 0 and a variant that is not 1 to 16.
    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, ByteFault> {
        let place =
            Self { collector: reader.u16()?, bundle: reader.u32()?, variant: reader.u8()?, item: reader.u32()? };
        let is_place = place.bundle > 0 && (1..=VARIANTS_MAX).contains(&place.variant);
        if is_place { Ok(place) } else { Err(ByteFault::OverLimit) }
    }

    /// The place as people type it, `COLLECTOR/BUNDLE/ITEM` with the collector's id. `None` for any other text.
    pub fn from_words(definition: &Definition, untrusted: &str) -> Option<Self> {
        let (collector, rest) = untrusted.split_once('/')?;
        let (bundle, item) = rest.split_once('/')?;
        let BundleName { bundle, variant } = BundleName::read(bundle)?;
        Some(Self { collector: definition.collector_index(collector)?, bundle, variant, item: decimal(item)? })
    }

    /// The place as people type it; see [`Place::from_words`].
    pub fn in_words(&self, definition: &Definition) -> String {
        let collector = definition.collectors.get(usize::from(self.collector)).map_or("", |named| named.id.as_str());
        let name = BundleName { bundle: self.bundle, variant: self.variant };
        format!("{collector}/{name}/{}", self.item)
    }

    pub(crate) fn write(&self, bytes: &mut Writer) {
        bytes.u16(self.collector).u32(self.bundle).u8(self.variant).u32(self.item);
    }
}

/// A bundle as lists write it: its number, and its variant behind a dot from 2 on.
pub(super) struct BundleName {
    pub(super) bundle: u32,
    pub(super) variant: u8,
}

impl fmt::Display for BundleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.variant {
            1 => write!(f, "{}", self.bundle),
            variant => write!(f, "{}.{variant}", self.bundle),
        }
    }
}

impl BundleName {
    pub(super) fn read(untrusted: &str) -> Option<Self> {
        let (bundle, variant) = match untrusted.split_once('.') {
            Some((bundle, variant)) => {
                (bundle, decimal(variant).filter(|variant| (2..=VARIANTS_MAX).contains(variant))?)
            }
            None => (untrusted, 1),
        };
        Some(Self { bundle: decimal(bundle).filter(|bundle| *bundle > 0)?, variant })
    }
}
