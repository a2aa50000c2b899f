//! Do `score` and `annotate` take any amount of input, in any packing, and never leave half an output that looks whole?

use std::io::Write;
use std::process::{Command, Output, Stdio};

use super::command::{Folder, run_in, stderr};

const SENTENCES: [&str; 6] = [
    "The minister said the group lacks the skill to attack the harbour.",
    "“We want to learn it,” a hacker told the evening paper.",
    "Nobody was hurt, and the ferry sailed at noon.",
    "Analysts warn that the Cyber Caliphate could strike again.",
    "The network collects the messages of every citizen.",
    "Il gruppo non sarebbe capace di colpire la rete.",
];

/// Articles as lines of JSON.
fn lines(n: usize) -> String {
    let article = |i: usize| {
        let text: Vec<&str> = (0..3 + i % 4).map(|k| SENTENCES[(i + k * k) % SENTENCES.len()]).collect();
        let source = ["Post", "Herald"][i % 2];
        let text = text.join(" ");
        format!(
            "{{\"id\": \"a{i}\", \"source\": \"{source}\", \"date\": \"2016-0{}-01\", \"text\": \"{text}\"}}\n",
            1 + i % 9
        )
    };
    (0..n).map(article).collect()
}

fn table(lines: &str) -> String {
    let mut out = String::from("id,source,date,text\n");
    for line in lines.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| row[name].as_str().unwrap().to_owned();
        out.push_str(&format!(
            "{},{},{},\"{}\"\n",
            field("id"),
            field("source"),
            field("date"),
            field("text")
        ));
    }
    out
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[track_caller]
fn score(folder: &Folder, args: &[&str]) -> String {
    let output = run_in(&folder.0, &[&["score"], args].concat());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    stdout(&output)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[test]
fn every_packing_and_any_number_of_threads_give_the_same_rows() {
    let folder = Folder::new("packings");
    let text = lines(150);
    folder.write("a.jsonl", &text);
    folder.write("a.jsonl.gz", gzip(text.as_bytes()));
    folder.write("a.jsonl.zst", zstd::encode_all(text.as_bytes(), 1).unwrap());
    folder.write("a.csv", table(&text));
    folder.write("a.csv.gz", gzip(table(&text).as_bytes()));
    let expected = score(&folder, &["a.jsonl", "--threads", "1"]);
    assert_eq!(expected.lines().count(), 151);
    for file in ["a.jsonl.gz", "a.jsonl.zst", "a.csv", "a.csv.gz"] {
        assert!(score(&folder, &[file, "--threads", "3"]) == expected, "{file}");
    }
    score(&folder, &["a.jsonl", "--out", "b.csv"]);
    assert!(std::fs::read_to_string(folder.0.join("b.csv")).unwrap() == expected);
    let left: Vec<_> = std::fs::read_dir(&folder.0).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(left.iter().all(|n| !n.to_string_lossy().contains(".part")), "{left:?}");
}

#[test]
fn shards_together_are_the_whole() {
    let folder = Folder::new("shards");
    folder.write("a.jsonl", lines(50));
    folder.write("b.csv", table(&lines(20)).replace("\na", "\nb"));
    let whole = score(&folder, &["a.jsonl", "b.csv"]);
    let parts = ["1/3", "2/3", "3/3"].map(|s| score(&folder, &["a.jsonl", "b.csv", "--shard", s]));
    let mut rows: Vec<&str> = parts.iter().flat_map(|p| p.lines().skip(1)).collect();
    rows.sort_unstable();
    let mut expected: Vec<&str> = whole.lines().skip(1).collect();
    expected.sort_unstable();
    assert!(parts.iter().all(|p| p.lines().count() > 10));
    assert_eq!(rows, expected);
    let wrong = run_in(&folder.0, &["score", "a.jsonl", "--shard", "4/3"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn broken_lines_are_named_and_the_rest_goes_on() {
    let folder = Folder::new("broken-lines");
    let mut text = lines(30);
    text.push_str("{\"id\": \"x\", \"text\": \"cut off\n{\"id\": \"y\"}\n");
    text.push_str(&format!("{{\"text\": \"{}\"}}\n", "long ".repeat(3_500_000)));
    text.push_str("{\"id\": \"last\", \"text\": \"The end.\"}\n");
    folder.write("a.jsonl", text);
    let output = run_in(&folder.0, &["score", "a.jsonl", "--threads", "2"]);
    assert_eq!(output.status.code(), Some(3));
    let told = stderr(&output);
    for line in ["a.jsonl:31: ", "a.jsonl:32: ", "a.jsonl:33: the record is longer than"] {
        assert!(told.contains(line), "{told}");
    }
    assert_eq!(stdout(&output).lines().count(), 32);
    assert!(stdout(&output).lines().last().unwrap().starts_with("last,"));
}

#[test]
fn many_tiny_articles_and_statistics() {
    let folder = Folder::new("tiny");
    folder.write("a.jsonl", "{\"text\":\"attack\"}\n".repeat(4000));
    let output = run_in(&folder.0, &["score", "a.jsonl", "--stats", "--out", "a.csv"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let told = stderr(&output);
    for line in
        ["bytes read\t72000\n", "text bytes\t24000\n", "articles\t4000\n", "tokens\t4000\n", "seconds\t"]
    {
        assert!(told.contains(line), "{told}");
    }
    assert_eq!(std::fs::read_to_string(folder.0.join("a.csv")).unwrap().lines().count(), 4001);
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupted_run_is_continued_without_loss_or_repetition() {
    let folder = Folder::new("resume");
    let mut text = lines(700);
    text.push_str("{broken\n");
    text.push_str(&lines(20));
    folder.write("a.jsonl", &text);
    folder.write("b.jsonl", lines(700));
    let program = env!("CARGO_BIN_EXE_framescope");
    let paths = "a.jsonl b.jsonl --threads 2 --out out.csv";
    // A limit on the size of files, as a full disk would be.
    let limited = format!("trap '' XFSZ; ulimit -f 200; exec {program} score {paths}");
    let stopped = Command::new("sh").current_dir(&folder.0).args(["-c", &limited]).output().unwrap();
    assert_eq!(stopped.status.code(), Some(2), "{}", stderr(&stopped));
    assert!(stderr(&stopped).contains("--resume"), "{}", stderr(&stopped));
    assert!(!folder.0.join("out.csv").exists() && folder.0.join("out.csv.part").exists());
    let mut args = vec!["score"];
    args.extend(paths.split(' '));
    let other = run_in(&folder.0, &[&args[..], &["--resume", "--unit", "sentence"]].concat());
    assert_eq!(other.status.code(), Some(2), "another run must not be continued");
    let resumed = run_in(&folder.0, &[&args[..], &["--resume"]].concat());
    assert_eq!(resumed.status.code(), Some(3), "{}", stderr(&resumed));
    let out = std::fs::read_to_string(folder.0.join("out.csv")).unwrap();
    let whole = run_in(&folder.0, &["score", "a.jsonl", "b.jsonl"]);
    assert!(out == stdout(&whole), "{} and {}", out.len(), whole.stdout.len());
    assert!(!folder.0.join("out.csv.part.journal").exists());
}

#[test]
fn a_killed_run_leaves_nothing_that_looks_whole() {
    let folder = Folder::new("killed");
    let mut child = Command::new(env!("CARGO_BIN_EXE_framescope"))
        .current_dir(&folder.0)
        .args(["annotate", "-", "--out", "out.jsonl"])
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.as_mut().unwrap().write_all(lines(200).as_bytes()).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(!folder.0.join("out.jsonl").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = Folder::new("full");
    folder.write("a.jsonl", lines(10));
    for command in ["score", "annotate"] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_framescope"))
            .current_dir(&folder.0)
            .args([command, "a.jsonl"])
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{command}");
        assert!(stderr(&output).contains("standard output: it cannot be written"), "{}", stderr(&output));
    }
}

/// Hits and rates of a report's frames by source.
fn measures(folder: &Folder, report: &str) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(folder.0.join(report).join("results.json")).unwrap();
    let results: serde_json::Value = serde_json::from_str(&text).unwrap();
    let measures = results["comparison"]["measures"].as_array().unwrap();
    assert!(!measures.is_empty());
    let keys = ["frame", "source", "hits", "rate"];
    measures.iter().map(|m| keys.iter().map(|k| m[*k].clone()).collect()).collect()
}

#[test]
fn a_report_of_scores_has_the_rates_of_a_report_of_articles() {
    let folder = Folder::new("from-scores");
    let text = lines(48);
    folder.write("study/a.jsonl", &text);
    let run = |args: &[&str]| {
        let output = run_in(&folder.0, args);
        assert_eq!(output.status.code(), Some(0), "{args:?} {}", stderr(&output));
    };
    run(&["report", "study", "--out", "whole"]);
    run(&["score", "study", "--shard", "1/2", "--out", "parts/1.csv"]);
    run(&["score", "study", "--shard", "2/2", "--format", "jsonl", "--out", "parts/2.jsonl"]);
    run(&["report", "--from", "parts", "--out", "put-together"]);
    let expected = measures(&folder, "whole");
    assert_eq!(measures(&folder, "put-together"), expected);
    if cfg!(feature = "parquet") {
        run(&["score", "study", "--format", "parquet", "--out", "scores.parquet"]);
        run(&["report", "--from", "scores.parquet", "--out", "columns"]);
        assert_eq!(measures(&folder, "columns"), expected);
    }
    let wrong = run_in(&folder.0, &["report", "--from", "study/a.jsonl"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("there is no column"), "{}", stderr(&wrong));
}

/// A record without an id is called alike wherever it is read, so that codes, scores and reports speak of the same article; two
/// articles of one id are told, though a stream holds none of them.
#[test]
fn ids_are_the_same_everywhere_and_two_of_one_id_are_told() {
    let folder = Folder::new("stream-ids");
    let line = |text: &str| format!("{{\"text\": \"{text}\", \"source\": \"A\"}}\n");
    folder.write("one.jsonl", line("They may strike.") + &line("No attack."));
    folder.write("two.jsonl", line("An attack is feared."));
    let ids = |args: &[&str], mark: char| {
        let output = run_in(&folder.0, args);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let first = |l: &str| l.split(mark).next().unwrap_or_default().to_owned();
        (text.lines().map(first).filter(|l| l.contains(':')).collect::<Vec<_>>(), stderr(&output))
    };
    let (listed, _) = ids(&["corpus", "list", "one.jsonl", "two.jsonl"], '\t');
    let (scored, told) = ids(&["score", "one.jsonl", "two.jsonl"], ',');
    assert_eq!(listed, ["one:1", "one:2", "two:1"]);
    assert_eq!((scored, told.as_str()), (listed, ""));
    folder.write("three.jsonl", "{\"id\": \"one:2\", \"text\": \"Harm.\"}\n");
    let (scored, told) = ids(&["score", "one.jsonl", "three.jsonl"], ',');
    assert_eq!(scored.len(), 3);
    assert!(
        told.contains("one article has an id that another had before, first \"one:2\" (three.jsonl:1)"),
        "{told}"
    );
}

/// A legend of nothing is no reader view, and a folder is no file: said at once, with nothing left behind.
#[test]
fn nothing_read_is_nothing_written() {
    let folder = Folder::new("stream-nothing");
    folder.write("in/empty.txt", "");
    for format in ["text", "html"] {
        for out in [&["--out", "out"][..], &[]] {
            let output = run_in(&folder.0, &[&["annotate", "in", "--format", format], out].concat());
            assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{format} {out:?}");
            assert!(stderr(&output).contains("no article was read, so nothing is written"));
        }
    }
    // Nor does a table of nothing take the place of an older one.
    folder.write("in/cut.pdf", "%PDF-1.4\n");
    for args in [
        &["score", "in"][..],
        &["score", "in", "--out", "old.csv"],
        &["score", "in", "--out", "old.csv", "--resume"],
        &["score", "in", "--out", "old.csv", "--format", "parquet"],
        &["corpus", "convert", "in", "--out", "old.csv"],
        &["kwic", "strike", "in", "--format", "csv"],
        &["explain", "in/empty.txt:0"],
        &["code", "export", "in", "--format", "doccano", "--out", "old.csv"],
    ] {
        folder.write("old.csv", "old");
        let output = run_in(&folder.0, args);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}");
        let told = stderr(&output);
        assert!(
            told.contains("empty.txt: the file is empty") && told.contains("no article was read"),
            "{told}"
        );
        assert_eq!(std::fs::read_to_string(folder.0.join("old.csv")).unwrap(), "old", "{args:?}");
    }
    std::fs::remove_file(folder.0.join("old.csv")).unwrap();
    // A part may well have none: its table is whole.
    let part = run_in(&folder.0, &["score", "in", "--shard", "1/2"]);
    assert_eq!((part.status.code(), part.stdout.starts_with(b"id,source")), (Some(3), true));
    folder.write("in/one.txt", "They may strike.");
    let output = run_in(&folder.0, &["score", "in", "--out", "in"]);
    assert!(
        output.status.code() == Some(2) && stderr(&output).contains("a folder, not a file"),
        "{output:?}"
    );
    let left: Vec<_> = std::fs::read_dir(&folder.0).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left, ["in"]);
    assert!(run_in(&folder.0, &["annotate", "in", "--format", "text"]).stdout.starts_with(b"Frames:"));
}

/// An output that is no file is written into: put in the place of a device, a file would take it from everybody.
#[cfg(unix)]
#[test]
fn devices_and_links_stay_what_they_are() {
    use std::fs::{read_link, read_to_string};
    use std::os::unix::fs::symlink;
    let folder = Folder::new("stream-devices");
    folder.write("a.jsonl", lines(20));
    let run = |args: &[&str]| {
        let output = run_in(&folder.0, args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", stderr(&output));
    };
    // Behind a link, so that a program that gets it wrong takes the link alone.
    let device = folder.0.join("device");
    symlink("/dev/null", &device).unwrap();
    for args in [
        &["score", "a.jsonl", "--out", "device", "--format", "csv"][..],
        &["score", "a.jsonl", "--out", "device", "--format", "parquet"],
        &["annotate", "a.jsonl", "--out", "device", "--format", "html"],
        &["corpus", "convert", "a.jsonl", "--to", "jsonl", "--out", "device"],
        &["corpus", "check", "a.jsonl", "--out", "device"],
    ] {
        run(args);
        assert_eq!(read_link(&device).unwrap().to_str(), Some("/dev/null"), "{args:?}");
    }
    let refused = run_in(&folder.0, &["score", "a.jsonl", "--out", "device", "--resume"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("cannot be continued"), "{}", stderr(&refused));
    // A link to a file stays one, and the file behind it is replaced.
    folder.write("behind/scores.csv", "old");
    symlink("behind/scores.csv", folder.0.join("scores.csv")).unwrap();
    run(&["score", "a.jsonl", "--out", "scores.csv", "--format", "csv"]);
    assert!(read_link(folder.0.join("scores.csv")).is_ok());
    assert!(read_to_string(folder.0.join("behind/scores.csv")).unwrap().lines().count() == 21);
    assert_eq!(std::fs::read_dir(folder.0.join("behind")).unwrap().count(), 1);
}

#[test]
fn nothing_to_read_is_said() {
    let folder = Folder::new("nothing");
    // Nothing comes down the pipe: refused before anything is written.
    for args in [
        &["score", "-"][..],
        &["score", "-", "--out", "rows.csv"],
        &["annotate", "-"],
        &["kwic", "threat", "-"],
        &["explain", "-"],
    ] {
        let output = run_in(&folder.0, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(output.stdout.is_empty() && !folder.0.join("rows.csv").exists(), "{args:?}");
        assert!(stderr(&output).contains("standard input: nothing came in"), "{args:?}: {}", stderr(&output));
    }
    // An empty file of lines is named as an empty text is; one of empty lines has no article.
    folder.write("empty.jsonl", "");
    folder.write("empty.jsonl.gz", gzip(b""));
    for file in ["empty.jsonl", "empty.jsonl.gz"] {
        let output = run_in(&folder.0, &["score", file]);
        assert_eq!(output.status.code(), Some(2), "{file}");
        assert!(stderr(&output).contains(&format!("{file}: the file is empty")), "{}", stderr(&output));
    }
    folder.write("blank.jsonl", "\n\n");
    let output = run_in(&folder.0, &["score", "blank.jsonl"]);
    assert!(stderr(&output).contains("no article was read"), "{}", stderr(&output));
}

#[test]
fn columns_that_nothing_has_are_said() {
    let folder = Folder::new("unmet-columns");
    folder.write("texts/a.txt", SENTENCES[0]);
    folder.write("rows.jsonl", format!("{{\"Body\": \"{}\"}}\n", SENTENCES[0]));
    let said = |args: &[&str]| {
        let output = run_in(&folder.0, args);
        assert_eq!(output.status.code(), Some(0), "{args:?}: {}", stderr(&output));
        stderr(&output)
    };
    let told = "--columns: no file that was read has such a column: Body";
    for args in [&["score", "texts"][..], &["corpus", "list", "texts"], &["report", "texts", "--out", "out"]]
    {
        let with = said(&[args, &["--columns", "text=Body"]].concat());
        assert!(with.contains(told), "{args:?}: {with}");
        assert!(!said(args).contains("--columns:"), "{args:?}");
    }
    assert!(!said(&["score", "rows.jsonl", "texts", "--columns", "text=Body"]).contains("--columns:"));
}
