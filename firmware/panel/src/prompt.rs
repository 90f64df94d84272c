//! What the officer sees before the PIN: the election and what the token will be used for.

use alloc::string::ToString;
use alloc::vec::Vec;

use tamga_token::{PinPrompt, PinReason};
use tamga_wire::Purposes;

use crate::screens::{Screens, Writer};
use crate::settings::Settings;
use crate::texts::Text;

/// Tries from which on the officer is told what the last one does.
const LAST_TRIES: u8 = 3;

/// The names of the purposes, in the order of [`Purposes::EACH`].
const PURPOSES: [Text; 6] = [
    Text::PurposeSetUp,
    Text::PurposeUnlock,
    Text::PurposeAct,
    Text::PurposeOpen,
    Text::PurposeSign,
    Text::PurposeUpkeep,
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
            if !prompt.label.is_empty() {
                writer.fill(Text::LabelIs, &[&prompt.label]);
            }
            if let Some((id, definition)) = &prompt.election {
                writer.fill(Text::Election, &[id]);
                writer.control_number(definition);
            }
            let named =
                Purposes::EACH.into_iter().zip(PURPOSES).filter(|(purpose, _)| prompt.purposes.include(*purpose));
            let purposes: Vec<&str> = named.map(|(_, text)| text.template(language)).collect();
            for two in purposes.chunks(2) {
                writer.fill(Text::PurposesAre, &[&two.join("\n")]);
            }
            writer.fill(Text::TriesLeft, &[&tries_left.to_string()]);
            if tries_left <= LAST_TRIES {
                writer.say(Text::LastTries);
            }
        }
    }
    writer.done(Text::TopicPin)
}
