//! A whole life of one token with an honest host, request by request, and the beginning of that of another, which takes a lost
//! one's place: what the inputs are made from.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tamga_crypto::tdh2::PinCiphertext;
use tamga_token::Blob;
use tamga_wire::request::OfficerSignature;
use tamga_wire::{ActKind, BoardPart, PinLabel, Request, Response, Role};

use crate::board::{Bench, Blobs};
use crate::commission::{Commission, Keys, TOKENS};
use crate::replacing::Table;
use crate::slice::slice;
use crate::statement;
use crate::tally::{CLOSE, Tally};

/// Where each secret stands in the blob that holds it: version byte and, of the identity, the rehearsal byte first.
const SECRETS: [(Blob, usize); 6] = [
    (Blob::Identity, 2),
    (Blob::Identity, 34),
    (Blob::CustodyShare, 1),
    (Blob::ElectionShare, 1),
    // After E, r and five officers; the second after three commitments.
    (Blob::Pending, 388),
    (Blob::Pending, 517),
];

/// The officer who is lost and replaced in the book.
const LOST: u8 = 5;

/// The seed of the new token: its life is the second in the book.
const NEW: u64 = 5_000;

/// The requests of both lives in order.
pub struct Book {
    pub pages: Vec<Page>,
    /// The pages on which something begins that goes on over several requests, or that stands alone.
    pub begins: Vec<usize>,
    pub definition: Vec<u8>,
    /// A statement that fits the end of the book.
    pub statement: Vec<u8>,
    pub totals: Vec<u8>,
    /// Openings 1, 2 and the supplement.
    pub tallies: Vec<Tally>,
    /// Every secret that was ever stored.
    pub secrets: Vec<[u8; 32]>,
}

/// One request, with what was stored before it, and the seed of the token that it went to.
pub struct Page {
    pub request: Request,
    pub blobs: Blobs,
    pub seed: u64,
}

/// The book, written once.
pub fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(write)
}

fn write() -> Book {
    let tokens = (0..TOKENS).map(|token| with_book(token.into())).collect();
    let (commission, keys) = Commission::of(tokens, |_| {}).make_ready();
    let (definition, d, mut tokens) = (commission.definition, commission.d, commission.tokens);
    let token = &mut tokens[0];
    for role in [Role::Tally, Role::Escrow, Role::Admin] {
        assert!(matches!(token.ask(&unlock(&d, &keys, role)), Response::Sealed { .. }));
    }
    for (kind, figures) in [
        (ActKind::Close, [1, 4_000, 4, 0]),
        (ActKind::Amendment, [1, 1, 1, 1_730_836_800]),
        (ActKind::For, [3, 20, 0, 12]),
        (ActKind::Recount, [1, 9, 9, 1]),
    ] {
        assert!(matches!(token.ask(&Request::Act { kind, digest: CLOSE, figures }), Response::Signed { .. }));
    }
    let first = slice(&keys, 1, [0; 32], &[0, 1]);
    let second = slice(&keys, 2, first.root(), &[2]);
    let late = slice(&keys, 4, second.root(), &[0, 3]);
    let tallies = vec![first, second, late];
    for tally in &tallies {
        tally.open(token);
    }
    let totals = statement::totals();
    let mut lines = statement::lines(&keys.e, &tallies[2].root(), &totals);
    lines[5] = "opening 4".into();
    let statement = statement::text(&lines);
    sign(token, &statement, totals.as_bytes());
    assert!(matches!(token.ask(&Request::Operations { nonce: [8; 32] }), Response::Operations { .. }));
    keep_up(token);
    let mut table = replace(tokens, keys, &definition);
    end(&mut table.tokens);
    let mut pages = Vec::new();
    for (token, seed) in [(1, 0), (LOST, NEW)] {
        let written = table.token(token).desk.borrow_mut().book.take().unwrap();
        pages.extend(written.into_iter().map(|(request, blobs)| Page { request, blobs, seed }));
    }
    let secrets: Vec<_> =
        pages.iter().flat_map(|page| secrets(&page.blobs)).collect::<BTreeSet<_>>().into_iter().collect();
    assert_eq!(secrets.len(), 2 * 2 + 3 * 2, "keys of two tokens; shares before and after, and of the new one");
    let begins = (0..pages.len()).filter(|page| begins(&pages[*page].request)).collect();
    Book { pages, begins, definition, statement, totals: totals.into_bytes(), tallies, secrets }
}

/// A token whose generator repeats itself, and that keeps a book of its requests.
fn with_book(seed: u64) -> Bench {
    let bench = Bench::new(seed);
    bench.desk.borrow_mut().repeats = true;
    bench.desk.borrow_mut().book = Some(Vec::new());
    bench
}

fn unlock(d: &[u8; 32], keys: &Keys, role: Role) -> Request {
    let label = PinLabel { definition: d, serial: "rehearsal-2", role, generation: 3 };
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let ciphertext = PinCiphertext::encrypt(&keys.custody.public(), &label.to_bytes(), b"1234", &mut rng).unwrap();
    let (serial, ciphertext) = (label.serial.into(), ciphertext.to_bytes());
    Request::Unlock { role, serial, generation: 3, ciphertext, host_key: [9; 32] }
}

fn sign(token: &mut Bench, statement: &[u8], totals: &[u8]) {
    let begin = Request::StatementBegin { text: statement.to_vec(), totals_length: totals.len() as u32 };
    assert_eq!(token.ask(&begin), Response::Done);
    let parts = totals.chunks(100).map(|part| token.ask(&Request::StatementTotals { bytes: part.to_vec() }));
    assert!(matches!(parts.last(), Some(Response::StatementSigned { .. })));
}

fn keep_up(token: &mut Bench) {
    assert_eq!(token.ask(&Request::ChangePin), Response::Done);
    assert_eq!(token.ask(&Request::Label { text: "Алия".into() }), Response::Done);
    for part in BoardPart::ALL {
        assert_eq!(token.ask(&Request::Check { part }), Response::Checked { passed: true });
    }
    assert_eq!(token.ask(&Request::Bench { sums: 3 }), Response::Done);
}

/// An officer loses the token, and a new one takes its place.
fn replace(tokens: Vec<Bench>, keys: Keys, definition: &[u8]) -> Table {
    let (keys, definition) = (Box::leak(Box::new(keys)), definition.to_vec().leak());
    let mut table = Table { tokens, keys, definition, decided: Vec::new() };
    table.decide_for(&[LOST], |_| with_book(NEW));
    table.carry_out();
    table
}

/// A quorum decides that the election has ended, and the first token erases its share.
fn end(tokens: &mut [Bench]) {
    let (kind, digest, figures) = (ActKind::End, [0xed; 32], [3, 32_379, TOKENS.into(), 0]);
    let signed =
        (1..).zip(tokens.iter_mut()).map(|(token, bench)| match bench.ask(&Request::Act { kind, digest, figures }) {
            Response::Signed { signature } => OfficerSignature { token, signature },
            other => panic!("{other:?}"),
        });
    let signatures = signed.collect();
    assert!(matches!(tokens[0].ask(&Request::End { digest, figures, signatures }), Response::Ended { .. }));
}

fn begins(request: &Request) -> bool {
    !matches!(
        request,
        Request::Poll
            | Request::EnrolPart { .. }
            | Request::DkgNonces { .. }
            | Request::DkgCommitments { .. }
            | Request::DkgPackage { .. }
            | Request::DkgEnvelope { .. }
            | Request::DkgSignatures { .. }
            | Request::OpenLeaf { .. }
            | Request::StatementTotals { .. }
            | Request::SlotsAsk { .. }
            | Request::SlotsTake { .. }
            | Request::SlotsSigned { .. }
    )
}

/// The secrets among these blobs.
pub fn secrets(blobs: &Blobs) -> Vec<[u8; 32]> {
    let stored = SECRETS.iter().filter_map(|(blob, at)| blobs.get(blob)?.get(*at..*at + 32));
    stored.map(|secret| secret.try_into().unwrap()).collect()
}
