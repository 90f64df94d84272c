//! The registrar: who may vote, where, on what.

use std::num::NonZeroU32;

use rand_core::Rng;
use rayon::prelude::*;
use tamga_crypto::hash::Digest;
use tamga_crypto::hpke::hybrid;
use tamga_crypto::sign::{SigningKey, VerifyingKey};
use tamga_record::definition::{ContestSet, Definition, HeldStatus, Region};
use tamga_record::roll::{Link, LinkEntry, Links, Roll, RollEntry, Tag};

use crate::link::{LinkError, Person, seal_identity_link};
use crate::progress::{Counter, Progress};
use crate::streams::Streams;
use crate::voter::Voter;

/// Why no roll was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RegistrarError {
    /// Two voters drew the same tag; another root seed will do.
    #[error("two voters drew the same tag")]
    DuplicateTag,
    /// A voter was to get no contest, or one that the region does not have.
    #[error("voter {place} of region {region} would have no contest, or one that the region does not have")]
    Contests {
        /// The region's place in the definition.
        region: u16,
        /// The voter's place in the region.
        place: u32,
    },
    /// An identity link was not sealed.
    #[error(transparent)]
    Link(#[from] LinkError),
}

/// How many voters get an identity link. Sealing one takes a P-384 multiplication or two per HSM, by far the most of the
/// registrar's work, so a rehearsal may do with fewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkShare {
    /// Nobody: all link digests are zeros.
    None,
    /// The first of so many voters of each region, and so on: 1 is everyone.
    OneIn(NonZeroU32),
}

impl LinkShare {
    fn includes(self, place: u32) -> bool {
        match self {
            LinkShare::None => false,
            LinkShare::OneIn(n) => place % n == 0,
        }
    }
}

/// What the registrar hands out: the roll, the links that stay in the appliance, and the voters with their credentials.
#[derive(Debug)]
pub struct Enrolment {
    /// The roll, ascending by tag.
    pub roll: Roll,
    /// The identity links, ascending by tag.
    pub links: Links,
    /// The voters, by region, in each in order of enrolment.
    pub voters: Vec<Voter>,
}

impl Enrolment {
    /// The voters of a region, in order of enrolment; none for a region that is not in the definition.
    pub fn voters_of(&self, region: u16) -> &[Voter] {
        let begin = self.voters.partition_point(|voter| voter.region() < region);
        let end = self.voters.partition_point(|voter| voter.region() <= region);
        self.voters.get(begin..end).unwrap_or_default()
    }
}

/// The holder of the registrar's key.
#[derive(Debug)]
pub struct Registrar {
    key: SigningKey,
}

impl Registrar {
    /// A registrar with this key.
    pub fn new(key: SigningKey) -> Self {
        Self { key }
    }

    /// The key that the definition names as `registrar`.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.key.verifying_key()
    }

    /// One entry per registered voter of every region, each with a random tag, the contests that `contests_of` gives by
    /// region and the voter's place in it, from 0 ([`contest_sets`](crate::layout::contest_sets) and
    /// [`every_contest`](crate::layout::every_contest) make such functions), a credential and its certificate, and for the
    /// given share of voters a synthetic person sealed to the `escrow` keys. Refuses contests that the region does not have.
    ///
    /// Parallel; the same streams give the same bytes on any number of threads.
    pub fn enrol(
        &self,
        definition: &Definition,
        contests_of: &(dyn Fn(u16, u32) -> ContestSet + Sync),
        escrow: &[hybrid::PublicKey],
        share: LinkShare,
        streams: &Streams,
        progress: Progress<'_>,
    ) -> Result<Enrolment, RegistrarError> {
        let digest = definition.digest();
        let places = places(definition, contests_of)?;
        let counter = Counter::new(places.len() as u64, progress);
        let work = Work { key: &self.key, digest: &digest, escrow, share, streams };
        let enrolled: Result<Vec<Enrolled>, RegistrarError> = places
            .par_iter()
            .map(|place| {
                let enrolled = work.enrol_one(place);
                counter.add_one();
                enrolled
            })
            .collect();
        assemble(digest, enrolled?)
    }
}

/// Where a voter stands before they have a tag.
struct Place {
    /// Number among all voters.
    index: u64,
    /// Number among the voters of the region.
    place: u32,
    region: u16,
    contests: ContestSet,
}

fn places(
    definition: &Definition,
    contests_of: &(dyn Fn(u16, u32) -> ContestSet + Sync),
) -> Result<Vec<Place>, RegistrarError> {
    let regions = (0u16..).zip(&definition.regions);
    let each = regions.flat_map(|(number, region)| (0..region.registered).map(move |place| (number, region, place)));
    let place = |((region, described, place), index): ((u16, &Region, u32), u64)| {
        let contests = contests_of(region, place);
        let fits = !contests.is_empty() && contests.indices().all(|contest| described.contests.contains(contest));
        if fits {
            Ok(Place { index, place, region, contests })
        } else {
            Err(RegistrarError::Contests { region, place })
        }
    };
    each.zip(0u64..).map(place).collect()
}

type Enrolled = (RollEntry, Option<LinkEntry>, Voter);

struct Work<'a> {
    key: &'a SigningKey,
    digest: &'a Digest,
    escrow: &'a [hybrid::PublicKey],
    share: LinkShare,
    streams: &'a Streams,
}

impl Work<'_> {
    fn enrol_one(&self, place: &Place) -> Result<Enrolled, RegistrarError> {
        let mut tag = Tag::default();
        self.streams.stream("registrar/tag", place.index).fill_bytes(&mut tag);
        let voter = Voter::new(place.index, tag, place.region, place.contests, self.streams);
        let link = self.link(place, &tag)?;
        let mut entry = RollEntry {
            tag,
            region: place.region,
            contests: place.contests,
            default: HeldStatus::Green,
            credential: voter.credential_key(),
            certificate: [0; 64],
            link_digest: link.as_ref().map_or([0; 32], Link::digest),
        };
        entry.certificate = self.key.sign(&entry.certificate_message(self.digest)).to_bytes();
        Ok((entry, link.map(|link| LinkEntry { tag, link }), voter))
    }

    fn link(&self, place: &Place, tag: &Tag) -> Result<Option<Link>, RegistrarError> {
        if !self.share.includes(place.place) {
            return Ok(None);
        }
        let person = Person::synthetic(&mut self.streams.stream("registrar/person", place.index));
        let mut rng = self.streams.stream("registrar/link", place.index);
        Ok(Some(seal_identity_link(self.digest, tag, &person, self.escrow, &mut rng)?))
    }
}

fn assemble(definition: Digest, enrolled: Vec<Enrolled>) -> Result<Enrolment, RegistrarError> {
    let mut entries = Vec::with_capacity(enrolled.len());
    let mut links = Vec::new();
    let mut voters = Vec::with_capacity(enrolled.len());
    for (entry, link, voter) in enrolled {
        entries.push(entry);
        links.extend(link);
        voters.push(voter);
    }
    entries.par_sort_unstable_by_key(|entry| entry.tag);
    links.sort_unstable_by_key(|link: &LinkEntry| link.tag);
    if !entries.is_sorted_by(|one, next| one.tag < next.tag) {
        return Err(RegistrarError::DuplicateTag);
    }
    Ok(Enrolment { roll: Roll { definition, entries }, links: Links { definition, entries: links }, voters })
}
