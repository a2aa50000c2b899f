//! What a run has done and used.

use std::ops::AddAssign;
use std::time::Instant;

use serde::{Deserialize, Serialize};

/// What has been counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Articles.
    pub articles: u64,
    /// Bytes of their texts.
    pub text: u64,
    /// Tokens outside boilerplate.
    pub tokens: u64,
    /// Hits of frames.
    pub hits: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.articles += other.articles;
        self.text += other.text;
        self.tokens += other.tokens;
        self.hits += other.hits;
    }
}

/// When a run began.
pub struct Clock(Instant);

impl Clock {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The lines of `--stats`: a name, a tab and a number each.
    pub fn report(&self, read: u64, tally: &Tally) -> String {
        let seconds = self.0.elapsed().as_secs_f64();
        let rate = if seconds > 0.0 { tally.text as f64 / 1e6 / seconds } else { 0.0 };
        let mut out = format!(
            "bytes read\t{read}\ntext bytes\t{}\narticles\t{}\ntokens\t{}\nhits\t{}\nseconds\t{seconds:.3}\nMB/s of text\t{rate:.1}",
            tally.text, tally.articles, tally.tokens, tally.hits
        );
        if let Some(peak) = peak_memory() {
            out.push_str(&format!("\npeak memory MiB\t{:.1}", peak as f64 / f64::from(1 << 20)));
        }
        out
    }
}

/// Most memory that the process has held, in bytes, where the system tells (Linux).
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kib| kib * 1024)
}
