//! Do comparisons hold together for a stranger: every kind of record, fields as promised, and rubbish answered in words?

use serde_json::Value;

use crate::command::{Folder, run_in, stderr};

pub const THREAT: &str = "Hackers attacked the harbour and threaten the port.\n\nThe danger grows by the day, officials said.\n\nA threat remains.\n";
pub const CALM: &str =
    "The mayor opened a garden in the park.\n\nChildren sang songs for an hour.\n\nThe weather was mild.\n";

/// A study with so many articles a source, of which every third of the second source speaks of threats. Few draws: the tests ask
/// for the shape of answers, not for their digits.
pub fn study(folder: &Folder, sources: &[(&str, usize)], more: &str) {
    let mut table = "file,source,date,section\n".to_owned();
    for (s, (source, articles)) in sources.iter().enumerate() {
        for i in 0..*articles {
            let text = if s == 0 || i % 3 == 0 { THREAT } else { CALM };
            folder.write(
                &format!("articles/{s}-{i}.txt"),
                format!("Story {s} of day {i}\n\n{text}Note {i} of {source}.\n"),
            );
            let section = if i % 2 == 0 { "home" } else { "world" };
            table.push_str(&format!(
                "articles/{s}-{i}.txt,{source},201{}-0{}-10,{section}\n",
                i % 4,
                1 + i % 9
            ));
        }
    }
    folder.write("articles.csv", table);
    folder.write(
        "study.toml",
        format!("articles = [\"articles\"]\nmetadata = \"articles.csv\"\ndraws = 200\n{more}"),
    );
}

pub fn records(folder: &Folder, args: &[&str]) -> Vec<Value> {
    let output = run_in(&folder.0, args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {}", stderr(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

#[test]
fn every_kind_of_record_is_there() {
    let folder = Folder::new("compare-kinds");
    study(
        &folder,
        &[("North", 9), ("South", 9), ("West", 9)],
        "[periods]\nby = \"month\"\nsplit = \"2012-01\"\n",
    );
    folder.write("error.csv", "frame,language,source,stance,tp,fp,fn,tn\nthreat,en,all,all,60,10,20,300\n");
    let rows = records(&folder, &["compare", ".", "--correct-by", "error.csv", "--format", "jsonl"]);
    for kind in ["measure", "difference", "rest", "omnibus", "association", "period", "change", "adjusted"] {
        assert!(rows.iter().any(|r| r["kind"] == kind), "{kind}");
    }
    for facet in ["stance", "voice", "concept", "period", "sentence", "segment", "article"] {
        assert!(rows.iter().any(|r| r["facet"] == facet), "{facet}");
    }
    for measure in ["rate", "segment-share", "prevalence"] {
        let of = |kind: &str| rows.iter().any(|r| r["kind"] == kind && r["measure"] == measure);
        assert!(of("measure") && of("difference") && of("rest"), "{measure}");
    }
    // The parts of a rate add up to it.
    let rate = |facet: Option<&str>, value: &str| {
        let is = |r: &&Value| {
            r["kind"] == "measure"
                && r["frame"] == "threat"
                && r["source"] == "North"
                && r["measure"] == "rate"
                && r["facet"].as_str() == facet
                && (facet.is_none() || r["value"] == value)
        };
        rows.iter().find(is).and_then(|r| r["estimate"].as_f64()).unwrap()
    };
    for (facet, values) in [
        ("stance", &["asserted", "hedged", "hypothetical", "denied"][..]),
        ("voice", &["narrator", "direct", "indirect"]),
    ] {
        let sum: f64 = values.iter().map(|v| rate(Some(facet), v)).sum();
        assert!((sum - rate(None, "")).abs() < 1e-9, "{facet}");
    }
    let more = rows.iter().find(|r| {
        r["kind"] == "difference"
            && r["frame"] == "threat"
            && r["source"] == "North"
            && r["measure"] == "rate"
    });
    assert_eq!(more.map(|r| &r["verdict"]), Some(&Value::from("more")));
}

#[test]
fn sources_are_compared_by_any_column_and_language_is_never_ranked() {
    let folder = Folder::new("compare-by");
    study(&folder, &[("North", 6), ("South", 6)], "");
    for (by, groups) in [("section", 2), ("year", 4), ("language", 1)] {
        let rows = records(&folder, &["compare", ".", "--by", by, "--format", "jsonl"]);
        let mut found: Vec<&str> =
            rows.iter().filter(|r| r["kind"] == "measure").filter_map(|r| r["source"].as_str()).collect();
        found.sort_unstable();
        found.dedup();
        assert_eq!(found.len(), groups, "{by}: {found:?}");
    }
    let output = run_in(&folder.0, &["compare", ".", "--by", "colour"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no article says what its colour is"), "{}", stderr(&output));
    assert!(stderr(&output).contains("their other columns are: section"), "{}", stderr(&output));
}

#[test]
fn a_column_misspelt_in_the_study_is_refused_as_on_the_command_line() {
    let folder = Folder::new("compare-misspelt");
    study(&folder, &[("North", 2), ("South", 2)], "group_by = \"sorce\"\n");
    for args in [
        &["compare", "."][..],
        &["report", ".", "--out", "out"],
        &["keyness", "."],
        &["cluster", "."],
        &["exercise", "new", ".", "--out", "kit"],
    ] {
        let output = run_in(&folder.0, args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        let told = stderr(&output);
        assert!(told.contains("study.toml:4: no article says what its sorce is"), "{args:?}: {told}");
        assert!(told.contains("their other columns are: section"), "{args:?}: {told}");
    }
    // Scores are grouped by the same word.
    folder.write("scores.csv", run_in(&folder.0, &["score", "articles", "articles.csv"]).stdout);
    for (study, place) in [(&["."][..], "study.toml:4: "), (&["--by", "sorce"], "framescope: ")] {
        let args = [&["report"], study, &["--from", "scores.csv", "--out", "out"]].concat();
        let output = run_in(&folder.0, &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        let told = format!("{place}no row of the scores says what its sorce is");
        assert!(stderr(&output).contains(&told), "{args:?}: {}", stderr(&output));
    }
    assert!(!folder.0.join("out").exists() && !folder.0.join("kit").exists());
    // What is asked for instead is there, and who looks for the columns is let in.
    for args in [&["compare", ".", "--by", "section"][..], &["corpus", "list", "."]] {
        assert_eq!(run_in(&folder.0, args).status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn wrong_dates_and_validations_are_named() {
    let folder = Folder::new("compare-wrong");
    study(&folder, &[("North", 2), ("South", 2)], "");
    folder.write("error.csv", "frame,language,tp,fp,fn\nthreat,en,many,1,2\n");
    for (args, words) in [
        (["compare", ".", "--split", "someday"], "--split \"someday\" is no date"),
        (["compare", ".", "--correct-by", "error.csv"], "error.csv:2:1: \"many\" is no count"),
        (["report", ".", "--correct-by", "nowhere.csv"], "nowhere.csv"),
        (["compare", ".", "--kind", "gossip"], "gossip"),
    ] {
        let output = run_in(&folder.0, &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(words), "{args:?}: {}", stderr(&output));
    }
    folder.write("study.toml", "articles = [\"articles\"]\n[periods]\nby = \"week\"\n");
    let output = run_in(&folder.0, &["report", "."]);
    assert!(stderr(&output).contains("study.toml:3:"), "{}", stderr(&output));
}

#[test]
fn threads_change_no_byte_of_any_command() {
    let folder = Folder::new("compare-threads");
    study(&folder, &[("North", 7), ("South", 6), ("West", 6)], "[periods]\nsplit = \"2012\"\n");
    for args in [
        &["compare", ".", "--format", "csv"][..],
        &["cluster", ".", "--features", "both", "--format", "jsonl"],
        &["cluster", ".", "--rows", "segments", "--method", "mixture", "--format", "jsonl"],
        &["keyness", ".", "--documents", "1", "--contexts", "2", "--format", "jsonl"],
        &["keyness", ".", "--documents", "1"],
    ] {
        let run = |threads: &str| run_in(&folder.0, &[args, &["--threads", threads]].concat());
        let (one, four) = (run("1"), run("4"));
        assert!(one.status.success() && one.stdout == four.stdout, "{args:?}: {}", stderr(&one));
        assert!(!one.stdout.is_empty(), "{args:?}");
    }
    for threads in ["1", "4"] {
        let output = run_in(&folder.0, &["report", ".", "--threads", threads, "--out", threads]);
        assert!(output.status.success(), "{}", stderr(&output));
    }
    for file in ["report.md", "results.json", "report.html", "tables/clusters.csv"] {
        let read = |t: &str| std::fs::read(folder.0.join(t).join(file)).unwrap();
        assert!(read("1") == read("4"), "{file} differs");
    }
}

#[test]
fn the_order_of_articles_changes_no_byte() {
    let (one, other) = (Folder::new("compare-order-a"), Folder::new("compare-order-b"));
    let texts: Vec<String> = (0..14)
        .map(|i| {
            let text = if i % 3 == 0 { THREAT } else { CALM }.replace("\n\n", " ");
            let source = if i % 2 == 0 { "North" } else { "South" };
            let text = format!("{} Note {i}.", text.trim());
            serde_json::json!({"id": format!("a{i}"), "source": source, "language": "en", "text": text})
                .to_string()
        })
        .collect();
    let turned: Vec<String> = texts.iter().rev().cloned().collect();
    one.write("a.jsonl", texts.join("\n"));
    other.write("a.jsonl", turned.join("\n"));
    for command in ["compare", "cluster", "keyness"] {
        let run = |f: &Folder| run_in(&f.0, &[command, "a.jsonl", "--format", "jsonl"]);
        let (a, b) = (run(&one), run(&other));
        assert!(a.status.success(), "{command}: {}", stderr(&a));
        assert!(a.stdout == b.stdout && !a.stdout.is_empty(), "{command} depends on the order of articles");
    }
}

#[test]
fn a_cluster_analysis_has_the_promised_fields_and_shows_typical_sentences() {
    let folder = Folder::new("cluster-fields");
    study(&folder, &[("North", 7), ("South", 6)], "");
    // So little text that one sentence of it is more than may be quoted: allow more, and differ in frames.
    for i in 0..7 {
        let extra = if i < 4 { "The police monitor private messages and read every letter." } else { "" };
        folder.write(
            &format!("articles/0-{i}.txt"),
            format!("Story {i}\n\n{THREAT}{}\n\n{extra}\n", "A long day ends. ".repeat(i)),
        );
    }
    let rows = records(&folder, &["cluster", ".", "--format", "jsonl"]);
    for field in ["id", "cluster", "silhouette", "x", "y"] {
        assert!(rows[0].get(field).is_some(), "{field}");
    }
    let summary = &rows.last().unwrap()["summary"];
    assert!(summary["choice"]["candidates"][0]["gap"].is_f64(), "{summary}");
    assert!(summary["stability"]["ari"].is_f64() && summary["independence"].is_f64(), "{summary}");
    let output = run_in(&folder.0, &["cluster", "."]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("typical: ") && text.contains("adjusted Rand index"), "{text}");
    assert!(text.contains("groups and sources: Cramér's V"), "{text}");
}

#[test]
fn a_comparison_is_cleaned_as_the_study_says() {
    let folder = Folder::new("compare-cleaning");
    study(&folder, &[("North", 2), ("South", 2)], "[cleaning]\nrules = [\"rules.toml\"]\n");
    // Rules look at texts of some length only.
    for i in 0..2 {
        folder.write(&format!("articles/0-{i}.txt"), format!("Story {i}\n\n{}{THREAT}", CALM.repeat(6)));
    }
    folder.write(
        "rules.toml",
        "[[rule]]\nname = \"banner\"\nwhat = \"A banner of the site\"\nstop = true\nlines = [\"a threat remains*\"]\n",
    );
    let hits = |args: &[&str]| {
        let rows =
            records(&folder, &[&["compare", ".", "--kind", "measure", "--format", "jsonl"], args].concat());
        let is = |r: &&Value| r["frame"] == "threat" && r["source"] == "North" && r["facet"].is_null();
        rows.iter().find(is).and_then(|r| r["hits"].as_u64()).unwrap()
    };
    let cleaned = hits(&[]);
    let plain = hits(&["--without-rule", "banner"]);
    assert!(cleaned < plain, "{cleaned} hits with the study's rule, {plain} without");
}

#[test]
fn only_what_is_asked_for_is_written() {
    let folder = Folder::new("compare-kind");
    study(&folder, &[("North", 5), ("South", 5), ("West", 5)], "[periods]\nsplit = \"2012\"\n");
    let all = records(&folder, &["compare", ".", "--format", "jsonl"]);
    for kind in ["measure", "difference", "rest", "omnibus", "association", "period", "change"] {
        let only = records(&folder, &["compare", ".", "--kind", kind, "--format", "jsonl"]);
        let same: Vec<&Value> = all.iter().filter(|r| r["kind"] == kind).collect();
        assert!(!only.is_empty() && only.iter().eq(same), "{kind}");
    }
}

#[test]
fn gold_codes_correct_rates_without_a_second_file() {
    let folder = Folder::new("compare-gold");
    study(&folder, &[("North", 8), ("South", 8)], "");
    // People see a threat in one sentence that the tool does not mark, and none in one of those that it marks.
    let mut gold = "article,sentence,threat\n".to_owned();
    for i in 0..8 {
        for (sentence, code) in [(1, 1), (2, 1), (3, u8::from(i != 2)), (4, u8::from(i == 5))] {
            gold.push_str(&format!("0-{i},{sentence},{code}\n"));
        }
    }
    folder.write("gold.csv", &gold);
    let adjusted = |more: &[&str]| -> Vec<Value> {
        let args = [&["compare", ".", "--kind", "adjusted", "--format", "jsonl"], more].concat();
        let mut rows = records(&folder, &args);
        rows.retain(|r| r["frame"] == "threat");
        rows
    };
    assert!(adjusted(&["--validation", "gold.csv"]).is_empty(), "nobody asked for a correction");
    let here = adjusted(&["--validation", "gold.csv", "--correct"]);
    assert_eq!(here.len(), 4, "two sources, two measures");
    // In the North all articles have the same words: nothing varies, and there is no interval.
    assert!(here.iter().all(|r| r["estimate"].is_f64()), "{here:?}");
    for r in here.iter().filter(|r| r["source"] == "South") {
        let number = |name: &str| r[name].as_f64().unwrap_or_else(|| panic!("{name} of {r}"));
        assert!(number("low") <= number("estimate") && number("estimate") <= number("high"), "{r}");
    }
    // The same by the study file, and a report has the section.
    let spec = std::fs::read_to_string(folder.0.join("study.toml")).unwrap();
    folder.write("study.toml", format!("{spec}validation = \"gold.csv\"\n[correction]\nvalidation = true\n"));
    assert_eq!(adjusted(&[]), here);
    let output = run_in(&folder.0, &["report", ".", "--out", "out"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let markdown = std::fs::read_to_string(folder.0.join("out/report.md")).unwrap();
    assert!(markdown.contains("Corrected for the error of the tool"), "no section");
    folder.write("study.toml", spec);
    // What validate writes says the same in both of its formats.
    for format in ["csv", "jsonl"] {
        let output = run_in(&folder.0, &["validate", "gold.csv", "--study", ".", "--format", format]);
        folder.write(&format!("error.{format}"), &output.stdout);
    }
    let by = |file: &str| adjusted(&["--correct-by", file]);
    assert_eq!(by("error.csv"), by("error.jsonl"));
    assert!(by("error.csv").iter().all(|r| r["estimate"].is_f64()), "{:?}", by("error.csv"));
    let output = run_in(&folder.0, &["compare", ".", "--correct"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no gold codes"), "{}", stderr(&output));
}

#[test]
fn intervals_are_read_off_the_draws_as_asked() {
    let folder = Folder::new("compare-interval");
    study(&folder, &[("North", 9), ("South", 9)], "");
    let low = |kind: &str| {
        let args = ["compare", ".", "--kind", "difference", "--interval", kind, "--format", "jsonl"];
        let rows = records(&folder, &args);
        let is = |r: &&Value| r["frame"] == "threat" && r["measure"] == "rate";
        rows.iter().find(is).and_then(|r| r["low"].as_f64()).unwrap()
    };
    let found = ["expanded", "percentile"].map(low);
    assert!(found[0] < found[1], "{found:?}");
    let output = run_in(&folder.0, &["report", ".", "--interval", "bca", "--out", "out"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let read = |file: &str| std::fs::read_to_string(folder.0.join("out").join(file)).unwrap();
    assert!(read("report.md").contains("corrected for bias and acceleration (BCa)"));
    assert!(
        read("results.json").contains("\"method\": \"bca\"")
            || read("results.json").contains("\"method\":\"bca\"")
    );
    folder.write("study.toml", "articles = [\"articles\"]\ninterval = \"guessed\"\n");
    let output = run_in(&folder.0, &["compare", "."]);
    assert!(stderr(&output).contains("study.toml:2:"), "{}", stderr(&output));
}

/// Many groups must not be a wall: a line each for the frames, of the differences those that say something, and what is left out is said.
#[test]
fn many_groups_are_a_table_and_not_a_wall() {
    let folder = Folder::new("compare-many");
    let names: Vec<String> = (0..22).map(|i| format!("Paper {i:02}")).collect();
    let groups: Vec<(&str, usize)> = names.iter().map(|n| (n.as_str(), 4)).collect();
    study(&folder, &groups, "");
    let output = run_in(&folder.0, &["compare", "."]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(stderr(&output).contains("231 pairs are not compared one by one"), "{}", stderr(&output));
    assert!(text.lines().filter(|l| l.starts_with("  Paper 07 ")).count() == 1, "{text}");
    assert!(text.contains("no reliable difference can be told; --kind rest shows these too"), "{text}");
    assert!(text.lines().count() < 60, "{text}");
    let all = run_in(&folder.0, &["compare", ".", "--kind", "rest", "--quiet"]);
    assert!(String::from_utf8_lossy(&all.stdout).lines().count() > 88 && all.stderr.is_empty());
}

/// Articles in languages without lexicons are no comparison that found nothing.
#[test]
fn articles_that_cannot_be_scored_are_told() {
    let folder = Folder::new("compare-unscored");
    let portuguese =
        "O ataque à rede não teve sucesso, disse a polícia na segunda-feira, e ninguém ficou ferido.";
    folder.write("a.txt", portuguese);
    for command in ["compare", "cluster"] {
        let output = run_in(&folder.0, &[command, "a.txt"]);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{command}");
        assert!(
            stderr(&output).contains("lexicons of frames for none of the languages of these articles: pt"),
            "{command}"
        );
    }
}
