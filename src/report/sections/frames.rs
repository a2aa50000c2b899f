//! Frames by source, and their differences.

use crate::report::block::{Align, Block, Line, Table, heading, line, paragraph};
use crate::report::figures;
use crate::report::format::{count, estimate, number, p_value, percent};
use crate::study::Findings;
use crate::study::compare::{Difference, Verdict};
use crate::study::findings::Scope;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    let mut out = vec![heading(2, "Frames by source")];
    out.push(paragraph(
        "Three measures stand side by side: how often a frame's words occur (hits per 1,000 words), how widely they are spread (share of \
         segments with at least one hit), and in how many articles they occur at all. Each count opens to its sentences.",
    ));
    out.extend(figures::rates(f).map(Block::Figure));
    out.push(Block::Table(measures(f)));
    if f.scope != Scope::Texts {
        out.extend(differences(f));
    }
    out
}

fn measures(f: &Findings) -> Table {
    let unit = match f.scope {
        Scope::Texts => {
            "Intervals (95 %) resample runs of three sentences of the one text: they say how even this text is, and nothing about its outlet."
        }
        _ => {
            "Intervals (95 %) resample articles within the source; a source with one article has intervals from runs of its sentences."
        }
    };
    let row = |m: &crate::study::compare::Measure| -> Vec<Line> {
        vec![
            line(super::title(&f.frames, &m.frame)),
            line(m.source.clone()),
            super::linked(m.hits, &m.frame, &m.source),
            line(estimate(&m.rate, 1)),
            line(percent(&m.segment_share)),
            line(match f.scope {
                Scope::Texts => {
                    if m.hits > 0 {
                        "yes".to_owned()
                    } else {
                        "no".into()
                    }
                }
                _ => percent(&m.prevalence),
            }),
        ]
    };
    let head = [
        "Frame",
        "Source",
        "Hits",
        "Per 1,000 words",
        "Segments with it",
        if f.scope == Scope::Texts { "Occurs" } else { "Articles with it" },
    ];
    Table {
        id: "frames".into(),
        caption: line(format!("Frames by source. {unit}")),
        head: head
            .iter()
            .enumerate()
            .map(|(i, h)| ((*h).to_owned(), if i < 2 { Align::Left } else { Align::Right }))
            .collect(),
        rows: f.comparison.measures.iter().map(row).collect(),
    }
}

/// Pairs listed on paper; all are in the CSV file.
const LISTED: usize = 24;

fn differences(f: &Findings) -> Vec<Block> {
    let all = &f.comparison.differences;
    let declared: Vec<_> = all.iter().filter(|d| d.declared).collect();
    let mut others: Vec<_> = all.iter().filter(|d| !d.declared).collect();
    let total = others.len();
    others.truncate(LISTED);
    let mut out = vec![heading(3, "Differences between sources")];
    if !declared.is_empty() {
        out.extend(declared.iter().map(|d| paragraph(verdict(f, d))));
        out.push(Block::Table(pairs(f, &declared, "declared-tests", "Tests declared in the study file before counting. The difference is of hits per 1,000 words, first minus second; p by permuting articles; q corrected over these tests (Benjamini–Hochberg).")));
    }
    if !others.is_empty() {
        let more = if total > LISTED {
            format!(" The first {LISTED} of {total}; all are in tables/differences.csv.")
        } else {
            String::new()
        };
        let caption = format!(
            "All other pairs within a language: exploratory, corrected as a family of their own.{more}"
        );
        out.push(Block::Table(pairs(f, &others, "exploratory-differences", &caption)));
    }
    let omnibus = omnibus(f);
    if !omnibus.is_empty() {
        out.push(paragraph("Is there any difference among all sources of a language? Permutation of articles over sources, exploratory:"));
        out.push(Block::List(omnibus));
    }
    out
}

/// A difference in words that follow from its numbers.
fn verdict(f: &Findings, d: &Difference) -> String {
    let frame = super::title(&f.frames, &d.frame);
    let size = d.difference.value.map_or("not estimable".into(), |v| number(v.abs(), 1));
    let q = d.q.map_or(String::new(), |q| format!(", q {}", with_sign(q)));
    let mut s = match d.verdict {
        Verdict::More => {
            format!("{frame}: {} has {size} more hits per 1,000 words than {}{q}.", d.first, d.second)
        }
        Verdict::Less => {
            format!("{frame}: {} has {size} fewer hits per 1,000 words than {}{q}.", d.first, d.second)
        }
        Verdict::NoReliableDifference => format!(
            "{frame}: {} and {} do not differ reliably ({}{q}).",
            d.first,
            d.second,
            estimate(&d.difference, 1)
        ),
        Verdict::NotTested => format!(
            "{frame}: {} and {} are not tested: {}.",
            d.first,
            d.second,
            d.no_test.as_deref().unwrap_or("too few articles")
        ),
    };
    if !d.fragile.is_empty() {
        s.push_str(&format!(" Fragile: the sign turns {}.", d.fragile.join("; ")));
    }
    s
}

fn with_sign(p: f64) -> String {
    let p = p_value(p);
    if p.starts_with('<') { p } else { format!("= {p}") }
}

fn pairs(f: &Findings, rows: &[&Difference], id: &str, caption: &str) -> Table {
    let row = |d: &&Difference| -> Vec<Line> {
        let p = d.test.map_or_else(|| "not tested".to_owned(), |t| p_value(t.p));
        let verdict = match d.verdict {
            Verdict::More => "more",
            Verdict::Less => "less",
            Verdict::NoReliableDifference => "no reliable difference",
            Verdict::NotTested => "not tested",
        };
        let fragile = if d.fragile.is_empty() { verdict.to_owned() } else { format!("{verdict}, fragile") };
        [
            super::title(&f.frames, &d.frame).to_owned(),
            format!("{} − {}", d.first, d.second),
            estimate(&d.difference, 1),
            d.log_quotient.value.map_or("–".into(), |v| number(v, 2)),
            p,
            d.q.map_or("–".into(), p_value),
            fragile,
        ]
        .map(line)
        .to_vec()
    };
    let head = ["Frame", "Sources", "Difference", "log₂ ratio", "p", "q", "Verdict"];
    Table {
        id: id.into(),
        caption: line(caption),
        head: head
            .iter()
            .enumerate()
            .map(|(i, h)| ((*h).to_owned(), if (2..6).contains(&i) { Align::Right } else { Align::Left }))
            .collect(),
        rows: rows.iter().map(row).collect(),
    }
}

fn omnibus(f: &Findings) -> Vec<Line> {
    f.comparison
        .omnibus
        .iter()
        .map(|o| {
            let frame = super::title(&f.frames, &o.frame);
            let result = match (&o.test, &o.no_test) {
                (Some(t), _) => {
                    format!("p {}{}", with_sign(t.p), if t.exact { "" } else { " (sampled deals)" })
                }
                (None, Some(why)) => format!("not tested ({why})"),
                (None, None) => "not tested".into(),
            };
            line(format!("{frame}, {} sources in {}: {result}", count(o.sources.len() as u64), o.language))
        })
        .collect()
}
