//! Does a class get its kit in one command, and its feedback in another, without anybody's name in it?

use std::collections::BTreeMap;
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
    // What is only on the screen is lost when the window closes: the teacher has it as a table, and the papers name nobody.
    let aside = text(&folder.0.join("again/set-aside.csv"));
    assert!(
        aside.contains("file,line,reason,remedy") && aside.contains("call students by their files"),
        "{aside}"
    );
    assert!(
        !folder.0.join("feedback/set-aside.csv").exists()
            && scores(&folder, "again")[0]["codes"] == scores(&folder, "again")[0]["codes_asked"]
    );
    assert!(!text(&folder.0.join("again/overview.md")).contains("Okri"));
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
    // Instructions need not be in the language of the sentences; sentences have to be there.
    let told = ok(
        &folder,
        &["exercise", "new", "articles", "--language", "it", "--students", "1", "--out", "italian"],
        0,
    );
    assert!(told.contains("the sentences are in en, the instructions in it"), "{told}");
    let told = ok(&folder, &["exercise", "new", "articles", "--sentences", "fr", "--out", "x"], 2);
    assert!(told.contains("no sentence to draw in fr: the articles are in en (ask for en)"), "{told}");
}

#[test]
fn a_kit_of_german_articles_has_instructions_in_english_or_italian() {
    let folder = Folder::new("german-kit");
    let article = "Die Gruppe will den Hafen angreifen. Sie hat aber nicht die Mittel dazu, sagte der Bürgermeister am Montag.\n\n\
                   Die Polizei darf ohne richterlichen Beschluss keine Briefe lesen. Der Rat traf sich gestern Abend im Rathaus.\n";
    folder.write("articles/eins.txt", article);
    folder.write("articles/zwei.txt", article.replace("Hafen", "Bahnhof").replace("Montag", "Freitag"));
    for language in ["en", "it"] {
        let args =
            ["exercise", "new", "articles", "--students", "1", "--language", language, "--out", language];
        let told = ok(&folder, &args, 0);
        assert!(told.contains(&format!("the sentences are in de, the instructions in {language}")), "{told}");
        let page = text(&folder.0.join(language).join("students/01.html"));
        assert!(
            page.contains(&format!("<html lang=\"{language}\">")) && page.contains("\"language\":\"de\"")
        );
        let guide = text(&folder.0.join(language).join("teacher/guide.md"));
        assert!(guide.contains(":de --to toml"), "the word list to edit is the German one: {guide}");
        assert_eq!(guide.contains("--out riscontri --language it"), language == "it", "{guide}");
        assert!(text(&folder.0.join(language).join("teacher/key.csv")).contains("Bürgermeister"));
    }
}

/// The cells of a paper's rows.
fn cells(paper: &str) -> Vec<Vec<String>> {
    let rows = paper.lines().filter(|l| l.starts_with("| u"));
    rows.map(|l| l.trim_matches('|').split('|').map(|c| c.trim().to_owned()).collect()).collect()
}

#[test]
fn what_the_tool_says_is_the_same_accepted_or_neither() {
    let folder = Folder::new("tool-paper");
    for (language, verdicts) in [("en", ["yes", "accepted", "no"]), ("it", ["sì", "accettato", "no"])] {
        ok(&folder, &["exercise", "new", "--students", "1", "--language", language, "--out", language], 0);
        let paper = text(&folder.0.join(language).join("teacher/tool.md"));
        assert!(!paper.contains("People") && !paper.contains("Persone"), "the column is that of the key");
        assert!(verdicts[..2].iter().all(|v| paper.matches(v).count() > 1), "a caption explains: {paper}");
        // What `validate` counts as an error is never called the same.
        let key = format!("{language}/teacher/key.csv");
        let errors = ok(&folder, &["validate", &key], 0);
        for row in cells(&paper) {
            let (own, tool, same) = (&row[2], &row[3], &row[4]);
            let said = tool.split(" “").next().unwrap().trim();
            assert!(verdicts.contains(&same.as_str()), "{row:?}");
            assert_eq!(own == said, same == verdicts[0], "{row:?}");
            assert!(same != verdicts[0] || !errors.contains(&format!(" {} ", row[0])), "{row:?}: {errors}");
        }
        assert!(cells(&paper).iter().any(|r| r[4] == verdicts[1]));
    }
}

#[test]
fn a_kit_prints_apostrophes_where_a_page_has_quotation_marks_for_them() {
    let folder = Folder::new("apostrophes");
    for language in ["en", "it"] {
        ok(&folder, &["exercise", "new", "--students", "1", "--language", language, "--out", language], 0);
        let at = folder.0.join(language);
        let sheets = ["teacher/items.csv", "teacher/key.csv", "teacher/tool.md", "worksheets/counter.md"];
        let all: String = sheets.map(|p| text(&at.join(p))).concat();
        let letters: Vec<char> = all.replace("\"\"", "\"").chars().collect();
        let odd = letters.windows(3).find(|w| w[0].is_alphabetic() && w[1] == '"' && w[2].is_alphabetic());
        assert_eq!(odd, None, "{language}");
        assert!(!all.contains("fanatics\"") && !all.contains("E\" "), "{language}");
        // The guide speaks of this kit.
        let items = text(&at.join("tables/01.csv")).lines().count() - 1;
        let guide = text(&at.join("teacher/guide.md"));
        assert!(guide.contains(&format!("{items} sentences")) || guide.contains(&format!("{items} frasi")));
    }
    let key = "en/teacher/key.csv";
    assert!(text(&folder.0.join(key)).contains("the country's power supply"));
    ok(&folder, &["validate", key], 0);
}

#[test]
fn a_sentence_in_capitals_is_not_scored_and_not_shown() {
    let folder = Folder::new("capitals");
    ok(&folder, &["exercise", "new", "--students", "1", "--out", "kit"], 0);
    let good = perfect(&folder, "kit/tables/01.csv", "kit/teacher/key.csv");
    let sentence = "None of the three, the paper adds, has shown more skill than an ordinary vandal.";
    assert!(good.contains(sentence));
    folder.write("in/ada.csv", &good);
    // Other marks and spaces are what spreadsheets make of them.
    let loud = sentence.to_uppercase();
    folder.write("in/zoe.csv", good.replace("Ada", "Zoe").replace(sentence, &loud).replace('’', "'"));
    let told = ok(&folder, &["agreement", "in", "--items", "kit/teacher/items.csv"], 3);
    assert!(told.contains("were edited") && !told.contains(&loud), "{told}");
    assert_eq!(told.matches("were edited").count(), 1, "{told}");
    let told =
        ok(&folder, &["exercise", "grade", "in", "--key", "kit/teacher/key.csv", "--out", "feedback"], 3);
    assert!(told.contains("were edited"), "{told}");
    assert!(text(&folder.0.join("feedback/set-aside.csv")).contains("were edited"));
}

/// A perfect student's file: the sheet of the kit with the codes of the key.
fn perfect(folder: &Folder, sheet: &str, key: &str) -> String {
    let read = |p: &str| {
        let text = text(&folder.0.join(p));
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let head = reader.headers().unwrap().clone();
        (head, reader.deserialize::<BTreeMap<String, String>>().map(Result::unwrap).collect::<Vec<_>>())
    };
    let ((head, rows), (_, key)) = (read(sheet), read(key));
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(&head).unwrap();
    for row in &rows {
        let answer = key.iter().find(|k| k["unit"] == row["unit"]).unwrap();
        let cell = |h: &str| match h {
            "coder" => "Ada".to_owned(),
            "note" => "perché sì".to_owned(),
            "threat" | "capability" | "intent" | "privacy" | "voice" => answer[h].clone(),
            _ => row[h].clone(),
        };
        out.write_record(head.iter().map(cell)).unwrap();
    }
    String::from_utf8(out.into_inner().unwrap()).unwrap()
}

fn scores(folder: &Folder, out: &str) -> Vec<BTreeMap<String, String>> {
    let text = text(&folder.0.join(out).join("scores.csv"));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn six_exercises_in_two_languages_are_made_and_graded() {
    let folder = Folder::new("six");
    for (language, author, marks) in
        [("en", "set by one author", "**Marks**"), ("it", "di una sola persona", "**Valutazione**")]
    {
        let kit = format!("kit-{language}");
        ok(&folder, &["exercise", "new", "--students", "1", "--language", language, "--out", &kit], 0);
        let at = |p: &str| folder.0.join(&kit).join(p);
        let guide = text(&at("teacher/guide.md"));
        assert!(guide.contains(author) && guide.matches(marks).count() == 6, "{kit}: {guide}");
        // Each with its worksheet, and with what the teacher marks it by.
        for (kind, by) in [
            ("blind", "key"),
            ("compare", "tool"),
            ("lexicon", "lexicon"),
            ("headline", "headlines"),
            ("counter", "counter"),
            ("voices", "key"),
        ] {
            assert!(at(&format!("worksheets/{kind}.html")).is_file(), "{kit} {kind}");
            let rows = text(&at(&format!("teacher/{by}.md"))).lines().filter(|l| l.starts_with('|')).count();
            assert!(rows > 6, "{kit} {kind}: {rows} rows");
        }
        // What students code on a page is graded by the program.
        for (kind, sheet, key) in [
            ("blind", "tables/01.csv", "teacher/key.csv"),
            ("voices", "teacher/key-voices.csv", "teacher/key-voices.csv"),
        ] {
            let (key, handed_in, out) =
                (format!("{kit}/{key}"), format!("{kit}-{kind}"), format!("{kit}-{kind}-out"));
            folder.write(&format!("{handed_in}/ada.csv"), perfect(&folder, &format!("{kit}/{sheet}"), &key));
            ok(&folder, &["exercise", "grade", &handed_in, "--key", &key, "--out", &out], 0);
            assert_eq!(scores(&folder, &out)[0]["score"], "1.0000", "{kit} {kind}");
            let feedback = text(&folder.0.join(out).join("feedback/S01.html"));
            assert!(feedback.contains(&format!("lang=\"{language}\"")), "{kit} {kind}");
        }
    }
}

/// What comes back from a class, one damage a file: each is named with a remedy, and only what is certain is scored.
#[test]
fn every_damage_is_named_and_nothing_damaged_is_scored() {
    let folder = Folder::new("damage");
    ok(&folder, &["exercise", "new", "--students", "1", "--language", "it", "--out", "kit"], 0);
    let good = perfect(&folder, "kit/tables/01.csv", "kit/teacher/key.csv");
    let page = std::fs::read(folder.0.join("kit/students/01.html")).unwrap();
    let lines: Vec<&str> = good.lines().collect();
    let without = |column: &str| {
        let mut reader = csv::Reader::from_reader(good.as_bytes());
        let head = reader.headers().unwrap().clone();
        let keep = |(h, v): (&str, &str)| (h != column).then(|| v.to_owned());
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(head.iter().filter(|h| *h != column)).unwrap();
        for row in reader.records() {
            out.write_record(head.iter().zip(row.unwrap().iter()).filter_map(keep)).unwrap();
        }
        String::from_utf8(out.into_inner().unwrap()).unwrap()
    };
    // Texts one row further down than their units: what sorting one column alone does.
    let shifted = {
        let mut reader = csv::Reader::from_reader(good.as_bytes());
        let head = reader.headers().unwrap().clone();
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        let text_at = head.iter().position(|h| h == "text").unwrap();
        let mut out = csv::Writer::from_writer(Vec::new());
        out.write_record(&head).unwrap();
        for (i, row) in rows.iter().enumerate() {
            let other = &rows[(i + 1) % rows.len()][text_at];
            out.write_record(row.iter().enumerate().map(|(c, v)| if c == text_at { other } else { v }))
                .unwrap();
        }
        String::from_utf8(out.into_inner().unwrap()).unwrap()
    };
    let locked = [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
        "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect(),
    ]
    .concat();
    let cases: [(&str, Vec<u8>, &str); 14] = [
        ("empty.csv", vec![], "the file is empty"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 JFIF".to_vec(), "this is a picture"),
        ("scan.pdf", b"%PDF-1.7".to_vec(), "this is a PDF"),
        ("phone.heic", b"\0\0\0\x18ftypheic".to_vec(), "this is a picture"),
        ("page.html", page, "this is the coding page itself"),
        ("locked.xlsx", locked, "locked with a password"),
        ("broken.xlsx", b"PK\x03\x04 cut off".to_vec(), "no readable workbook"),
        ("head.csv", lines[0].as_bytes().to_vec(), "no row stands below"),
        ("shifted.csv", shifted.into_bytes(), "rows were shifted"),
        ("edited.csv", good.replace(" non ", " ").replace("Non ", "").into_bytes(), "were edited"),
        ("label.csv", good.replace(",narrator,", ",nobody,").into_bytes(), "\"nobody\" is no code of voice"),
        ("unchecked.csv", without("check").into_bytes(), "the column check is missing"),
        ("unnamed.csv", without("unit").into_bytes(), "names the units"),
        ("other.csv", b"unit,threat,check\nq1,1,x0000000000\n".to_vec(), "a column slipped"),
    ];
    for (name, bytes, told) in &cases {
        let stem = name.replace('.', "-");
        folder.write(&format!("{stem}/{name}"), bytes);
        // A good file beside it is scored as if the damaged one were not there.
        folder.write(&format!("{stem}/zoe.csv"), good.replace("Ada", "Zoe"));
        let said = ok(
            &folder,
            &["exercise", "grade", &stem, "--key", "kit/teacher/key.csv", "--out", &format!("out-{stem}")],
            3,
        );
        assert!(said.contains(name) && said.contains(told), "{name}: {said}");
        let rows = scores(&folder, &format!("out-{stem}"));
        let zoe = rows.iter().find(|r| r["score"] == "1.0000" && r["items"] == r["coded"]);
        assert!(zoe.is_some(), "{name}: {rows:?}");
        // Of the damaged file at most its certain rows count: those it lacks are missing, not wrong.
        assert!(rows.len() <= 2 && rows.iter().all(|r| r["score"] == "1.0000"), "{name}: {rows:?}");
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let folder = Folder::new("nowhere");
    ok(&folder, &["exercise", "new", "--students", "1", "--out", "kit"], 0);
    for args in [["nowhere", "kit/teacher/key.csv"], ["kit/tables", "kit/no-key.csv"]] {
        let told = ok(&folder, &["exercise", "grade", args[0], "--key", args[1], "--out", "out"], 2);
        assert!(told.contains("nowhere") || told.contains("no-key.csv"), "{told}");
    }
    let told =
        ok(&folder, &["exercise", "grade", "kit/tables", "--key", "kit/tables/01.csv", "--out", "out"], 2);
    assert!(told.contains("this is no key") && !folder.0.join("out").exists(), "{told}");
}

#[test]
fn sheets_from_spreadsheets_and_platforms_are_scored_like_the_original() {
    let folder = Folder::new("saved");
    ok(&folder, &["exercise", "new", "--students", "1", "--language", "it", "--out", "kit"], 0);
    let good = perfect(&folder, "kit/tables/01.csv", "kit/teacher/key.csv");
    let semicolons = {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(good.as_bytes());
        let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        reader.records().for_each(|r| out.write_record(&r.unwrap()).unwrap());
        String::from_utf8(out.into_inner().unwrap()).unwrap()
    };
    let named = |name: &str, text: &str| text.replace("Ada", name);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(named("Bea", &semicolons.replace(';', "\t")).encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    folder.write(
        "in/Ada 1_assignsubmission/codes.csv",
        encoding_rs::WINDOWS_1252.encode(&named("Ada", &semicolons)).0,
    );
    folder.write("in/Bea 2_assignsubmission/codes.csv", utf16);
    folder.write("in/Cleo 3_assignsubmission/codes.csv", named("Cleo", &good).replace('\n', "\r\n"));
    // The last rows were never filled in: missing, and said so, not wrong.
    let short: Vec<&str> = good.lines().collect();
    folder.write("in/Dan.csv", named("Dan", &format!("{}\n", short[..short.len() - 3].join("\n"))));
    #[cfg(feature = "documents")]
    folder.write("in/Eva.ods", ods(&named("Eva", &good)));
    folder.write("in/~$lock.xlsx", "left by an open program");
    folder.write("in/.DS_Store", "left by a Mac");
    ok(&folder, &["exercise", "grade", "in", "--key", "kit/teacher/key.csv", "--out", "out"], 0);
    let rows = scores(&folder, "out");
    assert_eq!(rows.len(), if cfg!(feature = "documents") { 5 } else { 4 });
    assert!(rows.iter().all(|r| r["score"] == "1.0000"), "{rows:?}");
    assert_eq!(rows.iter().filter(|r| r["coded"] != r["items"]).count(), 1);
    let told = ok(&folder, &["agreement", "in", "--items", "kit/teacher/items.csv"], 0);
    assert!(told.contains("Dan: 3 of 16 units are not coded"), "{told}");
}

/// A table as `LibreOffice` saves it, as far as it matters here.
#[cfg(feature = "documents")]
fn ods(text: &str) -> Vec<u8> {
    use std::io::Write;
    let escaped = |s: &str| s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut rows = String::new();
    for record in reader.records() {
        rows.push_str("<table:table-row>");
        for cell in &record.unwrap() {
            rows.push_str("<table:table-cell office:value-type=\"string\"><text:p>");
            rows.push_str(&escaped(cell));
            rows.push_str("</text:p></table:table-cell>");
        }
        rows.push_str("</table:table-row>");
    }
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.3\">\
         <office:body><office:spreadsheet><table:table table:name=\"Sheet1\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        (
            "META-INF/manifest.xml",
            "<?xml version=\"1.0\"?><manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
    ] {
        zip.start_file(name, stored).unwrap();
        zip.write_all(bytes.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The kit says how many sentences it has; a student who codes nothing is not told to differ nowhere.
#[test]
fn little_is_not_called_much() {
    let folder = Folder::new("little");
    let told = ok(&folder, &["exercise", "new", "--students", "1", "-n", "40", "--out", "kit"], 0);
    assert!(
        told.contains("24 sentences to code") && told.contains("for 40, give articles of your own"),
        "{told}"
    );
    folder.write("handed-in/empty.csv", std::fs::read(folder.0.join("kit/tables/01.csv")).unwrap());
    ok(&folder, &["exercise", "grade", "handed-in", "--key", "kit/teacher/key.csv", "--out", "out"], 0);
    let feedback = text(&folder.0.join("out/feedback/S01.md"));
    assert!(
        feedback.contains("gave 0 of the 105 codes") && feedback.contains("nothing to compare"),
        "{feedback}"
    );
    assert_eq!(scores(&folder, "out")[0]["codes_asked"], "105");
    folder.write("names.csv", "Name;Class\nAda;5b\n");
    let told = ok(&folder, &["exercise", "new", "--students", "names.csv", "--out", "other"], 2);
    assert!(told.contains("names.csv:1: this is a table of several columns"), "{told}");
    // A page that was made for a student brings the name along.
    assert!(text(&folder.0.join("kit/students/01.html")).contains("value=\"01\""));
}
