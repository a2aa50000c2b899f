//! A column of JSON lines → articles, by the reader of the command line: engines need not parse what is parsed here.

use arrow_array::cast::AsArray;
use arrow_array::{GenericStringArray, OffsetSizeTrait, RecordBatch};
use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::input::jsonl::Records;
use framescope::input::{Notes, ReadOptions};
use framescope::report::manifest::hash;

use crate::tables::Failure;

/// Stands before the number of a line in the id of a record that brought none; no id can begin with it.
const NO_ID: &str = "\u{0}";
/// Characters of the hash that stands in for a missing id.
const HASH: usize = 16;
/// What lines are called in messages.
const LINES: &str = "lines";

/// Gives the article of every line of the first column to `each`, or why it is none. Empty lines are passed over. Lines have no
/// number on a cluster: a record without an id is called by the hash of its line, which is the same wherever it is read.
///
/// # Errors
/// If the first column is no text.
pub fn read(
    batch: &RecordBatch,
    first: u64,
    options: &ReadOptions,
    notes: &mut Notes,
    mut each: impl FnMut(u64, std::result::Result<Article, Failure>),
) -> Result<()> {
    let column = batch.columns().first();
    let texts = column.and_then(|c| c.as_string_opt::<i32>()).map(bytes_of);
    let Some(lines) = texts.or_else(|| column?.as_string_opt::<i64>().map(bytes_of)) else {
        return Err(Error::new(Kind::Input, "lines are read from a column of text").in_file(LINES));
    };
    for (row, line) in lines.into_iter().enumerate() {
        let mut records = Records::new(LINES, line, options).with_id_prefix(NO_ID.into());
        let row = first + row as u64;
        match records.next() {
            None => {}
            Some(Ok(mut article)) => {
                if article.id.starts_with(NO_ID) {
                    article.id = name(line);
                }
                each(row, Ok(article));
            }
            Some(Err(e)) => {
                each(row, Err(Failure { row, id: Some(name(line)), reason: e.reason().to_owned() }));
            }
        }
        notes.append(records.notes());
    }
    Ok(())
}

/// The bytes of each row, which are not taken for text yet; none for a row that has none.
fn bytes_of<O: OffsetSizeTrait>(lines: &GenericStringArray<O>) -> Vec<&[u8]> {
    let (offsets, data) = (lines.value_offsets(), lines.value_data());
    let line = |ends: &[O]| data.get(ends[0].as_usize()..ends[1].as_usize()).unwrap_or_default();
    offsets.windows(2).map(line).collect()
}

/// What a line without an id is called.
fn name(line: &[u8]) -> String {
    format!("sha256:{}", hash(line).get(..HASH).unwrap_or_default())
}
