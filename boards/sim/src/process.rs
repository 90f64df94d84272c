//! The simulator as a process of its own: a token behind a Unix socket.

use std::io::{self, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};

use tamga_token::Token;

use crate::board::Board;
use crate::officer::{Officer, ScreenLog};
use crate::token::{SimConfig, SimError, start};

const READ_LEN: usize = 4096;

/// Serves a token at a socket, one cable after the other, as long as the process lives: a cable that is given up pulls the
/// plug, power stays on. Killing the process cuts the power; what was stored is in the folder of `config`. Every screen is
/// printed to standard output. The officer does what the script says, or is `at_terminal`: a person at standard input.
///
/// Refuses when the token does not start or the socket fails.
pub fn serve(config: SimConfig, listener: &UnixListener, at_terminal: bool) -> Result<(), SimError> {
    let log = ScreenLog::default();
    let officer = match at_terminal {
        true => Officer::at_terminal(log)?,
        false => Officer::scripted(config.script.clone(), log, true),
    };
    let mut token = start(config, officer, true)?;
    for cable in listener.incoming() {
        // The host that pulled the plug in the middle of something is no fault of the token's.
        let _ = answer(&mut token, cable?);
    }
    Ok(())
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
