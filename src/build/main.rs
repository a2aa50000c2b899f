//! What is worked out before the program is built, because every run would work it out again: what the word lists say
//! (`pack` writes `OUT_DIR/….packed`, read by `src/shipped.rs`) and how their words are stemmed (`stems` writes `OUT_DIR/….stems`,
//! read by `src/text/stem/known.rs`). It saves time at the start and changes no result; tests hold both against the slow way.

mod pack;
mod stems;

// Rooms of the program that read lexicons and tables of stems: both sides share them.
#[path = "../error.rs"]
#[allow(dead_code, reason = "the program uses more of it")]
mod error;
#[path = "../lexicon"]
#[allow(dead_code, reason = "the program uses more of it")]
mod lexicon {
    pub mod entry;
    pub mod file;
    pub mod graded;
    mod later;
    mod place;
}
#[path = "../text"]
#[allow(dead_code, reason = "the program uses more of it")]
mod text {
    mod language;
    #[path = "stem/known.rs"]
    pub mod known;
    pub use language::Language;
}

use std::path::Path;
use std::{env, io};

/// The code that reads the lists: beside these, what the results depend on.
const CODE: &[&str] =
    &["src/build", "src/error.rs", "src/lexicon", "src/text/language.rs", "src/text/stem/known.rs"];

#[expect(clippy::print_stdout, reason = "cargo reads what its build script prints")]
fn main() -> io::Result<()> {
    for path in pack::LISTS.iter().chain(CODE) {
        println!("cargo::rerun-if-changed={path}");
    }
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    let out = Path::new(&out);
    pack::write(out)?;
    stems::write(out)
}
