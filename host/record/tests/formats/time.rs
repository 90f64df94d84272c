//! Times in files.

use proptest::prelude::*;
use tamga_record::time::{UNIX_SECONDS_MAX, format_time, parse_time, unix_seconds};

#[test]
fn known_times_are_written_and_read() {
    // Unix seconds by `date -u -d TIME +%s`.
    for (seconds, text) in [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_400, "2000-02-29T00:00:00Z"),
        (1_730_836_800, "2024-11-05T20:00:00Z"),
        (4_107_542_399, "2100-02-28T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
        (UNIX_SECONDS_MAX, "9999-12-31T23:59:59Z"),
    ] {
        assert_eq!(format_time(seconds), text);
        assert_eq!(parse_time(text), Some(seconds));
    }
}

#[test]
fn times_that_are_not_or_are_written_otherwise_are_refused() {
    for text in [
        "",
        "2024-11-05",
        "2024-11-05T20:00:00",
        "2024-11-05T20:00:00+00:00",
        "2024-11-05t20:00:00Z",
        "2024-11-05 20:00:00Z",
        "2024-11-05T20:00:00.5Z",
        "2024-11-05T24:00:00Z",
        "2024-11-05T23:60:00Z",
        "2024-11-05T23:59:60Z",
        "2024-13-05T20:00:00Z",
        "2024-00-05T20:00:00Z",
        "2024-11-31T20:00:00Z",
        "2023-02-29T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "+024-11-05T20:00:00Z",
        "2024-11-05T20:00:00Z ",
        "２024-11-05T20:00:00Z",
    ] {
        assert_eq!(parse_time(text), None, "{text}");
    }
    assert_eq!(unix_seconds(10_000, 1, 1, 0, 0, 0), None);
}

proptest! {
    #[test]
    fn every_second_is_read_back(seconds in 0..=UNIX_SECONDS_MAX) {
        prop_assert_eq!(parse_time(&format_time(seconds)), Some(seconds));
    }
}
