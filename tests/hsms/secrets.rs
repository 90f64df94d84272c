use std::fs;
use std::os::unix::fs::MetadataExt;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::backends::Backend;
use super::hall::Hall;

/// What the system says of a process, once it has turned core dumps off.
fn protected(act: &mut Child) -> (String, String) {
    let began = Instant::now();
    let place = format!("/proc/{}", act.id());
    while began.elapsed() < Duration::from_secs(20) {
        let read = |name: &str| fs::read_to_string(format!("{place}/{name}")).unwrap_or_default();
        let limits = read("limits");
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap_or_default().to_owned();
        if core.split_whitespace().filter(|word| *word == "0").count() == 2 {
            return (core, read("status"));
        }
        assert!(act.try_wait().unwrap().is_none(), "the act ended with core dumps on");
        std::thread::sleep(Duration::from_micros(200));
    }
    panic!("core dumps are never turned off");
}

#[test]
fn an_act_that_holds_secrets_leaves_no_core_and_no_page_of_it_is_swapped() {
    let hall = Hall::closed(Backend::builtin());
    let mut act = hall.act("tally", &[]).stdout(Stdio::piped()).spawn().unwrap();
    let (core, mut status) = protected(&mut act);
    assert!(core.contains("0"), "{core}");
    let place = format!("/proc/{}", act.id());
    let began = Instant::now();
    let locked = |status: &str| {
        let line = status.lines().find(|line| line.starts_with("VmLck:"))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    // What may not be dumped belongs to root, whoever runs it.
    let mut owner = None;
    while began.elapsed() < Duration::from_secs(5) && act.try_wait().unwrap().is_none() {
        owner = fs::metadata(format!("{place}/environ")).ok().map(|file| file.uid()).or(owner);
        status = fs::read_to_string(format!("{place}/status")).unwrap_or(status);
        if locked(&status).is_some_and(|kib| kib > 0) {
            break;
        }
        std::thread::sleep(Duration::from_micros(200));
    }
    let own = fs::metadata("/proc/self").unwrap().uid();
    assert!(own == 0 || owner == Some(0), "the process may be dumped");
    let output = act.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    let is_locked = locked(&status).is_some_and(|kib| kib > 0);
    assert!(is_locked || said.contains("secrets may be swapped to disk"), "{status}");
}
