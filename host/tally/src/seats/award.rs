//! Rules 3 to 5: who gets seats for votes, and who competes for the last ones with equal figures.

use std::cmp::Ordering;

use tamga_record::definition::Method;

/// Seats given, and those that votes alone do not decide.
#[derive(Debug)]
pub(super) struct Award {
    /// Per eligible option its index and its seats.
    pub(super) seats: Vec<(u16, u32)>,
    /// The options with equal figures, and fewer seats than they are.
    pub(super) tied: Option<Tied>,
}

/// Options that compete for seats with equal figures.
#[derive(Debug)]
pub(super) struct Tied {
    /// Their indices, ascending.
    pub(super) options: Vec<u16>,
    /// The seats, at least one and fewer than the options.
    pub(super) seats: u32,
}

/// A claim to one more seat. Of two claims the one with more `votes / divisor` is the stronger.
#[derive(Clone, Copy)]
struct Claim {
    /// The place among the eligible options.
    place: usize,
    votes: u128,
    /// At least 1.
    divisor: u128,
}

impl Claim {
    /// Compares `votes / divisor` as products. Votes are below 2^70 (64 options), divisors below 2^34.
    fn strength(&self, other: &Self) -> Ordering {
        (self.votes * other.divisor).cmp(&(other.votes * self.divisor))
    }
}

/// Awards `seats` to the eligible options, each by index and votes; each has at least one vote.
pub(super) fn award(method: Method, seats: u32, eligible: &[(u16, u64)]) -> Award {
    let votes: Vec<u128> = eligible.iter().map(|(_, votes)| u128::from(*votes)).collect();
    let (mut given, claims) = match method {
        Method::None => (vec![0; votes.len()], Vec::new()),
        Method::Plurality => (vec![0; votes.len()], votes_themselves(&votes)),
        Method::Hare => quotas(seats, &votes),
        Method::Dhondt => quotients(seats, &votes, 1),
        Method::SainteLague => quotients(seats, &votes, 2),
    };
    let left = seats.saturating_sub(given.iter().sum());
    let (winners, tied, tied_seats) = strongest(claims, left);
    for winner in winners {
        if let Some(given) = given.get_mut(winner.place) {
            *given += 1;
        }
    }
    let index = |claim: &Claim| eligible.get(claim.place).map(|(index, _)| *index);
    let options: Vec<u16> = tied.iter().filter_map(index).collect();
    let tied = (!options.is_empty()).then_some(Tied { options, seats: tied_seats });
    Award { seats: eligible.iter().map(|(index, _)| *index).zip(given).collect(), tied }
}

/// Rule 3: one seat each at most, claimed with the votes themselves.
fn votes_themselves(votes: &[u128]) -> Vec<Claim> {
    votes.iter().enumerate().map(|(place, votes)| Claim { place, votes: *votes, divisor: 1 }).collect()
}

/// Rule 4: a seat for every full quota `V / S`; the rest is claimed with the remainders.
fn quotas(seats: u32, votes: &[u128]) -> (Vec<u32>, Vec<Claim>) {
    let all: u128 = votes.iter().sum();
    let shares = votes.iter().map(|votes| {
        let share = votes * u128::from(seats);
        (share.checked_div(all).unwrap_or(0), share.checked_rem(all).unwrap_or(0))
    });
    let (full, remainders): (Vec<u128>, Vec<u128>) = shares.unzip();
    (full.into_iter().map(to_seats).collect(), votes_themselves(&remainders))
}

/// Rule 5: seats are claimed with `votes / (1 + step · k)`, k = 0, 1, 2, …: step 1 is d'Hondt's, 2 Sainte-Laguë's.
///
/// The claims that are at least `V / m`, with `m = step · S − (step − 1) · n` for n options, are no more than S, so all of
/// them win: `⌊(votes · m / V + step − 1) / step⌋` of each option. They are also more than `S − n`, so fewer than n seats
/// are left to look at one by one, however many the contest has. Where `m` is not positive there are few from the start.
fn quotients(seats: u32, votes: &[u128], step: u128) -> (Vec<u32>, Vec<Claim>) {
    let all: u128 = votes.iter().sum();
    let parts = (step * u128::from(seats)).saturating_sub((step - 1) * votes.len() as u128);
    let sure = |votes: &u128| match parts {
        0 => 0,
        _ => (votes * parts + (step - 1) * all).checked_div(step * all).unwrap_or(0),
    };
    let sure: Vec<u32> = votes.iter().map(sure).map(to_seats).collect();
    let left = seats.saturating_sub(sure.iter().sum());
    let claims = votes.iter().zip(&sure).enumerate().flat_map(|(place, (votes, won))| {
        let further = u128::from(*won)..u128::from(*won) + u128::from(left);
        further.map(move |k| Claim { place, votes: *votes, divisor: 1 + step * k })
    });
    let claims = claims.collect();
    (sure, claims)
}

/// The strongest `left` claims: those that win, and, where the last of them is as strong as others that do not fit, all
/// of this strength, in the order given, and the seats that there are for them. An option has never two claims of one strength.
fn strongest(mut claims: Vec<Claim>, left: u32) -> (Vec<Claim>, Vec<Claim>, u32) {
    claims.sort_by(|a, b| b.strength(a));
    let left_len = usize::try_from(left).unwrap_or(usize::MAX);
    let last = left_len.checked_sub(1).and_then(|last| claims.get(last)).copied();
    let tied_on = last.filter(|last| claims.get(left_len).is_some_and(|next| next.strength(last).is_eq()));
    let Some(figure) = tied_on else {
        claims.truncate(left_len);
        return (claims, Vec::new(), 0);
    };
    let tied = claims.iter().filter(|claim| claim.strength(&figure).is_eq()).copied().collect();
    claims.retain(|claim| claim.strength(&figure).is_gt());
    let tied_seats = (left_len - claims.len()).try_into().unwrap_or(left);
    (claims, tied, tied_seats)
}

/// A number of seats, which is never above those of the contest.
fn to_seats(seats: u128) -> u32 {
    u32::try_from(seats).expect("no option is sure of more seats than the contest has, which a u32 holds")
}
