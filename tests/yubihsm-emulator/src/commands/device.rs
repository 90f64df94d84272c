//! The device itself.

use super::{Answer, Call};
use crate::audit;
use crate::capability;
use crate::config::FIRMWARE;
use crate::error::DeviceError;
use crate::fields::Fields;
use crate::frame::MESSAGE_LEN_MAX;
use crate::state::{OBJECTS_MAX, PAGE_LEN, PAGES, State};

/// The algorithms that firmware 2.4 names: all of them, though the emulator has few.
const ALGORITHMS: std::ops::RangeInclusive<u8> = 1..=55;
/// What the second page of the device's information says where the device has its chip's part number.
const PART_NUMBER: &[u8] = b"EMULATOR";
/// What a session message adds to an answer: two heads, session, padding, MAC.
const OVERHEAD_LEN_MAX: usize = 32;

/// ECHO: the data.
pub fn echo(call: &mut Call<'_>) -> Answer {
    Ok(call.data.to_vec())
}

/// DEVICE INFO: version, serial number, size and fill of the log, algorithms; the part number on page 1.
pub fn info(state: &State, call: &mut Call<'_>) -> Answer {
    match call.data {
        [] | [0] => {
            let used = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
            let mut answer = FIRMWARE.to_vec();
            answer.extend_from_slice(&state.serial.to_be_bytes());
            answer.extend_from_slice(&[used(audit::ENTRIES_MAX), used(state.log.used())]);
            answer.extend(ALGORITHMS);
            Ok(answer)
        }
        [1] => Ok(PART_NUMBER.to_vec()),
        [_] => Err(DeviceError::InvalidData),
        _ => Err(DeviceError::WrongLength),
    }
}

/// RESET DEVICE: the device resets after its answer.
pub fn reset(call: &mut Call<'_>) -> Answer {
    call.require(capability::RESET_DEVICE)?;
    empty(call)
}

/// CLOSE SESSION: the session ends after its answer.
pub fn close_session(call: &mut Call<'_>) -> Answer {
    call.require(0)?;
    empty(call)
}

/// GET STORAGE INFO: records and free records, pages and free pages, bytes of a page.
pub fn storage_info(state: &State, call: &mut Call<'_>) -> Answer {
    call.require(0)?;
    Fields::new(call.data).end()?;
    let counts =
        [OBJECTS_MAX, OBJECTS_MAX - state.objects().len(), PAGES, PAGES.saturating_sub(state.pages_used()), PAGE_LEN];
    Ok(counts.iter().flat_map(|count| u16::try_from(*count).unwrap_or(u16::MAX).to_be_bytes()).collect())
}

/// GET PSEUDO RANDOM: as many random bytes as asked for.
pub fn pseudo_random(call: &mut Call<'_>) -> Answer {
    call.require(capability::GET_PSEUDO_RANDOM)?;
    let mut fields = Fields::new(call.data);
    let len = usize::from(fields.u16()?);
    fields.end()?;
    if len > MESSAGE_LEN_MAX - OVERHEAD_LEN_MAX {
        return Err(DeviceError::InvalidData);
    }
    let mut bytes = vec![0; len];
    getrandom::fill(&mut bytes).map_err(|_| DeviceError::StorageFailed)?;
    Ok(bytes)
}

/// BLINK DEVICE: nothing to see.
pub fn blink(call: &mut Call<'_>) -> Answer {
    call.require(0)?;
    let mut fields = Fields::new(call.data);
    fields.u8()?;
    fields.end()?;
    Ok(Vec::new())
}

fn empty(call: &Call<'_>) -> Answer {
    Fields::new(call.data).end()?;
    Ok(Vec::new())
}
