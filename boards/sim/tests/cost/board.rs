//! A token on its cable, emulated and counted or simulated.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use tamga_sim::emulated::{EmulatedConfig, EmulatedToken, FIGURES};
use tamga_sim::{Answer, OfficerScript, SimConfig, SimToken};
use tamga_wire::{Request, Response, decode_frame, decode_message, encode_frame};

const PIN: &str = "271828";

/// What answers cost: instructions together, stack and heap the most so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    pub instructions: u64,
    pub stack: u64,
    pub heap: u64,
}

/// What the token is, kept for as long as it is asked.
enum Token {
    Emulated { _token: EmulatedToken, figures: PathBuf },
    Simulated { _token: SimToken },
}

/// A token and the host's end of its cable.
pub struct Bench {
    token: Token,
    cable: Box<dyn Pipe>,
    sequence: u16,
    cost: Cost,
}

trait Pipe: Read + Write {}
impl<P: Read + Write> Pipe for P {}

impl Bench {
    pub fn emulated(image: &Path, folder: &Path) -> Self {
        let config = EmulatedConfig {
            image: image.to_owned(),
            folder: folder.to_owned(),
            pin: PIN.into(),
            statement: Answer::Sign,
        };
        let (token, cable) = EmulatedToken::start_counting(&config).unwrap();
        let token = Token::Emulated { _token: token, figures: folder.join(FIGURES) };
        Self { token, cable: Box::new(cable), sequence: 0, cost: Cost::default() }
    }

    pub fn simulated(index: u8) -> Self {
        let config = SimConfig { index, seed: [7; 32], script: OfficerScript::default(), flash: None };
        let token = SimToken::start(config).unwrap();
        let cable = Box::new(token.pipe());
        Self { token: Token::Simulated { _token: token }, cable, sequence: 0, cost: Cost::default() }
    }

    fn exchange(&mut self, request: &Request) -> Response {
        self.sequence += 1;
        self.cable.write_all(&encode_frame(self.sequence, request).unwrap()).unwrap();
        let mut frame = Vec::new();
        let mut byte = [1];
        while byte != [0] {
            self.cable.read_exact(&mut byte).unwrap();
            frame.push(byte[0]);
        }
        frame.pop();
        let frame = decode_frame(&frame).unwrap();
        assert_eq!(frame.sequence, self.sequence);
        self.count();
        decode_message(&frame.untrusted_message).unwrap()
    }

    /// Adds what the answer cost, once the token has written it down.
    fn count(&mut self) {
        let Token::Emulated { figures, .. } = &self.token else { return };
        let number = format!("answer {} ", self.sequence);
        let line = loop {
            let text = fs::read_to_string(figures).unwrap_or_default();
            match text.lines().rev().find(|line| line.starts_with(&number)) {
                Some(line) if text.ends_with('\n') => break line.to_owned(),
                _ => thread::sleep(Duration::from_millis(1)),
            }
        };
        let figure = |name: &str| -> u64 {
            let words: Vec<&str> = line.split(' ').collect();
            let place = words.iter().position(|word| *word == name).unwrap();
            words[place + 1].parse().unwrap()
        };
        self.cost.instructions += figure("instructions");
        (self.cost.stack, self.cost.heap) = (figure("stack"), figure("heap"));
    }

    /// One request, and its answer when the officer has given one.
    pub fn ask(&mut self, request: &Request) -> Response {
        let mut response = self.exchange(request);
        while response == Response::Waiting {
            thread::sleep(Duration::from_millis(20));
            response = self.exchange(&Request::Poll);
        }
        response
    }

    /// What the answers since the last call cost.
    pub fn take_cost(&mut self) -> Cost {
        let cost = self.cost;
        self.cost.instructions = 0;
        cost
    }
}
