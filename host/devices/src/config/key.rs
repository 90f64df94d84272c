//! A declared key: `hsm-config/keys/*.toml`.

use std::fmt;

use serde::Deserialize;

use super::yubihsm::{Algorithm, Capability, ObjectType};
use crate::hsm::Role;

/// The version line of a key's file.
pub const KEY_FORMAT: &str = "tamga/hsm-key/v1";

/// One key, or data object, of an HSM.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct KeyDeclaration {
    /// [`KEY_FORMAT`].
    pub format: String,
    /// Its name, the label on the device, and the name of its file.
    pub name: String,
    /// The role that uses it.
    pub role: Role,
    /// What it is.
    pub kind: Kind,
    /// What it is for, a sentence.
    pub purpose: String,
    /// Its objects on a PKCS#11 token.
    pub pkcs11: Vec<Pkcs11Object>,
    /// Its object on a YubiHSM 2; none where that device does not need it.
    pub yubihsm: Option<YubiHsmObject>,
}

impl KeyDeclaration {
    /// Its object of this class that is used with this mechanism; a data object is used with none, see [`Self::data_object`].
    pub fn pkcs11_object(&self, class: Class, mechanism: Mechanism) -> Option<&Pkcs11Object> {
        self.pkcs11.iter().find(|object| object.class == class && object.mechanisms.contains(&mechanism))
    }

    /// Its data object.
    pub fn data_object(&self) -> Option<&Pkcs11Object> {
        self.pkcs11.iter().find(|object| object.class == Class::Data)
    }
}

/// What a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Ed25519 [RFC 8032], signs messages.
    Ed25519,
    /// ECDSA on P-384 [FIPS 186-5], signs SHA-384 digests; a signature is r ‖ s, 96 bytes.
    #[serde(rename = "p384-ecdsa")]
    P384Ecdsa,
    /// ECDH on P-384 [SP 800-56A], gives the raw x-coordinate, 48 bytes.
    #[serde(rename = "p384-ecdh")]
    P384Ecdh,
    /// ML-KEM-1024 [FIPS 203], inside the device.
    #[serde(rename = "mlkem-1024")]
    MlKem1024,
    /// AES-256, wraps the ML-KEM-1024 seed.
    #[serde(rename = "aes-256-wrap")]
    Aes256Wrap,
    /// Data object: the seed d ‖ z of an ML-KEM-1024 key, wrapped.
    #[serde(rename = "mlkem-seed")]
    MlKemSeed,
    /// Data object: an ML-KEM-1024 encapsulation key, 1,568 bytes.
    #[serde(rename = "mlkem-public")]
    MlKemPublic,
}

/// An object of a PKCS#11 token that belongs to a key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Pkcs11Object {
    /// `CKA_CLASS`.
    pub class: Class,
    /// The mechanisms that it is used with; another object of the same class stands for other mechanisms. Empty for data.
    #[serde(default)]
    pub mechanisms: Vec<Mechanism>,
    /// The attributes that are true; all others of its class are false.
    pub set: Vec<Attribute>,
}

impl Pkcs11Object {
    /// Every attribute that objects of its class have, with the value that it must have, in the order of [`Attribute::ALL`].
    ///
    /// An attribute that is younger than the module ([`Attribute::since_version`]) and must be false need not be there.
    pub fn attributes(&self) -> Vec<(Attribute, bool)> {
        let of_class = Attribute::ALL.iter().filter(|attribute| attribute.applies_to(self.class));
        of_class.map(|attribute| (*attribute, self.set.contains(attribute))).collect()
    }
}

/// The class of a PKCS#11 object, PKCS#11 3.2 section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// `CKO_PRIVATE_KEY`.
    PrivateKey,
    /// `CKO_PUBLIC_KEY`.
    PublicKey,
    /// `CKO_SECRET_KEY`.
    SecretKey,
    /// `CKO_DATA`.
    Data,
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Class::PrivateKey => "private key",
            Class::PublicKey => "public key",
            Class::SecretKey => "secret key",
            Class::Data => "data object",
        })
    }
}

/// A PKCS#11 mechanism that a key is used with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mechanism {
    /// `CKM_EDDSA`.
    Eddsa,
    /// `CKM_ECDSA` over a digest.
    Ecdsa,
    /// `CKM_ECDH1_DERIVE` with `CKD_NULL`.
    #[serde(rename = "ecdh1-derive")]
    Ecdh1Derive,
    /// `CKM_ML_KEM`.
    MlKem,
    /// `CKM_AES_KEY_WRAP` [RFC 3394].
    AesKeyWrap,
    /// `CKM_AES_KEY_WRAP_KWP` [RFC 5649].
    AesKeyWrapKwp,
    /// `CKM_AES_KEY_WRAP_PAD`, RFC 5649 in most modules, and not one thing in all of them.
    AesKeyWrapPad,
    /// `CKM_AES_GCM`, by encrypting and decrypting.
    AesGcm,
}

macro_rules! attributes {
    ($($variant:ident, $cka:literal, $since:expr, $classes:literal;)*) => {
        /// An attribute of a PKCS#11 object that is true or false, in the standard's words without `CKA_`, PKCS#11 3.2 section 4.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Attribute {
            $(#[doc = concat!("`", $cka, "`.")] $variant,)*
        }

        impl Attribute {
            /// All that are judged.
            pub const ALL: &[Attribute] = &[$(Attribute::$variant),*];

            /// Whether objects of the class have it.
            pub fn applies_to(self, class: Class) -> bool {
                let letter = match class {
                    Class::PrivateKey => 'r',
                    Class::PublicKey => 'u',
                    Class::SecretKey => 's',
                    Class::Data => 'd',
                };
                match self { $(Attribute::$variant => $classes.contains(letter),)* }
            }

            /// The first version of PKCS#11, major and minor, that has it.
            pub fn since_version(self) -> (u8, u8) {
                match self { $(Attribute::$variant => $since,)* }
            }

            /// Its name in the standard.
            pub fn cka(self) -> &'static str {
                match self { $(Attribute::$variant => $cka,)* }
            }
        }
    };
}

impl Attribute {
    /// Whether it allows a use of the key.
    pub fn is_use(self) -> bool {
        use Attribute::*;
        !matches!(
            self,
            Token | Private | Sensitive | Extractable | AlwaysSensitive | NeverExtractable | Local | Modifiable
        )
    }
}

// Classes: r private key, u public key, s secret key, d data.
attributes! {
    Token, "CKA_TOKEN", (2, 40), "rusd";
    Private, "CKA_PRIVATE", (2, 40), "rusd";
    Sensitive, "CKA_SENSITIVE", (2, 40), "rs";
    Extractable, "CKA_EXTRACTABLE", (2, 40), "rs";
    AlwaysSensitive, "CKA_ALWAYS_SENSITIVE", (2, 40), "rs";
    NeverExtractable, "CKA_NEVER_EXTRACTABLE", (2, 40), "rs";
    Local, "CKA_LOCAL", (2, 40), "rus";
    Modifiable, "CKA_MODIFIABLE", (2, 40), "rusd";
    Sign, "CKA_SIGN", (2, 40), "rs";
    SignRecover, "CKA_SIGN_RECOVER", (2, 40), "r";
    Verify, "CKA_VERIFY", (2, 40), "us";
    VerifyRecover, "CKA_VERIFY_RECOVER", (2, 40), "u";
    Encrypt, "CKA_ENCRYPT", (2, 40), "us";
    Decrypt, "CKA_DECRYPT", (2, 40), "rs";
    Wrap, "CKA_WRAP", (2, 40), "us";
    Unwrap, "CKA_UNWRAP", (2, 40), "rs";
    Derive, "CKA_DERIVE", (2, 40), "rus";
    Encapsulate, "CKA_ENCAPSULATE", (3, 2), "u";
    Decapsulate, "CKA_DECAPSULATE", (3, 2), "r";
}

/// The object of a YubiHSM 2 that is a key.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct YubiHsmObject {
    /// The object number.
    pub object: u16,
    /// The type of the object.
    pub r#type: ObjectType,
    /// Its algorithm.
    pub algorithm: Algorithm,
    /// Its domains, 1 to 16.
    pub domains: Vec<u8>,
    /// The capabilities that the object has.
    pub capabilities: Vec<Capability>,
    /// The delegated capabilities of a wrap key: what an object that it imports or exports may have. Other types have none.
    pub delegated: Option<Vec<Capability>>,
    /// The capabilities that the role's session needs to use it.
    pub used_with: Vec<Capability>,
    /// The capabilities of its own that the factory key's session needs once, when the keys are made.
    #[serde(default)]
    pub made_with: Vec<Capability>,
}
