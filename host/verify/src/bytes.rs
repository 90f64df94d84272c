//! Reading binary files: a cursor that never reads past the end and never allocates by a number it was told.

use crate::reason::Reason;

/// The unread rest of some bytes from outside.
pub(crate) struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// Starts at the first byte.
    pub(crate) fn new(untrusted: &'a [u8]) -> Self {
        Self { rest: untrusted }
    }

    /// The next `len` bytes. Refuses when fewer are left.
    pub(crate) fn take(&mut self, len: usize) -> Result<&'a [u8], Reason> {
        let (head, rest) =
            self.rest.split_at_checked(len).ok_or(Reason::EndsEarly { needed: len, left: self.rest.len() })?;
        self.rest = rest;
        Ok(head)
    }

    /// The next `N` bytes as an array.
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Reason> {
        let (head, rest) =
            self.rest.split_first_chunk::<N>().ok_or(Reason::EndsEarly { needed: N, left: self.rest.len() })?;
        self.rest = rest;
        Ok(*head)
    }

    /// `count` arrays of `N` bytes; checked against what is left before anything is allocated.
    pub(crate) fn arrays<const N: usize>(&mut self, count: usize) -> Result<Vec<[u8; N]>, Reason> {
        let len = count.saturating_mul(N);
        if len > self.rest.len() {
            return Err(Reason::EndsEarly { needed: len, left: self.rest.len() });
        }
        (0..count).map(|_| self.array()).collect()
    }

    /// A byte.
    pub(crate) fn u8(&mut self) -> Result<u8, Reason> {
        Ok(u8::from_be_bytes(self.array()?))
    }

    /// Two bytes, big-endian.
    pub(crate) fn u16(&mut self) -> Result<u16, Reason> {
        Ok(u16::from_be_bytes(self.array()?))
    }

    /// Four bytes, big-endian.
    pub(crate) fn u32(&mut self) -> Result<u32, Reason> {
        Ok(u32::from_be_bytes(self.array()?))
    }

    /// Eight bytes, big-endian.
    pub(crate) fn u64(&mut self) -> Result<u64, Reason> {
        Ok(u64::from_be_bytes(self.array()?))
    }

    /// `str8`: a length byte and 1 to 48 characters `[a-z0-9-]`.
    pub(crate) fn str8(&mut self) -> Result<String, Reason> {
        let len = self.u8()?;
        let bytes = self.take(usize::from(len))?;
        let text = std::str::from_utf8(bytes).map_err(|_| Reason::BadId)?;
        if !crate::text::is_id(text) {
            return Err(Reason::BadId);
        }
        Ok(text.to_owned())
    }

    /// `blob16`: two bytes of length and the bytes.
    pub(crate) fn blob16(&mut self) -> Result<&'a [u8], Reason> {
        let len = self.u16()?;
        self.take(usize::from(len))
    }

    /// `blob32`: four bytes of length and the bytes.
    pub(crate) fn blob32(&mut self) -> Result<&'a [u8], Reason> {
        let len = self.u32()?;
        self.take(usize::try_from(len).unwrap_or(usize::MAX))
    }

    /// The first line of a format, `format` ‖ LF.
    pub(crate) fn format(&mut self, format: &'static str) -> Result<(), Reason> {
        let wrong = Reason::WrongFormat(format);
        let line = self.take(format.len()).map_err(|_| wrong.clone())?;
        if line != format.as_bytes() || self.u8().ok() != Some(b'\n') {
            return Err(wrong);
        }
        Ok(())
    }

    /// Exactly these 32 bytes, named `what` in the refusal.
    pub(crate) fn digest(&mut self, what: &'static str, expected: &[u8; 32]) -> Result<(), Reason> {
        let found: [u8; 32] = self.array()?;
        crate::reason::same_digest(what, expected, &found)
    }

    /// How many bytes are left.
    pub(crate) fn left(&self) -> usize {
        self.rest.len()
    }

    /// Refuses bytes after the end.
    pub(crate) fn finish(self) -> Result<(), Reason> {
        if self.rest.is_empty() { Ok(()) } else { Err(Reason::LeftOver(self.rest.len())) }
    }
}
