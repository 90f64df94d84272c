//! `tamga hsm wipe`: the keys of one HSM are destroyed, by a quorum.

use anyhow::Result;
use tamga_devices::Role;
use tamga_tally::election::Election;

use crate::acts::admit::unboxed;
use crate::acts::gathering::acts_so_far;
use crate::acts::{reconcile, unlock};
use crate::cli::WipeArguments;
use crate::failure::Failure;
use crate::hsms;
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;
use crate::state::Phase;

/// Has a quorum open the administrator's PIN, and destroys the keys with it. The other HSMs of the election are not touched.
pub fn wipe(room: &mut Room, standing: &mut Standing, election: &Election, arguments: &WipeArguments) -> Result<()> {
    let serial = &arguments.serial;
    let number = standing.serials.iter().position(|own| own == serial);
    let (Some(number), true) = (number, *serial == arguments.destroy) else {
        return Err(Failure::bad_input(
            Message::of("wipe-no-such-hsm").with("serial", serial).with("serials", standing.serials.join(", ")),
        ));
    };
    let others = room.hsms(standing)?.in_service().into_iter().filter(|other| *other != number).count();
    let acts = acts_so_far(room, standing, election)?;
    let is_over = standing.book.state().phase() >= Phase::Published && unboxed(election.definition(), &acts).is_empty();
    if others == 0 && !is_over {
        return Err(Failure::bad_input(Message::of("wipe-last-hsm").with("serial", serial)));
    }
    let pin = unlock::unlock(room, standing, election.commissions().now().custody(), number, tamga_wire::Role::Admin)?;
    // The administrator's login locked the seal role; the log goes with the keys.
    let seal = room.seal_pin(number as u64);
    room.with_hsm(standing, number, |hsm| hsm.unlock(Role::Seal, seal.expose()))?;
    reconcile::reconcile(room, standing)?;
    room.with_hsm(standing, number, |hsm| hsm.wipe(pin.expose()))?;
    room.appliance().write(&hsms::wiped_file(serial), b"wiped by a quorum, see the ledger\n")?;
    room.appliance().remove(&hsms::file(serial))?;
    room.progress.say("hsm", Message::of("hsm-keys-destroyed").with("serial", serial));
    Ok(())
}
