//! What a report is made of, before it has a format.

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    /// Plain words.
    Text(String),
    /// Important words.
    Strong(String),
    /// Stressed words.
    Emph(String),
    /// A file name, an option, a pattern.
    Code(String),
    /// A hit inside a quotation.
    Hit {
        /// The words.
        text: String,
        /// True: said not to be so; shown struck.
        denied: bool,
    },
    /// A cue of stance inside a quotation, such as “not” or “may”.
    Cue {
        /// The words.
        text: String,
        /// What kind of cue.
        class: String,
    },
    /// Words in the scope of a cue.
    Scoped {
        /// The words.
        text: String,
        /// Of what kind of cue.
        class: String,
    },
    /// A link out of the report, in a study's own prose or to a file beside the report; never in an article's words.
    Out {
        /// The words.
        text: String,
        /// The address.
        to: String,
    },
    /// A link to another place of the report.
    Link {
        /// The words.
        text: String,
        /// Id of the block linked to.
        to: String,
        /// The quotations meant: those with all of these properties (`stance`, `denied`). Empty: a link to the block itself.
        only: Only,
    },
    /// A footnote, at the place that it explains.
    Note(Note),
}

/// A remark on method that a reader may skip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Id for links; the same id is the same note.
    pub id: &'static str,
    /// What it says, in running text without notes of its own.
    pub words: Line,
    /// Its place among the notes of a document, from 1; 0 until they are numbered.
    pub number: usize,
    /// False where an earlier place already refers to it: the way back leads to the first.
    pub first: bool,
}

/// Properties that quotations are found by, and their values.
pub type Only = Vec<(&'static str, String)>;

/// A line of running text.
pub type Line = Vec<Inline>;

/// How a column stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A table with a caption that can stand alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Id for links, and name of its CSV file.
    pub id: String,
    /// What it shows, of what, and how to read it.
    pub caption: Line,
    /// Column heads with their alignment.
    pub head: Vec<(String, Align)>,
    /// Rows of cells.
    pub rows: Vec<Vec<Line>>,
}

/// A figure with a caption that can stand alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// Id for links, and name of its SVG file.
    pub id: String,
    /// What it shows, of what, and how to read it.
    pub caption: Line,
    /// What a person who cannot see it should be told.
    pub alt: String,
    /// The picture.
    pub svg: String,
}

impl Table {
    /// A table whose columns are named: `<` in front of a head sets it left, `>` right.
    ///
    /// # Example
    /// ```
    /// use framescope::report::block::{Align, Table, line};
    /// let t = Table::new("hits", line("Hits by source."), &["<Source", ">Hits"]);
    /// assert_eq!(t.head, [("Source".to_owned(), Align::Left), ("Hits".to_owned(), Align::Right)]);
    /// ```
    pub fn new<S: AsRef<str>>(id: impl Into<String>, caption: Line, head: &[S]) -> Self {
        let column = |h: &S| match h.as_ref().strip_prefix('>') {
            Some(words) => (words.to_owned(), Align::Right),
            None => (h.as_ref().strip_prefix('<').unwrap_or(h.as_ref()).to_owned(), Align::Left),
        };
        Self { id: id.into(), caption, head: head.iter().map(column).collect(), rows: vec![] }
    }

    /// The same table with rows.
    #[must_use]
    pub fn with(mut self, rows: impl IntoIterator<Item = Vec<Line>>) -> Self {
        self.rows.extend(rows);
        self
    }
}

/// One quoted sentence with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words, hits marked.
    pub words: Line,
    /// Stance, voice, speaker, in words.
    pub reading: String,
    /// Article, date and sentence.
    pub place: String,
    /// Where the whole article can be read, in a file beside the report.
    pub reader: Option<String>,
    /// What it can be found by: names of properties and their values, empty ones left out. Several values are joined by `|`.
    pub facets: Only,
}

/// How much attention a box asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Note,
    /// Must be known before any number is quoted.
    Warning,
}

/// A block of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 for the title, 2 for sections, 3 below.
        level: u8,
        /// The words.
        text: String,
        /// Id for links.
        id: String,
    },
    /// A paragraph.
    Paragraph(Line),
    /// A boxed list of remarks.
    Callout(Tone, Vec<Line>),
    /// A list.
    List(Vec<Line>),
    /// All footnotes, in the order of their numbers.
    Notes(Vec<Note>),
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Figure),
    /// Quotations.
    Quotes {
        /// All of them.
        all: Vec<Quote>,
        /// Where space is short, only so many, from the first.
        short: usize,
    },
}

/// Plain words as a line.
pub fn text(words: impl Into<String>) -> Inline {
    Inline::Text(words.into())
}

/// A line of plain words.
pub fn line(words: impl Into<String>) -> Line {
    vec![text(words)]
}

/// A footnote in plain words.
pub fn note(id: &'static str, words: impl Into<String>) -> Inline {
    Inline::Note(Note { id, words: line(words), number: 0, first: true })
}

/// A paragraph of plain words with a footnote.
pub fn noted(words: impl Into<String>, note: Inline) -> Block {
    Block::Paragraph(vec![text(words), note])
}

/// A paragraph of plain words.
pub fn paragraph(words: impl Into<String>) -> Block {
    Block::Paragraph(line(words))
}

/// A heading with an id that does not change with the language of the report.
pub fn heading(level: u8, words: impl Into<String>, id: &str) -> Block {
    Block::Heading { level, text: words.into(), id: id.to_owned() }
}

/// The words of a line without marks.
pub fn plain(line: &Line) -> String {
    line.iter()
        .map(|i| match i {
            Inline::Note(_) => "",
            Inline::Text(s) | Inline::Strong(s) | Inline::Emph(s) | Inline::Code(s) => s.as_str(),
            Inline::Hit { text, .. }
            | Inline::Link { text, .. }
            | Inline::Cue { text, .. }
            | Inline::Scoped { text, .. }
            | Inline::Out { text, .. } => text,
        })
        .collect()
}

/// Words as an id: lower case, letters and digits, single hyphens.
///
/// # Example
/// ```
/// assert_eq!(framescope::report::block::slug("Sky News (en): a “test”"), "sky-news-en-a-test");
/// ```
pub fn slug(words: &str) -> String {
    let mut out = String::new();
    for c in words.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}
