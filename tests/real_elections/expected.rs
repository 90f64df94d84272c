use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use toml::{Table, Value};

struct Contest {
    id: String,
    max: u64,
    options: Vec<String>,
}

struct Region {
    code: String,
    contests: Vec<usize>,
    merge_into: Option<usize>,
}

/// Ballots that carry a contest, and votes per option, in one or several regions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub ballots: u64,
    pub votes: Vec<u64>,
}

impl Count {
    fn none(contest: &Contest) -> Self {
        Self { ballots: 0, votes: vec![0; contest.options.len()] }
    }

    fn add(&mut self, other: &Self) {
        self.ballots += other.ballots;
        self.votes.iter_mut().zip(&other.votes).for_each(|(sum, votes)| *sum += votes);
    }
}

/// What a folder's election comes to at a scale.
pub struct Expected {
    min_open: u64,
    contests: Vec<Contest>,
    regions: Vec<Region>,
    /// Ballots per region.
    ballots: Vec<u64>,
    /// Per region, by the contest's place.
    counts: Vec<BTreeMap<usize, Count>>,
}

/// Regions whose ballots are added up before anything is opened; the head stands first.
type Group = Vec<usize>;

impl Expected {
    /// Reads a folder; every figure of its tables is divided by the scale, rounding down, or every so many-th row of a
    /// region is taken of its ballots.
    pub fn read(folder: &Path, scale: u32) -> Self {
        let file = |name: &str| fs::read_to_string(folder.join(name));
        let definition: Table = file("election.toml").unwrap().parse().unwrap();
        let contests: Vec<Contest> = tables(&definition, "contest").map(read_contest).collect();
        let regions = read_regions(&definition, &contests);
        let min_open = number(&definition["policy"]["min_open"]);
        let empty = |region: &Region| {
            let contests = region.contests.iter().map(|place| (*place, Count::none(&contests[*place])));
            contests.collect()
        };
        let counts = regions.iter().map(empty).collect();
        let ballots = vec![0; regions.len()];
        let mut expected = Self { min_open, contests, regions, ballots, counts };
        match file("votes.csv") {
            Ok(votes) => expected.add_ballots(&votes, scale.into()),
            Err(_) => {
                expected.add_turnout(&file("turnout.csv").unwrap(), scale.into());
                expected.add_totals(&file("totals.csv").unwrap(), scale.into());
            }
        }
        expected
    }

    fn add_turnout(&mut self, turnout: &str, scale: u64) {
        let rows = rows(turnout);
        for row in rows.iter().filter(|row| row.get(3).is_none_or(str::is_empty)) {
            let region = self.region(&row[0]);
            let ballots = row[2].parse::<u64>().unwrap() / scale;
            self.ballots[region] = ballots;
            self.counts[region].values_mut().for_each(|count| count.ballots = ballots);
        }
        for row in rows.iter().filter(|row| row.get(3).is_some_and(|contest| !contest.is_empty())) {
            let (region, contest) = (self.region(&row[0]), self.contest(&row[3]));
            self.counts[region].get_mut(&contest).unwrap().ballots = row[2].parse::<u64>().unwrap() / scale;
        }
    }

    fn add_totals(&mut self, totals: &str, scale: u64) {
        for row in rows(totals) {
            let (region, contest) = (self.region(&row[0]), self.contest(&row[1]));
            let option = self.option(contest, &row[2]);
            self.counts[region].get_mut(&contest).unwrap().votes[option] = row[3].parse::<u64>().unwrap() / scale;
        }
    }

    fn add_ballots(&mut self, votes: &str, scale: u64) {
        let header = csv::Reader::from_reader(votes.as_bytes()).headers().unwrap().clone();
        let contests: Vec<usize> = header.iter().skip(1).map(|id| self.contest(id)).collect();
        let mut rows_of_region = vec![0u64; self.regions.len()];
        for row in rows(votes) {
            let region = self.region(&row[0]);
            rows_of_region[region] += 1;
            if !rows_of_region[region].is_multiple_of(scale) {
                continue;
            }
            self.ballots[region] += 1;
            for (contest, cell) in contests.iter().zip(row.iter().skip(1)).filter(|(_, cell)| *cell != "-") {
                let ids: Vec<&str> = cell.split('|').filter(|id| !id.is_empty()).collect();
                let is_overvoted = ids.len() as u64 > self.contests[*contest].max;
                let marks = ids.iter().filter(|_| !is_overvoted);
                let options: Vec<usize> = marks.map(|id| self.option(*contest, id)).collect();
                let count = self.counts[region].get_mut(contest).unwrap();
                count.ballots += 1;
                options.into_iter().for_each(|option| count.votes[option] += 1);
            }
        }
    }

    fn region(&self, code: &str) -> usize {
        self.regions.iter().position(|region| region.code == code).unwrap()
    }

    fn contest(&self, id: &str) -> usize {
        self.contests.iter().position(|contest| contest.id == id).unwrap()
    }

    fn option(&self, contest: usize, id: &str) -> usize {
        self.contests[contest].options.iter().position(|option| option == id).unwrap()
    }

    /// Region codes and their ballots.
    pub fn ballots(&self) -> Vec<(String, u64)> {
        self.regions.iter().zip(&self.ballots).map(|(region, ballots)| (region.code.clone(), *ballots)).collect()
    }

    /// A contest's count in all regions, by contest and option id.
    pub fn total(&self, contest: &str) -> Count {
        let place = self.contest(contest);
        let mut total = Count::none(&self.contests[place]);
        self.counts.iter().filter_map(|counts| counts.get(&place)).for_each(|count| total.add(count));
        total
    }

    /// Contest ids with their option ids and the contest's count in all regions, in definition order.
    pub fn totals(&self) -> Vec<(&str, &[String], Count)> {
        self.contests
            .iter()
            .map(|contest| (contest.id.as_str(), contest.options.as_slice(), self.total(&contest.id)))
            .collect()
    }

    /// The groups of a contest, word for word as the record's specification has it: while there is a group under `min_open`
    /// whose head merges into a region of another group, the first such group is joined to that other one.
    fn groups(&self, contest: usize) -> Vec<Group> {
        let with_contest = (0..self.regions.len()).filter(|region| self.counts[*region].contains_key(&contest));
        let mut groups: Vec<Group> = with_contest.map(|region| vec![region]).collect();
        loop {
            let target = |group: &Group| {
                let into = self.regions[group[0]].merge_into?;
                groups.iter().position(|other| other.contains(&into) && other[0] != group[0])
            };
            let small = |group: &&Group| self.sum(contest, group).ballots < self.min_open && target(group).is_some();
            let Some(first) = groups.iter().find(small).cloned() else {
                return groups;
            };
            let target = target(&first).unwrap();
            groups[target].extend(&first);
            groups[target][1..].sort_unstable();
            groups.retain(|group| group[0] != first[0]);
        }
    }

    fn sum(&self, contest: usize, group: &[usize]) -> Count {
        let mut sum = Count::none(&self.contests[contest]);
        group.iter().for_each(|region| sum.add(&self.counts[*region][&contest]));
        sum
    }

    /// `results.csv`.
    pub fn results(&self) -> String {
        let mut rows: BTreeMap<(usize, usize), Count> = BTreeMap::new();
        let everywhere = self.regions.len();
        for (place, contest) in self.contests.iter().enumerate() {
            let mut total = Count::none(contest);
            for group in self.groups(place) {
                let sum = self.sum(place, &group);
                if sum.ballots >= self.min_open {
                    total.add(&sum);
                    rows.insert((group[0], place), sum);
                }
            }
            rows.insert((everywhere, place), total);
        }
        let mut table = String::from("region,contest,option,votes\n");
        for ((region, contest), count) in rows {
            let code = self.regions.get(region).map_or("*", |region| region.code.as_str());
            let contest = &self.contests[contest];
            let blank = contest.max * count.ballots - count.votes.iter().sum::<u64>();
            let options = contest.options.iter().map(String::as_str).chain(["blank"]);
            for (option, votes) in options.zip(count.votes.iter().chain([&blank])) {
                let _ = writeln!(table, "{code},{},{option},{votes}", contest.id);
            }
        }
        table
    }

    /// The lines of the statement about regions without rows of their own: of the opened groups, then of the withheld ones.
    pub fn merged_and_withheld(&self) -> Vec<String> {
        let (mut merged, mut withheld) = (Vec::new(), Vec::new());
        for (place, contest) in self.contests.iter().enumerate() {
            let code = |region: &usize| &self.regions[*region].code;
            for group in self.groups(place) {
                if self.sum(place, &group).ballots >= self.min_open {
                    let head = code(&group[0]);
                    merged.extend(
                        group[1..].iter().map(|region| format!("merged {} into {head} ({})", code(region), contest.id)),
                    );
                } else {
                    withheld.extend(group.iter().map(|region| format!("withheld {} ({})", code(region), contest.id)));
                }
            }
        }
        [merged, withheld].concat()
    }
}

fn rows(table: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(table.as_bytes()).records().map(|row| row.unwrap()).collect()
}

fn tables<'t>(table: &'t Table, key: &str) -> impl Iterator<Item = &'t Value> {
    table[key].as_array().unwrap().iter()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_integer().unwrap().try_into().unwrap()
}

fn read_contest(contest: &Value) -> Contest {
    let options = contest["option"].as_array().unwrap().iter().map(|option| text(&option["id"])).collect();
    Contest { id: text(&contest["id"]), max: contest.get("max").map_or(1, number), options }
}

fn read_regions(definition: &Table, contests: &[Contest]) -> Vec<Region> {
    let codes: Vec<String> = tables(definition, "region").map(|region| text(&region["code"])).collect();
    let place_of = |code: &Value| codes.iter().position(|other| Some(other.as_str()) == code.as_str()).unwrap();
    let contest_of = |id: &Value| contests.iter().position(|other| Some(other.id.as_str()) == id.as_str()).unwrap();
    let read = |(region, code): (&Value, &String)| Region {
        code: code.clone(),
        contests: match region.get("contests") {
            Some(ids) => ids.as_array().unwrap().iter().map(contest_of).collect(),
            None => (0..contests.len()).collect(),
        },
        merge_into: region.get("merge_into").map(place_of),
    };
    tables(definition, "region").zip(&codes).map(read).collect()
}
