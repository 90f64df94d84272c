//! What `hsm-config` declares for a YubiHSM 2, as objects of the device, and the device's word held against it.

use super::commands::{
    DEVICE_ATTESTATION, Handle, NewObject, ObjectInfo, OptionTag, PASSWORD_ALGORITHM, PASSWORD_ALGORITHM_WORD,
    TypeNumber,
};
use super::link::Fault;
use super::session::Session;
use crate::config::{Algorithm, Capability, Config, Kind, ObjectType, capability_set, domain_set};
use crate::hsm::{HsmError, Role};

/// The authentication key that every device is delivered with, and has again after a reset.
pub const FACTORY_KEY: u16 = 0x0001;
/// The origin of an object that was made inside the device.
pub const ORIGIN_GENERATED: u8 = 0x01;
/// The origin of an object that was put in.
const ORIGIN_IMPORTED: u8 = 0x02;
/// The setting of an option that only a reset takes back.
const FIXED: u8 = 0x02;
/// The setting of a command that leaves no entry in the log.
const OFF: u8 = 0x00;

/// Capabilities that none of our keys has, to name them where one is found.
const FOREIGN: [(u64, &str); 3] =
    [(0x80, "sign-ecdsa"), (0x1000, "export-wrapped"), (0x1_0000, "exportable-under-wrap")];

/// Commands that leave no entry in the log: they read what is no secret, draw random numbers, end a session, or are about
/// the log itself. All others are logged, those included that firmware to come may have.
///
/// In order: echo, session message, device info, boot loader, two that Yubico does not name, close session, storage info,
/// get opaque, list objects, get log entries, object info, get option, pseudo random, public key, set log index, blink.
pub const QUIET: [u8; 17] =
    [0x01, 0x05, 0x06, 0x07, 0x09, 0x0a, 0x40, 0x41, 0x43, 0x48, 0x4d, 0x4e, 0x50, 0x51, 0x54, 0x67, 0x6b];

/// Facts by key.
pub type Facts = Vec<(String, String)>;

/// One object that a device with keys holds.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The role whose it is.
    pub role: Role,
    /// What it is; none of an authentication key.
    pub kind: Option<Kind>,
    /// Its type.
    pub r#type: TypeNumber,
    /// What it is made with; the label is its declared name.
    pub new: NewObject,
    /// Its delegated capabilities.
    pub delegated: u64,
    made_inside: bool,
}

/// All objects of a device with keys, authentication keys last; a wrap key before what it wraps.
pub fn all(config: &Config) -> Vec<Declared> {
    let keys = config.keys().iter().filter_map(|key| Some((key, key.yubihsm.as_ref()?)));
    let keys = keys.map(|(key, object)| Declared {
        role: key.role,
        kind: Some(key.kind),
        r#type: TypeNumber(object.r#type.number()),
        new: NewObject {
            id: object.object,
            label: key.name.clone(),
            domains: domain_set(&object.domains),
            capabilities: capability_set(&object.capabilities),
            algorithm: object.algorithm.number(),
        },
        delegated: capability_set(object.delegated.as_deref().unwrap_or_default()),
        made_inside: object.r#type != ObjectType::Opaque,
    });
    keys.chain(Role::ALL.iter().map(|role| authentication(config, *role))).collect()
}

fn authentication(config: &Config, role: Role) -> Declared {
    let key = &config.role(role).yubihsm;
    Declared {
        role,
        kind: None,
        r#type: TypeNumber::AUTHENTICATION,
        new: NewObject {
            id: key.authentication_key,
            label: format!("tamga-{role}-authentication"),
            domains: domain_set(&key.domains),
            capabilities: capability_set(&key.capabilities),
            algorithm: PASSWORD_ALGORITHM,
        },
        delegated: capability_set(&key.delegated),
        made_inside: false,
    }
}

impl Declared {
    /// Its name on the device.
    pub fn handle(&self) -> Handle {
        Handle { id: self.new.id, kind: self.r#type }
    }

    /// Refuses an object that differs from this declaration in any property, and names the first.
    fn check(&self, info: &ObjectInfo) -> Result<(), HsmError> {
        let origin = if self.made_inside { ORIGIN_GENERATED } else { ORIGIN_IMPORTED };
        let set = |value: u64| format!("0x{value:x}");
        let held = |capabilities: u64| {
            let foreign = FOREIGN.iter().filter(|(bit, _)| capabilities & bit != 0).map(|(_, word)| *word);
            let words = foreign.collect::<Vec<_>>().join(" ");
            if words.is_empty() { set(capabilities) } else { format!("{} ({words})", set(capabilities)) }
        };
        let properties = [
            ("algorithm", set(info.algorithm.into()), set(self.new.algorithm.into())),
            ("domains", set(info.domains.into()), set(self.new.domains.into())),
            ("capabilities", held(info.capabilities), held(self.new.capabilities)),
            ("delegated", set(info.delegated), set(self.delegated)),
            ("origin", set(info.origin.into()), set(origin.into())),
            ("label", info.label.clone(), self.new.label.clone()),
        ];
        match properties.into_iter().find(|(_, found, declared)| found != declared) {
            Some((property, found, declared)) => {
                let property = format!("{property} {found}, declared {declared}");
                Err(HsmError::WeakKey { name: self.new.label.clone(), property })
            }
            None => Ok(()),
        }
    }

    /// What the record says of it, once it was found to be as declared: its name, and all properties in one line,
    /// `id 0x0021 ecp384 length 144 domains 2 capabilities derive-ecdh delegated none origin generated`.
    fn fact(&self, info: &ObjectInfo) -> (String, String) {
        let words = |all: Vec<String>| if all.is_empty() { "none".to_owned() } else { all.join(" ") };
        let held = |set: u64| {
            let held = Capability::ALL.iter().filter(|capability| capability.number() & set != 0);
            words(held.map(Capability::to_string).collect())
        };
        let algorithm = Algorithm::ALL.iter().find(|algorithm| algorithm.number() == info.algorithm);
        let domains = (1..=16u8).filter(|domain| domain_set(&[*domain]) & info.domains != 0);
        let value = format!(
            "id 0x{:04x} {} length {} domains {} capabilities {} delegated {} origin {}",
            info.handle.id,
            algorithm.map_or(PASSWORD_ALGORITHM_WORD, |algorithm| algorithm.word()),
            info.length,
            words(domains.map(|domain| domain.to_string()).collect()),
            held(info.capabilities),
            held(info.delegated),
            if self.made_inside { "generated" } else { "imported" },
        );
        (self.new.label.clone(), value)
    }
}

/// What a session sees of a device.
pub struct ReadBack {
    found: Vec<Handle>,
    objects: Vec<ObjectInfo>,
    /// Of force-audit and command-audit; none in a session that may not ask.
    options: Option<[Vec<u8>; 2]>,
}

impl ReadBack {
    /// Asks for every object in the session's domains, and for both audit options in a session of a role that may.
    pub fn of(session: &mut Session, config: &Config, role: Role) -> Result<Self, Fault> {
        let found = session.list_objects()?;
        let ours = found.iter().filter(|handle| handle.id != DEVICE_ATTESTATION);
        let objects = ours.map(|handle| session.object_info(*handle)).collect::<Result<_, _>>()?;
        let asks = config.role(role).yubihsm.capabilities.contains(&Capability::GetOption);
        let options = match asks {
            true => Some([session.option(OptionTag::ForceAudit)?, session.option(OptionTag::CommandAudit)?]),
            false => None,
        };
        Ok(Self { found, objects, options })
    }

    /// Holds it against the declarations. Refuses an object that is missing ([`HsmError::MissingKey`]), one that is not as
    /// declared, one that is not declared at all, such as the factory's authentication key, unless it is the tolerated one,
    /// and audit that is not fixed ([`HsmError::WeakKey`]).
    pub fn check(&self, config: &Config, role: Role, tolerated: Option<Handle>) -> Result<Facts, HsmError> {
        let domains = domain_set(&config.role(role).yubihsm.domains);
        let declared: Vec<_> = all(config).into_iter().filter(|object| object.new.domains & domains != 0).collect();
        let foreign = |handle: &&Handle| {
            let known = handle.id == DEVICE_ATTESTATION || tolerated == Some(**handle);
            !known && !declared.iter().any(|object| object.handle() == **handle)
        };
        if let Some(handle) = self.found.iter().find(foreign) {
            let name = format!("object 0x{:04x}, type {}", handle.id, handle.kind.0);
            return Err(HsmError::WeakKey { name, property: "is there, and is not declared".to_owned() });
        }
        let mut facts = Vec::new();
        for object in &declared {
            let info = self.objects.iter().find(|info| info.handle == object.handle());
            let info = info.ok_or_else(|| HsmError::MissingKey { name: object.new.label.clone() })?;
            object.check(info)?;
            facts.push(object.fact(info));
        }
        if let Some([force, commands]) = &self.options {
            facts.extend(check_audit(force, commands)?);
        }
        Ok(facts)
    }
}

/// The value of the option command-audit that turns this one into ours, pairs of command and setting; empty where it is.
pub fn audit_changes(current: &[u8]) -> Vec<u8> {
    let pairs = current.as_chunks::<2>().0.iter();
    let changes = pairs.filter_map(|[command, setting]| match QUIET.contains(command) {
        true if *setting != OFF && *setting != FIXED => Some([*command, OFF]),
        false if *setting != FIXED => Some([*command, FIXED]),
        _ => None,
    });
    changes.flatten().collect()
}

/// Sets both audit options for good.
pub fn fix_audit(session: &mut Session) -> Result<(), Fault> {
    let changes = audit_changes(&session.option(OptionTag::CommandAudit)?);
    if !changes.is_empty() {
        session.set_option(OptionTag::CommandAudit, &changes)?;
    }
    session.set_option(OptionTag::ForceAudit, &[FIXED])
}

/// Refuses audit options others than [`fix_audit`] sets.
fn check_audit(force: &[u8], commands: &[u8]) -> Result<Facts, HsmError> {
    let weak = |name: &str, property: String| Err(HsmError::WeakKey { name: name.to_owned(), property });
    if force != [FIXED] {
        return weak("option force-audit", "not fixed: a full log does not block the device".to_owned());
    }
    let pairs = commands.as_chunks::<2>().0;
    if let Some([command, _]) = pairs.iter().find(|[command, on]| *on != FIXED && !QUIET.contains(command)) {
        return weak("option command-audit", format!("command 0x{command:02x} can be left out of the log"));
    }
    let logged: String =
        pairs.iter().filter(|[_, on]| *on != OFF).map(|[command, _]| format!("{command:02x}")).collect();
    let fact = |key: &str, value: String| (key.to_owned(), value);
    Ok(vec![fact("option.force-audit", "fixed".to_owned()), fact("option.command-audit", logged)])
}

/// The declared object of this role and kind.
pub fn find(declared: &[Declared], role: Role, kind: Kind) -> Result<&Declared, HsmError> {
    let found = declared.iter().find(|object| object.role == role && object.kind == Some(kind));
    found.ok_or(HsmError::NoSuchKey { role })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_of_the_contract_is_declared_with_its_number() {
        let objects = all(&Config::built_in());
        let mut handles: Vec<_> = objects.iter().map(|object| (object.new.id, object.r#type.0)).collect();
        handles.sort_unstable();
        let expected = [
            (0x10, 2),
            (0x11, 3),
            (0x20, 2),
            (0x21, 3),
            (0x22, 4),
            (0x23, 1),
            (0x24, 1),
            (0x30, 2),
            (0x31, 3),
            (0x32, 4),
            (0x33, 1),
            (0x34, 1),
            (0x40, 2),
        ];
        assert_eq!(handles, expected);
    }

    #[test]
    fn an_object_that_differs_in_one_property_is_refused_by_its_name() {
        let objects = all(&Config::built_in());
        let tally = find(&objects, Role::Tally, Kind::P384Ecdh).unwrap();
        let good = ObjectInfo {
            capabilities: 0x800,
            handle: tally.handle(),
            length: 48,
            domains: 2,
            algorithm: 0x0d,
            origin: 1,
            label: "tamga-tally-p384".to_owned(),
            delegated: 0,
        };
        assert_eq!(tally.check(&good), Ok(()));
        let others = [
            ("capabilities", ObjectInfo { capabilities: 0x1_0800, ..good.clone() }),
            ("domains", ObjectInfo { domains: 3, ..good.clone() }),
            ("algorithm", ObjectInfo { algorithm: 0x0c, ..good.clone() }),
            ("origin", ObjectInfo { origin: 2, ..good.clone() }),
            ("label", ObjectInfo { label: String::new(), ..good.clone() }),
            ("delegated", ObjectInfo { delegated: 1, ..good.clone() }),
        ];
        for (word, other) in others {
            let refused = tally.check(&other);
            let Err(HsmError::WeakKey { name, property }) = refused else { panic!("{word}: {refused:?}") };
            assert_eq!(name, "tamga-tally-p384");
            assert!(property.starts_with(word), "{property}");
        }
    }

    #[test]
    fn all_commands_but_the_quiet_ones_are_fixed_and_the_quiet_ones_turned_off() {
        assert_eq!(audit_changes(&[0x57, 0, 0x51, 1, 0x6a, 1, 0x40, 0, 0x04, 2, 0x48, 2]), [0x57, 2, 0x51, 0, 0x6a, 2]);
        assert!(audit_changes(&[]).is_empty());
    }
}
