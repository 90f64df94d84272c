//! What a rehearsal is set up with on the screen.

use std::path::PathBuf;

use anyhow::Result;
use tamga_devices::{HsmError, HsmSpec, TokenNaming, TokenSpec};

use crate::arrivals;
use crate::cli::typed_tokens;
use crate::failure::Failure;
use crate::message::Message;

/// How many officers there are where nothing is said.
const OFFICERS: u8 = 5;

/// What a rehearsal is set up with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetUp {
    /// Folder with `election.toml`; none for the built-in example.
    pub election: Option<PathBuf>,
    /// Everything is divided by this.
    pub scale: Option<u32>,
    /// Officers.
    pub officers: Option<u8>,
    /// How many act together.
    pub quorum: Option<u8>,
    /// Where the tokens are, as typed; empty for those that are played.
    pub tokens: String,
    /// The HSMs, as typed, with spaces between them; empty for those in software.
    pub hsm: String,
    /// Whether voters and attackers of every kind are added.
    pub mischief: bool,
}

impl SetUp {
    /// Where the tokens are; none for those that are played.
    pub fn token_spec(&self) -> Result<Option<TokenSpec>> {
        if self.tokens.is_empty() {
            return Ok(None);
        }
        let spec = typed_tokens(&self.tokens).map_err(|error: TokenNaming| {
            Failure::bad_input(Message::of("tokens-spec").with("why", arrivals::naming(&error)))
        })?;
        Ok(Some(spec))
    }

    /// The HSMs; none for those in software.
    pub fn hsm_specs(&self) -> Result<Vec<HsmSpec>> {
        Ok(self.hsm.split_whitespace().map(str::parse).collect::<Result<_, HsmError>>()?)
    }

    /// What cannot be, before anything is begun: the field's place and the word of the message; none where all fields can.
    pub fn fault(&self) -> Option<(usize, &'static str)> {
        let officers = self.officers.unwrap_or(OFFICERS);
        if !(2..=15).contains(&officers) {
            return Some((2, "fault-officers"));
        }
        // How many officers there are, the election may say itself.
        let most = if self.officers.is_none() && self.election.is_some() { 15 } else { officers };
        let least = self.officers.map_or(1, |officers| officers / 2 + 1);
        if self.quorum.is_some_and(|quorum| !(least..=most).contains(&quorum)) {
            return Some((3, "fault-quorum"));
        }
        if self.token_spec().is_err() {
            return Some((4, "fault-tokens"));
        }
        self.hsm_specs().is_err().then_some((5, "fault-hsm"))
    }
}
