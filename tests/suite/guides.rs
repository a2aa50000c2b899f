//! Do the guides work as they are written? Their commands are run from the first to the last, as a teacher would copy them.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::Folder;

/// The blocks of commands of a guide, in order.
fn commands(guide: &str) -> Vec<String> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(guide)).unwrap();
    let blocks: Vec<String> =
        text.split("```sh\n").skip(1).map(|rest| rest.split("```").next().unwrap().to_owned()).collect();
    assert!(blocks.len() >= 4, "{guide} has lost its commands");
    blocks
}

/// Runs a block in a folder, stopping at the first command that fails; what it said.
fn sh(folder: &Path, block: &str) -> String {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_framescope"));
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("sh")
        .args(["-euc", block])
        .current_dir(folder)
        .env("PATH", format!("{}:{path}", program.parent().unwrap().display()))
        .output()
        .unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{block}\n{said}");
    said
}

type Row = BTreeMap<String, String>;

/// A table as people fill it in: every row goes through `fill`.
fn filled(from: &Path, to: &Path, fill: impl Fn(usize, &mut Row)) {
    let text = std::fs::read_to_string(from).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().unwrap().clone();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&head).unwrap();
    for (i, row) in reader.deserialize::<Row>().enumerate() {
        let mut row = row.unwrap();
        fill(i, &mut row);
        out.write_record(head.iter().map(|h| &row[h])).unwrap();
    }
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::write(to, out.into_inner().unwrap()).unwrap();
}

/// A reader who goes by a few words; the doubtful ones hedge every `hedges`-th threat.
fn code(name: &str, hedges: usize) -> impl Fn(usize, &mut Row) {
    let name = name.to_owned();
    move |i, row| {
        let text = row["text"].to_lowercase();
        let has = |words: &[&str]| words.iter().any(|w| text.contains(w));
        let threat = match (has(&["attack", "danger", "threat", "fear", "terror", "hack"]), i % hedges) {
            (true, 0) => "hedged",
            (true, _) => "asserted",
            _ => "0",
        };
        row.insert("coder".into(), name.clone());
        row.insert("threat".into(), threat.into());
        row.insert("capability".into(), if has(&["means", "skill", "able"]) { "denied" } else { "0" }.into());
        row.insert("intent".into(), if has(&["want", "plan"]) { "asserted" } else { "0" }.into());
        row.insert("privacy".into(), if has(&["privacy", "data", "read"]) { "asserted" } else { "0" }.into());
        row.insert("voice".into(), if has(&["said", "says"]) { "indirect" } else { "narrator" }.into());
        row.insert("note".into(), "the verb".into());
    }
}

#[test]
fn from_downloads_to_a_published_comparison() {
    let folder = Folder::new("guide-comparison");
    let at = |p: &str| folder.0.join(p);
    for block in commands("studies/guides/comparison.md") {
        let said = sh(&folder.0, &block);
        // What people do between two commands.
        if block.contains("code sample") {
            assert!(said.contains("50 give ±"), "{said}");
            filled(&at("coding/sheet.csv"), &at("coded/anna.csv"), code("Anna", 1000));
            filled(&at("coding/sheet.csv"), &at("coded/ben.csv"), code("Ben", 3));
        }
        if block.contains("framescope agreement") {
            assert!(said.contains("threat") && said.contains("Cohen's kappa"), "{said}");
        }
        if block.contains("--out disagreements.csv") {
            let open = at("disagreements.csv");
            filled(&open, &open, |_, row| {
                let decision = row["Anna"].clone();
                row.insert("decision".into(), decision);
                row.insert("reason".into(), "no hedge in the sentence".into());
            });
        }
        if block.contains("validate") {
            assert!(said.contains("weighted by design") && said.contains("the gate"), "{said}");
            assert!(std::fs::read_to_string(at("misses.csv")).unwrap().lines().count() > 1);
        }
    }
    assert!(std::fs::read_to_string(at("my-study/gold.csv")).unwrap().contains(",weight,"));
    let report = std::fs::read_to_string(at("reports/my-study/report.md")).unwrap();
    assert!(report.contains("VALIDATED") && report.contains("The tool against people"));
    assert!(report.contains("every unit counts for as many as it stands for"));
}

#[test]
fn a_two_hour_class() {
    let folder = Folder::new("guide-class");
    let at = |p: &str| folder.0.join(p);
    let threat = |report: &str| {
        let text = std::fs::read_to_string(at(report).join("tables/frames.csv")).unwrap();
        text.lines().filter(|l| l.starts_with("threat,")).map(str::to_owned).collect::<Vec<_>>()
    };
    for block in commands("studies/guides/class.md") {
        let said = sh(&folder.0, &block);
        if block.contains("exercise new") {
            for i in 1..=30 {
                let from = at(&format!("kit/tables/{i:02}.csv"));
                // As a learning platform gives it out: a folder for each student.
                let to = at(&format!("handed-in/Student {i} assignment/codes.csv"));
                filled(&from, &to, code(&format!("Student {i}"), 1 + i % 7));
            }
        }
        if block.contains("framescope agreement") {
            assert!(said.contains("30 coders") && said.lines().count() < 300, "fit for a beamer: {said}");
        }
        if block.contains("exercise grade") {
            assert!(said.contains("30 students"), "{said}");
            for file in ["overview.html", "names.csv", "scores.csv", "feedback/S30.html"] {
                assert!(at("feedback").join(file).is_file(), "{file}");
            }
        }
        if block.contains("lexicon convert") {
            let list = std::fs::read_to_string(at("threat.toml")).unwrap();
            let struck = |l: &&str| l.trim_start().starts_with("{ pattern = \"attack\",");
            assert_eq!(list.lines().filter(struck).count(), 1, "{list}");
            let rest: Vec<&str> = list.lines().filter(|l| !struck(l)).collect();
            std::fs::write(at("threat.toml"), rest.join("\n")).unwrap();
        }
    }
    assert!(!threat("before").is_empty());
    assert_ne!(threat("before"), threat("after"), "a struck entry changes the report");
}
