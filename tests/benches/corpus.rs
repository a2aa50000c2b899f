//! Writes a generated corpus to standard output: `cargo bench --bench corpus -- 100 > corpus.jsonl` for 100 MB of text.
//! A second number is the seed.

mod generator;

use std::io::{BufWriter, Write};

fn main() -> std::io::Result<()> {
    // Cargo adds a flag of its own.
    let numbers: Vec<u64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let size = numbers.first().map_or(1_000_000, |megabytes| megabytes * 1_000_000);
    let seed = numbers.get(1).copied().unwrap_or(1);
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut written = 0;
    for article in generator::Generator::new(seed) {
        written += article.text.len() as u64;
        out.write_all(article.json().as_bytes())?;
        if written >= size {
            break;
        }
    }
    out.flush()
}
