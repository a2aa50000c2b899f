//! Every count: frames, stance, voice, actors, speakers, concepts, tone, years.

use std::collections::BTreeSet;

use crate::report::block::{Block, Line, Table, heading, line};
use crate::report::words::{Words, say};
use crate::stats::estimate::Caution;
use crate::study::Findings;
use crate::study::evidence::Kind;
use crate::study::findings::Scope;
use crate::study::voices::StanceRow;

/// Speakers listed per source; all are in the CSV file.
const SPEAKERS: usize = 6;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let mut out = vec![heading(2, w.word("Counts and intervals"), "counts")];
    let mut tables = vec![measures(f, w)];
    if f.stances.iter().any(|r| r.hits > 0) {
        tables.extend([stance(f, w), voice(f, w), actors(f, w)]);
    }
    tables.push(speakers(f, w));
    tables.push(coverage(f, w));
    tables.extend(super::tone::table(f, w));
    tables.extend(super::trend::table(f, w));
    out.extend(tables.into_iter().filter(|t| !t.rows.is_empty()).map(Block::Table));
    out
}

fn measures(f: &Findings, w: &Words) -> Table {
    let (texts, whole) = (f.scope == Scope::Texts, super::whole(f));
    let unit = if texts && whole {
        w.word("There is one article a source, and scores of whole articles do not tell how even its text is: a rate with hits has no interval.")
    } else if whole {
        w.word("Intervals (95 %) resample articles within the source.")
    } else if texts {
        w.word("Intervals (95 %) resample runs of three sentences of the one text: they say how even this text is, and nothing about its outlet. Shares of segments have Wilson's interval over the segments of the text.")
    } else {
        w.word("Intervals (95 %) resample articles within the source; a source with one article has intervals from runs of its sentences, and for its shares of segments Wilson's.")
    };
    // That every frame occurs everywhere is said once.
    let everywhere = texts && f.comparison.measures.iter().all(|m| m.hits > 0);
    let row = |m: &crate::study::compare::Measure| -> Vec<Line> {
        let occurs = match (texts, m.hits > 0) {
            (false, _) => w.percent(&m.prevalence),
            (true, true) => w.word("yes").to_owned(),
            (true, false) => w.word("no").to_owned(),
        };
        vec![
            line(super::title(&f.frames, &m.frame)),
            line(m.source.clone()),
            super::linked(f, w, m.hits, &m.frame, &m.source, &[]),
            line(format!("{}{}", w.estimate(&m.rate, 1), if rough(m) { "°" } else { "" })),
        ]
        .into_iter()
        .chain((!whole).then(|| line(w.percent(&m.segment_share))))
        .chain((!everywhere).then(|| line(occurs)))
        .collect()
    };
    let mut head = w.heads(&["<Frame", "<Source", ">Hits", ">Per 1,000 words"]);
    head.extend((!whole).then(|| format!(">{}", w.word("Segments with it"))));
    if !everywhere {
        head.push(format!(">{}", if texts { w.word("Occurs") } else { w.word("Articles with it") }));
    }
    let what = if texts && whole {
        w.word("Frames by source: how often.")
    } else if texts {
        w.word("Frames by source: how often, and how widely spread.")
    } else if whole {
        w.word("Frames by source: how often, and in how many articles.")
    } else {
        w.word("Frames by source: how often, how widely spread, and in how many articles.")
    };
    let caption = format!("{what} {unit}");
    let exact = if texts {
        w.word("Without a hit the interval is exact over words (Garwood). A number without brackets has no interval.")
    } else {
        w.word("Without a hit the interval is exact over words (Garwood); of a share of two or three articles, and where none or all of several have the frame, it is Wilson's over articles. A number without brackets has no interval: there are fewer than four articles, or all are alike.")
    };
    let mut caption = format!("{caption} {exact}");
    if everywhere {
        caption.push_str(w.word(" Every frame occurs in every source."));
    }
    if f.comparison.measures.iter().any(rough) {
        caption.push_str(if texts {
            w.word(" °: rough, from fewer than eight runs of sentences.")
        } else {
            w.word(" °: rough, from fewer than eight articles, or runs of sentences of a single one.")
        });
    }
    Table::new("frames", line(caption), &head).with(f.comparison.measures.iter().map(row))
}

/// True if a rate has an interval from few units.
fn rough(m: &crate::study::compare::Measure) -> bool {
    m.rate.caution == Some(Caution::Rough)
}

/// Hits divided by a property; `last` is a share of them.
fn divided(
    f: &Findings,
    w: &Words,
    (id, facet, caption, share): (&str, &'static str, &str, &str),
    names: &[&'static str],
    of: impl Fn(&StanceRow, &str) -> u64,
    last: impl Fn(&StanceRow) -> String,
) -> Table {
    let mut head = w.heads(&["<Frame", "<Source", ">Hits"]);
    head.extend(names.iter().map(|n| format!(">{}", w.word(n))));
    head.push(format!(">{share}"));
    let row = |r: &StanceRow| -> Vec<Line> {
        let mut row = vec![
            line(super::title(&f.frames, &r.frame)),
            line(r.source.clone()),
            super::linked(f, w, r.hits, &r.frame, &r.source, &[]),
        ];
        row.extend(
            names.iter().map(|n| super::linked(f, w, of(r, n), &r.frame, &r.source, &[(facet, w.word(n))])),
        );
        row.push(line(last(r)));
        row
    };
    let none = if f.stances.iter().any(|r| r.hits == 0) {
        w.word(" Frames of sources without a hit are left out.")
    } else {
        ""
    };
    let caption = line(format!("{caption}{none}"));
    Table::new(id, caption, &head).with(f.stances.iter().filter(|r| r.hits > 0).map(row))
}

fn stance(f: &Findings, w: &Words) -> Table {
    let caption = w.word("Stance: hits by how they are put. The share of asserted hits has a Wilson interval over hits; it describes these texts.");
    divided(
        f,
        w,
        ("stance", "stance", caption, w.word("asserted, %")),
        &["asserted", "hedged", "hypothetical", "denied"],
        |r, n| r.stance.get(n).copied().unwrap_or(0),
        |r| w.percent(&r.asserted_share),
    )
}

fn voice(f: &Findings, w: &Words) -> Table {
    let caption = w.word("Voice: hits in the writer's own voice (narrator), in quoted (direct) and in reported (indirect) speech.");
    divided(
        f,
        w,
        ("voice", "voice", caption, w.word("narrator, %")),
        &["narrator", "direct", "indirect"],
        |r, n| r.voice.get(n).copied().unwrap_or(0),
        |r| w.percent(&r.narrator_share),
    )
}

fn actors(f: &Findings, w: &Words) -> Table {
    let caption = w.word("Whose capability and intent: the nearest fitting actor in the clause; “none” where nobody was found. Adversary: the group, its members and supporters, other hackers; defender: states, agencies, companies and platforms that act against them; other: anybody else. “Found” is the share of hits with an actor, right or wrong: whether it is the right one was tried on fewer than 20 coded sentences only, too few for a figure.");
    let none = |r: &StanceRow| r.actor.get("none").copied().unwrap_or(0);
    let mut t = divided(
        f,
        w,
        ("actors", "actor", caption, w.word("found, %")),
        &["adversary", "defender", "other", "none"],
        |r, n| r.actor.get(n).copied().unwrap_or(0),
        |r| format!("{} %", w.number(100.0 * (r.hits - none(r)) as f64 / r.hits.max(1) as f64, 0)),
    );
    let known = |r: &&StanceRow| none(r) < r.hits;
    let mut keep = f.stances.iter().filter(|r| r.hits > 0).map(|r| known(&r));
    t.rows.retain(|_| keep.next().unwrap_or(false));
    // Frames that never have an actor, such as threat, are not meant.
    let with_actors: BTreeSet<&str> = f.stances.iter().filter(known).map(|r| r.frame.as_str()).collect();
    let unknown = |r: &StanceRow| r.hits > 0 && !known(&r) && with_actors.contains(r.frame.as_str());
    if f.stances.iter().any(unknown) {
        t.caption.extend(line(w.word(" Rows in which no actor was found are left out.")));
    }
    t
}

fn speakers(f: &Findings, w: &Words) -> Table {
    let row = |s: &crate::study::voices::SpeakerRow| {
        let hits = |n: &crate::study::findings::Named| {
            let k = s.frames.get(&n.id).copied().unwrap_or(0);
            super::linked(f, w, k, &n.id, &s.source, &[("speaker", &s.speaker)])
        };
        let mut row = vec![
            line(s.source.clone()),
            line(s.speaker.clone()),
            line(w.count(s.articles)),
            if s.hits == 0 || s.sentences == 0 {
                line(w.count(s.sentences))
            } else {
                let only = vec![
                    ("source", super::one(&s.source)),
                    ("speaker", super::one(&s.speaker)),
                    ("kind", "frame".to_owned()),
                ];
                super::opens(w.count(s.sentences), "evidence".into(), only)
            },
        ];
        row.extend(f.frames.iter().map(hits));
        row
    };
    let mut head = w.heads(&["<Source", "<Speaker", ">Articles", ">Sentences"]);
    head.extend(f.frames.iter().map(|n| format!(">{}", n.title)));
    let caption = say!(
        w,
        "Speakers: at most {n} per source, those with most sentences first, and the hits of each frame in their voice. A sentence counts for one speaker, a hit for whoever says its words: somebody may have hits and no sentence. Sentences without a hit are counted but not quoted. All are in tables/speakers.csv.",
        n = SPEAKERS,
    );
    let first =
        f.sources.iter().flat_map(|c| f.speakers.iter().filter(|s| s.source == c.label).take(SPEAKERS));
    Table::new("speakers", line(caption), &head).with(first.map(row))
}

fn coverage(f: &Findings, w: &Words) -> Table {
    let head = w.heads(&[
        "<Source",
        "<Idea",
        ">Articles",
        ">Articles naming it",
        ">Mentions by name",
        ">Related expressions",
    ]);
    let row = |r: &crate::study::findings::Coverage| {
        let articles = f.sources.iter().find(|c| c.label == r.source).map_or(0, |c| c.articles);
        vec![
            line(r.source.clone()),
            line(super::title(&f.concepts, &r.concept)),
            line(w.count(articles as u64)),
            super::linked(f, w, r.articles_naming, &r.concept, &r.source, &[]),
            super::linked(f, w, r.named, &r.concept, &r.source, &[]),
            match r.related {
                0 => line("0"),
                n => super::opens_kind(f, w.count(n), Kind::Related, &r.concept, &r.source),
            },
        ]
    };
    let caption = w.word("Ideas by source: articles that use one of the idea's names, mentions by name, and related expressions that do not name it.");
    let none = if f.coverage.iter().any(|r| r.named + r.related == 0) {
        w.word(" Sources that do not mention an idea are left out.")
    } else {
        ""
    };
    Table::new("coverage", line(format!("{caption}{none}")), &head)
        .with(f.coverage.iter().filter(|r| r.named + r.related > 0).map(row))
}
