//! Why a sentence was read as it was: every rule that fired, what it governs and where it ends, whose the words are, and what was
//! kept from counting.
//!
//! Nothing is found anew here: an explanation puts together what an [`Analyser`] kept of its last article.

use serde::Serialize;

use super::analyser::Analyser;
use super::annotation::Hit;
use super::record::CodePoints;
use crate::article::Article;
use crate::stance::{self, Attribution, Cue, Family, Speaker};
use crate::text::{Sentence, SentenceKind, Span};

/// Words of the article: offsets in code points, end exclusive, and the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words as written.
    pub text: String,
}

/// Words ascribed to somebody, wholly or partly in the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Speech {
    /// `direct`, `indirect` or `mixed`.
    pub kind: &'static str,
    /// `neutral`, `distancing`, `alarm` …
    pub manner: &'static str,
    /// The rule that found it.
    pub rule: &'static str,
    /// What is said.
    pub content: Vec<Words>,
    /// The word that marks it.
    pub cue: Option<Words>,
    /// The speaker as written.
    pub source: Option<Words>,
    /// The speaker by name; `None` if unknown.
    pub speaker: Option<String>,
    /// How the name was found: `as written`, `stands for another name`, `carried over`, `unknown`.
    pub resolved: &'static str,
}

/// A cue of the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fired {
    /// The cue word or words.
    pub cue: Words,
    /// Family of rules, as in the table of what each contributes.
    pub family: &'static str,
    /// The rule: a group of the language's file of stance words, or `question`.
    pub rule: &'static str,
    /// What the rule is for.
    pub meaning: &'static str,
    /// Class of the cue.
    pub class: &'static str,
    /// The stance that it gives; `None` if it changes none.
    pub stance: Option<&'static str>,
    /// What it governs in grammar.
    pub scope: Vec<Words>,
    /// The part of that on which it changes the stance.
    pub reach: Vec<Words>,
    /// What ends its reach (or its scope, if it has no reach): a mark, a word, or the end of the sentence.
    pub ends_at: String,
}

/// Whose capability or intent a hit is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Whose {
    /// `adversary`, `defender` or `other`.
    pub actor: &'static str,
    /// Why.
    pub reason: &'static str,
    /// What the reason means.
    pub meaning: &'static str,
    /// The words that name the actor.
    pub words: Option<Words>,
}

/// A hit of the sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HitReasons {
    /// The words.
    pub words: Words,
    /// Id of the frame.
    pub frame: String,
    /// Group of its entry.
    pub group: String,
    /// The entry as written in the lexicon.
    pub entry: String,
    /// Its weight, 0…1.
    pub weight: f32,
    /// Its stance.
    pub stance: &'static str,
    /// Cues that give it this stance: indices into the cues of the explanation.
    pub because: Vec<usize>,
    /// Cues that reach it but are outdone by a stronger stance.
    pub outdone: Vec<usize>,
    /// Whose voice.
    pub voice: &'static str,
    /// The speaker, if known.
    pub speaker: Option<String>,
    /// The attribution that it stands in: index into the speech of the explanation.
    pub said_in: Option<usize>,
    /// Whose it is, for capability and intent.
    pub actor: Option<Whose>,
}

/// Words that look like a hit or a cue and are none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The words.
    pub words: Words,
    /// `pseudo-cue`, `idle` or `institution`.
    pub rule: &'static str,
    /// In words.
    pub why: String,
}

/// Everything about one sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// Id of the article.
    pub id: String,
    /// Language it was read in.
    pub language: String,
    /// Index of the sentence.
    pub sentence: usize,
    /// `headline`, `body` or `boilerplate`.
    pub kind: &'static str,
    /// The cleaning rule that set it aside; `None` for a sentence that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set_aside: Option<&'static str>,
    /// The sentence.
    pub words: Words,
    /// Its prevailing voice.
    pub voice: &'static str,
    /// Its speaker, if known.
    pub speaker: Option<String>,
    /// Who says what.
    pub speech: Vec<Speech>,
    /// What denies, hedges, supposes.
    pub cues: Vec<Fired>,
    /// The hits with their reasons.
    pub hits: Vec<HitReasons>,
    /// What was kept from counting.
    pub kept_out: Vec<Kept>,
}

/// Explains sentence `index` of `article`, which must be the last one that `analyser` annotated, in full depth; `None` if there is no
/// such sentence.
pub fn explain(article: &Article, analyser: &Analyser, index: usize) -> Option<Explanation> {
    let annotation = analyser.annotation();
    let sentence = annotation.document.sentences.get(index)?;
    let (voice, speaker) = annotation.reading.sentences.get(index).copied().unwrap_or_default();
    let told = Told { article, analyser, points: CodePoints::new(&article.text), sentence };
    let cues: Vec<&Cue> = annotation.reading.cues.iter().filter(|c| told.here(c.span)).collect();
    let spoken =
        |a: &&Attribution| a.content.iter().chain(&a.cue).chain(&a.source).any(|s| s.overlaps(sentence.span));
    let speech: Vec<&Attribution> = annotation.reading.attributions.iter().filter(spoken).collect();
    Some(Explanation {
        id: article.id.clone(),
        language: annotation.document.language.code().to_owned(),
        sentence: index,
        kind: match sentence.kind {
            SentenceKind::Headline => "headline",
            SentenceKind::Body => "body",
            SentenceKind::Boilerplate => "boilerplate",
        },
        set_aside: (sentence.kind == SentenceKind::Boilerplate).then(|| {
            annotation.removed.iter().find(|r| r.span.overlaps(sentence.span)).map_or("unknown", |r| r.rule)
        }),
        words: told.words(sentence.span),
        voice: voice.name(),
        speaker: told.name(speaker),
        hits: annotation.hits_of(index).iter().map(|h| told.hit(h, &cues, &speech)).collect(),
        speech: speech.iter().map(|a| told.speech(a)).collect(),
        cues: cues.iter().map(|c| told.cue(c)).collect(),
        kept_out: told.kept_out(),
    })
}

/// What an explanation is made from.
struct Told<'a> {
    article: &'a Article,
    analyser: &'a Analyser,
    points: CodePoints<'a>,
    sentence: &'a Sentence,
}

impl Told<'_> {
    fn here(&self, span: Span) -> bool {
        self.sentence.span.covers(span)
    }

    fn words(&self, span: Span) -> Words {
        let [start, end] = self.points.span(span);
        Words { start, end, text: span.of(&self.article.text).to_owned() }
    }

    fn all(&self, spans: &[Span]) -> Vec<Words> {
        spans.iter().filter(|s| s.start < s.end).map(|s| self.words(*s)).collect()
    }

    fn name(&self, speaker: Option<Speaker>) -> Option<String> {
        let name = speaker.map(|s| self.analyser.annotation().reading.name(s))?;
        (!name.is_empty()).then(|| name.to_owned())
    }

    fn speech(&self, a: &Attribution) -> Speech {
        let speaker = self.name(a.speaker);
        let source = a.source.map(|s| self.words(s));
        let resolved = match (&source, &speaker) {
            (_, None) => "unknown",
            (None, Some(_)) => "carried over",
            (Some(s), Some(name)) if s.text.contains(name.as_str()) => "as written",
            _ => "stands for another name",
        };
        Speech {
            kind: a.kind.name(),
            manner: a.manner.name(),
            rule: a.rule,
            content: self.all(&a.content),
            cue: a.cue.map(|c| self.words(c)),
            source,
            speaker,
            resolved,
        }
    }

    fn cue(&self, cue: &Cue) -> Fired {
        let reach: Vec<Span> = cue.reach.iter().copied().filter(|s| s.start < s.end).collect();
        Fired {
            cue: self.words(cue.whole(&self.article.text)),
            family: Family::of_rule(cue.rule).map_or("", Family::name),
            rule: cue.rule,
            meaning: stance::meaning(cue.rule),
            class: cue.class.name(),
            stance: cue.class.stance().filter(|_| !reach.is_empty()).map(stance::Stance::name),
            scope: self.all(&cue.governed(&self.article.text).collect::<Vec<_>>()),
            ends_at: self.ends_at(cue, if reach.is_empty() { &cue.scope } else { &reach }),
            reach: self.all(&reach),
        }
    }

    /// What stands where the last of `spans` ends.
    fn ends_at(&self, cue: &Cue, spans: &[Span]) -> String {
        let Some(end) = spans.iter().map(|s| s.end).max() else { return "governs nothing".into() };
        let document = &self.analyser.annotation().document;
        let next = document.tokens_of(self.sentence).iter().find(|t| t.start >= end);
        let Some(next) = next else { return "the end of the sentence".into() };
        if cue.span.overlaps(next.span()) {
            return "the cue itself".into();
        }
        let text = &self.article.text;
        let mark = text.get(end as usize..next.start as usize).unwrap_or_default().trim();
        match mark {
            "" => format!("“{}”", next.span().of(text)),
            _ => format!("“{mark}” before “{}”", next.span().of(text)),
        }
    }

    fn hit(&self, hit: &Hit, cues: &[&Cue], speech: &[&Attribution]) -> HitReasons {
        let annotation = self.analyser.annotation();
        let (mut because, mut outdone) = (Vec::new(), Vec::new());
        for (i, cue) in cues.iter().enumerate() {
            let reaches = cue.reach.iter().any(|r| r.overlaps(hit.span));
            match cue.class.stance().filter(|_| reaches) {
                Some(s) if s == hit.reading.stance => because.push(i),
                Some(_) => outdone.push(i),
                None => {}
            }
        }
        let scheme = self.analyser.scheme();
        let pack = scheme.pack(annotation.document.language);
        let entry = pack.and_then(|p| p.entries.get(hit.entry as usize));
        let attribution = annotation.reading.attribution_at(&annotation.document, hit.span.start);
        HitReasons {
            words: self.words(hit.span),
            frame: scheme.frames.get(usize::from(hit.frame)).map(|f| f.id.clone()).unwrap_or_default(),
            group: entry.map(|e| e.group.clone()).unwrap_or_default(),
            entry: entry.map(|e| e.pattern.clone()).unwrap_or_default(),
            weight: hit.weight,
            stance: hit.reading.stance.name(),
            because,
            outdone,
            voice: hit.reading.voice.name(),
            speaker: self.name(hit.reading.speaker),
            said_in: attribution.and_then(|a| speech.iter().position(|s| std::ptr::eq(*s, a))),
            actor: self.analyser.choice(hit).map(|c| Whose {
                actor: c.actor.name(),
                reason: c.reason.name(),
                meaning: c.reason.meaning(),
                words: c.at.map(|s| self.words(s)),
            }),
        }
    }

    fn kept_out(&self) -> Vec<Kept> {
        let annotation = self.analyser.annotation();
        let frames = &self.analyser.scheme().frames;
        let phrases = annotation.reading.blocked.iter().filter(|b| self.here(b.span)).map(|b| Kept {
            words: self.words(b.span),
            rule: b.rule,
            why: stance::meaning(b.rule).to_owned(),
        });
        let names = annotation.masked.iter().filter(|m| self.here(m.span)).map(|m| {
            let frame = frames.get(usize::from(m.frame)).map_or("?", |f| f.id.as_str());
            let name = m.name.of(&self.article.text);
            Kept {
                words: self.words(m.span),
                rule: "institution",
                why: format!("no hit of {frame}: it stands in the name “{name}”"),
            }
        });
        phrases.chain(names).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::lexicon::Library;
    use crate::score::{Depth, Scheme};

    fn explained(language: &str, text: &str) -> Explanation {
        let scheme = Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap());
        let article = Article {
            id: "a".into(),
            text: text.into(),
            language: Some(language.into()),
            ..Article::default()
        };
        let mut analyser = Analyser::new(scheme);
        analyser.annotate(&article, Depth::Full).unwrap();
        explain(&article, &analyser, 0).unwrap()
    }

    #[test]
    fn a_denial_names_its_cue_and_where_it_ends() {
        let e =
            explained("en", "The group does not have the capability to strike, but it wants to hack banks.");
        let hit = e.hits.iter().find(|h| h.frame == "capability").unwrap();
        assert_eq!(hit.stance, "denied");
        let cue = &e.cues[hit.because[0]];
        assert_eq!((cue.cue.text.as_str(), cue.family, cue.rule), ("not", "negation", "not"));
        assert!(cue.ends_at.contains("but"), "{}", cue.ends_at);
        let whose = hit.actor.as_ref().unwrap();
        assert_eq!((whose.actor, whose.reason), ("adversary", "clause"));
    }

    #[test]
    fn a_cue_that_is_part_of_a_word_is_told_by_the_word() {
        let told = |language, text| {
            let e = explained(language, text);
            let scopes = |cue: &Fired| cue.scope.iter().map(|w| w.text.clone()).collect::<Vec<_>>();
            e.cues.iter().map(|cue| (cue.cue.text.clone(), scopes(cue))).collect::<Vec<_>>()
        };
        let cues = told("fr", "Le groupe aurait recruté des pirates.");
        let governed = ["Le groupe ", "recruté des pirates"].map(String::from).to_vec();
        assert_eq!(cues, [("aurait".to_owned(), governed)]);
        // An elided word is one of its own.
        let cues = told("fr", "Il n'attaque pas la banque.");
        assert_eq!(cues[0].0, "n'");
        let cues = told("en", "They didn't raid the port.");
        assert_eq!(cues[0].0, "didn't");
    }

    #[test]
    fn speakers_tell_how_they_were_found() {
        let e = explained("en", "“They will attack us,” said Anna Berg, a minister.");
        assert_eq!(e.speech[0].speaker.as_deref(), Some("Anna Berg"));
        assert_eq!(e.speech[0].rule, "after-quotation");
        assert_eq!(e.hits[0].said_in, Some(0));
    }

    #[test]
    fn who_attacks_a_server_says_nothing_of_it() {
        assert!(explained("en", "The hackers attacked the server.").speech.is_empty());
        let e = explained("en", "The minister attacked “a danger to all”.");
        assert_eq!(e.speech[0].source.as_ref().map(|s| s.text.as_str()), Some("The minister"));
    }

    #[test]
    fn what_was_kept_out_is_named() {
        let e = explained("en", "No doubt the National Attack Response Bureau saw it.");
        let rules: Vec<&str> = e.kept_out.iter().map(|k| k.rule).collect();
        assert_eq!(rules, ["pseudo-cue", "institution"]);
        assert!(e.hits.is_empty(), "{:?}", e.hits);
        let e = explained("it", "Il Centro Nazionale Antiterrorismo non ha parlato.");
        assert!(e.hits.is_empty(), "{:?}", e.hits);
    }

    #[test]
    fn beyond_the_last_sentence_there_is_nothing() {
        let scheme = Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap());
        let article = Article { text: "One.".into(), ..Article::default() };
        let mut analyser = Analyser::new(scheme);
        analyser.annotate(&article, Depth::Full).unwrap();
        assert!(explain(&article, &analyser, 7).is_none());
    }
}
