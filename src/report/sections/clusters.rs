//! Which articles go together.

use crate::report::block::{Block, Inline, Line, Table, heading, line, note, noted, paragraph, text};
use crate::report::figures;
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::clusters::Clusters;
use crate::study::findings::Scope;

/// Articles that a link can name; of more, the CSV file does.
const NAMED: usize = 60;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    if f.scope == Scope::Texts || f.clusters.is_empty() {
        return vec![];
    }
    let mut out = vec![heading(2, w.word("Which articles go together"), "clusters")];
    out.push(noted(w.word(
        "Articles are grouped by how their hits are divided among the frames (k-means; the number of groups by the mean silhouette). Groups are a way of reading, not a finding: \
         without a clear structure or with low stability they are arbitrary.",
    ), note("groups", w.word("The mean silhouette (−1 to 1) says how much nearer an article is to its own group than to the next: below 0.25 there is no structure, below 0.5 a weak one. The adjusted Rand index says how far resampled articles give the same groups again: 1 always, 0 as by chance. Cramér's V says how far groups and sources go together, from 0 to 1."))));
    for c in &f.clusters {
        out.extend(language(f, w, c));
    }
    out
}

fn language(f: &Findings, w: &Words, c: &Clusters) -> Vec<Block> {
    if let Some(why) = &c.refused {
        return vec![paragraph(say!(
            w,
            "Articles in {language}: not grouped, because {why}.",
            language = w.language(&c.language),
            why = w.told(why)
        ))];
    }
    let mut out = vec![paragraph(description(w, c))];
    out.extend(figures::cluster_map(f, w, c).map(Block::Figure));
    out.push(Block::Table(profile(f, w, c)));
    out.extend(typical(w, c));
    out.extend(figures::dendrogram(f, w, c).map(Block::Figure));
    out
}

/// Of each group the most typical articles, with the sentence that shows what sets the group apart.
fn typical(w: &Words, c: &Clusters) -> Vec<Block> {
    let mut list: Vec<Line> = Vec::new();
    for (k, rows) in c.typical.iter().enumerate() {
        for row in rows {
            let Some(told) = &row.sentence else { continue };
            list.push(vec![
                Inline::Strong(say!(w, "Group {k}", k = k + 1)),
                text(format!(" ({}, {} {}): {}", row.article, w.word("sentence"), told.index, told.before)),
                Inline::Hit { text: told.hit.clone(), denied: false },
                text(told.after.clone()),
            ]);
        }
    }
    if list.is_empty() {
        return vec![];
    }
    vec![
        paragraph(w.word("What sets each group apart, in sentences of its most typical articles:")),
        Block::List(list),
    ]
}

fn description(w: &Words, c: &Clusters) -> String {
    let structure = c
        .structure
        .and_then(|s| serde_json::to_value(s).ok())
        .and_then(|v| v.as_str().map(|s| s.replace('-', " ")))
        .unwrap_or_default();
    let mut parts = vec![say!(
        w,
        "Articles in {language}: {groups}; mean silhouette {silhouette} (structure: {structure})",
        language = w.language(&c.language),
        groups = w.things(c.k, "group"),
        silhouette = c.silhouette.map_or_else(|| w.word("not estimable").to_owned(), |s| w.number(s, 2)),
        structure = if structure == "none" { w.word("no structure") } else { w.word(&structure) },
    )];
    if let Some(s) = &c.stability {
        parts.push(say!(
            w,
            "resampled articles give the same groups with an adjusted Rand index of {ari} [{low} to {high}]",
            ari = w.number(s.ari, 2),
            low = w.number(s.low, 2),
            high = w.number(s.high, 2),
        ));
    }
    if let Some(t) = &c.test {
        parts.push(say!(
            w,
            "groups and sources: Cramér's V {v}, p {p} by shuffling the sources over the articles",
            v = w.number(t.cramers_v_corrected, 2),
            p = c.independence.map_or_else(|| w.word("not estimable").to_owned(), |p| w.p_equals(p)),
        ));
    }
    format!("{}.", parts.join("; "))
}

fn profile(f: &Findings, w: &Words, c: &Clusters) -> Table {
    let mut head = w.heads(&["<Group", ">Articles"]);
    head.extend(c.columns.iter().map(|id| format!(">{}", super::title(&f.frames, id))));
    head.extend(w.heads(&["<Sources", "<Most typical"]));
    let row = |k: usize| -> Vec<Line> {
        let counts = c.by_source.get(k).into_iter().flatten();
        let of: Vec<String> = counts
            .clone()
            .zip(&c.sources)
            .filter(|(n, _)| **n > 0)
            .map(|(n, s)| format!("{s} {n}"))
            .collect();
        let members = c.members.iter().filter(|m| m.cluster == Some(k)).map(|m| super::one(&m.id));
        let members: Vec<String> = members.take(NAMED + 1).collect();
        let n = w.count(counts.sum());
        let mut row = vec![
            line((k + 1).to_string()),
            if members.len() > NAMED {
                line(n)
            } else {
                let only = vec![("article", members.join("|")), ("kind", "frame".to_owned())];
                super::opens(n, "evidence".into(), only)
            },
        ];
        row.extend(
            c.profile.get(k).into_iter().flatten().map(|x| line(format!("{} %", w.number(100.0 * x, 0)))),
        );
        row.push(line(w.list(&of)));
        row.push(c.medoids.get(k).map_or_else(Vec::new, |id| vec![Inline::Code(id.clone())]));
        row
    };
    let caption = say!(
        w,
        "Groups of articles in {language}: mean share of each frame in the hits of an article, the sources, and the most typical article. Every article's group is in tables/clusters.csv.",
        language = w.language(&c.language),
    );
    Table::new(format!("clusters-{}", c.language), line(caption), &head).with((0..c.k).map(row))
}
