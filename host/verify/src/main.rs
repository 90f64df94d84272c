//! The auditor's program; all of it is in the library.
fn main() -> std::process::ExitCode {
    tamga_verify::main()
}
