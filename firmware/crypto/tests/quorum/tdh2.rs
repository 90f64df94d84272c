//! PINs under the custody key: any quorum reads them, and only under their label.

use proptest::prelude::*;
use tamga_crypto::dkg::Purpose;
use tamga_crypto::group::{RistrettoPoint, Scalar, encode_point};
use tamga_crypto::tdh2::{PinCiphertext, SECRET_LEN_MAX, Tdh2Error};

use crate::ceremony::{Ceremony, choices};

const LABEL: &[u8] = b"definition, HSM 2, tally, generation 1";

fn share(ceremony: &mut Ceremony, ciphertext: &PinCiphertext, i: u8) -> (u8, [u8; 96]) {
    let (y, x) = (ceremony.verification_share(i), ceremony.group.public());
    let secret = *ceremony.share(i);
    (i, ciphertext.share(i, &secret, &y, &x, LABEL, &mut ceremony.rng).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn any_quorum_decrypts_any_secret(seed: u64, secret in prop::collection::vec(any::<u8>(), 0..=SECRET_LEN_MAX)) {
        let mut ceremony = Ceremony::run(4, 3, Purpose::Custody, seed);
        let x = ceremony.group.public();
        let ciphertext = PinCiphertext::encrypt(&x, LABEL, &secret, &mut ceremony.rng).unwrap();
        prop_assert_eq!(ciphertext.check(&x, LABEL), Ok(()));
        for size in [3, 4] {
            for indices in choices(4, size) {
                let shares: Vec<_> = indices.iter().map(|i| share(&mut ceremony, &ciphertext, *i)).collect();
                for (i, bytes) in &shares {
                    let y = ceremony.verification_share(*i);
                    prop_assert_eq!(ciphertext.verify_share(*i, &y, LABEL, bytes), Ok(()));
                }
                let opened = ciphertext.combine(&x, LABEL, &shares, &ceremony.group).unwrap();
                prop_assert_eq!(&*opened, &secret);
            }
        }
    }

    #[test]
    fn every_tweak_of_a_ciphertext_is_refused(seed: u64, choice: usize) {
        let mut ceremony = Ceremony::run(3, 2, Purpose::Custody, seed);
        let x = ceremony.group.public();
        let ciphertext = PinCiphertext::encrypt(&x, LABEL, b"1234", &mut ceremony.rng).unwrap();
        for tweak in CiphertextTweak::ALL {
            let (tweaked, key, label) = tweak.apply(&ciphertext, &x, choice);
            prop_assert!(tweaked.check(&key, &label).is_err(), "{:?} was accepted", tweak);
            let (y, share) = (ceremony.verification_share(1), *ceremony.share(1));
            let answered = tweaked.share(1, &share, &y, &key, &label, &mut ceremony.rng);
            prop_assert!(answered.is_err(), "{:?} was answered", tweak);
        }
    }

    #[test]
    fn every_tweak_of_a_share_names_its_token(seed: u64, choice: usize) {
        let mut ceremony = Ceremony::run(3, 2, Purpose::Custody, seed);
        let x = ceremony.group.public();
        let ciphertext = PinCiphertext::encrypt(&x, LABEL, b"1234", &mut ceremony.rng).unwrap();
        let honest = [1, 2].map(|i| share(&mut ceremony, &ciphertext, i));
        for tweak in ShareTweak::ALL {
            let tweaked = tweak.apply(honest, choice);
            let error = ciphertext.combine(&x, LABEL, &tweaked, &ceremony.group).unwrap_err();
            prop_assert_eq!(error, Tdh2Error::Share { token: tweaked[1].0 }, "{:?}", tweak);
            prop_assert_eq!(error.culprit(), Some(tweaked[1].0));
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum CiphertextTweak {
    Key,
    Label,
    EmptyLabel,
    Masked,
    U,
    UBar,
    Challenge,
    Response,
    IdentityU,
    IdentityUBar,
    UnreducedResponse,
}

impl CiphertextTweak {
    const ALL: [Self; 11] = [
        Self::Key,
        Self::Label,
        Self::EmptyLabel,
        Self::Masked,
        Self::U,
        Self::UBar,
        Self::Challenge,
        Self::Response,
        Self::IdentityU,
        Self::IdentityUBar,
        Self::UnreducedResponse,
    ];

    fn apply(
        self,
        honest: &PinCiphertext,
        x: &RistrettoPoint,
        choice: usize,
    ) -> (PinCiphertext, RistrettoPoint, Vec<u8>) {
        let (mut bytes, mut key, mut label) = (honest.to_bytes(), *x, LABEL.to_vec());
        let bit = 1 << (choice % 8);
        match self {
            Self::Key => key += x,
            Self::Label => label[choice % LABEL.len()] ^= bit,
            Self::EmptyLabel => label.clear(),
            Self::Masked => bytes[choice % 33] ^= bit,
            Self::U => bytes[33 + choice % 32] ^= bit,
            Self::UBar => bytes[65 + choice % 32] ^= bit,
            Self::Challenge => bytes[97 + choice % 32] ^= bit,
            Self::Response => bytes[129 + choice % 32] ^= bit,
            Self::IdentityU => bytes[33..65].fill(0),
            Self::IdentityUBar => bytes[65..97].fill(0),
            Self::UnreducedResponse => bytes[129..].fill(0xff),
        }
        (PinCiphertext::from_bytes(bytes), key, label)
    }
}

#[derive(Debug, Clone, Copy)]
enum ShareTweak {
    Point,
    Challenge,
    Response,
    IdentityPoint,
    Index,
    AnothersShare,
}

impl ShareTweak {
    const ALL: [Self; 6] =
        [Self::Point, Self::Challenge, Self::Response, Self::IdentityPoint, Self::Index, Self::AnothersShare];

    /// Changes the second of two honest shares.
    fn apply(self, mut shares: [(u8, [u8; 96]); 2], choice: usize) -> [(u8, [u8; 96]); 2] {
        let bit = 1 << (choice % 8);
        match self {
            Self::Point => shares[1].1[choice % 32] ^= bit,
            Self::Challenge => shares[1].1[32 + choice % 32] ^= bit,
            Self::Response => shares[1].1[64 + choice % 32] ^= bit,
            Self::IdentityPoint => shares[1].1[..32].fill(0),
            Self::Index => shares[1].0 = 3,
            Self::AnothersShare => shares[1].1 = shares[0].1,
        }
        shares
    }
}

#[test]
fn a_secret_longer_than_thirty_two_bytes_is_refused() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Custody, 1);
    let x = ceremony.group.public();
    for len in [33, 255, 256, 1_000] {
        let refused = PinCiphertext::encrypt(&x, LABEL, &vec![1; len], &mut ceremony.rng);
        assert_eq!(refused, Err(Tdh2Error::SecretLength));
    }
}

#[test]
fn a_wrong_set_of_shares_is_refused() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Custody, 2);
    let x = ceremony.group.public();
    let ciphertext = PinCiphertext::encrypt(&x, LABEL, b"1234", &mut ceremony.rng).unwrap();
    let [one, two] = [1, 2].map(|i| share(&mut ceremony, &ciphertext, i));
    let combine = |shares: &[(u8, [u8; 96])]| ciphertext.combine(&x, LABEL, shares, &ceremony.group).unwrap_err();
    assert_eq!(combine(&[]), Tdh2Error::TooFewShares);
    assert_eq!(combine(&[one]), Tdh2Error::TooFewShares);
    assert_eq!(combine(&[one, two, one]), Tdh2Error::Index { token: 1 });
    assert_eq!(combine(&[one, (4, two.1)]), Tdh2Error::Index { token: 4 });
    assert_eq!(combine(&[one, (0, two.1)]), Tdh2Error::Index { token: 0 });
    let other = x + x;
    let refused = ciphertext.combine(&other, LABEL, &[one, two], &ceremony.group).unwrap_err();
    assert_eq!(refused, Tdh2Error::Key);
}

#[test]
fn a_share_for_another_label_or_ciphertext_is_refused() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Custody, 3);
    let x = ceremony.group.public();
    let ciphertext = PinCiphertext::encrypt(&x, LABEL, b"1234", &mut ceremony.rng).unwrap();
    let other = PinCiphertext::encrypt(&x, LABEL, b"1234", &mut ceremony.rng).unwrap();
    let (_, bytes) = share(&mut ceremony, &ciphertext, 1);
    let y = ceremony.verification_share(1);
    assert_eq!(ciphertext.verify_share(1, &y, LABEL, &bytes), Ok(()));
    assert_eq!(other.verify_share(1, &y, LABEL, &bytes), Err(Tdh2Error::Share { token: 1 }));
    assert_eq!(ciphertext.verify_share(1, &y, b"other", &bytes), Err(Tdh2Error::Share { token: 1 }));
}

/// A ciphertext by README (19) of a padding that README (19) does not allow.
fn encrypt_padded(ceremony: &mut Ceremony, padded: &[u8; 33]) -> PinCiphertext {
    use tamga_crypto::group::challenge;
    use tamga_crypto::hash::{hash, wide_hash};
    let x = ceremony.group.public();
    let g_bar = RistrettoPoint::from_uniform_bytes(&wide_hash("tamga/tdh2-generator/v1", &[]));
    let (r, s) = (Scalar::random(&mut ceremony.rng), Scalar::random(&mut ceremony.rng));
    let mask = wide_hash("tamga/tdh2-mask/v1", &[&encode_point(&(r * x))]);
    let c: Vec<u8> = padded.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    let [u, w, u_bar, w_bar] = [RistrettoPoint::mul_base(&r), RistrettoPoint::mul_base(&s), r * g_bar, s * g_bar]
        .map(|point| encode_point(&point));
    let label = hash("tamga/tdh2-label/v1", &[LABEL]);
    let e = challenge("tamga/tdh2-proof/v1", &[&encode_point(&x), &c, &label, &u, &w, &u_bar, &w_bar]);
    let f = s + r * e;
    let bytes = [c.as_slice(), &u, &u_bar, e.as_bytes(), f.as_bytes()].concat();
    PinCiphertext::from_bytes(bytes.try_into().unwrap())
}

#[test]
fn a_padding_that_is_not_canonical_is_refused() {
    let mut ceremony = Ceremony::run(3, 2, Purpose::Custody, 4);
    let x = ceremony.group.public();
    let mut padded = [0; 33];
    padded[..3].copy_from_slice(&[2, b'4', b'2']);
    let cases = [(0, 2, true), (0, 33, false), (0, 255, false), (3, 1, false), (32, 1, false)];
    for (place, byte, fine) in cases {
        let mut padded = padded;
        padded[place] = byte;
        let ciphertext = encrypt_padded(&mut ceremony, &padded);
        let shares = [1, 3].map(|i| share(&mut ceremony, &ciphertext, i));
        let opened = ciphertext.combine(&x, LABEL, &shares, &ceremony.group);
        let expected = if fine { Ok(b"42".to_vec()) } else { Err(Tdh2Error::Padding) };
        assert_eq!(opened.map(|secret| secret.to_vec()), expected, "{byte} at {place}");
    }
}
