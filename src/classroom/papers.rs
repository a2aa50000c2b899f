//! The papers of a kit: guide, key, what the tool says, worksheets.

use std::collections::{BTreeMap, BTreeSet};

use super::codebook::Codebook;
use super::key::{Answer, Key, Status};
use super::kit::{Exercise, Kit};
use super::readings::{Hit, Reading, Shown};
use crate::report::File;
use crate::report::block::{Align, Block, Inline, Line, Table, heading, line, paragraph, slug};
use crate::report::html::{self as page, Dress};
use crate::report::markdown::{self, Front};
use crate::report::words::Words;
use crate::stats::random::Seed;

/// Rows of the worksheets.
const ENTRIES: usize = 12;
const HITS: usize = 14;
const BARE: usize = 10;
const HEADLINES: usize = 12;

/// Room to write in a cell, for a hand and a pen.
const ROOM: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";

/// All papers.
pub(super) fn write(kit: &Kit<'_>) -> Vec<File> {
    let mut out = Vec::new();
    both(kit, "teacher/guide", &guide(kit), &mut out);
    both(kit, "teacher/key", &key(kit), &mut out);
    if kit.has("compare") {
        both(kit, "teacher/tool", &tool(kit), &mut out);
    }
    for e in &kit.texts.exercises {
        let (student, teacher) = match e.id.as_str() {
            "lexicon" => (entries(kit), Some(("lexicon", by_outlet(kit)))),
            "headline" => (headlines(kit, false), Some(("headlines", headlines(kit, true)))),
            "counter" => (counter(kit, false), Some(("counter", counter(kit, true)))),
            _ => (vec![], None),
        };
        both(kit, &format!("worksheets/{}", e.id), &worksheet(kit, e, student), &mut out);
        if let Some((name, blocks)) = teacher {
            let all = [vec![title(1, &e.title)], blocks].concat();
            both(kit, &format!("teacher/{name}"), &all, &mut out);
        }
    }
    out.extend(super::slides::write(kit));
    out
}

/// A paper as Markdown and as a page.
fn both(kit: &Kit<'_>, name: &str, blocks: &[Block], out: &mut Vec<File>) {
    out.extend(paper(name, blocks, &kit.options.language));
}

/// Blocks as Markdown and as a page, in a language.
pub(super) fn paper(name: &str, blocks: &[Block], language: &str) -> [File; 2] {
    let words = Words::of(language);
    let title = blocks.iter().find_map(|b| match b {
        Block::Heading { level: 1, text, .. } => Some(text.as_str()),
        _ => None,
    });
    let front = Front { title: title.unwrap_or_default(), summary: "" };
    [
        File { path: format!("{name}.md"), bytes: markdown::write(blocks, &front, &words).into_bytes() },
        File {
            path: format!("{name}.html"),
            bytes: page::write(blocks, &words, &Dress::default()).into_bytes(),
        },
    ]
}

/// A heading whose anchor is made of its words.
pub(super) fn title(level: u8, words: &str) -> Block {
    heading(level, words, &slug(words))
}

fn lines(words: &[String]) -> Block {
    Block::List(words.iter().map(|w| line(w.clone())).collect())
}

fn table(id: &str, caption: &str, head: &[&str], rows: Vec<Vec<Line>>) -> Block {
    Block::Table(Table {
        id: id.into(),
        caption: line(caption),
        head: head.iter().map(|h| ((*h).to_owned(), Align::Left)).collect(),
        rows,
    })
}

/// The teacher's guide.
fn guide(kit: &Kit<'_>) -> Vec<Block> {
    let t = &kit.texts;
    let mut out = vec![
        title(1, &format!("{}: {}", t.title, t.word("guide"))),
        paragraph(t.intro.clone()),
        paragraph(t.ethics.clone()),
        lines(&t.before_class),
        Block::Paragraph(vec![Inline::Code(grade_command(kit))]),
        paragraph(t.marking.clone()),
        paragraph(t.key_note.clone()),
    ];
    if kit.material.builtin {
        out.push(Block::Callout(crate::report::block::Tone::Note, vec![line(t.builtin_note.clone())]));
    }
    if kit.key.answers.iter().any(|a| a.status == Status::Draft) {
        out.push(Block::Callout(crate::report::block::Tone::Note, vec![line(t.draft_note.clone())]));
    }
    let frame = busiest(kit);
    // The list of contents numbers them.
    for e in &t.exercises {
        out.push(title(2, &format!("{} ({} {})", e.title, e.minutes, t.minutes)));
        let mut part = |name: &str, words: &[String]| {
            out.push(Block::Paragraph(vec![Inline::Strong(name.to_owned())]));
            out.push(lines(words));
        };
        part(&t.aims, &e.aims);
        part(
            &t.time,
            &e.plan.iter().map(|p| p.replacen(':', &format!(" {}:", t.minutes), 1)).collect::<Vec<_>>(),
        );
        part(&t.task, &e.task);
        let items = kit.key.answers.len().to_string();
        let fill = |w: &String| {
            w.replace("{frame}", &frame).replace("{language}", &kit.sentences).replace("{items}", &items)
        };
        part(t.word("guide"), &e.teacher.iter().map(fill).collect::<Vec<_>>());
        part(&t.questions, &e.questions);
        part(&t.marks, &e.marks);
    }
    out
}

/// The command that marks what is handed in: feedback comes in the language of the sentences unless another is named.
fn grade_command(kit: &Kit<'_>) -> String {
    let (command, language) = (&kit.texts.grade_command, kit.options.language.as_str());
    if Codebook::language_for(&kit.sentences) == language {
        command.clone()
    } else {
        format!("{command} --language {language}")
    }
}

/// The sheet of an exercise for students.
fn worksheet(kit: &Kit<'_>, e: &Exercise, mut rest: Vec<Block>) -> Vec<Block> {
    let t = &kit.texts;
    let mut out =
        vec![title(1, &e.title), Block::Paragraph(vec![Inline::Strong(t.task.clone())]), lines(&e.task)];
    out.append(&mut rest);
    out.push(Block::Paragraph(vec![Inline::Strong(t.questions.clone())]));
    out.push(lines(&e.questions));
    out
}

/// An answer's codes in words.
fn codes(kit: &Kit<'_>, a: &Answer) -> String {
    let frames = kit.book.frames.iter().filter_map(|f| {
        let code = a.codes.get(&f.id).filter(|c| *c != "0")?;
        Some(format!("{}: {}", f.title, Key::in_words(&kit.book, &f.id, code)))
    });
    let all: Vec<String> = frames.collect();
    if all.is_empty() { kit.texts.word("none").to_owned() } else { all.join("; ") }
}

fn voice(kit: &Kit<'_>, a: &Answer) -> String {
    let voice = a.codes.get("voice").map(|v| Key::in_words(&kit.book, "voice", v)).unwrap_or_default();
    if a.speaker.is_empty() { voice } else { format!("{voice} ({})", a.speaker) }
}

/// The key on paper.
fn key(kit: &Kit<'_>) -> Vec<Block> {
    let t = &kit.texts;
    let name = |v: &str| {
        kit.book
            .frames
            .iter()
            .find(|f| f.id == v)
            .map_or_else(|| t.word("voice").to_owned(), |f| f.title.clone())
    };
    let row = |a: &Answer| {
        let accepted: Vec<String> = a
            .accepted
            .iter()
            .flat_map(|(v, list)| {
                list.iter().map(move |c| format!("{} {}", name(v), Key::in_words(&kit.book, v, c)))
            })
            .collect();
        let mut why = a.reason.clone();
        if !accepted.is_empty() {
            why.push_str(&format!(" ({}: {})", t.word("accepted"), accepted.join(", ")));
        }
        let difficulty = match (a.status, a.difficulty) {
            (Status::Discuss, _) => t.word("discuss"),
            (Status::Draft, _) => t.word("draft"),
            (_, 1) => t.word("easy"),
            (_, 2) => t.word("medium"),
            _ => t.word("hard"),
        };
        [a.item.unit.clone(), a.item.text.clone(), codes(kit, a), voice(kit, a), why, difficulty.to_owned()]
            .map(line)
            .to_vec()
    };
    let head = ["unit", "sentence", "code", "voice", "reason", "difficulty"].map(|w| t.word(w));
    let whose = if kit.material.builtin { &t.builtin_note } else { &t.key_note };
    vec![
        title(1, t.word("key")),
        paragraph(whose.clone()),
        table("key", &kit.title(""), &head, kit.key.answers.iter().map(row).collect()),
    ]
}

/// What the tool says of the items, beside the key.
fn tool(kit: &Kit<'_>) -> Vec<Block> {
    let t = &kit.texts;
    let row = |a: &Answer| {
        let Some(r) = kit.readings.items.get(&a.item.unit) else { return vec![] };
        let frames: Vec<String> = kit
            .book
            .frames
            .iter()
            .filter_map(|f| {
                Some(format!("{}: {}", f.title, Key::in_words(&kit.book, &f.id, r.frames.get(&f.id)?.name())))
            })
            .collect();
        let said = if frames.is_empty() { t.word("none").to_owned() } else { frames.join("; ") };
        let hits: Vec<String> = r.hits.iter().map(|h| format!("“{}”", h.words)).collect();
        let own = if a.status == Status::Draft { "–".to_owned() } else { codes(kit, a) };
        let same = if a.status == Status::Draft { "–" } else { t.word(verdict(a, r)) };
        [
            a.item.unit.clone(),
            a.item.text.clone(),
            own,
            format!("{said} {}", hits.join(", ")),
            same.to_owned(),
        ]
        .map(line)
        .to_vec()
    };
    let head = ["unit", "sentence", "in_key", "tool", "same"].map(|w| t.word(w));
    let rows = kit.key.answers.iter().map(row).filter(|r| !r.is_empty()).collect();
    vec![title(1, &kit.title("compare")), table("tool", t.word("tool_how"), &head, rows)]
}

/// How the tool's frames compare with the key's own and with those that it accepts beside them: two words for two, since
/// `validate` counts the key's own alone.
fn verdict(a: &Answer, r: &Reading) -> &'static str {
    let said =
        || a.codes.keys().filter(|v| *v != "voice").map(|f| (f, r.frames.get(f).map_or("0", |s| s.name())));
    if said().all(|(f, code)| a.codes.get(f).is_some_and(|c| c == code)) {
        "yes"
    } else if said().all(|(f, code)| a.accepts(f, code)) {
        "tool_accepted"
    } else {
        "no"
    }
}

/// The frame with the most hits: the one to edit and to doubt.
fn busiest(kit: &Kit<'_>) -> String {
    let count = |id: &str| kit.readings.hits.iter().filter(|h| h.hit.frame == id).count();
    let best = kit.book.frames.iter().rev().max_by_key(|f| count(&f.id));
    best.map(|f| f.id.clone()).unwrap_or_default()
}

/// The entries of the busiest frame that were found most often, each with its number of hits and the first of them.
fn frequent<'k>(kit: &'k Kit<'_>, frame: &str) -> Vec<(&'k str, (usize, &'k Shown))> {
    let mut counts: BTreeMap<&str, (usize, &Shown)> = BTreeMap::new();
    for h in kit.readings.hits.iter().filter(|h| h.hit.frame == frame) {
        counts.entry(&h.hit.entry).or_insert((0, h)).0 += 1;
    }
    let mut rows: Vec<_> = counts.into_iter().collect();
    rows.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.0.cmp(b.0)));
    rows.truncate(ENTRIES);
    rows
}

/// The same entries with their hits in every outlet: what striking one can change at most.
fn by_outlet(kit: &Kit<'_>) -> Vec<Block> {
    let t = &kit.texts;
    let frame = busiest(kit);
    let mut hits: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for h in kit.readings.hits.iter().filter(|h| h.hit.frame == frame) {
        *hits.entry((&h.hit.entry, &h.source)).or_default() += 1;
    }
    let outlets: BTreeSet<&str> = hits.keys().map(|k| k.1).collect();
    let row = |(entry, (n, _)): &(&str, (usize, &Shown))| {
        let of = |outlet: &&str| line(hits.get(&(*entry, *outlet)).copied().unwrap_or(0).to_string());
        let first = [vec![Inline::Code((*entry).to_owned())], line(n.to_string())];
        first.into_iter().chain(outlets.iter().map(of)).collect()
    };
    let head: Vec<(String, Align)> = [(t.word("entry"), Align::Left), (t.word("found"), Align::Right)]
        .into_iter()
        .chain(outlets.iter().map(|o| (*o, Align::Right)))
        .map(|(h, a)| (h.to_owned(), a))
        .collect();
    vec![Block::Table(Table {
        id: "by-outlet".into(),
        caption: line(t.word("by_outlet")),
        head,
        rows: frequent(kit, &frame).iter().map(row).collect(),
    })]
}

/// The entries of a frame that were found most often, each with a sentence.
fn entries(kit: &Kit<'_>) -> Vec<Block> {
    let t = &kit.texts;
    let frame = busiest(kit);
    let rows = frequent(kit, &frame);
    let row = |(entry, (n, shown)): &(&str, (usize, &Shown))| {
        let cells = [vec![Inline::Code((*entry).to_owned())], line(n.to_string())];
        cells.into_iter().chain([marked(&shown.sentence, &shown.hit), line(ROOM), line(ROOM)]).collect()
    };
    let head = ["entry", "found", "example", "prediction", "after"].map(|w| t.word(w));
    let name = kit.book.frames.iter().find(|f| f.id == frame).map_or(frame.as_str(), |f| &f.title);
    vec![table("entries", name, &head, rows.iter().map(row).collect())]
}

/// A sentence with its hit marked.
fn marked(sentence: &str, hit: &Hit) -> Line {
    match sentence.split_once(hit.words.as_str()) {
        Some((before, after)) => vec![
            Inline::Text(before.to_owned()),
            Inline::Hit { text: hit.words.clone(), denied: false },
            Inline::Text(after.to_owned()),
        ],
        None => line(sentence),
    }
}

/// Headlines: for students without outlets, for the teacher with outlets and the tool's reading.
fn headlines(kit: &Kit<'_>, teacher: bool) -> Vec<Block> {
    let t = &kit.texts;
    let seed = Seed::new(kit.options.seed).named("headlines");
    let mut all: Vec<_> = kit.readings.headlines.iter().collect();
    all.sort_by_key(|(_, words, _)| seed.named(words).value());
    let said = |hits: &[Hit]| {
        let hit = |h: &Hit| {
            let frame =
                kit.book.frames.iter().find(|f| f.id == h.frame).map_or(h.frame.as_str(), |f| &f.title);
            format!("“{}”: {frame}, {}", h.words, Key::in_words(&kit.book, &h.frame, h.stance.name()))
        };
        if hits.is_empty() {
            t.word("none").to_owned()
        } else {
            hits.iter().map(hit).collect::<Vec<_>>().join("; ")
        }
    };
    let row = |(i, (source, words, reading)): (usize, &&(String, String, Reading))| {
        let first = [format!("{}", i + 1), words.clone()].map(line);
        let rest = if teacher {
            [source.clone(), said(&reading.hits)].map(line).to_vec()
        } else {
            vec![line(t.word("your_headline"))]
        };
        first.into_iter().chain(rest).collect()
    };
    let head: Vec<&str> = if teacher {
        vec!["", t.word("headline"), t.word("outlet"), t.word("what_the_tool_says")]
    } else {
        vec!["", t.word("headline"), ""]
    };
    vec![table(
        "headlines",
        t.word("headline"),
        &head,
        all.iter().enumerate().take(HEADLINES).map(row).collect(),
    )]
}

/// Hits to doubt, and sentences without one.
fn counter(kit: &Kit<'_>, teacher: bool) -> Vec<Block> {
    let t = &kit.texts;
    let seed = Seed::new(kit.options.seed).named("counter-examples");
    let mut hits: Vec<&Shown> = kit.readings.hits.iter().collect();
    hits.sort_by_key(|h| seed.named(&h.sentence).named(&h.hit.words).value());
    let mut met = BTreeSet::new();
    hits.retain(|h| met.insert(h.sentence.as_str()));
    let row = |h: &&Shown| {
        let frame =
            kit.book.frames.iter().find(|f| f.id == h.hit.frame).map_or(h.hit.frame.as_str(), |f| &f.title);
        let stance = Key::in_words(&kit.book, &h.hit.frame, h.hit.stance.name());
        let last = if teacher { vec![Inline::Code(h.hit.entry.clone())] } else { line(ROOM) };
        vec![marked(&h.sentence, &h.hit), line(format!("{frame}, {stance}")), last]
    };
    let head = ["hit", "tool", if teacher { "entry" } else { "right" }].map(|w| t.word(w));
    let mut bare: Vec<_> = kit.readings.bare.iter().collect();
    bare.sort_by_key(|(article, words)| seed.named(article).named(words).value());
    vec![
        table("hits", t.word("hit"), &head, hits.iter().take(HITS).map(row).collect()),
        Block::Paragraph(vec![Inline::Strong(t.word("no_hit").to_owned())]),
        Block::List(bare.iter().take(BARE).map(|(_, w)| line(w.clone())).collect()),
    ]
}
