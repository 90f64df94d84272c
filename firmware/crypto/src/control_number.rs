//! Control numbers: digests as people compare them on two screens, or on a screen and on paper.

use alloc::format;
use alloc::string::String;

use crate::hash::Digest;

/// Groups of a control number.
pub const GROUPS: usize = 10;

const GROUP_BASE: u32 = 10_000;

/// Equation (22): the digest as a big-endian integer modulo 10^40, as ten groups of four decimal digits with one space
/// between, 49 characters.
pub fn control_number(digest: &Digest) -> String {
    let text = groups(digest).map(|group| format!("{group:04}"));
    text.join(" ")
}

/// The ten groups, each below 10,000, most significant first. Horner's rule in base 10,000; what is carried out of the
/// first group is the multiple of 10^40 that the modulus drops.
pub fn groups(digest: &Digest) -> [u16; GROUPS] {
    let mut groups = [0u16; GROUPS];
    for byte in digest {
        let mut carry = u32::from(*byte);
        for group in groups.iter_mut().rev() {
            let value = u32::from(*group) * 256 + carry;
            *group = (value % GROUP_BASE) as u16;
            carry = value / GROUP_BASE;
        }
    }
    groups
}
