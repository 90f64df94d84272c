//! The simulator as a process of its own: a token behind a Unix socket.

use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};

use tamga_token::Token;

use crate::board::Board;
use crate::flash::Sharing;
use crate::officer::{Officer, ScreenLog};
use crate::token::{SimConfig, SimError, start};

const READ_LEN: usize = 4096;

/// A token in a process of its own, not served yet.
pub struct ServedToken(Token<Board>);

impl ServedToken {
    /// Starts the token in the folder of `config`. Every screen is printed to standard output. The officer does what the
    /// script says, or is `at_terminal`: a person at standard input. Refuses a folder that another simulator has, and what the
    /// token does not start with.
    pub fn start(config: SimConfig, at_terminal: bool) -> Result<Self, SimError> {
        let log = ScreenLog::default();
        let officer = match at_terminal {
            true => Officer::at_terminal(log)?,
            false => Officer::scripted(config.script.clone(), log, true),
        };
        Ok(Self(start(config, officer, true, Sharing::Alone)?))
    }

    /// Serves it at a socket, one cable after the other, as long as the process lives: a cable that is given up pulls the
    /// plug, power stays on. Killing the process cuts the power; what was stored is in the folder. Ends when the socket fails.
    pub fn serve(mut self, listener: &UnixListener) -> io::Result<()> {
        for cable in listener.incoming() {
            // The host that pulled the plug in the middle of something is no fault of the token's.
            let _ = answer(&mut self.0, cable?);
        }
        Ok(())
    }
}

/// Answers until the cable is pulled.
fn answer(token: &mut Token<Board>, mut cable: UnixStream) -> io::Result<()> {
    let mut untrusted_bytes = [0; READ_LEN];
    loop {
        let len = cable.read(&mut untrusted_bytes)?;
        if len == 0 {
            return Ok(());
        }
        let answers = token.handle_frame(untrusted_bytes.get(..len).unwrap_or_default());
        cable.write_all(&answers)?;
    }
}
