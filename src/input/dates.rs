//! Dates and languages as people write them → as the contract wants them.

use crate::article::PartialDate;

use super::words;

/// A date as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadDate {
    /// The date.
    pub date: PartialDate,
    /// The other date that the same writing could mean (`03/04/2015`), if there is one.
    pub other: Option<PartialDate>,
}

/// Reads a date in one of the ways in which files give it; `None` if it is none.
///
/// Understood: ISO 8601 (`2015`, `2015-03`, `2015-03-07`, with or without a time), `20150307`, `7 March 2015`, `March 7, 2015`,
/// `Fri, 7 Mar 2015 10:00 GMT`, `marzo 2015`, `07/03/2015`, `7.3.15`. Of two numbers that could both be the
/// month, the first is taken as the day (as outside the United States) and the other reading is returned beside it.
///
/// # Example
/// ```
/// use framescope::input::dates::parse_date;
/// assert_eq!(parse_date("17 novembre 2015").unwrap().date.to_string(), "2015-11-17");
/// let d = parse_date("3/4/2015").unwrap();
/// assert_eq!((d.date.to_string(), d.other.unwrap().to_string()), ("2015-04-03".into(), "2015-03-04".into()));
/// ```
pub fn parse_date(written: &str) -> Option<ReadDate> {
    let written = written.trim();
    if let Some(date) = iso_day(written) {
        return Some(ReadDate { date, other: None });
    }
    if written.len() > 80 {
        return None;
    }
    // "2015 March 7" begins like an ISO date; after those comes a time or nothing.
    let after = written.split(['T', ' ']).nth(1);
    if let Some(date) =
        written.parse().ok().filter(|_| after.is_none_or(|a| a.starts_with(|c: char| c.is_ascii_digit())))
    {
        return Some(ReadDate { date, other: None });
    }
    let parts = parts(written);
    let plain = |date: PartialDate| ReadDate { date, other: None };
    if let [Part::Number(n, 8), ..] = parts[..] {
        let (year, month, day) = (n / 10_000, n / 100 % 100, n % 100);
        return PartialDate::new(year as u16, Some(month as u8), Some(day as u8)).map(plain);
    }
    if let [Part::Number(n, 14), ..] = parts[..] {
        let day = n / 1_000_000;
        let (year, month, day) = (day / 10_000, day / 100 % 100, day % 100);
        return PartialDate::new(year as u16, Some(month as u8), Some(day as u8)).map(plain);
    }
    with_month_name(&parts).map(plain).or_else(|| in_numbers(&parts))
}

/// `2015-03-07`, as nearly every corpus writes its dates.
fn iso_day(written: &str) -> Option<PartialDate> {
    let [a, b, c, d, b'-', e, f, b'-', g, h] = *written.as_bytes() else { return None };
    let digits = [a, b, c, d, e, f, g, h];
    digits.iter().all(u8::is_ascii_digit).then_some(())?;
    let [a, b, c, d, e, f, g, h] = digits.map(|digit| u16::from(digit - b'0'));
    let two = |tens: u16, ones: u16| Some((tens * 10 + ones) as u8);
    PartialDate::new(a * 1000 + b * 100 + c * 10 + d, two(e, f), two(g, h))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A number and how many digits it has.
    Number(u64, usize),
    /// A month by its name.
    Month(u8),
    /// A separator of numeric dates: `/`, `.` or `-`.
    Between,
}

/// Numbers, months and separators of a written date; other words (weekdays, "of", time zones) are left out.
fn parts(written: &str) -> Vec<Part> {
    let lower = written.to_lowercase();
    let mut parts = Vec::new();
    let mut rest = lower.as_str();
    while let Some(c) = rest.chars().next() {
        let same = |f: fn(char) -> bool| rest.find(|c| !f(c)).unwrap_or(rest.len());
        let len = if c.is_ascii_digit() {
            let len = same(|c| c.is_ascii_digit());
            // A colon means that the time of day begins, and no date follows it.
            if rest[len..].starts_with(':') {
                break;
            }
            parts.push(Part::Number(rest[..len].parse().unwrap_or(u64::MAX), len));
            len
        } else if c.is_alphabetic() {
            let len = same(char::is_alphabetic);
            parts.extend(month(&rest[..len]).map(Part::Month));
            len
        } else {
            if matches!(c, '/' | '.' | '-') {
                parts.push(Part::Between);
            }
            c.len_utf8()
        };
        rest = &rest[len..];
    }
    parts
}

/// True if a word in lower case is the name of a month, or a short form of one.
pub(super) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

fn month(word: &str) -> Option<u8> {
    let letters = word.chars().count();
    let is = |name: &str| name == word || ((3..6).contains(&letters) && name.starts_with(word));
    // A short form that two months share (French "jui") is none.
    words::dates().months.values().find_map(|names| {
        if let Some(exact) = names.iter().position(|n| n == word) {
            return Some(exact as u8 + 1);
        }
        let mut found = names.iter().enumerate().filter(|(_, n)| is(n)).map(|(i, _)| i as u8 + 1);
        found.next().filter(|_| found.next().is_none())
    })
}

fn year(n: u64, digits: usize) -> Option<u16> {
    match digits {
        4 => (1000..=9999).contains(&n).then_some(n as u16),
        // Two-digit years: news archives begin in the seventies.
        2 => Some(if n < 70 { 2000 + n as u16 } else { 1900 + n as u16 }),
        _ => None,
    }
}

fn with_month_name(parts: &[Part]) -> Option<PartialDate> {
    let at = parts.iter().position(|p| matches!(p, Part::Month(_)))?;
    let Part::Month(month) = parts[at] else { return None };
    let numbers = |parts: &[Part]| -> Vec<(u64, usize)> {
        let number = |p: &Part| if let Part::Number(n, d) = *p { Some((n, d)) } else { None };
        parts.iter().filter_map(number).collect()
    };
    let (before, after) = (numbers(&parts[..at]), numbers(&parts[at + 1..]));
    let (day, year_at) = match (before.last(), &after[..]) {
        // 2015 March 7
        (Some(&y @ (_, 4)), [d, ..]) => (Some(d.0), y),
        // 7 March 2015
        (Some(&d), [y, ..]) => (Some(d.0), *y),
        // March 7, 2015
        (None, [d, y @ (_, 4), ..]) if d.1 <= 2 => (Some(d.0), *y),
        // March 2015
        (None, [y @ (_, 4), ..]) => (None, *y),
        _ => return None,
    };
    let day = day.map(u8::try_from).transpose().ok()?;
    PartialDate::new(year(year_at.0, year_at.1)?, Some(month), day)
}

/// Dates of three numbers with separators, and `03/2015`.
fn in_numbers(parts: &[Part]) -> Option<ReadDate> {
    use Part::{Between, Number};
    let build = |y: (u64, usize), m: u64, d: Option<u64>| {
        let day = d.map(u8::try_from).transpose().ok()?;
        PartialDate::new(year(y.0, y.1)?, Some(u8::try_from(m).ok()?), day)
    };
    match *parts {
        [Number(y, 4), Between, Number(m, 1..=2), Between, Number(d, 1..=2), ..] => {
            build((y, 4), m, Some(d)).map(|date| ReadDate { date, other: None })
        }
        [Number(a, 1..=2), Between, Number(b, 1..=2), Between, Number(y, digits @ (2 | 4)), ..] => {
            let day_first = build((y, digits), b, Some(a));
            let month_first = build((y, digits), a, Some(b)).filter(|_| a != b);
            match (day_first, month_first) {
                (Some(date), other) => Some(ReadDate { date, other }),
                (None, Some(date)) => Some(ReadDate { date, other: None }),
                (None, None) => None,
            }
        }
        [Number(m, 1..=2), Between, Number(y, 4)] | [Number(y, 4), Between, Number(m, 1..=2)] => {
            build((y, 4), m, None).map(|date| ReadDate { date, other: None })
        }
        _ => None,
    }
}

/// A language as written → a BCP 47 tag; `None` if it is neither a tag nor the name of a known language.
///
/// # Example
/// ```
/// use framescope::input::dates::parse_language;
/// assert_eq!(parse_language("en_GB").as_deref(), Some("en-GB"));
/// assert_eq!(parse_language("Italiano").as_deref(), Some("it"));
/// assert_eq!(parse_language("?"), None);
/// ```
pub fn parse_language(written: &str) -> Option<String> {
    let written = written.trim();
    let lower = written.to_lowercase();
    let named = |(_, names): &(&String, &Vec<String>)| names.contains(&lower);
    if let Some((code, _)) = words::dates().languages.iter().find(named) {
        return Some(code.clone());
    }
    let mut parts = written.split(['-', '_']);
    let first = parts.next()?;
    let first_fits = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let rest_fits = parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
    (first_fits && rest_fits).then(|| written.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(written: &str) -> String {
        parse_date(written).map_or("-".into(), |d| d.date.to_string())
    }

    #[test]
    fn dates_in_words() {
        for (written, expected) in [
            ("17 November 2015", "2015-11-17"),
            ("17 Nov. 2015", "2015-11-17"),
            ("November 17, 2015", "2015-11-17"),
            ("Tue, 17 Nov 2015 10:30:00 GMT", "2015-11-17"),
            ("martedì 17 novembre 2015, ore 10:30", "2015-11-17"),
            ("1er août 2016", "2016-08-01"),
            ("7. März 2017", "2017-03-07"),
            ("17 de noviembre de 2015", "2015-11-17"),
            ("marzo 2015", "2015-03"),
            ("May 2015", "2015-05"),
            ("2015 March 7", "2015-03-07"),
            ("7-Mar-15", "2015-03-07"),
            ("3rd of April 2016", "2016-04-03"),
        ] {
            assert_eq!(iso(written), expected, "{written}");
        }
    }

    #[test]
    fn dates_in_numbers() {
        for (written, expected) in [
            ("2015", "2015"),
            ("2015-03", "2015-03"),
            ("2015-11-17T08:00:00+01:00", "2015-11-17"),
            ("20151117", "2015-11-17"),
            ("20151117103000", "2015-11-17"),
            ("17/11/2015", "2015-11-17"),
            ("11/17/2015 10:30", "2015-11-17"),
            ("17.11.15", "2015-11-17"),
            ("2015/11/17", "2015-11-17"),
            ("03/2015", "2015-03"),
        ] {
            assert_eq!(iso(written), expected, "{written}");
        }
    }

    #[test]
    fn a_date_with_two_readings_says_so() {
        assert!(parse_date("03/04/2015").unwrap().other.is_some());
        assert!(parse_date("04/04/2015").unwrap().other.is_none());
        assert!(parse_date("17/04/2015").unwrap().other.is_none());
    }

    #[test]
    fn what_is_no_date_is_none() {
        for written in
            ["", "soon", "31/02/2015", "45 March 2015", "12:30", "page 7", "1e9", "99999999999999999999"]
        {
            assert_eq!(parse_date(written), None, "{written}");
        }
        assert_eq!(parse_date(&"1/".repeat(10_000)), None);
    }
}
