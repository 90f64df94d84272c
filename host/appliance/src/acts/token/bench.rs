//! `tamga token bench`: how long a token takes to open sums.

use std::time::Instant;

use anyhow::Result;
use tamga_wire::{Request, Response};

use super::plugged::Hall;
use crate::cli::TokenBench;

/// Has each token that is meant open made-up sums, and says how long it took.
pub fn bench(hall: &mut Hall, arguments: &TokenBench) -> Result<()> {
    let mut rows = Vec::new();
    for number in hall.meant(&arguments.which)? {
        let name = hall.name(number);
        hall.log_in(number)?;
        let began = Instant::now();
        let response = hall.ask(number, &Request::Bench { sums: arguments.sums })?;
        let elapsed = began.elapsed().as_secs_f64();
        let opened = matches!(response, Response::Done | Response::Opened { .. });
        let each = if opened { format!("{:.1}", elapsed * 1000.0 / f64::from(arguments.sums)) } else { "-".to_owned() };
        rows.push(vec![name.into(), arguments.sums.to_string().into(), format!("{elapsed:.2}").into(), each.into()]);
    }
    hall.progress.table("bench", &["token", "sums", "seconds", "ms each"], rows);
    Ok(())
}
