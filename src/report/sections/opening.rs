//! Title, the finding in short, and what may and may not be claimed: what a reader with one minute takes along.

use std::collections::BTreeMap;

use crate::report::block::{Block, Inline, Line, Tone, heading, line, paragraph, text};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::compare::{Difference, Measure, Verdict};
use crate::study::findings::Scope;
use crate::study::voices::StanceRow;

/// Sources named in a sentence; more are counted.
const NAMED: usize = 6;
/// A share of fewer hits than this is no finding, and a lead of fewer none either: one more hit would turn it.
pub(in crate::report) const HITS_AT_LEAST: u64 = 10;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let mut out = vec![heading(1, &f.spec.title, "report")];
    if !f.spec.question.is_empty() {
        out.push(Block::Paragraph(vec![
            Inline::Strong(w.word("Question:").to_owned()),
            text(format!(" {}", f.spec.question)),
        ]));
    }
    out.push(paragraph(corpus(f, w)));
    out.push(heading(2, w.word("In short"), "in-short"));
    out.push(Block::List(findings(f, w)));
    out.push(Block::Callout(Tone::Warning, claims(f, w)));
    out
}

/// The abstract: one paragraph that may be quoted, for the head of a document.
pub(in crate::report) fn summary(f: &Findings, w: &Words) -> String {
    let mut out = corpus(f, w);
    for found in findings(f, w) {
        out.push(' ');
        out.push_str(crate::report::block::plain(&found).trim_end_matches(" →"));
    }
    out
}

fn corpus(f: &Findings, w: &Words) -> String {
    let sources: std::collections::BTreeSet<_> = f.sources.iter().map(|c| c.group.as_str()).collect();
    let tokens = f.sources.iter().map(|c| c.tokens).sum::<u64>();
    let first = f.sources.iter().filter_map(|c| c.first).map(|d| d.year).min();
    let last = f.sources.iter().filter_map(|c| c.last).map(|d| d.year).max();
    let years = match (first, last) {
        (Some(a), Some(b)) if a == b => say!(w, " of {year}", year = a),
        (Some(a), Some(b)) => say!(w, " from {first} to {last}", first = a, last = b),
        _ => String::new(),
    };
    let frames: Vec<String> = f.frames.iter().map(|n| super::small(&n.title)).collect();
    let articles = w.things(f.flow.kept, "article");
    let from = if f.spec.group_by == "source" {
        w.things(sources.len(), "source")
    } else {
        w.things(sources.len(), "group")
    };
    let words = w.things(tokens as usize, "word");
    let frames = w.list(&frames);
    let grouped = match f.spec.group_by.as_str() {
        "source" => String::new(),
        column => say!(
            w,
            " Articles are grouped by {column}: what is called a source in this report is one of these groups ({groups}).",
            column = w.word(column),
            groups = groups(f, w),
        ),
    };
    // Of one source there is nothing to compare.
    let told = if sources.len() < 2 {
        say!(
            w,
            "This report describes {articles}{years} from {sources} ({words}) by the words used there for {frames}.",
            articles = articles,
            years = years,
            sources = from,
            words = words,
            frames = frames,
        )
    } else {
        say!(
            w,
            "This report compares {articles}{years} from {sources} ({words}) by the words they use for {frames}.",
            articles = articles,
            years = years,
            sources = from,
            words = words,
            frames = frames,
        )
    };
    told + &grouped
}

/// The names of the groups; languages by their name, of many only the first.
fn groups(f: &Findings, w: &Words) -> String {
    let all: std::collections::BTreeSet<&str> = f.sources.iter().map(|c| c.group.as_str()).collect();
    let named = |group: &&str| match f.spec.group_by.as_str() {
        "language" => format!("{group}: {}", w.language(group)),
        _ => (*group).to_owned(),
    };
    let more = all.len().saturating_sub(NAMED);
    let mut told: Vec<String> = all.iter().take(NAMED).map(named).collect();
    if more > 0 {
        told.push(say!(w, "{n} more", n = more));
    }
    told.join("; ")
}

/// What was found, each with the place where it is shown.
fn findings(f: &Findings, w: &Words) -> Vec<Line> {
    let with_link = |(words, to): (String, &str)| {
        vec![text(format!("{words} ")), Inline::Link { text: "→".into(), to: to.to_owned(), only: vec![] }]
    };
    let told = [
        (strongest(f, w), "frames"),
        (asserted(f, w), "stance"),
        (concepts(f, w), "coverage"),
        (verdicts(f, w), "frames"),
    ];
    told.into_iter().filter(|(words, _)| !words.is_empty()).map(with_link).collect()
}

/// The most frequent frame of each source, the sources in which two are too near each other to say which, and those with too few hits.
fn strongest(f: &Findings, w: &Words) -> String {
    let mut by_frame: Vec<(&str, Vec<String>)> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut few: Vec<String> = Vec::new();
    for cell in f.sources.iter().filter(|c| c.scored) {
        let mut rows: Vec<_> =
            f.comparison.measures.iter().filter(|m| m.source == cell.label && m.hits > 0).collect();
        rows.sort_by(|a, b| b.rate.value.unwrap_or(0.0).total_cmp(&a.rate.value.unwrap_or(0.0)));
        let Some(top) = rows.first() else { continue };
        let rate = |m: &Measure| {
            format!("{}, {}", w.number(m.rate.value.unwrap_or(0.0), 1), w.things(m.hits as usize, "hit"))
        };
        let lone = if f.scope != Scope::Texts && cell.articles == 1 { w.word("; one article") } else { "" };
        if top.hits < HITS_AT_LEAST {
            let hits = rows
                .iter()
                .map(|m| format!("{} {}", super::small(super::title(&f.frames, &m.frame)), w.count(m.hits)));
            few.push(format!("{} ({}{lone})", cell.label, hits.collect::<Vec<_>>().join(", ")));
            continue;
        }
        // Not a lead that the next draw of articles could turn.
        if let Some(second) = rows.get(1).filter(|second| !clear(top, second)) {
            let of = |m: &Measure| format!("{} {}", super::small(super::title(&f.frames, &m.frame)), rate(m));
            open.push(format!("{} ({}; {}{lone})", cell.label, of(top), of(second)));
            continue;
        }
        let words = format!("{} ({}{lone})", cell.label, rate(top));
        match by_frame.iter_mut().find(|x| x.0 == top.frame) {
            Some(x) => x.1.push(words),
            None => by_frame.push((&top.frame, vec![words])),
        }
    }
    let named = |sources: Vec<String>| {
        let more = sources.len().saturating_sub(NAMED);
        let mut named: Vec<String> = sources.into_iter().take(NAMED).collect();
        if more > 0 {
            named.push(w.things(more, "other source"));
        }
        w.list(&named)
    };
    let lead = |(frame, sources): (&str, Vec<String>)| {
        let frame = super::small(super::title(&f.frames, frame));
        say!(w, "{frame} words lead in {sources}", frame = frame, sources = named(sources))
    };
    let mut parts: Vec<String> = by_frame.into_iter().map(lead).collect();
    if !open.is_empty() {
        parts.push(if parts.is_empty() && few.is_empty() && open.len() > 1 {
            say!(
                w,
                "no frame leads clearly in any source; the two most frequent of each: {sources}",
                sources = named(open)
            )
        } else {
            say!(w, "no frame leads clearly in {sources}", sources = named(open))
        });
    }
    if !few.is_empty() {
        parts.push(say!(
            w,
            "too few hits to name a leading frame (fewer than {least} of any) in {sources}",
            least = HITS_AT_LEAST,
            sources = named(few)
        ));
    }
    if !super::any_scored(f) {
        if f.sources.iter().any(|c| c.concepts) {
            w.word(super::UNSCORED).to_owned()
        } else {
            w.word("There are lexicons for none of the languages of these articles: nothing was counted, and nothing here says that a frame or an idea is absent.").to_owned()
        }
    } else if parts.is_empty() {
        w.word("None of the words of these frames occurs in these articles: every rate is zero, and nothing can be compared.").to_owned()
    } else {
        say!(w, "What is said most, in hits per 1,000 words: {parts}.", parts = parts.join("; "))
    }
}

/// Whether the first rate lies above the second by more than both intervals allow; never where there is no interval.
fn clear(first: &Measure, second: &Measure) -> bool {
    matches!((first.rate.low, second.rate.high), (Some(low), Some(high)) if low > high)
}

/// The frame that sources of one language put most differently: asserted here, hedged or denied there.
fn asserted(f: &Findings, w: &Words) -> String {
    let share = |r: &StanceRow| r.asserted_share.value.unwrap_or(0.0);
    let language = |r: &StanceRow| f.sources.iter().find(|c| c.label == r.source).map(|c| c.language);
    // Not a difference that so few hits leave open.
    let apart = |low: &StanceRow, high: &StanceRow| matches!((low.asserted_share.high, high.asserted_share.low), (Some(a), Some(b)) if a < b);
    let rows: Vec<&StanceRow> = f.stances.iter().filter(|r| r.hits >= HITS_AT_LEAST).collect();
    let mut compared = false;
    let mut widest: Option<(&StanceRow, &StanceRow)> = None;
    for low in &rows {
        let comparable =
            |r: &&&StanceRow| r.frame == low.frame && r.source != low.source && language(r) == language(low);
        for high in rows.iter().filter(comparable) {
            compared = true;
            let wider = share(high) - share(low) > widest.map_or(0.0, |(a, b)| share(b) - share(a));
            if wider && apart(low, high) {
                widest = Some((low, high));
            }
        }
    }
    let Some((low, high)) = widest else {
        if !compared {
            return String::new();
        }
        return w
            .word("Sources of one language do not differ clearly in how they put the words: asserted, hedged, hypothetical or denied.")
            .to_owned();
    };
    let spoken = language(low).map_or_else(String::new, |l| l.code().to_owned());
    say!(
        w,
        "How it is put differs most for {frame} (articles in {language}; 95 % intervals): {high} asserts {most} of {n}, {low} {least} of {m}; the rest is hedged, hypothetical or denied.",
        frame = super::small(super::title(&f.frames, &low.frame)),
        high = high.source,
        language = w.language(&spoken),
        most = w.percent(&high.asserted_share),
        n = w.things(high.hits as usize, "hit"),
        low = low.source,
        least = w.percent(&low.asserted_share),
        m = w.count(low.hits),
    )
}

fn concepts(f: &Findings, w: &Words) -> String {
    let mut s = Vec::new();
    let all = f.sources.iter().filter(|x| x.concepts).count();
    if all == 0 {
        return String::new();
    }
    for c in &f.concepts {
        let naming = super::naming(f, &c.id);
        let title = super::small(&c.title);
        s.push(match naming.len() {
            0 => say!(w, "No source names the {concept}.", concept = title),
            // Of a source whose language has no names of it nobody knows.
            n if n == f.sources.len() => say!(w, "Every source names the {concept}.", concept = title),
            n if n > NAMED => say!(
                w,
                "The {concept} is named by {n} of {sources}.",
                concept = title,
                n = n,
                sources = w.things(all, "source")
            ),
            _ => say!(w, "The {concept} is named by {sources}.", concept = title, sources = w.list(&naming)),
        });
    }
    let silent = &f.silent_sources;
    if !silent.is_empty() && silent.len() <= NAMED && silent.len() < all && f.concepts.len() > 1 {
        s.push(if f.concepts.len() == 2 {
            say!(w, "Neither of these ideas is named by {sources}.", sources = w.list(silent))
        } else {
            say!(w, "None of these ideas is named by {sources}.", sources = w.list(silent))
        });
    }
    s.join(" ")
}

/// What the tests allow to be said about sources.
fn verdicts(f: &Findings, w: &Words) -> String {
    if f.scope == Scope::Texts {
        return w
            .word("With one article a source, these are statements about texts and not about outlets.")
            .to_owned();
    }
    let told: Vec<String> = f
        .comparison
        .differences
        .iter()
        .filter(|d| d.declared && matches!(d.verdict, Verdict::More | Verdict::Less))
        .map(|d| {
            let frame = super::small(super::title(&f.frames, &d.frame));
            let fragile = if d.fragile.is_empty() { "" } else { w.word(" (fragile)") };
            if d.verdict == Verdict::More {
                say!(
                    w,
                    "{first} has more {frame} words than {second}{fragile}",
                    first = d.first,
                    frame = frame,
                    second = d.second,
                    fragile = fragile
                )
            } else {
                say!(
                    w,
                    "{first} has fewer {frame} words than {second}{fragile}",
                    first = d.first,
                    frame = frame,
                    second = d.second,
                    fragile = fragile
                )
            }
        })
        .collect();
    let declared = f.comparison.differences.iter().filter(|d| d.declared).count();
    let tests = w.things(declared, "declared test");
    let untested = |d: &&Difference| d.declared && d.verdict == Verdict::NotTested;
    let unmade = f.comparison.differences.iter().filter(untested).count();
    let left = if unmade == 0 { String::new() } else { say!(w, " Could not be made: {n}.", n = unmade) };
    match (declared, told.len()) {
        (0, _) => {
            w.word("No test was declared beforehand; every difference below is exploratory.").to_owned()
        }
        (1, 0) if unmade == 1 => {
            w.word("The one declared test could not be made; the reason stands there.").to_owned()
        }
        (n, 0) if unmade == n => {
            say!(w, "None of {tests} could be made; the reasons stand there.", tests = tests)
        }
        (_, 0) => say!(w, "None of {tests} shows a reliable difference.", tests = tests) + &left,
        (_, n) => {
            let found = say!(
                w,
                "Reliable differences: {n} of {tests}. {told}.",
                n = n,
                tests = tests,
                told = w.list(&told)
            );
            found + &left
        }
    }
}

/// What may, and what may not, be concluded.
fn claims(f: &Findings, w: &Words) -> Vec<Line> {
    let mut out = vec![line(match f.scope {
        Scope::Texts if super::whole(f) => w.word(
            "One article a source: you may say “this article uses …”, not “this outlet frames …”. There are no tests, ranks or clusters, and no intervals of rates with hits.",
        ),
        Scope::Texts => w.word(
            "One article a source: you may say “this article uses …”, not “this outlet frames …”. Intervals resample runs of sentences of the same text; there are no tests, ranks or clusters.",
        ),
        Scope::Rough => w.word(
            "Some sources have fewer than eight articles: their intervals are rough (dashed in the figures, marked ° in the table of frames). Sources with two or three articles have no intervals, and below four nothing is tested.",
        ),
        Scope::Sources => w.word(
            "Statements about a source hold for articles of the kind that was collected here, not for everything it prints.",
        ),
    })];
    let lone = super::lone(f);
    if let [source] = lone.as_slice() {
        out.push(line(say!(
            w,
            "One article of {source}: what is said of it holds for this text and not for the outlet.",
            source = source
        )));
    } else if !lone.is_empty() {
        let shown = if lone.len() > NAMED { w.things(lone.len(), "source") } else { w.list(&lone) };
        out.push(line(say!(
            w,
            "One article each of {sources}: what is said of them holds for these texts and not for the outlets.",
            sources = shown
        )));
    }
    out.push(super::validation::status(f, w));
    out.extend(f.unsaid.iter().map(|words| line(w.word(words))));
    let partial: Vec<&crate::study::findings::Confounding> = f.confounding.iter().collect();
    if !partial.is_empty() {
        let names: Vec<String> = partial
            .iter()
            .map(|c| say!(w, "the {concept}", concept = super::small(super::title(&f.concepts, &c.concept))))
            .collect();
        out.push(line(say!(
            w,
            "Not named by every source: {concepts}. Comparing one idea with another is, in part, comparing the sources that name it, their years and their languages.",
            concepts = w.list(&names),
        )));
    }
    let languages: std::collections::BTreeSet<_> =
        f.sources.iter().filter(|c| c.scored || c.concepts).map(|c| c.language).collect();
    if languages.len() > 1 {
        out.push(line(w.word(
            "Articles in different languages are scored with different lexicons and rules: do not rank their rates, tones or stances against each other.",
        )));
    }
    if !f.flow.unscored.is_empty() {
        let unscored: Vec<String> = f
            .flow
            .unscored
            .iter()
            .map(|(l, n)| {
                say!(
                    w,
                    "{articles} in {language}",
                    articles = w.things(*n, "article"),
                    language = w.language(l)
                )
            })
            .collect();
        let mut s = say!(
            w,
            "Not scored, because there is no lexicon of frames: {articles}.",
            articles = w.list(&unscored)
        );
        if f.sources.iter().any(|c| c.concepts && !c.scored) {
            s.push(' ');
            s.push_str(w.word(
                "Where the names of the ideas are known in a language, mentions are counted all the same.",
            ));
        }
        out.push(line(s));
    }
    let mut unmeasured: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (frame, languages) in &f.flow.unmeasured {
        for language in languages {
            let frame = super::small(super::title(&f.frames, frame));
            unmeasured.entry(language).or_default().push(frame);
        }
    }
    if !unmeasured.is_empty() {
        let one = |(language, frames): (&str, Vec<String>)| {
            say!(w, "{frames} in {language}", frames = w.list(&frames), language = w.language(language))
        };
        out.push(line(say!(
            w,
            "Not looked for, because the words are not there: {what}. Where a rate is missing (–), nothing is said of it.",
            what = unmeasured.into_iter().map(one).collect::<Vec<_>>().join("; "),
        )));
    }
    out.extend(young(f, w));
    out.push(line(w.word("The tool counts words, not truth or intent.")));
    out
}

/// Languages whose words were written without annotated texts, with the share of frames that they found in sentences which they had
/// not met.
fn young(f: &Findings, w: &Words) -> Option<Line> {
    let mut languages: BTreeMap<&str, (f64, u64)> = BTreeMap::new();
    let young = super::measured::blind();
    for card in f.lexicons.iter().filter(|c| young.contains(&c.language)) {
        let scored = f.sources.iter().any(|c| c.scored && c.language.code() == card.language);
        for m in card.measured.iter().filter(|m| scored && m.on.contains("before")) {
            let all = languages.entry(&card.language).or_default();
            *all = (all.0 + (m.recall * m.positives as f64).round(), all.1 + m.positives);
        }
    }
    if languages.is_empty() {
        return None;
    }
    let names: Vec<String> = languages.keys().map(|l| w.language(l).to_owned()).collect();
    let share = |(language, (found, all)): (&&str, &(f64, u64))| {
        say!(
            w,
            "{share} % of {n} ({language})",
            share = w.number(100.0 * found / (*all).max(1) as f64, 0),
            n = w.count(*all),
            language = w.language(language),
        )
    };
    Some(line(say!(
        w,
        "The frame words of {languages} are young: of the frames in invented sentences that they had not met they found {shares}, and nobody has measured them on the press. Rates are too low where they miss.",
        languages = w.list(&names),
        shares = languages.iter().map(share).collect::<Vec<_>>().join(", "),
    )))
}
