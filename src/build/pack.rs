//! What the word lists say, packed: they are written for people, and take ten times as long to read.

use std::path::Path;
use std::{fs, io};

use serde::{Serialize, Serializer};

use crate::lexicon::{file, graded};

/// Folders and files of lists.
pub const LISTS: &[&str] = &["lexicons", "src/report/words", "src/report/dictionary.toml"];

/// A text with places to fill, which is never read as a list.
const TEMPLATE: &str = "template.toml";

/// Writes every list packed: the path of the list, below `out`, and `.packed`.
pub fn write(out: &Path) -> io::Result<()> {
    LISTS.iter().try_for_each(|path| below(Path::new(path), out))
}

fn below(path: &Path, out: &Path) -> io::Result<()> {
    if path.is_dir() {
        return fs::read_dir(path)?.try_for_each(|entry| below(&entry?.path(), out));
    }
    let name = path.to_string_lossy().replace('\\', "/");
    let text = || fs::read_to_string(path);
    let packed = match path.extension().and_then(|e| e.to_str()) {
        Some("toml") if !path.ends_with(TEMPLATE) => list(&name, &text()?)?,
        // Prior valences from which others are trained are no list of the program.
        Some("tsv") if !path.starts_with("lexicons/training") => {
            pack(&graded::parse(&name, &text()?).map_err(|e| wrong(&e))?)?
        }
        _ => return Ok(()),
    };
    let there = out.join(format!("{name}.packed"));
    fs::create_dir_all(there.parent().unwrap_or(out))?;
    fs::write(there, packed)
}

/// Of a lexicon all that the program's reader tells, places for messages with it: what it is, then its groups, packed by themselves so
/// that they need not be read; of another list what stands in it.
fn list(name: &str, text: &str) -> io::Result<Vec<u8>> {
    let table: toml::Table = toml::from_str(text).map_err(|e| wrong(&format!("{name}: {e}")))?;
    if table.contains_key("group") || table.contains_key("concept") {
        let lexicon = file::read(name, text).map_err(|e| wrong(&e))?;
        return pack(&(&lexicon, Bytes(pack(&*lexicon.groups)?)));
    }
    pack(&table)
}

/// Bytes that are not packed again.
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

fn pack(list: &(impl Serialize + ?Sized)) -> io::Result<Vec<u8>> {
    rmp_serde::to_vec(list).map_err(|e| wrong(&e))
}

fn wrong(e: &impl ToString) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, e.to_string())
}
