//! Options and the log.

use super::{Answer, Call};
use crate::capability;
use crate::error::DeviceError;
use crate::fields::Fields;
use crate::state::State;

/// SET OPTION: one option as tag, length, value.
pub fn set_option(state: &mut State, call: &mut Call<'_>) -> Answer {
    call.require(capability::SET_OPTION)?;
    let mut fields = Fields::new(call.data);
    let tag = fields.u8()?;
    let len = usize::from(fields.u16()?);
    let value = fields.rest();
    if value.len() != len {
        return Err(DeviceError::WrongLength);
    }
    state.options.set(tag, value)?;
    Ok(Vec::new())
}

/// GET OPTION: the value of one option.
pub fn get_option(state: &State, call: &mut Call<'_>) -> Answer {
    call.require(capability::GET_OPTION)?;
    let mut fields = Fields::new(call.data);
    let tag = fields.u8()?;
    fields.end()?;
    state.options.get(tag)
}

/// GET LOG ENTRIES: both counters, and every entry that was not freed.
pub fn entries(state: &State, call: &mut Call<'_>) -> Answer {
    call.require(capability::GET_LOG_ENTRIES)?;
    Fields::new(call.data).end()?;
    Ok(state.log.encode())
}

/// SET LOG INDEX: frees the entries up to this number.
pub fn set_index(state: &mut State, call: &mut Call<'_>) -> Answer {
    call.require(capability::GET_LOG_ENTRIES)?;
    let mut fields = Fields::new(call.data);
    let number = fields.u16()?;
    fields.end()?;
    state.log.free_to(number)?;
    Ok(Vec::new())
}
