//! What is too little, too much or all alike: every command answers in words, and nothing in an answer is no number.

use serde_json::Value;

use crate::command::{Folder, run_in, stderr};
use crate::comparison::{CALM, THREAT, study};

/// True if a text has something that is no number where a number belongs.
fn no_number(text: &str) -> Option<&'static str> {
    ["NaN", "Infinity", "-inf", ",inf", "inf,", ":inf", " inf "].into_iter().find(|word| text.contains(word))
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
        assert_eq!(no_number(text), None, "in {}", &text[..200.min(text.len())]);
    }
    (markdown, serde_json::from_str(&all[1]).unwrap())
}

/// What a command answers, on standard output and standard error: done or refused, in words, and never no number.
fn answer(folder: &Folder, args: &[&str]) -> String {
    let output = run_in(&folder.0, args);
    let (out, err) = (String::from_utf8_lossy(&output.stdout).into_owned(), stderr(&output));
    assert!(matches!(output.status.code(), Some(0 | 2)), "{args:?}: {:?} {err}", output.status);
    assert!(!err.contains("panicked"), "{args:?}: {err}");
    assert_eq!(no_number(&out), None, "{args:?}: {out}");
    assert!(!out.is_empty() || !err.is_empty(), "{args:?} says nothing");
    out + &err
}

/// Every command but `report`, in every format.
fn answers(folder: &Folder) -> [String; 3] {
    for format in ["csv", "jsonl"] {
        answer(folder, &["compare", ".", "--format", format]);
        answer(folder, &["keyness", ".", "--documents", "1", "--format", format]);
        answer(folder, &["cluster", ".", "--rows", "segments", "--format", format]);
    }
    for method in ["ward", "mixture", "dbscan"] {
        answer(folder, &["cluster", ".", "--method", method]);
    }
    [answer(folder, &["compare", "."]), answer(folder, &["cluster", "."]), answer(folder, &["keyness", "."])]
}

#[test]
fn one_article_is_a_text_and_no_source() {
    let folder = Folder::new("bad-one-article");
    study(&folder, &[("North", 1)], "");
    let (markdown, results) = report(&folder);
    assert_eq!(results["scope"], "texts");
    assert!(results["comparison"]["differences"].as_array().unwrap().is_empty());
    assert!(markdown.contains("this article uses"), "{markdown}");
    let [compare, cluster, keyness] = answers(&folder);
    assert!(compare.contains("how even this one text is"), "{compare}");
    assert!(cluster.contains("1 article is too few"), "{cluster}");
    assert!(keyness.contains("nothing to compare with"), "{keyness}");
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
    let [compare, cluster, keyness] = answers(&folder);
    assert!(!compare.contains(" − "), "{compare}");
    assert!(cluster.contains("too few"), "{cluster}");
    assert!(keyness.contains("nothing to compare with"), "{keyness}");
    // Enough articles to be grouped, and still no source to set the groups against.
    let folder = Folder::new("bad-one-source-twelve");
    study(&folder, &[("South", 0), ("North", 12)], "");
    let text = answer(&folder, &["cluster", "."]);
    assert!(text.contains("one source"), "{text}");
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
    let (markdown, results) = report(&folder);
    for d in results["comparison"]["differences"].as_array().unwrap() {
        assert_eq!((&d["verdict"], &d["test"]), (&"not-tested".into(), &Value::Null), "{d}");
        assert!(!d["no_test"].as_str().unwrap().is_empty());
    }
    assert!(markdown.contains("nothing can be compared"), "{markdown}");
    // No hit in 126 words is no proof of none: the exact interval of a Poisson count.
    let rate = &results["comparison"]["measures"][0]["rate"];
    assert_eq!((&rate["value"], &rate["method"]), (&0.0.into(), &"garwood".into()), "{rate}");
    assert!(rate["high"].as_f64().unwrap() > 1.0, "{rate}");
    let [compare, cluster, _] = answers(&folder);
    assert!(compare.contains("not tested") && compare.contains("interval not estimable"), "{compare}");
    assert!(cluster.contains("alike"), "{cluster}");
    let keyness = answer(&folder, &["keyness", ".", "--terms", "hits"]);
    assert!(keyness.contains("no term"), "{keyness}");
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
    let [compare, cluster, _] = answers(&folder);
    assert!(!compare.contains("  more") && !compare.contains("  less"), "{compare}");
    assert!(cluster.contains("all 12 rows are alike"), "{cluster}");
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
    let compare = answer(&folder, &["compare", ".", "--format", "csv"]);
    assert!(compare.contains("rest,threat"), "{}", &compare[..500]);
    let cluster = answer(&folder, &["cluster", "."]);
    assert!(cluster.contains("groups of 220 articles"), "{cluster}");
    let keyness = answer(&folder, &["keyness", ".", "--top", "1", "--format", "csv"]);
    assert!(keyness.lines().count() > 100, "{}", keyness.lines().count());
}
