//! A token that follows the key generation to the letter, but sends one receiver the share of another polynomial.

use tamga_ceremony::{CeremonyError, Commission, Dkg, Each, Enrol, Fault, Machine, RunError, run};
use tamga_crypto::dkg::{Context, Dealer, Purpose, Quorum};
use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::x25519;
use tamga_crypto::sign::SigningKey;
use tamga_devices::LinkError;
use tamga_record::definition::OfficerKeys;
use tamga_wire::{Refusal, Request, Response};

use crate::table::{NEEDED, TOKENS, Table, definition, key, rng};

const OWN: u8 = 2;
const VICTIM: u8 = 4;

struct FakeDealer {
    identity: SigningKey,
    share_key: x25519::SecretKey,
    definition: Vec<u8>,
    officers: Vec<OfficerKeys>,
    dealt: Option<(Dealer, Dealer)>,
}

impl FakeDealer {
    fn new() -> Self {
        Self {
            identity: key(77),
            share_key: x25519::SecretKey::from_bytes([78; 32]),
            definition: Vec::new(),
            officers: Vec::new(),
            dealt: None,
        }
    }

    fn answer(&mut self, request: &Request) -> Response {
        match request {
            Request::Init { .. } => {
                let identity = self.identity.verifying_key().to_bytes();
                Response::Identity { identity, share_key: self.share_key.public() }
            }
            Request::Cancel | Request::EnrolBegin { .. } => Response::Done,
            Request::EnrolPart { bytes } => {
                self.definition.extend(bytes);
                let whole = tamga_record::definition::Definition::parse(&self.definition);
                match whole {
                    Ok(_) => Response::Enrolled { definition: sha3_256(&[&self.definition]) },
                    Err(_) => Response::Done,
                }
            }
            Request::DkgBegin { .. } => Response::DkgNonce { nonce: [OWN; 32] },
            Request::DkgNonces { nonces } => self.deal(nonces),
            Request::DkgCommitments { .. } => Response::DkgPackage { package: self.dealers().0.package() },
            Request::DkgPackage { dealer, .. } if *dealer == TOKENS => self.envelopes(),
            Request::DkgPackage { .. } | Request::DkgEnvelope { .. } => Response::Done,
            other => panic!("the fake dealer was asked {other:?}"),
        }
    }

    fn deal(&mut self, nonces: &[[u8; 32]]) -> Response {
        let quorum = Quorum::new(TOKENS, NEEDED).unwrap();
        let digest = sha3_256(&[&self.definition]);
        let context = Context::new(&digest, Purpose::Custody, quorum, nonces).unwrap();
        let honest = Dealer::new(&context, OWN, quorum, &mut rng(1)).unwrap();
        let other = Dealer::new(&context, OWN, quorum, &mut rng(2)).unwrap();
        let commitment = honest.commitment();
        self.dealt = Some((honest, other));
        Response::DkgCommitment { commitment }
    }

    fn dealers(&self) -> &(Dealer, Dealer) {
        self.dealt.as_ref().unwrap()
    }

    fn envelopes(&self) -> Response {
        let (honest, other) = self.dealers();
        let receivers = (1..=TOKENS).filter(|receiver| *receiver != OWN);
        let envelopes = receivers.map(|receiver| {
            let dealer = if receiver == VICTIM { other } else { honest };
            let share_key = &self.officers[usize::from(receiver) - 1].share;
            dealer.seal_share(receiver, share_key, &self.identity, &mut rng(receiver)).unwrap()
        });
        Response::DkgEnvelopes { envelopes: envelopes.collect() }
    }
}

#[test]
fn a_dealer_who_signs_a_bad_share_is_named_by_the_token_that_got_it() {
    let (mut table, mut fake) = (Table::obliging(), FakeDealer::new());
    let mut exchange = |token: u8, request: &Request| match token {
        OWN => Ok::<_, LinkError>(fake.answer(request)),
        _ => table.exchange(token, request),
    };
    let officers = run(&mut Each::identities(TOKENS, true).unwrap(), &mut exchange).unwrap();
    let definition = definition(officers.clone());
    run(&mut Enrol::new(&definition).unwrap(), &mut exchange).unwrap();
    fake.officers = officers;

    let commission = Commission::of(&definition).unwrap();
    let mut dkg = Dkg::new(&commission, &definition.digest(), Purpose::Custody);
    let result = run(&mut dkg, |token, request: &Request| match token {
        OWN => Ok::<_, LinkError>(fake.answer(request)),
        _ => table.exchange(token, request),
    });
    let fault = Fault::Refused(Refusal::DkgCulprit(OWN));
    let error = CeremonyError::Token { token: VICTIM, fault };
    assert_eq!(error.culprits(), [OWN]);
    assert_eq!(result, Err(RunError::Ceremony(error.clone())));
    assert_eq!(dkg.finish(), Err(error));
}
