use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use tempfile::TempDir;

/// Every rehearsal of these tests is repeatable.
pub const SEED: &str = "5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed5eed";

pub const ELECTION: &str = r#"format = "tamga/election/v1"
id = "village-2024"
title = { en = "Village heads and budget", ru = "Главы сёл и бюджет", kk = "Ауыл әкімдері мен бюджет" }
period = { opens = 2024-10-20T00:00:00Z, closes = 2024-11-05T20:00:00Z }
policy = { min_open = 5, revote = "last", late = "supplement" }

[[contest]]
id = "head"
title = { en = "Head" }
kind = "one-of"
option = [
    { id = "aigerim", name = { en = "Aigerim" } },
    { id = "bolat", name = { en = "Bolat" } },
    { id = "none", name = { en = "Against all" }, role = "against-all" },
]

[[contest]]
id = "budget"
title = { en = "Budget" }
kind = "approval"
max = 2
option = [ { id = "road", name = { en = "Road" } }, { id = "school", name = { en = "School" } }, { id = "well", name = { en = "Well" } } ]

[[region]]
code = "aral"
name = { en = "Aral" }
registered = 30

[[region]]
code = "balkhash"
name = { en = "Balkhash" }
registered = 20

[[region]]
code = "charyn"
name = { en = "Charyn" }
registered = 9
contests = ["head"]
"#;

pub const TOTALS: &str = "region,contest,option,votes
aral,head,aigerim,10
aral,head,bolat,7
aral,head,none,1
aral,budget,road,15
aral,budget,school,12
aral,budget,well,3
balkhash,head,aigerim,0
balkhash,head,bolat,12
balkhash,head,none,0
balkhash,budget,road,12
balkhash,budget,school,0
balkhash,budget,well,12
charyn,head,aigerim,5
charyn,head,bolat,1
charyn,head,none,0
";

pub const TURNOUT: &str = "region,registered,ballots
aral,30,20
balkhash,20,12
charyn,9,6
";

/// What `results.csv` of the village election must be, worked out by hand from the two tables above.
pub const RESULTS: &str = "region,contest,option,votes
aral,head,aigerim,10
aral,head,bolat,7
aral,head,none,1
aral,head,blank,2
aral,budget,road,15
aral,budget,school,12
aral,budget,well,3
aral,budget,blank,10
balkhash,head,aigerim,0
balkhash,head,bolat,12
balkhash,head,none,0
balkhash,head,blank,0
balkhash,budget,road,12
balkhash,budget,school,0
balkhash,budget,well,12
balkhash,budget,blank,0
charyn,head,aigerim,5
charyn,head,bolat,1
charyn,head,none,0
charyn,head,blank,0
*,head,aigerim,15
*,head,bolat,20
*,head,none,1
*,head,blank,2
*,budget,road,27
*,budget,school,12
*,budget,well,15
*,budget,blank,10
";

/// The program `tamga`, built once; it speaks English wherever the tests run.
pub fn tamga() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    let mut command = Command::new(PROGRAM.get_or_init(|| built("tamga")));
    command.env("TAMGA_LANGUAGE", "en");
    command
}

/// The program `tamga-verify`, built once.
pub fn tamga_verify() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    Command::new(PROGRAM.get_or_init(|| built("tamga-verify")))
}

/// The program `tamga-sim`, built once.
pub fn tamga_sim() -> Command {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    Command::new(PROGRAM.get_or_init(|| built("tamga-sim")))
}

/// Builds a program, unless `TAMGA_PROGRAMS` names a folder with programs that are to be tested as they are.
fn built(package: &str) -> PathBuf {
    if let Some(folder) = std::env::var_os("TAMGA_PROGRAMS") {
        return PathBuf::from(folder).join(package);
    }
    let build = escargot::CargoBuild::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .package(package)
        .bin(package)
        .release();
    build.run().unwrap_or_else(|error| panic!("{package} does not build: {error}")).path().to_owned()
}

/// A folder with the village election, its files changed as asked.
pub fn election_folder(change: impl Fn(&str, &str) -> String) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("election.toml", ELECTION), ("totals.csv", TOTALS), ("turnout.csv", TURNOUT)] {
        fs::write(folder.path().join(name), change(name, text)).unwrap();
    }
    folder
}

/// Changes the village election so that two candidates get as many votes for one seat.
pub fn tied(name: &str, text: &str) -> String {
    match name {
        "election.toml" => text.replacen(
            "title = { en = \"Head\" }",
            "title = { en = \"Head\" }\nseats = 1\nmethod = \"plurality\"\ntie = \"lot\"",
            1,
        ),
        "totals.csv" => text
            .replacen("aral,head,aigerim,10", "aral,head,aigerim,11", 1)
            .replacen("aral,head,bolat,7", "aral,head,bolat,6", 1)
            .replacen("charyn,head,aigerim,5", "charyn,head,aigerim,4", 1)
            .replacen("balkhash,head,aigerim,0", "balkhash,head,aigerim,2", 1)
            .replacen("balkhash,head,bolat,12", "balkhash,head,bolat,10", 1),
        _ => text.to_owned(),
    }
}

/// Runs a rehearsal of the election in `folder` into `out`.
pub fn rehearse(folder: &Path, out: &Path, more: &[&str]) -> Output {
    tamga().arg("rehearse").arg(folder).arg("--out").arg(out).arg("--plain").args(more).output().unwrap()
}

/// A verified rehearsal of the village election, made once and only read.
pub fn village() -> &'static Path {
    static RUN: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, out) = RUN.get_or_init(|| {
        let folder = election_folder(|_, text| text.to_owned());
        let out = folder.path().join("out");
        let output = rehearse(folder.path(), &out, &["--seed", SEED]);
        assert!(output.status.success(), "{}", text_of(&output));
        (folder, out)
    });
    out
}

/// Standard output and error of a program, for a failing test to show.
pub fn text_of(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Every file below a folder, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// Copies a folder.
pub fn copy_folder(from: &Path, to: &Path) {
    for file in files_below(from) {
        let there = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(there.parent().unwrap()).unwrap();
        fs::copy(file, there).unwrap();
    }
}
