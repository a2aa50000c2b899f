//! Do comparisons hold together for a stranger: every kind of record, fields as promised, and rubbish answered in words?

use serde_json::Value;

use crate::command::{Folder, run_in, stderr};

const THREAT: &str = "Hackers attacked the harbour and threaten the port.\n\nThe danger grows by the day, officials said.\n\nA threat remains.\n";
const CALM: &str =
    "The mayor opened a garden in the park.\n\nChildren sang songs for an hour.\n\nThe weather was mild.\n";

/// A study with so many articles a source, of which every third of the second source speaks of threats. Few draws: the tests ask
/// for the shape of answers, not for their digits.
fn study(folder: &Folder, sources: &[(&str, usize)], more: &str) {
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

fn records(folder: &Folder, args: &[&str]) -> Vec<Value> {
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

/// Reports, and checks that nothing in it is no number.
fn report(folder: &Folder) -> (String, Value) {
    let output = run_in(&folder.0, &["report", ".", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let read = |name: &str| std::fs::read_to_string(folder.0.join("out").join(name)).unwrap();
    let markdown = read("report.md");
    let mut all = vec![markdown.clone(), read("results.json")];
    for entry in std::fs::read_dir(folder.0.join("out/tables")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "csv") {
            all.push(std::fs::read_to_string(path).unwrap());
        }
    }
    for text in &all {
        for word in ["NaN", "inf,", "Infinity", ",inf", "-inf"] {
            assert!(!text.contains(word), "{word} in {}", &text[..200.min(text.len())]);
        }
    }
    (markdown, serde_json::from_str(&all[1]).unwrap())
}

#[test]
fn one_article_is_a_text_and_no_source() {
    let folder = Folder::new("bad-one-article");
    study(&folder, &[("North", 1)], "");
    let (markdown, results) = report(&folder);
    assert_eq!(results["scope"], "texts");
    assert!(results["comparison"]["differences"].as_array().unwrap().is_empty());
    assert!(markdown.contains("this article uses"), "{markdown}");
}

#[test]
fn one_source_has_nothing_to_differ_from() {
    let folder = Folder::new("bad-one-source");
    study(&folder, &[("North", 6)], "[periods]\nsplit = \"2012\"\n");
    let (_, results) = report(&folder);
    assert!(results["comparison"]["differences"].as_array().unwrap().is_empty());
    assert!(results["comparison"]["against_rest"].as_array().unwrap().is_empty());
    let refused = &results["clusters"][0]["refused"];
    assert!(refused.as_str().unwrap().contains("too few"), "{refused}");
}

#[test]
fn no_hit_at_all_is_no_difference() {
    let folder = Folder::new("bad-no-hits");
    study(&folder, &[("North", 6), ("South", 6)], "");
    for s in 0..2 {
        for i in 0..6 {
            folder.write(&format!("articles/{s}-{i}.txt"), format!("Garden {s} {i}\n\n{CALM}"));
        }
    }
    let (_, results) = report(&folder);
    for d in results["comparison"]["differences"].as_array().unwrap() {
        assert_eq!((&d["verdict"], &d["test"]), (&"not-tested".into(), &Value::Null), "{d}");
        assert!(!d["no_test"].as_str().unwrap().is_empty());
    }
    let clusters = run_in(&folder.0, &["cluster", "."]);
    assert_eq!(clusters.status.code(), Some(2));
    assert!(stderr(&clusters).contains("alike"), "{}", stderr(&clusters));
}

#[test]
fn equal_articles_have_no_spread_and_no_verdict() {
    let folder = Folder::new("bad-all-equal");
    study(&folder, &[("North", 6), ("South", 6)], "");
    for s in 0..2 {
        for i in 0..6 {
            folder.write(&format!("articles/{s}-{i}.txt"), format!("The same story\n\n{THREAT}"));
        }
    }
    let (_, results) = report(&folder);
    for d in results["comparison"]["differences"].as_array().unwrap() {
        assert!(d["verdict"] == "not-tested" || d["verdict"] == "no-reliable-difference", "{d}");
        assert_eq!(d["difference"]["low"], Value::Null, "all draws are alike, which is no certainty: {d}");
    }
}

#[test]
fn two_hundred_sources_are_set_against_the_others() {
    let folder = Folder::new("bad-200-sources");
    let names: Vec<String> = (0..200).map(|i| format!("Paper {i:03}")).collect();
    let sources: Vec<(&str, usize)> =
        names.iter().map(|n| (n.as_str(), 1 + usize::from(n.ends_with('0')))).collect();
    study(&folder, &sources, "");
    let (markdown, results) = report(&folder);
    let comparison = &results["comparison"];
    assert!(comparison["differences"].as_array().unwrap().is_empty());
    assert_eq!(comparison["pairs_left_out"], 200 * 199 / 2);
    assert_eq!(comparison["against_rest"].as_array().unwrap().len(), 4 * 200);
    assert!(markdown.contains("19,900 pairs were not compared"), "said nowhere");
}

#[test]
fn threads_and_order_change_no_byte_of_a_comparison() {
    let folder = Folder::new("compare-threads");
    study(&folder, &[("North", 7), ("South", 6), ("West", 6)], "");
    let one = run_in(&folder.0, &["compare", ".", "--format", "csv", "--threads", "1"]);
    let four = run_in(&folder.0, &["compare", ".", "--format", "csv", "--threads", "4"]);
    assert!(one.status.success() && one.stdout == four.stdout);
    let one =
        run_in(&folder.0, &["cluster", ".", "--features", "both", "--format", "jsonl", "--threads", "1"]);
    let four =
        run_in(&folder.0, &["cluster", ".", "--features", "both", "--format", "jsonl", "--threads", "4"]);
    assert!(one.status.success() && one.stdout == four.stdout, "{}", stderr(&one));
    let first: Value =
        serde_json::from_str(String::from_utf8_lossy(&one.stdout).lines().next().unwrap()).unwrap();
    for field in ["id", "cluster", "silhouette", "x", "y"] {
        assert!(first.get(field).is_some(), "{field}");
    }
}
