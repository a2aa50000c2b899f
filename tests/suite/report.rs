//! Does a report say what the study asks for, in every format, and nothing that it must not?

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Folder, run_in, stderr};

fn read(folder: &Folder, path: &str) -> String {
    std::fs::read_to_string(folder.0.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// Values between two marks.
fn between<'a>(text: &'a str, before: &'a str, after: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).filter_map(move |s| s.split_once(after)).map(|s| s.0)
}

#[test]
fn links_and_anchors_of_the_sample_lead_somewhere() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("reports/sample");
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let markdown = text("report.md");
    let ids: BTreeSet<&str> = between(&markdown, "<span id=\"", "\"").collect();
    let links: Vec<&str> = between(&markdown, "](#", ")").collect();
    assert!(
        links.len() > 200 && links.iter().all(|l| ids.contains(l)),
        "{:?}",
        links.iter().find(|l| !ids.contains(*l))
    );
    assert_eq!(ids.len(), between(&markdown, "<span id=\"", "\"").count(), "an id stands twice");
    let figures: Vec<&str> = between(&markdown, "](figures/", ")").collect();
    assert!(figures.len() > 8 && figures.iter().all(|f| folder.join("figures").join(f).is_file()));
    for page in ["report.html", "articles.html"] {
        let html = text(page);
        let ids: Vec<&str> = between(&html, " id=\"", "\"").collect();
        let unique: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{page}: an id stands twice");
        let dead: Vec<&str> = between(&html, "href=\"#", "\"").filter(|l| !unique.contains(l)).collect();
        assert!(dead.is_empty(), "{page}: {dead:?}");
    }
}

#[test]
fn the_italian_report_is_italian_down_to_its_numbers() {
    let folder = Folder::new("report-it");
    let output = run_in(&folder.0, &["report", "--language", "it", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = read(&folder, "out/report.md");
    for words in [
        "## <span id=\"in-short\"></span>In breve",
        "Prima di citare un numero",
        "ogni 1.000 parole",
        "**Tabella 1.**",
        "**Figura 1.**",
    ] {
        assert!(text.contains(words), "{words}");
    }
    // English prose of the tool must not be left between; what people and lexicons wrote may be.
    for words in [
        "Table 1.",
        "Before you quote",
        "per 1,000 words",
        "hits in",
        "not estimable",
        "in the writer's voice",
    ] {
        assert!(!text.contains(words), "{words}");
    }
    assert!(read(&folder, "out/report.html").contains("<html lang=\"it\">"));
    assert!(read(&folder, "out/figures/rates.svg").contains("Minaccia"));
}

#[test]
fn no_quotes_means_no_words_of_the_articles() {
    let folder = Folder::new("report-no-quotes");
    folder.write(
        "articles/one.txt",
        "The zebra hackers attack the harbour at noon, said Anna Berg, a minister.\n",
    );
    folder.write("articles/two.txt", "Nobody can stop the zebra attack on the bank in winter.\n");
    let output = run_in(&folder.0, &["report", "articles", "--no-quotes", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for file in ["out/report.md", "out/report.html", "out/results.json"] {
        assert!(!read(&folder, file).contains("at noon"), "{file}");
    }
    assert!(!folder.0.join("out/articles.html").exists());
}

#[test]
fn pseudonyms_hide_speakers_everywhere() {
    let folder = Folder::new("report-pseudonyms");
    let text = "“The hackers will attack the harbour,” said Anna Quillby, a minister. Quillby denied that the bank was a target of the attack.\n";
    for name in ["one", "two", "three"] {
        folder.write(&format!("articles/{name}.txt"), text);
    }
    let named = run_in(&folder.0, &["report", "articles", "--out", "named"]);
    assert_eq!(named.status.code(), Some(0), "{}", stderr(&named));
    assert!(read(&folder, "named/report.html").contains("Anna Quillby"));
    let output = run_in(&folder.0, &["report", "articles", "--pseudonyms", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for file in ["report.md", "report.html", "results.json", "tables/speakers.csv"] {
        let found = read(&folder, &format!("out/{file}"));
        assert!(!found.contains("Quillby"), "{file}");
        assert!(found.contains("Speaker 1"), "{file}");
    }
}

const STUDY: &str = "title = \"Own report\"\narticles = [\"articles\"]\n[report]\nsections = [\"opening\", \"why.md\", \"frames\", \"method\"]\nwithout = [\"method\"]\naccent = \"#7a1f5c\"\nauthors = [\"Ada Bianchi\"]\n[report.titles]\nframes = \"What they write about\"\n";

fn own_study(name: &str, study: &str) -> Folder {
    let folder = Folder::new(name);
    folder.write("s/study.toml", study);
    folder.write("s/why.md", "# Why we ask\n\nBecause *nobody* did. <script>alert(1)</script>\n");
    folder.write("s/articles/one.txt", "The hackers attack the harbour.\n");
    folder
}

#[test]
fn a_study_chooses_names_and_adds_sections() {
    let folder = own_study("report-own", STUDY);
    let output = run_in(&folder.0, &["report", "s", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = read(&folder, "out/report.md");
    let headings: Vec<&str> =
        text.lines().filter(|l| l.starts_with("## ")).map(|l| l.rsplit_once('>').unwrap().1).collect();
    assert_eq!(headings, ["In short", "Why we ask", "What they write about"]);
    assert!(text.contains("Because *nobody* did.") && text.contains("\\<script\\>"));
    // The evidence was left out: nothing leads there.
    assert!(!text.contains("](#evidence"), "{text}");
    let page = read(&folder, "out/report.html");
    assert!(page.contains("#7a1f5c") && !page.contains("#0b4f8a"));
    assert!(read(&folder, "out/CITATION.cff").contains("family-names: \"Bianchi\""));
}

#[test]
fn wrong_sections_and_colours_are_refused_with_a_remedy() {
    for (study, told) in [
        (STUDY.replace("\"method\"]\nwithout", "\"sauce\"]\nwithout"), "no section \"sauce\""),
        (STUDY.replace("#7a1f5c", "#ffff00"), "contrast"),
        (STUDY.replace("why.md", "nowhere.md"), "nowhere.md"),
    ] {
        let folder = own_study("report-wrong", &study);
        let output = run_in(&folder.0, &["report", "s", "--out", "out"]);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
        assert!(!folder.0.join("out").exists());
    }
}

#[test]
fn word_without_pandoc_is_refused_before_the_work() {
    let folder = own_study("report-no-pandoc", STUDY);
    for (option, program) in [(vec!["--format", "docx"], "pandoc"), (vec!["--png"], "rsvg-convert")] {
        let output = Command::new(env!("CARGO_BIN_EXE_framescope"))
            .current_dir(&folder.0)
            .env("PATH", &folder.0)
            .args(["report", "s", "--out", "out"])
            .args(option)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        let told = stderr(&output);
        assert!(told.contains(program) && told.contains("install it"), "{told}");
        assert!(!folder.0.join("out").exists());
    }
}

#[test]
fn word_with_pandoc_is_a_document_and_the_same_twice() {
    if Command::new("pandoc").arg("--version").output().is_err() {
        return;
    }
    let folder = own_study("report-pandoc", STUDY);
    for out in ["a", "b"] {
        let output = run_in(&folder.0, &["report", "s", "--format", "html,docx", "--out", out]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    let bytes = |out: &str| std::fs::read(folder.0.join(out).join("report.docx")).unwrap();
    assert!(bytes("a").starts_with(b"PK") && bytes("a") == bytes("b"));
    assert!(!folder.0.join("a/report.md").exists() && folder.0.join("a/report.html").exists());
}

#[test]
fn tables_are_explained_and_stand_in_a_workbook() {
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/sample/tables");
    let dictionary = std::fs::read_to_string(tables.join("dictionary.csv")).unwrap();
    for entry in std::fs::read_dir(&tables).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let Some(table) = name.strip_suffix(".csv").filter(|t| *t != "dictionary") else { continue };
        let text = std::fs::read_to_string(tables.join(&name)).unwrap();
        for column in text.lines().next().unwrap().split(',') {
            let row = dictionary.lines().find(|l| l.starts_with(&format!("{table},{column},")));
            assert!(row.is_some_and(|r| !r.contains(",,")), "{table}.{column}: {row:?}");
        }
    }
    assert!(std::fs::read(tables.join("tables.xlsx")).unwrap().starts_with(b"PK"));
}
