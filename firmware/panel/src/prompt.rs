//! What the officer sees before the PIN: the election and what the token will be used for.

use alloc::string::{String, ToString};

use tamga_token::PinReason;
use tamga_wire::Digest;

use crate::screens::{Screens, Writer};
use crate::settings::Settings;
use crate::texts::Text;

/// Interim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinPrompt {
    /// r
    pub rehearsal: bool,
    /// r
    pub reason: PinReason,
    /// r
    pub election: Option<(String, Digest)>,
    /// r
    pub purposes: u8,
    /// r
    pub label: String,
}

/// Interim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardPart {
    /// s
    Screen,
    /// k
    Keys,
    /// r
    Randomness,
    /// f
    Flash,
}

/// Interim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartCheck {
    /// p
    Pending,
    /// p
    Passed,
    /// f
    Failed,
}

/// Tries from which on the officer is told what the last one does.
const LAST_TRIES: u8 = 3;

const PURPOSES: [(u8, Text); 6] = [
    (1, Text::PurposeSetUp),
    (2, Text::PurposeUnlock),
    (4, Text::PurposeAct),
    (8, Text::PurposeOpen),
    (16, Text::PurposeSign),
    (32, Text::PurposeUpkeep),
];

/// The pages before the one on which the PIN is typed.
pub(crate) fn screens(prompt: &PinPrompt, settings: Settings) -> Screens {
    let language = settings.language();
    let mut writer = Writer::new(language);
    match prompt.reason {
        PinReason::Choose => {
            writer.say(Text::PinChoose);
            writer.say(Text::PinWeak);
            writer.say(Text::PinHelp);
        }
        PinReason::Repeat => {}
        PinReason::LogIn { tries_left } => {
            writer.say(Text::PinLogIn);
            if let Some((id, definition)) = &prompt.election {
                writer.fill(Text::Election, &[id]);
                writer.control_number(definition);
            }
            let mut purposes = String::new();
            for (_, text) in PURPOSES.into_iter().filter(|(bit, _)| prompt.purposes & bit != 0) {
                if !purposes.is_empty() {
                    purposes.push('\n');
                }
                purposes.push_str(text.template(language));
            }
            writer.fill(Text::PurposesAre, &[&purposes]);
            writer.fill(Text::TriesLeft, &[&tries_left.to_string()]);
            if tries_left <= LAST_TRIES {
                writer.say(Text::LastTries);
            }
        }
    }
    writer.done(Text::TopicPin)
}
