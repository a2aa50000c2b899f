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
    /// A link to another place of the report.
    Link {
        /// The words.
        text: String,
        /// Id of the block linked to.
        to: String,
        /// Of the quotations there, only those with this property (`stance`, `denied`).
        only: Option<(&'static str, String)>,
    },
}

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

/// One quoted sentence with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The words, hits marked.
    pub words: Line,
    /// Stance, voice, speaker, in words.
    pub reading: String,
    /// Article, date and sentence.
    pub place: String,
    /// What it can be found by: names of properties and their values, empty ones left out. Several values are joined by `|`.
    pub facets: Vec<(&'static str, String)>,
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
    /// A table.
    Table(Table),
    /// A figure.
    Figure(Figure),
    /// Quotations.
    Quotes(Vec<Quote>),
}

/// Plain words as a line.
pub fn text(words: impl Into<String>) -> Inline {
    Inline::Text(words.into())
}

/// A line of plain words.
pub fn line(words: impl Into<String>) -> Line {
    vec![text(words)]
}

/// A paragraph of plain words.
pub fn paragraph(words: impl Into<String>) -> Block {
    Block::Paragraph(line(words))
}

/// A heading whose id is made from its words.
pub fn heading(level: u8, words: &str) -> Block {
    Block::Heading { level, text: words.to_owned(), id: slug(words) }
}

/// The words of a line without marks.
pub fn plain(line: &Line) -> String {
    line.iter()
        .map(|i| match i {
            Inline::Text(s) | Inline::Strong(s) | Inline::Emph(s) | Inline::Code(s) => s.as_str(),
            Inline::Hit { text, .. } | Inline::Link { text, .. } => text,
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
