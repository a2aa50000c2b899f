//! Dictionaries of other programs: read into lexicons and written from them, with a list of what could not be carried over.
//!
//! ```text
//! bytes ─decode→ text ─FORMATS→ Category tree ─import→ Lexicons
//! Lexicons ─export→ Category tree ─FORMATS→ text
//! ```
//! In between stands the language that all of them share: words, `*` and `?`, phrases, nested categories, a weight. Plain words of
//! another program match one form; ours match every form of a stem. Neither is turned into the other in silence.

pub mod category;
mod export;
mod import;
mod lexicoder;
mod liwc;
mod native;
mod table;
mod wordstat;
mod xml;
mod yaml;
mod yoshikoder;

pub use category::{Category, Loss, Losses, Term};
pub use export::{Export, ExportOptions};
pub use import::{Import, ImportOptions, Shape};
pub use native::to_toml;

use super::entry::Lexicon;
use crate::error::{Error, Kind, Result};

/// A file format of dictionaries.
pub struct Format {
    /// Its name, as options give it.
    pub name: &'static str,
    /// Endings of its files, the first the usual one.
    pub endings: &'static [&'static str],
    /// What it is, for help texts.
    pub about: &'static str,
    /// What it can say.
    pub can: Abilities,
    read: fn(&str, &mut Losses) -> Result<Vec<Category>>,
    write: fn(&[Category]) -> String,
}

/// What a format can say; the rest is lost and reported.
#[derive(Debug, Clone, Copy)]
pub struct Abilities {
    /// Where `*` may stand.
    pub globs: Globs,
    /// Categories inside categories.
    pub nesting: bool,
    /// A weight for each term.
    pub weights: bool,
}

/// Where `*` and `?` may stand in a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Globs {
    /// Anywhere, a whole word included.
    Anywhere,
    /// `*` at the end of the term alone.
    AtEnd,
}

/// Every foreign format, sorted by name.
pub const FORMATS: &[Format] = &[
    Format {
        name: "csv",
        endings: &["csv", "tsv"],
        about: "a table with the columns term (or pattern), category, group, weight",
        can: Abilities { globs: Globs::Anywhere, nesting: true, weights: true },
        read: table::read,
        write: table::write,
    },
    Format {
        name: "lexicoder",
        endings: &["lc3"],
        about: "Lexicoder 3: +category lines, then terms",
        can: Abilities { globs: Globs::AtEnd, nesting: false, weights: false },
        read: lexicoder::read,
        write: lexicoder::write,
    },
    Format {
        name: "liwc",
        endings: &["dic"],
        about: "LIWC 2001 to 2015: numbered categories between % lines, then terms with numbers",
        can: Abilities { globs: Globs::AtEnd, nesting: true, weights: false },
        read: liwc::read_dic,
        write: liwc::write_dic,
    },
    Format {
        name: "liwc22",
        endings: &["dicx"],
        about: "LIWC-22: a table with one column a category",
        can: Abilities { globs: Globs::AtEnd, nesting: true, weights: true },
        read: liwc::read_dicx,
        write: liwc::write_dicx,
    },
    Format {
        name: "quanteda",
        endings: &["yml", "yaml"],
        about: "quanteda: YAML keys with lists of terms",
        can: Abilities { globs: Globs::Anywhere, nesting: true, weights: false },
        read: yaml::read,
        write: yaml::write,
    },
    Format {
        name: "wordstat",
        endings: &["cat"],
        about: "WordStat: categories by indentation, terms with (weight)",
        can: Abilities { globs: Globs::Anywhere, nesting: true, weights: true },
        read: wordstat::read,
        write: wordstat::write,
    },
    Format {
        name: "yoshikoder",
        endings: &["ykd", "lcd"],
        about: "Yoshikoder and Lexicoder 2: XML of cnode and pnode",
        can: Abilities { globs: Globs::AtEnd, nesting: true, weights: true },
        read: yoshikoder::read,
        write: yoshikoder::write,
    },
];

/// The foreign format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.name == name)
}

/// The format of a file by its ending and, where that is unknown or shared, by what stands in it; `None` for framescope's
/// own TOML.
///
/// # Errors
/// If neither ending nor content tells.
pub fn detect(file: &str, text: &str) -> Result<Option<&'static Format>> {
    let ending =
        file.rsplit(['/', '\\']).next().and_then(|n| n.rsplit_once('.')).map(|(_, e)| e.to_ascii_lowercase());
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with("<?xml") || text.starts_with("<dictionary") {
        return Ok(format("yoshikoder"));
    }
    match ending.as_deref() {
        Some("toml") => return Ok(None),
        // Files of LIWC-22 and earlier versions are often given each other's ending.
        Some("dic" | "dicx") => {
            let old = text.lines().any(|l| l.trim() == "%");
            return Ok(format(if old { "liwc" } else { "liwc22" }));
        }
        Some("lcd") => return Ok(format("lexicoder")),
        Some(ending) => {
            if let Some(format) = FORMATS.iter().find(|f| f.endings.contains(&ending)) {
                return Ok(Some(format));
            }
        }
        None => {}
    }
    let first = text.lines().next().unwrap_or_default();
    let name = match first {
        line if line.trim() == "%" => "liwc",
        line if line.starts_with('+') => "lexicoder",
        line if line.to_ascii_lowercase().starts_with("dicterm,") => "liwc22",
        line if line.trim_end().ends_with(':') || line.starts_with("---") => "quanteda",
        line if line.contains(" = ") || line.starts_with("[[") => return Ok(None),
        // Lists of words are handed out as text with tabs: NRC, AFINN.
        line if line.contains('\t') => "csv",
        _ => {
            return Err(Error::new(Kind::Lexicon, "this is no dictionary that framescope knows")
                .in_file(file)
                .help(format!(
                    "name its format: toml, {}",
                    FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join(", ")
                )));
        }
    };
    Ok(format(name))
}

/// Reads a dictionary of any format, framescope's own included; `file` is its name in messages.
///
/// # Errors
/// If it cannot be decoded, is in no known format, is malformed beyond repair, or lacks a language that `options` does not give.
///
/// # Example
/// ```
/// use framescope::lexicon::exchange::{ImportOptions, read};
/// use framescope::text::Language;
/// let options = ImportOptions { language: Some(Language::ENGLISH), ..ImportOptions::default() };
/// let import = read("mine.yml", b"Threat:\n  - attack*\n  - car bomb\n", &options)?;
/// assert_eq!(import.lexicons[0].id, "threat");
/// assert_eq!(import.lexicons[0].groups[0].entries[1].pattern, "=car =bomb");
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub fn read(file: &str, bytes: &[u8], options: &ImportOptions) -> Result<Import> {
    let decoded = crate::input::decode::decode(bytes, None, false).map_err(|e| e.in_file(file))?;
    let mut losses = Losses::default();
    if decoded.guessed {
        losses.add("read as", None, decoded.encoding);
    }
    let named = match options.format {
        None => detect(file, &decoded.text)?,
        Some("toml") => None,
        Some(name) => Some(format(name).ok_or_else(|| {
            Error::new(Kind::Lexicon, format!("{name:?} is no dictionary format"))
                .help(FORMATS.iter().map(|f| f.name).collect::<Vec<_>>().join(", "))
        })?),
    };
    let Some(format) = named else {
        let lexicon = super::parse::parse(file, &decoded.text)?;
        return Ok(Import { lexicons: vec![lexicon], losses: losses.list() });
    };
    let categories = (format.read)(&decoded.text, &mut losses).map_err(|e| e.in_file(file))?;
    import::import(file, &categories, options, losses)
}

/// Writes lexicons in a foreign format.
pub fn write(lexicons: &[&Lexicon], format: &Format, options: ExportOptions<'_>) -> Export {
    let (categories, losses) = export::export(lexicons, format.can, options);
    Export { text: (format.write)(&categories), losses: losses.list() }
}

#[cfg(test)]
mod tests;
