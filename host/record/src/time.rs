//! Times as the files write them: RFC 3339, whole seconds, UTC with `Z`; in the program they are Unix seconds.

/// The last second of the year 9999, the last that RFC 3339 can write.
pub const UNIX_SECONDS_MAX: u64 = 253_402_300_799;

const DAY_SECONDS: u64 = 86_400;
const MONTH_DAYS: [u64; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const EPOCH_YEAR: u64 = 1970;

fn is_leap(year: u64) -> bool {
    (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
}

fn days_of_year(year: u64) -> u64 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_of_month(year: u64, month: usize) -> Option<u64> {
    let days = MONTH_DAYS.get(month.checked_sub(1)?)?;
    Some(if month == 2 && is_leap(year) { 29 } else { *days })
}

/// `2024-11-05T20:00:00Z` for 1730836800; the last second of 9999 for anything later.
pub fn format_time(unix_seconds: u64) -> String {
    let seconds = unix_seconds.min(UNIX_SECONDS_MAX);
    let (mut days, rest) = (seconds / DAY_SECONDS, seconds % DAY_SECONDS);
    let mut year = EPOCH_YEAR;
    while days >= days_of_year(year) {
        days -= days_of_year(year);
        year += 1;
    }
    let mut month = 1;
    while let Some(month_days) = days_of_month(year, month).filter(|in_month| days >= *in_month) {
        days -= month_days;
        month += 1;
    }
    let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", days + 1)
}

/// Reads exactly what [`format_time`] writes; `None` for anything else, years before 1970 included.
pub fn parse_time(untrusted_time: &str) -> Option<u64> {
    let field = |from: usize, to: usize| untrusted_time.get(from..to)?.parse::<u64>().ok();
    let (year, month, day) = (field(0, 4)?, field(5, 7)?, field(8, 10)?);
    let (hour, minute, second) = (field(11, 13)?, field(14, 16)?, field(17, 19)?);
    let seconds = unix_seconds(year, month, day, hour, minute, second)?;
    (format_time(seconds) == untrusted_time).then_some(seconds)
}

/// Unix seconds of a date and a time of day in UTC. `None` before 1970, after 9999, for a day or time that is not, and for a leap second.
pub fn unix_seconds(year: u64, month: u64, day: u64, hour: u64, minute: u64, second: u64) -> Option<u64> {
    if !(EPOCH_YEAR..=9_999).contains(&year) || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let month = usize::try_from(month).ok()?;
    let days_in_month = days_of_month(year, month)?;
    if day == 0 || day > days_in_month {
        return None;
    }
    let years: u64 = (EPOCH_YEAR..year).map(days_of_year).sum();
    let months: u64 = (1..month).filter_map(|earlier| days_of_month(year, earlier)).sum();
    Some((years + months + day - 1) * DAY_SECONDS + hour * 3_600 + minute * 60 + second)
}
