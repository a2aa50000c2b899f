//! Title, one paragraph that may be quoted, and what may and may not be claimed.

use crate::report::block::{Block, Line, Tone, heading, line, paragraph};
use crate::report::format::{list, number, things};
use crate::study::Findings;
use crate::study::compare::Verdict;
use crate::study::findings::Scope;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    let mut out = vec![heading(1, &f.spec.title)];
    if !f.spec.question.is_empty() {
        out.push(paragraph(format!("Question: {}", f.spec.question)));
    }
    out.push(paragraph(summary(f)));
    out.push(Block::Callout(Tone::Warning, claims(f)));
    out
}

/// The finding in a paragraph.
fn summary(f: &Findings) -> String {
    let mut s = corpus_sentence(f);
    s.push_str(&strongest(f));
    s.push_str(&concepts(f));
    s.push_str(&verdicts(f));
    s
}

fn corpus_sentence(f: &Findings) -> String {
    let sources: std::collections::BTreeSet<_> = f.sources.iter().map(|c| c.group.as_str()).collect();
    let tokens = f.sources.iter().map(|c| c.tokens).sum::<u64>();
    let first = f.sources.iter().filter_map(|c| c.first).map(|d| d.year).min();
    let last = f.sources.iter().filter_map(|c| c.last).map(|d| d.year).max();
    let years = match (first, last) {
        (Some(a), Some(b)) if a == b => format!(" of {a}"),
        (Some(a), Some(b)) => format!(" from {a} to {b}"),
        _ => String::new(),
    };
    format!(
        "This report compares {}{years} from {} ({} words) by the words they use for {}. ",
        things(f.flow.kept, "article"),
        things(sources.len(), "source"),
        crate::report::format::count(tokens),
        list(&f.frames.iter().map(|n| n.title.to_lowercase()).collect::<Vec<_>>()),
    )
}

/// The most frequent frame of each source.
fn strongest(f: &Findings) -> String {
    let mut by_frame: Vec<(&str, Vec<String>)> = Vec::new();
    for cell in f.sources.iter().filter(|c| c.scored) {
        let rows = f.comparison.measures.iter().filter(|m| m.source == cell.label && m.hits > 0);
        let top = rows.max_by(|a, b| a.rate.value.unwrap_or(0.0).total_cmp(&b.rate.value.unwrap_or(0.0)));
        let Some(top) = top else { continue };
        let words = format!("{} ({} per 1,000 words)", cell.label, number(top.rate.value.unwrap_or(0.0), 1));
        match by_frame.iter_mut().find(|x| x.0 == top.frame) {
            Some(x) => x.1.push(words),
            None => by_frame.push((&top.frame, vec![words])),
        }
    }
    let parts: Vec<String> = by_frame
        .iter()
        .map(|(frame, sources)| {
            format!("{} leads in {}", super::title(&f.frames, frame).to_lowercase(), list(sources))
        })
        .collect();
    if parts.is_empty() { String::new() } else { format!("Of the frames, {}. ", parts.join("; ")) }
}

fn concepts(f: &Findings) -> String {
    let mut s = String::new();
    for c in &f.concepts {
        let naming = super::naming(f, &c.id);
        let title = c.title.to_lowercase();
        match naming.len() {
            0 => s.push_str(&format!("No source names the {title}. ")),
            n if n == f.sources.iter().filter(|x| x.scored).count() => {
                s.push_str(&format!("Every source names the {title}. "));
            }
            _ => s.push_str(&format!("The {title} is named by {}. ", list(&naming))),
        }
    }
    if !f.silent_sources.is_empty() && !f.concepts.is_empty() {
        let verb = if f.silent_sources.len() == 1 { "names" } else { "name" };
        s.push_str(&format!("{} {verb} neither. ", list(&f.silent_sources)).replace("neither", neither(f)));
    }
    s
}

fn neither(f: &Findings) -> &'static str {
    match f.concepts.len() {
        1 => "it not at all",
        2 => "neither",
        _ => "none of them",
    }
}

/// What the tests allow to be said about sources.
fn verdicts(f: &Findings) -> String {
    if f.scope == Scope::Texts {
        return "With one article a source, these are statements about texts and not about outlets.".into();
    }
    let told: Vec<String> = f
        .comparison
        .differences
        .iter()
        .filter(|d| d.declared && matches!(d.verdict, Verdict::More | Verdict::Less))
        .map(|d| {
            let more = if d.verdict == Verdict::More { "more" } else { "less" };
            let fragile = if d.fragile.is_empty() { "" } else { " (fragile)" };
            let frame = super::title(&f.frames, &d.frame).to_lowercase();
            format!("{} has {more} {frame} vocabulary than {}{fragile}", d.first, d.second)
        })
        .collect();
    let declared = f.comparison.differences.iter().filter(|d| d.declared).count();
    if declared == 0 {
        return "No test was declared beforehand; every difference below is exploratory.".into();
    }
    match told.len() {
        0 => format!(
            "None of the {} declared beforehand shows a reliable difference.",
            things(declared, "test")
        ),
        n => format!(
            "Of {} declared beforehand, {n} {} a reliable difference: {}.",
            things(declared, "test"),
            if n == 1 { "shows" } else { "show" },
            list(&told)
        ),
    }
}

/// What may, and what may not, be concluded.
fn claims(f: &Findings) -> Vec<Line> {
    let mut out = Vec::new();
    out.push(line(
        "UNVALIDATED: no human coding of these articles has been compared with the tool. Read the numbers as counts of vocabulary, \
         and see “How often the tool errs” for the error measured on other texts.",
    ));
    match f.scope {
        Scope::Texts => out.push(line(
            "One article per source: you may say “this article uses …”. You may not say “this outlet frames …”. Intervals come from \
             resampling runs of sentences of the same text; there are no tests, ranks or clusters.",
        )),
        Scope::Rough => out.push(line(
            "Some sources have fewer than eight articles: their intervals are rough. Below four articles nothing is tested.",
        )),
        Scope::Sources => out.push(line(
            "Statements about a source hold for articles of the kind that was collected here, not for everything it prints.",
        )),
    }
    for c in &f.confounding {
        let concept = super::title(&f.concepts, &c.concept).to_lowercase();
        out.push(line(format!(
            "Only {} of {} name the {concept} ({}): comparing the {concept} with another idea is, in part, comparing these sources, their years and their languages.",
            c.sources.len(),
            things(f.sources.iter().filter(|s| s.scored).count(), "source"),
            list(&c.sources),
        )));
    }
    let languages: std::collections::BTreeSet<_> =
        f.sources.iter().filter(|c| c.scored).map(|c| c.language).collect();
    if languages.len() > 1 {
        out.push(line(
            "Articles in different languages are scored with different lexicons: their rates and tones stand side by side but must not be ranked against each other.",
        ));
    }
    if !f.flow.unscored.is_empty() {
        let unscored: Vec<String> =
            f.flow.unscored.iter().map(|(l, n)| format!("{} in {l}", things(*n, "article"))).collect();
        out.push(line(format!("Not scored, because there is no lexicon: {}.", list(&unscored))));
    }
    out.push(line("The tool counts words, not truth or intent."));
    out
}
