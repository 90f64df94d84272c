//! From the parts of a board to a token that answers.

use embedded_hal::digital::OutputPin;
use tamga_board::{Board, Cable, Chip, Parts, Port};
use tamga_panel::{Key, Keys, Press};
use tamga_store::{Error, Store};
use tamga_token::{Blob, Env, Token};

use crate::fault::Fault;
use crate::led::Led;

/// How long ✗ is held to erase a flash that is not as it was left, in milliseconds.
const HOLD_TO_ERASE_MS: u16 = 5_000;

/// How often the light is looked after, in milliseconds.
const LIGHT_MS: u64 = 50;

/// A token on these parts. Where the flash is not as this token left it, the display shows so, and nothing goes on until ✗ was
/// held and the flash is erased. Refuses where flash or token do, which
/// the board shows.
pub fn token<C: Chip>(parts: Parts<C>) -> Result<Token<Board<C>>, Fault> {
    let Parts { mut chip, rng, flash, range, storage_key, counter, mut keys, mut surface } = parts;
    let mut store = Store::new(flash, range.clone(), &storage_key, counter).map_err(|_| Fault::Flash)?;
    match store.open() {
        Ok(()) => {}
        Err(Error::Rollback | Error::Corrupt) => {
            Fault::Storage.show(&mut surface, C::IS_REHEARSAL_ONLY);
            wait_for_erasing(&mut chip, &mut keys);
            store.wipe(Blob::Tries.number()).map_err(|_| Fault::Flash)?;
        }
        Err(_) => return Err(Fault::Flash),
    }
    // The board opens the store again: what it has to know of it, it asks of the flash.
    let (flash, counter) = store.release();
    let parts = Parts { chip, rng, flash, range, storage_key, counter, keys, surface };
    let board = Board::new(parts).map_err(|_| Fault::Flash)?;
    Token::new(board).map_err(|_| Fault::Flash)
}

fn wait_for_erasing<C: Chip>(chip: &mut C, keys: &mut C::Keys) {
    let erase = Press { key: Key::No, held: true };
    while keys.press(chip.uptime_ms(), HOLD_TO_ERASE_MS) != Some(erase) {}
}

/// Serves the host for as long as there is power.
pub fn serve<C: Chip>(mut token: Token<Board<C>>, port: impl Port, mut led: Led<impl OutputPin>) -> ! {
    let mut cable = Cable::new(port, &mut token);
    let mut light_ms = 0;
    loop {
        cable.turn(&mut token);
        let board = token.env_mut();
        let now_ms = board.uptime_ms();
        if now_ms >= light_ms {
            led.tick(now_ms, board.panel().page().kind());
            light_ms = now_ms + LIGHT_MS;
        }
    }
}
