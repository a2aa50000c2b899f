//! An article as read: its text, never changed afterwards, and what is known about it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind};

/// One news article. Offsets anywhere in this library are into [`Article::text`], which never changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Article {
    /// Unique within a corpus: given, or made from the file name or the row.
    pub id: String,
    /// The outlet, as it should stand in a table.
    pub source: Option<String>,
    /// The headline as metadata; it need not stand in the text.
    pub title: Option<String>,
    /// Date of publication, as far as it is known.
    pub date: Option<PartialDate>,
    /// Where the article was published.
    pub url: Option<String>,
    /// Declared language (BCP 47, as given); `None` means that it is detected.
    pub language: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// Every other column or front matter key, by name; reports can group by these.
    pub metadata: BTreeMap<String, String>,
    /// The text as decoded: no BOM, line ends `\n` where it came from a file.
    pub text: String,
    /// Where it was read from.
    pub origin: Origin,
}

/// Where an article was read from, for messages and for the manifest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Origin {
    /// The file as the user named it, or `standard input`.
    pub file: String,
    /// Line or row in it, from 1, where a file holds many articles.
    pub line: Option<usize>,
    /// Encoding it was decoded from, e.g. `UTF-8`.
    pub encoding: String,
    /// True if the encoding was guessed rather than declared or certain.
    pub encoding_guessed: bool,
}

/// A date known to the day, the month or the year. Orders by time, the less exact first.
///
/// # Example
/// ```
/// use framescope::article::PartialDate;
/// let d: PartialDate = "2015-03".parse().unwrap();
/// assert_eq!((d.year, d.month, d.day), (2015, Some(3), None));
/// assert_eq!(d.to_string(), "2015-03");
/// assert!("2015-02-30".parse::<PartialDate>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year, 1 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, present only with a month.
    pub day: Option<u8>,
}

impl PartialDate {
    /// A date from its parts; `None` if they are no date of the calendar.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            None => 0,
            Some(4 | 6 | 9 | 11) => 30,
            Some(2) => 28 + u8::from(leap),
            Some(1..=12) => 31,
            Some(_) => return None,
        };
        let day_fits = day.is_none_or(|d| d >= 1 && d <= days);
        ((1..=9999).contains(&year) && day_fits).then_some(Self { year, month, day })
    }
}

impl FromStr for PartialDate {
    type Err = Error;

    /// Reads `2015`, `2015-03`, `2015-03-07`, and a date followed by a time (`2015-03-07T10:00:00Z`).
    fn from_str(s: &str) -> Result<Self, Error> {
        let wrong = || {
            Error::new(Kind::Input, format!("{s:?} is not a date")).help("write 2015, 2015-03 or 2015-03-07")
        };
        let date = s.trim().split(['T', ' ']).next().unwrap_or_default();
        let mut parts = date.split('-');
        let number = |part: Option<&str>, width: usize| match part {
            None => Ok(None),
            Some(p) if p.len() == width && p.bytes().all(|b| b.is_ascii_digit()) => {
                p.parse::<u16>().map(Some).map_err(|_| wrong())
            }
            Some(_) => Err(wrong()),
        };
        let year = number(parts.next(), 4)?.ok_or_else(wrong)?;
        let month = number(parts.next(), 2)?.map(|m| m as u8);
        let day = number(parts.next(), 2)?.map(|d| d as u8);
        if parts.next().is_some() {
            return Err(wrong());
        }
        Self::new(year, month, day).ok_or_else(wrong)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}
