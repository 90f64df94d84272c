#![doc = include_str!("../README.md")]
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod console;
mod draw;
mod font;
mod keys;
mod language;
mod page;
mod panel;
mod pin;
mod prompt;
mod screens;
mod settings;
mod standing;
mod texts;
mod view;
mod wrap;

pub use draw::{Display, Drawn, HEIGHT, Surface, SurfaceError, WIDTH, draw};
pub use keys::{Key, KeySet, Keypad, Keys, PinKeys, Press};
pub use language::Language;
pub use page::{COLUMNS, LINES, Page, PageKind};
pub use panel::{Idle, Panel};
pub use settings::Settings;
