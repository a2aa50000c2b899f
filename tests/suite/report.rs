//! Does a report say what the study asks for, in every format, and nothing that it must not?

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use framescope::lexicon::Library;
use framescope::report::manifest::Manifest;
use framescope::report::sections::SECTIONS;
use framescope::report::{Extras, bundle};
use framescope::score::Scheme;
use framescope::study::spec::StudySpec;
use framescope::study::wanted::Wanted;
use framescope::study::{run, sample};

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
        "«law and oversight»",
    ] {
        assert!(!text.contains(words), "{words}");
    }
    assert!(read(&folder, "out/report.html").contains("<html lang=\"it\">"));
    assert!(read(&folder, "out/figures/rates.svg").contains("Minaccia"));
}

#[test]
fn scores_of_whole_articles_say_nothing_of_their_parts() {
    let folder = Folder::new("report-from-articles");
    let scores = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/figures/scores.csv");
    let output = run_in(&folder.0, &["report", "--from", scores.to_str().unwrap(), "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = read(&folder, "out/report.md");
    assert!(
        text.contains("scores of whole articles allow: without direct speech")
            && text.contains("Articles with it")
    );
    for words in [
        "Segments with it",
        "Mean tone of sentences",
        "from runs of",
        "segments that mention",
        "shares are of segments",
        "Which words carry",
        "single entry carries",
        "in other windows",
    ] {
        assert!(!text.contains(words), "{words}");
    }
    let frames = read(&folder, "out/tables/frames.csv");
    let mut table = csv::Reader::from_reader(frames.as_bytes());
    let column = table.headers().unwrap().iter().position(|h| h == "segment_share").unwrap();
    assert!(table.records().all(|r| r.unwrap()[column].is_empty()));
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

/// Links of a page and of its Markdown that lead to no anchor of the same file, marks that open nothing, and notes without words.
fn dead(page: &str, text: &str) -> Vec<String> {
    let ids: BTreeSet<&str> = between(page, " id=\"", "\"").collect();
    let links = between(page, "href=\"#", "\"").chain(between(page, "data-e=\"", "\""));
    let mut dead: Vec<String> = links.filter(|l| !ids.contains(l)).map(str::to_owned).collect();
    if !page.contains("<blockquote") {
        dead.extend(between(page, "data-only=\"", "\"").map(|o| format!("opens nothing: {o}")));
    }
    let ids: BTreeSet<&str> = between(text, "<span id=\"", "\"").collect();
    dead.extend(between(text, "](#", ")").filter(|l| !ids.contains(l)).map(str::to_owned));
    let notes: BTreeSet<&str> = between(text, "\n[^", "]: ").collect();
    let called: BTreeSet<&str> = between(text, "[^", "]").collect();
    dead.extend(called.symmetric_difference(&notes).map(|n| format!("note {n}")));
    dead
}

#[test]
fn a_report_of_any_single_section_has_no_dead_link() {
    let spec = StudySpec { draws: 100, ..sample::spec().unwrap() };
    let scheme = Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap());
    let articles = sample::articles().articles;
    let (mut findings, _) = run(&spec, articles, vec![], &[], &Wanted::all(), &scheme, &|_| ()).unwrap();
    let mut report = |sections: Vec<String>, show: bool| {
        findings.spec.report.sections = sections;
        findings.spec.quotes.show = show;
        if !show {
            findings.evidence.iter_mut().for_each(|c| c.shown.clear());
        }
        let made =
            bundle(&findings, &Manifest::of(&findings, &[], vec![], vec![]), &Extras::default()).unwrap();
        let text = |name: &str| {
            let file = made.files.iter().find(|f| f.path == name).unwrap();
            String::from_utf8(file.bytes.clone()).unwrap()
        };
        (text("report.html"), text("report.md"))
    };
    for only in SECTIONS {
        let (page, text) = report(vec![only.id.to_owned()], true);
        assert_eq!(dead(&page, &text), Vec::<String>::new(), "{}", only.id);
        // No sentence sends a reader to a section that is not there.
        assert!(only.id == "measured" || !text.contains("how often it errs"), "{}", only.id);
        assert!(!text.contains(" See .") && !text.contains("See  "), "{}", only.id);
    }
    let (page, text) = report(vec!["opening".into(), "measured".into()], true);
    assert!(page.contains("href=\"#measured\"") && text.contains("](#measured)"));
    let (page, text) = report(vec![], false);
    assert_eq!(dead(&page, &text), Vec::<String>::new(), "without quotations");
}

/// A study of so many articles, each with hits in four sentences.
fn large(folder: &Folder, articles: usize) -> String {
    let mut lines = String::new();
    for i in 0..articles {
        let source = ["North", "East", "South"][i % 3];
        lines.push_str(&format!(
            "{{\"id\": \"n{i}\", \"source\": \"{source}\", \"date\": \"{}-05-01\", \"text\": \"Harbour {i}\\n\\nHackers may attack the port number {i}. Experts fear a new danger to {i} ships. The group wants to spy on {i} sailors. It has no weapons for that, said {i} officers.\"}}\n",
            2010 + i % 7
        ));
    }
    let name = format!("large-{articles}.jsonl");
    folder.write(&name, &lines);
    name
}

#[test]
fn a_large_study_samples_its_sentences_says_so_and_stays_small() {
    let folder = Folder::new("report-large");
    let mut sizes = Vec::new();
    for articles in [150, 500, 900] {
        let file = large(&folder, articles);
        let out = format!("out-{articles}");
        folder.write("study.toml", format!("title = \"Ports\"\narticles = [\"{file}\"]\ndraws = 100\n"));
        let output = run_in(&folder.0, &["report", ".", "--no-articles", "--out", &out]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let page = read(&folder, &format!("{out}/report.html"));
        let quotes = page.matches("<blockquote").count();
        let sampled = page.contains("There are more hits than a page can hold")
            && page.contains("; a random sample of ");
        assert_eq!(sampled, articles > 150, "{articles} articles, {quotes} quotations");
        assert!(quotes > 500 && quotes < 2600, "{articles} articles, {quotes} quotations");
        sizes.push(page.len());
    }
    // Beyond the limit of quotations a page does not grow with its study, and what it holds is far below 15 MB.
    assert!(sizes[2] < sizes[1] + sizes[1] / 20 && sizes[2] < 8_000_000, "{sizes:?}");
}

/// Scores do not say which words hits are, what is a headline or, of segments, where sentences end: no check that needs these is claimed.
#[test]
fn a_report_of_scores_claims_no_check_that_needs_the_texts() {
    let folder = Folder::new("report-scores-variants");
    let articles = concat!(env!("CARGO_MANIFEST_DIR"), "/studies/sample/articles");
    let table = concat!(env!("CARGO_MANIFEST_DIR"), "/studies/sample/articles.csv");
    for (unit, resized) in [("sentence", true), ("segment", false)] {
        let scores = format!("{unit}.csv");
        let args = ["score", articles, table, "--unit", unit, "--out", &scores, "--quiet"];
        assert!(run_in(&folder.0, &args).status.success());
        let output = run_in(&folder.0, &["report", "--from", &scores, "--out", unit, "--quiet"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let read = |file: &str| std::fs::read_to_string(folder.0.join(unit).join(file)).unwrap();
        let (report, variants) = (read("report.md"), read("tables/sensitivity.csv"));
        assert!(report.contains("as far as these scores allow") && !report.contains("each single entry"));
        assert!(report.contains(&format!("This report is made of scores of {unit}s")), "{report}");
        assert_eq!(
            report.contains("all segments") && !report.contains("Mean tone of sentences"),
            unit == "segment"
        );
        assert!(
            report.contains("Scores do not say who speaks.") && !report.contains("Headlines are not among")
        );
        assert!(variants.contains("without direct speech") && !variants.contains("without headlines"));
        assert_eq!(variants.contains("with segments of"), resized, "{unit}");
    }
}

const ATTACK: &str = "Hackers attack the port\n\nHackers of the cyber caliphate attacked the port. They may attack it again, the police said.\n\nThey lack the means to stop the cranes. Nobody was hurt.\n";
const ATTACCO: &str = "Attacco al porto\n\nGli hacker del cyber califfato hanno attaccato il porto. Potrebbero attaccarlo ancora, ha detto la polizia.\n\nNon hanno i mezzi per fermare le gru.\n";

/// What is said of a source with one article, of a test that could not be made, and of an article without a date.
#[test]
fn a_source_with_one_article_is_not_taken_for_an_outlet() {
    let folder = Folder::new("report-lone");
    let mut table = "file,source,date,language\n".to_owned();
    for i in 1..=4 {
        folder.write(&format!("articles/{i}.txt"), ATTACK.replace("port", &format!("port {i} of {}", 2 * i)));
        table.push_str(&format!("articles/{i}.txt,Times,201{},en\n", i / 2));
    }
    folder.write("articles/lone.txt", ATTACK.replace("Hackers", "Attackers"));
    folder.write("articles/uno.txt", ATTACCO);
    folder.write("articles/due.txt", ATTACCO.replace("porto", "faro"));
    table.push_str(
        "articles/lone.txt,Mail,,en\narticles/uno.txt,Valle,2015,it\narticles/due.txt,Valle,2016,it\n",
    );
    folder.write("articles.csv", table);
    let study = "title = \"Ports\"\narticles = [\"articles\"]\nmetadata = \"articles.csv\"\n[[test]]\nframe = \"threat\"\nbetween = [\"Times\", \"Mail\"]\n";
    folder.write("study.toml", study);
    let output = run_in(&folder.0, &["report", ".", "--out", "out", "--quiet"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = read(&folder, "out/report.md");
    for told in [
        "; one article)",
        "One article of Mail: what is said of it holds for this text",
        "The one declared test could not be made",
        " Not tested: 1 of the 4 articles that a test needs.",
        " A number without brackets has no interval: it rests on one article. Not tested:",
        " Without a date, and so not among them: 1 article.",
        "The intervals of a source with one article are from runs of its sentences",
        "Of a source with one article runs of three of its sentences are drawn instead.",
        "Articles are in English, those of Valle in Italian.",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
}

/// One article, one quotation and two ideas are told as one and as two.
#[test]
fn one_is_told_in_the_singular_and_two_as_neither() {
    let folder = Folder::new("report-singular");
    folder.write("news/a.txt", format!("---\nsource: A\n---\n{}", ATTACK.repeat(6)));
    folder.write("news/b.txt", format!("---\nsource: B\n---\n{}", ATTACK.replace("cyber caliphate", "gang")));
    folder.write("news/c.txt", format!("---\nsource: C\nlanguage: it\n---\n{ATTACCO}"));
    let output = run_in(&folder.0, &["report", "news", "--out", "out", "--quiet"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = read(&folder, "out/report.md");
    for told in [
        "Neither of these ideas is named by B.",
        "that of C in Italian",
        "; the quotation is cut shorter by the limits.",
        "One speaker may stand under several names.",
        "A dash alone: no hit in so few words, or no segment and no headline of the source mentions the idea.",
    ] {
        assert!(text.contains(told), "{told}\n{text}");
    }
    for wrong in ["1 of 1 quotations", "None of these ideas", "those of C"] {
        assert!(!text.contains(wrong), "{wrong}\n{text}");
    }
}

/// With one article a source nothing is drawn or permuted but its sentences, and the report does not say otherwise.
#[test]
fn a_comparison_of_texts_tells_of_no_articles_drawn() {
    let folder = Folder::new("report-texts");
    folder.write("news/a.txt", format!("---\nsource: A\n---\n{ATTACK}"));
    folder.write("news/b.txt", format!("---\nsource: B\n---\n{}", ATTACK.replace("port", "grid")));
    let output = run_in(&folder.0, &["report", "news", "--out", "out", "--quiet"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = read(&folder, "out/report.md");
    assert!(text.contains("# <span id=\"report\"></span>Frames in “news”"), "{text}");
    assert!(text.contains("runs of three sentences within each text"), "{text}");
    for wrong in [
        "resampling articles.",
        "draws articles within",
        "permuting articles;",
        "Those of",
        "One article each of",
    ] {
        assert!(!text.contains(wrong), "{wrong}\n{text}");
    }
    let output = run_in(&folder.0, &["report", "news", "--out", "it", "--quiet", "--language", "it"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let text = read(&folder, "it/report.md");
    assert!(text.contains("</span>Frame in «news»") && !text.contains("unità ("), "{text}");
}
