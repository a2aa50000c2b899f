//! Are the built-in lexicons whole: every file built in, every example true, no entry in vain?

use std::fs;
use std::path::{Path, PathBuf};

use framescope::lexicon::finding::Problem;
use framescope::lexicon::forms::Forms;
use framescope::lexicon::{Library, audit, builtin, examples};

fn files(under: &Path, ending: &str) -> Vec<PathBuf> {
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
fn no_built_in_entry_is_dead_or_there_twice() {
    let mut found = Vec::new();
    for lexicon in &Library::builtin().unwrap().lexicons {
        let findings = audit::check(lexicon, &Forms::new()).unwrap();
        found.extend(
            findings
                .iter()
                .filter(|f| matches!(f.problem, Problem::Header | Problem::Dead | Problem::Duplicate))
                .map(ToString::to_string),
        );
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
