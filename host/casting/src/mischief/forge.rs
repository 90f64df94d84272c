//! The pieces of a record, each of which may be another than it should be.

use tamga_crypto::elgamal::ElectionKey;
use tamga_crypto::hash::sha3_256;
use tamga_crypto::hpke::mlkem;
use tamga_crypto::marks::BallotContext;
use tamga_crypto::sign::SigningKey;
use tamga_record::cast::{Attestation, Header, Item, ballot_info, cast_message};

use super::parts::Seat;
use super::proofs::Forgery;
use super::stage::{Cannot, Stage};
use super::{MischiefError, Scene};
use crate::identity::{Findings, IdentityService};
use crate::polling::Polling;
use crate::voter::Voter;

/// Voters who are on no roll are numbered from here.
const STRANGERS_FROM: u64 = 1 << 40;

/// A contest that is forged: its place on the voter's ballot, its bytes there, and its figures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) contest: u16,
    pub(super) max: u16,
    pub(super) options: usize,
}

/// An honest record once more, with what was sealed in it.
pub(super) struct Honest {
    pub(super) item: Item,
    pub(super) inner: Vec<u8>,
}

impl<'a> Stage<'a> {
    /// What the service finds when nothing is wrong.
    pub(super) fn fine(&self) -> Findings {
        self.scene.polling.findings
    }

    /// A time in the middle of the period.
    pub(super) fn midway(&self) -> u64 {
        let definition = self.definition();
        definition.opens + definition.closes.saturating_sub(definition.opens) / 2
    }

    /// A good attestation for a voter, with a counter of its own. The service counts it.
    pub(super) fn attest(&mut self, voter: &Voter) -> Attestation {
        let counter = self.counter();
        self.scene.polling.identity.issue(voter, counter, self.midway(), &self.fine())
    }

    /// The service signs a changed attestation.
    pub(super) fn reattest(&self, attestation: &mut Attestation) {
        attestation.signature = self.holders.identity.sign(&attestation.message()).to_bytes();
    }

    /// What an honest ballot of this voter is bound to.
    pub(super) fn context(&self, voter: &Voter) -> BallotContext {
        BallotContext {
            election: *self.scene.polling.params.election(),
            region: voter.region(),
            tag: *voter.tag(),
            credential_key: voter.credential_key(),
        }
    }

    /// The contests on a voter's ballot, in definition order.
    pub(super) fn contests(&self, voter: &Voter) -> Result<Vec<Place>, Cannot> {
        let place = |contest| {
            let described = self.definition().contest(contest)?;
            Some(Place { contest, max: described.max, options: described.options.len() })
        };
        let places: Option<Vec<Place>> = voter.contests().indices().map(place).collect();
        places.ok_or(Cannot::Failed(MischiefError::Enrolment))
    }

    /// Votes for the first option of a contest, to be changed.
    pub(super) fn marks<'k>(&mut self, key: &'k ElectionKey, context: &BallotContext, place: Place) -> Forgery<'k> {
        Forgery::honest(key, context.clone(), (place.contest, place.max, place.options), &mut self.rng())
    }

    /// An inner part with a vote for the first option of every contest, bound to `context`.
    pub(super) fn inner(&mut self, voter: &Voter, context: &BallotContext) -> Result<Vec<u8>, Cannot> {
        let key = self.scene.polling.params.key();
        let mut inner = Vec::new();
        for place in self.contests(voter)? {
            inner.extend(self.marks(key, context, place).encode(&mut self.rng()));
        }
        Ok(inner)
    }

    /// Seals an inner part to a region's key, for a region of an election.
    pub(super) fn seal(&mut self, key_of: u16, info: &[u8], inner: &[u8]) -> Result<Vec<u8>, Cannot> {
        let params = self.scene.polling.params;
        let key = params.region_key(key_of).ok_or(MischiefError::Enrolment)?;
        let mut plaintext = inner.to_vec();
        plaintext.resize(inner.len() + usize::from(params.definition().cell_len), 0);
        Ok(mlkem::seal(key, &[info], &plaintext, &mut self.rng())?)
    }

    /// The record of these parts: sealed to the voter's region, digests that fit, signed.
    pub(super) fn pack(&mut self, voter: &Voter, attestation: Attestation, inner: &[u8]) -> Result<Item, Cannot> {
        let election = *self.scene.polling.params.election();
        let outer = self.seal(voter.region(), &ballot_info(&election, voter.region()), inner)?;
        let header = Header {
            election,
            region: voter.region(),
            contests: *voter.contests(),
            tag: *voter.tag(),
            attestation_digest: attestation.digest(),
            inner_digest: sha3_256(&[inner]),
            outer_digest: sha3_256(&[&outer]),
        };
        let mut item = Item { attestation, header, signature: [0; 64], outer };
        resign(voter, &mut item);
        Ok(item)
    }

    /// A record with which nothing is wrong.
    pub(super) fn good(&mut self, voter: &Voter) -> Result<Item, Cannot> {
        let attestation = self.attest(voter);
        self.good_on(voter, attestation)
    }

    /// A record with this attestation, with which nothing is wrong otherwise.
    pub(super) fn good_on(&mut self, voter: &Voter, attestation: Attestation) -> Result<Item, Cannot> {
        let inner = self.inner(voter, &self.context(voter))?;
        self.pack(voter, attestation, &inner)
    }

    /// A record with other findings, or of another time.
    pub(super) fn good_with(&mut self, voter: &Voter, findings: &Findings, issued_at: u64) -> Result<Item, Cannot> {
        let counter = self.counter();
        let attestation = self.scene.polling.identity.issue(voter, counter, issued_at, findings);
        self.good_on(voter, attestation)
    }

    /// A person of a region who is on no roll.
    pub(super) fn stranger(&mut self, region: u16) -> Result<Voter, Cannot> {
        use rand_core::Rng as _;
        let mut tag = [0; 16];
        self.rng().fill_bytes(&mut tag);
        let contests = self.definition().region(region).ok_or(MischiefError::Enrolment)?.contests;
        Ok(Voter::new(STRANGERS_FROM + self.number(), tag, region, contests, self.scene.polling.streams))
    }

    /// A voter's signing key, which an attacker has who holds the device.
    pub(super) fn credential(&self, voter: &Voter) -> SigningKey {
        SigningKey::from_seed(*self.scene.polling.streams.seed("voter/credential", voter.index()))
    }

    /// The honest record of a voter once more, with the same bytes. The service does not count its attestation again.
    pub(super) fn honest(&self, seat: Seat) -> Result<Honest, Cannot> {
        let Scene { polling, enrolment, votes } = self.scene;
        let election = *polling.params.election();
        let key = SigningKey::from_seed(*self.holders.identity.expose_seed());
        let identity = IdentityService::new(key, election, polling.params.definition().regions.len());
        let again = Polling { identity: &identity, mischief: Some(&self.mischief), ..**polling };
        let votes = votes(seat.region)?;
        let voters = enrolment.voters_of(seat.region);
        let (item, inner) = again.cast_again(voters, &votes, seat.place)?;
        Ok(Honest { item, inner })
    }
}

/// Signs the header as it stands.
pub(super) fn resign(voter: &Voter, item: &mut Item) {
    item.signature = voter.sign(&cast_message(&item.header));
}

/// Takes over another attestation: its digest goes into the header, which is signed again.
pub(super) fn attach(voter: &Voter, item: &mut Item, attestation: Attestation) {
    item.header.attestation_digest = attestation.digest();
    item.attestation = attestation;
    resign(voter, item);
}

/// Takes over another outer part: its digest goes into the header, which is signed again.
pub(super) fn enclose(voter: &Voter, item: &mut Item, outer: Vec<u8>) {
    item.header.outer_digest = sha3_256(&[&outer]);
    item.outer = outer;
    resign(voter, item);
}
