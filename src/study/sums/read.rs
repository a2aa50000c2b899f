//! Rows of scores into sums: as text, or column by column from record batches.

use std::collections::HashMap;

use super::{ArticleScore, Sums};
use crate::article::Article;
use crate::error::{Error, Kind, Result};
use crate::lexicon::Library;
use crate::score::Scheme;
use crate::study::StudySpec;
use crate::study::adjusted::Measured;
use crate::study::corpus::group_of;
use crate::study::findings::{Exclusion, Findings};
use crate::study::scores::{Column, Columns, Scores, real, whole};
use crate::text::Language;

/// Sums with the names of what they count.
pub struct Summed {
    /// Frame ids, in the order of the sums.
    pub frames: Vec<String>,
    /// Concept ids, in the order of the sums.
    pub concepts: Vec<String>,
    /// The sums.
    pub sums: Sums,
    /// Articles that could not be scored.
    pub excluded: Vec<Exclusion>,
}

impl Summed {
    /// The findings; titles and definitions of frames and concepts are those of `library`, where it has them. `validation` is the
    /// error of the tool, empty if it was not measured.
    ///
    /// # Errors
    /// As [`Sums::findings`].
    pub fn findings(self, spec: &StudySpec, library: &Library, validation: &[Measured]) -> Result<Findings> {
        let scheme = Scheme::of_categories(library, &self.frames, &self.concepts);
        self.sums.findings(spec, self.excluded, &scheme, validation)
    }
}

/// Reads tables of scores of whole articles into sums.
pub struct SumReader {
    names: Scores,
    sums: Option<Sums>,
    seed: u64,
    group_by: String,
    excluded: Vec<Exclusion>,
    row: ArticleScore,
    article: Article,
    /// Languages met, by code.
    languages: HashMap<String, Language>,
}

impl SumReader {
    /// Nothing read yet; articles are compared by `group_by`.
    pub fn new(seed: u64, group_by: &str) -> Self {
        Self {
            names: Scores::new(),
            sums: None,
            seed,
            group_by: group_by.to_owned(),
            excluded: Vec::new(),
            row: ArticleScore::default(),
            article: Article::default(),
            languages: HashMap::new(),
        }
    }

    /// Understands the names of a table's columns.
    ///
    /// # Errors
    /// If it is no table of scores, or has other frames or concepts than the tables before.
    pub fn columns(&mut self, names: &[String]) -> Result<Columns> {
        let columns = self.names.columns(names)?;
        let (frames, concepts) = (self.names.frames.len(), self.names.concepts.len());
        match &self.sums {
            None => self.sums = Some(Sums::new(self.seed, frames, concepts)),
            Some(sums) if (sums.layout.frames, sums.layout.concepts) != (frames, concepts) => {
                let e = Error::new(Kind::Input, "the table has other frames or concepts than those before");
                return Err(e.help("score everything with the same lexicons"));
            }
            Some(_) => {}
        }
        Ok(columns)
    }

    /// Adds a row: its values in the order of the columns, `None` where there is none.
    ///
    /// # Errors
    /// A value that is no number where one is needed, and rows of anything but whole articles.
    pub fn push<'v>(
        &mut self,
        columns: &Columns,
        values: impl Iterator<Item = Option<&'v str>>,
    ) -> Result<()> {
        self.begin();
        let mut state = Seen::default();
        for (column, value) in columns.0.iter().zip(values) {
            let Some(value) = value.filter(|v| !v.is_empty()) else { continue };
            match column {
                Column::Tokens | Column::Stance(..) | Column::Voice(..) | Column::Concept(..) => {
                    self.count(column, whole(value)? as u32);
                }
                Column::Tone(which) => state.tone[*which] = Some(real(value)?),
                _ => self.text(column, value, &mut state)?,
            }
        }
        self.end(state)
    }

    /// Adds the rows of a record batch whose columns were understood before; `tell` hears of rows that cannot be read.
    ///
    /// # Errors
    /// If there are more sources and years than can be kept apart.
    #[cfg(feature = "arrow")]
    pub fn push_batch(
        &mut self,
        columns: &Columns,
        batch: &arrow_array::RecordBatch,
        mut tell: impl FnMut(usize, Error),
    ) -> Result<()> {
        for row in 0..batch.num_rows() {
            self.begin();
            let mut state = Seen::default();
            let mut read = || -> Result<()> {
                for (column, array) in columns.0.iter().zip(batch.columns()) {
                    self.cell(column, array.as_ref(), row, &mut state)?;
                }
                Ok(())
            };
            match read() {
                Err(e) => tell(row, e),
                Ok(()) => match self.end(state) {
                    Err(e) if e.kind() == Kind::Input => tell(row, e),
                    other => other?,
                },
            }
        }
        Ok(())
    }

    #[cfg(feature = "arrow")]
    fn cell(
        &mut self,
        column: &Column,
        array: &dyn arrow_array::Array,
        row: usize,
        state: &mut Seen,
    ) -> Result<()> {
        use arrow_array::cast::AsArray;
        use arrow_array::types::{Float32Type, Int32Type, UInt32Type};
        use arrow_schema::DataType;
        if array.is_null(row) {
            return Ok(());
        }
        match (column, array.data_type()) {
            (Column::Hits(_) | Column::Place | Column::Index, _) => Ok(()),
            (Column::Tone(which), DataType::Float32) => {
                state.tone[*which] = Some(array.as_primitive::<Float32Type>().value(row));
                Ok(())
            }
            (Column::Tokens | Column::Stance(..) | Column::Voice(..) | Column::Concept(..), kind) => {
                let n = match kind {
                    DataType::UInt32 => array.as_primitive::<UInt32Type>().value(row),
                    DataType::Int32 => u32::try_from(array.as_primitive::<Int32Type>().value(row))
                        .map_err(|_| Error::new(Kind::Input, "a count is negative"))?,
                    _ => whole(&shown(array, row))? as u32,
                };
                self.count(column, n);
                Ok(())
            }
            (Column::Tone(which), _) => {
                state.tone[*which] = Some(real(&shown(array, row))?);
                Ok(())
            }
            (_, DataType::Utf8) => self.text(column, array.as_string::<i32>().value(row), state),
            _ => self.text(column, &shown(array, row), state),
        }
    }

    /// What was read.
    ///
    /// # Errors
    /// If no table was read.
    pub fn finish(self) -> Result<Summed> {
        let nothing = || Error::new(Kind::Input, "there are no scores to report on");
        let sums = self.sums.ok_or_else(nothing)?;
        Ok(Summed { frames: self.names.frames, concepts: self.names.concepts, sums, excluded: self.excluded })
    }

    fn begin(&mut self) {
        let row = &mut self.row;
        row.id.clear();
        row.group.clear();
        (row.language, row.date, row.tokens, row.tone) = (Language::UNDETERMINED, None, 0, None);
        row.frames.clear();
        row.frames.resize(self.names.frames.len(), [0; 7]);
        row.concepts.clear();
        row.concepts.resize(self.names.concepts.len(), [0; 2]);
    }

    fn count(&mut self, column: &Column, n: u32) {
        match column {
            Column::Tokens => self.row.tokens = n,
            Column::Stance(frame, stance) => self.row.frames[*frame][*stance] = n,
            Column::Voice(frame, voice) => self.row.frames[*frame][4 + *voice] = n,
            Column::Concept(concept, named) => self.row.concepts[*concept][usize::from(!named)] = n,
            _ => {}
        }
    }

    fn text(&mut self, column: &Column, value: &str, state: &mut Seen) -> Result<()> {
        let row = &mut self.row;
        match column {
            Column::Id => row.id.push_str(value),
            Column::Source if self.group_by == "source" => row.group.push_str(value),
            Column::Date => row.date = value.parse().ok(),
            Column::Language => {
                let known = self.languages.get(value).copied();
                row.language = known.unwrap_or_else(|| {
                    let language = Language::from_tag(value).unwrap_or(Language::UNDETERMINED);
                    self.languages.insert(value.to_owned(), language);
                    language
                });
            }
            Column::Unit if value != "article" => {
                return Err(Error::new(Kind::Input, format!("a row of a single {value}"))
                    .help("so many rows are put together by article only: score with --unit article"));
            }
            Column::Unit => state.unit = true,
            Column::Error => state.error = Some(value.to_owned()),
            Column::Other(name) if *name == self.group_by => row.group.push_str(value),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, state: Seen) -> Result<()> {
        if let Some(reason) = state.error {
            self.excluded.push(Exclusion { article: self.row.id.clone(), reason });
            return Ok(());
        }
        if !state.unit {
            return Err(Error::new(Kind::Input, "the row has no unit"));
        }
        if let [Some(all), Some(without)] = state.tone {
            self.row.tone = Some([all, without]);
        }
        if self.row.group.is_empty() {
            // Years, months and languages are read off the row as off an article.
            self.article.date = self.row.date;
            self.article.language = Some(self.row.language.code().to_owned());
            self.row.group = group_of(&self.article, &self.group_by);
        }
        match &mut self.sums {
            Some(sums) => sums.add(&self.row),
            None => Ok(()),
        }
    }
}

/// What a row has told besides counts.
#[derive(Default)]
struct Seen {
    unit: bool,
    error: Option<String>,
    tone: [Option<f32>; 2],
}

#[cfg(feature = "arrow")]
fn shown(array: &dyn arrow_array::Array, row: usize) -> String {
    crate::input::columns::shown(array, row).unwrap_or_default()
}
