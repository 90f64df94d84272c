//! `tamga/bundle/v1`, read as a stream: at no time is more of a bundle in memory than one batch of its items.

use std::io::{BufReader, Read};

use sha3::{Digest as _, Sha3_256};

use super::record::{ITEM_HEAD_LEN, ITEM_LEN_MAX};
use crate::bytes::Cursor;
use crate::digest::{Digest, Tree, hash};
use crate::limits;
use crate::reason::{Reason, same_digest};
use crate::signature::signed;

/// Bytes of a bundle's header, its first line included.
const HEADER_LEN: usize = 101;
/// Items that are read at a time.
const BATCH_ITEMS: usize = 4096;
/// Bytes after which a batch ends.
const BATCH_BYTES: usize = 16 << 20;

/// What a bundle holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BundleKind {
    /// Records.
    Records,
    /// The end of a chain: no items.
    Closing,
    /// Records that were brought after the closing bundle.
    Late,
}

/// A bundle's header.
#[derive(Clone, Debug)]
pub(crate) struct BundleHeader {
    /// The election id that it names.
    pub(crate) election: Digest,
    /// The region's index.
    pub(crate) region: u16,
    /// The collector's index.
    pub(crate) collector: u16,
    /// Its number in the chain, from 1.
    pub(crate) number: u32,
    /// Digest of the bundle before.
    pub(crate) previous: Digest,
    /// What it holds.
    pub(crate) kind: BundleKind,
    /// Its items.
    pub(crate) items: u32,
    /// Items of the chain up to and including this bundle.
    pub(crate) total: u64,
}

impl BundleHeader {
    fn parse(untrusted: &[u8]) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/bundle/v1")?;
        let header = Self {
            election: cursor.array()?,
            region: cursor.u16()?,
            collector: cursor.u16()?,
            number: cursor.u32()?,
            previous: cursor.array()?,
            kind: match cursor.u8()? {
                0 => BundleKind::Records,
                1 => BundleKind::Closing,
                2 => BundleKind::Late,
                _ => return Err(Reason::UnknownWord("kind of bundle")),
            },
            items: cursor.u32()?,
            total: cursor.u64()?,
        };
        cursor.finish()?;
        if header.items > limits::RECORDS {
            return Err(Reason::TooMany { what: "records", max: limits::RECORDS as usize });
        }
        if header.kind == BundleKind::Closing && header.items != 0 {
            return Err(Reason::ClosingWithItems);
        }
        if header.number == 0 {
            return Err(Reason::Zero("number of a bundle"));
        }
        if header.number == 1 && header.previous != [0; 32] {
            return Err(Reason::FirstFollows);
        }
        if header.number > 1 && header.previous == [0; 32] {
            return Err(Reason::FollowsNone);
        }
        let items = u64::from(header.items);
        if header.total < items || header.number == 1 && header.total != items {
            return Err(Reason::TotalOfItems { total: header.total, items });
        }
        Ok(header)
    }
}

/// A bundle that is being read.
pub(crate) struct BundleReader<R: Read> {
    input: BufReader<R>,
    unread: u64,
    state: Sha3_256,
    header_bytes: Vec<u8>,
    /// The header.
    pub(crate) header: BundleHeader,
    items_left: u32,
    leaves: Vec<Digest>,
}

/// What is known of a bundle after its end.
pub(crate) struct ReadBundle {
    /// `hash("tamga/bundle-digest/v1", header ‖ root)`.
    pub(crate) digest: Digest,
    /// SHA3-256 of the whole file.
    pub(crate) file: Digest,
}

impl<R: Read> BundleReader<R> {
    /// Reads the header of a file of `len` bytes.
    pub(crate) fn new(input: R, len: u64) -> Result<Self, Reason> {
        if len > limits::BUNDLE_FILE {
            return Err(Reason::TooLong { max: limits::BUNDLE_FILE });
        }
        let mut input = BufReader::with_capacity(1 << 20, input);
        let mut unread = len;
        let mut state = Sha3_256::new();
        let header_bytes = read(&mut input, &mut unread, &mut state, HEADER_LEN)?;
        let header = BundleHeader::parse(&header_bytes)?;
        let items_left = header.items;
        Ok(Self { input, unread, state, header_bytes, header, items_left, leaves: Vec::new() })
    }

    /// The next items; none are left when the batch is empty.
    pub(crate) fn next_batch(&mut self) -> Result<Vec<Vec<u8>>, Reason> {
        let mut batch = Vec::new();
        let mut bytes = 0;
        while self.items_left > 0 && batch.len() < BATCH_ITEMS && bytes < BATCH_BYTES {
            let length = self.bytes(4)?;
            let len = usize::try_from(Cursor::new(&length).u32()?).unwrap_or(usize::MAX);
            if !(ITEM_HEAD_LEN..=ITEM_LEN_MAX).contains(&len) {
                return Err(Reason::ItemLength { len: len as u64 });
            }
            batch.push(self.bytes(len)?);
            bytes += len;
            self.items_left -= 1;
        }
        Ok(batch)
    }

    /// Takes the leaf hashes of a batch, in its order.
    pub(crate) fn add_leaves(&mut self, leaves: impl Iterator<Item = Digest>) {
        self.leaves.extend(leaves);
    }

    /// Reads root and signature and checks both, by the collector's key.
    pub(crate) fn finish(mut self, collector: &[u8; 32]) -> Result<ReadBundle, Reason> {
        let tail = self.bytes(96)?;
        if self.unread != 0 {
            return Err(Reason::LeftOver(usize::try_from(self.unread).unwrap_or(usize::MAX)));
        }
        let mut cursor = Cursor::new(&tail);
        let root: Digest = cursor.array()?;
        let signature = cursor.array()?;
        same_digest("Merkle root of the items", &Tree::Election.root(&self.leaves), &root)?;
        if !signed(collector, "tamga/bundle/v1", &[&self.header_bytes, &root], &signature) {
            return Err(Reason::Signature("the collector".to_owned()));
        }
        let digest = hash("tamga/bundle-digest/v1", &[&self.header_bytes, &root]);
        Ok(ReadBundle { digest, file: self.state.finalize().into() })
    }

    fn bytes(&mut self, len: usize) -> Result<Vec<u8>, Reason> {
        read(&mut self.input, &mut self.unread, &mut self.state, len)
    }
}

fn read(input: &mut impl Read, unread: &mut u64, state: &mut Sha3_256, len: usize) -> Result<Vec<u8>, Reason> {
    let left = usize::try_from(*unread).unwrap_or(usize::MAX);
    if len > left {
        return Err(Reason::EndsEarly { needed: len, left });
    }
    let mut bytes = vec![0; len];
    input.read_exact(&mut bytes).map_err(|error| Reason::Unreadable(error.kind()))?;
    *unread -= len as u64;
    state.update(&bytes);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::{BundleHeader, Reason};

    /// A header whose bundle before has this byte thirty-two times as its digest.
    fn header(number: u32, previous: u8, kind: u8, items: u32, total: u64) -> Result<BundleHeader, Reason> {
        let bytes = [
            b"tamga/bundle/v1\n".as_slice(),
            &[0x11; 32],
            &[0; 4],
            &number.to_be_bytes(),
            &[previous; 32],
            &[kind],
            &items.to_be_bytes(),
            &total.to_be_bytes(),
        ];
        BundleHeader::parse(&bytes.concat())
    }

    #[test]
    fn a_header_that_no_chain_can_have_is_refused() {
        for (number, previous, kind, items, total) in
            [(1, 0, 0, 5, 5), (1, 0, 1, 0, 0), (2, 0x22, 1, 0, 1), (2, 0x22, 0, 5, 5), (3, 0x22, 2, 1, u64::MAX)]
        {
            assert!(header(number, previous, kind, items, total).is_ok(), "{number} {items} {total}");
        }
        assert!(matches!(header(0, 0, 0, 0, 0), Err(Reason::Zero(_))));
        assert!(matches!(header(1, 0x22, 0, 0, 0), Err(Reason::FirstFollows)));
        assert!(matches!(header(2, 0, 0, 5, 5), Err(Reason::FollowsNone)));
        assert!(matches!(header(2, 0x22, 1, 1, 1), Err(Reason::ClosingWithItems)));
        for (number, previous, kind, items, total) in
            [(1, 0, 0, 5, 6), (1, 0, 1, 0, 1), (1, 0, 0, 5, 4), (2, 0x22, 0, 5, 4)]
        {
            let found = header(number, previous, kind, items, total);
            assert!(matches!(found, Err(Reason::TotalOfItems { .. })), "{number} {items} {total}");
        }
    }
}
