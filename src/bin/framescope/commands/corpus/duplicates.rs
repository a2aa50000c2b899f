//! `corpus duplicates`: wire copy and reprints.

use framescope::article::{Article, PartialDate};
use framescope::error::{Error, Kind, Result};
use framescope::input::cleaning::{Cleaner, Cleaning};
use framescope::input::duplicates::{DuplicateOptions, Group, Keep, Sketch, groups, set_aside};

use super::{Outcome, Paths};
use crate::args::Global;
use crate::commands::stream::{
    self, Destination, OpenOutput, Output, Progress, Run, Streaming, Tally, Worker,
};
use crate::commands::{csv_lines, json_lines};
use crate::terminal;

/// What counts as a near-duplicate, and how groups are written.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope corpus duplicates downloads/
  framescope corpus duplicates news.jsonl --days 3 --similarity 0.7 --keep one-per-source > groups.csv")]
pub struct Args {
    #[command(flatten)]
    pub which: Paths,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub format: Format,
    /// Least share of the shorter text that must stand in the longer one, 0…1
    #[arg(long, value_name = "SHARE", default_value_t = DuplicateOptions::default().similarity)]
    pub similarity: f64,
    /// Never join texts published more days apart [default: any distance]
    #[arg(long, value_name = "DAYS")]
    pub days: Option<u32>,
    /// Which articles of a group are marked as kept
    #[arg(long, value_enum, default_value_t = KeepArg::OnePerGroup)]
    pub keep: KeepArg,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Jsonl,
    Csv,
}

/// Which articles of a group stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum KeepArg {
    All,
    OnePerGroup,
    OnePerSource,
}

impl From<KeepArg> for Keep {
    fn from(keep: KeepArg) -> Self {
        match keep {
            KeepArg::All => Self::All,
            KeepArg::OnePerGroup => Self::One,
            KeepArg::OnePerSource => Self::OnePerSource,
        }
    }
}

/// What is kept of an article to compare it; its text is not.
#[derive(Default)]
pub struct Kept {
    ids: Vec<String>,
    sources: Vec<Option<String>>,
    dates: Vec<Option<PartialDate>>,
    sketches: Vec<Sketch>,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    if !(0.0..=1.0).contains(&args.similarity) {
        return Err(Error::new(Kind::Study, format!("--similarity {} is outside 0…1", args.similarity)));
    }
    let mut kept = Kept::default();
    let outcome = if args.which.is_study() {
        let (loaded, outcome) = args.which.load(global)?;
        let mut sketcher = Sketcher::new(&loaded.cleaner);
        for article in &loaded.reading.articles {
            kept.add(sketcher.sketch(article));
        }
        outcome
    } else {
        let Paths { paths, reads } = &args.which;
        let cleaner = reads.articles.cleaner(None)?;
        let streaming = Streaming::default();
        let run = Run { paths, reads, streaming: &streaming, global, settings: String::new() };
        stream::run(&run, || Sketcher::new(&cleaner), Collect(&mut kept))?
    };
    write(&kept, args, global)?;
    Ok(outcome)
}

/// An article without its text.
type Sketched = (String, Option<String>, Option<PartialDate>, Sketch);

impl Kept {
    fn add(&mut self, (id, source, date, sketch): Sketched) {
        self.ids.push(id);
        self.sources.push(source);
        self.dates.push(date);
        self.sketches.push(sketch);
    }
}

/// Makes sketches; texts are dropped as soon as they are sketched.
struct Sketcher<'c> {
    cleaner: &'c Cleaner,
    cleaning: Cleaning,
}

impl<'c> Sketcher<'c> {
    fn new(cleaner: &'c Cleaner) -> Self {
        Self { cleaner, cleaning: Cleaning::default() }
    }

    fn sketch(&mut self, article: &Article) -> Sketched {
        self.cleaner.clean_article(article, &mut self.cleaning);
        let sketch = Sketch::new(&article.text, &self.cleaning.removed);
        (article.id.clone(), article.source.clone(), article.date, sketch)
    }
}

impl Worker for Sketcher<'_> {
    type Product = Vec<Sketched>;

    fn article(&mut self, article: &Article, product: &mut Self::Product) -> Result<Tally> {
        product.push(self.sketch(article));
        Ok(Tally { articles: 1, ..Tally::default() })
    }
}

/// Takes sketches in the order of the articles.
struct Collect<'k>(&'k mut Kept);

impl<'k> Output<Vec<Sketched>> for Collect<'k> {
    type Open = Collect<'k>;

    fn open(self, _: &Destination<'_>) -> Result<(Self, Progress)> {
        Ok((self, Progress::default()))
    }
}

impl OpenOutput<Vec<Sketched>> for Collect<'_> {
    fn write(&mut self, product: Vec<Sketched>, _: &Progress) -> Result<()> {
        for sketched in product {
            self.0.add(sketched);
        }
        Ok(())
    }

    fn finish(self) -> Result<()> {
        Ok(())
    }

    fn abandon(self) {}
}

fn write(kept: &Kept, args: &Args, global: &Global) -> Result<()> {
    let found = groups(
        &kept.sketches,
        &kept.dates,
        &DuplicateOptions { similarity: args.similarity, days: args.days },
    );
    let sources: Vec<Option<&str>> = kept.sources.iter().map(Option::as_deref).collect();
    let aside = set_aside(&found, &sources, args.keep.into());
    let rows = found.iter().enumerate().flat_map(|(number, group)| rows(number + 1, group, kept, &aside));
    match args.format {
        Format::Jsonl => terminal::bytes(&json_lines(&rows.collect::<Vec<_>>()))?,
        Format::Csv => {
            let head = ["group", "id", "similarity", "source", "date", "kept"].map(str::to_owned).to_vec();
            let cells = rows.map(|r| {
                let date = r.date.map(|d| d.to_string()).unwrap_or_default();
                let source = r.source.unwrap_or_default().to_owned();
                vec![
                    r.group.to_string(),
                    r.id.to_owned(),
                    r.similarity.to_string(),
                    source,
                    date,
                    r.kept.to_string(),
                ]
            });
            terminal::bytes(&csv_lines(std::iter::once(head).chain(cells)))?;
        }
    }
    if !global.quiet {
        let copies: usize = found.iter().map(|g| g.members.len()).sum();
        terminal::note(&format!(
            "{} articles, {copies} of them in {} {} of near-duplicates; {} of these not kept",
            kept.ids.len(),
            found.len(),
            if found.len() == 1 { "group" } else { "groups" },
            aside.len()
        ));
    }
    Ok(())
}

/// A member of a group, as it is written.
#[derive(serde::Serialize)]
struct Row<'a> {
    group: usize,
    id: &'a str,
    similarity: f64,
    source: Option<&'a str>,
    date: Option<PartialDate>,
    kept: bool,
}

fn rows<'a>(number: usize, group: &Group, kept: &'a Kept, aside: &[usize]) -> Vec<Row<'a>> {
    let row = |m: &framescope::input::duplicates::Member| Row {
        group: number,
        id: kept.ids.get(m.index).map_or("", String::as_str),
        similarity: (m.similarity * 1000.0).round() / 1000.0,
        source: kept.sources.get(m.index).and_then(Option::as_deref),
        date: kept.dates.get(m.index).copied().flatten(),
        kept: aside.binary_search(&m.index).is_err(),
    };
    group.members.iter().map(row).collect()
}
