//! Every pair of sources: declared tests, exploratory differences, and whether there is any difference at all.

use crate::report::block::{Block, Line, Table, heading, line, paragraph};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::compare::{Difference, Verdict};
use crate::study::findings::Scope;

/// Pairs listed on paper; all are in the CSV file.
const LISTED: usize = 24;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let all = &f.comparison.differences;
    if f.scope == Scope::Texts || all.is_empty() {
        return vec![];
    }
    let declared: Vec<_> = all.iter().filter(|d| d.declared).collect();
    let others: Vec<_> = all.iter().filter(|d| !d.declared).collect();
    let mut out = vec![heading(2, w.word("Differences between sources"), "differences")];
    if !declared.is_empty() {
        let caption = w.word("Tests declared in the study file before counting. The difference is of hits per 1,000 words, first minus second; p by permuting articles; q corrected over these tests (Benjamini–Hochberg), the interval not.");
        out.push(Block::Table(pairs(f, w, &declared, "declared-tests", caption.to_owned())));
    }
    if !others.is_empty() {
        let more = if others.len() > LISTED {
            say!(
                w,
                " The first {listed} of {all}; all are in tables/differences.csv.",
                listed = LISTED,
                all = w.count(others.len() as u64)
            )
        } else {
            String::new()
        };
        let caption =
            w.word("All other pairs within a language: exploratory; q is corrected over them as a family of their own, the interval not. A dash is a number that is not estimable, such as the quotient of a rate and zero.");
        let first = &others[..others.len().min(LISTED)];
        out.push(Block::Table(pairs(f, w, first, "exploratory-differences", format!("{caption}{more}"))));
    }
    let omnibus = omnibus(f, w);
    if !omnibus.is_empty() {
        out.push(paragraph(w.word("Is there any difference among all sources of a language? Permutation of articles over sources, exploratory:")));
        out.push(Block::List(omnibus));
    }
    out.extend(super::sensitivity::table(f, w).map(Block::Table));
    out
}

pub(super) fn pairs(f: &Findings, w: &Words, rows: &[&Difference], id: &str, caption: String) -> Table {
    let row = |d: &&Difference| -> Vec<Line> {
        let verdict = w.word(match d.verdict {
            Verdict::More => "more",
            Verdict::Less => "less",
            Verdict::NoReliableDifference => "no reliable difference",
            Verdict::NotTested => "not tested",
        });
        let fragile = if d.fragile.is_empty() {
            verdict.to_owned()
        } else {
            format!("{verdict}{}", w.word(" (fragile)"))
        };
        let difference = w.estimate(&d.difference, 1);
        vec![
            line(super::title(&f.frames, &d.frame)),
            line(format!("{} − {}", d.first, d.second)),
            if d.difference.value.is_some() {
                super::between(f, difference, &d.frame, [&d.first, &d.second])
            } else {
                line(difference)
            },
            line(d.log_quotient.value.map_or("–".into(), |v| w.number(v, 2))),
            line(d.test.map_or_else(|| "–".to_owned(), |t| w.p_value(t.p))),
            line(d.q.map_or("–".into(), |q| w.p_value(q))),
            line(fragile),
        ]
    };
    let caption = caption
        + &super::intervals::missing(w, false, rows.iter().map(|d| &d.difference))
        + &untested(w, rows);
    let head = w.heads(&["<Frame", "<Sources", ">Difference", ">log₂ ratio", ">p", ">q", "<Verdict"]);
    Table::new(id, line(caption), &head).with(rows.iter().map(row))
}

/// Why some of these were not tested.
fn untested(w: &Words, rows: &[&Difference]) -> String {
    let mut reasons: Vec<String> = Vec::new();
    for d in rows.iter().filter(|d| d.verdict == Verdict::NotTested) {
        let reason = w.told(d.no_test.as_deref().unwrap_or("too few articles"));
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    if reasons.is_empty() {
        return String::new();
    }
    say!(w, " Not tested: {reasons}.", reasons = reasons.join("; "))
}

fn omnibus(f: &Findings, w: &Words) -> Vec<Line> {
    let row = |o: &crate::study::compare::Omnibus| {
        let result = match (&o.test, &o.no_test) {
            (Some(t), _) => {
                let how = if t.exact { "" } else { w.word(" (sampled deals)") };
                format!("p {}{how}", w.p_equals(t.p))
            }
            (None, Some(why)) => say!(w, "not tested ({why})", why = w.told(why)),
            (None, None) => w.word("not tested").to_owned(),
        };
        line(say!(
            w,
            "{frame}, {sources}, {language}: {result}",
            frame = super::title(&f.frames, &o.frame),
            sources = w.things(o.sources.len(), "source"),
            language = w.language(&o.language),
            result = result,
        ))
    };
    f.comparison.omnibus.iter().map(row).collect()
}
