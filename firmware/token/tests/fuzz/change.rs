//! One change to a request, a text or a frame.

use arbitrary::{Result, Unstructured};
use tamga_wire::{ActKind, BoardPart, Group, Purpose, Purposes, Request, Role, frame};

/// Bytes of a list that grows, at most: a list over its limit is a case, one of a gigabyte is not.
const GROWN_MAX: usize = 5_000;

const KINDS: [ActKind; 8] = [
    ActKind::Close,
    ActKind::Amendment,
    ActKind::For,
    ActKind::Recount,
    ActKind::End,
    ActKind::Replacement,
    ActKind::Pause,
    ActKind::Resume,
];

/// Changes one field, as a rule; now and then the change makes no difference.
pub fn request(request: &mut Request, u: &mut Unstructured) -> Result<()> {
    match request {
        Request::Init { rehearsal } => *rehearsal = !*rehearsal,
        Request::Login { definition, purposes } => match (definition, u.arbitrary()?) {
            (Some(definition), true) => bytes(definition, u)?,
            (definition, false) => *definition = u.arbitrary()?,
            (None, true) => *purposes = any(Purposes::EACH, u)?,
        },
        Request::EnrolBegin { length, own } => either(length, own, u)?,
        Request::EnrolPart { bytes } | Request::StatementTotals { bytes } => list(bytes, u)?,
        Request::DkgBegin { purpose } => *purpose = any([Purpose::Custody, Purpose::Election], u)?,
        Request::DkgNonces { nonces: digests } | Request::DkgCommitments { commitments: digests } => {
            list_of_arrays(digests, u)?;
        }
        Request::DkgPackage { dealer, package } => match u.arbitrary()? {
            true => number(dealer, u)?,
            false => list(package, u)?,
        },
        Request::DkgEnvelope { dealer, envelope } => match u.arbitrary()? {
            true => number(dealer, u)?,
            false => bytes(envelope, u)?,
        },
        Request::DkgSignatures { signatures } => list_of_arrays(signatures, u)?,
        Request::Endorse { head, body_digest, roll_digest } => match u.int_in_range(0..=2)? {
            0 => list(head, u)?,
            1 => bytes(body_digest, u)?,
            _ => bytes(roll_digest, u)?,
        },
        Request::Act { kind, digest, figures } => match u.int_in_range(0..=2)? {
            0 => *kind = any(KINDS, u)?,
            1 => bytes(digest, u)?,
            _ => number(&mut figures[u.int_in_range(0..=3)?], u)?,
        },
        Request::StatementBegin { text, totals_length } => match u.arbitrary()? {
            true => number(totals_length, u)?,
            false => list(text, u)?,
        },
        Request::Check { part } => *part = any(BoardPart::ALL, u)?,
        Request::End { digest, figures, signatures } => match u.int_in_range(0..=2)? {
            0 => bytes(digest, u)?,
            1 => number(&mut figures[u.int_in_range(0..=3)?], u)?,
            _ => list(signatures, u)?,
        },
        Request::Replace { .. }
        | Request::SlotsAsk { .. }
        | Request::SlotsTake { .. }
        | Request::SlotsSigned { .. }
        | Request::ReplaceCommit { .. } => replacement(request, u)?,
        Request::Label { text } => *text = any(["", "x", "\u{202e}x", "Әділбек", "a label of more than 16"], u)?.into(),
        Request::Wipe { retire } => *retire = !*retire,
        Request::Bench { sums } => number(sums, u)?,
        Request::Operations { nonce } => bytes(nonce, u)?,
        Request::Unlock { .. } => unlock(request, u)?,
        Request::OpenBegin { .. } => opening(request, u)?,
        Request::OpenLeaf { .. } => leaf(request, u)?,
        _ => {}
    }
    Ok(())
}

fn replacement(request: &mut Request, u: &mut Unstructured) -> Result<()> {
    match request {
        Request::Replace { election, number: count, replaced, signatures } => match u.int_in_range(0..=5)? {
            0 => bytes(election, u)?,
            1 => number(count, u)?,
            2 => list(replaced, u)?,
            3 => list(signatures, u)?,
            4 => match signatures.last_mut() {
                Some(signature) if u.arbitrary()? => bytes(&mut signature.signature, u)?,
                Some(signature) => number(&mut signature.token, u)?,
                None => {}
            },
            _ => match replaced.last_mut() {
                Some(new) if u.arbitrary()? => bytes(&mut new.identity, u)?,
                Some(new) => number(&mut new.token, u)?,
                None => {}
            },
        },
        Request::SlotsAsk { part } => number(part, u)?,
        Request::SlotsTake { token, bytes } => match u.arbitrary()? {
            true => number(token, u)?,
            false => list(bytes, u)?,
        },
        Request::SlotsSigned { token, signature } => match u.arbitrary()? {
            true => number(token, u)?,
            false => bytes(signature, u)?,
        },
        Request::ReplaceCommit { number: count, signatures } => match u.arbitrary()? {
            true => number(count, u)?,
            false => list_of_arrays(signatures, u)?,
        },
        _ => {}
    }
    Ok(())
}

fn unlock(request: &mut Request, u: &mut Unstructured) -> Result<()> {
    let Request::Unlock { role, serial, generation, ciphertext, host_key } = request else { return Ok(()) };
    match u.int_in_range(0..=4)? {
        0 => *role = any([Role::Tally, Role::Escrow, Role::Admin], u)?,
        1 => *serial = any(["rehearsal-1", "rehearsal-3", "", "REHEARSAL"], u)?.into(),
        2 => number(generation, u)?,
        3 => bytes(ciphertext, u)?,
        _ => bytes(host_key, u)?,
    }
    Ok(())
}

fn opening(request: &mut Request, u: &mut Unstructured) -> Result<()> {
    let Request::OpenBegin { opening, previous, close, root, leaves, sums, ballots, approvals } = request else {
        return Ok(());
    };
    match u.int_in_range(0..=8)? {
        0 => number(opening, u)?,
        1 => bytes(previous, u)?,
        2 => bytes(close, u)?,
        3 => bytes(root, u)?,
        4 => number(leaves, u)?,
        5 => number(sums, u)?,
        6 => number(ballots, u)?,
        7 => list(approvals, u)?,
        _ => match approvals.last_mut() {
            Some(approval) if u.arbitrary()? => bytes(&mut approval.signature, u)?,
            Some(approval) => number(&mut approval.checker, u)?,
            None => {}
        },
    }
    Ok(())
}

fn leaf(request: &mut Request, u: &mut Unstructured) -> Result<()> {
    let Request::OpenLeaf { leaf, group, counted_digest, path, sums } = request else { return Ok(()) };
    match u.int_in_range(0..=4)? {
        0 => number(leaf, u)?,
        1 => self::group(group, u)?,
        2 => bytes(counted_digest, u)?,
        3 => list_of_arrays(path, u)?,
        _ => list_of_arrays(sums, u)?,
    }
    Ok(())
}

/// Changes contest, regions or ballots.
pub fn group(group: &mut Group, u: &mut Unstructured) -> Result<()> {
    match u.int_in_range(0..=3)? {
        0 => number(&mut group.contest, u)?,
        1 => number(&mut group.ballots, u)?,
        2 => list(&mut group.regions, u)?,
        _ => match group.regions.first_mut() {
            Some(region) => number(region, u)?,
            None => group.regions.push(0),
        },
    }
    Ok(())
}

/// One step up or down, an end of the range, or anything.
pub fn number<T: Copy + TryFrom<u64> + Into<u64>>(number: &mut T, u: &mut Unstructured) -> Result<()> {
    let before: u64 = (*number).into();
    let after = match u.int_in_range(0..=5)? {
        0 => before.wrapping_add(1),
        1 => before.wrapping_sub(1),
        2 => 0,
        3 => u64::MAX,
        4 => u64::from(u.arbitrary::<u8>()?),
        _ => u.arbitrary()?,
    };
    let bits = 8 * size_of::<T>();
    let fits = if bits == 64 { after } else { after & ((1 << bits) - 1) };
    *number = T::try_from(fits).unwrap_or(*number);
    Ok(())
}

/// A bit, a byte, all zeros, all ones, or anything.
pub fn bytes(bytes: &mut [u8], u: &mut Unstructured) -> Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    let at = u.choose_index(bytes.len())?;
    match u.int_in_range(0..=4)? {
        0 => bytes[at] ^= 1 << u.int_in_range(0..=7)?,
        1 => bytes[at] = u.arbitrary()?,
        2 => bytes.fill(0),
        3 => bytes.fill(0xff),
        _ => u.fill_buffer(bytes)?,
    }
    Ok(())
}

/// An element less, twice, elsewhere; fewer; many more.
pub fn list<T: Clone>(list: &mut Vec<T>, u: &mut Unstructured) -> Result<()> {
    if list.is_empty() {
        return Ok(());
    }
    let (at, other) = (u.choose_index(list.len())?, u.choose_index(list.len())?);
    match u.int_in_range(0..=5)? {
        0 => drop(list.remove(at)),
        1 => list.insert(other, list[at].clone()),
        2 => list.swap(at, other),
        3 => list.truncate(at),
        4 => list[other] = list[at].clone(),
        _ => {
            let more = list[at..].iter().cycle().take(u.int_in_range(0..=GROWN_MAX)?).cloned().collect::<Vec<_>>();
            list.extend(more);
        }
    }
    Ok(())
}

fn list_of_arrays<const N: usize>(arrays: &mut Vec<[u8; N]>, u: &mut Unstructured) -> Result<()> {
    match u.arbitrary()? {
        true if !arrays.is_empty() => {
            let at = u.choose_index(arrays.len())?;
            bytes(&mut arrays[at], u)
        }
        _ => list(arrays, u),
    }
}

fn either(first: &mut u32, second: &mut u8, u: &mut Unstructured) -> Result<()> {
    match u.arbitrary()? {
        true => number(first, u),
        false => number(second, u),
    }
}

fn any<T: Clone, const N: usize>(choices: [T; N], u: &mut Unstructured) -> Result<T> {
    Ok(u.choose(&choices)?.clone())
}

/// Lines of a text dropped, doubled, moved; a digit or a letter changed; the value of one put behind the word of another.
pub fn lines(text: &[u8], u: &mut Unstructured) -> Result<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = text.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    for _ in 0..u.int_in_range(1..=3)? {
        let (at, other) = (u.choose_index(lines.len())?, u.choose_index(lines.len())?);
        match u.int_in_range(0..=5)? {
            0 if lines.len() > 1 => drop(lines.remove(at)),
            1 => lines.insert(other, lines[at].clone()),
            2 => lines.swap(at, other),
            3 => {
                let place = u.choose_index(lines[at].len())?;
                lines[at][place] = *u.choose(b"0123456789abcdef -\n\xff")?;
            }
            4 => list(&mut lines[at], u)?,
            _ => {
                let value = lines[other].splitn(2, |byte| *byte == b' ').nth(1).unwrap_or_default().to_vec();
                let word = lines[at].split(|byte| *byte == b' ').next().unwrap_or_default();
                lines[at] = [word, b" ", &value].concat();
            }
        }
        lines.retain(|line| !line.is_empty());
        if lines.is_empty() {
            lines.push(b"\n".to_vec());
        }
    }
    Ok(lines.concat())
}

/// A frame around a message that is changed byte by byte, or of another version; its checksum is right.
pub fn frame_around(message: &[u8], sequence: u16, u: &mut Unstructured) -> Result<Vec<u8>> {
    let mut message = message.to_vec();
    let mut version = frame::PROTOCOL_VERSION;
    match u.int_in_range(0..=3)? {
        0 => version = u.arbitrary()?,
        1 => bytes(&mut message, u)?,
        2 => list(&mut message, u)?,
        _ => message.extend_from_slice(&u.arbitrary::<[u8; 8]>()?),
    }
    let mut body = [&[version], sequence.to_be_bytes().as_slice(), &message].concat();
    body.extend(frame::crc32(&body).to_be_bytes());
    Ok([cobs::encode_vec(&body), vec![0]].concat())
}
