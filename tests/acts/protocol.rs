use std::fs;
use std::process::Command;

use super::{Sitting, as_it_is};
use crate::stage::{tamga_verify, text_of};

/// An election with a result that nobody has signed yet.
fn counted() -> Sitting {
    let sitting = Sitting::of_voters(as_it_is, &[]);
    sitting.import_stick();
    for act in ["admit", "close", "tally"] {
        sitting.done(act, &[]);
    }
    sitting
}

/// What `pdftotext` reads on a copy, words apart by single spaces; `None` where there is no `pdftotext` and none is required.
fn text_of_copy(sitting: &Sitting, number: u32) -> Option<String> {
    let copy = sitting.at().join(format!("protocols/copy-{number}.pdf"));
    match Command::new("pdftotext").arg("-layout").arg(copy).arg("-").output() {
        Ok(read) => {
            assert!(read.status.success(), "{}", text_of(&read));
            let text = String::from_utf8(read.stdout).unwrap();
            Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
        }
        Err(error) => {
            assert!(std::env::var_os("TAMGA_REQUIRE_WITNESSES").is_none(), "pdftotext: {error}");
            None
        }
    }
}

#[test]
fn copies_of_the_protocol_are_made_once_it_is_signed_and_the_ledger_has_each() {
    let sitting = counted();
    let refused = sitting.refused("protocol", &["--copy-for", "Observer"]);
    assert!(refused.contains("no quorum has signed") && refused.contains("tamga sign"), "{refused}");
    sitting.done("sign", &["--dissent", "4"]);

    let said = sitting.done("protocol", &["--copy-for", "Байқаушы, «Әділ сайлау»"]);
    assert!(said.contains("copy 1 for Байқаушы, «Әділ сайлау»"), "{said}");
    sitting.done("export", &[]);
    sitting.done("protocol", &["--copy-for", "Суд", "--region", "charyn", "--language", "ru"]);
    sitting.done("protocol", &["--copy-for", "Архив", "--all", "--language", "kk"]);
    for arguments in [["--copy-for", "Суд", "--region", "nowhere"], ["--copy-for", "漢", "--language", "ru"]] {
        let refused = sitting.refused("protocol", &arguments);
        assert!(refused.contains("No copy was made"), "{refused}");
    }

    sitting.done("export", &[]);
    let at = sitting.at();
    let verified = tamga_verify()
        .arg(at.join("record"))
        .arg("--audit")
        .arg(at.join("audit"))
        .arg("--anchor")
        .arg(at.join("anchor.txt"))
        .output()
        .unwrap();
    let report = text_of(&verified);
    assert!(verified.status.success(), "{report}");
    assert!(report.contains("45  PASS  copies of the protocol: 3, of the statements in force"), "{report}");

    let Some(summary) = text_of_copy(&sitting, 1) else { return };
    for said in [
        "ДАУЫС БЕРУ НӘТИЖЕЛЕРІ ТУРАЛЫ ХАТТАМА",
        "ПРОТОКОЛ О РЕЗУЛЬТАТАХ ГОЛОСОВАНИЯ",
        "Aigerim 15 он бес",
        "Bolat 20 двадцать",
        "Against all 1 один",
        "Неиспользованные голоса 2 два",
        "Подписали на токенах члены комиссии №: 1, 2, 3, 5",
        "Ерекше пікірмен қол қойған комиссия мүшелерінің №: 4",
        "РЕПЕТИЦИЯ · ПОЛНЫЙ",
    ] {
        assert!(summary.contains(said), "{said}: {summary}");
    }
    let charyn = text_of_copy(&sitting, 2).unwrap();
    assert!(charyn.contains("Регион: Charyn (charyn)") && charyn.contains("Aigerim 5 пять"), "{charyn}");
    assert!(!charyn.contains("Budget") && !charyn.contains("ХАТТАМА"), "{charyn}");
    let all = text_of_copy(&sitting, 3).unwrap();
    for region in ["Барлық өңір бойынша", "Aral (aral)", "Balkhash (balkhash)", "Charyn (charyn)"] {
        assert!(all.contains(region), "{region}: {all}");
    }
}

#[test]
fn a_copy_that_was_interrupted_is_finished_and_one_that_was_lost_is_the_same_again() {
    let sitting = counted();
    sitting.done("sign", &[]);
    sitting.done("export", &[]);
    let (files, kept) = (sitting.at().join("protocols"), sitting.at().join("appliance/kept"));
    let [first, second] = ["copy-1.pdf", "copy-2.pdf"].map(|name| (files.join(name), kept.join(name)));

    // Killed before the entry: what was kept never came into effect.
    fs::create_dir_all(&kept).unwrap();
    fs::write(&first.1, "half a file").unwrap();
    sitting.done("protocol", &["--copy-for", "Observer"]);
    let bytes = fs::read(&first.0).unwrap();
    assert!(bytes.starts_with(b"%PDF") && !first.1.exists());

    // Killed between the entry and its file: typed again it is that copy, and no further one.
    fs::rename(&first.0, &first.1).unwrap();
    let said = sitting.done("protocol", &["--copy-for", "Observer"]);
    assert!(said.contains("copy 1 for Observer") && !second.0.exists(), "{said}");
    assert_eq!(fs::read(&first.0).unwrap(), bytes);

    // The same with another recipient: the first is finished, and the second one made.
    fs::rename(&first.0, &first.1).unwrap();
    let said = sitting.done("protocol", &["--copy-for", "Court"]);
    assert!(said.contains("copy 2 for Court") && first.0.exists() && second.0.exists(), "{said}");

    // Lost on one medium, and on both.
    let spare = sitting.at().join("appliance/second-medium/protocols/copy-1.pdf");
    for lost in [vec![&first.0], vec![&spare], vec![&first.0, &spare]] {
        lost.iter().for_each(|path| fs::remove_file(path).unwrap());
        sitting.done("protocol", &["--again", "1"]);
        assert_eq!([&first.0, &spare].map(|path| fs::read(path).unwrap()), [bytes.clone(), bytes.clone()]);
    }
    sitting.refused("protocol", &["--again", "3"]);
}

#[test]
fn neither_answers_nor_figures_that_were_changed_after_the_signatures_are_on_a_copy() {
    let sitting = counted();
    sitting.done("sign", &["--dissent", "4"]);
    sitting.done("export", &[]);
    let refuses = |name: &str, change: &dyn Fn(&str) -> String, says: &str| {
        let (path, before) = (sitting.at().join(name), sitting.read(name));
        let changed = change(&before);
        assert_ne!(changed, before, "{name}");
        for text in [&changed, &before] {
            // Another file: the published one has a second name in the appliance.
            fs::remove_file(&path).unwrap();
            fs::write(&path, text).unwrap();
            if *text == changed {
                let output = sitting.act("protocol", &["--copy-for", "Press"]);
                assert_eq!(output.status.code(), Some(3), "{}", text_of(&output));
                assert!(text_of(&output).contains(says), "{}", text_of(&output));
            }
        }
    };
    let without = |line: &str, text: &str| {
        text.lines().filter(|of| !of.contains(line)).map(|of| format!("{of}\n")).collect::<String>()
    };
    let note = "record/statement.note";
    refuses(note, &|text| without("tamga/officer/4/dissent", text), "tamga/officer/4/dissent");
    refuses(note, &|text| without("tamga/officer/5", text), "tamga/officer/5");
    refuses(note, &|text| text.replacen("/4/dissent ", "/4 ", 1), "tamga/officer/4");
    let results = |text: &str| text.replacen("aral,head,aigerim,10", "aral,head,aigerim,11", 1);
    refuses("record/results.csv", &results, "not the one that the officers signed");
    assert!(!sitting.at().join("protocols/copy-1.pdf").exists());
    sitting.done("protocol", &["--copy-for", "Press"]);
}
