//! Objects of every type.

use super::{Answer, Call};
use crate::error::DeviceError;
use crate::fields::Fields;
use crate::object::{Kind, LABEL_LEN, Object};
use crate::state::State;

/// What LIST OBJECTS looks for.
enum Filter {
    Id(u16),
    Kind(u8),
    Domains(u16),
    Capabilities(u64),
    Algorithm(u8),
    Label([u8; LABEL_LEN]),
}

impl Filter {
    fn parse(fields: &mut Fields<'_>) -> Result<Self, DeviceError> {
        Ok(match fields.u8()? {
            1 => Self::Id(fields.u16()?),
            2 => Self::Kind(fields.u8()?),
            3 => Self::Domains(fields.u16()?),
            4 => Self::Capabilities(fields.u64()?),
            5 => Self::Algorithm(fields.u8()?),
            6 => Self::Label(fields.array()?),
            _ => return Err(DeviceError::InvalidData),
        })
    }

    fn matches(&self, object: &Object) -> bool {
        match self {
            Self::Id(id) => object.id == *id,
            Self::Kind(kind) => object.kind as u8 == *kind,
            Self::Domains(domains) => object.domains & domains != 0,
            Self::Capabilities(capabilities) => object.capabilities & capabilities != 0,
            Self::Algorithm(algorithm) => object.algorithm == *algorithm,
            Self::Label(label) => object.label == *label,
        }
    }
}

/// LIST OBJECTS: identifier, type and sequence of each object in the session's domains that all filters let through.
pub fn list(state: &State, call: &mut Call<'_>) -> Answer {
    let rights = call.require(0)?;
    let mut fields = Fields::new(call.data);
    let mut filters = Vec::new();
    while !fields.is_empty() {
        filters.push(Filter::parse(&mut fields)?);
    }
    let mut answer = Vec::new();
    for object in state.objects().iter().filter(|object| object.domains & rights.domains != 0) {
        if filters.iter().all(|filter| filter.matches(object)) {
            answer.extend_from_slice(&object.id.to_be_bytes());
            answer.extend_from_slice(&[object.kind as u8, object.sequence]);
        }
    }
    Ok(answer)
}

/// GET OBJECT INFO: 66 bytes, everything but the value.
pub fn info(state: &State, call: &mut Call<'_>) -> Answer {
    let rights = call.require(0)?;
    let (id, kind) = named(call)?;
    let object = state.find(rights, kind, id)?;
    let mut answer = object.capabilities.to_be_bytes().to_vec();
    answer.extend_from_slice(&object.id.to_be_bytes());
    answer.extend_from_slice(&object.size().to_be_bytes());
    answer.extend_from_slice(&object.domains.to_be_bytes());
    answer.extend_from_slice(&[object.kind as u8, object.algorithm, object.sequence, object.origin]);
    answer.extend_from_slice(&object.label);
    answer.extend_from_slice(&object.delegated.to_be_bytes());
    Ok(answer)
}

/// DELETE OBJECT: needs the capability for its type.
pub fn delete(state: &mut State, call: &mut Call<'_>) -> Answer {
    let (id, kind) = named(call)?;
    let rights = call.require(kind.delete_capability())?;
    state.delete(rights, kind, id)?;
    Ok(Vec::new())
}

fn named(call: &mut Call<'_>) -> Result<(u16, Kind), DeviceError> {
    let mut fields = Fields::new(call.data);
    call.target = fields.u16()?;
    let kind = Kind::from_u8(fields.u8()?)?;
    fields.end()?;
    Ok((call.target, kind))
}
