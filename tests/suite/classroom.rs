//! Does a class get its kit in one command, and its feedback in another, without anybody's name in it?

use std::path::Path;

use crate::command::{Folder, run_in, stderr};

fn ok(folder: &Folder, args: &[&str], code: i32) -> String {
    let output = run_in(&folder.0, args);
    assert_eq!(output.status.code(), Some(code), "{args:?}: {}", stderr(&output));
    format!("{}{}", String::from_utf8_lossy(&output.stdout), stderr(&output))
}

fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// A student's file: the sheet of the kit with every frame coded alike.
fn hand_in(folder: &Folder, sheet: &str, name: &str, threat: &str) {
    let kit = text(&folder.0.join(sheet));
    let mut reader = csv::Reader::from_reader(kit.trim_start_matches('\u{feff}').as_bytes());
    let head = reader.headers().unwrap().clone();
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&head).unwrap();
    for row in reader.records() {
        let row = row.unwrap();
        let cell = |(h, v): (&str, &str)| match h {
            "coder" => name.to_owned(),
            "threat" => threat.to_owned(),
            "capability" | "intent" | "privacy" => "0".to_owned(),
            "voice" => "narrator".to_owned(),
            "note" => "my reason".to_owned(),
            _ => v.to_owned(),
        };
        out.write_record(head.iter().zip(row.iter()).map(cell)).unwrap();
    }
    folder.write(&format!("handed-in/{name}.csv"), out.into_inner().unwrap());
}

#[test]
fn a_kit_and_its_feedback() {
    let folder = Folder::new("kit");
    folder.write("names.txt", "Ada Lovelace\nBen Okri\nBen Okri\n");
    ok(&folder, &["exercise", "new", "--students", "names.txt", "--language", "it", "--out", "kit"], 0);
    for file in [
        "students/ada-lovelace.html",
        "students/ben-okri-2.html",
        "print/ben-okri-print.html",
        "tables/ada-lovelace.xlsx",
        "worksheets/lexicon.md",
        "worksheets/voices-page.html",
        "teacher/guide.html",
        "teacher/key.csv",
        "teacher/tool.html",
        "teacher/figures/rates.svg",
    ] {
        assert!(folder.0.join("kit").join(file).is_file(), "{file}");
    }
    let [ada, ben] =
        ["ada-lovelace", "ben-okri"].map(|n| text(&folder.0.join(format!("kit/tables/{n}.csv"))));
    let units = |t: &str| t.lines().skip(1).map(|l| l[..3].to_owned()).collect::<Vec<_>>();
    assert_ne!(units(&ada), units(&ben), "everybody has an order of their own");
    assert!(!text(&folder.0.join("kit/students/ada-lovelace.html")).contains("Crinale"), "sheets are blind");
    hand_in(&folder, "kit/tables/ada-lovelace.csv", "Ada Lovelace", "denied");
    hand_in(&folder, "kit/tables/ben-okri.csv", "Ben Okri", "0");
    ok(&folder, &["exercise", "grade", "handed-in", "--key", "kit/teacher/key.csv", "--out", "feedback"], 0);
    let overview = text(&folder.0.join("feedback/overview.md"));
    let one = text(&folder.0.join("feedback/feedback/S01.md"));
    assert!(overview.contains("Krippendorff") && one.contains("my reason"));
    assert!(
        !overview.contains("Lovelace") && !one.contains("Lovelace") && !one.contains("Okri"),
        "names stay with the teacher"
    );
    assert!(text(&folder.0.join("feedback/names.csv")).contains("Lovelace"));
    // A third file under a name that is already there: neither is scored, and both are named.
    std::fs::copy(folder.0.join("handed-in/Ben Okri.csv"), folder.0.join("handed-in/copy.csv")).unwrap();
    let told =
        ok(&folder, &["exercise", "grade", "handed-in", "--key", "kit/teacher/key.csv", "--out", "again"], 3);
    assert!(told.contains("two students of one name") && told.contains("copy.csv"), "{told}");
    assert!(
        ok(&folder, &["validate", "kit/teacher/key.csv", "--format", "csv"], 0)
            .contains("threat,it,all,all,")
    );
}

#[test]
fn the_key_of_a_study_of_your_own_is_a_draft_and_scores_nobody() {
    let folder = Folder::new("own-kit");
    let article = "They may attack the old port. Nobody has the means to do so, the mayor said. The council met on Monday evening.\n\n\
                   They want to frighten people in the town. The police may read letters without a warrant. The sun rose over the bay.\n";
    folder.write("articles/one.txt", article);
    folder.write(
        "articles/two.txt",
        article.replace("port", "harbour").replace("town", "village").replace("bay", "hills"),
    );
    let args = [
        "exercise",
        "new",
        "articles",
        "--students",
        "1",
        "--n",
        "6",
        "--kind",
        "blind",
        "--kind",
        "voices",
        "--out",
        "kit",
    ];
    assert!(ok(&folder, &args, 0).contains("draft"));
    assert!(!folder.0.join("kit/worksheets/lexicon.md").exists());
    hand_in(&folder, "kit/tables/01.csv", "Ada", "0");
    let told = ok(
        &folder,
        &["exercise", "grade", "handed-in", "--key", "kit/teacher/key.csv", "--out", "feedback"],
        2,
    );
    assert!(told.contains("drafts") && !folder.0.join("feedback").exists(), "{told}");
    assert!(ok(&folder, &["validate", "kit/teacher/key.csv", "--study", "articles"], 2).contains("draft"));
    assert!(
        ok(&folder, &["exercise", "new", "articles", "--kind", "dance", "--out", "x"], 2)
            .contains("there is no exercise")
    );
    assert!(
        ok(&folder, &["exercise", "new", "articles", "--language", "it", "--out", "x"], 2)
            .contains("no sentence to draw")
    );
}
