//! What a rehearsal or set-up is begun with, and goes on with.

use std::path::Path;

use anyhow::Result;
use tamga_devices::TokenSpec;
use tamga_wire::Purposes;
use zeroize::Zeroizing;

use crate::acts::hsms::built_in;
use crate::cli::ElectionArguments;
use crate::failure::{Failure, Head};
use crate::folder::Folder;
use crate::input::{self, Input};
use crate::message::Message;
use crate::options::Options;
use crate::progress::Progress;
use crate::room::Room;
use crate::tokens as token_ports;

/// Begins: reads what is given, refuses what does not go together, and keeps it.
pub fn begin(
    arguments: &ElectionArguments,
    lose: &[u8],
    folder: Folder,
    progress: Progress,
    purposes: Purposes,
) -> Result<(Room, Input)> {
    let (input, scale) = input::read(arguments)?;
    let (officers, quorum) = input::commission(arguments, &input.draft)?;
    if arguments.seed.is_some() && arguments.hsm.iter().any(|hsm| !hsm.is_builtin()) {
        return Err(Failure::bad_input("seed-and-hsm"));
    }
    let (mischief, tokens) = (arguments.mischief, arguments.tokens.clone().unwrap_or(TokenSpec::Sim));
    let absent = arguments.absent.clone();
    check_tokens(&tokens, &absent, officers, quorum)?;
    check_lose(&tokens, lose, officers, quorum)?;
    if arguments.seed.is_some() && tokens != TokenSpec::Sim {
        return Err(Failure::bad_input("seed-and-tokens"));
    }
    if matches!(tokens, TokenSpec::Qemu(_)) {
        // Whatever is missing for it is said before anything is written.
        token_ports::image(&progress)?;
    }
    let root = root_seed(arguments)?;
    let hsms = if arguments.hsm.is_empty() { built_in() } else { arguments.hsm.clone() };
    let lose = lose.to_vec();
    let options = Options { root, scale, officers, quorum, mischief, tokens, absent, lose, hsms };
    let room = Room::new(folder, progress, options, purposes)?;
    input.keep(&room.appliance())?;
    // With the options there is something to go on with.
    room.options.write(&room.appliance())?;
    Ok((room, input))
}

/// Goes on with what was begun in this folder.
pub fn resume(at: &Path, progress: Progress, purposes: Purposes) -> Result<(Room, Input)> {
    let folder = Folder::existing(at);
    let options = Options::read(&folder.private("appliance"))
        .map_err(|_| Failure::bad_input(Message::of("no-rehearsal-in").with("at", at)))?;
    let input = Input::kept(&folder.private("appliance"), options.scale)?;
    Ok((Room::new(folder, progress, options, purposes)?, input))
}

/// Refuses arguments that are not those of the first time; what is not given is as it was. HSMs and tokens may be
/// others until the ceremony is over.
pub fn check_same(given: &ElectionArguments, kept: &Options, input: &Input, is_over: bool) -> Result<()> {
    let other = if given.scale.is_some_and(|scale| scale != kept.scale) {
        "--scale"
    } else if given.officers.is_some_and(|officers| officers != kept.officers) {
        "--officers"
    } else if given.quorum.is_some_and(|quorum| quorum != kept.quorum) {
        "--quorum"
    } else if given.mischief && !kept.mischief {
        "--mischief"
    } else if given.seed.as_ref().is_some_and(|seed| seed.0 != *kept.root) {
        "--seed"
    } else if is_over && given.tokens.as_ref().is_some_and(|tokens| *tokens != kept.tokens) {
        "--tokens"
    } else if !given.absent.is_empty() && given.absent != kept.absent {
        "--absent"
    } else if is_over && !given.hsm.is_empty() && given.hsm != kept.hsms {
        "--hsm"
    } else if let Some(election) = &given.election_dir
        && !input.is_of(election)?
    {
        "election"
    } else {
        return Ok(());
    };
    Err(Failure::bad_input(Message::of("begun-with-another").with("other", other)))
}

/// Refuses fewer places than the key ceremony needs at once, and more absent officers than an election survives.
pub fn check_tokens(tokens: &TokenSpec, absent: &[u8], officers: u8, quorum: u8) -> Result<()> {
    let places = match tokens {
        TokenSpec::Qemu(count) => Some(usize::from(*count)),
        TokenSpec::Unix(paths) | TokenSpec::Serial(paths) => Some(paths.len()),
        TokenSpec::Sim | TokenSpec::Auto => None,
    };
    if let Some(places) = places.filter(|places| *places != usize::from(officers)) {
        return Err(Failure::bad_input(Message::of("too-few-ports").with("n", places).with("officers", officers)));
    }
    let there = usize::from(officers) - absent.len().min(officers.into());
    if absent.iter().any(|officer| !(1..=officers).contains(officer)) || there < usize::from(quorum) {
        return Err(Failure::bad_input(Message::of("bad-absent").with("officers", officers).with("quorum", quorum)));
    }
    if !absent.is_empty() && !tokens.is_played() {
        return Err(Failure::bad_input("absent-by-hand"));
    }
    Ok(())
}

/// Refuses to lose tokens that there are not, more than a quorum can spare, and such as people hold.
fn check_lose(tokens: &TokenSpec, lose: &[u8], officers: u8, quorum: u8) -> Result<()> {
    let spare = officers - quorum;
    let twice = (1..).zip(lose).any(|(next, officer)| lose.iter().skip(next).any(|other| other == officer));
    let unknown = lose.iter().any(|officer| !(1..=officers).contains(officer));
    if unknown || twice || lose.len() > usize::from(spare) {
        return Err(Failure::bad_input(Message::of("bad-lose").with("officers", officers).with("spare", spare)));
    }
    if !lose.is_empty() && !tokens.is_played() {
        return Err(Failure::bad_input("lose-by-hand"));
    }
    Ok(())
}

/// The root of all randomness: given, or from the operating system.
fn root_seed(arguments: &ElectionArguments) -> Result<Zeroizing<[u8; 32]>> {
    let mut root = Zeroizing::new([0; 32]);
    match &arguments.seed {
        Some(seed) => *root = seed.0,
        None => getrandom::fill(root.as_mut_slice()).head(|| "no-randomness")?,
    }
    Ok(root)
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::{Cli, Command};
    use crate::failure::describe;

    fn given(rest: &str) -> ElectionArguments {
        let line = format!("tamga setup --rehearsal --at d{rest}");
        match Cli::try_parse_from(line.split(' ')).unwrap().command.unwrap() {
            Command::Setup(arguments) => arguments.election,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_set_up_goes_on_only_with_the_arguments_of_the_first_time() {
        let (input, scale) = input::read(&given("")).unwrap();
        let root = Zeroizing::new([9; 32]);
        let (tokens, absent, hsms) = (TokenSpec::Sim, Vec::new(), built_in());
        let lose = Vec::new();
        let kept = Options { root, scale, officers: 5, quorum: 3, mischief: false, tokens, absent, lose, hsms };
        let seed = "09".repeat(32);
        for same in ["", " --scale 100", " --officers 5 --quorum 3", &format!(" --seed {seed}")] {
            assert!(check_same(&given(same), &kept, &input, true).is_ok(), "{same}");
        }
        let seed = "08".repeat(32);
        for other in [" --scale 10", " --officers 6", " --quorum 4", " --mischief", &format!(" --seed {seed}")] {
            assert_eq!(describe(&check_same(&given(other), &kept, &input, true).unwrap_err()).0, 2, "{other}");
        }
        let folder = tempfile::tempdir().unwrap();
        let there = Folder::existing(folder.path());
        input.keep(&there).unwrap();
        let kept_in = folder.path().join(crate::options::FOLDER);
        let elsewhere = format!(" {}", kept_in.display());
        assert!(check_same(&given(&elsewhere), &kept, &input, true).is_ok());
        std::fs::write(kept_in.join("totals.csv"), "region,contest,option,votes\n").unwrap();
        assert_eq!(describe(&check_same(&given(&elsewhere), &kept, &input, true).unwrap_err()).0, 2);
    }
}
