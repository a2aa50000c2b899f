//! Tables from Python → articles. Texts come from other programs' memory: their bytes are checked before they count as text,
//! and a row that cannot be read is named while the others are.

use arrow_array::cast::AsArray;
use arrow_array::{Array, GenericStringArray, OffsetSizeTrait, RecordBatch, RecordBatchReader};
use arrow_schema::{DataType, Schema};
use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::input::columns::{ColumnReader, shown};
use framescope::input::{ColumnMap, Field, FileName, Notes, ReadOptions};
use framescope::study::findings::Exclusion;
use serde::Serialize;

/// What a table is called in messages.
pub const TABLE: &str = "table";

/// A row that is no article.
#[derive(Debug, Clone, Serialize)]
pub struct Failure {
    /// Its number, from 1.
    pub row: u64,
    /// Its id, if it has one that can be read.
    pub id: Option<String>,
    /// Why it is none.
    pub reason: String,
}

impl From<Failure> for Exclusion {
    fn from(f: Failure) -> Self {
        Self { article: f.id.unwrap_or_else(|| format!("row {}", f.row)), reason: f.reason }
    }
}

/// How the rows of a table become articles.
pub enum Source {
    /// Column by column.
    Columns(Reader),
    /// Each row of the first column is a line of JSON.
    Lines(ReadOptions),
}

impl Source {
    /// Columns of this schema, without those that belong to no field; see [`Reader::new`].
    ///
    /// # Errors
    /// As [`Reader::new`].
    pub fn columns(schema: &Schema, columns: Option<&str>) -> Result<(Self, Notes)> {
        let (reader, notes) = Reader::new(schema, columns, false)?;
        Ok((Self::Columns(reader), notes))
    }

    /// Checks what other programs have put into the columns of a batch that are no plain text: once for a batch, because a
    /// dictionary is shared by all its rows.
    ///
    /// # Errors
    /// If a column cannot be read.
    pub fn check(&self, batch: &RecordBatch) -> Result<()> {
        match self {
            Self::Columns(reader) => reader.check(batch),
            Self::Lines(_) => Ok(()),
        }
    }

    /// Gives the number and the article of every row of a batch to `each`, or why it is none; `first` is the number of the
    /// first row, from 1.
    ///
    /// # Errors
    /// If the batch has other columns than the schema.
    pub fn read(
        &self,
        batch: &RecordBatch,
        first: u64,
        notes: &mut Notes,
        each: impl FnMut(u64, std::result::Result<Article, Failure>),
    ) -> Result<()> {
        match self {
            Self::Columns(reader) => reader.read(batch, first, notes, each),
            Self::Lines(options) => crate::lines::read(batch, first, options, notes, each),
        }
    }
}

/// Reads the batches of one table.
#[derive(Clone)]
pub struct Reader {
    columns: ColumnReader,
    /// Columns that are read.
    wanted: Vec<usize>,
    /// Among these, the one that holds ids.
    id: Option<usize>,
}

impl Reader {
    /// A reader of tables of this schema. `columns` maps fields to columns as `--columns` does; without `metadata`, columns that
    /// belong to no field are left aside.
    ///
    /// # Errors
    /// If no column holds texts, or one that should hold a field holds something else.
    pub fn new(schema: &Schema, columns: Option<&str>, metadata: bool) -> Result<(Self, Notes)> {
        let columns = columns.map(ColumnMap::parse).transpose()?.unwrap_or_default();
        let options = ReadOptions { columns, ..ReadOptions::default() };
        let names: Vec<String> = schema.fields().iter().map(|f| f.name().clone()).collect();
        let wrong = |reason: String| Error::new(Kind::Input, reason).in_file(TABLE);
        if let Some(missing) = options.columns.columns().find(|c| !names.iter().any(|n| n == c)) {
            return Err(wrong(format!("there is no column {missing:?}"))
                .help(format!("columns: {}", names.join(", "))));
        }
        let (reader, notes) = ColumnReader::new(FileName::new(TABLE), &names, &options)?;
        let fields = framescope::input::columns::fields(&names, &options);
        for (i, field) in &fields {
            let kind = schema.field(*i).data_type();
            let fits =
                if *field == Field::Text { is_text(kind) } else { !kind.is_nested() && !is_binary(kind) };
            if !fits {
                let e = wrong(format!(
                    "the column {:?}, which holds the {}, is of type {kind}",
                    names[*i],
                    field.name()
                ));
                return Err(e.help("convert it to text, or map another column"));
            }
        }
        let is_field = |i: &usize| fields.iter().any(|(k, _)| k == i);
        let wanted: Vec<usize> = (0..names.len()).filter(|i| metadata || is_field(i)).collect();
        let id = fields.iter().find(|(_, f)| *f == Field::Id);
        let id = id.and_then(|(i, _)| wanted.iter().position(|w| w == i));
        Ok((Self { columns: reader, wanted, id }, notes))
    }

    /// See [`Source::check`].
    ///
    /// # Errors
    /// If a column cannot be read.
    fn check(&self, batch: &RecordBatch) -> Result<()> {
        for i in &self.wanted {
            let Some(column) = batch.columns().get(*i) else { continue };
            if !matches!(column.data_type(), DataType::Utf8 | DataType::LargeUtf8) {
                column.to_data().validate_full().map_err(|e| {
                    let name = batch.schema_ref().field(*i).name().clone();
                    Error::new(Kind::Input, format!("the column {name:?} cannot be read: {e}")).in_file(TABLE)
                })?;
            }
        }
        Ok(())
    }

    /// Gives the number and the article of every row of a batch that was checked to `each`, or why it is none; `first` is
    /// the number of the first row, from 1.
    ///
    /// # Errors
    /// If the batch has other columns than the schema.
    pub fn read(
        &self,
        batch: &RecordBatch,
        first: u64,
        notes: &mut Notes,
        mut each: impl FnMut(u64, std::result::Result<Article, Failure>),
    ) -> Result<()> {
        let batch =
            batch.project(&self.wanted).map_err(|e| Error::new(Kind::Input, e.to_string()).in_file(TABLE))?;
        let mut broken: Vec<Option<String>> = vec![None; batch.num_rows()];
        for (column, field) in batch.columns().iter().zip(batch.schema_ref().fields()) {
            check_texts(column.as_ref(), field.name(), &mut broken);
        }
        for (row, broken) in broken.into_iter().enumerate() {
            let number = first + row as u64;
            let failure = |reason: String, id: Option<String>| Err(Failure { row: number, id, reason });
            let id = || self.id.and_then(|i| shown(batch.columns().get(i)?.as_ref(), row));
            let article = match broken {
                Some(reason) => failure(reason, None),
                None => match self.columns.article(&batch, row, number, notes) {
                    Ok(article) => Ok(article),
                    Err(e) => failure(e.reason().to_owned(), id()),
                },
            };
            each(number, article);
        }
        Ok(())
    }
}

/// All articles of a table with their metadata, and the rows that are none.
///
/// # Errors
/// If the table cannot be read as articles.
pub fn articles(
    reader: Box<dyn RecordBatchReader + Send>,
    columns: Option<&str>,
) -> Result<(Vec<Article>, Vec<Failure>)> {
    let (articles, mut notes) = Reader::new(&reader.schema(), columns, true)?;
    let (mut read, mut failures, mut first) = (vec![], vec![], 1);
    for batch in reader {
        let batch = batch.map_err(|e| Error::new(Kind::Input, e.to_string()).in_file(TABLE))?;
        articles.check(&batch)?;
        articles.read(&batch, first, &mut notes, |_, article| match article {
            Ok(article) => read.push(article),
            Err(f) => failures.push(f),
        })?;
        first += batch.num_rows() as u64;
    }
    Ok((read, failures))
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, value) => is_text(value),
        _ => false,
    }
}

fn is_binary(kind: &DataType) -> bool {
    matches!(
        kind,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_)
    )
}

/// Notes the rows whose text is not UTF-8.
fn check_texts(column: &dyn Array, name: &str, broken: &mut [Option<String>]) {
    match column.data_type() {
        DataType::Utf8 => check_strings(column.as_string::<i32>(), name, broken),
        DataType::LargeUtf8 => check_strings(column.as_string::<i64>(), name, broken),
        _ => {}
    }
}

fn check_strings<O: OffsetSizeTrait>(
    array: &GenericStringArray<O>,
    name: &str,
    broken: &mut [Option<String>],
) {
    let (offsets, data) = (array.value_offsets(), array.value_data());
    for (row, (broken, ends)) in broken.iter_mut().zip(offsets.windows(2)).enumerate() {
        if array.is_null(row) {
            continue;
        }
        let Some(bytes) = data.get(ends[0].as_usize()..ends[1].as_usize()) else {
            *broken = Some(format!("{name}: its place is outside the column"));
            continue;
        };
        if let Err(e) = std::str::from_utf8(bytes) {
            let at = e.valid_up_to();
            let lone = matches!(bytes.get(at..at + 2), Some([0xED, 0xA0..=0xBF]));
            let what = if lone { "half a surrogate pair" } else { "a byte that fits no character" };
            *broken = Some(format!("{name} is not UTF-8: {what} at byte {at}"));
        }
    }
}
