//! The one error of the library: what went wrong, where, why, and what to do about it.

use std::fmt;
use std::path::Path;

/// What kind of thing went wrong. Decides nothing but the wording of a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A file could not be read, or not as what it claims to be.
    Input,
    /// A lexicon, a cue list or another word file breaks its format.
    Lexicon,
    /// A `study.toml`, an option, or a combination of options that cannot be carried out.
    Study,
    /// A file of human codes that cannot be matched with its texts.
    Coding,
    /// A quantity that the data cannot support, asked for by name.
    Statistics,
    /// A file or folder could not be written.
    Output,
}

/// An error as a person should read it: `file:line:column: reason; remedy`.
///
/// # Example
/// ```
/// use framescope::error::{Error, Kind};
/// let e = Error::new(Kind::Lexicon, "weight 3 is outside 0…1")
///     .at("lexicons/en/frames/threat.toml", 14, 3)
///     .help("give a weight between 0 and 1");
/// assert_eq!(
///     e.to_string(),
///     "lexicons/en/frames/threat.toml:14:3: weight 3 is outside 0…1 (give a weight between 0 and 1)"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: Kind,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    reason: String,
    remedy: Option<String>,
}

/// `Result` with the library's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// An error with its reason: a clause in plain words, without a full stop.
    pub fn new(kind: Kind, reason: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            file: None,
            line: None,
            column: None,
            reason: reason.into(),
            remedy: None,
        }))
    }

    /// A file without anything in it, as a download that was cut off leaves it.
    pub fn empty() -> Self {
        Self::new(Kind::Input, "the file is empty").help("save it again, or take it away")
    }

    /// Names the file (or another input, such as `standard input`) that it is about.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.0.file = Some(file.into());
        self
    }

    /// Names the file by its path.
    #[must_use]
    pub fn in_path(self, path: &Path) -> Self {
        self.in_file(path.display().to_string())
    }

    /// Names the line, counted from 1.
    #[must_use]
    pub fn line(mut self, line: usize) -> Self {
        self.0.line = Some(line);
        self
    }

    /// Names file, line and column, both counted from 1; columns count characters.
    #[must_use]
    pub fn at(mut self, file: impl Into<String>, line: usize, column: usize) -> Self {
        self.0.file = Some(file.into());
        self.0.line = Some(line);
        self.0.column = Some(column);
        self
    }

    /// Says what the user can do about it.
    #[must_use]
    pub fn help(mut self, remedy: impl Into<String>) -> Self {
        self.0.remedy = Some(remedy.into());
        self
    }

    /// The kind of thing that went wrong.
    pub fn kind(&self) -> Kind {
        self.0.kind
    }

    /// The file it is about, as named to the user.
    pub fn file(&self) -> Option<&str> {
        self.0.file.as_deref()
    }

    /// The line it is about, counted from 1.
    pub fn line_number(&self) -> Option<usize> {
        self.0.line
    }

    /// The reason alone, without place and remedy.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// What the user can do about it.
    pub fn remedy(&self) -> Option<&str> {
        self.0.remedy.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { file, line, column, reason, remedy, .. } = &*self.0;
        if let Some(file) = file {
            write!(f, "{file}:")?;
            for place in [line, column].into_iter().flatten() {
                write!(f, "{place}:")?;
            }
            f.write_str(" ")?;
        } else if let Some(line) = line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(reason)?;
        match remedy {
            Some(remedy) => write!(f, " ({remedy})"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// Line and column (both from 1, columns in characters) of a byte offset in `text`.
///
/// # Example
/// ```
/// assert_eq!(framescope::error::line_column("à\nbc", 4), (2, 2));
/// ```
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let line = memchr::memchr_iter(b'\n', before).count() + 1;
    let start = memchr::memrchr(b'\n', before).map_or(0, |i| i + 1);
    let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
    (line, column)
}
