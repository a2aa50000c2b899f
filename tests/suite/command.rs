//! Does the program do what the README says, and does it take rubbish with grace?

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A fresh folder for one test, removed when it goes out of scope.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("framescope-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs the program in a folder.
pub fn run_in(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_framescope")).current_dir(folder).args(args).output().unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

const ARTICLE: &str = "Officials said the group lacks the skill to attack the harbour.\n\nThey warned that hackers want to learn it.\n";

#[test]
fn report_on_a_folder_writes_every_file() {
    let folder = Folder::new("report");
    folder.write("articles/one.txt", ARTICLE);
    folder.write("articles/two.txt", ARTICLE.replace("harbour", "airport"));
    let output = run_in(&folder.0, &["report", "articles"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    for file in ["report.md", "report.html", "results.json", "manifest.json", "tables/frames.csv"] {
        assert!(folder.0.join("reports/articles").join(file).is_file(), "{file}");
    }
}

#[test]
fn a_folder_with_other_files_is_never_replaced() {
    let folder = Folder::new("occupied");
    folder.write("articles/one.txt", ARTICLE);
    for args in [
        ["report", "articles", "--out", "articles"].as_slice(),
        &["corpus", "convert", "articles", "--to", "folder", "--out", "articles"],
    ] {
        let output = run_in(&folder.0, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let said = stderr(&output);
        assert!(
            said.contains("the folder is not empty") || said.contains("holds other files"),
            "{args:?}: {said}"
        );
        assert_eq!(std::fs::read_to_string(folder.0.join("articles/one.txt")).unwrap(), ARTICLE, "{args:?}");
    }
    let report = || {
        let output = run_in(&folder.0, &["report", "articles", "--out", "out"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    };
    report();
    folder.write("out/notes/mine.txt", "kept");
    folder.write("out/tables/stale.csv", "gone");
    report();
    assert_eq!(std::fs::read_to_string(folder.0.join("out/notes/mine.txt")).unwrap(), "kept");
    assert!(!folder.0.join("out/tables/stale.csv").exists(), "a report takes the place of a report");
}

#[test]
fn one_bad_file_is_named_and_the_rest_is_done() {
    let folder = Folder::new("bad-file");
    folder.write("articles/good.txt", ARTICLE);
    folder.write("articles/bad.txt", [0u8, 159, 146, 150, 0, 0, 1, 2]);
    folder.write("articles/empty.txt", "");
    let output = run_in(&folder.0, &["report", "articles", "--out", "out"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("bad.txt") && stderr(&output).contains("empty.txt"),
        "{}",
        stderr(&output)
    );
    let report = std::fs::read_to_string(folder.0.join("out/report.md")).unwrap();
    assert!(report.contains("3 articles found, 2 left out, 1 counted"));
}

#[test]
fn a_missing_folder_is_an_error_and_nothing_is_written() {
    let folder = Folder::new("missing");
    let output = run_in(&folder.0, &["report", "nowhere", "--out", "out"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nowhere"), "{}", stderr(&output));
    assert!(!folder.0.join("out").exists());
}

#[test]
fn a_broken_study_is_named_by_line_and_column() {
    let folder = Folder::new("broken-study");
    folder.write("study.toml", "title = \"x\"\narticles = [\"a.txt\"]\nsegment_sentences = \"three\"\n");
    let output = run_in(&folder.0, &["report", "."]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("study.toml:3:"), "{}", stderr(&output));
}

#[test]
fn threads_change_no_byte() {
    let folder = Folder::new("threads");
    for threads in ["1", "2"] {
        let output = run_in(&folder.0, &["report", "--threads", threads, "--out", threads]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    }
    for file in ["report.md", "results.json", "report.html", "manifest.json"] {
        let read = |t: &str| std::fs::read(folder.0.join(t).join(file)).unwrap();
        assert!(read("1") == read("2"), "{file} differs");
    }
}

#[test]
fn gold_codes_are_compared_with_the_tool() {
    let folder = Folder::new("validate");
    folder.write("articles/one.txt", ARTICLE);
    folder.write("gold.csv", "article,sentence,capability,intent\none,0,denied,\none,1,,1\nnone,0,1,\n");
    let output = run_in(&folder.0, &["validate", "gold.csv", "--study", "articles", "--format", "csv"]);
    // One gold unit names an article that is not there: told, and the rest is done.
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("none:0"), "{}", stderr(&output));
    let table = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(table.lines().any(|l| l.starts_with("capability,en,all,all,1,0,0,1,")), "{table}");
    assert!(table.lines().any(|l| l.starts_with("capability,en,all,denied,1,0,0,")), "{table}");
}

#[test]
fn coders_without_variation_get_no_alpha_of_one() {
    let folder = Folder::new("agreement");
    folder.write("anna.csv", "unit,threat,intent\n1,1,1\n2,1,0\n3,1,1\n");
    folder.write("ben.csv", "unit;threat;intent\n1;1;1\n2;1;1\n3;1;1\n");
    let output = run_in(&folder.0, &["agreement", "anna.csv", "ben.csv", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let threat = text.lines().find(|l| l.contains("\"threat\"")).unwrap();
    assert!(threat.contains("\"alpha\":null") && threat.contains("\"percent\":1.0"), "{threat}");
}

#[test]
fn articles_survive_conversion_and_copies_are_grouped() {
    let folder = Folder::new("convert");
    let long = ARTICLE.repeat(4);
    folder.write("articles/a.txt", &long);
    folder.write("articles/b.txt", format!("Another headline\n\n{long}"));
    let output = run_in(&folder.0, &["corpus", "convert", "articles", "--to", "jsonl"]);
    let first = String::from_utf8_lossy(&output.stdout).lines().next().unwrap().to_owned();
    let value: serde_json::Value = serde_json::from_str(&first).unwrap();
    assert_eq!(value["text"].as_str(), Some(long.as_str()));
    let output = run_in(&folder.0, &["corpus", "duplicates", "articles"]);
    let table = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(table.contains("1,a,1") && table.contains("1,b,"), "{table}");
}

#[test]
fn an_encoding_is_named_once_and_a_wrong_one_refused_before_the_work() {
    let folder = Folder::new("encoding");
    folder.write("articles/a.txt", b"Perch\x8e no? La citt\x88 \x8f pi\x9d sicura.\n");
    folder.write("articles/b.txt", ARTICLE);
    let refused = run_in(&folder.0, &["report", "articles", "--encoding", "klingon"]);
    assert_eq!(refused.status.code(), Some(2));
    let told = stderr(&refused);
    assert!(told.matches("klingon").count() == 1 && told.contains("macintosh"), "{told}");
    let guessed = run_in(&folder.0, &["corpus", "list", "articles"]);
    assert!(stderr(&guessed).contains("name another with --encoding): macintosh"), "{}", stderr(&guessed));
    let named = run_in(&folder.0, &["corpus", "show", "a", "articles", "--encoding", "macintosh"]);
    assert!(!stderr(&named).contains("guessed"), "{}", stderr(&named));
}

/// What cannot be done is said on standard error, with the reason and the remedy, and nothing is taken for done.
#[test]
fn what_is_not_there_is_named_with_a_remedy() {
    let folder = Folder::new("not-there");
    folder.write("article.txt", ARTICLE);
    folder.write("short/one.txt", "Too short.");
    std::fs::create_dir_all(folder.0.join("empty")).unwrap();
    folder.write("gold.csv", "article,sentence,threat\nanother,0,1\n");
    folder.write(
        "study/study.toml",
        "articles = [\"../article.txt\"]\nframes = [\n  \"threat\",\n  \"panik\",\n]\n",
    );
    for (args, reason, remedy) in [
        (&["explain", "article.txt:99"][..], "there is no sentence 99", "counted from 0 to 1"),
        (&["kwic", "", "article.txt"], "is empty", "write at least one word"),
        (&["lexicon", "try", ""], "no text to try", "write a sentence"),
        (&["lexicon", "try", " "], "no text to try", "write a sentence"),
        (&["compare", "article.txt", "--split", "2017-13"], "is no date", "write 2017-06-01"),
        (&["code", "sample", "short", "--out", "x"], "no sentence to draw", "four words or more"),
        (&["agreement", "empty"], "no file in the folder", "put the CSV or XLSX files"),
        (&["agreement", "coded"], "coded: there is no such file or folder", "check the spelling"),
        (&["score", "article.txt", "--input-format", "dox"], "\"dox\" is no input format", "docx, epub"),
        (
            &["validate", "gold.csv", "--study", "article.txt"],
            "none of the coded units stands",
            "corpus list",
        ),
        (
            &["score", "study/study.toml"],
            "study/study.toml: this is the file of a study",
            "name the articles",
        ),
        (
            &["report", "study", "--out", "x"],
            "study/study.toml:4: the study names the frame \"panik\"",
            "known: ",
        ),
    ] {
        let output = run_in(&folder.0, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let told = stderr(&output);
        assert!(told.contains(reason) && told.contains(remedy), "{args:?}: {told}");
        assert!(output.stdout.is_empty() && !folder.0.join("x").exists(), "{args:?}");
    }
    // Fewer than asked for is something, and not taken for all.
    folder.write("one.txt", "Hackers may attack the harbour.");
    let output = run_in(&folder.0, &["code", "sample", "one.txt", "--out", "one"]);
    assert!(output.status.success() && stderr(&output).contains("50 were asked for"), "{}", stderr(&output));
}

/// A table of scores that does not fit is one fault, however many rows it has.
#[test]
fn rows_that_fail_for_one_reason_are_told_once() {
    let folder = Folder::new("same-reason");
    folder.write("article.txt", ARTICLE.repeat(10));
    for (unit, out) in [("article", "a.csv"), ("sentence", "b.csv")] {
        let output = run_in(&folder.0, &["score", "article.txt", "--unit", unit, "--out", out]);
        assert!(output.status.success(), "{}", stderr(&output));
    }
    let output = run_in(&folder.0, &["report", "--from", "a.csv", "b.csv", "--out", "out"]);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(3), "{told}");
    assert_eq!(told.matches("rows of different units").count(), 1, "{told}");
    assert!(told.contains("b.csv: ") && told.contains(" more rows left out for the same reason"), "{told}");
}

#[test]
fn a_report_of_what_cannot_be_read_says_so_at_once() {
    let folder = Folder::new("one-word");
    folder.write("xs.txt", "x".repeat(200_000));
    let output = run_in(&folder.0, &["report", "xs.txt", "--out", "out"]);
    let told = stderr(&output);
    assert_eq!(output.status.code(), Some(0), "{told}");
    assert!(told.contains("nothing was counted: the language of these articles cannot be told"), "{told}");
    let output = run_in(&folder.0, &["--quiet", "report", "xs.txt", "--out", "out"]);
    assert!(stderr(&output).is_empty(), "{}", stderr(&output));
}
