//! Which articles go together.

use crate::report::block::{Align, Block, Line, Table, heading, line, paragraph};
use crate::report::format::{list, number, p_value};
use crate::study::Findings;
use crate::study::clusters::Clusters;
use crate::study::findings::Scope;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    if f.scope == Scope::Texts {
        return vec![];
    }
    let mut out = vec![heading(2, "Which articles go together")];
    out.push(paragraph(
        "Articles are grouped by how their hits are divided among the frames (k-means; the number of groups by the mean silhouette). Groups are a way of reading, not a finding: \
         without a clear structure or with low stability they are arbitrary.",
    ));
    for c in &f.clusters {
        out.extend(language(f, c));
    }
    out
}

fn language(f: &Findings, c: &Clusters) -> Vec<Block> {
    if let Some(why) = &c.refused {
        return vec![paragraph(format!("Articles in {}: not clustered, because {why}.", c.language))];
    }
    let structure = c
        .structure
        .and_then(|s| serde_json::to_value(s).ok())
        .and_then(|v| v.as_str().map(|s| s.replace('-', " ")))
        .unwrap_or_default();
    let mut words = format!(
        "Articles in {}: {} groups; mean silhouette {} ({structure} structure)",
        c.language,
        c.k,
        c.silhouette.map_or("not defined".into(), |s| number(s, 2))
    );
    if let Some(s) = &c.stability {
        words.push_str(&format!(
            "; resampled articles give the same groups with an adjusted Rand index of {} [{}, {}]",
            number(s.ari, 2),
            number(s.low, 2),
            number(s.high, 2)
        ));
    }
    if let Some(t) = &c.test {
        words.push_str(&format!(
            "; groups and sources: Cramér's V {}, p {} by shuffling the sources over the articles",
            number(t.cramers_v_corrected, 2),
            c.independence.map_or("not estimable".into(), p_value)
        ));
    }
    words.push('.');
    vec![paragraph(words), Block::Table(profile(f, c))]
}

fn profile(f: &Findings, c: &Clusters) -> Table {
    let mut head = vec![("Group".to_owned(), Align::Left), ("Articles".into(), Align::Right)];
    head.extend(c.columns.iter().map(|id| (super::title(&f.frames, id).to_owned(), Align::Right)));
    head.push(("Sources".into(), Align::Left));
    head.push(("Most typical".into(), Align::Left));
    let row = |k: usize| -> Vec<Line> {
        let of: Vec<String> = c
            .by_source
            .get(k)
            .into_iter()
            .flatten()
            .zip(&c.sources)
            .filter(|(n, _)| **n > 0)
            .map(|(n, s)| format!("{s} {n}"))
            .collect();
        let size: u64 = c.by_source.get(k).into_iter().flatten().sum();
        let mut row = vec![line((k + 1).to_string()), line(size.to_string())];
        row.extend(
            c.profile.get(k).into_iter().flatten().map(|x| line(format!("{} %", number(100.0 * x, 0)))),
        );
        row.push(line(list(&of)));
        row.push(line(c.medoids.get(k).cloned().unwrap_or_default()));
        row
    };
    Table {
        id: format!("clusters-{}", c.language),
        caption: line(format!(
            "Groups of articles in {}: mean share of each frame in the hits of an article, the sources, and the most typical article. Every article's group is in tables/clusters.csv.",
            c.language
        )),
        head,
        rows: (0..c.k).map(row).collect(),
    }
}
