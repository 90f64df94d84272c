//! What a quorum of tokens does together: key generation, opening sums, decrypting PINs; README (7) to (20) and (24) to (26).

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod ceremony;
mod dkg;
mod dkg_tweaks;
mod frost_vectors;
mod frozen;
mod hedged;
mod opening;
mod opening_tweaks;
mod resharing;
mod tdh2;
