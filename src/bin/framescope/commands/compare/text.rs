//! A comparison to read in a terminal.

use framescope::report::format::number;
use framescope::report::words::Words;
use framescope::stats::estimate::Unit;
use framescope::study::compare::Verdict;
use framescope::study::records::Record;

/// Rows of differences that are still read one by one; of more, those that say something are shown.
const LISTED: usize = 40;
/// Frames side by side.
const ACROSS: usize = 4;
/// Marks of remarks below a table.
const MARKS: [&str; 5] = ["*", "†", "‡", "§", "¶"];

/// The records, kind after kind; `by` is the column that articles are grouped by, `usual` if nothing was asked for and the most
/// telling is wanted.
pub fn write(rows: &[&Record], by: &str, usual: bool) -> String {
    if rows.is_empty() {
        return "nothing of this kind: see framescope compare --help\n".to_owned();
    }
    let mut s = String::new();
    for part in rows.chunk_by(|a, b| a.kind == b.kind) {
        let kind = part.first().map_or("", |r| r.kind);
        let widths = Widths::of(part);
        s.push_str(if s.is_empty() { "" } else { "\n" });
        s.push_str(&title(kind, by));
        s.push('\n');
        match kind {
            "measure" if usual => s.push_str(&matrix(part)),
            "difference" | "rest" if usual && part.len() > LISTED => s.push_str(&telling(part, kind)),
            _ => part.iter().for_each(|r| s.push_str(&line(r, widths))),
        }
    }
    s
}

/// Rows that say something, and how many others there are.
fn telling(rows: &[&Record], kind: &str) -> String {
    let says = |r: &&Record| matches!(r.verdict, Some(Verdict::More | Verdict::Less)) || r.fragile.is_some();
    let shown: Vec<&Record> = rows.iter().copied().filter(says).collect();
    let widths = Widths::of(&shown);
    let mut s: String = shown.iter().map(|r| line(r, widths)).collect();
    let others = rows.len() - shown.len();
    s.push_str(&format!(
        "  In {others} of {} no reliable difference can be told; --kind {kind} shows these too, --format csv has everything.\n",
        rows.len()
    ));
    s
}

/// A line for each source, a column for each frame.
fn matrix(rows: &[&Record]) -> String {
    let mut frames: Vec<&str> = Vec::new();
    let mut sources: Vec<&str> = Vec::new();
    for r in rows {
        let source = r.source.as_deref().unwrap_or_default();
        if !frames.contains(&r.frame.as_str()) {
            frames.push(&r.frame);
        }
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let mut remarks: Vec<String> = Vec::new();
    let mut cell = |frame: &str, source: &str| {
        let is = |r: &&&Record| r.frame == frame && r.source.as_deref().unwrap_or_default() == source;
        let Some(r) = rows.iter().find(is) else { return "–".to_owned() };
        let Some(remark) = remark(r) else { return estimate(r, 1) };
        let at = remarks.iter().position(|k| *k == remark).unwrap_or_else(|| {
            remarks.push(remark);
            remarks.len() - 1
        });
        format!("{}{}", estimate(r, 1), MARKS.get(at).unwrap_or(&"*"))
    };
    let mut s = String::new();
    for some in frames.chunks(ACROSS) {
        let head = std::iter::once(String::new()).chain(some.iter().map(|f| (*f).to_owned())).collect();
        let row = |source: &&str| {
            std::iter::once((*source).to_owned()).chain(some.iter().map(|f| cell(f, source))).collect()
        };
        let table: Vec<Vec<String>> = std::iter::once(head).chain(sources.iter().map(row)).collect();
        let widths: Vec<usize> = (0..=some.len())
            .map(|c| table.iter().filter_map(|r| r.get(c)).map(|c| c.chars().count()).max().unwrap_or(0))
            .collect();
        for row in &table {
            let cells: Vec<String> = row.iter().zip(&widths).map(|(c, w)| format!("  {c:<w$}")).collect();
            s.push_str(cells.concat().trim_end());
            s.push('\n');
        }
    }
    for (remark, mark) in remarks.iter().zip(MARKS) {
        s.push_str(&format!("  {mark} {remark}\n"));
    }
    s
}

/// What must be known to read an estimate.
fn remark(r: &Record) -> Option<String> {
    let bare = r.estimate.is_some() && r.low.is_none();
    let missing = if bare { "interval not estimable: " } else { "" };
    let note = r.note.as_ref().map(|n| format!("{missing}{n}"));
    let runs = (r.unit == Some(Unit::SentenceBlock.name()))
        .then(|| "interval of runs of sentences: it says how even this one text is".to_owned());
    match (note, runs) {
        (Some(a), Some(b)) => Some(format!("{a}; {b}")),
        (a, b) => a.or(b),
    }
}

fn estimate(r: &Record, digits: usize) -> String {
    match (r.estimate, r.low, r.high) {
        (Some(v), Some(a), Some(b)) => {
            format!("{} [{}, {}]", number(v, digits), number(a, digits), number(b, digits))
        }
        (Some(v), ..) => number(v, digits),
        _ if r.kind == "omnibus" => String::new(),
        _ => "not estimable".to_owned(),
    }
}

fn title(kind: &str, by: &str) -> String {
    // What is compared need not be sources.
    let (each, all) = if by == "source" { ("Each source", "sources") } else { ("Each group", "groups") };
    let told = match kind {
        "measure" => return format!("Frames by {by} (rate: hits per 1,000 words, with 95 % intervals)"),
        "difference" => "Differences, first minus second, hits per 1,000 words",
        "rest" => return format!("{each} against all others of its language, hits per 1,000 words"),
        "omnibus" => return format!("Is there any difference among all {all} of a language?"),
        "association" => "Frames near a concept",
        "period" => "Frames over time, hits per 1,000 words",
        "change" => "After minus before, hits per 1,000 words",
        _ => "Corrected for the error of the tool",
    };
    told.to_owned()
}

/// Widths of the columns of some rows.
#[derive(Clone, Copy)]
struct Widths {
    frame: usize,
    source: usize,
    /// With the space behind it; 0 where nothing is taken apart.
    facet: usize,
    measure: usize,
}

impl Widths {
    fn of(rows: &[&Record]) -> Self {
        let most =
            |of: &dyn Fn(&Record) -> String| rows.iter().map(|r| of(r).chars().count()).max().unwrap_or(0);
        let facet = most(&facet);
        Self {
            frame: most(&|r| r.frame.clone()),
            source: most(&sources),
            facet: if facet > 0 { facet + 2 } else { 0 },
            measure: most(&|r| r.measure.to_owned()),
        }
    }
}

fn sources(r: &Record) -> String {
    match (&r.source, &r.second) {
        (Some(a), Some(b)) => format!("{a} − {b}"),
        (Some(a), None) => a.clone(),
        (None, _) => format!("all ({})", r.language.as_deref().unwrap_or("?")),
    }
}

fn facet(r: &Record) -> String {
    match (r.facet, &r.value) {
        (Some(f), Some(v)) => format!("{f}: {v}"),
        _ => String::new(),
    }
}

fn line(r: &Record, widths: Widths) -> String {
    let sources = sources(r);
    let facet = facet(r);
    let share = matches!(r.measure, "segment-share" | "prevalence" | "sentence-share" | "near" | "elsewhere")
        || r.kind == "association" && r.measure == "difference";
    let digits = if share { 2 } else { 1 };
    let estimate = estimate(r, digits);
    let Widths { frame, source, facet: value, measure } = widths;
    let words = Words::of("en");
    let p =
        |name: &str, p: Option<f64>| p.map(|p| format!("  {name} {}", words.p_value(p))).unwrap_or_default();
    let verdict = match r.verdict {
        Some(Verdict::More) => "  more",
        Some(Verdict::Less) => "  less",
        Some(Verdict::NoReliableDifference) => "  no reliable difference",
        Some(Verdict::NotTested) => "  not tested",
        None => "",
    };
    let fragile = r.fragile.as_ref().map(|f| format!("  fragile: the sign turns {f}")).unwrap_or_default();
    let note = remark(r).map(|n| format!("  ({n})")).unwrap_or_default();
    let row = format!(
        "  {:<frame$}  {sources:<source$}  {facet:<value$}{:<measure$}  {estimate:<24}{}{}{verdict}{fragile}{note}",
        r.frame,
        r.measure,
        p("p", r.p),
        p("q", r.q)
    );
    format!("{}\n", row.trim_end())
}
