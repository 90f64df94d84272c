//! Opening the sums of one leaf.

use alloc::vec::Vec;

use tamga_crypto::merkle::{Sha3Tree, root_from_path};
use tamga_crypto::opening::{CHUNK_PROOF_LEN, CHUNK_SUMS, ChunkProver, SumPoint};
use tamga_wire::leaf::{SUM_LEN, leaf_hash, sums_digest};
use tamga_wire::{Digest, Group, Refusal, Response};

use crate::definition::Enrolment;
use crate::env::Env;
use crate::open::{ContestRun, OpeningRun};
use crate::slots::{self, RegionBits, Slot};
use crate::token::{Task, Token};

impl<E: Env> Token<E> {
    /// Checks a leaf against root and definition, sets its slots, and answers with the partial decryptions (14) and the
    /// proofs (16) of the chunks that end in it. Leaves come in order from 0; after a refusal or a loss of power the
    /// opening begins again at leaf 0.
    pub(crate) fn open_leaf(
        &mut self,
        leaf: u32,
        group: &Group,
        counted_digest: &Digest,
        path: &[Digest],
        untrusted_sums: &[[u8; SUM_LEN]],
    ) -> Result<Response, Refusal> {
        let Task::Open(mut run) = self.take_task() else {
            return Err(Refusal::OutOfOrder);
        };
        if leaf != run.next_leaf || leaf >= run.leaves {
            return Err(Refusal::OutOfOrder);
        }
        let hash = leaf_hash(group, &sums_digest(untrusted_sums), counted_digest);
        let root = root_from_path::<Sha3Tree>(&hash, leaf.into(), run.leaves.into(), path);
        if root != Some(run.context.root) {
            return Err(Refusal::BadPath);
        }
        run.take_group(self.enrolment()?, group).ok_or(Refusal::BadLeaf)?;
        let points = run.take_sums(self.enrolment()?, group, untrusted_sums).ok_or(Refusal::BadSum)?;
        run.next_leaf += 1;
        self.set_slots(&mut run, group)?;
        let response = self.decrypt(&mut run, &points)?;
        self.env.progress(run.next_sum, run.sums);
        self.task = Task::Open(run);
        Ok(response)
    }

    /// Stores root and bits before anything is answered, and nothing where another opening had one of the regions.
    fn set_slots(&mut self, run: &mut OpeningRun, group: &Group) -> Result<(), Refusal> {
        let opening = run.context.opening;
        let (openings, regions) = (self.enrolment()?.openings, self.enrolment()?.regions);
        slots::check_regions(&mut self.env, openings, opening, group.contest, (&group.regions, regions))?;
        if run.slot != Slot::Same {
            slots::take(&mut self.env, opening, &run.opened())?;
            run.slot = Slot::Same;
        }
        let mut bits = RegionBits::load(&mut self.env, opening, group.contest, regions)?;
        let before = bits.clone();
        for region in &group.regions {
            bits.set(*region).ok_or(Refusal::BadLeaf)?;
        }
        if bits != before {
            bits.save(&mut self.env, opening, group.contest)?;
        }
        Ok(())
    }

    fn decrypt(&mut self, run: &mut OpeningRun, points: &[SumPoint]) -> Result<Response, Refusal> {
        let share = self.state.election_share.as_ref().ok_or(Refusal::OutOfOrder)?;
        let y = share.group.verification_share(run.context.token);
        let mut decryptions = Vec::with_capacity(points.len());
        let mut proofs: Vec<[u8; CHUNK_PROOF_LEN]> = Vec::new();
        for a in points {
            let chunk = run.next_sum / CHUNK_SUMS as u32;
            let mut prover = run.prover.take().unwrap_or_else(|| ChunkProver::new(&run.context, chunk));
            decryptions.push(prover.step(&share.secret, run.next_sum, a));
            run.next_sum += 1;
            if run.next_sum.is_multiple_of(CHUNK_SUMS as u32) || run.next_sum == run.sums {
                proofs.push(prover.finish(&share.secret, &y, self.env.rng()));
            } else {
                run.prover = Some(prover);
            }
        }
        Ok(Response::Opened { decryptions, proofs })
    }
}

impl OpeningRun {
    /// Whether the group is one that can stand here: in the definition's order, of its regions, none twice, with enough
    /// ballots and, over the contest, no more than the officer was shown.
    fn take_group(&mut self, enrolment: &Enrolment, group: &Group) -> Option<()> {
        let (head, joined) = group.regions.split_first()?;
        let ascends = joined.iter().zip(joined.iter().skip(1)).all(|(region, next)| region < next);
        let enough = group.ballots >= enrolment.min_open;
        let exist = group.regions.iter().all(|region| *region < enrolment.regions);
        if !ascends || !enough || !exist || usize::from(group.contest) >= enrolment.options.len() {
            return None;
        }
        if group.contest > self.contest.contest {
            self.contest = ContestRun::new(group.contest, enrolment.regions);
        }
        let contest = &mut self.contest;
        let in_order = group.contest == contest.contest && contest.head.is_none_or(|before| before < *head);
        contest.head = Some(*head);
        contest.ballots += u64::from(group.ballots);
        let none_twice = group.regions.iter().all(|region| contest.seen.set(*region) == Some(true));
        (in_order && none_twice && contest.ballots <= self.ballots).then_some(())
    }

    /// The points `A` of a leaf that has a sum per option, and with the last leaf all sums that were announced.
    fn take_sums(&self, enrolment: &Enrolment, group: &Group, untrusted: &[[u8; SUM_LEN]]) -> Option<Vec<SumPoint>> {
        let options = enrolment.options.get(usize::from(group.contest))?;
        let sums_after = self.next_sum.checked_add(u32::try_from(untrusted.len()).ok()?)?;
        let is_last = self.next_leaf + 1 == self.leaves;
        let fits = if is_last { sums_after == self.sums } else { sums_after < self.sums };
        if untrusted.len() != usize::from(*options) || !fits {
            return None;
        }
        untrusted.iter().map(|sum| SumPoint::from_sum_bytes(sum).ok()).collect()
    }
}
