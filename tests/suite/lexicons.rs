//! Are the built-in lexicons whole: every file built in, every example true, no entry in vain?

use std::fs;
use std::path::{Path, PathBuf};

use framescope::lexicon::bench::Bench;
use framescope::lexicon::card;
use framescope::lexicon::forms::Forms;
use framescope::lexicon::{Library, audit, builtin, examples};

/// Files of an ending in a folder and those in it, sorted.
pub fn files(under: &Path, ending: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            out.push(path);
        }
    }
    out.sort();
    out
}

#[test]
fn every_word_file_is_built_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources: String =
        files(&root.join("src"), "rs").iter().map(|p| fs::read_to_string(p).unwrap()).collect();
    for path in files(&root.join("lexicons"), "toml") {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
        let row = builtin::LEXICONS.iter().any(|(file, _)| *file == name);
        // Word lists of one room alone are built in where they are used.
        let used = sources.contains(&format!("{name}\""));
        assert!(row || used, "{name} has no row in LEXICONS and is used nowhere");
    }
}

#[test]
fn every_built_in_example_holds() {
    for lexicon in &Library::builtin().unwrap().lexicons {
        let run = examples::run(lexicon).unwrap();
        let failures: Vec<String> = run.failures.iter().map(ToString::to_string).collect();
        assert!(failures.is_empty(), "{}", failures.join("\n"));
    }
}

#[test]
fn the_workbench_finds_nothing_in_the_built_in_lexicons() {
    let mut found = Vec::new();
    for lexicon in &Library::builtin().unwrap().lexicons {
        found.extend(audit::check(lexicon, &Forms::new()).unwrap().iter().map(ToString::to_string));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The coded sentences of a language: text, and by frame whether it is there.
fn coded(language: &str) -> Vec<(String, Vec<(String, bool)>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("lexicons/validation/{language}.csv"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    let head = reader.headers().unwrap().clone();
    let frames = head.iter().skip(5).map(str::to_owned).collect::<Vec<_>>();
    reader
        .records()
        .map(|r| {
            let r = r.unwrap();
            // A frame is coded 1, or by its stance; either way it is there.
            let codes = frames.iter().cloned().zip(r.iter().skip(5).map(|c| c != "0")).collect();
            (r[4].to_owned(), codes)
        })
        .collect()
}

#[test]
fn cards_tell_what_the_words_do_with_the_coded_sentences() {
    let measured = card::measured(builtin::QUALITY.0, builtin::QUALITY.1).unwrap();
    for lexicon in Library::builtin().unwrap().lexicons.iter().filter(|l| l.file.contains("/frames/")) {
        let sentences = coded(lexicon.language.code());
        let mut bench = Bench::new([lexicon]).unwrap();
        let (mut both, mut found, mut there) = (0_u32, 0_u32, 0_u32);
        for (text, codes) in &sentences {
            bench.read(text);
            let hit = !bench.hits().is_empty();
            let gold = codes.iter().any(|(frame, yes)| *frame == lexicon.id && *yes);
            both += u32::from(hit && gold);
            found += u32::from(hit);
            there += u32::from(gold);
        }
        let own = |m: &&card::Measured| m.frame == lexicon.id && m.language == lexicon.language.code();
        let told = measured.iter().filter(own).find(|m| m.on.contains("after mending")).unwrap();
        let near = |told: f64, of: u32| (told - f64::from(both) / f64::from(of)).abs() < 0.006;
        let now = format!("{}: {both} of {found} found and {there} there", lexicon.file);
        assert!(told.units == sentences.len() as u64 && told.positives == u64::from(there), "{now}");
        assert!(told.precision.is_some_and(|p| near(p, found)) && near(told.recall, there), "{now}");
    }
}
