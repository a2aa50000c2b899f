//! `framescope cluster`: which articles or segments go together.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use framescope::cluster::analysis::Method;
use framescope::error::{Error, Kind, Result};
use framescope::report::escape;
use framescope::study::cells::cells;
use framescope::study::clusters::{Clusters, Features, Rows, Settings, cluster};
use framescope::study::corpus::annotate;
use framescope::study::quotes::Budget;

use super::Outcome;
use super::inputs::{self, Reads};
use crate::args::Global;

/// Group articles or segments by their frames or words
///
/// The number of groups is chosen by the mean silhouette unless --k is given. Articles of different languages are never
/// grouped together. Fewer than ten rows are refused.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope cluster my-study
  framescope cluster articles/ --rows segments --features both --method ward --format csv")]
pub struct Args {
    /// A study, or files, folders and globs of articles [default: the built-in study]
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    /// What a row is
    #[arg(long, value_enum, default_value_t = RowsArg::Articles)]
    pub rows: RowsArg,
    /// What rows are compared by
    #[arg(long, value_enum, default_value_t = FeaturesArg::Frames)]
    pub features: FeaturesArg,
    /// How to cluster
    #[arg(long, value_enum, default_value_t = MethodArg::Kmeans)]
    pub method: MethodArg,
    /// Number of groups [default: chosen]
    #[arg(long, value_name = "K")]
    pub k: Option<usize>,
    /// Seed [default: the study's]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    pub reads: Reads,
}

/// Rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum RowsArg {
    Articles,
    Segments,
}

/// Features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FeaturesArg {
    /// How hits are divided among the frames
    Frames,
    /// The same with asserted and other hits apart
    Stance,
    /// Words, by tf-idf
    Terms,
    /// Frames and words
    Both,
}

/// Methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum MethodArg {
    Kmeans,
    Ward,
    Mixture,
    Dbscan,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    Csv,
    Jsonl,
}

/// Neighbours that make a row a core, for DBSCAN: twice the number of frames and one.
const NEIGHBOURS: usize = 5;

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let loaded = inputs::load(&args.paths, &args.reads)?;
    let mut failed = inputs::tell(&loaded.reading, global.quiet);
    let scheme = Arc::new(loaded.scheme()?);
    let progress =
        crate::terminal::Progress::articles(Some(loaded.reading.articles.len() as u64), global.quiet);
    let (mut articles, errors) =
        annotate(loaded.reading.articles, &scheme, &loaded.spec, &|n| progress.add(n));
    drop(progress);
    errors.iter().for_each(crate::terminal::error);
    failed |= !errors.is_empty();
    articles
        .sort_by(|a, b| (&a.group, a.language, &a.article.id).cmp(&(&b.group, b.language, &b.article.id)));
    let settings = Settings {
        features: match args.features {
            FeaturesArg::Frames => Features::Frames,
            FeaturesArg::Stance => Features::Stance,
            FeaturesArg::Terms => Features::Terms,
            FeaturesArg::Both => Features::Both,
        },
        rows: if args.rows == RowsArg::Articles { Rows::Articles } else { Rows::Segments },
        method: match args.method {
            MethodArg::Kmeans => Method::KMeans,
            MethodArg::Ward => Method::Ward,
            MethodArg::Mixture => Method::Mixture,
            MethodArg::Dbscan => Method::Dbscan { radius: None, neighbours: NEIGHBOURS },
        },
        k: args.k,
        seed: args.seed.unwrap_or(loaded.spec.seed),
    };
    let frames: Vec<String> = scheme.frames.iter().map(|f| f.id.clone()).collect();
    let mut budget = Budget::new(loaded.spec.quotes);
    let found = cluster(&articles, &cells(&articles), &frames, settings, &mut budget);
    let mut out = Vec::new();
    match args.format {
        Format::Text => found.iter().for_each(|c| text(c, &mut out)),
        Format::Csv => csv(&found, &mut out),
        Format::Jsonl => jsonl(&found, &mut out),
    }
    match std::io::stdout().write_all(&out) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            return Err(Error::new(Kind::Output, e.to_string()).in_file("standard output"));
        }
        _ => {}
    }
    if found.iter().all(|c| c.refused.is_some()) {
        let why = found
            .iter()
            .find_map(|c| c.refused.clone())
            .unwrap_or_else(|| "there is nothing to cluster".into());
        return Err(Error::new(Kind::Statistics, why).help("try --rows segments"));
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

fn text(c: &Clusters, out: &mut Vec<u8>) {
    let mut s = String::new();
    match &c.refused {
        Some(why) => s.push_str(&format!("{}: not clustered: {why}\n", c.language)),
        None => s.push_str(
            &format!(
                "{}: {} groups of {} {:?}, mean silhouette {}\n",
                c.language,
                c.k,
                c.members.len(),
                c.rows,
                c.silhouette.map_or("not defined".into(), |x| format!("{x:.2}"))
            )
            .to_lowercase(),
        ),
    }
    for k in 0..c.k {
        let means: Vec<String> = c
            .columns
            .iter()
            .zip(c.profile.get(k).into_iter().flatten())
            .take(8)
            .map(|(n, x)| format!("{n} {x:.2}"))
            .collect();
        s.push_str(&format!("\ngroup {}  {}\n", k + 1, means.join("  ")));
        for m in c.members.iter().filter(|m| m.cluster == Some(k)) {
            let sits = m.silhouette.map_or("     –".into(), |x| format!("{x:6.2}"));
            s.push_str(&format!("  {sits}  {}  ({})\n", m.id, m.source));
        }
    }
    s.push('\n');
    out.extend(escape::terminal(&s).into_bytes());
}

fn csv(found: &[Clusters], out: &mut Vec<u8>) {
    let number = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
    let mut writer = csv::Writer::from_writer(out);
    // Writing to memory cannot fail.
    let _ = writer.write_record(["language", "id", "source", "cluster", "silhouette", "x", "y"]);
    for c in found {
        for m in &c.members {
            let cluster = m.cluster.map(|k| (k + 1).to_string()).unwrap_or_default();
            let row = [
                c.language.clone(),
                m.id.clone(),
                m.source.clone(),
                cluster,
                number(m.silhouette),
                number(m.x),
                number(m.y),
            ];
            let _ = writer.write_record(row.iter().map(|f| escape::spreadsheet(f)));
        }
    }
    let _ = writer.flush();
}

/// One record a row, then one summary record a language.
fn jsonl(found: &[Clusters], out: &mut Vec<u8>) {
    let mut line = |value: serde_json::Value| {
        if serde_json::to_writer(&mut *out, &value).is_ok() {
            out.push(b'\n');
        }
    };
    for c in found {
        for m in &c.members {
            let cluster = m.cluster.map(|k| k + 1);
            line(
                serde_json::json!({"id": m.id, "source": m.source, "cluster": cluster, "silhouette": m.silhouette, "x": m.x, "y": m.y}),
            );
        }
    }
    for c in found {
        let summary = Clusters { members: vec![], ..c.clone() };
        line(serde_json::json!({ "summary": summary }));
    }
}
