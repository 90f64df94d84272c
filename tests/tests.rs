//! Tests of the whole house. A test of one crate lives in that crate's `tests/`; here stands what needs several of them.

#![allow(missing_docs, reason = "tests speak by their names")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

/// The programs as a person runs them: command line, files, exit codes.
mod command_line;
/// The real elections under `elections/` against their official sources.
mod elections;
/// Which crate may import which, and which licences may come in.
mod layers;
/// One whole rehearsal: ceremony to verified record, and what a forger can do to it.
mod rehearsal;
/// How the programs are built, and the small elections that they are given.
mod stage;
