//! Keyness on standard output.

use framescope::error::Result;
use framescope::report::escape;
use framescope::study::keyness::KeyRow;
use serde::Serialize;

use super::{Args, Format};
use crate::commands::csv_lines;
use crate::terminal;

/// Two sides and their terms.
pub struct Comparison {
    pub target: String,
    pub reference: String,
    pub language: Option<String>,
    pub rows: Vec<KeyRow>,
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
    row: &'a KeyRow,
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
    let (mut side, first) = (true, c.rows.iter().any(|r| z(r) > 0.0));
    for r in &c.rows {
        if side && z(r) <= 0.0 {
            side = false;
            let gap = if first { "  …\n" } else { "" };
            s.push_str(gap);
        }
        s.push_str(&row(r, width));
    }
    s.push('\n');
    s
}

/// Weighted log-odds in standard errors; 0 where there is none.
fn z(r: &KeyRow) -> f64 {
    r.z.unwrap_or(0.0)
}

fn row(r: &KeyRow, width: usize) -> String {
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
    let dp = if z(r) > 0.0 { r.dp_a } else { r.dp_b };
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
