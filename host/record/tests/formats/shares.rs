//! `tamga/shares/v1`.

use tamga_crypto::hash::sha3_256;
use tamga_record::ByteFault;
use tamga_record::shares::{SharesError, SharesFile, TokenShares};

use crate::bytes::{digest, layout, refuses_spoilt};
use crate::examples::POINTS;

fn shares() -> SharesFile {
    let points = POINTS.map(|point| <[u8; 32]>::try_from(hex::decode(point).unwrap()).unwrap());
    let token = |index: u8, order: [usize; 2]| TokenShares {
        index,
        ds: order.map(|point| points[point]).to_vec(),
        proofs: vec![[index; 64]],
    };
    SharesFile {
        election: digest(0x11),
        opening: 1,
        root: digest(0x22),
        sums: 2,
        tokens: vec![token(1, [0, 1]), token(4, [2, 3])],
    }
}

#[test]
fn the_bytes_are_those_of_the_readme() {
    let bytes = layout(&[
        "'tamga/shares/v1\n",
        "11x32",
        "00000001",
        "22x32",
        "00000002",
        "02",
        "01",
        POINTS[0],
        POINTS[1],
        "01x64",
        "04",
        POINTS[2],
        POINTS[3],
        "04x64",
    ]);
    assert_eq!(shares().to_bytes(), bytes);
    assert_eq!(SharesFile::parse(&bytes), Ok(shares()));
    let token = layout(&["04", POINTS[2], POINTS[3], "04x64"]);
    assert_eq!(shares().tokens[1].digest(), sha3_256(&[&token]));
    refuses_spoilt(&bytes, SharesFile::parse);
}

#[test]
fn every_64_sums_begin_a_chunk() {
    let mut file = shares();
    for (sums, chunks) in [(0, 0), (1, 1), (64, 1), (65, 2), (129, 3)] {
        file.sums = sums;
        for token in &mut file.tokens {
            token.ds = vec![[0; 32]; sums as usize];
            token.proofs = vec![[7; 64]; chunks];
        }
        assert_eq!(SharesFile::parse(&file.to_bytes()), Ok(file.clone()), "{sums} sums");
        file.tokens[1].proofs.push([7; 64]);
        assert!(SharesFile::parse(&file.to_bytes()).is_err(), "a proof more than {chunks}");
    }
}

#[test]
fn disorder_unknown_tokens_and_bad_points_are_refused() {
    let spoil = |tweak: fn(&mut SharesFile)| {
        let mut file = shares();
        tweak(&mut file);
        SharesFile::parse(&file.to_bytes())
    };
    assert_eq!(spoil(|file| file.tokens.swap(0, 1)), Err(SharesError::Order));
    assert_eq!(spoil(|file| file.tokens[1].index = 1), Err(SharesError::Order));
    assert_eq!(spoil(|file| file.tokens[0].index = 0), Err(SharesError::Order));
    assert_eq!(spoil(|file| file.tokens[1].index = 16), Err(SharesError::Order));
    assert_eq!(spoil(|file| file.tokens[1].ds[0] = [0xff; 32]), Err(SharesError::Point { token: 4 }));
    assert_eq!(spoil(|file| file.sums = u32::MAX), Err(ByteFault::OverLimit.into()));
    assert_eq!(spoil(|file| file.sums = 1 << 24), Err(ByteFault::EndsEarly.into()));
    let many = spoil(|file| file.tokens = vec![file.tokens[0].clone(); 16]);
    assert_eq!(many, Err(ByteFault::OverLimit.into()));
}
