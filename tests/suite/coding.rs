//! Does human coding work from the draw to the report, and do damaged sheets cost nothing but a message?

use std::collections::BTreeMap;
use std::path::Path;

use crate::command::{Folder, run_in, stderr};

/// A CSV file as rows of named cells.
fn table(path: &Path) -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// A sheet filled in by a rule of the words.
fn fill(folder: &Folder, name: &str, code: impl Fn(&str, usize) -> &'static str) {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record([
        "unit",
        "coder",
        "text",
        "threat",
        "capability",
        "intent",
        "privacy",
        "voice",
        "note",
        "check",
    ])
    .unwrap();
    for (i, row) in table(&folder.0.join("coding/sheet.csv")).iter().enumerate() {
        let threat = code(&row["text"], i);
        let cells =
            [&row["unit"], name, &row["text"], threat, "0", "0", "0", "narrator", "because", &row["check"]];
        out.write_record(cells).unwrap();
    }
    folder.write(&format!("{name}.csv"), out.into_inner().unwrap());
}

fn ok(folder: &Folder, args: &[&str], code: i32) -> String {
    let output = run_in(&folder.0, args);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}", stderr(&output));
    format!("{}{}", String::from_utf8_lossy(&output.stdout), stderr(&output))
}

#[test]
fn from_the_draw_to_a_validated_report() {
    let folder = Folder::new("coding");
    let told = ok(&folder, &["code", "sample", "--out", "coding", "--n", "40", "--language", "en"], 0);
    assert!(
        told.contains("50 give ± 0.11")
            && told.contains("200 give ± 0.06")
            && told.contains("300 give ± 0.05"),
        "{told}"
    );
    for file in ["sheet.html", "sheet-print.html", "sheet.csv", "sheet.xlsx", "items.csv"] {
        assert!(folder.0.join("coding").join(file).is_file(), "{file}");
    }
    let sheet = std::fs::read_to_string(folder.0.join("coding/sheet.html")).unwrap();
    assert!(
        !sheet.contains("Klaxon:") && !sheet.contains("klaxon-2015") && !sheet.contains("Daily Klaxon|"),
        "the sheet is blind"
    );
    assert!(ok(&folder, &["code", "sample", "--out", "coding"], 2).contains("not empty"));
    let danger = |text: &str| ["threat", "attack", "danger", "hack"].iter().any(|w| text.contains(w));
    fill(&folder, "anna", |t, _| if danger(t) { "asserted" } else { "0" });
    fill(&folder, "ben", |t, i| {
        if i < 3 {
            "hedged"
        } else if danger(t) {
            "asserted"
        } else {
            "0"
        }
    });
    let table_of = ok(&folder, &["agreement", "anna.csv", "ben.csv", "--items", "coding/items.csv"], 0);
    assert!(table_of.contains("threat stance") && table_of.contains("Cohen's kappa"), "{table_of}");
    // Nobody saw a capability: agreement on it is undefined, not 1.
    assert!(
        table_of.lines().any(|l| l.starts_with("capability") && l.contains("alpha undefined ")),
        "{table_of}"
    );
    let coders = ["anna.csv", "ben.csv", "--items", "coding/items.csv"];
    ok(&folder, &[&["adjudicate"], &coders[..]].concat(), 0);
    let mut open = table(&folder.0.join("disagreements.csv"));
    assert_eq!(open.len(), 3);
    let mut decided = csv::Writer::from_writer(Vec::new());
    let head: Vec<String> = open[0].keys().cloned().collect();
    decided.write_record(&head).unwrap();
    for row in &mut open {
        row.insert("decision".into(), row["anna"].clone());
        decided.write_record(head.iter().map(|h| &row[h])).unwrap();
    }
    folder.write("decided.csv", decided.into_inner().unwrap());
    // The first command again must not write an empty sheet over hours of decisions.
    let told = ok(&folder, &[&["adjudicate"], &coders[..], &["--out", "decided.csv"]].concat(), 2);
    assert!(told.contains("3 decisions stand in this file, and would be lost"), "{told}");
    ok(
        &folder,
        &[&["adjudicate"], &coders[..], &["--decisions", "decided.csv", "--out", "gold.csv"]].concat(),
        0,
    );
    let gold = table(&folder.0.join("gold.csv"));
    assert!(gold.len() == 40 && gold.iter().all(|r| !r["article"].is_empty() && r["threat"] != "hedged"));
    assert!(!gold[0].contains_key("text"), "the gold can be published");
    let misses = ok(&folder, &["validate", "gold.csv", "--gate", "--misses", "misses.csv"], 1);
    assert!(misses.contains("gate: ") && misses.contains("could not be tested"), "{misses}");
    assert!(table(&folder.0.join("misses.csv")).iter().all(|m| !m["text"].is_empty()));
    ok(&folder, &["report", "--validation", "gold.csv", "--out", "out"], 0);
    let report = std::fs::read_to_string(folder.0.join("out/report.md")).unwrap();
    assert!(
        report.contains("VALIDATED")
            && report.contains("The tool against people")
            && report.contains("nobody coded it"),
        "no status"
    );
    assert!(std::fs::read_to_string(folder.0.join("out/manifest.json")).unwrap().contains("gold.csv"));
}

#[test]
fn damaged_sheets_are_named_and_the_rest_is_compared() {
    let folder = Folder::new("damaged");
    ok(&folder, &["code", "sample", "--out", "coding", "--n", "12", "--language", "it"], 0);
    fill(&folder, "anna", |_, i| if i % 2 == 0 { "denied" } else { "0" });
    fill(&folder, "ben", |_, i| if i % 3 == 0 { "denied" } else { "0" });
    let text = std::fs::read_to_string(folder.0.join("ben.csv")).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let edited = lines[1].replacen(' ', " non ", 1);
    let wrong = lines[2].replace(",denied,", ",perhaps,").replace(",0,0,0,0,", ",perhaps,0,0,0,");
    let rest = lines[4..].join("\n");
    // One row edited, one with a label of its own, one missing; saved by a spreadsheet in its own encoding.
    let whole = format!("{}\n{edited}\n{wrong}\n{rest}\n", lines[0]);
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&whole);
    folder.write("ben.csv", &bytes);
    let told = ok(&folder, &["agreement", "anna.csv", "ben.csv", "--items", "coding/items.csv"], 3);
    assert!(told.contains("ben.csv:2:") && told.contains("were edited"), "{told}");
    assert!(told.contains("ben.csv:3:") && told.contains("\"perhaps\" is no code of threat"), "{told}");
    assert!(told.contains("ben: 3 of 12 units are not coded"), "{told}");
    std::fs::copy(folder.0.join("anna.csv"), folder.0.join("other-anna.csv")).unwrap();
    let told = ok(&folder, &["agreement", "anna.csv", "other-anna.csv"], 2);
    assert!(told.contains("handed in twice?") && told.contains("nobody to agree with"), "{told}");
    // A path given twice is one file.
    assert!(!ok(&folder, &["agreement", "anna.csv", "./anna.csv"], 2).contains("twice"));
    assert!(ok(&folder, &["agreement", "anna.csv", "other-anna.csv", "--by-file"], 0).contains("2 coders"));
}

#[test]
fn codes_go_to_other_programs_and_come_back() {
    let folder = Folder::new("exchange-codes");
    folder.write(
        "articles/one.txt",
        "They lack the skill to attack.\n\nThe minister warned of a threat to the port.\n",
    );
    folder.write(
        "articles/due.txt",
        "Il gruppo non ha le capacità per colpire.\n\nÈ una minaccia, dice il ministro.\n",
    );
    for (format, out, back) in [
        ("doccano", "a.jsonl", "a.jsonl"),
        ("label-studio", "a.json", "a.json"),
        ("refi-qda", "a.qdpx", "a.qdpx"),
        ("webanno", "tsv", "tsv"),
    ] {
        ok(&folder, &["code", "export", "articles", "--format", format, "--out", out], 0);
        let codes = format!("{format}.csv");
        ok(&folder, &["code", "import", back, "--study", "articles", "--coder", "tool", "--out", &codes], 0);
        // What the tool marked, read back as somebody's codes, agrees with the tool in every sentence.
        let table = ok(&folder, &["validate", &codes, "--study", "articles", "--format", "csv"], 0);
        let all: Vec<&str> = table.lines().filter(|l| l.contains(",all,")).collect();
        assert!(
            all.iter().all(|l| l.split(',').nth(5) == Some("0") && l.split(',').nth(6) == Some("0")),
            "{format}: {table}"
        );
        assert!(all.iter().any(|l| l.starts_with("threat,it")), "{format}: {table}");
    }
    assert!(folder.0.join("a.xml").is_file());
    assert!(
        ok(&folder, &["code", "import", "articles/one.txt", "--study", "articles", "--out", "x.csv"], 2)
            .contains("no file of codes")
    );
}

/// Agreement as the command prints it, by variable, for all coders together.
fn agreement_of(folder: &Folder, level: &str) -> BTreeMap<String, String> {
    let text =
        ok(folder, &["agreement", "codes.csv", "--resamples", "100", "--level", level, "--format", "csv"], 0);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut rows = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
    rows.find(|r| r["between"] == "all").unwrap()
}

/// Codings (a row a coder, null where a code is missing) as a file: unit, coder, x.
fn write_codes(folder: &Folder, coders: &serde_json::Value) {
    let mut text = "unit,coder,x\n".to_owned();
    for (c, codes) in coders.as_array().unwrap().iter().enumerate() {
        for (u, code) in codes.as_array().unwrap().iter().enumerate().filter(|(_, code)| !code.is_null()) {
            text.push_str(&format!("u{u},c{c},{code}\n"));
        }
    }
    folder.write("codes.csv", text);
}

#[track_caller]
fn close(ours: &str, theirs: &serde_json::Value) {
    let (ours, theirs) = (ours.parse::<f64>().unwrap(), theirs.as_f64().unwrap());
    assert!((ours - theirs).abs() < 1e-9, "{ours} here, {theirs} elsewhere");
}

/// The values are those of krippendorff, scikit-learn and statsmodels: see tests/golden/statistics.py.
#[test]
fn the_command_agrees_with_reference_software() {
    let golden: serde_json::Value = serde_json::from_str(include_str!("../golden/statistics.json")).unwrap();
    let golden = &golden["agreement"];
    let folder = Folder::new("agreement-golden");
    for data in ["textbook", "random", "fractions"] {
        write_codes(&folder, &golden[data]["coders"]);
        for level in ["nominal", "ordinal", "interval", "ratio"] {
            close(&agreement_of(&folder, level)["alpha"], &golden[data]["alpha"][level]);
        }
    }
    write_codes(&folder, &golden["two"]["coders"]);
    let two = agreement_of(&folder, "nominal");
    close(&two["kappa"], &golden["two"]["cohen"]);
    close(&two["percent"], &golden["two"]["percent"]);
    write_codes(&folder, &golden["complete"]["coders"]);
    close(&agreement_of(&folder, "nominal")["kappa"], &golden["complete"]["fleiss"]);
    // Nothing varies: undefined, never 1.
    folder.write("codes.csv", "unit,coder,x\n1,a,0\n1,b,0\n2,a,0\n2,b,0\n");
    let flat = agreement_of(&folder, "nominal");
    assert_eq!((flat["alpha"].as_str(), flat["kappa"].as_str()), ("", ""));
    assert!(flat["note"].contains("undefined"));
}

#[test]
fn a_class_is_compared_together_and_pair_by_pair_when_asked() {
    let folder = Folder::new("agreement-class");
    let rows = (0..8)
        .flat_map(|c| (0..5).map(move |u| format!("u{u},c{c},{}\n", (u + c / 5) % 2)))
        .collect::<Vec<_>>();
    folder.write("codes.csv", format!("unit,coder,x\n{}", rows.concat()));
    let told = ok(&folder, &["agreement", "codes.csv"], 0);
    assert!(told.contains("--pairs compares each of the 28 pairs") && told.contains("× 5"), "{told}");
    assert!(!told.contains("c0 – c1"));
    assert!(ok(&folder, &["agreement", "codes.csv", "--pairs"], 0).contains("c0 – c1"));
}

/// Three sentences with the frame, of which the sample found two by looking for them.
#[test]
fn figures_are_weighted_by_how_units_were_drawn() {
    let folder = Folder::new("weights");
    folder.write("articles/one.txt", "They plan to attack the port.\n\nThe threat to the bank is real.\n\nThe council met on Monday evening.\n\nThe hackers may attack again.\n");
    let gold = |weights: [&str; 3]| {
        format!(
            "article,sentence,weight,threat\none,0,{},1\none,1,{},0\none,2,{},1\n",
            weights[0], weights[1], weights[2]
        )
    };
    let figure = |name: &str| {
        let text =
            ok(&folder, &["validate", "gold.csv", "--study", "articles", "--format", "csv", "--quiet"], 0);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let mut rows = reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap);
        rows.find(|r| r["frame"] == "threat" && r["source"] == "all" && r["stance"] == "all").unwrap()[name]
            .parse::<f64>()
            .unwrap()
    };
    folder.write("gold.csv", gold(["2", "2", "2"]));
    assert_eq!((figure("precision"), figure("recall")), (0.5, 0.5));
    // The false hit stands for one, what was missed for ninety.
    folder.write("gold.csv", gold(["9", "1", "90"]));
    assert!((figure("precision") - 0.9).abs() < 1e-12 && (figure("recall") - 9.0 / 99.0).abs() < 1e-12);
    assert!((figure("tp") - 1.0).abs() < 1e-12, "counts stay those of the sample");
    folder.write("gold.csv", gold(["9", "much", "90"]));
    assert!(
        ok(&folder, &["validate", "gold.csv", "--study", "articles"], 3)
            .contains("\"much\" is no number above 0")
    );
}

#[test]
fn a_report_of_scores_is_validated_on_the_articles_of_the_study() {
    let folder = Folder::new("scores-validated");
    folder.write("study/study.toml", "title = \"Ports\"\narticles = [\"articles\"]\n");
    folder.write(
        "study/articles/one.txt",
        "They plan to attack the port.\n\nThe council met on Monday evening.\n",
    );
    folder.write("gold.csv", "article,sentence,threat\none,0,1\none,1,0\n");
    ok(&folder, &["score", "study/articles", "--out", "scores.csv", "--quiet"], 0);
    let told =
        ok(&folder, &["report", "--from", "scores.csv", "--validation", "gold.csv", "--out", "out"], 2);
    assert!(
        told.contains("name the study whose articles were coded") && !folder.0.join("out").exists(),
        "{told}"
    );
    ok(&folder, &["report", "study", "--from", "scores.csv", "--validation", "gold.csv", "--out", "out"], 0);
    let report = std::fs::read_to_string(folder.0.join("out/report.md")).unwrap();
    assert!(report.contains("The tool against people"));
    let manifest = std::fs::read_to_string(folder.0.join("out/manifest.json")).unwrap();
    assert!(manifest.contains("gold.csv") && manifest.contains("not of those behind the scores"));
}
