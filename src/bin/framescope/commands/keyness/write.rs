//! Keyness on standard output.

use framescope::error::Result;
use framescope::report::escape;
use framescope::stats::dispersion::Dispersion;
use framescope::stats::keyness::Keyness;
use framescope::study::keyness::{Context, KeyTerm};
use serde::Serialize;

use super::{Args, Format, TermsArg};
use crate::commands::csv_lines;
use crate::terminal;

/// Two sides and their terms.
pub struct Comparison {
    pub target: String,
    pub reference: String,
    pub language: Option<String>,
    pub rows: Vec<Row>,
}

/// A term as the contract has it. New fields stand behind those that others rely on.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    term: String,
    a: u64,
    b: u64,
    c: u64,
    d: u64,
    log_ratio: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    g2: f64,
    p: Option<f64>,
    q: Option<f64>,
    log_odds: Option<f64>,
    z: Option<f64>,
    documents: Option<u64>,
    documents_a: Option<u64>,
    documents_b: Option<u64>,
    dp_a: Option<f64>,
    dp_b: Option<f64>,
    query: Option<String>,
    contexts: Vec<Context>,
}

impl Row {
    /// A term of articles.
    pub fn of(
        t: KeyTerm,
        here: Option<Dispersion>,
        there: Option<Dispersion>,
        contexts: Vec<Context>,
        terms: TermsArg,
    ) -> Self {
        let query = match terms {
            // A stem is no word; a form of it finds the others.
            TermsArg::Stems => contexts.first().map(|c| c.keyword.to_lowercase()),
            TermsArg::Words => Some(format!("={}", t.term)),
            TermsArg::Bigrams => {
                Some(t.term.split(' ').map(|w| format!("={w}")).collect::<Vec<_>>().join(" "))
            }
            TermsArg::Hits => t.term.split_once(": ").map(|(_, pattern)| pattern.to_owned()),
        };
        Self {
            documents: Some(t.documents_first + t.documents_second),
            documents_a: Some(t.documents_first),
            documents_b: Some(t.documents_second),
            dp_a: here.map(|d| d.dp),
            dp_b: there.map(|d| d.dp),
            query,
            contexts,
            ..Self::of_counts(t.term, t.keyness)
        }
    }

    /// A term of a table of counts.
    pub fn of_counts(term: String, k: Keyness) -> Self {
        Self {
            term,
            a: k.counts.a,
            b: k.counts.b,
            c: k.counts.c,
            d: k.counts.d,
            log_ratio: k.log_ratio.value,
            low: k.log_ratio.low,
            high: k.log_ratio.high,
            g2: k.g2,
            p: k.p,
            q: k.q,
            log_odds: k.log_odds.map(|l| l.delta),
            z: k.log_odds.map(|l| l.z),
            documents: None,
            documents_a: None,
            documents_b: None,
            dp_a: None,
            dp_b: None,
            query: None,
            contexts: vec![],
        }
    }

    /// The term.
    pub fn term(&self) -> &str {
        &self.term
    }

    /// Weighted log-odds in standard errors; 0 where there is none.
    pub fn z(&self) -> f64 {
        self.z.unwrap_or(0.0)
    }
}

/// Writes all comparisons.
pub fn write(found: &[Comparison], args: &Args) -> Result<()> {
    match args.format {
        Format::Text => terminal::data(&found.iter().map(text).collect::<String>()),
        Format::Csv => terminal::bytes(&csv(found)),
        Format::Jsonl => terminal::bytes(&jsonl(found)),
    }
}

/// A row with the sides that it belongs to.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    row: &'a Row,
    target: &'a str,
    reference: &'a str,
    language: Option<&'a str>,
}

fn jsonl(found: &[Comparison]) -> Vec<u8> {
    let lines: Vec<Line<'_>> = found
        .iter()
        .flat_map(|c| {
            c.rows.iter().map(|row| Line {
                row,
                target: &c.target,
                reference: &c.reference,
                language: c.language.as_deref(),
            })
        })
        .collect();
    crate::commands::json_lines(&lines)
}

fn csv(found: &[Comparison]) -> Vec<u8> {
    let head = [
        "term",
        "a",
        "b",
        "c",
        "d",
        "log_ratio",
        "low",
        "high",
        "g2",
        "p",
        "q",
        "log_odds",
        "z",
        "documents",
        "documents_a",
        "documents_b",
        "dp_a",
        "dp_b",
        "target",
        "reference",
        "language",
    ];
    let real = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
    let whole = |x: Option<u64>| x.map(|x| x.to_string()).unwrap_or_default();
    let body = found.iter().flat_map(|c| c.rows.iter().map(move |r| (c, r))).map(|(c, r)| {
        let cells = [
            r.term.clone(),
            r.a.to_string(),
            r.b.to_string(),
            r.c.to_string(),
            r.d.to_string(),
            real(r.log_ratio),
            real(r.low),
            real(r.high),
            r.g2.to_string(),
            real(r.p),
            real(r.q),
            real(r.log_odds),
            real(r.z),
            whole(r.documents),
            whole(r.documents_a),
            whole(r.documents_b),
            real(r.dp_a),
            real(r.dp_b),
            c.target.clone(),
            c.reference.clone(),
            c.language.clone().unwrap_or_default(),
        ];
        cells
            .iter()
            .enumerate()
            .map(|(i, cell)| match i {
                // Numbers may begin with a minus; what was written by others may not begin a formula.
                0 | 18 | 19 => escape::spreadsheet(cell),
                _ => cell.clone(),
            })
            .collect()
    });
    csv_lines(std::iter::once(head.map(str::to_owned).to_vec()).chain(body))
}

fn text(c: &Comparison) -> String {
    let language = c.language.as_deref().map(|l| format!(" ({l})")).unwrap_or_default();
    let mut s = format!("{} against {}{language}\n", c.target, c.reference);
    if c.rows.is_empty() {
        s.push_str("  no term is in enough articles; try --documents 1\n\n");
        return s;
    }
    let width = c.rows.iter().map(|r| r.term.chars().count()).max().unwrap_or(0).clamp(4, 30);
    s.push_str(&format!(
        "  {:<width$} {:>7} {:>7} {:>8}  {:<23} {:>9} {:>7} {:>8} {:>5}\n",
        "term", "here", "there", "articles", "log ratio", "G²", "q", "z", "DP"
    ));
    let (mut side, first) = (true, c.rows.iter().any(|r| r.z() > 0.0));
    for r in &c.rows {
        if side && r.z() <= 0.0 {
            side = false;
            let gap = if first { "  …\n" } else { "" };
            s.push_str(gap);
        }
        s.push_str(&row(r, width));
    }
    s.push('\n');
    s
}

fn row(r: &Row, width: usize) -> String {
    let n = |x: Option<f64>, d: usize| x.map_or("–".to_owned(), |x| format!("{x:.d$}"));
    let ratio = match (r.log_ratio, r.low, r.high) {
        (Some(v), Some(low), Some(high)) => format!("{v:.2} [{low:.2}, {high:.2}]"),
        _ => "not estimable".to_owned(),
    };
    let q = match r.q {
        Some(q) if q < 0.001 => "< .001".to_owned(),
        q => n(q, 3).trim_start_matches('0').to_owned(),
    };
    let documents = r.documents.map_or("–".to_owned(), |d| d.to_string());
    let dp = if r.z() > 0.0 { r.dp_a } else { r.dp_b };
    let mut s = format!(
        "  {:<width$} {:>7} {:>7} {documents:>8}  {ratio:<23} {:>9} {q:>7} {:>8} {:>5}\n",
        r.term,
        r.a,
        r.b,
        format!("{:.1}", r.g2),
        n(r.z, 1),
        n(dp, 2),
    );
    for c in &r.contexts {
        s.push_str(&format!("      {}[{}]{}  ({}:{})\n", c.left, c.keyword, c.right, c.id, c.sentence));
    }
    s
}
