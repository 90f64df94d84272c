//! The codes of the commands (vendor's user guide, "YubiHSM Command Reference").

/// What a boot is in the log.
pub const BOOT: u8 = 0x00;
/// Gives back what it got.
pub const ECHO: u8 = 0x01;
/// First half of a session's opening.
pub const CREATE_SESSION: u8 = 0x03;
/// Second half of a session's opening.
pub const AUTHENTICATE_SESSION: u8 = 0x04;
/// An encrypted command.
pub const SESSION_MESSAGE: u8 = 0x05;
/// Version, serial number, log fill, algorithms.
pub const DEVICE_INFO: u8 = 0x06;
/// Back to the factory's state.
pub const RESET_DEVICE: u8 = 0x08;
/// Ends a session.
pub const CLOSE_SESSION: u8 = 0x40;
/// Records and pages, all and free.
pub const GET_STORAGE_INFO: u8 = 0x41;
/// Stores bytes.
pub const PUT_OPAQUE: u8 = 0x42;
/// Reads bytes.
pub const GET_OPAQUE: u8 = 0x43;
/// Stores an authentication key.
pub const PUT_AUTHENTICATION_KEY: u8 = 0x44;
/// Stores a private key.
pub const PUT_ASYMMETRIC_KEY: u8 = 0x45;
/// Makes a private key.
pub const GENERATE_ASYMMETRIC_KEY: u8 = 0x46;
/// Lists objects, with filters.
pub const LIST_OBJECTS: u8 = 0x48;
/// Stores a wrap key.
pub const PUT_WRAP_KEY: u8 = 0x4c;
/// Reads the log.
pub const GET_LOG_ENTRIES: u8 = 0x4d;
/// Everything about an object but its value.
pub const GET_OBJECT_INFO: u8 = 0x4e;
/// Sets an option.
pub const SET_OPTION: u8 = 0x4f;
/// Reads an option.
pub const GET_OPTION: u8 = 0x50;
/// Random bytes.
pub const GET_PSEUDO_RANDOM: u8 = 0x51;
/// The public half of a key.
pub const GET_PUBLIC_KEY: u8 = 0x54;
/// ECDSA over a digest.
pub const SIGN_ECDSA: u8 = 0x56;
/// The x-coordinate of a Diffie-Hellman point.
pub const DERIVE_ECDH: u8 = 0x57;
/// Deletes an object.
pub const DELETE_OBJECT: u8 = 0x58;
/// Makes a wrap key.
pub const GENERATE_WRAP_KEY: u8 = 0x5b;
/// A certificate for a key.
pub const SIGN_ATTESTATION_CERTIFICATE: u8 = 0x64;
/// Frees the log up to an entry.
pub const SET_LOG_INDEX: u8 = 0x67;
/// Encrypts bytes under a wrap key.
pub const WRAP_DATA: u8 = 0x68;
/// Decrypts bytes under a wrap key.
pub const UNWRAP_DATA: u8 = 0x69;
/// Ed25519 over a message.
pub const SIGN_EDDSA: u8 = 0x6a;
/// Blinks.
pub const BLINK_DEVICE: u8 = 0x6b;
/// Replaces the keys that opened the session.
pub const CHANGE_AUTHENTICATION_KEY: u8 = 0x6c;
/// What the end of a reset is in the log.
pub const RESET_DONE: u8 = 0xff;

/// Every command that firmware 2.4 lists under the option command-audit, in its order
/// (vendor's user guide, "Set Command Audit Option").
pub const AUDITABLE: [u8; 65] = [
    0x01, 0x03, 0x04, 0x05, 0x06, 0x07, 0x09, 0x08, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x55, 0x56, 0x48,
    0x49, 0x57, 0x4a, 0x4b, 0x4c, 0x4d, 0x67, 0x4e, 0x4f, 0x50, 0x51, 0x52, 0x53, 0x54, 0x58, 0x59, 0x5a, 0x5b, 0x5c,
    0x5d, 0x5e, 0x5f, 0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x0a, 0x6d, 0x6e, 0x6f,
    0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77,
];
