//! `WebAnno` TSV 3.3, as `WebAnno` and `INCEpTION` read and write it: one file a document, a line a token, a column a feature.
//!
//! The layer is `webanno.custom.Frame` with the features `frame` and `stance`. Offsets are UTF-16 units, as in Java. A span over
//! several tokens, or one of several on a token, carries a number in brackets; `_` is no annotation, `*` one without a value; these
//! signs are escaped with a backslash where they stand in a value.

use std::collections::BTreeMap;

use super::{Imported, Mark, Marked};
use crate::error::{Error, Kind, Result};
use crate::stance::Stance;

const HEAD: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Frame|frame|stance\n\n";

/// A document as TSV, and how many of its spans had to be widened to whole tokens.
pub fn write(document: &Marked) -> (String, usize) {
    let chars: Vec<char> = document.text.chars().collect();
    // UTF-16 units before every code point.
    let units: Vec<u32> = std::iter::once(0)
        .chain(chars.iter().scan(0, |sum, c| {
            *sum += c.len_utf16() as u32;
            Some(*sum)
        }))
        .collect();
    let mut out = HEAD.to_owned();
    let mut marks = Numbered::of(&document.marks);
    for (s, (start, end)) in document.sentences.iter().enumerate() {
        let (from, to) = (*start as usize, (*end as usize).min(chars.len()));
        let Some(words) = chars.get(from..to).filter(|w| !w.is_empty()) else { continue };
        let text: String = words.iter().collect();
        out.push_str(&format!("\n#Text={}\n", escape_text(&text)));
        for (t, (a, b)) in tokens(words).into_iter().enumerate() {
            let (a, b) = (from + a, from + b);
            let token: String = chars[a..b].iter().collect();
            let (frame, stance) = marks.columns(a as u32, b as u32);
            out.push_str(&format!(
                "{}-{}\t{}-{}\t{token}\t{frame}\t{stance}\t\n",
                s + 1,
                t + 1,
                units[a],
                units[b]
            ));
        }
    }
    (out, marks.widened.len())
}

/// Marks with the numbers that tell them apart.
struct Numbered<'a> {
    marks: &'a [Mark],
    widened: std::collections::BTreeSet<usize>,
}

impl<'a> Numbered<'a> {
    fn of(marks: &'a [Mark]) -> Self {
        Self { marks, widened: std::collections::BTreeSet::new() }
    }

    /// The cells of a token.
    fn columns(&mut self, start: u32, end: u32) -> (String, String) {
        let here: Vec<usize> = (0..self.marks.len())
            .filter(|i| self.marks[*i].start < end && start < self.marks[*i].end)
            .collect();
        let (mut frames, mut stances) = (Vec::new(), Vec::new());
        for i in &here {
            let m = &self.marks[*i];
            if (m.start > start && m.start < end) || (m.end > start && m.end < end) {
                self.widened.insert(*i);
            }
            // Numbered throughout: a span that stands alone on one token needs none, but may carry it.
            frames.push(format!("{}[{}]", escape(&m.frame), i + 1));
            stances.push(format!("{}[{}]", m.stance.map_or("*", Stance::name), i + 1));
        }
        if here.is_empty() { ("_".into(), "_".into()) } else { (frames.join("|"), stances.join("|")) }
    }
}

/// Tokens of a sentence: runs of letters and digits, and every other sign alone. Positions in characters.
fn tokens(words: &[char]) -> Vec<(usize, usize)> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}');
    let mut out: Vec<(usize, usize)> = Vec::new();
    for (i, c) in words.iter().enumerate() {
        match out.last_mut() {
            _ if c.is_whitespace() => {}
            Some(last) if is_word(*c) && last.1 == i && is_word(words[i - 1]) => last.1 = i + 1,
            _ => out.push((i, i + 1)),
        }
    }
    out
}

fn escape_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t")
}

fn escape(value: &str) -> String {
    let mut out = String::new();
    for c in value.replace("->", "\\->").chars() {
        if matches!(c, '[' | ']' | '|' | '_' | ';' | '*') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Splits a cell at `|` outside escapes, and takes the escapes and numbers off: (value, number).
fn values(cell: &str) -> Vec<(String, Option<u32>)> {
    let mut out = vec![(String::new(), None)];
    let mut chars = cell.chars();
    while let Some(c) = chars.next() {
        let Some(last) = out.last_mut() else { break };
        match c {
            '\\' => last.0.extend(chars.next()),
            '|' => out.push((String::new(), None)),
            '[' => {
                let number: String = chars.by_ref().take_while(|c| *c != ']').collect();
                last.1 = number.parse().ok();
            }
            c => last.0.push(c),
        }
    }
    out
}

/// A layer of the head: first column after the token, and its features.
struct Layer {
    column: usize,
    features: Vec<String>,
}

/// Reads a file; `article` is the document's name (the file's, without its ending), `coder` whose it is.
///
/// # Errors
/// If it is no `WebAnno` TSV 3, or a line of a token is broken, with file and line.
pub fn read(name: &str, text: &str, article: &str, coder: &str) -> Result<Imported> {
    let wrong = |line: usize, reason: &str| Error::new(Kind::Coding, reason).in_file(name).line(line + 1);
    if !text.trim_start_matches('\u{feff}').starts_with("#FORMAT=WebAnno TSV 3") {
        return Err(wrong(0, "this is no WebAnno TSV 3").help("export the document as WebAnno TSV v3.3"));
    }
    let layers = layers(text);
    let mut reader = Reader { words: String::new(), units: 0, spans: BTreeMap::new() };
    for (i, line) in text.lines().enumerate() {
        if let Some(words) = line.strip_prefix("#Text=") {
            reader.sentence(words, text.lines().skip(i + 1));
        } else if !line.starts_with('#') && !line.is_empty() {
            let cells: Vec<&str> = line.split('\t').collect();
            let ends = cells.get(1).and_then(|c| c.split_once('-'));
            let ends = ends.and_then(|(a, b)| Some((a.parse::<u32>().ok()?, b.parse::<u32>().ok()?)));
            let Some((start, end)) = ends else { return Err(wrong(i, "a token without offsets")) };
            reader.token(&cells, start, end, &layers, i);
        }
    }
    let mut out = Imported::default();
    let marks = reader.marks();
    out.add(Marked {
        article: article.into(),
        coder: coder.into(),
        text: reader.words,
        marks,
        sentences: vec![],
    });
    Ok(out)
}

/// The span layers of the head; relations and chains take columns too, but hold no frames.
fn layers(text: &str) -> Vec<Layer> {
    let mut column = 3;
    let mut out = Vec::new();
    for line in text.lines().take_while(|l| !l.starts_with("#Text=")) {
        let Some((kind, layer)) = line.split_once('=').filter(|(k, _)| k.starts_with("#T_")) else {
            continue;
        };
        let features: Vec<String> = layer.split('|').skip(1).map(str::to_lowercase).collect();
        let width = features.len().max(1);
        if kind == "#T_SP" {
            out.push(Layer { column, features });
        }
        column += width;
    }
    out
}

/// A span being put together: ends in UTF-16 units, frame, stance.
type Found = (u32, u32, String, Option<Stance>);

struct Reader {
    /// The text put together again, with spaces where the file has none of it.
    words: String,
    units: u32,
    /// By layer and number.
    spans: BTreeMap<(usize, u64), Found>,
}

impl Reader {
    /// A sentence begins where its first token does; what stood before it was white space.
    fn sentence<'t>(&mut self, words: &str, mut rest: impl Iterator<Item = &'t str>) {
        let first = rest
            .find(|l| !l.starts_with('#'))
            .and_then(|l| l.split('\t').nth(1)?.split('-').next()?.parse().ok());
        let at: u32 = first.unwrap_or(self.units);
        while self.units < at {
            self.words.push(' ');
            self.units += 1;
        }
        let mut chars = words.chars();
        while let Some(c) = chars.next() {
            let c = match c {
                '\\' => match chars.next() {
                    Some('n') => '\n',
                    Some('r') => '\r',
                    Some('t') => '\t',
                    Some(c) => c,
                    None => '\\',
                },
                c => c,
            };
            self.words.push(c);
            self.units += c.len_utf16() as u32;
        }
    }

    fn token(&mut self, cells: &[&str], start: u32, end: u32, layers: &[Layer], line: usize) {
        for (l, layer) in layers.iter().enumerate() {
            let feature = |names: &[&str]| layer.features.iter().position(|f| names.contains(&f.as_str()));
            let cell = |f: Option<usize>| f.and_then(|f| cells.get(layer.column + f)).copied().unwrap_or("_");
            let label = feature(&["frame", "label", "value", "identifier", "code"])
                .or((!layer.features.is_empty()).then_some(0));
            let (frames, stances) = (values(cell(label)), values(cell(feature(&["stance"]))));
            for (k, (frame, number)) in
                frames.into_iter().enumerate().filter(|(_, f)| !matches!(f.0.as_str(), "_" | "*" | ""))
            {
                let stance = stances.get(k).and_then(|s| Stance::from_name(&s.0));
                // Without a number it is a span of this token alone.
                let key = number.map_or((1 << 40) + ((line as u64) << 8) + k as u64, u64::from);
                let span = self.spans.entry((l, key)).or_insert((start, end, frame, stance));
                span.1 = span.1.max(end);
            }
        }
    }

    fn marks(&self) -> Vec<Mark> {
        // Code points before every UTF-16 unit.
        let mut points: Vec<u32> = Vec::with_capacity(self.words.len());
        for (i, c) in self.words.chars().enumerate() {
            points.extend(std::iter::repeat_n(i as u32, c.len_utf16()));
        }
        points.push(self.words.chars().count() as u32);
        let at = |u: u32| points.get(u as usize).copied().unwrap_or(u32::MAX);
        let mark = |(a, b, frame, stance): &Found| {
            let mark = Mark::of(at(*a), at(*b), frame);
            Mark { stance: mark.stance.or(*stance), ..mark }
        };
        self.spans.values().map(mark).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{examples, same};
    use super::*;

    #[test]
    fn what_goes_out_comes_back() {
        for d in examples() {
            let (text, widened) = write(&d);
            assert_eq!(widened, 0);
            let back = read("a.tsv", &text, &d.article, "anna").unwrap();
            same(std::slice::from_ref(&d), &back);
            // White space between sentences is not in the file; everything else is at its place.
            let gaps = |t: &str| t.split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(gaps(&back.documents[0].text), gaps(&d.text));
        }
    }

    #[test]
    fn files_of_other_layers_are_read() {
        let text = "#FORMAT=WebAnno TSV 3.2\n#T_SP=de.X.POS|PosValue\n#T_RL=de.X.Dep|type|BT_de.X.POS\n#T_SP=webanno.custom.F|value\n\n\n\
                    #Text=🛡 A real threat.\n1-1\t0-2\t🛡\tX\t_\t_\t_\t\n1-2\t3-4\tA\tD\t_\t_\tthreat[2]\t\n1-3\t5-9\treal\tA\t_\t_\tthreat[2]|in\\_tent\t\n";
        let back = read("a.tsv", text, "a", "ann").unwrap();
        let frames: Vec<_> =
            back.documents[0].marks.iter().map(|m| (m.start, m.end, m.frame.as_str())).collect();
        assert!(frames.contains(&(2, 8, "threat")) && frames.contains(&(4, 8, "in_tent")), "{frames:?}");
        assert!(read("a.tsv", "nothing", "a", "a").is_err());
        assert!(
            read("a.tsv", "#FORMAT=WebAnno TSV 3.3\n\n\n1-1\tx\ty\n", "a", "a")
                .unwrap_err()
                .to_string()
                .starts_with("a.tsv:4:")
        );
    }
}
