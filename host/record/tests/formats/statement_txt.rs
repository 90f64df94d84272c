//! `statement.txt`.

use tamga_record::bundle::ChainState;
use tamga_record::definition::{Definition, Named};
use tamga_record::results::{PrintedLot, StatementTxt, statement_txt};
use tamga_record::tally_file::{Group, Leaf, TallyFile};

use crate::box_file::box_file;
use crate::bytes::digest;
use crate::examples::{definition, large_definition};
use crate::tally::tally;

fn parts(definition: &Definition) -> StatementTxt<'_> {
    StatementTxt {
        definition,
        text: "statement\n",
        tallies: &[],
        boxes: &[],
        lots: &[],
        totals: "totals\n",
        results: "results\n",
        seats: "seats\n",
        turnout: "turnout\n",
        held: "held\n",
        attestations: "attestations\n",
    }
}

// SHA3-256 of "statement\n" modulo 10^40, by CPython.
const NUMBER: &str = "8346 3985 3245 0259 5261 0414 1296 6975 9259 7971";
const TABLES: &str = "totals\n\nresults\n\nseats\n\nturnout\n\nheld\n\nattestations\n";

#[test]
fn the_statement_says_where_rows_went_what_was_incomplete_and_what_the_lot_decided() {
    let mut definition = large_definition();
    definition.openings = 2;
    definition.collectors.push(Named { id: "collector-2".into(), ..definition.collectors[0].clone() });
    let second = TallyFile { opening: 2, leaves: Vec::new(), ..tally() };
    let mut closed = box_file().body;
    closed.regions[0].chains[0].state.insert(ChainState::GAP);
    closed.regions[0].chains[0].state.insert(ChainState::OPEN);
    closed.regions[1].chains.clear();
    let mut later = closed.clone();
    later.opening = 2;
    later.regions.truncate(1);
    let lots = [
        PrintedLot { contest: "mayor", throws: [(1, "1234561234"), (3, "6543216543")] },
        PrintedLot { contest: "council", throws: [(2, "1111111111"), (1, "2222222222")] },
    ];
    let text = statement_txt(StatementTxt {
        tallies: &[&tally(), &second],
        boxes: &[&closed, &later],
        lots: &lots,
        ..parts(&definition)
    });
    let went = "opening 1: merged south into north (mayor)
opening 1: merged north into port (council)
opening 1: withheld island (mayor)
opening 1: withheld south (council)
opening 2: withheld island (mayor)
opening 2: withheld south (council)
";
    let incomplete = "opening 1: incomplete north collector-1 open,gap
opening 1: incomplete north collector-2 none
opening 1: incomplete south collector-1 none
opening 1: incomplete south collector-2 none
opening 2: incomplete north collector-1 open,gap
opening 2: incomplete north collector-2 none
";
    let lots = "lot mayor 1 1234561234 3 6543216543\nlot council 2 1111111111 1 2222222222\n";
    let expected = format!("statement\n\ncontrol number {NUMBER}\n\n{went}\n{incomplete}\n{lots}\n{TABLES}");
    assert_eq!(text, expected);
}

#[test]
fn a_part_without_lines_is_left_out_with_its_empty_line() {
    let definition = definition();
    let tally = unmerged(&definition);
    let mut closed = box_file().body;
    closed.regions[1].chains[0].state = ChainState::complete();
    let text = statement_txt(StatementTxt { tallies: &[&tally], boxes: &[&closed], ..parts(&definition) });
    assert_eq!(text, format!("statement\n\ncontrol number {NUMBER}\n\n{TABLES}"));
}

fn unmerged(definition: &Definition) -> TallyFile {
    let leaf = |region| Leaf {
        group: Group { contest: 0, regions: vec![region], ballots: 10 },
        counted: digest(0),
        sums: vec![[0; 64]],
    };
    let leaves = (0u16..).take(definition.regions.len()).map(leaf).collect();
    TallyFile { leaves, withheld: Vec::new(), ..tally() }
}
