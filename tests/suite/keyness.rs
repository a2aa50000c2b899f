//! Does `keyness` say what the reference implementations say, in the fields that were promised, and refuse what cannot be compared?

use serde_json::Value;

use crate::command::{Folder, run_in, stderr};

fn records(folder: &Folder, args: &[&str]) -> Vec<Value> {
    let output = run_in(&folder.0, args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

fn close(value: &Value, expected: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
}

const FIELDS: [&str; 14] =
    ["term", "a", "b", "c", "d", "log_ratio", "low", "high", "g2", "p", "q", "log_odds", "z", "documents"];

#[test]
fn counts_give_the_numbers_of_the_reference() {
    let folder = Folder::new("keyness-counts");
    // Reference: Rayson's two-cell G², Katz's interval, computed with SciPy.
    folder.write("counts.csv", "term,a,b\nport,52,57\nnowhere,0,0\nferry,10,15\n");
    let args = ["keyness", "--counts", "counts.csv", "--totals", "50000,75000", "--format", "jsonl"];
    let rows = records(&folder, &args);
    assert_eq!(rows.len(), 2, "a term that occurs nowhere has no keyness: {rows:?}");
    let port = rows.iter().find(|r| r["term"] == "port").unwrap();
    for field in FIELDS {
        assert!(port.get(field).is_some(), "{field}");
    }
    close(&port["g2"], 2.651_710_163_9);
    close(&port["p"], 0.103_438_561_9);
    close(&port["log_ratio"], 0.452_512_204_7);
    close(&port["low"], -0.089_488_514_7);
    close(&port["high"], 0.994_512_924_1);
    assert_eq!((&port["a"], &port["d"], &port["documents"]), (&52.into(), &75000.into(), &Value::Null));
    let ferry = rows.iter().find(|r| r["term"] == "ferry").unwrap();
    close(&ferry["g2"], 0.0);
    close(&ferry["q"], 1.0);
}

#[test]
fn a_background_shrinks_the_log_odds() {
    let folder = Folder::new("keyness-background");
    // Reference: Monroe, Colaresi & Quinn's formula evaluated with NumPy.
    let table = "term;a;b;background\nattack;12;5;40\ncaliphate;9;11;30\nport;2;3;35\nthe;900;1900;9895\n";
    folder.write("counts.csv", table);
    let args = ["keyness", "--counts", "counts.csv", "--totals", "1000,2000", "--format", "jsonl"];
    let rows = records(&folder, &args);
    assert_eq!(rows[0]["term"], "attack");
    close(&rows[0]["log_odds"], 1.486_686_689_6);
    close(&rows[0]["z"], 2.883_481_534_1);
    close(&rows[1]["z"], 1.027_531_947_8);
}

#[test]
fn terms_of_articles_open_to_their_contexts() {
    let folder = Folder::new("keyness-articles");
    for i in 0..4 {
        folder.write(
            &format!("north/{i}.txt"),
            format!("Ferry {i} is late.\n\nThe ferry crew waits in the harbour for number {i}.\n"),
        );
        folder.write(
            &format!("south/{i}.txt"),
            format!("Train {i} is late.\n\nThe train crew waits in the station for number {i}.\n"),
        );
    }
    let args = ["keyness", "north", "--against", "south", "--top", "2", "--format", "jsonl"];
    let rows = records(&folder, &args);
    assert_eq!(rows[0]["target"], "north");
    assert_eq!(
        (&rows[0]["term"], &rows[0]["documents"], &rows[0]["a"]),
        (&"ferri".into(), &4.into(), &8.into())
    );
    close(&rows[0]["dp_a"], 0.0);
    let context = &rows[0]["contexts"][0];
    assert!(context["keyword"].as_str().unwrap().eq_ignore_ascii_case("ferry"), "{context}");
    assert_eq!(rows.last().unwrap()["term"], "train");
    assert!(rows.last().unwrap()["g2"].as_f64().unwrap() < 0.0);
    for terms in ["words", "bigrams", "hits"] {
        let args = [
            "keyness",
            "north",
            "--against",
            "south",
            "--terms",
            terms,
            "--format",
            "csv",
            "--documents",
            "1",
        ];
        let output = run_in(&folder.0, &args);
        let table = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{terms}: {}", stderr(&output));
        assert!(table.starts_with("term,a,b,c,d,log_ratio,low,high,g2,p,q,log_odds,z,documents,"), "{table}");
        assert!(!table.contains("NaN") && !table.contains("inf"), "{table}");
    }
}

#[test]
fn what_cannot_be_compared_is_refused_in_words() {
    let folder = Folder::new("keyness-refused");
    folder.write("one/a.txt", "Only one source is here.\n");
    folder.write("counts.csv", "term,a,b\nport,52,x\n");
    folder.write("more.csv", "term,a,b\nport,52,1\n");
    folder.write("empty.csv", "term,a,b\n");
    folder.write("other.csv", "word,n\nport,52\n");
    for (args, words) in [
        (vec!["keyness", "one"], "nothing to compare with"),
        (vec!["keyness", "one", "--target", "Nobody"], "there is no source"),
        (vec!["keyness", "one", "--prior", "0"], "--prior"),
        (vec!["keyness", "--counts", "counts.csv", "--totals", "100,100"], "counts.csv:2:1: b = \"x\""),
        (vec!["keyness", "--counts", "more.csv", "--totals", "10,100"], "more.csv:2:1: a = 52 is more"),
        (vec!["keyness", "--counts", "more.csv", "--totals", "0,100"], "without tokens"),
        (vec!["keyness", "--counts", "more.csv", "--totals", "100"], "two numbers"),
        (vec!["keyness", "--counts", "empty.csv", "--totals", "10,100"], "no term"),
        (vec!["keyness", "--counts", "other.csv", "--totals", "10,100"], "term, a and b"),
    ] {
        let output = run_in(&folder.0, &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(words), "{args:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}
