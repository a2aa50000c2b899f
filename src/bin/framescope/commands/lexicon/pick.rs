//! Which lexicons an argument means: built-in ones by name and language, or those of a file.

use std::path::Path;

use framescope::error::{Error, Kind, Result};
use framescope::lexicon::exchange::{self, FORMATS, ImportOptions, Shape};
use framescope::lexicon::{Lexicon, Library};
use framescope::text::Language;

use crate::{files, terminal};

/// How lexicon files are read.
#[derive(Debug, clap::Args, Clone, Default)]
pub struct LexiconReads {
    /// Language of the words, for files that do not say it, and of built-in lexicons [default: all]
    #[arg(long, short, value_name = "CODE")]
    pub language: Option<String>,
    /// Format of lexicon files [default: by ending, then by content]
    #[arg(long, value_name = "NAME")]
    pub from: Option<String>,
    /// What the categories of a foreign file become: frames, tone, or the name of one frame for all
    #[arg(long = "as", value_name = "frames|tone|FRAME", default_value = "frames")]
    pub shape: String,
    /// Let plain words of a foreign file match every form of their stem
    #[arg(long)]
    pub stems: bool,
}

impl LexiconReads {
    /// The language named, if any.
    pub fn language(&self) -> Result<Option<Language>> {
        let Some(tag) = &self.language else { return Ok(None) };
        Language::from_tag(tag).map(Some).ok_or_else(|| {
            Error::new(Kind::Lexicon, format!("{tag:?} is no language code")).help("write en, it, …")
        })
    }

    /// As understood.
    pub fn options(&self) -> Result<ImportOptions> {
        let format = match self.from.as_deref() {
            None => None,
            Some("toml") => Some("toml"),
            Some(name) => Some(exchange::format(name).map(|f| f.name).ok_or_else(|| unknown_format(name))?),
        };
        let shape = match self.shape.as_str() {
            "frames" => Shape::Frames,
            "tone" => Shape::Tone,
            id => Shape::OneFrame(id.to_owned()),
        };
        Ok(ImportOptions { language: self.language()?, format, shape, stems: self.stems })
    }
}

/// The error for a format that is not there.
pub fn unknown_format(name: &str) -> Error {
    let names: Vec<&str> = std::iter::once("toml").chain(FORMATS.iter().map(|f| f.name)).collect();
    Error::new(Kind::Lexicon, format!("{name:?} is no dictionary format")).help(names.join(", "))
}

/// The lexicons that `names` mean; all built-in ones without a name.
///
/// # Errors
/// A name that is neither a built-in lexicon nor a file, and a file that cannot be read.
pub fn lexicons(names: &[String], reads: &LexiconReads) -> Result<Vec<Lexicon>> {
    let language = reads.language()?;
    let mut out = Vec::new();
    if names.is_empty() {
        out = Library::builtin()?.lexicons;
        out.retain(|l| language.is_none_or(|wanted| wanted == l.language));
    }
    for name in names {
        if Path::new(name).is_file() {
            out.extend(file(name, reads)?);
        } else {
            out.extend(builtin(name, language)?);
        }
    }
    Ok(out)
}

/// The lexicons of a file; what could not be carried over is told on standard error.
pub fn file(name: &str, reads: &LexiconReads) -> Result<Vec<Lexicon>> {
    let bytes = files::read(Path::new(name), name, files::LARGEST)?;
    let import = exchange::read(name, &bytes, &reads.options()?)?;
    for loss in &import.losses {
        terminal::note(&format!("{name}: {loss}"));
    }
    Ok(import.lexicons)
}

fn builtin(name: &str, language: Option<Language>) -> Result<Vec<Lexicon>> {
    let (id, tag) = name.split_once(':').map_or((name, None), |(id, tag)| (id, Some(tag)));
    let wanted = tag.and_then(Language::from_tag).or(language);
    let mut found = Library::builtin()?.lexicons;
    let all: Vec<String> = found.iter().map(|l| format!("{}:{}", l.id, l.language)).collect();
    found.retain(|l| {
        (l.id == id && wanted.is_none_or(|w| w == l.language)) || (tag.is_none() && l.language.code() == id)
    });
    if found.is_empty() {
        let looks_like_file = name.contains(['/', '\\', '.']);
        let reason =
            if looks_like_file { "there is no such file" } else { "there is no such lexicon or file" };
        return Err(Error::new(Kind::Lexicon, reason)
            .in_file(name)
            .help(format!("built in: {}", all.join(", "))));
    }
    Ok(found)
}

/// Exactly one lexicon.
///
/// # Errors
/// As [`lexicons`], and if the name means several.
pub fn one(name: &str, reads: &LexiconReads) -> Result<Lexicon> {
    let mut found = lexicons(&[name.to_owned()], reads)?;
    if found.len() == 1
        && let Some(lexicon) = found.pop()
    {
        return Ok(lexicon);
    }
    let names: Vec<String> = found.iter().map(|l| format!("{}:{}", l.id, l.language)).collect();
    Err(Error::new(Kind::Lexicon, format!("{name} means {} lexicons", found.len()))
        .help(format!("name one of {}", names.join(", "))))
}
