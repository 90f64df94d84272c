//! The crate `hpke` as witness: what it seals opens in halves, what is sealed to it opens there.

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha384;
use hpke::kem::MlKem1024P384;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use tamga_crypto::hpke::hybrid;
use tamga_devices::hsm::{Hsm, Role};
use tamga_devices::{RehearsalHsm, open_hybrid};

use crate::suite::{ESCROW_PIN, TALLY_PIN, pins, public_key};

const INFO: &[&[u8]] = &[b"tamga/region-seed/v1", &[7; 32], &[0, 3]];

type PublicKey = <MlKem1024P384 as Kem>::PublicKey;
type Enc = <MlKem1024P384 as Kem>::EncappedKey;

#[test]
fn what_the_crate_hpke_seals_to_an_hsm_opens_by_halves() {
    let hsm_rng = Box::new(ChaCha20Rng::from_seed([1; 32]));
    let mut hsm = RehearsalHsm::provision("rehearsal-1", &pins(), hsm_rng).unwrap();
    let mut rng = ChaCha20Rng::from_seed([2; 32]);
    for (role, pin) in [(Role::Tally, TALLY_PIN), (Role::Escrow, ESCROW_PIN)] {
        hsm.unlock(role, pin).unwrap();
        let own = public_key(&hsm, role).to_bytes();
        let witness_key = PublicKey::from_bytes(&own).unwrap();
        for len in [0, 1, 64, 5000] {
            let plaintext = vec![0xA5; len];
            let (enc, body) = hpke::single_shot_seal_with_rng::<AesGcm256, HkdfSha384, MlKem1024P384>(
                &OpModeS::Base,
                &witness_key,
                &INFO.concat(),
                &plaintext,
                b"",
                &mut rng,
            )
            .unwrap();
            let sealed = [enc.to_bytes().as_slice(), &body].concat();
            let opened = open_hybrid(&mut hsm, role, INFO, &sealed).unwrap();
            assert_eq!(*opened, plaintext);
        }
    }
}

#[test]
fn what_is_sealed_here_opens_in_the_crate_hpke() {
    let mut rng = ChaCha20Rng::from_seed([3; 32]);
    let (secret, public) = MlKem1024P384::gen_keypair_with_rng(&mut rng);
    let key = hybrid::PublicKey::from_bytes(&public.to_bytes()).unwrap();
    for len in [0, 1, 64, 5000] {
        let plaintext = vec![0x5A; len];
        let sealed = hybrid::seal(&key, INFO, &plaintext, &mut rng).unwrap();
        let (enc, body) = sealed.split_at(hybrid::ENC_LEN);
        let opened = hpke::single_shot_open::<AesGcm256, HkdfSha384, MlKem1024P384>(
            &OpModeR::Base,
            &secret,
            &Enc::from_bytes(enc).unwrap(),
            &INFO.concat(),
            body,
            b"",
        )
        .unwrap();
        assert_eq!(opened, plaintext);
    }
}
