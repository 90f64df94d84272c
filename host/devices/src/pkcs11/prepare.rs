//! Tokens made ready for keys: free slots initialised, or tokens that somebody initialised taken.

use cryptoki::slot::Slot;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::device::{Pkcs11Hsm, TOKEN_ROLES};
use super::fault::device;
use super::group::{GROUP_LEN, HSMS_MAX, groups, label};
use super::module::Module;
use super::token::new_pin;
use super::{BoxedRng, Pkcs11Uri};
use crate::hsm::{HsmError, PIN_LEN_MAX, check_pin_len};

/// What a PIN that the host draws is made of.
const PIN_LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// HSMs without keys, ready for [`crate::hsm::Hsm::make_keys`].
///
/// Of a URI that names no token, initialises three tokens in free slots for each of `wanted` HSMs (1 to [`HSMS_MAX`]), as
/// many as there are slots for, with fresh labels and the SO PIN given, or one that is drawn and never shown. Of a URI that
/// names tokens, takes those, which somebody initialised with the SO PIN given.
///
/// Refuses with [`HsmError::NotInitialised`] where there is no room for one HSM or no such tokens, with
/// [`HsmError::KeysExist`] where named tokens hold keys, with [`HsmError::Lacks`] a module that is declared to have one token
/// for all roles, or not to take the PINs that the host draws, of [`PIN_LEN_MAX`] bytes.
pub fn prepare(
    uri: &Pkcs11Uri,
    transport_so_pin: Option<&[u8]>,
    wanted: usize,
    new_rng: &mut dyn FnMut() -> BoxedRng,
) -> Result<Vec<Pkcs11Hsm>, HsmError> {
    if let Some(pin) = transport_so_pin {
        check_pin_len(pin)?;
    }
    if uri.object().is_some() {
        return Err(HsmError::Naming { why: "an HSM that is to be given keys has no object to name yet".to_owned() });
    }
    Module::load(uri.module_path())?.carries(PIN_LEN_MAX)?;
    if uri.names_tokens() {
        take(uri, transport_so_pin, new_rng)
    } else {
        initialise(uri, transport_so_pin, wanted, new_rng)
    }
}

fn take(
    uri: &Pkcs11Uri,
    so_pin: Option<&[u8]>,
    new_rng: &mut dyn FnMut() -> BoxedRng,
) -> Result<Vec<Pkcs11Hsm>, HsmError> {
    let so_pin = so_pin.ok_or_else(|| HsmError::Naming {
        why: "tokens that are initialised have an SO PIN: name the file that holds it by pin-source".to_owned(),
    })?;
    let hsms = super::open(uri, new_rng)?;
    if hsms.iter().any(Pkcs11Hsm::has_keys) {
        return Err(HsmError::KeysExist);
    }
    Ok(hsms.into_iter().map(|hsm| hsm.with_transport_pin(so_pin)).collect())
}

fn initialise(
    uri: &Pkcs11Uri,
    so_pin: Option<&[u8]>,
    wanted: usize,
    new_rng: &mut dyn FnMut() -> BoxedRng,
) -> Result<Vec<Pkcs11Hsm>, HsmError> {
    let module = Module::load(uri.module_path())?;
    let mut hsms: Vec<Pkcs11Hsm> = Vec::new();
    while hsms.len() < wanted.clamp(1, HSMS_MAX) {
        let mut rng = new_rng();
        let so_pin = so_pin.map_or_else(|| draw_pin(&mut rng), |pin| Zeroizing::new(pin.to_vec()));
        let group = fresh_group(&module, &mut rng)?;
        match initialise_three(&module, uri, group, &so_pin)? {
            0 => {}
            free if hsms.is_empty() => {
                let what =
                    format!("{} free slots are there, {} are needed", TOKEN_ROLES.len() - free, TOKEN_ROLES.len());
                return Err(HsmError::NotInitialised { what });
            }
            _ => break,
        }
        hsms.push(Pkcs11Hsm::assemble(&module, group, rng)?.with_transport_pin(&so_pin));
    }
    Ok(hsms)
}

/// Initialises three tokens, or none: gives the number of slots that are missing.
///
/// A module that shows one free slot at a time shows the next when the list of slots is asked for again.
fn initialise_three(
    module: &Module,
    uri: &Pkcs11Uri,
    group: [u8; GROUP_LEN],
    so_pin: &[u8],
) -> Result<usize, HsmError> {
    let so_pin = new_pin(so_pin)?;
    let free = free_slots(module, uri)?;
    let one_at_a_time = module.declaration.is_some_and(|declaration| declaration.name == ONE_FREE_SLOT_AT_A_TIME);
    if free.is_empty() || (free.len() < TOKEN_ROLES.len() && !one_at_a_time) {
        return Ok(TOKEN_ROLES.len() - free.len());
    }
    for role in TOKEN_ROLES {
        let missing = HsmError::NotInitialised { what: "the free slots went away".to_owned() };
        let slot = free_slots(module, uri)?.into_iter().next().ok_or(missing)?;
        module.pkcs11.init_token(slot, &so_pin, &label(group, role)).map_err(device)?;
    }
    Ok(0)
}

/// The declared module that shows a next free slot only when the one before was used.
const ONE_FREE_SLOT_AT_A_TIME: &str = "softhsm2";

fn free_slots(module: &Module, uri: &Pkcs11Uri) -> Result<Vec<Slot>, HsmError> {
    let free =
        module.tokens()?.into_iter().filter(|(slot, info)| !info.token_initialized() && uri.names_token(*slot, info));
    Ok(free.map(|(slot, _)| slot).collect())
}

fn fresh_group(module: &Module, rng: &mut dyn CryptoRng) -> Result<[u8; GROUP_LEN], HsmError> {
    let everything = Pkcs11Uri::of_module(&module.path);
    let taken = groups(module, &everything)?;
    let mut group = [0; GROUP_LEN];
    loop {
        rng.fill_bytes(&mut group);
        if !taken.contains(&group) {
            return Ok(group);
        }
    }
}

/// A PIN of [`PIN_LEN_MAX`] letters, five bits each.
fn draw_pin(rng: &mut dyn CryptoRng) -> Zeroizing<Vec<u8>> {
    let mut pin = Zeroizing::new(vec![0; PIN_LEN_MAX]);
    rng.fill_bytes(&mut pin);
    for byte in pin.iter_mut() {
        *byte = PIN_LETTERS.get(usize::from(*byte % 32)).copied().unwrap_or(b'0');
    }
    pin
}
