//! The one codec of all binary files: a reader that never takes more than is there, and its writer.

use tamga_crypto::hash::Digest;

use crate::limits::ID_LEN_MAX;

/// What is wrong with the bytes of a file, whichever file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ByteFault {
    /// The bytes end before the last field.
    #[error("the file ends early; copy it again from where it was made")]
    EndsEarly,
    /// Bytes follow the last field.
    #[error("bytes follow the end of the file's contents; copy it again from where it was made")]
    TrailingBytes,
    /// The first line names another format or another version of it.
    #[error("the first line names another format or version; check that this is the right file")]
    WrongFirstLine,
    /// A length or a count is over its limit.
    #[error("a length or a count is over its limit; the file was not made by this system")]
    OverLimit,
    /// An id is not 1 to 48 of `a-z`, `0-9` and `-`.
    #[error("an id is not 1 to 48 of the characters a-z, 0-9 and -")]
    BadId,
    /// The text is not UTF-8.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// The contents can be read but are written differently from the one way the specification allows.
    #[error("the file is not written in its one canonical way; it was changed after it was made")]
    NotCanonical,
}

/// Whether `id` is an id or code: 1 to 48 of `[a-z0-9-]`.
pub(crate) fn is_id(id: &[u8]) -> bool {
    (1..=ID_LEN_MAX).contains(&id.len())
        && id.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-')
}

/// Takes fields off the front of bytes from outside.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(untrusted: &'a [u8]) -> Self {
        Self { rest: untrusted }
    }

    /// A reader behind the first line `version`, line end included in it.
    pub(crate) fn after_version(untrusted: &'a [u8], version: &str) -> Result<Self, ByteFault> {
        let rest = untrusted.strip_prefix(version.as_bytes());
        rest.map(Self::new).ok_or(ByteFault::WrongFirstLine)
    }

    pub(crate) fn take(&mut self, len: usize) -> Result<&'a [u8], ByteFault> {
        let (head, rest) = self.rest.split_at_checked(len).ok_or(ByteFault::EndsEarly)?;
        self.rest = rest;
        Ok(head)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], ByteFault> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or(ByteFault::EndsEarly)?;
        self.rest = rest;
        Ok(*head)
    }

    pub(crate) fn digest(&mut self) -> Result<Digest, ByteFault> {
        self.array()
    }

    pub(crate) fn u8(&mut self) -> Result<u8, ByteFault> {
        self.array().map(u8::from_be_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, ByteFault> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, ByteFault> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn u64(&mut self) -> Result<u64, ByteFault> {
        self.array().map(u64::from_be_bytes)
    }

    pub(crate) fn str8(&mut self) -> Result<String, ByteFault> {
        let len = usize::from(self.u8()?);
        let bytes = self.take(len)?;
        if !is_id(bytes) {
            return Err(ByteFault::BadId);
        }
        String::from_utf8(bytes.to_vec()).map_err(|_| ByteFault::BadId)
    }

    pub(crate) fn blob16(&mut self) -> Result<&'a [u8], ByteFault> {
        let len = usize::from(self.u16()?);
        self.take(len)
    }

    /// A `blob32` of at most `len_max` bytes.
    pub(crate) fn blob32(&mut self, len_max: usize) -> Result<&'a [u8], ByteFault> {
        let len = usize::try_from(self.u32()?).map_err(|_| ByteFault::OverLimit)?;
        if len > len_max {
            return Err(ByteFault::OverLimit);
        }
        self.take(len)
    }

    /// `count` items, read by `item`. Refuses more than `count_max`, and a count whose items, at least `item_len` bytes
    /// each, cannot all be there, before anything is allocated for them.
    pub(crate) fn items<T>(
        &mut self,
        count: u64,
        count_max: u64,
        item_len: usize,
        mut item: impl FnMut(&mut Self) -> Result<T, ByteFault>,
    ) -> Result<Vec<T>, ByteFault> {
        if count > count_max {
            return Err(ByteFault::OverLimit);
        }
        self.has_room_for(count, item_len)?;
        (0..count).map(|_| item(self)).collect()
    }

    /// Refuses `count` items of at least `item_len` bytes each that cannot all be there.
    pub(crate) fn has_room_for(&self, count: impl Into<u64>, item_len: usize) -> Result<(), ByteFault> {
        let needed = count.into().checked_mul(item_len as u64).ok_or(ByteFault::OverLimit)?;
        if needed > self.rest.len() as u64 { Err(ByteFault::EndsEarly) } else { Ok(()) }
    }

    pub(crate) fn finish(self) -> Result<(), ByteFault> {
        if self.rest.is_empty() { Ok(()) } else { Err(ByteFault::TrailingBytes) }
    }
}

/// Puts fields behind each other. A value beyond the limits of its format is written with its length field at its largest,
/// so that what comes out is refused by every reader.
#[derive(Default)]
pub(crate) struct Writer(Vec<u8>);

impl Writer {
    pub(crate) fn with_version(version: &str) -> Self {
        Self(version.as_bytes().to_vec())
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn all<T: AsRef<[u8]>>(&mut self, parts: &[T]) -> &mut Self {
        for part in parts {
            self.bytes(part.as_ref());
        }
        self
    }

    pub(crate) fn u8(&mut self, value: u8) -> &mut Self {
        self.bytes(&value.to_be_bytes())
    }

    pub(crate) fn u16(&mut self, value: u16) -> &mut Self {
        self.bytes(&value.to_be_bytes())
    }

    pub(crate) fn u32(&mut self, value: u32) -> &mut Self {
        self.bytes(&value.to_be_bytes())
    }

    pub(crate) fn u64(&mut self, value: u64) -> &mut Self {
        self.bytes(&value.to_be_bytes())
    }

    pub(crate) fn count8(&mut self, count: usize) -> &mut Self {
        self.u8(u8::try_from(count).unwrap_or(u8::MAX))
    }

    pub(crate) fn count16(&mut self, count: usize) -> &mut Self {
        self.u16(u16::try_from(count).unwrap_or(u16::MAX))
    }

    pub(crate) fn count32(&mut self, count: usize) -> &mut Self {
        self.u32(u32::try_from(count).unwrap_or(u32::MAX))
    }

    pub(crate) fn str8(&mut self, id: &str) -> &mut Self {
        self.count8(id.len()).bytes(id.as_bytes())
    }

    pub(crate) fn blob16(&mut self, bytes: &[u8]) -> &mut Self {
        self.count16(bytes.len()).bytes(bytes)
    }

    pub(crate) fn blob32(&mut self, bytes: &[u8]) -> &mut Self {
        self.count32(bytes.len()).bytes(bytes)
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// The last step of every `parse`: what was read, written again, has to be the same bytes.
pub(crate) fn same_bytes(untrusted: &[u8], written_again: &[u8]) -> Result<(), ByteFault> {
    if untrusted == written_again { Ok(()) } else { Err(ByteFault::NotCanonical) }
}

/// Whether a list is ascending and holds nothing twice.
pub(crate) fn strictly_ascending<T: Ord>(items: impl IntoIterator<Item = T>) -> bool {
    items.into_iter().is_sorted_by(|a, b| a < b)
}
