//! `framescope code sample`: which sentences people should code, and the sheets to do it on.

use std::path::PathBuf;
use std::sync::Arc;

use framescope::classroom::{Codebook, Form, Questions, sheets};
use framescope::coding::sample::{By, Design, Sample, draw, half_width, size_for};
use framescope::error::{Error, Kind, Result};

use crate::args::Global;
use crate::commands::Outcome;
use crate::commands::inputs::{self, Reads};
use crate::{files, terminal};

/// Draw sentences or segments for people to code, and write blind coding sheets
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Writes sheet.html (to code on, in any browser, without a network), sheet.csv, sheet.xlsx, sheet-print.html, and items.csv: the key that \
says where every unit stands and how it was drawn. Keep the key from the coders. Sheets show no outlet, no date and nothing that the tool found.

Half of the items are drawn plainly at random and speak for the whole study; the rest take turns between strata, so that rare frames and \
stances come up. Give the same sheet to two people or more, and see `agreement`.

Examples:
  framescope code sample my-study --out coding                    50 sentences to start with
  framescope code sample my-study --within 0.05 --out coding      as many as an interval of ± .05 asks for
  framescope code sample my-study --n 200 --unit segment --by source,frame --out coding"
)]
pub struct Args {
    /// A study, or files and folders of articles [default: the built-in study]
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    /// Folder to write
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Items to draw [default: 50]
    #[arg(long, short, value_name = "N", conflicts_with = "within")]
    pub n: Option<usize>,
    /// As many items as the 95 % interval of a precision asks for to be within so much on either side
    #[arg(long, value_name = "0…0.5")]
    pub within: Option<f64>,
    /// The precision expected, for --within and for what is said about intervals
    #[arg(long, value_name = "0…1", default_value_t = 0.8)]
    pub expect: f64,
    /// What is coded
    #[arg(long, value_enum, default_value_t = UnitArg::Sentence)]
    pub unit: UnitArg,
    /// Share of the items drawn plainly at random
    #[arg(long, value_name = "0…1", default_value_t = 0.5)]
    pub random: f64,
    /// What the strata of the others are made of: source, frame, stance, score; none draws all at random
    #[arg(long, value_name = "LIST", default_value = "source,frame,stance,score")]
    pub by: String,
    /// Only articles in this language, such as en
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
    /// Language of the sheets [default: that of the articles if they are all in one]
    #[arg(long, value_name = "en | it")]
    pub sheet_language: Option<String>,
    /// Seed of the draw [default: the study's]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub reads: Reads,
}

/// What may be coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum UnitArg {
    Sentence,
    Segment,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let mut loaded = inputs::load(&args.paths, &args.reads)?;
    let failed = inputs::tell(&loaded.reading, global.quiet);
    let scheme = Arc::new(loaded.scheme()?);
    let design = design(args, &loaded.spec)?;
    let sample = draw(&loaded.reading.articles, &scheme, &design)?;
    let language = args.sheet_language.clone().unwrap_or_else(|| language_of(&sample));
    let book = Codebook::of(&scheme, &language)?;
    let title = format!("{}: {}", book.word("heading"), loaded.spec.title);
    let form = Form {
        title: &title,
        task: book.word("priority"),
        coder: "",
        language: &language,
        items: sample.items.iter().collect(),
        questions: Questions::ALL,
        book: &book,
    };
    let mut out: Vec<(String, Vec<u8>)> =
        form.files("sheet").into_iter().map(|f| (f.path, f.bytes)).collect();
    out.push(("items.csv".into(), sheets::key(&sample.items)));
    files::write_folder(&args.out, &out)?;
    if !global.quiet {
        tell(args, design.size, &sample);
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

fn design(args: &Args, spec: &framescope::study::StudySpec) -> Result<Design> {
    let wrong = |reason: String, help: &str| Err(Error::new(Kind::Study, reason).help(help));
    for (name, share) in [("--random", args.random), ("--expect", args.expect)] {
        if !(0.0..=1.0).contains(&share) {
            return wrong(format!("{name} {share} is no share"), "give a number from 0 to 1");
        }
    }
    if args.within.is_some_and(|w| !(0.005..=0.5).contains(&w)) {
        return wrong(
            "--within asks for an interval that no coding gives".into(),
            "give a number from 0.005 to 0.5, such as 0.05",
        );
    }
    let size = args.within.map_or(args.n.unwrap_or(50), |w| size_for(w, args.expect));
    if size == 0 {
        return wrong("no items are asked for".into(), "give --n 50");
    }
    let mut strata = Vec::new();
    for name in args.by.split(',').map(str::trim).filter(|n| !n.is_empty() && *n != "none") {
        match By::ALL.iter().find(|b| b.1 == name) {
            Some((by, _)) if !strata.contains(by) => strata.push(*by),
            Some(_) => {}
            None => {
                return wrong(
                    format!("strata cannot be made of {name:?}"),
                    "choose from source, frame, stance, score",
                );
            }
        }
    }
    Ok(Design {
        size,
        random: args.random,
        strata,
        segment: (args.unit == UnitArg::Segment).then_some(spec.segment_sentences),
        language: args.language.clone(),
        seed: args.seed.unwrap_or(spec.seed),
    })
}

/// The language of the items if there is a codebook in it and no other, else English.
fn language_of(sample: &Sample) -> String {
    let first = sample.items.first().map_or("en", |i| i.language.as_str());
    let one = sample.items.iter().all(|i| i.language == first) && Codebook::languages().contains(&first);
    if one { first.to_owned() } else { "en".to_owned() }
}

fn tell(args: &Args, asked: usize, sample: &Sample) {
    let n = sample.items.len();
    let random = sample.items.iter().filter(|i| i.drawn == "random").count();
    terminal::note(&format!(
        "wrote {}: {n} of {} units, {random} at random, {} from {} strata; open sheet.html to code, keep items.csv from the coders",
        args.out.display(),
        sample.population,
        n - random,
        sample.strata
    ));
    if n < asked {
        terminal::note(&format!("{asked} were asked for: the articles have no more to draw"));
    }
    if sample.copies > 0 {
        terminal::note(&format!("{} units with the same words as another were left out", sample.copies));
    }
    if sample.passed_over > 0 {
        terminal::note(&format!("{} articles in other languages were left out", sample.passed_over));
    }
    let mut sizes = vec![50, 200, 300];
    if !sizes.contains(&n) {
        sizes.insert(0, n);
    }
    let told: Vec<String> =
        sizes.iter().map(|n| format!("{n} give ± {:.2}", half_width(*n, args.expect))).collect();
    terminal::note(&format!(
        "a precision of {:.2} measured on so many hits has a 95 % interval of about: {}",
        args.expect,
        told.join(", ")
    ));
}
