//! `framescope init`: a study folder to start from.

use std::path::PathBuf;

use framescope::error::Result;
use framescope::study::sample;

use super::Outcome;
use crate::args::Global;
use crate::{files, terminal};

/// Make a study folder to start from
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  framescope init my-study
  (put articles into my-study/articles, fill in my-study/articles.csv)
  framescope report my-study

To try every command first, on invented articles:
  framescope init try --sample")]
pub struct Args {
    /// The folder; it must not exist or be empty
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Fill it with the built-in study and its invented articles
    #[arg(long)]
    pub sample: bool,
}

const STUDY: &str = include_str!("init/study.toml");
const TABLE: &str = "file,source,date,language,title,url\narticles/example.txt,Example Gazette,2024-05-01,en,Example: officials doubt the group can strike,\n";
const EXAMPLE: &str = "Example: officials doubt the group can strike

Officials said on Monday that the group does not have the means to attack the port. “They want to frighten people,” the mayor said. “That is all they can do.”

Replace this file with your own articles: one text file an article, the headline in its first line.
";

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let files: Vec<(String, Vec<u8>)> = if args.sample {
        sample::FILES.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect()
    } else {
        let own = [("study.toml", STUDY), ("articles.csv", TABLE), ("articles/example.txt", EXAMPLE)];
        own.map(|(p, t)| (p.to_owned(), t.as_bytes().to_vec())).to_vec()
    };
    files::write_folder(&args.dir, &files)?;
    if !global.quiet {
        let dir = args.dir.display();
        if args.sample {
            terminal::note(&format!(
                "made {dir} with the articles of the built-in study; now run: framescope report {dir}"
            ));
            return Ok(Outcome::Done);
        }
        terminal::note(&format!(
            "made {dir}: put your articles into {dir}/articles, one row each into {dir}/articles.csv, then run: framescope report {dir}"
        ));
    }
    Ok(Outcome::Done)
}
