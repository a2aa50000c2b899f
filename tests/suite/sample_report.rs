//! Is the committed report of the built-in study the one that the program writes?

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Folder, run_in, stderr};

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(at) = open.pop() {
        for entry in fs::read_dir(&at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                out.push(path.strip_prefix(folder).unwrap().to_path_buf());
            }
        }
    }
    out.sort();
    out
}

#[test]
fn the_committed_report_is_remade_byte_by_byte() {
    let committed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("reports/sample");
    let folder = Folder::new("sample-report");
    let output = run_in(&folder.0, &["report"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let remade = folder.0.join("reports/sample");
    assert_eq!(files(&committed), files(&remade), "remake it: cargo run --release -- report");
    for file in files(&remade) {
        let same = fs::read(committed.join(&file)).unwrap() == fs::read(remade.join(&file)).unwrap();
        assert!(
            same,
            "{} differs from the committed report; remake it: cargo run --release -- report",
            file.display()
        );
    }
}
