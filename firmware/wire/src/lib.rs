#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod act;
mod array;
pub mod demand;
pub mod frame;
pub mod label;
pub mod leaf;
pub mod life;
pub mod limits;
mod list;
pub mod operations;
pub mod pin_label;
pub mod purposes;
pub mod refusal;
pub mod replacement;
pub mod request;
pub mod response;
mod signatures;
pub mod signed;

pub use act::{ActKind, Figures};
pub use demand::Demand;
pub use frame::{
    FRAME_LEN_MAX, Frame, FrameError, FrameReader, PROTOCOL_VERSION, decode_frame, decode_message, encode_frame,
};
pub use leaf::Group;
pub use life::{BoardPart, Life};
pub use operations::{Operation, Operations};
pub use pin_label::{PinLabel, Role};
pub use purposes::Purposes;
pub use refusal::Refusal;
pub use replacement::NewOfficer;
pub use request::{Approval, Request};
pub use response::{Answer, Info, RandomBytes, Response};
pub use tamga_crypto::dkg::Purpose;
pub use tamga_crypto::hash::Digest;
