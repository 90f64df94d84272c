//! Capabilities, as bits of a 64-bit word (vendor's user guide, "Capabilities").

/// Read opaque objects.
pub const GET_OPAQUE: u64 = 1 << 0x00;
/// Store opaque objects.
pub const PUT_OPAQUE: u64 = 1 << 0x01;
/// Store authentication keys.
pub const PUT_AUTHENTICATION_KEY: u64 = 1 << 0x02;
/// Store private keys.
pub const PUT_ASYMMETRIC_KEY: u64 = 1 << 0x03;
/// Make private keys.
pub const GENERATE_ASYMMETRIC_KEY: u64 = 1 << 0x04;
/// Sign with ECDSA.
pub const SIGN_ECDSA: u64 = 1 << 0x07;
/// Sign with Ed25519.
pub const SIGN_EDDSA: u64 = 1 << 0x08;
/// Derive by Diffie-Hellman.
pub const DERIVE_ECDH: u64 = 1 << 0x0b;
/// Store wrap keys.
pub const PUT_WRAP_KEY: u64 = 1 << 0x0e;
/// Make wrap keys.
pub const GENERATE_WRAP_KEY: u64 = 1 << 0x0f;
/// Set options.
pub const SET_OPTION: u64 = 1 << 0x11;
/// Read options.
pub const GET_OPTION: u64 = 1 << 0x12;
/// Draw random bytes.
pub const GET_PSEUDO_RANDOM: u64 = 1 << 0x13;
/// Read and free the log.
pub const GET_LOG_ENTRIES: u64 = 1 << 0x18;
/// Reset the device.
pub const RESET_DEVICE: u64 = 1 << 0x1c;
/// Attest keys.
pub const SIGN_ATTESTATION_CERTIFICATE: u64 = 1 << 0x22;
/// Wrap bytes.
pub const WRAP_DATA: u64 = 1 << 0x25;
/// Unwrap bytes.
pub const UNWRAP_DATA: u64 = 1 << 0x26;
/// Delete opaque objects.
pub const DELETE_OPAQUE: u64 = 1 << 0x27;
/// Delete authentication keys.
pub const DELETE_AUTHENTICATION_KEY: u64 = 1 << 0x28;
/// Delete private keys.
pub const DELETE_ASYMMETRIC_KEY: u64 = 1 << 0x29;
/// Delete wrap keys.
pub const DELETE_WRAP_KEY: u64 = 1 << 0x2a;
/// Change one's own authentication key.
pub const CHANGE_AUTHENTICATION_KEY: u64 = 1 << 0x2e;
/// Every capability of firmware 2.4: bits 0 to 0x37.
pub const ALL: u64 = (1 << 0x38) - 1;
