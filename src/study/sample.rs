//! The study that comes with framescope: its files, inside the program.

use super::spec::StudySpec;
use crate::error::Result;
use crate::input::{Assembly, FileName, Notes, ReadOptions, Reading};

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_bytes!(concat!("../../studies/sample/", $path)))),*]
    };
}

/// Every file of the study by its path below `studies/sample`. Bytes, because not all of them are UTF-8.
pub const FILES: &[(&str, &[u8])] = files![
    "study.toml",
    "about.md",
    "logo.svg",
    "articles.csv",
    "articles/courier-2015-ferry-website.txt",
    "articles/courier-2015-power-grid.txt",
    "articles/courier-2016-grey-heron.txt",
    "articles/courier-2016-list-of-names.txt",
    "articles/courier-2017-refuge-report.txt",
    "articles/courier-2018-takedown.txt",
    "articles/courier-2020-five-years-on.txt",
    "articles/crinale-2015-funivia.txt",
    "articles/crinale-2016-diga.txt",
    "articles/crinale-2016-sigla.txt",
    "articles/crinale-2017-intervista.txt",
    "articles/crinale-2018-rete.txt",
    "articles/crinale-2019-ospedale.txt",
    "articles/crinale-2020-ombrello.txt",
    "articles/klaxon-2015-ferries.txt",
    "articles/klaxon-2015-lights-out.txt",
    "articles/klaxon-2016-kill-list.txt",
    "articles/klaxon-2017-in-your-phone.txt",
    "articles/klaxon-2018-back-from-dead.txt",
    "articles/klaxon-2019-hospital.txt",
    "articles/openlatch-2015-fits-any-threat.md",
    "articles/openlatch-2016-whose-list.txt",
    "articles/openlatch-2017-for-whom.txt",
    "articles/openlatch-2018-la-lista.md",
    "articles/openlatch-2018-twelve-days.md",
    "articles/openlatch-2019-la-chiave.txt",
    "articles/openlatch-2019-librarian.txt",
];

/// The declared study.
///
/// # Errors
/// Never for the file as shipped.
pub fn spec() -> Result<StudySpec> {
    let text = FILES.iter().find(|(path, _)| *path == "study.toml").map_or(&b""[..], |(_, bytes)| bytes);
    StudySpec::parse("studies/sample/study.toml", &String::from_utf8_lossy(text))
}

/// Its articles.
pub fn articles() -> Reading {
    let options = ReadOptions::default();
    let mut corpus = Assembly::new(&options);
    for (path, bytes) in FILES.iter().filter(|(path, _)| path.starts_with("articles")) {
        corpus.add(FileName::below(path, path.trim_start_matches("articles/")), bytes);
    }
    // What had to be guessed is known to be right, and nobody who uses the program need mend it.
    Reading { notes: Notes::default(), ..corpus.finish() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_files_of_the_folder_are_inside() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/studies/sample/articles");
        let mut there: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|e| format!("articles/{}", e.unwrap().file_name().to_string_lossy()))
            .collect();
        there.sort();
        let inside: Vec<&str> =
            FILES.iter().map(|(p, _)| *p).filter(|p| p.starts_with("articles/")).collect();
        assert_eq!(inside, there);
    }

    #[test]
    fn every_article_reads_and_has_its_metadata() {
        let reading = articles();
        assert_eq!(reading.failures, []);
        assert!(reading.notes.list().is_empty(), "{:?}", reading.notes);
        assert_eq!(reading.articles.len(), 27);
        assert!(
            reading.articles.iter().all(|a| a.source.is_some() && a.date.is_some() && a.language.is_some())
        );
    }
}
