//! Rates corrected for the error of the tool, as a validation against human codes measured it.
//!
//! The unit is the sentence, which people code. The share of sentences in which the tool finds a frame is corrected by how often
//! it misses and invents; the rate of hits by precision and recall. A validation is what `framescope validate` writes.

use serde::Serialize;

use super::compare::Material;
use super::spec::Drawn;
use crate::coding::validation::{Validation, ValidationRow};
use crate::error::{Error, Kind, Result};
use crate::input::decode::unix_lines;
use crate::stats::classification::{Confusion, adjusted_rate};
use crate::stats::estimate::{Estimate, LEVEL, Unit};
use crate::stats::prevalence::{from_strata, true_prevalence};
use crate::stats::rate::share;
use crate::stats::resample::{Plan, Stratum, bootstrap};
use crate::stats::table::{Ratio, Table};
use crate::stats::tails::z_of_level;
use crate::text::SentenceKind;

/// The error of the tool for a frame in a language, over all sources or in one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Measured {
    /// Frame id.
    pub frame: String,
    /// Language code.
    pub language: String,
    /// Source, or `all`.
    pub source: String,
    /// Sentences on which tool and people agree and differ.
    #[serde(flatten)]
    pub counts: Confusion,
}

/// A frame in a source, corrected.
#[derive(Debug, Clone, Serialize)]
pub struct Adjusted {
    /// Frame id.
    pub frame: String,
    /// Label of the cell.
    pub source: String,
    /// Whose error was used: the source's own where enough was coded, else `all`.
    pub error_of: String,
    /// The counts of the validation.
    #[serde(flatten)]
    pub counts: Confusion,
    /// Share of sentences with the frame, as the tool finds it.
    pub found: Estimate,
    /// The same corrected for the error of the tool.
    pub corrected: Estimate,
    /// Hits per 1,000 tokens, as the tool finds them.
    pub rate: Estimate,
    /// The same, times precision over recall.
    pub corrected_rate: Estimate,
}

/// Sentences of one source that people must have coded before its own error is used: so many with the frame, and so many where the
/// tool found it. Below, the error over all sources is steadier.
const OWN_FROM: u64 = 20;

/// The error of the tool as a comparison with gold codes found it, over all sources and in each.
///
/// # Example
/// ```
/// use framescope::{coding::validation, score::Scheme, lexicon::Library, study::{adjusted, sample}};
/// let scheme = std::sync::Arc::new(Scheme::compile(&Library::builtin()?)?);
/// let gold = ("gold.csv".to_owned(), b"article,sentence,threat\ncourier-2015-power-grid,3,1\n".to_vec());
/// let found = validation::from_gold(&[gold], &sample::articles().articles, &scheme)?;
/// assert!(adjusted::measured(&found).iter().any(|m| m.frame == "threat" && m.source == "all"));
/// # Ok::<(), framescope::error::Error>(())
/// ```
pub fn measured(validation: &Validation) -> Vec<Measured> {
    let whole = validation.rows.iter().filter(|r| r.stance == "all");
    let one = |r: &ValidationRow| Measured {
        frame: r.frame.clone(),
        language: r.language.clone(),
        source: r.source.clone(),
        counts: r.weighted.map_or(r.counts, |w| w.effective_counts()),
    };
    whole.map(one).collect()
}

/// Reads a validation as `framescope validate` writes it, as CSV or as JSON lines. `file` is its name in messages.
///
/// # Errors
/// If a line cannot be read, a count is none, or nothing in it is about whole frames.
pub fn read(file: &str, bytes: &[u8]) -> Result<Vec<Measured>> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let rows = if text.trim_start().starts_with('{') { json(file, text)? } else { table(file, text)? };
    if rows.is_empty() {
        let e = Error::new(Kind::Coding, "nothing here is the error of a frame").in_file(file);
        return Err(e.help("give what framescope validate --format csv writes"));
    }
    Ok(rows)
}

fn json(file: &str, text: &str) -> Result<Vec<Measured>> {
    let mut out = Vec::new();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let wrong = |reason: String| Error::new(Kind::Coding, reason).at(file, i + 1, 1);
        let record: serde_json::Value = serde_json::from_str(line).map_err(|e| wrong(e.to_string()))?;
        let word = |name: &str| record.get(name).and_then(|v| v.as_str()).unwrap_or("all").to_owned();
        if word("stance") != "all" || record.get("frame").is_none() {
            continue;
        }
        let count = |name: &str| match record.get(name) {
            None | Some(serde_json::Value::Null) => Ok(None),
            Some(v) => v.as_u64().map(Some).ok_or_else(|| wrong(format!("{name} = {v} is no count"))),
        };
        let needed = |name: &str| count(name)?.ok_or_else(|| wrong(format!("there is no {name}")));
        let counts = Confusion { tp: needed("tp")?, fp: needed("fp")?, fn_: needed("fn")?, tn: count("tn")? };
        out.push(Measured {
            frame: word("frame"),
            language: word("language"),
            source: word("source"),
            counts,
        });
    }
    Ok(out)
}

fn table(file: &str, text: &str) -> Result<Vec<Measured>> {
    // The reader counts lines by one sign alone.
    let text = unix_lines(text.to_owned());
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let wrong = |line: usize, reason: String| Error::new(Kind::Coding, reason).at(file, line, 1);
    let head = reader.headers().map_err(|e| wrong(1, e.to_string()))?.clone();
    let column = |name: &str| head.iter().position(|h| h.trim() == name);
    let needed = |name: &str| {
        let e = || wrong(1, format!("there is no column {name}"));
        column(name).ok_or_else(|| e().help("give what framescope validate --format csv writes"))
    };
    let (frame, language) = (needed("frame")?, needed("language")?);
    let (tp, fp, fn_) = (needed("tp")?, needed("fp")?, needed("fn")?);
    let (source, stance, tn) = (column("source"), column("stance"), column("tn"));
    let mut out = Vec::new();
    for record in reader.records() {
        let line = |p: Option<&csv::Position>| p.map_or(0, |p| p.line() as usize);
        let record = record.map_err(|e| wrong(line(e.position()), e.to_string()))?;
        let cell = |i: usize| record.get(i).unwrap_or_default().trim();
        let or_all = |i: Option<usize>| i.map(cell).filter(|c| !c.is_empty()).unwrap_or("all").to_owned();
        if or_all(stance) != "all" {
            continue;
        }
        let count = |i: usize| {
            let number = cell(i).parse::<u64>();
            number.map_err(|_| wrong(line(record.position()), format!("{:?} is no count", cell(i))))
        };
        let tn = tn.filter(|i| !cell(*i).is_empty()).map(count).transpose()?;
        let counts = Confusion { tp: count(tp)?, fp: count(fp)?, fn_: count(fn_)?, tn };
        out.push(Measured {
            frame: cell(frame).to_owned(),
            language: cell(language).to_owned(),
            source: or_all(source),
            counts,
        });
    }
    Ok(out)
}

/// Corrects every frame of every scored cell whose error was measured.
pub fn adjust(m: &Material<'_>, validation: &[Measured], drawn: Drawn) -> Vec<Adjusted> {
    if validation.is_empty() {
        return Vec::new();
    }
    // Sentences, tokens, and of each frame sentences with it and hits.
    let width = 2 + 2 * m.frames.len();
    let mut strata = Vec::new();
    for cell in m.cells {
        let mut table = Table::new(width);
        for a in cell.members.iter().filter_map(|i| m.articles.get(*i)) {
            let mut row = vec![0.0; width];
            for s in a.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
                row[0] += 1.0;
                row[1] += f64::from(s.tokens);
            }
            let mut seen = std::collections::BTreeSet::new();
            for h in a.hits.iter().filter(|h| usize::from(h.frame) < m.frames.len()) {
                let f = usize::from(h.frame);
                row[3 + 2 * f] += 1.0;
                row[2 + 2 * f] += f64::from(u8::from(seen.insert((f, h.sentence))));
            }
            // A row of counts has the table's width and no value that is not a number.
            let _ = table.push(&row);
        }
        strata.push(Stratum::new(&cell.label, table));
    }
    let sums: Vec<Vec<f64>> = strata.iter().map(|s| s.table.sums()).collect();
    let draws = bootstrap(strata, &Plan { ..m.plan() });
    let mut out = Vec::new();
    for (f, frame) in m.frames.iter().enumerate() {
        for (c, cell) in m.cells.iter().enumerate().filter(|(_, c)| c.scored) {
            let Some((error_of, counts)) = error(validation, frame, cell) else { continue };
            let found = draws.ratio(&[c], Ratio::share(2 + 2 * f, 0));
            let rate = draws.ratio(&[c], Ratio::per_thousand(3 + 2 * f, 1));
            let sentences = sums.get(c).map_or(0.0, |s| s[0]);
            let (marked, n) = effective(&found, sentences);
            let correct = if drawn == Drawn::Here { from_strata } else { true_prevalence };
            out.push(Adjusted {
                frame: frame.clone(),
                source: cell.label.clone(),
                error_of,
                counts,
                found,
                corrected: correct(marked, n, counts, LEVEL),
                rate,
                corrected_rate: adjusted_rate(rate, counts),
            });
        }
    }
    out
}

/// What cannot be said of a share of sentences where scores are of longer units.
pub const NO_SENTENCES: &str =
    "Corrected are the rates of hits; shares of sentences are not in scores of articles.";

/// Takes the shares of sentences back where a sentence was not the unit: the error of a sentence is not that of an article.
pub fn without_sentences(adjusted: &mut [Adjusted]) {
    for a in adjusted {
        let unknown = share(0, 0, Unit::Sentence, LEVEL);
        (a.found, a.corrected) = (unknown, unknown);
    }
}

/// The source's own error where enough was coded, else that over all sources.
pub(super) fn error(
    validation: &[Measured],
    frame: &str,
    cell: &super::cells::Cell,
) -> Option<(String, Confusion)> {
    let of = |source: &str| {
        let same =
            |v: &&Measured| v.frame == frame && v.language == cell.language.code() && v.source == source;
        validation.iter().find(same).map(|v| v.counts)
    };
    let enough = |c: &Confusion| c.tp + c.fn_ >= OWN_FROM && c.tp + c.fp >= OWN_FROM;
    let own = of(&cell.group).or_else(|| of(&cell.label)).filter(enough);
    own.map(|c| (cell.group.clone(), c)).or_else(|| of("all").map(|c| ("all".to_owned(), c)))
}

/// Sentences of one article hang together: as many independent ones as have the same standard error, p(1−p)/se², and how many of
/// them are marked. Without an interval, all sentences.
fn effective(found: &Estimate, sentences: f64) -> (u64, u64) {
    let p = found.value.unwrap_or(0.0);
    let se = found.ends().zip(z_of_level(found.level)).map(|((low, high), z)| (high - low) / (2.0 * z));
    let n = match se {
        Some(se) if se > 0.0 && p > 0.0 && p < 1.0 => {
            (p * (1.0 - p) / (se * se)).clamp(1.0, sentences.max(1.0))
        }
        _ => sentences,
    };
    let n = n.round();
    ((p * n).round() as u64, n as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_validation_is_read_from_csv_and_from_json_lines() {
        let csv = "frame,language,source,stance,tp,fp,fn,precision\nthreat,en,all,all,40,10,5,.8\nthreat,en,all,denied,1,1,1,.5\n";
        let json = "{\"frame\":\"threat\",\"language\":\"en\",\"source\":\"all\",\"stance\":\"all\",\"tp\":40,\"fp\":10,\"fn\":5,\"tn\":100}\n";
        let (a, b) = (read("v.csv", csv.as_bytes()).unwrap(), read("v.jsonl", json.as_bytes()).unwrap());
        assert_eq!((a.len(), b.len()), (1, 1));
        assert_eq!((a[0].counts.tp, a[0].counts.tn, b[0].counts.tn), (40, None, Some(100)));
    }

    #[test]
    fn what_is_no_validation_is_named_by_line() {
        for (text, words) in [
            ("frame,language,tp,fp\nthreat,en,1,2\n", "v.csv:1:1: there is no column fn"),
            ("frame,language,tp,fp,fn\nthreat,en,1,many,2\n", "v.csv:2:1: \"many\" is no count"),
            ("{\"frame\":\"threat\",\"tp\":-1}", "v.csv:1:1: tp = -1 is no count"),
            ("{\"frame\":", "v.csv:1:1:"),
            ("frame,language,tp,fp,fn\n", "nothing here"),
        ] {
            let e = read("v.csv", text.as_bytes()).unwrap_err().to_string();
            assert!(e.contains(words), "{e}");
        }
    }

    #[test]
    fn clustered_sentences_count_for_fewer() {
        let e =
            |low, high| Estimate { low: Some(low), high: Some(high), ..share(20, 100, Unit::Article, LEVEL) };
        let (marked, n) = effective(&e(0.05, 0.35), 100.0);
        assert!(n < 40 && marked < 9, "{marked} of {n}");
        assert_eq!(effective(&e(0.19, 0.21), 100.0), (20, 100));
    }
}
