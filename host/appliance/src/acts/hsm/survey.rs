//! `tamga hsm probe` and `provision`: devices that belong to no election yet.

use anyhow::Result;
use tamga_casting::streams::Streams;
use tamga_devices::HsmSpec;
use tamga_devices::evidence::Met;
use zeroize::Zeroizing;

use crate::acts::hsms::transport_pin;
use crate::failure::Failure;
use crate::hsm_advice;
use crate::message::Message;
use crate::progress::Progress;

/// HSMs that one place is asked for.
const WANTED: u8 = 2;

/// Says which of our needs the devices meet, and how.
pub fn probe(spec: &HsmSpec, progress: &Progress) -> Result<()> {
    let streams = fresh_streams()?;
    let needs = spec
        .probe(|| Box::new(streams.stream("appliance/hsm", 0)))
        .map_err(|error| hsm_advice::failure(&spec.to_string(), &error))?;
    let met = |met| match met {
        Met::Yes => Message::of("yes"),
        Met::Fallback => Message::of("met-second-best"),
        Met::No => Message::of("met-not"),
    };
    let rows = needs
        .into_iter()
        .map(|need| {
            vec![Message::of_kind("need", &need.need.replace(' ', "-")).into(), met(need.met).into(), need.how.into()]
        })
        .collect();
    progress.table("probe", &["need", "met", "how"], rows);
    Ok(())
}

/// Prepares devices and says what stands in a definition about them.
pub fn provision(spec: &HsmSpec, progress: &Progress) -> Result<()> {
    let streams = fresh_streams()?;
    let rng = |number: u8| Box::new(streams.stream("appliance/hsm", u64::from(number))) as _;
    let transport = transport_to_prepare(spec)?;
    let hsms = spec.prepare(WANTED, 1, transport.as_deref().map(Vec::as_slice), rng);
    let hsms = hsms.map_err(|error| hsm_advice::failure(&spec.to_string(), &error))?;
    let state = || Message::of("hsm-without-keys").into();
    let rows = hsms.iter().map(|hsm| vec![hsm.serial().into(), hsm.model().into(), state()]).collect();
    progress.table("provision", &["serial", "model", "state"], rows);
    Ok(())
}

/// The administrator's PIN that a device is to answer to when this program has ended. Refuses tokens of PKCS#11 without one:
/// they would be initialised with a PIN that nobody knows, and their slots be lost.
pub fn transport_to_prepare(spec: &HsmSpec) -> Result<Option<Zeroizing<Vec<u8>>>> {
    let transport = transport_pin(spec)?;
    if transport.is_none() && spec.is_pkcs11() {
        return Err(Failure::bad_input(Message::of("pin-source-unnamed").with("spec", spec.to_string())));
    }
    Ok(transport)
}

/// Randomness of the operating system for devices that have none of their own.
pub fn fresh_streams() -> Result<Streams> {
    let mut root = Zeroizing::new([0; 32]);
    getrandom::fill(root.as_mut_slice())?;
    Ok(Streams::new(*root))
}
