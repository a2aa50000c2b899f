//! The marks of the statistics, on made-up counts: `cargo bench --bench statistics`, with a number for fewer articles.
//!
//! 10,000 bootstrap draws over 50,000 articles of ten sources with four frames, and every estimate that a comparison makes of
//! them; and 50,000 articles clustered by the shares of their frames, the number of clusters chosen.

use std::io::Write;
use std::time::Instant;

use framescope::cluster::analysis::{Method, Options, analyse};
use framescope::cluster::features::Matrix;
use framescope::stats::random::{Seed, Stream};
use framescope::stats::resample::{DRAWS, Interval, Plan, Stratum, bootstrap};
use framescope::stats::table::{Ratio, Table};

/// Articles, where no other number is given.
const ARTICLES: usize = 50_000;
const SOURCES: usize = 10;
const FRAMES: usize = 4;
/// Articles, tokens, segments, and of each frame hits, segments and articles with it.
const WIDTH: usize = 3 + 3 * FRAMES;

fn main() {
    // Cargo adds a flag of its own.
    let given = std::env::args().skip(1).find_map(|a| a.parse().ok());
    let articles: usize = given.unwrap_or(ARTICLES);
    clocked(&format!("bootstrap of {DRAWS} draws over {articles} articles"), || resample(articles));
    clocked(&format!("clusters of {articles} articles"), || cluster(articles));
}

fn clocked(what: &str, run: impl FnOnce() -> String) {
    let (clock, processor) = (Instant::now(), processor());
    let found = run();
    let used = self::processor()
        .zip(processor)
        .map_or(String::new(), |(b, a)| format!(", {:.2} s of processors", b - a));
    let seconds = clock.elapsed().as_secs_f64();
    // Nobody reads on: nothing is lost.
    let _ = writeln!(std::io::stdout(), "{what}: {seconds:.2} s{used} ({found})");
}

/// Seconds of processors that this program has used, where the system tells.
fn processor() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

/// A row of counts as an article has them.
fn row(random: &mut Stream, source: usize) -> Vec<f64> {
    let tokens = 200 + random.below(800);
    let mut row = vec![1.0, tokens as f64, (tokens / 60) as f64];
    for frame in 0..FRAMES {
        let hits = random.below(2 + (source + frame) % 5);
        row.extend([hits as f64, hits.min(tokens / 60) as f64, hits.min(1) as f64]);
    }
    row
}

fn resample(articles: usize) -> String {
    let mut random = Seed::new(1).stream();
    let strata = (0..SOURCES).map(|source| {
        let mut table = Table::new(WIDTH);
        for _ in 0..articles / SOURCES {
            table.push(&row(&mut random, source)).expect("a row is as wide as its table");
        }
        Stratum::new(format!("source {source}"), table)
    });
    let plan = Plan { interval: Interval::Expanded, ..Plan::new(Seed::new(1)) };
    let draws = bootstrap(strata.collect(), &plan);
    let mut estimates = 0;
    for frame in 0..FRAMES {
        let ratios = [
            Ratio::per_thousand(3 + 3 * frame, 1),
            Ratio::share(4 + 3 * frame, 2),
            Ratio::share(5 + 3 * frame, 0),
        ];
        for a in 0..SOURCES {
            estimates += ratios.iter().filter(|r| draws.ratio(&[a], **r).low.is_some()).count();
            for b in 0..a {
                estimates +=
                    ratios.iter().filter(|r| draws.difference(&[a], &[b], **r).low.is_some()).count();
                estimates += usize::from(draws.log_quotient(&[a], &[b], ratios[0]).low.is_some());
            }
        }
    }
    format!("{estimates} estimates with interval")
}

fn cluster(articles: usize) -> String {
    let mut random = Seed::new(2).stream();
    let counts: Vec<Vec<f64>> = (0..articles)
        .map(|i| row(&mut random, i % SOURCES).chunks(3).skip(1).map(|frame| frame[0]).collect())
        .collect();
    let ids = (0..articles).map(|i| format!("a{i}")).collect();
    let columns = (0..FRAMES).map(|f| format!("frame {f}")).collect();
    let matrix = Matrix::shares(ids, columns, &counts).expect("counts are numbers");
    let options = Options { method: Method::KMeans, k: None, seed: Seed::new(1) };
    let found = analyse(&matrix, &options).expect("there are different articles");
    format!("{} groups", found.partition.k())
}
