use proptest::collection::vec;
use proptest::prelude::*;

use crate::board::Board;
use crate::life::{KEYS, LAST, Step, live};

fn step() -> impl Strategy<Value = Step> {
    let value = prop_oneof![vec(any::<u8>(), 0..40), vec(any::<u8>(), 0..1500)];
    prop_oneof![
        8 => (0..KEYS / 2, value).prop_map(|(key, value)| Step::Store(key, value)),
        2 => Just(Step::Store(LAST, vec![15])),
        1 => (0..KEYS).prop_map(Step::Erase),
        2 => Just(Step::Restart),
        1 => Just(Step::Wipe),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_life_with_any_cuts_keeps_what_a_map_keeps(
        seed in any::<u64>(),
        steps in vec(step(), 1..40),
        cuts in vec(0..40_u64, 0..20),
    ) {
        let counted = live(&mut Board::<4, _>::new(8, seed), &steps, cuts.iter().copied());
        let uncounted = live(&mut Board::<4, _>::without_counter(8, seed), &steps, cuts.iter().copied());
        prop_assert!(counted <= cuts.len() && uncounted <= cuts.len());
    }
}
