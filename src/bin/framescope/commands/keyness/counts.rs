//! Keyness of a table of counts.

use std::path::Path;

use framescope::error::{Error, Kind, Result};
use framescope::stats::estimate::LEVEL;
use framescope::stats::keyness::{LogOdds, log_odds, table};
use framescope::study::keyness::KeyRow;

use super::write::Comparison;
use crate::files;

/// A row of the table.
struct Counted {
    term: String,
    a: u64,
    b: u64,
    background: Option<f64>,
}

/// Reads `term,a,b[,background]` and compares; `totals` are the tokens of the two sides.
pub fn compare(file: &Path, totals: &[u64], prior: f64) -> Result<Comparison> {
    let shown = file.display().to_string();
    let bytes = files::read(file, &shown, files::LARGEST)?;
    let [c, d] = totals[..] else {
        return Err(
            Error::new(Kind::Study, "--totals takes two numbers").help("such as --totals 50000,75000")
        );
    };
    if c == 0 || d == 0 {
        return Err(Error::new(Kind::Study, "a side without tokens cannot be compared"));
    }
    let rows = read(&shown, &bytes, (c, d))?;
    let background: Option<f64> = rows.iter().map(|r| r.background).sum();
    let counts: Vec<(u64, u64)> = rows.iter().map(|r| (r.a, r.b)).collect();
    let mut out = Vec::new();
    for (r, keyness) in rows.iter().zip(table(&counts, c, d, prior, LEVEL)) {
        // A term that occurs nowhere has no keyness.
        let Some(mut keyness) = keyness else { continue };
        if let (Some(own), Some(all)) = (r.background, background) {
            keyness.log_odds = shrunk(&keyness, own, all, prior);
        }
        out.push(KeyRow::of_counts(&r.term, &keyness));
    }
    let z = |r: &KeyRow| r.z.unwrap_or(0.0);
    out.sort_by(|x, y| z(y).total_cmp(&z(x)).then_with(|| x.term.cmp(&y.term)));
    Ok(Comparison { target: "a".into(), reference: "b".into(), language: None, rows: out })
}

/// Weighted log-odds with a background of its own.
fn shrunk(k: &framescope::stats::keyness::Keyness, own: f64, all: f64, prior: f64) -> Option<LogOdds> {
    (all > 0.0).then(|| log_odds(k.counts, prior * own / all, prior)).flatten()
}

fn read(shown: &str, bytes: &[u8], (c, d): (u64, u64)) -> Result<Vec<Counted>> {
    let text = String::from_utf8_lossy(bytes);
    // The reader counts lines by one sign alone.
    let text = framescope::input::decode::unix_lines(text.trim_start_matches('\u{feff}').to_owned());
    let head = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|x| head.bytes().filter(|b| b == x).count())
        .filter(|x| head.as_bytes().contains(x))
        .unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let wrong = |line: usize, reason: String| Error::new(Kind::Input, reason).at(shown, line, 1);
    let names = reader.headers().map_err(|e| wrong(1, e.to_string()))?.clone();
    let column = |name: &str| names.iter().position(|n| n.trim().eq_ignore_ascii_case(name));
    let (Some(term), Some(a), Some(b)) = (column("term"), column("a"), column("b")) else {
        return Err(wrong(1, "the columns term, a and b are not all there".into())
            .help("the first line must name them: term,a,b"));
    };
    let background = column("background");
    let mut out = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| {
            let line = e.position().map_or(0, |p| p.line() as usize);
            wrong(line, e.to_string())
        })?;
        let line = record.position().map_or(0, |p| p.line() as usize);
        let cell = |i: usize| record.get(i).unwrap_or_default().trim();
        let count = |i: usize, name: &str, most: u64| match cell(i).parse::<u64>() {
            Ok(n) if n <= most => Ok(n),
            Ok(n) => Err(wrong(line, format!("{name} = {n} is more than the {most} tokens of its side"))),
            Err(_) => Err(wrong(line, format!("{name} = {:?} is no whole number", cell(i)))),
        };
        let number = |i: usize| match cell(i).parse::<f64>() {
            Ok(n) if n >= 0.0 && n.is_finite() => Ok(n),
            _ => Err(wrong(line, format!("background = {:?} is no count", cell(i)))),
        };
        out.push(Counted {
            term: cell(term).to_owned(),
            a: count(a, "a", c)?,
            b: count(b, "b", d)?,
            background: background.map(number).transpose()?,
        });
    }
    if out.is_empty() {
        return Err(wrong(1, "no term is in the table".into()));
    }
    Ok(out)
}
