//! What the administrator does: makes keys, changes the SO PIN, wipes.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::device::{Pkcs11Hsm, RoleState};
use super::make::{Maker, signs_digests};
use super::open::OpenRole;
use super::plan::choose;
use super::token::new_pin;
use crate::config::KeyDeclaration;
use crate::hsm::{HsmError, Pins, Role};
use crate::tries::Tries;

/// The chosen keys of each role, in the order of the roles.
type Plan = Vec<Vec<&'static KeyDeclaration>>;

impl Pkcs11Hsm {
    pub(super) fn provision(&mut self, pins: &Pins) -> Result<(), HsmError> {
        for state in &self.roles {
            if state.keys.is_some() || state.token.holds_keys()? {
                return Err(HsmError::KeysExist);
            }
        }
        pins.check_lengths()?;
        for role in Role::ALL {
            new_pin(pins.expose(role))?;
            self.module.carries(pins.expose(role).len())?;
        }
        let transport = self.transport.clone().ok_or_else(|| HsmError::Naming {
            why: "the SO PIN of the tokens is needed to make keys: name the file that holds it by pin-source"
                .to_owned(),
        })?;
        let plan: Plan = self.plan()?;
        let mut touched = 0;
        let made = self.fill(&transport, pins, &plan, &mut touched);
        if made.is_ok() {
            self.transport = None;
        } else {
            // Keys of which one is missing are no use to anybody: back to the state before, as far as the device lets us.
            for state in self.roles.iter_mut().take(touched) {
                let _ = state.restore(pins.expose(Role::Admin), &transport);
                state.keys = None;
            }
        }
        made
    }

    fn plan(&self) -> Result<Plan, HsmError> {
        self.roles.iter().map(|state| choose(state.token.role, |key| state.abilities.can(key.kind))).collect()
    }

    fn fill(&mut self, transport: &[u8], pins: &Pins, plan: &Plan, touched: &mut usize) -> Result<(), HsmError> {
        for state in &mut self.roles {
            state.check_so(transport, &mut self.tries)?;
            *touched += 1;
            state.set_first_pins(transport, pins, &mut self.tries)?;
        }
        for (state, chosen) in self.roles.iter_mut().zip(plan) {
            let session = state.token.read_write()?;
            let role = state.token.role;
            state.token.login(&session, role, pins.expose(role), &mut self.tries)?;
            Maker { token: &state.token, session: &session, abilities: &state.abilities }.all(chosen, &mut self.rng)?;
            state.look()?;
            // Whatever the module made of the templates, only what was declared passes.
            let (open, facts) = OpenRole::new(&state.token, session, state.keys()?, signs_digests(&state.abilities))?;
            open.close();
            state.seen = facts;
        }
        Ok(())
    }

    /// Changes the SO PIN of every token, the last one last: a change that was cut off is finished by asking for it again,
    /// and a wrong PIN is one wrong try of one token.
    pub(super) fn change_so_pin(&mut self, old: &[u8], new: &[u8]) -> Result<(), HsmError> {
        let (old_pin, next_pin) = (new_pin(old)?, new_pin(new)?);
        self.roles.iter_mut().for_each(RoleState::lock);
        if let Some(last) = self.roles.last() {
            last.check_so(old, &mut self.tries)?;
        }
        for state in &self.roles {
            let token = &state.token;
            let session = token.read_write()?;
            match token.login(&session, Role::Admin, old, &mut self.tries) {
                Ok(()) => {
                    let set = session.set_pin(&old_pin, &next_pin).map_err(|error| token.fault_of_pin(error, new));
                    let _ = session.logout();
                    set?;
                }
                Err(HsmError::WrongPin { .. }) => state.check_so(new, &mut self.tries)?,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    pub(super) fn destroy(&mut self, admin_pin: &[u8]) -> Result<(), HsmError> {
        if !self.has_keys() {
            return Err(HsmError::NoKeys);
        }
        let pin = new_pin(admin_pin)?;
        self.roles.iter_mut().for_each(RoleState::lock);
        // The PIN is looked at on all three before one of them is touched.
        for state in &self.roles {
            state.check_so(admin_pin, &mut self.tries)?;
        }
        for state in &mut self.roles {
            let (slot, _) = state.token.find()?;
            let label = state.token.label.clone();
            self.module.pkcs11.init_token(slot, &pin, &label).map_err(|error| state.token.fault(error))?;
            state.keys = None;
            state.seen = Vec::new();
            state.refresh_serial()?;
        }
        self.transport = Some(Zeroizing::new(admin_pin.to_vec()));
        self.name_itself()
    }
}

impl RoleState {
    /// Sets the role's PIN, then the SO PIN.
    fn set_first_pins(&self, transport: &[u8], pins: &Pins, tries: &mut Tries) -> Result<(), HsmError> {
        let token = &self.token;
        let session = token.read_write()?;
        token.login(&session, Role::Admin, transport, tries)?;
        let (user, admin) = (pins.expose(token.role), pins.expose(Role::Admin));
        let (old, user_pin, admin_pin) = (new_pin(transport)?, new_pin(user)?, new_pin(admin)?);
        let set = session
            .init_pin(&user_pin)
            .map_err(|error| token.fault_of_pin(error, user))
            .and_then(|()| session.set_pin(&old, &admin_pin).map_err(|error| token.fault_of_pin(error, admin)));
        let _ = session.logout();
        set
    }

    /// Empties a token whose keys were not finished, its SO PIN the one for transport again.
    fn restore(&mut self, admin: &[u8], transport: &[u8]) -> Result<(), HsmError> {
        let token = &self.token;
        let mut tries = Tries::up_to(2);
        let session = token.read_write()?;
        if token.login(&session, Role::Admin, admin, &mut tries).is_ok() {
            let set = session.set_pin(&new_pin(admin)?, &new_pin(transport)?);
            set.map_err(|error| token.fault(error))?;
        }
        let _ = session.logout();
        drop(session);
        let (slot, _) = token.find()?;
        let pin = new_pin(transport)?;
        token.module.pkcs11.init_token(slot, &pin, &token.label).map_err(|error| token.fault(error))?;
        self.refresh_serial()
    }

    /// Looks at the SO PIN and changes nothing.
    fn check_so(&self, pin: &[u8], tries: &mut Tries) -> Result<(), HsmError> {
        let session = self.token.read_write()?;
        self.token.login(&session, Role::Admin, pin, tries)?;
        session.logout().map_err(|error| self.token.fault(error))
    }

    /// Some modules give a token a new serial number when it is initialised.
    fn refresh_serial(&mut self) -> Result<(), HsmError> {
        let module = Arc::clone(&self.token.module);
        let tokens = module.tokens()?;
        let same = tokens.iter().find(|(_, info)| info.token_initialized() && info.label() == self.token.label);
        let (_, info) = same.ok_or(HsmError::Removed)?;
        self.token.serial = info.serial_number().to_owned();
        Ok(())
    }
}
