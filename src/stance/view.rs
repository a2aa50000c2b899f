//! Tokens as this layer sees them: classes, and what punctuation stands before each.

use super::cache::Forms;
use super::families::Family;
use super::glance::Signs;
use super::kinds::Blocked;
use super::quotation::Quotation;
use super::steps;
use super::words::{Class, Classes, StanceRules};
use crate::lexicon::Found;
use crate::text::{Document, Gap, Sentence, Span, Token, Vocabulary};

/// Punctuation between two tokens, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Punctuation(u16);

impl Punctuation {
    pub const COMMA: Self = Self(1);
    pub const SEMICOLON: Self = Self(2);
    pub const COLON: Self = Self(4);
    pub const DASH: Self = Self(8);
    pub const OPEN: Self = Self(16);
    pub const CLOSE: Self = Self(32);
    pub const QUOTE: Self = Self(64);
    pub const STOP: Self = Self(128);
    pub const QUESTION: Self = Self(256);
    pub const JOINED: Self = Self(512);
    pub const ELLIPSIS: Self = Self(1024);
    pub const EXCLAMATION: Self = Self(2048);
    pub const PARAGRAPH: Self = Self(4096);
    /// The word is the first of its sentence.
    pub const SENTENCE: Self = Self(8192);
    /// All of them.
    pub const ANY: Self = Self(u16::MAX);

    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// What stands between token `k` and the one before it.
    pub fn between(text: &str, tokens: &[Token], k: usize) -> Self {
        let end = k.checked_sub(1).and_then(|k| tokens.get(k)).map_or(0, |t| t.end as usize);
        let gap = tokens.get(k).and_then(|t| text.get(end..t.start as usize));
        gap.map(Self::of).unwrap_or_default()
    }

    /// Reads the characters between two tokens.
    pub fn of(between: &str) -> Self {
        let bytes = between.as_bytes();
        // Nearly always a hyphen, or one mark and a space.
        match bytes {
            b"-" => return Self::DASH,
            [mark @ (b',' | b'.' | b':' | b';'), b' '] => return Self(MARKS[usize::from(*mark)]),
            _ => {}
        }
        let mut set = 0;
        let mut before = b' ';
        for (k, &b) in bytes.iter().enumerate() {
            let Some(&mark) = MARKS.get(usize::from(b)) else { return Self::of_any(between) };
            let after = bytes.get(k + 1).copied();
            set |= match b {
                b'-' if before == b'-' || is_space(before) && after.is_none_or(is_space) => Self::DASH.0,
                b'.' if before == b'.' => Self::ELLIPSIS.0,
                b'.' if matches!(after, Some(b'"' | b'\'')) => Self::STOP.0,
                _ => mark,
            };
            before = b;
        }
        Self(set)
    }

    /// The same in any script.
    fn of_any(between: &str) -> Self {
        let mut set = 0;
        let mut before = ' ';
        let mut chars = between.chars().peekable();
        while let Some(c) = chars.next() {
            set |= match c {
                ',' | '،' | '、' => Self::COMMA.0,
                ';' => Self::SEMICOLON.0,
                ':' => Self::COLON.0,
                '–' | '—' | '―' => Self::DASH.0,
                '-' if before == '-'
                    || before.is_whitespace() && chars.peek().is_none_or(|c| c.is_whitespace()) =>
                {
                    Self::DASH.0
                }
                '(' | '[' | '{' => Self::OPEN.0,
                ')' | ']' | '}' => Self::CLOSE.0,
                '"' | '“' | '”' | '«' | '»' | '„' | '‘' | '`' => Self::QUOTE.0,
                '.' if before == '.' => Self::ELLIPSIS.0,
                // Inside a sentence a full stop ends an abbreviation, unless a quotation mark follows it.
                '.' if chars.peek().is_some_and(|c| "\"”’»'".contains(*c)) => Self::STOP.0,
                '!' => Self::EXCLAMATION.0 | Self::STOP.0,
                '\n' | '\r' | '\u{2028}' | '\u{2029}' => Self::PARAGRAPH.0 | Self::STOP.0,
                '…' => Self::ELLIPSIS.0,
                '?' => Self::QUESTION.0 | Self::STOP.0,
                _ => 0,
            };
            before = c;
        }
        Self(set)
    }
}

/// What an ASCII character stands for wherever it stands.
const MARKS: [u16; 128] = {
    let mut marks = [0; 128];
    marks[b',' as usize] = Punctuation::COMMA.0;
    marks[b';' as usize] = Punctuation::SEMICOLON.0;
    marks[b':' as usize] = Punctuation::COLON.0;
    marks[b'(' as usize] = Punctuation::OPEN.0;
    marks[b'[' as usize] = Punctuation::OPEN.0;
    marks[b'{' as usize] = Punctuation::OPEN.0;
    marks[b')' as usize] = Punctuation::CLOSE.0;
    marks[b']' as usize] = Punctuation::CLOSE.0;
    marks[b'}' as usize] = Punctuation::CLOSE.0;
    marks[b'"' as usize] = Punctuation::QUOTE.0;
    marks[b'`' as usize] = Punctuation::QUOTE.0;
    marks[b'!' as usize] = Punctuation::EXCLAMATION.0 | Punctuation::STOP.0;
    marks[b'?' as usize] = Punctuation::QUESTION.0 | Punctuation::STOP.0;
    marks[b'\n' as usize] = Punctuation::PARAGRAPH.0 | Punctuation::STOP.0;
    marks[b'\r' as usize] = Punctuation::PARAGRAPH.0 | Punctuation::STOP.0;
    marks
};

/// White space of ASCII, as [`char::is_whitespace`] knows it.
fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t'..=b'\r')
}

/// A token with what this layer knows of it.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    pub start: u32,
    pub end: u32,
    pub classes: Classes,
    /// What stands before it.
    pub before: Punctuation,
    /// Number of tokens of the phrase that begins here; 1 for a single word.
    pub len: u8,
    /// Index of the outermost quotation around it, or [`NO_QUOTE`].
    pub quote: u32,
}

/// A word outside quotation marks.
pub const NO_QUOTE: u32 = u32::MAX;

impl Word {
    pub const EMPTY: Self =
        Self { start: 0, end: 0, classes: Classes::NONE, before: Punctuation(0), len: 1, quote: NO_QUOTE };

    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// True if it is written with a capital letter.
    pub fn capital(&self) -> bool {
        self.classes.any(Classes::CAPITAL)
    }

    pub fn is(&self, class: Class) -> bool {
        steps::count(1);
        self.classes.has(class)
    }

    pub fn any(&self, classes: Classes) -> bool {
        steps::count(1);
        self.classes.any(classes)
    }

    pub fn after(&self, marks: Punctuation) -> bool {
        steps::count(1);
        self.before.any(marks)
    }
}

/// Span of a run of words; empty at 0 if there is none.
pub fn span_of(words: &[Word]) -> Span {
    match (words.first(), words.last()) {
        (Some(a), Some(b)) => Span { start: a.start, end: b.end },
        _ => Span::default(),
    }
}

/// What the words of a sentence hold between them, to pass over rules that none of them gives cause for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sum {
    pub classes: Classes,
    /// Marks between them alone, not what joins words or parts sentences.
    pub before: Punctuation,
}

impl Sum {
    /// True if a rule that begins with these classes or marks may find something.
    pub fn may(self, classes: Classes, marks: Punctuation) -> bool {
        self.classes.any(classes) || self.before.any(marks)
    }
}

/// What [`fill`] needs besides the sentence.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub text: &'a str,
    pub document: &'a Document,
    pub vocabulary: &'a Vocabulary,
    pub rules: &'a StanceRules,
    /// Those that stand in no other, sorted.
    pub quotations: &'a [Quotation],
}

/// Fills `words[sentence.token_range()]`; `words` is as long as the document's tokens. The phrases of the sentence are left in
/// `found`.
pub fn fill(
    context: &Context<'_>,
    sentence: &Sentence,
    forms: &mut Forms,
    found: &mut Vec<Found>,
    words: &mut [Word],
) -> Sum {
    let tokens = context.document.tokens_of(sentence);
    found.clear();
    if forms.signs_of(tokens).any(Signs::PHRASED) {
        find(context, tokens, forms, found);
    }
    fill_with(context, sentence, forms, found, words)
}

/// The same where the phrases of the sentence are known.
pub fn fill_with(
    context: &Context<'_>,
    sentence: &Sentence,
    forms: &Forms,
    found: &[Found],
    words: &mut [Word],
) -> Sum {
    let mut sum = look(context, sentence, usize::MAX, forms, words);
    if !found.is_empty() {
        phrases(found, words.get_mut(sentence.token_range()).unwrap_or_default());
        sum.classes = sum.classes.with(classes_of(found));
    }
    sum
}

/// The same for those of its words that stand before token `until`; what stands behind them may be filled or not.
pub fn fill_before(
    context: &Context<'_>,
    sentence: &Sentence,
    until: usize,
    forms: &mut Forms,
    found: &mut Vec<Found>,
    words: &mut [Word],
) {
    // A phrase that begins before `until` ends so soon.
    let known = until.saturating_sub(sentence.first as usize).saturating_add(context.rules.longest);
    let tokens = context.document.tokens_of(sentence);
    if forms.signs_of(tokens.get(..known).unwrap_or(tokens)).any(Signs::PHRASED) {
        fill(context, sentence, forms, found, words);
    } else {
        look(context, sentence, until, forms, words);
    }
}

/// Finds the phrases of a sentence.
pub fn find(context: &Context<'_>, tokens: &[Token], forms: &mut Forms, found: &mut Vec<Found>) {
    found.clear();
    context.rules.phrases.find(tokens, context.vocabulary, &mut forms.matches, found);
    if forms.off.has(Family::PseudoCues) {
        found.retain(|f| !masks(f));
    }
}

/// Fills single words, without phrases, as far as they stand before token `until`.
pub fn look(
    context: &Context<'_>,
    sentence: &Sentence,
    until: usize,
    forms: &Forms,
    words: &mut [Word],
) -> Sum {
    let Context { text, document, quotations, .. } = context;
    let range = sentence.first as usize..until.min(sentence.last as usize);
    let (Some(tokens), Some(words)) = (document.tokens.get(range.clone()), words.get_mut(range.clone()))
    else {
        return Sum::default();
    };
    // Marks at the end of the sentence before count as standing before the first word.
    let mut end = range.start.checked_sub(1).and_then(|k| document.tokens.get(k)).map_or(0, |t| t.end);
    let first = tokens.first().map_or(0, |t| t.start);
    let (bytes, table) = (text.as_bytes(), forms.table());
    let mut sum = Sum::default();
    for (token, word) in tokens.iter().zip(&mut *words) {
        let spaced = token.gap == Gap::Space && token.start == end + 1;
        let before = if spaced && bytes.get(end as usize) == Some(&b' ') {
            Punctuation(0)
        } else {
            let before = between(text, end, token);
            if token.start > first {
                sum.before = sum.before.with(before);
            }
            before
        };
        end = token.end;
        let classes = table.of(token.form);
        sum.classes = sum.classes.with(classes);
        *word = Word { start: token.start, end, classes, before, ..Word::EMPTY };
    }
    if sum.before.any(Punctuation::JOINED) {
        join(words);
    }
    sum.before.0 &= !Punctuation::JOINED.0;
    if let Some(first) = words.first_mut() {
        first.before = first.before.with(Punctuation::SENTENCE);
    }
    if !quotations.is_empty() {
        quote(quotations, sentence.span.start, words);
    }
    sum
}

/// Takes the hyphen inside a name for no mark: Müller-Lüdenscheidt, al-Baghdadi, porte-parole.
fn join(words: &mut [Word]) {
    for k in 1..words.len() {
        if !words[k].after(Punctuation::JOINED) {
            continue;
        }
        let first = &words[k - 1];
        // An initial is no half of a name: (D-Ohio).
        let named = words[k].capital() && first.capital() && first.end > first.start + 1;
        if named || first.is(Class::Hyphened) {
            words[k].before = Punctuation::JOINED;
        }
    }
}

/// What stands before a token that more than one space parts from byte `end`, where the token before it ends.
#[inline(never)]
fn between(text: &str, end: u32, token: &Token) -> Punctuation {
    let joined = if token.gap == Gap::Joined { Punctuation::JOINED } else { Punctuation(0) };
    if token.start <= end {
        return joined;
    }
    joined.with(Punctuation::of(text.get(end as usize..token.start as usize).unwrap_or_default()))
}

/// Tells the words of a sentence that begins at byte `start` in which of the quotations they stand.
fn quote(quotations: &[Quotation], start: u32, words: &mut [Word]) {
    let next = quotations.partition_point(|q| q.outer.end <= start);
    for (q, number) in quotations.iter().zip(0..).skip(next) {
        let first = words.partition_point(|w| w.start < q.inner.start);
        if first == words.len() {
            break;
        }
        let last = words.partition_point(|w| w.start < q.outer.end);
        words.get_mut(first..last).unwrap_or_default().iter_mut().for_each(|w| w.quote = number);
    }
}

/// The classes that phrases may add to words.
pub fn classes_of(found: &[Found]) -> Classes {
    found.iter().fold(Classes::NONE, |all, f| match Class::ALL.get(usize::from(f.slot)) {
        Some(_) if masks(f) => all.with(Classes::of(&[Class::Pseudo, Class::Idle])),
        Some(&class) => all.with(Classes::of(&[class])),
        None => all,
    })
}

/// The phrases among `found` that keep `words`, those of their sentence, from being cues.
pub fn blocked<'a>(found: &'a [Found], words: &'a [Word]) -> impl Iterator<Item = Blocked> + 'a {
    found.iter().filter(|f| masks(f)).filter_map(|f| {
        let span = span_of(words.get(f.first as usize..f.last as usize)?);
        Some(Blocked { span, rule: Class::ALL.get(usize::from(f.slot))?.name() })
    })
}

/// True for a phrase that keeps its words from being cues.
pub fn masks(f: &Found) -> bool {
    f.slot == Class::Pseudo as u16 || f.slot == Class::Idle as u16
}

/// Words that other cues must not use once a phrase that only looks like one has taken them.
pub const CUES: Classes = Classes::of(&[
    Class::Not,
    Class::Behind,
    Class::Closing,
    Class::HearsayModal,
    Class::FuturePassive,
    Class::Untold,
    Class::NotObject,
    Class::NotWord,
    Class::Concord,
    Class::Nor,
    Class::Without,
    Class::Contraction,
    Class::Affix,
    Class::Answer,
    Class::Lack,
    Class::Averted,
    Class::Gone,
    Class::Little,
    Class::SmallNoun,
    Class::Shrink,
    Class::Modal,
    Class::HedgeAdverb,
    Class::HedgeVerb,
    Class::HedgeWord,
    Class::HedgeNoun,
    Class::HedgeClause,
    Class::Weasel,
    Class::If,
    Class::InvertedIf,
    Class::Would,
    Class::Conditional,
    Class::Future,
    Class::Will,
    Class::Wish,
    Class::Aim,
    Class::Purpose,
    Class::Ahead,
    Class::Until,
    Class::Contrast,
]);

/// Gives the words of a sentence what its phrases make of them.
pub fn phrases(found: &[Found], words: &mut [Word]) {
    for f in found.iter().filter(|f| masks(f)) {
        let Some(words) = words.get_mut(f.first as usize..f.last as usize) else { continue };
        for word in words {
            let negates = word.any(Classes::of(&[Class::Not, Class::NotWord, Class::Contraction]));
            let kept = word.classes.without(CUES).with(Classes::of(&[Class::Pseudo]));
            let idle = negates && f.slot == Class::Idle as u16;
            word.classes = if idle { kept.with(Classes::of(&[Class::Idle])) } else { kept };
        }
    }
    for f in found.iter().filter(|f| !masks(f)) {
        let Some(&class) = Class::ALL.get(usize::from(f.slot)) else { continue };
        let Some((first, rest)) =
            words.get_mut(f.first as usize..f.last as usize).and_then(<[Word]>::split_first_mut)
        else {
            continue;
        };
        if first.is(Class::Pseudo) && CUES.has(class) {
            continue;
        }
        let len = f.last - f.first;
        if len > u32::from(first.len) {
            // The phrase decides what its first word does as a cue; what it does alone is no longer meant.
            if first.len == 1 && CUES.has(class) {
                first.classes = first.classes.without(CUES);
            }
            first.len = len.min(255) as u8;
        }
        first.classes = first.classes.with(Classes::of(&[class]));
        for word in rest.iter_mut().filter(|_| CUES.has(class)) {
            word.classes = word.classes.without(CUES);
        }
    }
}
