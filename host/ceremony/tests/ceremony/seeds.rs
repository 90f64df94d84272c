//! Region seeds from draw to use.

use tamga_ceremony::seeds::{check_seed, mix_seed, region_key, seal_seeds};
use tamga_devices::{Hsm, RehearsalHsm, Role, open_hybrid};
use tamga_record::tally_file::{SealedSeeds, Seed, region_seed_info};
use zeroize::Zeroizing;

use crate::table::{TALLY_PIN, hsm, hybrid_key, rng};

const D: [u8; 32] = [0xD0; 32];

#[test]
fn every_source_and_the_region_change_the_seed() {
    let tokens = [[3; 32], [4; 32]];
    let seed = mix_seed(&[1; 64], &[2; 64], &tokens, 0);
    let others = [
        mix_seed(&[9; 64], &[2; 64], &tokens, 0),
        mix_seed(&[1; 64], &[9; 64], &tokens, 0),
        mix_seed(&[1; 64], &[2; 64], &[[9; 32], [4; 32]], 0),
        mix_seed(&[1; 64], &[2; 64], &[[3; 32], [9; 32]], 0),
        mix_seed(&[1; 64], &[2; 64], &[[4; 32], [3; 32]], 0),
        mix_seed(&[1; 64], &[2; 64], &tokens[..1], 0),
        mix_seed(&[1; 64], &[2; 64], &tokens, 1),
    ];
    for (place, other) in others.iter().enumerate() {
        assert_ne!(seed, *other, "number {place}");
    }
    assert_eq!(seed, mix_seed(&[1; 64], &[2; 64], &tokens, 0));
}

fn unlocked(mut hsm: RehearsalHsm) -> RehearsalHsm {
    hsm.unlock(Role::Tally, TALLY_PIN).unwrap();
    hsm
}

#[test]
fn every_hsm_opens_every_seed_and_only_under_its_own_region_and_definition() {
    let pins = || {
        let pin = || Zeroizing::new(TALLY_PIN.to_vec());
        tamga_devices::Pins { seal: pin(), tally: pin(), escrow: pin(), admin: pin() }
    };
    let second = RehearsalHsm::provision("rehearsal-2", &pins(), Box::new(rng(51))).unwrap();
    let mut hsms = [unlocked(hsm()), unlocked(second)];
    let keys = [hybrid_key(&hsms[0], Role::Tally), hybrid_key(&hsms[1], Role::Tally)];
    let seeds: Vec<Seed> = (0..3).map(|region| mix_seed(&[1; 64], &[2; 64], &[[3; 32]], region)).collect();
    let sealed = seal_seeds(&D, &seeds, &keys, &mut rng(52)).unwrap();
    assert_eq!(SealedSeeds::parse(&sealed.to_bytes()).unwrap(), sealed);

    for (region, of_region) in (0..).zip(&sealed.sealed) {
        for (hsm, sealed) in hsms.iter_mut().zip(of_region) {
            let info = region_seed_info(&D, region);
            let opened = open_hybrid(hsm, Role::Tally, &[&info], sealed).unwrap();
            let key = region_key(&seeds[usize::from(region)]);
            assert_eq!(check_seed(&opened, &key).as_ref(), Some(&seeds[usize::from(region)]));
            let another_region = region_seed_info(&D, region + 1);
            assert!(open_hybrid(hsm, Role::Tally, &[&another_region], sealed).is_err());
            let another_definition = region_seed_info(&[0xD1; 32], region);
            assert!(open_hybrid(hsm, Role::Tally, &[&another_definition], sealed).is_err());
        }
    }
}

#[test]
fn a_seed_of_another_region_or_another_length_is_not_taken() {
    let seeds: Vec<Seed> = (0..2).map(|region| mix_seed(&[1; 64], &[2; 64], &[], region)).collect();
    let key = region_key(&seeds[0]);
    assert_eq!(check_seed(seeds[0].as_slice(), &key).as_ref(), Some(&seeds[0]));
    assert_eq!(check_seed(seeds[1].as_slice(), &key), None);
    assert_eq!(check_seed(&seeds[0][..63], &key), None);
    assert_eq!(check_seed(seeds[0].as_slice(), &key[..1567]), None);
}
