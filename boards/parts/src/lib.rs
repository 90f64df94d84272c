#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

pub mod clock;
pub mod led;
pub mod screen;
pub mod seed;
pub mod thermometer;
pub mod usb;
