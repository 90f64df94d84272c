#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod attestation;
pub mod audit;
pub mod capability;
pub mod channel;
pub mod code;
mod commands;
mod config;
mod connector;
mod device;
mod emulator;
mod error;
mod fault;
mod fields;
mod flash;
mod frame;
mod http;
mod object;
mod options;
mod secret;
mod session;
mod state;

pub use config::{Config, FIRMWARE, SERIAL_DEFAULT};
pub use emulator::{Emulator, StartError};
pub use error::DeviceError;
pub use fault::{Fault, What};
