//! What is counted in a unit. Counts, not rates: rates belong to reports.

use std::ops::{AddAssign, Range};

use super::annotation::{Annotation, Hit, Tone};
use super::scheme::Scheme;
use crate::stance::{Stance, Voice};

/// Hits of one frame in a unit, by stance and by voice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FrameCounts {
    /// All hits.
    pub hits: u32,
    /// By stance, in the order of [`Stance::ALL`].
    pub stance: [u32; 4],
    /// By voice, in the order of [`Voice::ALL`].
    pub voice: [u32; 3],
}

impl FrameCounts {
    /// Hits of one stance.
    pub fn of_stance(&self, stance: Stance) -> u32 {
        Stance::ALL.iter().zip(self.stance).find(|(s, _)| **s == stance).map_or(0, |(_, n)| n)
    }

    /// Hits of one voice.
    pub fn of_voice(&self, voice: Voice) -> u32 {
        Voice::ALL.iter().zip(self.voice).find(|(v, _)| **v == voice).map_or(0, |(_, n)| n)
    }

    fn add(&mut self, hit: &Hit) {
        self.hits += 1;
        self.stance[Stance::ALL.iter().position(|s| *s == hit.reading.stance).unwrap_or(0)] += 1;
        self.voice[Voice::ALL.iter().position(|v| *v == hit.reading.voice).unwrap_or(0)] += 1;
    }
}

impl AddAssign for FrameCounts {
    fn add_assign(&mut self, other: Self) {
        self.hits += other.hits;
        self.stance.iter_mut().zip(other.stance).for_each(|(a, b)| *a += b);
        self.voice.iter_mut().zip(other.voice).for_each(|(a, b)| *a += b);
    }
}

/// The counts of a unit.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts {
    /// Tokens outside boilerplate.
    pub tokens: u32,
    /// By frame of the scheme.
    pub frames: Vec<FrameCounts>,
    /// By concept of the scheme: named mentions.
    pub named: Vec<u32>,
    /// By concept of the scheme: related mentions.
    pub related: Vec<u32>,
    /// Mean tone of its sentences, −1…1; `None` where none has a tone.
    pub tone: Option<Tone>,
}

impl Counts {
    /// Zero for every frame and concept of a scheme.
    pub fn zero(scheme: &Scheme) -> Self {
        let mut counts = Self::default();
        counts.reset(scheme);
        counts
    }

    /// Back to zero, buffers kept.
    pub fn reset(&mut self, scheme: &Scheme) {
        self.tokens = 0;
        self.tone = None;
        self.frames.clear();
        self.frames.resize(scheme.frames.len(), FrameCounts::default());
        for list in [&mut self.named, &mut self.related] {
            list.clear();
            list.resize(scheme.concepts.len(), 0);
        }
    }

    /// Counts a single hit as a unit of its own; its tone is that of its sentence.
    pub fn of_hit(&mut self, scheme: &Scheme, annotation: &Annotation, hit: &Hit) {
        self.reset(scheme);
        let document = &annotation.document;
        let tokens =
            document.sentences.get(hit.sentence as usize).map(|s| document.tokens_of(s)).unwrap_or_default();
        self.tokens = tokens.iter().filter(|t| hit.span.covers(t.span())).count() as u32;
        if let Some(frame) = self.frames.get_mut(usize::from(hit.frame)) {
            frame.add(hit);
        }
        self.tone = annotation.tone.get(hit.sentence as usize).copied().flatten();
    }

    /// Counts the sentences of a unit.
    pub fn count(&mut self, scheme: &Scheme, annotation: &Annotation, sentences: Range<usize>) {
        self.reset(scheme);
        // Boilerplate has no hits and no mentions.
        let (first, last) = (sentences.start as u32, sentences.end as u32);
        let hits = annotation.hits.partition_point(|h| h.sentence < first);
        for hit in annotation.hits[hits..].iter().take_while(|h| h.sentence < last) {
            if let Some(frame) = self.frames.get_mut(usize::from(hit.frame)) {
                frame.add(hit);
            }
        }
        let mentions = annotation.mentions.partition_point(|m| m.sentence < first);
        for m in annotation.mentions[mentions..].iter().take_while(|m| m.sentence < last) {
            let list = if m.named { &mut self.named } else { &mut self.related };
            if let Some(k) = list.get_mut(usize::from(m.concept)) {
                *k += 1;
            }
        }
        let (mut all, mut without, mut n) = (0.0, 0.0, 0u32);
        for i in sentences {
            if !annotation.counts(i) {
                continue;
            }
            self.tokens += annotation.document.sentences[i].len() as u32;
            if let Some(tone) = annotation.tone.get(i).copied().flatten() {
                all += f64::from(tone.all);
                without += f64::from(tone.without_frames);
                n += 1;
            }
        }
        if n > 0 {
            self.tone = Some(Tone {
                all: (all / f64::from(n)) as f32,
                without_frames: (without / f64::from(n)) as f32,
            });
        }
    }
}
