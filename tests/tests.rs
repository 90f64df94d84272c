//! Tests of the whole house. A test of one crate lives in that crate's `tests/`; here stands what needs several of them.

#![allow(missing_docs, reason = "tests speak by their names")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

/// An election held act by act, repeated, out of turn, interrupted.
mod acts;
/// The programs as a person runs them: command line, files, exit codes.
mod command_line;
/// From published data to the folders under `elections/`.
mod converters;
/// Elections on HSMs of every kind: counted, interrupted, lost, held against their logs.
mod hsms;
/// Which crate may import which, and which licences may come in.
mod layers;
/// How fast the screen answers, and what it costs: figures, by hand.
mod measures;
/// Attackers of every kind, and what becomes of them.
mod mischief;
/// The real elections under `elections/` against their official sources, and rehearsed.
mod real_elections;
/// One whole rehearsal: ceremony to verified record, and what a forger can do to it.
mod rehearsal;
/// The terminal screen, by keystrokes.
mod screen;
/// How the programs are built, and the small elections that they are given.
mod stage;
/// Officers' tokens of every kind: found, pulled out, killed, in turn, and what is done to one.
mod tokens;
/// The observers' view, and rehearsals on the screen.
mod watch;
