//! How frames are put, and who gets to speak.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compare::Material;
use super::corpus::StudyArticle;
use crate::stance::{Actor, Stance, Voice};
use crate::stats::estimate::{Estimate, LEVEL, Unit};
use crate::stats::rate;

/// Stance and voice of one frame in one source, in hits.
#[derive(Debug, Clone, Serialize)]
pub struct StanceRow {
    /// Frame id.
    pub frame: String,
    /// Label of the cell.
    pub source: String,
    /// All hits.
    pub hits: u64,
    /// Hits by stance: asserted, hedged, hypothetical, denied.
    pub stance: BTreeMap<&'static str, u64>,
    /// Hits by voice: narrator, direct, indirect.
    pub voice: BTreeMap<&'static str, u64>,
    /// Hits by whose capability or intent it is; `none` where nobody was found.
    pub actor: BTreeMap<&'static str, u64>,
    /// Share of hits that are asserted.
    pub asserted_share: Estimate,
    /// Share of hits in the writer's own voice.
    pub narrator_share: Estimate,
}

/// A speaker in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpeakerRow {
    /// Label of the cell.
    pub source: String,
    /// Name as resolved.
    pub speaker: String,
    /// Articles in which the speaker is heard.
    pub articles: u64,
    /// Sentences in the speaker's voice.
    pub sentences: u64,
    /// Hits of any frame in the speaker's voice.
    pub hits: u64,
    /// Hits by frame id.
    pub frames: BTreeMap<String, u64>,
}

/// Stance, voice and actor by frame and source. Shares are of hits, with Wilson intervals: they describe these texts.
pub fn stances(m: &Material<'_>) -> Vec<StanceRow> {
    let mut out = Vec::new();
    for (f, frame) in m.frames.iter().enumerate() {
        for cell in m.cells.iter().filter(|c| c.scored) {
            let members = cell.members.iter().filter_map(|i| m.articles.get(*i));
            let hits: Vec<_> =
                members.flat_map(|a| a.hits.iter().filter(|h| usize::from(h.frame) == f)).collect();
            let mut row = StanceRow {
                frame: frame.clone(),
                source: cell.label.clone(),
                hits: hits.len() as u64,
                stance: Stance::ALL.iter().map(|s| (s.name(), 0)).collect(),
                voice: Voice::ALL.iter().map(|v| (v.name(), 0)).collect(),
                actor: Actor::ALL.iter().map(|a| a.name()).chain(["none"]).map(|a| (a, 0)).collect(),
                asserted_share: rate::share(0, 0, Unit::Hit, LEVEL),
                narrator_share: rate::share(0, 0, Unit::Hit, LEVEL),
            };
            for h in &hits {
                *row.stance.entry(h.stance.name()).or_default() += 1;
                *row.voice.entry(h.voice.name()).or_default() += 1;
                *row.actor.entry(h.actor.map_or("none", Actor::name)).or_default() += 1;
            }
            let share = |k: u64| rate::share(k, row.hits, Unit::Hit, LEVEL);
            row.asserted_share = share(row.stance[Stance::Asserted.name()]);
            row.narrator_share = share(row.voice[Voice::Narrator.name()]);
            out.push(row);
        }
    }
    out
}

/// Who speaks in each source: most sentences first, then by name.
pub fn speakers(m: &Material<'_>) -> Vec<SpeakerRow> {
    let mut out = Vec::new();
    for cell in m.cells.iter().filter(|c| c.scored) {
        let mut rows: BTreeMap<&str, SpeakerRow> = BTreeMap::new();
        for a in cell.members.iter().filter_map(|i| m.articles.get(*i)) {
            for (name, sentences, hits) in heard(a) {
                let row = rows.entry(name).or_insert_with(|| SpeakerRow {
                    source: cell.label.clone(),
                    speaker: name.to_owned(),
                    articles: 0,
                    sentences: 0,
                    hits: 0,
                    frames: BTreeMap::new(),
                });
                row.articles += 1;
                row.sentences += sentences;
                for f in hits {
                    row.hits += 1;
                    if let Some(id) = m.frames.get(usize::from(f)) {
                        *row.frames.entry(id.clone()).or_default() += 1;
                    }
                }
            }
        }
        let mut rows: Vec<_> = rows.into_values().collect();
        rows.sort_by(|a, b| (b.sentences, b.hits, &a.speaker).cmp(&(a.sentences, a.hits, &b.speaker)));
        out.extend(rows);
    }
    out
}

/// Speakers of an article who are heard: their sentences and the frames of their hits.
fn heard(a: &StudyArticle) -> Vec<(&str, u64, Vec<u16>)> {
    let mut out: Vec<(&str, u64, Vec<u16>)> = a.speakers.iter().map(|s| (s.as_str(), 0, vec![])).collect();
    for s in a.sentences.iter().filter(|s| s.voice != Voice::Narrator) {
        if let Some(row) = s.speaker.and_then(|i| out.get_mut(usize::from(i))) {
            row.1 += 1;
        }
    }
    for h in a.hits.iter().filter(|h| h.voice != Voice::Narrator) {
        if let Some(row) = h.speaker.and_then(|i| out.get_mut(usize::from(i))) {
            row.2.push(h.frame);
        }
    }
    out.retain(|r| r.1 > 0 || !r.2.is_empty());
    // Two forms of a name that the study takes for one are one speaker.
    out.sort_by(|a, b| a.0.cmp(b.0));
    out.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
            first.2.append(&mut later.2);
        }
        same
    });
    out
}
