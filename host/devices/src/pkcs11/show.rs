//! What the device shows: how it meets our needs, and the evidence about its keys.

use cryptoki::mechanism::MechanismType as Ckm;

use super::device::{Pkcs11Hsm, RoleState};
use super::make::signs_digests;
use super::module::Module;
use super::object::{Facts, Shelf};
use super::plan::{Abilities, objects, wrap_mechanism};
use super::public::is_public;
use super::{BoxedRng, Pkcs11Uri};
use crate::config::Kind;
use crate::evidence::{Evidence, Met, Need};
use crate::hsm::{HsmError, Role};

impl Pkcs11Hsm {
    pub(super) fn show_needs(&mut self) -> Result<Vec<Need>, HsmError> {
        Ok(needs(&self.role(Role::Seal)?.abilities, &self.role(Role::Tally)?.abilities, self.hardware))
    }

    pub(super) fn show_evidence(&mut self) -> Result<Evidence, HsmError> {
        if !self.has_keys() {
            return Err(HsmError::NoKeys);
        }
        let mut evidence = Evidence::default();
        self.module_facts(&mut evidence)?;
        for state in &mut self.roles {
            for (key, value) in state.show()? {
                evidence.fact(&key, &value);
            }
        }
        Ok(evidence.sorted())
    }

    fn module_facts(&self, evidence: &mut Evidence) -> Result<(), HsmError> {
        let info = &self.module.info;
        evidence.fact("module.path", &self.module.path);
        evidence.fact("module.manufacturer", info.manufacturer_id());
        evidence.fact("module.description", info.library_description());
        evidence.fact("module.version", &info.library_version().to_string());
        evidence.fact("module.pkcs11", &info.cryptoki_version().to_string());
        evidence.fact("module.declared", self.module.declaration.map_or("no", |declared| &declared.name));
        let (_, token) = self.role(Role::Seal)?.token.find()?;
        evidence.fact("device.manufacturer", token.manufacturer_id());
        evidence.fact("device.model", token.model());
        evidence.fact("device.hardware", &token.hardware_version().to_string());
        evidence.fact("device.firmware", &token.firmware_version().to_string());
        evidence.fact("device.slot", if self.hardware { "hardware" } else { "software" });
        Ok(())
    }
}

impl RoleState {
    /// The role's token, and every attribute of its keys: as they are where the role is open, else those of the public
    /// objects as they are and the others as they were when it was last open.
    fn show(&mut self) -> Result<Facts, HsmError> {
        let role = self.token.role;
        let mut facts = vec![
            (format!("token.{role}.label"), self.token.label.clone()),
            (format!("token.{role}.serial"), self.token.serial.clone()),
        ];
        let keys = match &self.keys {
            None => return Err(HsmError::NoKeys),
            Some(keys) => keys.as_ref().map_err(HsmError::clone)?,
        };
        if let Some(open) = &mut self.open {
            self.seen = open.check(&self.token, keys)?;
            facts.extend(self.seen.clone());
            return Ok(facts);
        }
        let session = self.token.read_only()?;
        let shelf = Shelf { token: &self.token, session: &session };
        for key in &keys.chosen {
            for object in objects(key, self.abilities.wrap()).into_iter().filter(|object| is_public(object)) {
                let shown = shelf.check(key, object, shelf.find(key, object.class)?)?;
                self.seen.retain(|(name, _)| !shown.iter().any(|(shown, _)| shown == name));
                self.seen.extend(shown);
            }
        }
        facts.extend(self.seen.clone());
        Ok(facts)
    }
}

/// How tokens with these abilities meet our needs.
fn needs(seal: &Abilities, tally: &Abilities, hardware: bool) -> Vec<Need> {
    let of = |need, met, how: &str| Need { need, met, how: how.to_owned() };
    let software = "sensitive and not extractable, in software: its files can be copied";
    vec![
        seal_need(seal),
        match tally.can(Kind::P384Ecdh) {
            true => of("P-384 ECDH", Met::Yes, "CKM_ECDH1_DERIVE"),
            false => of("P-384 ECDH", Met::No, "CKM_ECDH1_DERIVE is missing"),
        },
        mlkem_need(tally),
        of("separate roles", Met::Yes, "three tokens, a PIN each; the SO PIN can set the other PINs anew"),
        match hardware {
            true => of("keys that never leave", Met::Yes, "sensitive, not extractable, a hardware slot"),
            false => of("keys that never leave", Met::Fallback, software),
        },
        of("evidence", Met::Fallback, "attributes as the module states them, no certificates"),
        of("audit log", Met::No, "PKCS#11 has none"),
    ]
}

fn seal_need(abilities: &Abilities) -> Need {
    let need = "seal signatures";
    if abilities.can(Kind::Ed25519) {
        return Need { need, met: Met::Yes, how: "CKM_EDDSA, Ed25519".to_owned() };
    }
    if !abilities.can(Kind::P384Ecdsa) {
        return Need { need, met: Met::No, how: "CKM_EDDSA and CKM_ECDSA are missing".to_owned() };
    }
    let how =
        if signs_digests(abilities) { "CKM_ECDSA on P-384, SHA-384 by the host" } else { "CKM_ECDSA_SHA384 on P-384" };
    Need { need, met: Met::Fallback, how: how.to_owned() }
}

fn mlkem_need(abilities: &Abilities) -> Need {
    let need = "ML-KEM-1024";
    if abilities.can(Kind::MlKem1024) {
        return Need { need, met: Met::Yes, how: "CKM_ML_KEM, inside".to_owned() };
    }
    match abilities.wrap().and_then(wrap_mechanism) {
        Some(wrap) if abilities.has(Ckm::AES_KEY_GEN) => {
            Need { need, met: Met::Fallback, how: format!("seed wrapped by an AES-256 key, {wrap}") }
        }
        _ => Need { need, met: Met::No, how: "no ML-KEM, and nothing that wraps a seed".to_owned() },
    }
}

/// What the tokens of a module can do, need by need: those of the first HSM that is there, else the first that says it.
///
/// Refuses with [`HsmError::NotInitialised`] where no slot says what it can do, as some modules' free slots do not.
pub fn probe(uri: &Pkcs11Uri, new_rng: &mut dyn FnMut() -> BoxedRng) -> Result<Vec<Need>, HsmError> {
    match super::open(uri, new_rng) {
        Ok(mut hsms) => hsms.first_mut().map_or(Ok(Vec::new()), Pkcs11Hsm::show_needs),
        Err(HsmError::NotInitialised { .. }) => {
            let module = Module::load(uri.module_path())?;
            for (slot, _) in module.tokens()? {
                if let Ok(mechanisms) = module.mechanisms(slot) {
                    let abilities = Abilities::of(mechanisms, module.declaration);
                    let slot = module.pkcs11.get_slot_info(slot).map_err(super::fault::device)?;
                    return Ok(needs(&abilities, &abilities, slot.hardware_slot()));
                }
            }
            Err(HsmError::NotInitialised { what: "no slot says what it can do before it is initialised".to_owned() })
        }
        Err(error) => Err(error),
    }
}
