//! What declarations say of a YubiHSM 2: object types, algorithms and capabilities, in Yubico's words.
//!
//! Source: YubiHSM 2 user guide, "Core Concepts" and "Command Reference".

use std::fmt;

use serde::Deserialize;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $number:ty = $what:literal { $($(#[$each:meta])* $variant:ident = $word:literal, $value:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum $name { $($(#[$each])* #[serde(rename = $word)] $variant,)* }

        impl $name {
            /// All of them, in the order of the table in `hsm-config/README.md`.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            #[doc = $what]
            pub fn number(self) -> $number {
                match self { $($name::$variant => $value,)* }
            }

            /// Yubico's word for it, as declarations have it.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

words! {
    /// One capability of an authentication key or of another object.
    ///
    /// These are the ones that objects and roles need once the keys are made. The others cannot be declared: neither those
    /// of the making, which are the factory key's alone, nor those that nobody needs, such as `export-wrapped`.
    Capability: u64 = "Its bit in the device's 64-bit set." {
        /// Reads opaque objects.
        GetOpaque = "get-opaque", 0x1;
        /// Signs with Ed25519.
        SignEddsa = "sign-eddsa", 0x100;
        /// Multiplies a peer's point by a key.
        DeriveEcdh = "derive-ecdh", 0x800;
        /// Reads options of the device.
        GetOption = "get-option", 0x4_0000;
        /// Draws random bytes.
        GetPseudoRandom = "get-pseudo-random", 0x8_0000;
        /// Reads the audit log, and releases what was read.
        GetLogEntries = "get-log-entries", 0x100_0000;
        /// Sets the device back to the state of its delivery.
        ResetDevice = "reset-device", 0x1000_0000;
        /// Encrypts data under a wrap key; no role has it, only the factory's key while keys are made.
        WrapData = "wrap-data", 0x20_0000_0000;
        /// Decrypts data under a wrap key.
        UnwrapData = "unwrap-data", 0x40_0000_0000;
        /// Deletes authentication keys.
        DeleteAuthenticationKey = "delete-authentication-key", 0x100_0000_0000;
        /// Replaces the authentication key that opened the session, and no other.
        ChangeAuthenticationKey = "change-authentication-key", 0x4000_0000_0000;
    }
}

words! {
    /// The type of an object.
    ObjectType: u8 = "Its number in the device's commands." {
        /// Bytes that the device keeps without looking at them.
        Opaque = "opaque", 0x01;
        /// A key pair.
        AsymmetricKey = "asymmetric-key", 0x03;
        /// A key that encrypts data for the device itself.
        WrapKey = "wrap-key", 0x04;
    }
}

words! {
    /// The algorithm of an object.
    Algorithm: u8 = "Its number in the device's commands." {
        /// NIST P-384.
        Ecp384 = "ecp384", 0x0d;
        /// Bytes, of no form.
        OpaqueData = "opaque-data", 0x1e;
        /// AES-256 in CCM mode.
        Aes256CcmWrap = "aes256-ccm-wrap", 0x2a;
        /// Ed25519.
        Ed25519 = "ed25519", 0x2e;
    }
}

/// The 16-bit set of these domains, domain 1 in the lowest bit; a number that is not 1 to 16 is left out.
pub fn domain_set(domains: &[u8]) -> u16 {
    domains.iter().filter(|domain| (1..=16).contains(*domain)).fold(0, |set, domain| set | 1 << (domain - 1))
}

/// The 64-bit set of these capabilities.
pub fn capability_set(capabilities: &[Capability]) -> u64 {
    capabilities.iter().fold(0, |set, capability| set | capability.number())
}
