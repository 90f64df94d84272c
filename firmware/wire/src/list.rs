//! Lists with a limit: a list that says it is longer is refused before anything is kept of it, and nothing is allocated
//! by the number that the other side wrote.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

struct ListVisitor<T, const MAX: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MAX: usize> Visitor<'de> for ListVisitor<T, MAX> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at most {MAX} elements")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(element) = elements.next_element()? {
            if list.len() == MAX {
                return Err(A::Error::invalid_length(MAX + 1, &self));
            }
            list.push(element);
        }
        Ok(list)
    }
}

/// A list of at most `MAX` elements.
pub(crate) fn at_most<'de, D, T, const MAX: usize>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    deserializer.deserialize_seq(ListVisitor::<T, MAX>(PhantomData))
}

/// Text of at most `MAX` bytes; copied only after its length was looked at.
pub(crate) fn text_at_most<'de, D, const MAX: usize>(deserializer: D) -> Result<String, D::Error>
where
    D: Deserializer<'de>,
{
    let text = <&str>::deserialize(deserializer)?;
    if text.len() > MAX {
        return Err(D::Error::custom("text that is too long"));
    }
    Ok(text.into())
}

/// Lists of arrays longer than 32 bytes, for `#[serde(with = "arrays")]`-like fields.
pub(crate) mod arrays {
    use super::{Deserializer, Vec, at_most};
    use crate::array::Array;
    use serde::Serializer;

    pub(crate) fn serialize<S: Serializer, const N: usize>(
        arrays: &[[u8; N]],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(arrays.iter().map(|array| Array(*array)))
    }

    pub(crate) fn deserialize<'de, D, const N: usize, const MAX: usize>(
        deserializer: D,
    ) -> Result<Vec<[u8; N]>, D::Error>
    where
        D: Deserializer<'de>,
    {
        let arrays = at_most::<D, Array<N>, MAX>(deserializer)?;
        Ok(arrays.into_iter().map(|array| array.0).collect())
    }
}
