//! Opening what was sealed to an HSM, by halves.

use tamga_crypto::hpke::hybrid;
use zeroize::Zeroizing;

use crate::hsm::{Hsm, HsmError, Role};

/// Opens an HPKE (MLKEM1024-P384) message sealed to the role's key, equation (21): the HSM multiplies the P-384 point, the
/// ML-KEM ciphertext is decapsulated there or here ([`Hsm::decapsulate`]), the host joins both. `info` is given in parts.
///
/// The message is taken apart and its point checked before the device is asked anything, so a point off the curve never
/// reaches one. Refuses a locked role, a message to another key, under another `info`, or changed.
pub fn open_hybrid(
    hsm: &mut dyn Hsm,
    role: Role,
    info: &[&[u8]],
    untrusted_sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, HsmError> {
    let halves = hybrid::split(untrusted_sealed)?;
    let public = hsm.public_keys(role)?;
    let own = hybrid::PublicKey::from_halves(public.mlkem.as_slice(), &public.p384)?;
    let ecdh_x = hsm.ecdh(role, &halves.peer_point())?;
    let mlkem_secret = hsm.decapsulate(role, halves.mlkem_ct())?;
    Ok(hybrid::open_decapsulated(&halves, &ecdh_x, &mlkem_secret, &own, info)?)
}
