//! `framescope score`: counts per unit, for other programs.

use std::path::PathBuf;
use std::sync::Arc;

use framescope::article::Article;
use framescope::error::Result;
#[cfg(feature = "parquet")]
use framescope::score::columns::{Batch, Batches};
use framescope::score::table::{Layout, RowWriter, Rows};
use framescope::score::{Analyser, Annotation, Depth, Unit};

use super::inputs::Reads;
use super::stream::{Bytes, Run, Streaming, Tally, Text};
use super::{Outcome, stream};
use crate::args::Global;

/// Count frames, stance, voice, concepts and tone per article, segment, sentence or hit
///
/// Rows are written in the order of the articles. Counts, not rates: rates belong to reports, and `report --from` makes one of
/// the rows.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope score articles/ > scores.csv
  framescope score - --unit sentence --format jsonl < articles.jsonl
  framescope score archive.jsonl.zst --format parquet --out scores.parquet --stats
  framescope score archive.jsonl --out scores.csv --resume        after an interruption
  framescope score archive.jsonl --shard 3/16 --out scores-3.csv  on the third of 16 machines")]
pub struct Args {
    /// Files, folders or globs; - reads JSONL from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What a row is
    #[arg(long, value_enum, default_value_t = UnitArg::Article)]
    pub unit: UnitArg,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub format: Format,
    /// Paragraphs are joined until a segment holds as many sentences
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub segment_sentences: usize,
    #[command(flatten)]
    pub streaming: Streaming,
    #[command(flatten)]
    pub reads: Reads,
}

/// Units of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum UnitArg {
    Article,
    Segment,
    Sentence,
    Hit,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Csv,
    Jsonl,
    #[cfg(feature = "parquet")]
    Parquet,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let mut scheme = args.reads.scheme_of_rows()?;
    scheme.threads = global.threads.unwrap_or(scheme.threads);
    let scheme = Arc::new(scheme);
    // The process ends with the command: taking the tables apart would be work for nobody.
    std::mem::forget(scheme.clone());
    let unit = match args.unit {
        UnitArg::Article => Unit::Article,
        UnitArg::Segment => Unit::Segment,
        UnitArg::Sentence => Unit::Sentence,
        UnitArg::Hit => Unit::Hit,
    };
    let rows = Rows::new(unit, args.segment_sentences);
    let Args { paths, reads, streaming, .. } = args;
    let settings = format!("score {unit:?} {:?} {}", args.format, args.segment_sentences);
    let run = Run { paths, reads, streaming, global, settings };
    let layout = match args.format {
        Format::Csv => Layout::Csv,
        Format::Jsonl => Layout::Jsonl,
        #[cfg(feature = "parquet")]
        Format::Parquet => {
            stream::refuse_resume(streaming, "Parquet")?;
            let worker = || ColumnWorker {
                analyser: Analyser::new(scheme.clone()),
                rows: rows.clone(),
                batches: Batches::new(&scheme),
                failed: None,
            };
            return stream::run(&run, worker, stream::ParquetOutput(&scheme));
        }
    };
    let writer = RowWriter::new(&scheme, layout);
    let worker = || {
        let (mut analyser, mut rows, writer) = (Analyser::new(scheme.clone()), rows.clone(), &writer);
        Bytes(move |article: &Article, out: &mut Vec<u8>| {
            let scheme = analyser.scheme().clone();
            let annotation = analyser.annotate(article, Depth::Rows)?;
            rows.each(&scheme, article, annotation, |row| writer.write(row, out));
            Ok(tally(article, annotation))
        })
    };
    stream::run(&run, worker, Text { head: writer.head(), tail: vec![], alone: true })
}

/// What an article adds to the statistics of a run.
pub fn tally(article: &Article, annotation: &Annotation) -> Tally {
    Tally {
        articles: 1,
        text: article.text.len() as u64,
        tokens: annotation.document.counted_tokens() as u64,
        hits: annotation.hits.len() as u64,
    }
}

/// Scores into columns.
#[cfg(feature = "parquet")]
struct ColumnWorker {
    analyser: Analyser,
    rows: Rows,
    batches: Batches,
    failed: Option<framescope::error::Error>,
}

#[cfg(feature = "parquet")]
impl stream::Worker for ColumnWorker {
    type Product = Option<Batch>;

    fn article(&mut self, article: &Article, _: &mut Option<Batch>) -> Result<Tally> {
        if let Some(e) = self.failed.take() {
            return Err(e);
        }
        let scheme = self.analyser.scheme().clone();
        let annotation = self.analyser.annotate(article, Depth::Rows)?;
        self.rows.each(&scheme, article, annotation, |row| self.batches.push(row));
        Ok(tally(article, annotation))
    }

    fn finish(&mut self, product: &mut Option<Batch>) {
        match self.batches.take() {
            Ok(batch) => *product = batch,
            Err(e) => self.failed = Some(e),
        }
    }
}
