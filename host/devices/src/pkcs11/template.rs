//! Declared attributes as templates, and read back.

use cryptoki::object::{Attribute as Cka, AttributeType, ObjectClass};

use crate::config::{Attribute, Class, Pkcs11Object};

/// The class in PKCS#11.
pub(super) fn class(class: Class) -> ObjectClass {
    match class {
        Class::PrivateKey => ObjectClass::PRIVATE_KEY,
        Class::PublicKey => ObjectClass::PUBLIC_KEY,
        Class::SecretKey => ObjectClass::SECRET_KEY,
        Class::Data => ObjectClass::DATA,
    }
}

macro_rules! attributes {
    ($($name:ident),* $(,)?) => {
        /// The attribute's type in PKCS#11.
        pub(super) fn attribute_type(attribute: Attribute) -> AttributeType {
            match attribute { $(Attribute::$name => AttributeType::$name,)* }
        }

        fn with_value(attribute: Attribute, value: bool) -> Cka {
            match attribute { $(Attribute::$name => Cka::$name(value),)* }
        }

        /// The value of an attribute that is true or false.
        pub(super) fn value_of(read: &Cka) -> Option<(AttributeType, bool)> {
            match read { $(Cka::$name(value) => Some((AttributeType::$name, *value)),)* _ => None }
        }
    };
}

attributes!(
    Token,
    Private,
    Sensitive,
    Extractable,
    AlwaysSensitive,
    NeverExtractable,
    Local,
    Modifiable,
    Sign,
    SignRecover,
    Verify,
    VerifyRecover,
    Encrypt,
    Decrypt,
    Wrap,
    Unwrap,
    Derive,
    Encapsulate,
    Decapsulate,
);

/// Every declared attribute that a maker can give to an object, true and false ones; those that the device alone sets are
/// left out, and those younger than PKCS#11 2.40 where they are false.
pub(super) fn template(object: &Pkcs11Object, name: &str, id: u8) -> Vec<Cka> {
    let given = |attribute: &Attribute, value: bool| match attribute {
        Attribute::AlwaysSensitive | Attribute::NeverExtractable | Attribute::Local => false,
        _ => value || attribute.since_version() <= (2, 40),
    };
    let mut template = vec![Cka::Label(name.as_bytes().to_vec())];
    if object.class != Class::Data {
        template.push(Cka::Id(vec![id]));
    }
    let attributes = object.attributes();
    template
        .extend(attributes.into_iter().filter(|(a, value)| given(a, *value)).map(|(a, value)| with_value(a, value)));
    template
}

/// The word of an attribute in facts and errors: `always-sensitive`.
pub(super) fn word(attribute: Attribute) -> String {
    attribute.cka().trim_start_matches("CKA_").to_ascii_lowercase().replace('_', "-")
}
