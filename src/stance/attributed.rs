//! Drafts → attributions with their speakers, and the voice of every token and sentence.

use super::attribution::Draft;
use super::kinds::{Attribution, AttributionKind, Manner, Reading, Speaker, Voice};
use super::phrase::Run;
use super::read::{LABEL, Scratch, run_of};
use super::view::{NO_QUOTE, Word, span_of};
use super::voice;
use super::words::{Class, Classes};
use crate::text::{Document, Span};

impl Scratch {
    /// Drafts → attributions with speakers, and the voice of every token and sentence.
    pub(super) fn finish(&mut self, text: &str, document: &Document, out: &mut Reading) {
        let mut speakers: Vec<Option<Speaker>> = Vec::with_capacity(self.drafts.len());
        for draft in &self.drafts {
            // Whom a pronoun in a speech means is for the speaker to know.
            let known = draft.source.filter(|s| draft.nested.is_none() || !is_pronoun(&self.words, *s));
            let speaker = known.and_then(|s| self.speakers.resolve(text, &self.words, s, self.off));
            let dropped = dropped_subject(&self.words, draft).filter(|_| speaker.is_none());
            speakers.push(speaker.or_else(|| self.speakers.again(dropped?, self.off)));
        }
        // Taken over from an earlier draft, or (backwards) from a later one.
        let carried =
            self.drafts.iter().enumerate().filter_map(|(d, draft)| draft.carried.map(|from| (d, from)));
        for (d, from) in carried.clone().chain(carried.rev()) {
            speakers[d] = speakers[d].or(speakers[from]);
        }
        out.speakers.extend(self.speakers.names().map(str::to_owned));
        out.texts.extend(self.speakers.texts());
        let mut contents: Vec<Vec<Span>> = self.drafts.iter().map(|d| self.contents(d)).collect();
        let mut order: Vec<usize> = (0..self.drafts.len()).filter(|&d| !contents[d].is_empty()).collect();
        order.sort_by_key(|&d| contents[d].first().map(|c| (c.start, std::cmp::Reverse(c.end))));
        out.voices.resize(document.tokens.len(), (Voice::Narrator, 0));
        self.count_quoted(0, self.words.len());
        let mut indirect = Vec::new();
        // By draft: number of its attribution, and whether it is wholly in quotation marks.
        let mut numbers = vec![(0, false); self.drafts.len()];
        for d in order {
            let draft = &self.drafts[d];
            let content = std::mem::take(&mut contents[d]);
            let kind = self.kind(draft);
            let index = out.attributions.len() as u32 + 1;
            numbers[d] = (index, kind == AttributionKind::Direct);
            out.attributions.push(Attribution {
                kind,
                content,
                cue: draft.cue.map(|c| span_of(&self.words[c.0..c.1])),
                source: draft.source.map(|s| span_of(&self.words[s.0..s.1])),
                speaker: speakers[d],
                manner: manner(draft.class),
                rule: draft.rule,
            });
            if draft.voiced && kind != AttributionKind::Direct {
                indirect.extend(draft.content.iter().map(|&run| (run, index)));
            }
        }
        out.sources.extend(
            self.drafts
                .iter()
                .filter(|d| d.voiced)
                .filter_map(|d| d.source.map(|s| span_of(&self.words[s.0..s.1]))),
        );
        out.sources.sort_unstable();
        let owned =
            self.owner.iter().zip(&self.runs).filter_map(|(o, run)| o.map(|d| (numbers[d as usize], *run)));
        let mut direct: Vec<(Run, u32)> = owned
            .filter(|((index, whole), run)| *index > 0 && (*whole || run.1 - run.0 > LABEL))
            .map(|((index, _), run)| (run, index))
            .collect();
        let nested =
            self.drafts.iter().zip(&numbers).filter(|(d, (index, _))| d.nested.is_some() && *index > 0);
        direct.extend(nested.flat_map(|(d, (index, _))| d.content.iter().map(|run| (*run, *index))));
        voice::paint(&mut indirect, Voice::Indirect, &mut out.voices);
        voice::paint(&mut direct, Voice::Direct, &mut out.voices);
        for (s, sentence) in document.sentences.iter().enumerate() {
            out.sentences[s] = self.voice_of(run_of(sentence), out);
        }
    }

    /// Counts the quoted words among tokens `first..last`.
    pub(super) fn count_quoted(&mut self, first: usize, last: usize) {
        self.quoted_from = first;
        self.quoted.clear();
        self.quoted.push(0);
        let mut count = 0;
        self.quoted.extend(self.words.get(first..last).unwrap_or_default().iter().map(|w| {
            count += u32::from(w.quote != NO_QUOTE);
            count
        }));
    }

    /// How much of a draft's content stands in quotation marks.
    pub(super) fn kind(&self, draft: &Draft) -> AttributionKind {
        let (mut quoted, mut all) = (0, 0);
        for &(a, b) in draft.content.iter() {
            let at = |k: usize| {
                k.checked_sub(self.quoted_from).and_then(|k| self.quoted.get(k)).copied().unwrap_or(0)
            };
            quoted += at(b).saturating_sub(at(a)) as usize;
            all += b - a;
        }
        match quoted {
            0 => AttributionKind::Indirect,
            q if q == all => AttributionKind::Direct,
            _ => AttributionKind::Mixed,
        }
    }

    /// What a draft says, in spans of the text.
    fn contents(&self, draft: &Draft) -> Vec<Span> {
        match draft.nested {
            Some(span) => vec![span],
            None => draft.content.iter().filter_map(|r| self.content(*r)).collect(),
        }
    }

    /// Spans of a stretch of content: of a whole quotation what stands between the marks, else its words.
    fn content(&self, (a, b): Run) -> Option<Span> {
        let words = self.words.get(a..b).filter(|w| !w.is_empty())?;
        let q = words[0].quote as usize;
        match self.runs.get(q) {
            Some(&(c, e)) if (c, e) == (a, b) => Some(self.top[q].inner),
            _ => Some(span_of(words)),
        }
    }

    /// The prevailing voice of a sentence: that of most of its words, the reporting words left out.
    fn voice_of(&self, (low, high): Run, out: &Reading) -> (Voice, Option<Speaker>) {
        if low >= high {
            return (Voice::Narrator, None);
        }
        let mut count = [0usize; 3];
        let mut first: [Option<u32>; 3] = [None; 3];
        for &(voice, index) in out.voices.get(low..high).unwrap_or_default() {
            count[voice as usize] += 1;
            first[voice as usize].get_or_insert(index);
        }
        let spent: usize = self
            .drafts_in(low, high)
            .map(|d| d.cue.map_or(0, |c| c.1 - c.0) + d.source.map_or(0, |s| s.1 - s.0))
            .sum();
        let narrated = count[0].saturating_sub(spent);
        let said = count[1] + count[2];
        // A sentence that begins with what is said and names its report is speech, however long the report goes on.
        let lead = out.voices.get(low).filter(|(voice, index)| {
            let cue =
                (*index as usize).checked_sub(1).and_then(|k| out.attributions.get(k)).and_then(|a| a.cue);
            let here =
                cue.is_some_and(|c| self.words[low].start <= c.start && c.start < self.words[high - 1].end);
            *voice != Voice::Narrator && here
        });
        if let Some(&(voice, index)) = lead {
            return (voice, out.attributions.get(index as usize - 1).and_then(|a| a.speaker));
        }
        if said == 0 || narrated > said {
            return (Voice::Narrator, None);
        }
        let voice = if count[1] >= count[2] { Voice::Direct } else { Voice::Indirect };
        let index = first[voice as usize].unwrap_or(0) as usize;
        let speaker = index.checked_sub(1).and_then(|i| out.attributions.get(i)).and_then(|a| a.speaker);
        (voice, speaker)
    }

    fn drafts_in(&self, low: usize, high: usize) -> impl Iterator<Item = &Draft> {
        let inside = move |d: &&Draft| d.voiced && d.cue.is_some_and(|c| low <= c.0 && c.0 < high);
        let ordered = self.drafts.get(..self.ordered).unwrap_or_default();
        let start =
            ordered.partition_point(|d| d.cue.or(d.content.first().copied()).is_some_and(|c| c.0 < low));
        ordered[start.saturating_sub(8)..].iter().take(64).filter(inside)
    }
}

fn manner(class: Class) -> Manner {
    match class {
        Class::Claim => Manner::Distancing,
        Class::Warn => Manner::Alarm,
        Class::Deny => Manner::Denial,
        Class::Think => Manner::Thought,
        Class::Show => Manner::Evidence,
        Class::Ask => Manner::Request,
        Class::Judge => Manner::Judgement,
        Class::Plan => Manner::Purpose,
        Class::ReportNoun | Class::Attitude => Manner::Attitude,
        Class::Hearsay | Class::SaidTo => Manner::Hearsay,
        _ => Manner::Neutral,
    }
}

/// The verb of a report whose subject is left out, where the language does so: whoever spoke last goes on (añadió que …).
fn dropped_subject(words: &[Word], draft: &Draft) -> Option<usize> {
    let verb = draft.cue.filter(|_| draft.source.is_none() && draft.nested.is_none())?.0;
    // An object may be the impersonal one: se afirma que …
    let impersonal = verb.checked_sub(1).is_some_and(|k| words[k].is(Class::Object));
    (words[verb].is(Class::VerbFirst) && !impersonal).then_some(verb)
}

fn is_pronoun(words: &[Word], (a, b): Run) -> bool {
    b == a + 1 && words.get(a).is_some_and(|w| w.any(Classes::of(&[Class::Subject, Class::Possessive])))
}
