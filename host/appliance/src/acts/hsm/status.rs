//! `tamga hsm status`: each HSM of an election.

use anyhow::Result;
use tamga_ceremony::PinFile;
use tamga_wire::Role;

use crate::acts::hsms::PINS;
use crate::acts::reconcile;
use crate::hsm_advice;
use crate::message::Message;
use crate::room::Room;
use crate::standing::Standing;

/// Says of each whether it is there, and what this machine keeps about it. Red where fewer than two are in service.
pub fn status(room: &mut Room, standing: &Standing) -> Result<()> {
    let pins = PinFile::parse(&room.appliance().read(PINS)?)?;
    let in_service = room.hsms(standing)?.in_service();
    let mut rows = Vec::new();
    for (number, serial) in standing.serials.iter().enumerate() {
        let reason = room.hsms(standing)?.reason(number).cloned();
        let model = room.hsms(standing)?.with(number, |hsm| Ok(hsm.model().to_owned())).unwrap_or_default();
        let live = |role| {
            let live = pins.live(serial, role).iter().map(|pin| pin.generation.to_string()).collect::<Vec<_>>();
            live.join("+")
        };
        let generations = Message::of("pin-generations").with("tally", live(Role::Tally));
        let generations = generations.with("escrow", live(Role::Escrow)).with("admin", live(Role::Admin));
        let log = reconcile::kept(room, serial)?;
        let unexplained = reconcile::judge(standing, serial, &log).len();
        let log = match log.len() {
            0 => Message::of("log-none"),
            read => Message::of("log-entries").with("n", read).with("unexplained", unexplained),
        };
        let is_there = match reason {
            None => Message::of("hsm-in-service"),
            Some(error) => Message::of("hsm-out").with("error", hsm_advice::message(&error)),
        };
        rows.push(vec![serial.into(), model.into(), generations.into(), log.into(), is_there.into()]);
    }
    room.progress.table("hsms", &["serial", "model", "PIN generations", "own log", "state"], rows);
    if in_service.len() < 2 {
        room.progress.alarm("hsm", Message::of("hsm-red").with("n", in_service.len()));
    }
    Ok(())
}
