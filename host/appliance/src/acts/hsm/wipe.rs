//! `tamga hsm wipe`: the keys of one HSM are destroyed, by a quorum.

use anyhow::{Context, Result};
use tamga_devices::Role;
use tamga_tally::election::Election;

use crate::acts::{reconcile, unlock};
use crate::cli::WipeArguments;
use crate::failure::Failure;
use crate::hsms;
use crate::room::{Room, Standing};

/// Has a quorum open the administrator's PIN, and destroys the keys with it. The other HSMs of the election are not touched.
pub fn wipe(room: &mut Room, standing: &mut Standing, election: &Election, arguments: &WipeArguments) -> Result<()> {
    let serial = &arguments.serial;
    let number = standing.serials.iter().position(|own| own == serial);
    let (Some(number), true) = (number, *serial == arguments.destroy) else {
        return Err(Failure::bad_input(
            format!("{serial} is no HSM of this election, or --destroy names another one"),
            format!("The HSMs are {}. Nothing was destroyed.", standing.serials.join(", ")),
        ));
    };
    let others = room.hsms(standing)?.in_service().into_iter().filter(|other| *other != number).count();
    if others == 0 && standing.book.state().published() == 0 {
        return Err(Failure::bad_input(
            format!("{serial} is the last HSM in service, and nothing is published yet"),
            "Without it no ballot can be opened. Publish first, or bring another HSM of this election.",
        ));
    }
    let pin = unlock::unlock(room, standing, &election.keys().custody, number, tamga_wire::Role::Admin)?;
    // The administrator's login locked the seal role; the log goes with the keys.
    let seal = room.seal_pin(number as u64);
    room.with_hsm(standing, number, |hsm| hsm.unlock(Role::Seal, seal.expose()))?;
    reconcile::reconcile(room, standing)?;
    room.with_hsm(standing, number, |hsm| hsm.wipe(pin.expose()))?;
    let file = hsms::file(serial);
    let bytes = room.appliance().read(&file).context("the file of the HSM")?;
    room.appliance().write(&format!("{file}.wiped"), &bytes)?;
    room.appliance().remove(&file)?;
    room.progress
        .say(&format!("hsm        the keys of {serial} are destroyed; its file is kept as appliance/{file}.wiped"));
    Ok(())
}
