//! An officer at a terminal: screens are printed, answers are typed.

use std::io::{self, BufRead, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use tamga_token::{Consent, Content, Pin, PinEntry, Screen};
use zeroize::Zeroizing;

/// A person who reads standard output and types into standard input. When that ends, nothing is answered any more.
pub(crate) struct Person {
    typed: Receiver<Zeroizing<String>>,
    /// Whether the question is put.
    is_asked: bool,
}

impl Person {
    /// Begins to listen to standard input.
    pub(crate) fn at_terminal() -> io::Result<Self> {
        let (typing, typed) = channel();
        let listen = move || {
            for line in io::stdin().lock().lines() {
                let Ok(line) = line.map(Zeroizing::new) else { return };
                if typing.send(line).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().name("person".to_owned()).spawn(listen)?;
        Ok(Self { typed, is_asked: false })
    }

    /// Shows a question.
    pub(crate) fn ask(&mut self, screen: &Screen) {
        self.forget();
        let keys = match screen.content {
            Content::Statement { .. } => "y signs, d signs with dissent, n refuses",
            _ => "y yes, n no",
        };
        tell(&format!("({keys})"));
        self.is_asked = true;
    }

    /// What was typed to the question; anything but its letters is asked again.
    pub(crate) fn answer(&mut self) -> Consent {
        let Some(line) = self.line() else { return Consent::Pending };
        let consent = match line.trim() {
            "y" => Consent::Yes,
            "n" => Consent::No,
            "d" => Consent::Dissent,
            _ => {
                tell("(y, n, or to a statement d)");
                return Consent::Pending;
            }
        };
        self.is_asked = false;
        consent
    }

    /// The PIN, once it is typed; `-` gives up. The first call with `prompt` shows it.
    pub(crate) fn type_pin(&mut self, prompt: &str) -> PinEntry {
        if !self.is_asked {
            self.forget();
            tell(prompt);
            tell("(6 to 12 digits, or - to give up)");
            self.is_asked = true;
        }
        let Some(line) = self.line() else { return PinEntry::Pending };
        match (line.trim(), Pin::new(line.trim())) {
            ("-", _) => {
                self.is_asked = false;
                PinEntry::Cancelled
            }
            (_, Some(pin)) => {
                self.is_asked = false;
                PinEntry::Typed(pin)
            }
            _ => {
                tell("(6 to 12 digits, or - to give up)");
                PinEntry::Pending
            }
        }
    }

    /// What was typed before the question is no answer to it.
    pub(crate) fn forget(&mut self) {
        while self.line().is_some() {}
        self.is_asked = false;
    }

    fn line(&mut self) -> Option<Zeroizing<String>> {
        self.typed.try_recv().ok()
    }
}

/// A terminal that is gone must not stop the token.
pub(crate) fn tell(text: &str) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}
