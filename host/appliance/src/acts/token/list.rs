//! `tamga token list` and `info`: what tokens say of themselves, without anybody's PIN.

use anyhow::Result;
use tamga_crypto::control_number::control_number;
use tamga_wire::Info;

use super::plugged::{Hall, KEY_DIGITS, key_of, life};
use crate::cli::Which;
use crate::message::{Message, Part};

/// One line for each token.
pub fn list(hall: &mut Hall) -> Result<()> {
    let rows: Vec<Vec<Part>> = (1..)
        .zip(&hall.tokens)
        .map(|(number, token)| {
            let number: usize = number;
            let info = &token.info;
            let key = key_of(info).map_or_else(none, |key| key.chars().take(KEY_DIGITS).collect());
            vec![
                number.to_string().into(),
                label(info).into(),
                key.into(),
                life(info.life).into(),
                officer(info).into(),
                kind(info),
                (&token.port).into(),
            ]
        })
        .collect();
    hall.name_the_missing();
    hall.tell();
    hall.progress.table("tokens", &["token", "label", "key", "life", "officer", "board", "port"], rows);
    Ok(())
}

/// Everything about each token that is meant.
pub fn info(hall: &mut Hall, which: &Which) -> Result<()> {
    for number in hall.meant(which)? {
        let info = hall.greet(number)?;
        let name = hall.name(number);
        hall.progress.show(name.clone());
        hall.progress.table(&name.to_string(), &["what", "value"], facts(&info));
    }
    Ok(())
}

fn facts(info: &Info) -> Vec<Vec<Part>> {
    let yes = |is: bool| Part::from(Message::of(if is { "yes" } else { "no" }));
    let number = |digest: &Option<[u8; 32]>| {
        digest.as_ref().map_or_else(none, |digest| control_number(digest).to_string()).into()
    };
    let wait = match info.wait_s {
        0 => Message::of("no"),
        seconds => Message::of("token-waits").with("n", seconds),
    };
    let facts: [(&'static str, Part); 16] = [
        ("column-board", kind(info)),
        ("column-label", label(info).into()),
        ("column-life", life(info.life).into()),
        ("token-for-rehearsals", yes(info.rehearsal)),
        ("token-identity-key", key_of(info).unwrap_or_else(none).into()),
        ("token-share-key", info.share_key.map_or_else(none, hex::encode).into()),
        ("column-officer", officer(info).into()),
        ("token-definition", number(&info.definition)),
        ("token-custody-share", yes(info.custody_key)),
        ("token-election-share", yes(info.election_key)),
        ("token-election", number(&info.election)),
        ("token-replacements", info.replacements.to_string().into()),
        ("token-pending-shares", yes(info.pending)),
        ("token-logged-in", yes(info.logged_in)),
        ("token-pins-left", info.tries_left.to_string().into()),
        ("token-has-to-wait", wait.into()),
    ];
    facts.into_iter().map(|(what, value)| vec![Message::of(what).into(), value]).collect()
}

fn kind(info: &Info) -> Part {
    match info.simulator {
        true => Message::of("token-simulated").with("board", &info.board).into(),
        false => (&info.board).into(),
    }
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
