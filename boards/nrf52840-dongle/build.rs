//! Puts `memory.x` where the linker looks for it, and keeps the headers of the ELF file out of what is loaded: they would come
//! to lie below the image, where something else may be.

use std::path::Path;
use std::{env, fs};

fn main() {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::copy("memory.x", Path::new(&out).join("memory.x")).expect("memory.x can be copied");
    println!("cargo::rustc-link-search={out}");
    println!("cargo::rustc-link-arg=--nmagic");
    println!("cargo::rerun-if-changed=memory.x");
    println!("cargo::rerun-if-changed=build.rs");
}
