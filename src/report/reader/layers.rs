//! The layers of an annotation cut into stretches in which nothing changes, so that any format can show them side by side.

use crate::article::Article;
use crate::score::Annotation;
use crate::stance::CueClass;
use crate::text::Span;

/// A stretch of a sentence with everything that holds for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The words, unescaped.
    pub text: &'a str,
    /// Hits that cover it: indices into [`Annotation::hits`].
    pub hits: Vec<usize>,
    /// Hits that end with it.
    pub ending: Vec<usize>,
    /// Index of the mention that covers it.
    pub mention: Option<usize>,
    /// Index of the cue that covers it.
    pub cue: Option<usize>,
    /// The strongest class of cue in whose scope it stands.
    pub scope: Option<CueClass>,
    /// Index of the innermost attribution whose content it is.
    pub said: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Layer {
    Said,
    Scope(u8),
    Mention,
    Cue,
    Hit,
}

/// A place where a layer begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Event {
    at: u32,
    starts: bool,
    layer: Layer,
    index: usize,
}

/// Classes of cue whose scope is shown, strongest first.
const SCOPES: [CueClass; 5] =
    [CueClass::Hypothetical, CueClass::Denial, CueClass::Negation, CueClass::Hedge, CueClass::Diminisher];

/// Walks over the sentences of an article; time grows with the text and the number of annotations, whatever they overlap.
pub struct Layers<'a> {
    text: &'a str,
    events: Vec<Event>,
    next: usize,
    hits: Vec<usize>,
    mentions: Vec<usize>,
    cues: Vec<usize>,
    said: Vec<usize>,
    scopes: [u32; SCOPES.len()],
}

impl<'a> Layers<'a> {
    /// Prepares the layers of an article.
    pub fn new(article: &'a Article, annotation: &Annotation) -> Self {
        let mut events = Vec::new();
        let mut add = |span: Span, layer: Layer, index: usize| {
            if span.start < span.end {
                events.push(Event { at: span.start, starts: true, layer, index });
                events.push(Event { at: span.end, starts: false, layer, index });
            }
        };
        for (i, h) in annotation.hits.iter().enumerate() {
            add(h.span, Layer::Hit, i);
        }
        for (i, m) in annotation.mentions.iter().enumerate() {
            add(m.span, Layer::Mention, i);
        }
        for (i, c) in annotation.reading.cues.iter().enumerate() {
            add(c.span, Layer::Cue, i);
            if let Some(class) = SCOPES.iter().position(|s| *s == c.class) {
                c.scope.iter().for_each(|s| add(*s, Layer::Scope(class as u8), i));
            }
        }
        for (i, a) in annotation.reading.attributions.iter().enumerate() {
            a.content.iter().for_each(|s| add(*s, Layer::Said, i));
        }
        events.sort_unstable();
        Self {
            text: &article.text,
            events,
            next: 0,
            hits: vec![],
            mentions: vec![],
            cues: vec![],
            said: vec![],
            scopes: [0; SCOPES.len()],
        }
    }

    /// The pieces of the next sentence; sentences must be asked for in order.
    pub fn sentence(&mut self, span: Span) -> Vec<Piece<'a>> {
        let mut out: Vec<Piece<'a>> = Vec::new();
        let mut at = span.start;
        while let Some(event) = self.events.get(self.next).copied().filter(|e| e.at < span.end) {
            self.cut(&mut out, &mut at, event.at);
            self.apply(event);
            self.next += 1;
        }
        self.cut(&mut out, &mut at, span.end);
        // What ends with the sentence ends with its last piece.
        let ends = self.events[self.next..].iter().take_while(|e| e.at == span.end && !e.starts);
        let ending: Vec<usize> = ends.filter(|e| e.layer == Layer::Hit).map(|e| e.index).collect();
        if let Some(last) = out.last_mut() {
            last.ending.extend(ending);
        }
        for i in 1..out.len() {
            let gone: Vec<usize> =
                out[i - 1].hits.iter().copied().filter(|h| !out[i].hits.contains(h)).collect();
            out[i - 1].ending = gone;
        }
        out
    }

    fn cut(&self, out: &mut Vec<Piece<'a>>, at: &mut u32, to: u32) {
        if *at >= to {
            return;
        }
        let text = self.text.get(*at as usize..to as usize).unwrap_or_default();
        *at = to;
        if !text.is_empty() {
            out.push(Piece {
                text,
                hits: self.hits.clone(),
                ending: vec![],
                mention: self.mentions.last().copied(),
                cue: self.cues.last().copied(),
                scope: SCOPES.iter().zip(self.scopes).find(|(_, n)| *n > 0).map(|(c, _)| *c),
                said: self.said.last().copied(),
            });
        }
    }

    fn apply(&mut self, event: Event) {
        let list = match event.layer {
            Layer::Scope(class) => {
                if let Some(n) = self.scopes.get_mut(usize::from(class)) {
                    *n = if event.starts { *n + 1 } else { n.saturating_sub(1) };
                }
                return;
            }
            Layer::Said => &mut self.said,
            Layer::Mention => &mut self.mentions,
            Layer::Cue => &mut self.cues,
            Layer::Hit => &mut self.hits,
        };
        if event.starts {
            list.push(event.index);
        } else if let Some(i) = list.iter().rposition(|x| *x == event.index) {
            list.remove(i);
        }
    }
}
