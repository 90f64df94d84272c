//! `tamga token list` and `info`: what tokens say of themselves, without anybody's PIN.

use anyhow::Result;
use tamga_crypto::control_number::control_number;
use tamga_wire::Info;

use super::plugged::{Hall, KEY_DIGITS, key_of, life};
use crate::cli::Which;

/// One line for each token.
pub fn list(hall: &mut Hall) -> Result<()> {
    let rows: Vec<Vec<String>> = (1..)
        .zip(&hall.tokens)
        .map(|(number, token)| {
            let number: usize = number;
            let info = &token.info;
            let key = key_of(info).map_or_else(none, |key| key.chars().take(KEY_DIGITS).collect());
            let kind = kind(info);
            vec![
                number.to_string(),
                label(info),
                key,
                life(info.life).to_owned(),
                officer(info),
                kind,
                token.port.clone(),
            ]
        })
        .collect();
    hall.name_the_missing();
    hall.tell();
    hall.progress.table("tokens", &["token", "label", "key", "life", "officer", "board", "port"], &rows);
    Ok(())
}

/// Everything about each token that is meant.
pub fn info(hall: &mut Hall, which: &Which) -> Result<()> {
    for number in hall.meant(which)? {
        let info = hall.greet(number)?;
        let name = hall.name(number).to_string();
        hall.progress.show(&name);
        hall.progress.table(&name, &["what", "value"], &facts(&info));
    }
    Ok(())
}

fn facts(info: &Info) -> Vec<Vec<String>> {
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let number =
        |digest: &Option<[u8; 32]>| digest.as_ref().map_or_else(none, |digest| control_number(digest).to_string());
    let wait = if info.wait_s == 0 { "no".to_owned() } else { format!("{} s until the next PIN", info.wait_s) };
    let facts = [
        ("board", kind(info)),
        ("label", label(info)),
        ("life", life(info.life).to_owned()),
        ("for rehearsals", yes(info.rehearsal)),
        ("identity key", key_of(info).unwrap_or_else(none)),
        ("share key", info.share_key.map_or_else(none, hex::encode)),
        ("officer", officer(info)),
        ("definition", number(&info.definition)),
        ("share of the custody key", yes(info.custody_key)),
        ("share of the election key", yes(info.election_key)),
        ("election", number(&info.election)),
        ("replacements", info.replacements.to_string()),
        ("shares of a further replacement", yes(info.pending)),
        ("logged in", yes(info.logged_in)),
        ("PINs left", info.tries_left.to_string()),
        ("has to wait", wait),
    ];
    facts.into_iter().map(|(what, value)| vec![what.to_owned(), value]).collect()
}

fn kind(info: &Info) -> String {
    if info.simulator { format!("{}, no device", info.board) } else { info.board.clone() }
}

fn label(info: &Info) -> String {
    if info.label.is_empty() { none() } else { info.label.clone() }
}

fn officer(info: &Info) -> String {
    if info.index == 0 { none() } else { info.index.to_string() }
}

fn none() -> String {
    "-".to_owned()
}
