//! Bytes laid out by hand, and ways to spoil them.

/// Bytes of pieces: `'text`, `AAxN` for a byte N times, anything else in hex, spaces ignored.
pub fn layout(pieces: &[&str]) -> Vec<u8> {
    pieces.iter().flat_map(|piece| piece_bytes(piece)).collect()
}

fn piece_bytes(piece: &str) -> Vec<u8> {
    if let Some(text) = piece.strip_prefix('\'') {
        return text.as_bytes().to_vec();
    }
    if let Some((byte, times)) = piece.split_once('x') {
        return vec![u8::from_str_radix(byte, 16).unwrap(); times.parse().unwrap()];
    }
    hex::decode(piece.replace(' ', "")).unwrap()
}

/// `AA…AA`, a digest of one byte repeated.
pub fn digest(byte: u8) -> [u8; 32] {
    [byte; 32]
}

/// The bytes with the last one of the first line's version changed: `…/v1` becomes `…/v2`.
pub fn other_version(good: &[u8]) -> Vec<u8> {
    let line_end = good.iter().position(|byte| *byte == b'\n').unwrap();
    let mut spoilt = good.to_vec();
    spoilt[line_end - 1] = b'2';
    spoilt
}

/// Asserts that a parser takes `good` and refuses another version, a byte behind the end, and every file that ends early.
pub fn refuses_spoilt<T, E>(good: &[u8], parse: impl Fn(&[u8]) -> Result<T, E>) {
    assert!(parse(good).is_ok(), "the unspoilt file");
    assert!(parse(&other_version(good)).is_err(), "another version");
    for behind in [b"\0".as_slice(), b"\n", b"x"] {
        assert!(parse(&[good, behind].concat()).is_err(), "a byte behind the end");
    }
    // Every length of a short file, and of a long one those around its beginning and end.
    let lengths = (0..good.len()).filter(|len| *len < 300 || good.len() - len < 300);
    for len in lengths {
        assert!(parse(&good[..len]).is_err(), "cut to {len} of {} bytes", good.len());
    }
}

/// The bytes with `new` in the place of `old`, which must be there once.
pub fn replaced(good: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = (0..good.len()).filter(|at| good[*at..].starts_with(old)).collect();
    assert_eq!(places.len(), 1, "{:?} must be there once", String::from_utf8_lossy(old));
    [&good[..places[0]], new, &good[places[0] + old.len()..]].concat()
}
