//! `framescope exercise`: a class kit from a study, and the class's files marked against its key.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;

use framescope::classroom::{Codebook, Key, feedback, grade, kit};
use framescope::error::{Error, Kind, Result};
use framescope::score::Scheme;
use framescope::study::findings::run as find;
use framescope::study::wanted::Wanted;

use super::inputs::{self, Reads};
use super::{Outcome, codes};
use crate::args::Global;
use crate::{files, terminal};

/// Make a class kit from a study, and mark what the class hands in
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub what: What,
}

#[derive(Debug, Subcommand)]
pub enum What {
    New(Box<New>),
    Grade(Grade),
}

/// Make a class kit: teacher's guide, a coding page for every student, key, worksheets, figures for the beamer
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Six exercises: blind (blind coding and agreement), compare (with the tool), lexicon (edit, predict, rerun), headline (swap), counter (find the \
counter-example), voices (who speaks?). Writes students/ (a page each, in an order of its own), print/, tables/, worksheets/ and teacher/, which \
holds the guide, the key with reasons, and figures. The key of the built-in study was set by one author, with reasons; that of your own study is a \
draft that people have to settle first, and drafts are never scored.

Examples:
  framescope exercise new --out kit                                  the built-in study, in English, for 30 students
  framescope exercise new --language it --students names.txt --out kit
  framescope exercise new my-study --kind blind --kind voices --n 40 --out kit
  framescope exercise new my-study --sentences de --out kit            German sentences, English instructions"
)]
pub struct New {
    /// A study, or files and folders of articles [default: the built-in study]
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    /// Folder to write
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Which exercise; repeatable [default: all six]
    #[arg(long, value_name = "NAME")]
    pub kind: Vec<String>,
    /// How many students, or a file with a name in each line
    #[arg(long, value_name = "N | FILE", default_value = "30")]
    pub students: String,
    /// Sentences to code
    #[arg(long, short, value_name = "N", default_value_t = 24)]
    pub n: usize,
    /// Language of the instructions
    #[arg(long, value_name = "en | it", default_value = "en")]
    pub language: String,
    /// Language of the sentences, such as de [default: that of the instructions if articles are in it, else that of most articles]
    #[arg(long, value_name = "CODE")]
    pub sentences: Option<String>,
    /// Seed of the draw and of the orders [default: the study's]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub reads: Reads,
}

/// Mark a folder of students' files against a key: feedback for each, an overview of the class
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Counts agreement with the key, never with the tool; what the key accepts beside it counts in full. Reasons are handed on for the teacher to mark.
Papers call students S01, S02 …; names.csv says who is who and is for the teacher alone. A file that cannot be read, rows with edited words or \
unknown codes, and two files of one name are named, also in set-aside.csv, and not scored; the exit code is then 3. A folder is read with the folders in it, as learning \
platforms make one of every student.

Example:
  framescope exercise grade handed-in --key kit/teacher/key.csv --out feedback"
)]
pub struct Grade {
    /// Folder of the students' files, or the files
    #[arg(required = true, value_name = "FOLDER")]
    pub folder: Vec<PathBuf>,
    /// The key of the kit
    #[arg(long, value_name = "key.csv")]
    pub key: PathBuf,
    /// Folder to write
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Call students by their files, whatever these say: for two of one name
    #[arg(long)]
    pub by_file: bool,
    /// Language of the feedback [default: that of the sentences if it is one of these, else en]
    #[arg(long, value_name = "en | it")]
    pub language: Option<String>,
    /// Seed of pseudonyms and draws
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    match &args.what {
        What::New(args) => new(args, global),
        What::Grade(args) => grade_folder(args, global),
    }
}

fn new(args: &New, global: &Global) -> Result<Outcome> {
    files::empty(&args.out)?;
    let students = students(&args.students)?;
    if !(4..=1000).contains(&args.n) {
        let e = Error::new(Kind::Study, format!("{} sentences make no exercise", args.n));
        return Err(e.help("give a number from 4 to 1000; 24 fill a lesson"));
    }
    let mut loaded = inputs::load(&args.paths, &args.reads)?;
    let failed = inputs::tell(&loaded.reading, global.quiet);
    loaded.check_grouping(None)?;
    let scheme = Arc::new(loaded.scheme()?);
    let articles = loaded.reading.articles;
    let wanted = Wanted::all();
    let (findings, _) =
        find(&loaded.spec, articles.clone(), vec![], &loaded.measured, &wanted, &scheme, &|_| ())?;
    let material = kit::Material {
        title: &loaded.spec.title,
        articles: &articles,
        scheme: &scheme,
        findings: &findings,
        builtin: args.paths.is_empty(),
    };
    let options = kit::Options {
        kinds: args.kind.clone(),
        students,
        items: args.n,
        language: args.language.clone(),
        sentences: args.sentences.clone(),
        seed: args.seed.unwrap_or(loaded.spec.seed),
    };
    let made = kit::kit(&material, &options)?;
    let all: Vec<(String, Vec<u8>)> = made.files.into_iter().map(|f| (f.path, f.bytes)).collect();
    files::write_folder(&args.out, &all)?;
    if !global.quiet {
        let out = args.out.display();
        let of = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        terminal::note(&format!(
            "wrote {out}: {} files for {}, {} to code; begin with {out}/teacher/guide.html",
            all.len(),
            of(options.students.len(), "student"),
            of(made.items, "sentence")
        ));
        if made.sentences != args.language {
            let (sentences, language) = (&made.sentences, &args.language);
            terminal::note(&format!("the sentences are in {sentences}, the instructions in {language}"));
        }
        if made.items < args.n {
            terminal::note(&if material.builtin {
                format!(
                    "the key of the built-in study has {} sentences in this language; for {}, give articles of your own",
                    made.items, args.n
                )
            } else {
                format!(
                    "the articles have {} to draw in this language, not {}",
                    of(made.items, "sentence"),
                    args.n
                )
            });
        }
        if !material.builtin {
            terminal::note(&format!(
                "the key is a draft: settle it with a colleague before you grade, see {out}/teacher/guide.html"
            ));
        }
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

/// Names of students: numbered, or the lines of a file.
fn students(given: &str) -> Result<Vec<String>> {
    if let Ok(n) = given.parse::<usize>() {
        if !(1..=500).contains(&n) {
            return Err(Error::new(Kind::Study, format!("{n} students"))
                .help("give a number from 1 to 500, or a file of names"));
        }
        let width = n.to_string().len().max(2);
        return Ok((1..=n).map(|i| format!("{i:0width$}")).collect());
    }
    let bytes = files::read(Path::new(given), given, 1 << 20)?;
    let text = framescope::input::decode::decode(&bytes, None, false).map_err(|e| e.in_file(given))?.text;
    let names: Vec<String> =
        text.lines().map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned).collect();
    let all_have = |mark: char| names.iter().all(|n| n.contains(mark));
    let is_csv = Path::new(given).extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
    if !names.is_empty() && (all_have(';') || all_have('\t') || is_csv && all_have(',')) {
        let e =
            Error::new(Kind::Study, "this is a table of several columns, not a list of names").in_file(given);
        return Err(e.line(1).help("save a file with one name a line, and no line above the names"));
    }
    if names.is_empty() {
        return Err(Error::new(Kind::Study, "the file holds no name")
            .in_file(given)
            .help("write one name a line"));
    }
    Ok(names)
}

fn grade_folder(args: &Grade, global: &Global) -> Result<Outcome> {
    files::empty(&args.out)?;
    let shown = args.key.display().to_string();
    let key = Key::read(&shown, &files::read(&args.key, &shown, files::LARGEST)?)?;
    let mut failures = Vec::new();
    let mut handed_in = Vec::new();
    for path in codes::list(&args.folder)? {
        let shown = path.display().to_string();
        match files::read(&path, &shown, files::LARGEST) {
            Ok(bytes) => handed_in.push((shown, bytes)),
            Err(e) => failures.push(e),
        }
    }
    // Nothing could be opened: the reason is that of the first file, not that there is none.
    if handed_in.is_empty() && !failures.is_empty() {
        let first = failures.swap_remove(0);
        failures.iter().for_each(terminal::error);
        return Err(first);
    }
    let options = grade::Options { by_file: args.by_file, seed: args.seed, ..grade::Options::default() };
    let mut class = grade::grade(&key, &handed_in, options)?;
    class.troubles.splice(0..0, failures);
    let sentences = key.answers.first().map_or("", |a| a.item.language.as_str());
    let language = args.language.clone().unwrap_or_else(|| Codebook::language_for(sentences).to_owned());
    // Names of frames come from the codebook; a study's own frames are called by their ids.
    let scheme = Scheme::compile(&framescope::lexicon::Library::builtin()?)?;
    let (book, texts) = (Codebook::of(&scheme, &language)?, kit::Texts::of(&language)?);
    let with = feedback::Wording { book: &book, texts: &texts, language: &language };
    let papers: Vec<(String, Vec<u8>)> =
        feedback::write(&class, &key, with).into_iter().map(|f| (f.path, f.bytes)).collect();
    files::write_folder(&args.out, &papers)?;
    class.troubles.iter().for_each(terminal::error);
    if !global.quiet {
        let out = args.out.display();
        terminal::note(&format!(
            "wrote {out}: {} {}, {} scored sentences; overview.html for the class, feedback/ for each, names.csv for you alone",
            class.students.len(),
            if class.students.len() == 1 { "student" } else { "students" },
            key.scored().count()
        ));
        if !class.troubles.is_empty() {
            terminal::note(&format!(
                "what was set aside stands in {out}/set-aside.csv, with the reason and the remedy"
            ));
        }
    }
    Ok(if class.troubles.is_empty() { Outcome::Done } else { Outcome::Partly })
}
