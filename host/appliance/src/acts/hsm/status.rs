//! `tamga hsm status`: each HSM of an election.

use anyhow::Result;
use tamga_ceremony::PinFile;

use crate::acts::hsms::PINS;
use crate::acts::reconcile;
use crate::acts::unlock::{QUORUM_ROLES, device_role};
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
        let generations = QUORUM_ROLES.map(|role| {
            let live = pins.live(serial, role).iter().map(|pin| pin.generation.to_string());
            format!("{} {}", device_role(role), live.collect::<Vec<_>>().join("+"))
        });
        let log = reconcile::kept(room, serial)?;
        let unexplained = reconcile::judge(standing, serial, &log).len();
        let log = match log.len() {
            0 => "none".to_owned(),
            read => format!("{read} read, {unexplained} unexplained"),
        };
        let is_there = reason.as_ref().map_or_else(|| "in service".to_owned(), |error| format!("OUT: {error}"));
        rows.push(vec![serial.clone(), model, generations.join(", "), log, is_there]);
    }
    room.progress.table("hsms", &["serial", "model", "PIN generations", "own log", "state"], &rows);
    if in_service.len() < 2 {
        room.progress.alarm("hsm", Message::of("hsm-red").with("n", in_service.len()));
    }
    Ok(())
}
