//! The HSMs on their cables: each in service, or out of it and why.

use std::time::{Duration, Instant};

use anyhow::Result;
use tamga_devices::{Hsm, HsmError, Role};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::folder::Folder;
use crate::hsm_advice;
use crate::message::Message;
use crate::progress::Progress;

/// A quorum's role that nobody used for so long is locked again.
pub const IDLE_MAX: Duration = Duration::from_secs(60);

/// The HSMs of an election in definition order.
pub struct Hsms {
    devices: Vec<Device>,
}

/// One HSM. One that could not even be opened has no device.
struct Device {
    serial: String,
    hsm: Option<Box<dyn Hsm>>,
    out: Option<HsmError>,
    last_used: Instant,
}

impl Device {
    fn new(serial: String, hsm: Result<Box<dyn Hsm>, HsmError>) -> Self {
        let (hsm, out) = match hsm {
            Ok(hsm) => (Some(hsm), None),
            Err(error) => (None, Some(error)),
        };
        Self { serial, hsm, out, last_used: Instant::now() }
    }
}

impl Hsms {
    /// Devices that were just made, all in service.
    pub fn made(hsms: Vec<Box<dyn Hsm>>) -> Self {
        let device = |hsm: Box<dyn Hsm>| Device::new(hsm.serial().to_owned(), Ok(hsm));
        Self { devices: hsms.into_iter().map(device).collect() }
    }

    /// Opens every HSM from what `open` gives for its number and serial, and its seal role with the operator's PIN. One that
    /// does not come is out of service, said so, and the others go on.
    pub fn open(
        serials: &[String],
        progress: &Progress,
        mut open: impl FnMut(u64, &str) -> Result<Box<dyn Hsm>, HsmError>,
        mut seal_pin: impl FnMut(u64) -> Zeroizing<Vec<u8>>,
    ) -> Self {
        let mut hsms = Self { devices: Vec::with_capacity(serials.len()) };
        for (number, serial) in (0u64..).zip(serials) {
            hsms.devices.push(Device::new(serial.clone(), open(number, serial)));
            let unlocked = hsms.with(number as usize, |hsm| hsm.unlock(Role::Seal, &seal_pin(number)));
            if let Err(error) = unlocked {
                hsms.put_out(number as usize, error, progress);
            }
        }
        hsms
    }

    /// Numbers of those in service, from 0.
    pub fn in_service(&self) -> Vec<usize> {
        let numbered = self.devices.iter().enumerate();
        numbered.filter(|(_, device)| device.out.is_none()).map(|(number, _)| number).collect()
    }

    /// Why one is out of service, where it is.
    pub fn reason(&self, number: usize) -> Option<&HsmError> {
        self.devices.get(number)?.out.as_ref()
    }

    /// The serial of one.
    pub fn serial(&self, number: usize) -> &str {
        self.devices.get(number).map_or("", |device| &device.serial)
    }

    /// Does something with one HSM. Refuses one that is out of service, with what put it there.
    pub fn with<T>(
        &mut self,
        number: usize,
        act: impl FnOnce(&mut dyn Hsm) -> Result<T, HsmError>,
    ) -> Result<T, HsmError> {
        let device = self.devices.get_mut(number).ok_or(HsmError::Removed)?;
        if let Some(error) = &device.out {
            return Err(error.clone());
        }
        let hsm = device.hsm.as_mut().ok_or(HsmError::Removed)?;
        act(hsm.as_mut())
    }

    /// As [`Hsms::with`], with a role that a quorum opened: after [`IDLE_MAX`] without use it is locked instead.
    pub fn with_role<T>(
        &mut self,
        number: usize,
        role: Role,
        act: impl FnOnce(&mut dyn Hsm) -> Result<T, HsmError>,
    ) -> Result<T, HsmError> {
        self.with_role_idle(number, role, IDLE_MAX, act)
    }

    fn with_role_idle<T>(
        &mut self,
        number: usize,
        role: Role,
        idle_max: Duration,
        act: impl FnOnce(&mut dyn Hsm) -> Result<T, HsmError>,
    ) -> Result<T, HsmError> {
        let idle = self.devices.get(number).map_or(Duration::MAX, |device| device.last_used.elapsed());
        if idle > idle_max {
            self.with(number, |hsm| {
                hsm.lock(role);
                Ok(())
            })?;
            return Err(HsmError::SessionExpired { role });
        }
        let done = self.with(number, act);
        self.used(number);
        done
    }

    /// The role of an HSM was opened or used just now.
    pub fn used(&mut self, number: usize) {
        if let Some(device) = self.devices.get_mut(number) {
            device.last_used = Instant::now();
        }
    }

    /// Does something with the first HSM in service that is able to; one that fails is out of service from then on, and the
    /// next one is asked. Refuses when none is left.
    pub fn with_any<T>(
        &mut self,
        progress: &Progress,
        mut act: impl FnMut(&mut dyn Hsm) -> Result<T, HsmError>,
    ) -> Result<T> {
        for number in self.in_service() {
            match self.with(number, &mut act) {
                Ok(done) => return Ok(done),
                Err(error) => self.put_out(number, error, progress),
            }
        }
        Err(self.none_left())
    }

    /// Takes an HSM out of service for the rest of this act, and says so.
    pub fn put_out(&mut self, number: usize, error: HsmError, progress: &Progress) {
        let Some(device) = self.devices.get_mut(number) else {
            return;
        };
        progress.alarm(
            "hsm",
            Message::of("hsm-out-of-service").with("serial", &device.serial).with("error", hsm_advice::message(&error)),
        );
        device.out = Some(error);
    }

    /// The failure of an act that needs an HSM where none is in service: what the last one said.
    pub fn none_left(&self) -> anyhow::Error {
        let last = self.devices.iter().rev().find_map(|device| Some((device, device.out.as_ref()?)));
        match last {
            Some((device, error)) => hsm_advice::failure(&device.serial, error),
            None => Failure::internal("no-hsm-in-election"),
        }
    }

    /// Locks the roles of the quorum on every HSM that answers.
    pub fn lock_all(&mut self) {
        for device in &mut self.devices {
            for role in [Role::Tally, Role::Escrow] {
                if let Some(hsm) = &mut device.hsm {
                    hsm.lock(role);
                }
            }
        }
    }

    /// Keeps what has to be kept of each in its file: tries of PINs are counted in it.
    pub fn save(&self, appliance: &Folder) -> Result<()> {
        for device in &self.devices {
            if let Some(hsm) = &device.hsm {
                match hsm.to_file_bytes() {
                    // Somebody took its keys away: what was kept of it stays, and it is out of service.
                    Err(HsmError::NoKeys) => {}
                    bytes => {
                        let bytes = bytes.map_err(|error| hsm_advice::failure(&device.serial, &error))?;
                        appliance.write(&file(&device.serial), &bytes)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// The folder of the HSMs' files in the appliance's, and how their names end.
pub const FOLDER: &str = "hsm";
pub const ENDING: &str = ".hsm";

/// The file of an HSM in the appliance's folder.
pub fn file(serial: &str) -> String {
    format!("{FOLDER}/{serial}{ENDING}")
}

/// The name of that file once the HSM was wiped.
pub fn wiped_file(serial: &str) -> String {
    format!("{}.wiped", file(serial))
}

#[cfg(test)]
mod tests {
    use tamga_casting::streams::Streams;
    use tamga_devices::{HsmSpec, Pins};

    use super::*;

    fn pin() -> Zeroizing<Vec<u8>> {
        Zeroizing::new(b"the same for all".to_vec())
    }

    fn two() -> Hsms {
        let rng = |number: u8| Box::new(Streams::new([number; 32]).stream("hsm", 0)) as _;
        let mut hsms = HsmSpec::builtin().prepare(2, 1, None, rng).unwrap();
        for hsm in &mut hsms {
            hsm.make_keys(&Pins { seal: pin(), tally: pin(), escrow: pin(), admin: pin() }).unwrap();
            hsm.unlock(Role::Seal, &pin()).unwrap();
        }
        Hsms::made(hsms)
    }

    #[test]
    fn the_next_hsm_does_it_when_one_fails() {
        let progress = Progress::start(false);
        let mut hsms = two();
        let signed_by = hsms.with_any(&progress, |hsm| match hsm.serial() {
            "rehearsal-1" => Err(HsmError::Removed),
            _ => hsm.sign(b"x").map(|_| hsm.serial().to_owned()),
        });
        assert_eq!(signed_by.unwrap(), "rehearsal-2");
        assert_eq!(hsms.in_service(), [1]);
        assert_eq!(hsms.with(0, |hsm| hsm.sign(b"x")), Err(HsmError::Removed));
    }

    #[test]
    fn with_none_left_the_last_reason_is_told() {
        let progress = Progress::start(false);
        let mut hsms = two();
        let error = hsms.with_any::<()>(&progress, |_| Err(HsmError::LogFull)).unwrap_err();
        let (code, text) = crate::failure::describe(&error);
        assert_eq!(code, 3);
        assert!(text.contains("rehearsal-2") && text.contains("log is full"), "{text}");
    }

    #[test]
    fn a_role_that_nobody_used_is_locked_instead_of_used() {
        let mut hsms = two();
        let role = Role::Tally;
        hsms.with(0, |hsm| hsm.unlock(role, &pin())).unwrap();
        let ask = |hsm: &mut dyn Hsm| hsm.decapsulate(role, &[1; 1568]).map(|_| ());
        assert_eq!(hsms.with_role_idle(0, role, Duration::ZERO, ask), Err(HsmError::SessionExpired { role }));
        assert_eq!(hsms.with_role(0, role, ask), Err(HsmError::RoleLocked { role }));
    }

    #[test]
    fn one_that_does_not_come_is_out_and_the_other_serves() {
        let progress = Progress::start(false);
        let there = tempfile::tempdir().unwrap();
        let folder = Folder::existing(there.path());
        two().save(&folder).unwrap();
        let serials = ["rehearsal-1", "rehearsal-2"].map(str::to_owned);
        std::fs::remove_file(there.path().join(file("rehearsal-1"))).unwrap();
        let open = |_, serial: &str| {
            let bytes = folder.read(&file(serial)).map_err(|error| HsmError::File { why: error.to_string() })?;
            tamga_devices::open_file(&bytes, Box::new(Streams::new([1; 32]).stream("hsm", 1)))
        };
        let mut hsms = Hsms::open(&serials, &progress, open, |_| pin());
        assert_eq!(hsms.in_service(), [1]);
        assert!(hsms.with(1, |hsm| hsm.sign(b"x")).is_ok());
    }
}
