//! Does a report say no more than its numbers bear, and show what they rest on?

use crate::command::{Folder, run_in, stderr};

fn read(folder: &Folder, path: &str) -> String {
    std::fs::read_to_string(folder.0.join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The report on a path of a folder, in Markdown; it is written to `out`.
fn report_on(folder: &Folder, path: &str) -> String {
    let output = run_in(&folder.0, &["report", path, "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    read(folder, "out/report.md")
}

/// An article of which a tenth may be quoted: the words go where a stance can be judged, and the report says where the rest stands.
#[test]
fn what_may_be_quoted_goes_to_the_stances_that_need_judging() {
    let folder = Folder::new("report-share");
    let mut text = String::from("The harbour\n\n");
    for i in 0..30 {
        text.push_str(&format!("The {i} hackers plan to attack the harbour with {i} new tools on that day, and every one of the {i} ships waits for help from the coast.\n"));
        if i == 11 {
            text.push_str("For all that anybody on the coast knows today, they have not attacked a single ship of this harbour so far, and nobody has seen them.\n");
        }
        if i == 21 {
            text.push_str("The harbour was told by letter yesterday that the group may have attacked a ship of another coast, and nobody knows which.\n");
        }
    }
    folder.write("articles/one.txt", text);
    for articles in [true, false] {
        let more: &[&str] = if articles { &[] } else { &["--no-articles"] };
        let args = [&["report", "articles", "--language", "en", "--out", "out"][..], more].concat();
        let _ = std::fs::remove_dir_all(folder.0.join("out"));
        let output = run_in(&folder.0, &args);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let report = read(&folder, "out/report.md");
        let quoted: Vec<&str> =
            report.lines().filter(|l| l.starts_with("> ") && !l.starts_with("> —")).collect();
        assert!(quoted.iter().any(|q| q.contains("*not* ~~**attacked**~~ a single ship")), "{quoted:#?}");
        assert!(quoted.iter().any(|q| q.contains("the group *may* have **attacked** a ship")), "{quoted:#?}");
        assert!(
            !quoted.iter().any(|q| q.trim_matches(['>', ' ', '…']).split(' ').count() < 2),
            "{quoted:#?}"
        );
        assert_eq!(report.contains("`articles.html`: the whole articles"), articles);
        assert_eq!(report.contains("Whole sentences stand in articles.html"), articles);
        assert_eq!(report.contains("](<articles.html#a-one-"), articles);
        assert!(read(&folder, "out/report.html").contains("data-hits=\"1\""));
    }
}

/// One hit in four words is 250 per 1,000, and no lead.
#[test]
fn a_handful_of_hits_leads_nowhere() {
    let folder = Folder::new("report-few-hits");
    folder.write("articles/a.txt", "Hackers attack a port.\n");
    folder.write("articles/b.txt", "No hackers attacked today.\n");
    let lead: Vec<String> = (0..12).map(|i| format!("They attacked ship {i} at night.\n")).collect();
    folder.write("articles/c.txt", format!("Ships\n\n{}", lead.concat()));
    folder.write(
        "articles.csv",
        "file,source,date,language\na.txt,A,2015,en\nb.txt,B,2016,en\nc.txt,C,2017,en\n",
    );
    folder.write(
        "study.toml",
        "title = \"Few\"\narticles = [\"articles\"]\nmetadata = \"articles.csv\"\ndraws = 200\n",
    );
    let report = report_on(&folder, ".");
    let told = report.lines().find(|l| l.contains("What is said most")).unwrap();
    assert!(
        told.contains("too few hits to name a leading frame (fewer than 10 of any) in A (")
            && told.contains("and B ("),
        "{told}"
    );
    assert!(told.contains("threat words lead in C (") && told.contains(", 12 hits)"), "{told}");
}

#[test]
fn a_table_of_frames_marks_rough_intervals_and_says_once_that_all_occur() {
    let folder = Folder::new("report-rough");
    let text = "They may attack a port. They plan to strike. They have the skill. They spy on sailors.\n";
    for name in ["a", "b"] {
        folder.write(&format!("articles/{name}.txt"), format!("Ships\n\n{}", text.repeat(3)));
    }
    folder.write("articles.csv", "file,source,date,language\na.txt,A,2015,en\nb.txt,B,2016,en\n");
    folder.write(
        "study.toml",
        "title = \"Two\"\narticles = [\"articles\"]\nmetadata = \"articles.csv\"\ndraws = 200\n",
    );
    let report = report_on(&folder, ".");
    assert!(report.contains("]° |") && report.contains("°: rough, from fewer than eight runs"), "{report}");
    assert!(
        report.contains("Every frame occurs in every source.") && !report.contains("| Occurs |"),
        "{report}"
    );
}

#[test]
fn where_no_idea_is_named_one_sentence_says_so() {
    let folder = Folder::new("report-no-idea");
    folder.write("articles/a.txt", "Hackers attack a port.\n");
    folder.write("articles/b.txt", "No hackers attacked today.\n");
    let report = report_on(&folder, "articles");
    assert!(
        report.contains("No article names or points to any of the ideas")
            && !report.contains("concepts-by-source"),
        "{report}"
    );
}

#[test]
fn young_languages_are_said_to_be_young() {
    let folder = Folder::new("report-young");
    folder.write("articles/a.txt", "Les pirates menacent le port et les navires.\n");
    folder.write("articles/b.txt", "Le groupe veut attaquer la ville demain.\n");
    let report = report_on(&folder, "articles");
    let young = report.lines().find(|l| l.contains("The frame words of French are young")).unwrap();
    assert!(young.contains(" % of ") && young.contains("(French)"), "{young}");
    assert!(report.contains("invented sentences †") && !report.contains("annotated by people"), "{report}");
}

/// Two articles of a year are no sample: no interval, and the heading says what is compared.
#[test]
fn a_comparison_by_year_names_the_year_and_resamples_no_two_articles() {
    let folder = Folder::new("compare-few");
    let mut table = String::from("file,source,date,language\n");
    for (i, year) in [2015, 2015, 2016, 2016, 2016, 2016].iter().enumerate() {
        let text = format!("Ships\n\n{}", "They attacked a ship at night. ".repeat(i + 1));
        folder.write(
            &format!("articles/{i}.txt"),
            format!("{text}\nThe coast was quiet, and nobody knew why.\n"),
        );
        table.push_str(&format!("{i}.txt,A,{year},en\n"));
    }
    folder.write("articles.csv", table);
    folder.write(
        "study.toml",
        "title = \"Years\"\narticles = [\"articles\"]\nmetadata = \"articles.csv\"\ndraws = 200\n",
    );
    let output = run_in(&folder.0, &["compare", ".", "--by", "year"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("Frames by year (rate"), "{shown}");
    let row = |year: &str| shown.lines().find(|l| l.trim_start().starts_with(year)).unwrap().to_owned();
    let threat = |year: &str| row(year).split_whitespace().nth(2).is_some_and(|s| s.starts_with('['));
    assert!(!threat("2015") && threat("2016"), "{shown}");
    assert!(shown.contains("2 of the 4 articles that an interval needs"), "{shown}");
}

/// Hits of a headline are told, their rate per 1,000 words is not.
#[test]
fn a_headline_has_hits_and_no_rate() {
    let folder = Folder::new("report-headline");
    for name in ["a", "b"] {
        let body = "They attacked a ship at night, and the coast was quiet. ".repeat(12);
        folder.write(
            &format!("articles/{name}.txt"),
            format!("The cyber caliphate plans an attack\n\n{body}\n"),
        );
    }
    folder.write("articles.csv", "file,source,date,language\na.txt,A,2015,en\nb.txt,B,2016,en\n");
    folder.write(
        "study.toml",
        "title = \"Headlines\"\narticles = [\"articles\"]\nmetadata = \"articles.csv\"\ndraws = 200\n",
    );
    let report = report_on(&folder, ".");
    let near = report.split("id=\"table-facets-concept\"").nth(1).unwrap();
    let row = near.lines().find(|l| l.starts_with("| Threat | A |")).unwrap();
    assert!(row.contains("| – ([1](#evidence-threat-a))"), "{row}");
    assert!(near.contains("there are fewer than 100 words"), "{near}");
    assert!(report.contains("found, %") && !report.contains("known, %"), "{report}");
}
