//! Three tokens that are one HSM: found by the labels that bind them.

use std::sync::Arc;

use cryptoki::slot::{Slot, TokenInfo};
use zeroize::Zeroizing;

use super::device::{Pkcs11Hsm, RoleState, TOKEN_ROLES};
use super::module::{Module, config, slug};
use super::plan::{Abilities, choose};
use super::token::Token;
use super::{BoxedRng, Pkcs11Uri};
use crate::hsm::{HsmError, Role, SERIAL_LEN_MAX};
use crate::tries::Tries;

/// HSMs that one URI names at most.
pub const HSMS_MAX: usize = 8;
/// Bytes of the number that is in the labels of all tokens of an HSM.
pub(super) const GROUP_LEN: usize = 4;

/// The HSMs that a URI names, with or without keys, all roles locked: at most [`HSMS_MAX`], in the order of their labels.
///
/// Refuses with [`HsmError::NotInitialised`] where it names none.
pub fn open(uri: &Pkcs11Uri, new_rng: &mut dyn FnMut() -> BoxedRng) -> Result<Vec<Pkcs11Hsm>, HsmError> {
    let module = Module::load(uri.module_path())?;
    let mut found = Vec::new();
    for group in groups(&module, uri)?.into_iter().take(HSMS_MAX) {
        let hsm = Pkcs11Hsm::assemble(&module, group, new_rng())?;
        let named = |state: &RoleState| state.keys().is_ok_and(|keys| uri.names_object(&keys.chosen));
        if uri.object().is_none() || hsm.roles.iter().any(named) {
            found.push(hsm);
        }
    }
    if found.is_empty() {
        let what = "no three tokens labelled tamga-…-seal, -tally and -escrow are what the URI names".to_owned();
        return Err(HsmError::NotInitialised { what });
    }
    Ok(found)
}

/// The numbers of the HSMs one of whose tokens a URI names, and all of whose tokens are there.
pub(super) fn groups(module: &Module, uri: &Pkcs11Uri) -> Result<Vec<[u8; GROUP_LEN]>, HsmError> {
    let tokens = module.tokens()?;
    let mut found: Vec<[u8; GROUP_LEN]> = Vec::new();
    for (slot, info) in tokens.iter().filter(|(_, info)| info.token_initialized()) {
        let Some(group) = group_of(info.label()) else { continue };
        let complete = TOKEN_ROLES.iter().all(|role| of_group(&tokens, group, *role).is_some());
        if complete && uri.names_token(*slot, info) && !found.contains(&group) {
            found.push(group);
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// The label of a role's token.
pub(super) fn label(group: [u8; GROUP_LEN], role: Role) -> String {
    config().role(role).token_label(group).unwrap_or_default()
}

/// The number in a label; nothing where it is none of ours.
fn group_of(untrusted_label: &str) -> Option<[u8; GROUP_LEN]> {
    let number = untrusted_label.split('-').nth(1)?;
    let group = u32::from_str_radix(number, 16).ok()?.to_be_bytes();
    TOKEN_ROLES.iter().any(|role| label(group, *role) == untrusted_label).then_some(group)
}

fn of_group(tokens: &[(Slot, TokenInfo)], group: [u8; GROUP_LEN], role: Role) -> Option<&(Slot, TokenInfo)> {
    let label = label(group, role);
    tokens.iter().find(|(_, info)| info.token_initialized() && info.label() == label)
}

impl Pkcs11Hsm {
    /// The HSM of this number, whose three tokens are there.
    pub(super) fn assemble(module: &Arc<Module>, group: [u8; GROUP_LEN], rng: BoxedRng) -> Result<Self, HsmError> {
        let tokens = module.tokens()?;
        let token = |role: Role| -> Result<Token, HsmError> {
            let (_, info) = of_group(&tokens, group, role).ok_or(HsmError::Removed)?;
            let serial = info.serial_number().to_owned();
            Ok(Token { module: Arc::clone(module), role, serial, label: label(group, role) })
        };
        let [seal, tally, escrow] = TOKEN_ROLES.map(token);
        Self::of_tokens([seal?, tally?, escrow?], rng)
    }

    /// The HSM of these tokens, all of one module, in the order of [`TOKEN_ROLES`].
    pub(super) fn of_tokens(tokens: [Token; 3], rng: BoxedRng) -> Result<Self, HsmError> {
        let [seal, _, _] = &tokens;
        let module = Arc::clone(&seal.module);
        let mut hardware = true;
        let state = |token: Token| -> Result<RoleState, HsmError> {
            let (slot, _) = token.find()?;
            hardware &= module.pkcs11.get_slot_info(slot).map_err(super::fault::device)?.hardware_slot();
            let abilities = Abilities::of(module.mechanisms(slot)?, module.declaration);
            let mut state = RoleState { token, abilities, keys: None, open: None, seen: Vec::new() };
            state.look()?;
            Ok(state)
        };
        let [seal, tally, escrow] = tokens.map(state);
        let tries = Tries::up_to(module.try_limit());
        let (serial, model) = (String::new(), String::new());
        let roles = [seal?, tally?, escrow?];
        let mut hsm = Self { module, hardware, serial, model, roles, transport: None, tries, rng };
        hsm.name_missing_keys();
        hsm.name_itself()?;
        Ok(hsm)
    }

    /// Where one role has keys, the others have to have them too.
    fn name_missing_keys(&mut self) {
        if !self.has_keys() {
            return;
        }
        for state in self.roles.iter_mut().filter(|state| state.keys.is_none()) {
            let expected = choose(state.token.role, |key| state.abilities.can(key.kind));
            let missing = |key: &&crate::config::KeyDeclaration| HsmError::MissingKey { name: key.name.clone() };
            state.keys =
                expected.map(|keys| keys.first().map(missing).map(Err)).unwrap_or_else(|error| Some(Err(error)));
        }
    }

    /// Serial number and model, from the seal role's token.
    pub(super) fn name_itself(&mut self) -> Result<(), HsmError> {
        let token = &self.role(Role::Seal)?.token;
        let (_, info) = token.find()?;
        let of_token = slug(&token.serial);
        if of_token.is_empty() {
            return Err(HsmError::NotInitialised { what: format!("the token {} has no serial number", token.label) });
        }
        let mut serial = self.module.slug();
        serial.truncate(SERIAL_LEN_MAX.saturating_sub(of_token.len() + 1));
        let model = slug(info.model());
        self.model = if model.is_empty() { "unknown".to_owned() } else { model };
        self.serial = format!("{serial}-{of_token}").trim_matches('-').to_owned();
        Ok(())
    }

    /// Gives a device without keys the SO PIN that it has now.
    pub(super) fn with_transport_pin(mut self, so_pin: &[u8]) -> Self {
        self.transport = Some(Zeroizing::new(so_pin.to_vec()));
        self
    }
}
