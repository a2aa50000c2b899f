//! What a class gets back: feedback for every student, an overview for the teacher; both as Markdown and as pages.

use super::codebook::Codebook;
use super::grade::{Class, CommonError, Compared, Graded, Marked};
use super::key::{Answer, Key, Status};
use super::kit::Texts;
use super::papers::{paper, title};
use crate::coding::agreement::AgreementRow;
use crate::report::File;
use crate::report::block::{Align, Block, Inline, Line, Table, line, paragraph};
use crate::report::format::number;

/// Errors of the class that are listed.
const LISTED: usize = 12;

/// What the papers are written with.
#[derive(Debug, Clone, Copy)]
pub struct Wording<'a> {
    /// Names of frames, stances and voices.
    pub book: &'a Codebook,
    /// The sentences of the papers.
    pub texts: &'a Texts,
    /// Language code.
    pub language: &'a str,
}

/// The files: `feedback/<pseudonym>`, `overview`, `scores.csv`, and for the teacher alone `names.csv` and, if something was set
/// aside, `set-aside.csv`.
pub fn write(class: &Class, key: &Key, with: Wording<'_>) -> Vec<File> {
    let mut out = Vec::new();
    let mut both = |name: String, blocks: &[Block]| {
        out.extend(paper(&name, blocks, with.language));
    };
    for s in &class.students {
        both(format!("feedback/{}", s.pseudonym), &student(s, key, with));
    }
    both("overview".into(), &overview(class, key, with));
    let head = ["pseudonym", "name", "file"].map(str::to_owned).to_vec();
    let rows: Vec<Vec<String>> = std::iter::once(head)
        .chain(class.students.iter().map(|s| vec![s.pseudonym.clone(), s.name.clone(), s.file.clone()]))
        .collect();
    out.push(File { path: "names.csv".into(), bytes: super::sheets::csv(&rows) });
    out.push(File { path: "scores.csv".into(), bytes: super::sheets::csv(&scores(class, key)) });
    if !class.troubles.is_empty() {
        out.push(File { path: "set-aside.csv".into(), bytes: super::sheets::csv(&set_aside(class)) });
    }
    out
}

/// What was not scored, why, and what to do about it: one row each, to write to students from.
fn set_aside(class: &Class) -> Vec<Vec<String>> {
    let head = ["file", "line", "reason", "remedy"].map(str::to_owned).to_vec();
    let row = |e: &crate::error::Error| {
        let line = e.line_number().map(|l| l.to_string()).unwrap_or_default();
        let text = |s: Option<&str>| s.unwrap_or_default().to_owned();
        vec![text(e.file()), line, e.reason().to_owned(), text(e.remedy())]
    };
    std::iter::once(head).chain(class.troubles.iter().map(row)).collect()
}

/// Codes that were asked for: of every scored sentence one for each variable.
fn asked(key: &Key) -> usize {
    key.scored().map(|a| a.codes.len()).sum()
}

/// Codes that a student gave to scored sentences.
fn given(s: &Graded) -> usize {
    s.credit.values().map(|c| c.1).sum()
}

fn percent(x: Option<f64>) -> String {
    x.map_or("–".into(), |x| format!("{} %", number(x * 100.0, 0)))
}

fn kappa(x: Option<f64>) -> String {
    x.map_or("–".into(), |k| number(k, 2))
}

/// Scores by student and variable, for a spreadsheet.
fn scores(class: &Class, key: &Key) -> Vec<Vec<String>> {
    let share = |x: Option<f64>| x.map(|x| format!("{x:.4}")).unwrap_or_default();
    let fixed = ["student", "items", "coded", "score", "kappa"].map(str::to_owned);
    let last = ["codes", "codes_asked"].map(str::to_owned);
    let head = fixed.into_iter().chain(key.variables.iter().cloned()).chain(last).collect();
    let row = |s: &Graded| {
        let of = |v: &String| share(s.credit.get(v).map(|(sum, n)| sum / *n as f64));
        let first = [
            s.pseudonym.clone(),
            key.scored().count().to_string(),
            s.coded.to_string(),
            share(s.score()),
            share(s.kappa),
        ];
        let last = [given(s), asked(key)].map(|n| n.to_string());
        first.into_iter().chain(key.variables.iter().map(of)).chain(last).collect()
    };
    std::iter::once(head).chain(class.students.iter().map(row)).collect()
}

impl Wording<'_> {
    fn say(&self, key: &str, values: &[(&str, String)]) -> String {
        values.iter().fold(self.texts.word(key).to_owned(), |s, (k, v)| s.replace(&format!("{{{k}}}"), v))
    }

    fn variable(&self, id: &str) -> String {
        let frame = self.book.frames.iter().find(|f| f.id == id);
        frame.map_or_else(|| self.texts.word(id).to_owned(), |f| f.title.clone())
    }

    fn code(&self, variable: &str, code: &str) -> String {
        Key::in_words(self.book, variable, code)
    }

    fn table(&self, id: &str, caption: &str, head: &[(&str, Align)], rows: Vec<Vec<Line>>) -> Block {
        let caption = line(self.texts.word(caption));
        Block::Table(Table { caption, ..self.columns(id, head, rows) })
    }

    /// A table without its caption.
    fn columns(&self, id: &str, head: &[(&str, Align)], rows: Vec<Vec<Line>>) -> Table {
        let head = head.iter().map(|(h, a)| (self.texts.word(h).to_owned(), *a)).collect();
        Table { id: id.into(), caption: Line::new(), head, rows }
    }
}

/// Feedback for one student.
fn student(s: &Graded, key: &Key, with: Wording<'_>) -> Vec<Block> {
    let total = key.scored().count();
    let mut out = vec![
        title(1, &with.say("feedback_for", &[("name", s.pseudonym.clone())])),
        paragraph(with.say(
            "feedback_summary",
            &[
                ("coded", s.coded.to_string()),
                ("total", total.to_string()),
                ("given", given(s).to_string()),
                ("asked", asked(key).to_string()),
                ("score", percent(s.score())),
                ("kappa", kappa(s.kappa)),
            ],
        )),
        paragraph(with.texts.word("feedback_how")),
        by_variable(s, key, with),
        title(2, with.texts.word("feedback_differs")),
    ];
    let different: Vec<Block> = s
        .items
        .iter()
        .filter_map(|m| Some((m, key.answers.get(m.answer)?)))
        .flat_map(|(m, a)| item(m, a, with))
        .collect();
    if different.is_empty() {
        let nothing = if s.coded == 0 { "feedback_nothing" } else { "feedback_none" };
        out.push(paragraph(with.texts.word(nothing)));
    }
    out.extend(different);
    let notes: Vec<Vec<Line>> = s
        .items
        .iter()
        .filter_map(|m| {
            Some(
                [key.answers.get(m.answer)?.item.unit.clone(), m.note.clone()?, String::new()]
                    .map(line)
                    .to_vec(),
            )
        })
        .collect();
    if !notes.is_empty() {
        out.push(title(2, with.texts.word("feedback_reasons")));
        let head = [("unit", Align::Left), ("your_reason", Align::Left), ("teachers_mark", Align::Left)];
        out.push(with.table("reasons", "feedback_reasons_how", &head, notes));
    }
    out
}

fn by_variable(s: &Graded, key: &Key, with: Wording<'_>) -> Block {
    let row = |v: &String| {
        let (sum, n) = s.credit.get(v).copied().unwrap_or_default();
        let mean = (n > 0).then(|| sum / n as f64);
        [with.variable(v), n.to_string(), percent(mean)].map(line).to_vec()
    };
    let head = [("asked", Align::Left), ("codes", Align::Right), ("agreement", Align::Right)];
    with.table("by-variable", "feedback_by", &head, key.variables.iter().map(row).collect())
}

/// An item on which the student and the key differ, or that is for discussion.
fn item(m: &Marked, a: &Answer, with: Wording<'_>) -> Vec<Block> {
    let status = match a.status {
        Status::Gold => "",
        Status::Discuss => "discuss",
        Status::Draft => "draft",
    };
    let differing: Vec<&Compared> = m.compared.iter().filter(|c| c.credit < 1.0 || c.accepted).collect();
    if m.compared.is_empty() || differing.is_empty() {
        return vec![];
    }
    let mut head: Line = vec![Inline::Strong(a.item.unit.clone()), Inline::Text(format!(" {}", a.item.text))];
    if !status.is_empty() {
        head.push(Inline::Emph(format!(" ({})", with.texts.word(status))));
    }
    let compared = |c: &&Compared| {
        let verdict = match (c.accepted, c.credit) {
            (true, _) => "feedback_accepted",
            (_, x) if x > 0.0 => "feedback_half",
            _ => "feedback_not",
        };
        let values = [
            ("variable", with.variable(&c.variable)),
            ("code", with.code(&c.variable, &c.code)),
            ("key", with.code(&c.variable, &c.key)),
        ];
        line(with.say(verdict, &values))
    };
    let mut list: Vec<Line> = differing.iter().map(compared).collect();
    let speaker = m.speaker.as_ref().filter(|_| !a.speaker.is_empty());
    if let Some(said) = speaker {
        list.push(line(with.say("feedback_speaker", &[("said", said.clone()), ("key", a.speaker.clone())])));
    }
    let mut out = vec![Block::Paragraph(head), Block::List(list)];
    if !a.reason.is_empty() {
        out.push(Block::Paragraph(vec![Inline::Emph(a.reason.clone())]));
    }
    out
}

/// The class at a glance.
fn overview(class: &Class, key: &Key, with: Wording<'_>) -> Vec<Block> {
    let mut out = vec![title(1, with.texts.word("overview_title"))];
    let scores: Vec<f64> = class.students.iter().filter_map(Graded::score).collect();
    let mean = (!scores.is_empty()).then(|| scores.iter().sum::<f64>() / scores.len() as f64);
    out.push(paragraph(with.say(
        "overview_summary",
        &[
            ("students", class.students.len().to_string()),
            ("total", key.scored().count().to_string()),
            ("score", percent(mean)),
            ("other", (key.answers.len() - key.scored().count()).to_string()),
        ],
    )));
    if !class.troubles.is_empty() {
        // Troubles name files and people: on the teacher's screen, not in papers that are passed round.
        out.push(Block::Callout(
            crate::report::block::Tone::Note,
            vec![line(with.say("overview_troubles", &[("n", class.troubles.len().to_string())]))],
        ));
    }
    let row = |s: &Graded| {
        let codes = format!("{} / {}", given(s), asked(key));
        [s.pseudonym.clone(), s.coded.to_string(), codes, percent(s.score()), kappa(s.kappa)]
            .map(line)
            .to_vec()
    };
    let head = [
        ("student", Align::Left),
        ("coded", Align::Right),
        ("codes", Align::Right),
        ("agreement", Align::Right),
        ("kappa", Align::Right),
    ];
    out.push(title(2, with.texts.word("overview_students")));
    let caption = with.say("overview_students_how", &[("total", key.scored().count().to_string())]);
    out.push(Block::Table(Table {
        caption: line(caption),
        ..with.columns("students", &head, class.students.iter().map(row).collect())
    }));
    out.push(title(2, with.texts.word("overview_agreement")));
    out.push(paragraph(with.texts.word("overview_alpha")));
    out.push(agreement(&class.agreement, with));
    out.push(title(2, with.texts.word("overview_errors")));
    out.push(errors(&class.errors, key, with));
    out
}

fn agreement(rows: &[AgreementRow], with: Wording<'_>) -> Block {
    let row = |r: &AgreementRow| {
        let name = match r.variable.split_once(' ') {
            Some((frame, _)) => format!("{}: {}", with.variable(frame), with.texts.word("stance")),
            None => with.variable(&r.variable),
        };
        let alpha = match (r.alpha, r.low, r.high) {
            (None, ..) => with.texts.word("undefined").to_owned(),
            (Some(a), Some(low), Some(high)) => {
                format!("{} [{}, {}]", number(a, 2), number(low, 2), number(high, 2))
            }
            (Some(a), ..) => number(a, 2),
        };
        [name, alpha, percent(r.percent), r.pairable.to_string()].map(line).to_vec()
    };
    let head =
        [("asked", Align::Left), ("alpha", Align::Right), ("equal", Align::Right), ("items", Align::Right)];
    with.table("agreement", "overview_agreement_how", &head, rows.iter().map(row).collect())
}

fn errors(errors: &[CommonError], key: &Key, with: Wording<'_>) -> Block {
    let row = |e: &CommonError| {
        let a = key.answers.get(e.answer)?;
        let cells = [
            a.item.unit.clone(),
            a.item.text.clone(),
            with.variable(&e.variable),
            with.code(&e.variable, &e.key),
            with.code(&e.variable, &e.code),
            format!("{} / {}", e.students, e.of),
        ];
        Some(cells.map(line).to_vec())
    };
    let head = [
        ("unit", Align::Left),
        ("sentence", Align::Left),
        ("asked", Align::Left),
        ("in_key", Align::Left),
        ("in_class", Align::Left),
        ("students", Align::Right),
    ];
    let rows = errors.iter().take(LISTED).filter_map(row).collect();
    with.table("errors", "overview_errors_how", &head, rows)
}
