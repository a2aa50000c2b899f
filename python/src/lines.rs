//! A column of JSON lines → articles, by the reader of the command line: engines need not parse what is parsed here.

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;
use framescope::article::Article;
use framescope::error::Result;
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
    mut each: impl FnMut(std::result::Result<Article, Failure>),
) -> Result<()> {
    let Some(lines) = batch.columns().first().and_then(|c| c.as_string_opt::<i32>()) else {
        let e = framescope::error::Error::new(
            framescope::error::Kind::Input,
            "lines are read from a column of text",
        );
        return Err(e.in_file(LINES));
    };
    let (offsets, data) = (lines.value_offsets(), lines.value_data());
    for (row, ends) in offsets.windows(2).enumerate() {
        let bounds = usize::try_from(ends[0]).ok().zip(usize::try_from(ends[1]).ok());
        let Some(line) = bounds.and_then(|(a, b)| data.get(a..b)) else { continue };
        let mut records = Records::new(LINES, line, options).with_id_prefix(NO_ID.into());
        match records.next() {
            None => {}
            Some(Ok(mut article)) => {
                if article.id.starts_with(NO_ID) {
                    article.id = name(line);
                }
                each(Ok(article));
            }
            Some(Err(e)) => each(Err(Failure {
                row: first + row as u64,
                id: Some(name(line)),
                reason: e.reason().to_owned(),
            })),
        }
        notes.append(records.notes());
    }
    Ok(())
}

/// What a line without an id is called.
fn name(line: &[u8]) -> String {
    format!("sha256:{}", hash(line).get(..HASH).unwrap_or_default())
}
