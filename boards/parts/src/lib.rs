#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod clock;
pub mod fault;
pub mod flash_key;
pub mod generator;
pub mod led;
pub mod screen;
pub mod seed;
pub mod start;
pub mod thermometer;
pub mod usb;
