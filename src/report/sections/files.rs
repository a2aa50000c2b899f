//! The files of the report, and how to cite it.

use crate::report::block::{Block, Inline, Line, heading, paragraph, text};
use crate::report::words::{Words, say};
use crate::study::Findings;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let file =
        |name: &str, about: &str| -> Line { vec![Inline::Code(name.to_owned()), text(format!(": {about}"))] };
    let mut files = vec![
        file("report.html", w.word("this report with search and filters, one file that needs no network")),
        file("report.md", w.word("the same for an editor, a code host, pandoc or Quarto")),
    ];
    if f.spec.report.articles {
        files.push(file("articles.html", w.word("the whole articles, every hit and cue marked: where each sentence that is quoted here can be read whole, and judged")));
    }
    files.extend([
            file("figures/", w.word("the figures, as SVG")),
            file("tables/", w.word("every number as CSV, all tables in one workbook (tables.xlsx), and what each column means (dictionary.csv)")),
            file("results.json", w.word("every number with its interval, n and unit, for programs")),
            file("manifest.json", w.word("version, seed, options, and a hash of every input and lexicon")),
            file("CITATION.cff", w.word("how to cite this report")),
    ]);
    vec![
        heading(2, w.word("Files, and how to cite"), "files"),
        Block::List(files),
        paragraph(say!(
            w,
            "To cite: framescope {version}, comparative framing and sentiment analysis. Give the study file, the seed and the hashes in manifest.json with any number you quote.",
            version = env!("CARGO_PKG_VERSION"),
        )),
        paragraph(w.word("framescope counts words, not truth or intent.")),
    ]
}
