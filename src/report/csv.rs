//! Tables for other programs: every number of the findings, one row a value or an estimate, not rounded for paper.

mod comparison;

use super::escape::spreadsheet;
use crate::stats::estimate::Estimate;
use crate::study::Findings;
use crate::study::clusters::Clusters;
use crate::study::compare::Difference;
use crate::study::variation::joined;

/// A CSV file by its name.
pub type Sheet = (String, Vec<u8>);

struct Rows {
    writer: csv::Writer<Vec<u8>>,
}

impl Rows {
    fn new(head: &[&str]) -> Self {
        let mut rows = Self { writer: csv::WriterBuilder::new().flexible(true).from_writer(Vec::new()) };
        rows.row(head.iter().map(|h| (*h).to_owned()));
        rows
    }

    fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        // Writing to memory cannot fail.
        let _ = self.writer.write_record(cells.into_iter().map(|c| spreadsheet(&c)));
    }

    fn named(self, name: &str) -> Sheet {
        (format!("{name}.csv"), self.writer.into_inner().unwrap_or_default())
    }
}

fn number(x: Option<f64>) -> String {
    x.map_or(String::new(), |x| format!("{x}"))
}

fn estimate(e: &Estimate) -> [String; 6] {
    let why = e.caution.map(|c| c.to_string()).unwrap_or_default();
    [number(e.value), number(e.low), number(e.high), e.n.to_string(), e.unit.to_string(), why]
}

fn estimate_head(name: &str) -> [String; 6] {
    ["", "_low", "_high", "_n", "_unit", "_note"].map(|s| format!("{name}{s}"))
}

/// All sheets of a report.
pub fn sheets(f: &Findings) -> Vec<Sheet> {
    vec![
        articles(f),
        measures(f),
        differences(f),
        stances(f),
        speakers(f),
        associations(f),
        terms(f),
        tones(f),
        trend(f),
        shift(f),
        clusters(&f.clusters),
        sensitivity(f),
    ]
    .into_iter()
    .chain(comparison::sheets(f))
    .collect()
}

fn head(parts: &[&str], estimates: &[&str]) -> Vec<String> {
    parts.iter().map(|p| (*p).to_owned()).chain(estimates.iter().flat_map(|e| estimate_head(e))).collect()
}

pub(super) fn sheet(name: &str, head: &[String], rows: impl Iterator<Item = Vec<String>>) -> Sheet {
    let mut out = Rows::new(&head.iter().map(String::as_str).collect::<Vec<_>>());
    rows.for_each(|r| out.row(r));
    out.named(name)
}

fn articles(f: &Findings) -> Sheet {
    let mut columns = head(&["id", "source", "title", "date", "language", "words"], &[]);
    columns.extend(f.frames.iter().map(|n| n.id.clone()));
    columns.extend(f.concepts.iter().map(|n| format!("named:{}", n.id)));
    sheet(
        "articles",
        &columns,
        f.articles.iter().map(|a| {
            let mut row = vec![
                a.id.clone(),
                a.source.clone(),
                a.title.clone().unwrap_or_default(),
                a.date.clone().unwrap_or_default(),
                a.language.clone(),
                a.tokens.to_string(),
            ];
            // What was not looked for is empty, not 0.
            let count = |n: Option<&u64>| n.map(u64::to_string).unwrap_or_default();
            row.extend(f.frames.iter().map(|n| count(a.hits.get(&n.id))));
            row.extend(f.concepts.iter().map(|n| count(a.named.get(&n.id))));
            row
        }),
    )
}

fn measures(f: &Findings) -> Sheet {
    let columns = head(&["frame", "source", "hits"], &["rate_per_1000", "segment_share", "article_share"]);
    sheet(
        "frames",
        &columns,
        f.comparison.measures.iter().map(|m| {
            let fixed = [m.frame.clone(), m.source.clone(), m.hits.to_string()];
            fixed
                .into_iter()
                .chain([&m.rate, &m.segment_share, &m.prevalence].into_iter().flat_map(estimate))
                .collect()
        }),
    )
}

fn differences(f: &Findings) -> Sheet {
    difference_rows("differences", &f.comparison.differences)
}

/// Differences, of whatever sides.
fn difference_rows(name: &str, rows: &[Difference]) -> Sheet {
    let columns = [
        head(
            &["frame", "first", "second", "declared"],
            &["difference", "log2_ratio", "segment_share", "article_share"],
        ),
        head(&["p", "exact", "q", "p_holm", "verdict", "fragile", "no_test"], &[]),
    ]
    .concat();
    sheet(
        name,
        &columns,
        rows.iter().map(|d| {
            let fixed = [d.frame.clone(), d.first.clone(), d.second.clone(), d.declared.to_string()];
            let verdict = serde_json::to_value(d.verdict)
                .ok()
                .and_then(|v| v.as_str().map(str::to_owned))
                .unwrap_or_default();
            let test = [
                number(d.test.map(|t| t.p)),
                d.test.map(|t| t.exact.to_string()).unwrap_or_default(),
                number(d.q),
                number(d.p_holm),
                verdict,
                joined(&d.fragile),
                d.no_test.clone().unwrap_or_default(),
            ];
            fixed
                .into_iter()
                .chain(estimate(&d.difference))
                .chain(estimate(&d.log_quotient))
                .chain(estimate(&d.segment_share))
                .chain(estimate(&d.prevalence))
                .chain(test)
                .collect()
        }),
    )
}

fn stances(f: &Findings) -> Sheet {
    const NAMES: [&str; 11] = [
        "asserted",
        "hedged",
        "hypothetical",
        "denied",
        "narrator",
        "direct",
        "indirect",
        "adversary",
        "defender",
        "other",
        "none",
    ];
    let columns =
        [head(&["frame", "source", "hits"], &[]), head(&NAMES, &["asserted_share", "narrator_share"])]
            .concat();
    sheet(
        "stance",
        &columns,
        f.stances.iter().map(|r| {
            let of = |n: &&str| {
                r.stance.get(n).or(r.voice.get(n)).or(r.actor.get(n)).copied().unwrap_or(0).to_string()
            };
            let fixed = [r.frame.clone(), r.source.clone(), r.hits.to_string()];
            fixed
                .into_iter()
                .chain(NAMES.iter().map(of))
                .chain(estimate(&r.asserted_share))
                .chain(estimate(&r.narrator_share))
                .collect()
        }),
    )
}

fn speakers(f: &Findings) -> Sheet {
    let mut columns = head(&["source", "speaker", "articles", "sentences", "hits"], &[]);
    columns.extend(f.frames.iter().map(|n| n.id.clone()));
    sheet(
        "speakers",
        &columns,
        f.speakers.iter().map(|s| {
            let mut row = vec![
                s.source.clone(),
                s.speaker.clone(),
                s.articles.to_string(),
                s.sentences.to_string(),
                s.hits.to_string(),
            ];
            row.extend(f.frames.iter().map(|n| s.frames.get(&n.id).copied().unwrap_or(0).to_string()));
            row
        }),
    )
}

fn associations(f: &Findings) -> Sheet {
    let columns = head(
        &[
            "concept",
            "frame",
            "language",
            "source",
            "window",
            "near_windows",
            "near_with",
            "other_windows",
            "other_with",
        ],
        &["near", "elsewhere", "difference", "ratio"],
    );
    sheet(
        "association",
        &columns,
        f.associations.iter().chain(&f.other_windows).map(|a| {
            let fixed = [
                a.concept.clone(),
                a.frame.clone(),
                a.language.clone(),
                a.source.clone().unwrap_or_default(),
                a.window.name().to_owned(),
                a.near_windows.to_string(),
                a.near_with.to_string(),
                a.other_windows.to_string(),
                a.other_with.to_string(),
            ];
            fixed
                .into_iter()
                .chain([&a.near, &a.elsewhere, &a.difference, &a.ratio].into_iter().flat_map(estimate))
                .collect()
        }),
    )
}

fn terms(f: &Findings) -> Sheet {
    let columns = [
        head(&["source", "term", "here", "others", "articles"], &["log_ratio"]),
        head(&["g2", "p", "q", "log_odds", "z", "dp"], &[]),
    ]
    .concat();
    sheet(
        "terms",
        &columns,
        f.terms.iter().map(|t| {
            let k = &t.keyness;
            let fixed = [
                t.source.clone(),
                t.term.clone(),
                k.counts.a.to_string(),
                k.counts.b.to_string(),
                t.documents.to_string(),
            ];
            let rest = [
                number(Some(k.g2)),
                number(k.p),
                number(k.q),
                number(k.log_odds.map(|l| l.delta)),
                number(k.log_odds.map(|l| l.z)),
                number(t.dispersion.map(|d| d.dp)),
            ];
            fixed.into_iter().chain(estimate(&k.log_ratio)).chain(rest).collect()
        }),
    )
}

fn tones(f: &Findings) -> Sheet {
    let columns = head(&["language", "source", "near", "sentences"], &["tone", "tone_without_frames"]);
    sheet(
        "tone",
        &columns,
        f.tones.iter().map(|t| {
            let fixed = [
                t.language.clone(),
                t.source.clone(),
                t.near.clone().unwrap_or_default(),
                t.sentences.to_string(),
            ];
            fixed.into_iter().chain(estimate(&t.tone)).chain(estimate(&t.without_frames)).collect()
        }),
    )
}

fn trend(f: &Findings) -> Sheet {
    let columns = head(&["frame", "language", "period", "articles", "hits"], &["rate_per_1000"]);
    sheet(
        "trend",
        &columns,
        f.trend.iter().map(|t| {
            let fixed = [
                t.frame.clone(),
                t.language.clone(),
                t.period.clone(),
                t.articles.to_string(),
                t.hits.to_string(),
            ];
            fixed.into_iter().chain(estimate(&t.rate)).collect()
        }),
    )
}

fn sensitivity(f: &Findings) -> Sheet {
    let columns =
        head(&["frame", "first", "second", "variant", "measure", "as_reported", "then", "turned"], &[]);
    sheet(
        "sensitivity",
        &columns,
        f.sensitivity.iter().map(|v| {
            vec![
                v.frame.clone(),
                v.first.clone(),
                v.second.clone(),
                v.variant.to_string(),
                v.measure.to_owned(),
                number(v.base),
                number(v.value),
                v.turned.to_string(),
            ]
        }),
    )
}

fn shift(f: &Findings) -> Sheet {
    let columns =
        head(&["frame", "first", "second", "entry", "hits_first", "hits_second", "contribution"], &[]);
    sheet(
        "shift",
        &columns,
        f.shifts.iter().map(|s| {
            vec![
                s.frame.clone(),
                s.first.clone(),
                s.second.clone(),
                s.entry.clone(),
                s.hits_first.to_string(),
                s.hits_second.to_string(),
                number(Some(s.contribution)),
            ]
        }),
    )
}

/// Articles or segments of cluster analyses, each with its group (from 1; empty in none), silhouette and place on the plane.
pub fn clusters(found: &[Clusters]) -> Sheet {
    let columns = head(&["language", "id", "source", "cluster", "silhouette", "x", "y"], &[]);
    let rows = found.iter().flat_map(|c| c.members.iter().map(move |m| (c, m)));
    sheet(
        "clusters",
        &columns,
        rows.map(|(c, m)| {
            let cluster = m.cluster.map(|k| (k + 1).to_string()).unwrap_or_default();
            vec![
                c.language.clone(),
                m.id.clone(),
                m.source.clone(),
                cluster,
                number(m.silhouette),
                number(m.x),
                number(m.y),
            ]
        }),
    )
}
