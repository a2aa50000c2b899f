//! Words that a lexicon may lack, from a corpus, each with its evidence. A person decides.
//!
//! Three kinds of evidence, all counted in sentences: a word stands near accepted entries more often than elsewhere; it is
//! frequent in sentences that people coded as having the frame; it shares its stem with an accepted entry. Words that the lexicon
//! hits already, stop words, numbers and names (words hardly ever written small) are no candidates.

mod terms;

use hashbrown::HashMap;

use super::bench::{Bench, Placed};
use super::entry::Lexicon;
use super::pattern::{PatternReader, WordPattern};
use crate::error::Result;
use crate::text::stem::Stemmer;
use crate::text::{Marks, Resources, SentenceKind, Token};
use terms::{Term, Terms};

/// A word or a pair of words that the lexicon may lack.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// A pattern to begin with: the most frequent form, or the pair of forms.
    pub pattern: String,
    /// Its forms in the corpus with their counts, the most frequent first.
    pub forms: Vec<(String, u64)>,
    /// Sentences with it that have the frame: hit by the lexicon, or coded so.
    pub with_frame: u64,
    /// Sentences with it that do not.
    pub without_frame: u64,
    /// Texts with it.
    pub texts: u64,
    /// Log-likelihood of the 2 × 2 table word × frame over sentences (Dunning 1993); `None` if the word is not more frequent with
    /// the frame.
    pub g2: Option<f64>,
    /// Binary logarithm of the ratio of its shares of sentences with and without the frame, half a sentence added to each count
    /// (Hardie's log ratio).
    pub log_ratio: f64,
    /// Pointwise mutual information of word and frame, natural logarithm (Church and Hanks 1990); `None` if they never meet.
    pub pmi: Option<f64>,
    /// The accepted entry that it shares its stem with.
    pub family: Option<String>,
    /// A sentence with the frame that holds it, or any; cut short.
    pub example: String,
}

/// What to suggest.
#[derive(Debug, Clone, Copy)]
pub struct SuggestOptions {
    /// Fewest sentences with a candidate.
    pub least: u64,
    /// Fewest texts with it: a word of one text says more of the text than of the frame.
    pub least_texts: u64,
    /// Most suggestions.
    pub most: usize,
}

impl Default for SuggestOptions {
    fn default() -> Self {
        Self { least: 3, least_texts: 2, most: 50 }
    }
}

/// Collects evidence for words that one lexicon may lack.
///
/// # Example
/// ```
/// use framescope::lexicon::{parse::parse, suggest::{SuggestOptions, Suggester}};
/// let lexicon = parse("t.toml", "frame='threat'\nlanguage='en'\n[[group]]\nname='g'\nentries=['bomb']")?;
/// let mut suggester = Suggester::new(&lexicon)?;
/// for _ in ["1", "2", "3"] {
///     suggester.add("Rubble of the bomb. A quiet day passed. They bought bread.", Default::default());
/// }
/// let found = suggester.finish(SuggestOptions::default());
/// assert_eq!(found[0].pattern, "rubble");
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub struct Suggester<'a> {
    bench: Bench<'a>,
    stop: &'static Resources,
    terms: Terms,
    /// Stems of accepted entries of one word, with the entry.
    accepted: HashMap<String, String>,
    with_frame: u64,
    without_frame: u64,
    texts: u32,
}

impl<'a> Suggester<'a> {
    /// Evidence for a lexicon.
    ///
    /// # Errors
    /// If a pattern cannot be read; lexicons that were parsed hold none.
    pub fn new(lexicon: &'a Lexicon) -> Result<Self> {
        let bench = Bench::new([lexicon])?;
        let accepted = accepted(bench.entries(), lexicon)?;
        Ok(Self {
            bench,
            stop: Resources::of(lexicon.language),
            terms: Terms::default(),
            accepted,
            with_frame: 0,
            without_frame: 0,
            texts: 0,
        })
    }

    /// Adds a text; its sentences have the frame where the lexicon hits them.
    pub fn add(&mut self, text: &str, marks: Marks<'_>) {
        self.read(text, marks, None);
    }

    /// Adds a text that people coded as a whole: with the frame or without.
    pub fn add_coded(&mut self, text: &str, with_frame: bool) {
        self.read(text, Marks::default(), Some(with_frame));
    }

    fn read(&mut self, text: &str, marks: Marks<'_>, coded: Option<bool>) {
        self.texts += 1;
        self.bench.read_marked(text, marks);
        let hits = self.bench.hits();
        let (document, vocabulary) = (self.bench.document(), self.bench.vocabulary());
        let mut next = 0;
        for (number, sentence) in (0u32..).zip(&document.sentences) {
            let first = next;
            while hits.get(next).is_some_and(|h| h.sentence <= number) {
                next += 1;
            }
            if sentence.kind == SentenceKind::Boilerplate || sentence.is_empty() {
                continue;
            }
            let hits = &hits[first..next];
            let with_frame = coded.unwrap_or(!hits.is_empty());
            *(if with_frame { &mut self.with_frame } else { &mut self.without_frame }) += 1;
            let tokens = document.tokens_of(sentence);
            let mut covering = hits.iter().peekable();
            let free = |token: &Token| {
                // Hits and tokens both stand in order.
                while covering.next_if(|h| h.span.end <= token.start).is_some() {}
                let covered = covering.peek().is_some_and(|h| h.span.overlaps(token.span()));
                let folded = vocabulary.folded(token.form);
                !covered && terms::is_word(folded) && !self.stop.stop_words.contains(folded)
            };
            let open: Vec<bool> = tokens.iter().map(free).collect();
            let place =
                terms::Place { text: self.texts, with_frame, sentence: sentence.span.of(self.bench.text()) };
            self.terms.add(tokens, &open, vocabulary, &place);
        }
    }

    /// The candidates: those near the frame by log-likelihood, then those of accepted families by frequency.
    pub fn finish(self, options: SuggestOptions) -> Vec<Suggestion> {
        let Self { terms, accepted, with_frame, without_frame, .. } = self;
        let all: Vec<(String, Suggestion)> = terms
            .into_terms()
            .filter(|t| t.with_frame + t.without_frame >= options.least && t.texts >= options.least_texts)
            .filter(|t| !t.is_name())
            .map(|t| (t.stem.clone(), suggestion(t, with_frame, without_frame, &accepted)))
            .collect();
        let strength: HashMap<&str, f64> =
            all.iter().map(|(k, s)| (k.as_str(), s.g2.unwrap_or(0.0))).collect();
        // A pair must say more than each of its words.
        let of = |stem: &str| strength.get(stem).copied().unwrap_or(0.0);
        let says_more =
            |stem: &str, g: f64| stem.split_once(' ').is_none_or(|(a, b)| g > of(a).max(of(b)) + 1e-9);
        // 3.84 is the 95 % point of χ² with one degree of freedom.
        let mut out: Vec<Suggestion> = all
            .iter()
            .filter(|(k, s)| s.family.is_some() || s.g2.is_some_and(|g| g > 3.84 && says_more(k, g)))
            .map(|(_, s)| s.clone())
            .collect();
        let rank = |s: &Suggestion| s.g2.unwrap_or(0.0);
        out.sort_by(|a, b| {
            rank(b).total_cmp(&rank(a)).then(b.with_frame.cmp(&a.with_frame)).then(a.pattern.cmp(&b.pattern))
        });
        out.truncate(options.most);
        out
    }
}

fn accepted(entries: &[Placed<'_>], lexicon: &Lexicon) -> Result<HashMap<String, String>> {
    let mut patterns = PatternReader::new(lexicon.language);
    let stemmer = Stemmer::new(lexicon.language);
    let mut out = HashMap::new();
    for placed in entries {
        for pattern in patterns.read_each(&placed.entry.pattern, placed.entry.case)? {
            let Some([word]) = pattern.spellings.first().map(Vec::as_slice) else { continue };
            let stem = match word {
                WordPattern::Stem(s) => s.clone(),
                WordPattern::Form(f) => stemmer.stem(f).into_owned(),
                WordPattern::Glob(g) => g.split(['*', '?']).next().unwrap_or_default().to_owned(),
                WordPattern::Surface(_) | WordPattern::Any => continue,
            };
            out.entry(stem).or_insert_with(|| placed.entry.pattern.clone());
        }
    }
    Ok(out)
}

/// Shortest stem that makes a family.
const FAMILY: usize = 5;

/// The accepted entry whose stem begins or ends that of a term.
fn family(stem: &str, accepted: &HashMap<String, String>) -> Option<String> {
    let places: Vec<usize> = stem.char_indices().map(|(i, _)| i).chain([stem.len()]).collect();
    let beginnings = places.iter().rev().map(|i| &stem[..*i]);
    let ends = places.iter().map(|i| &stem[*i..]);
    beginnings.chain(ends).filter(|s| s.len() >= FAMILY).find_map(|s| accepted.get(s)).cloned()
}

fn suggestion(
    term: Term,
    with_frame: u64,
    without_frame: u64,
    accepted: &HashMap<String, String>,
) -> Suggestion {
    let (a, b) = (term.with_frame as f64, term.without_frame as f64);
    let (n1, n2) = (with_frame as f64, without_frame as f64);
    let (c, d) = (n1 - a, n2 - b);
    let n = n1 + n2;
    let part = |o: f64, row: f64, column: f64| if o > 0.0 { o * (o * n / (row * column)).ln() } else { 0.0 };
    let g2 = 2.0 * (part(a, a + b, n1) + part(b, a + b, n2) + part(c, c + d, n1) + part(d, c + d, n2));
    let attracted = a * n2 > b * n1;
    let forms = term.forms();
    let single = !term.stem.contains(' ');
    Suggestion {
        pattern: term.pattern(),
        g2: (attracted && g2.is_finite()).then_some(g2),
        log_ratio: (((a + 0.5) / (n1 + 1.0)) / ((b + 0.5) / (n2 + 1.0))).log2(),
        pmi: (a > 0.0 && n1 > 0.0).then(|| (a * n / ((a + b) * n1)).ln()),
        family: if single { family(&term.stem, accepted) } else { None },
        with_frame: term.with_frame,
        without_frame: term.without_frame,
        texts: term.texts,
        example: term.example,
        forms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::parse::parse;

    fn lexicon() -> Lexicon {
        let text =
            "frame='threat'\nlanguage='en'\n[[group]]\nname='g'\nentries=['attack', 'bomb*', 'dirty bomb']";
        parse("t.toml", text).unwrap()
    }

    #[test]
    fn finds_what_stands_near_accepted_entries_and_their_families() {
        let lexicon = lexicon();
        let mut suggester = Suggester::new(&lexicon).unwrap();
        for _ in ["a", "b", "c", "d"] {
            let text = "The attack in Norwich left wreckage. Counterattacks followed, said Mr Smith. \
                Wreckage burned after bombs fell. The market opened. A market closed with music. Music played.";
            suggester.add(text, Marks::default());
        }
        let found = suggester.finish(SuggestOptions::default());
        let patterns: Vec<&str> = found.iter().map(|s| s.pattern.as_str()).collect();
        assert_eq!(patterns[0], "wreckage");
        assert_eq!((found[0].with_frame, found[0].without_frame, found[0].texts), (8, 0, 4));
        let family = found.iter().find(|s| s.pattern == "counterattacks").unwrap();
        assert_eq!(family.family.as_deref(), Some("attack"));
        assert!(
            !patterns.iter().any(|p| ["norwich", "smith", "market", "music", "the", "attack"].contains(p)),
            "{patterns:?}"
        );
    }

    #[test]
    fn log_likelihood_and_log_ratio_are_those_of_the_table() {
        // 30 of 1,000 against 20 of 2,000: G² 15.105987, as computed for the same table by others.
        let term = Term::of_counts("x", 30, 20);
        let s = suggestion(term, 1_000, 2_000, &HashMap::new());
        assert!((s.g2.unwrap() - 15.105_987).abs() < 1e-5, "{:?}", s.g2);
        assert!((s.pmi.unwrap() - (30.0f64 * 3_000.0 / (50.0 * 1_000.0)).ln()).abs() < 1e-12);
        assert!((s.log_ratio - ((30.5 / 1_001.0) / (20.5 / 2_001.0_f64)).log2()).abs() < 1e-12);
    }

    #[test]
    fn coded_sentences_speak_for_themselves() {
        let lexicon = lexicon();
        let mut suggester = Suggester::new(&lexicon).unwrap();
        for _ in 0..6 {
            suggester.add_coded("The siege went on.", true);
            suggester.add_coded("The concert went on.", false);
        }
        let found = suggester.finish(SuggestOptions::default());
        assert_eq!(found.iter().map(|s| s.pattern.as_str()).collect::<Vec<_>>(), ["siege"]);
    }

    #[test]
    fn nothing_read_suggests_nothing() {
        assert!(Suggester::new(&lexicon()).unwrap().finish(SuggestOptions::default()).is_empty());
    }
}
