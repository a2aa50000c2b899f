//! Does the lexicon workbench tell a person what is wrong with a lexicon, and lose nothing in silence?

use super::command::{Folder, run_in, stderr};

fn stdout(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const MINE: &str = r#"frame = "risk-talk"
language = "en"
version = "0.1.0"
definition = "Risk."
source = "Own words."
licence = "CC0-1.0"
[[group]]
name = "risk"
entries = ["peril*", "perilous", { pattern = "storm", except = ["storm in a teacup"], expect = ["A storm is coming."], allows = ["A storm in a teacup."] }]
"#;

#[test]
fn new_check_test_and_try_lead_a_beginner_through() {
    let folder = Folder::new("workbench-new");
    let made = run_in(&folder.0, &["lexicon", "new", "risk-talk", "--out", "risk-talk.toml"]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let output = run_in(&folder.0, &["lexicon", "test", "risk-talk.toml"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    // Until its words are replaced, all that is wrong with it is that they are not.
    let output = run_in(&folder.0, &["lexicon", "check", "risk-talk.toml"]);
    assert_eq!(output.status.code(), Some(1), "{}{}", stdout(&output), stderr(&output));
    assert!(stderr(&output).contains("8 entries: 11 placeholder"), "{}{}", stdout(&output), stderr(&output));
    let output = run_in(&folder.0, &["lexicon", "check", "risk-talk.toml", "--ignore", "placeholder"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", stdout(&output), stderr(&output));
    let again = run_in(&folder.0, &["lexicon", "new", "risk-talk", "--out", "risk-talk.toml"]);
    assert_eq!(again.status.code(), Some(2), "an existing file is left alone");
    let tried =
        run_in(&folder.0, &["lexicon", "try", "It rained, for instance.", "--lexicon", "risk-talk.toml"]);
    assert_eq!(
        stdout(&tried),
        "\"instance\"  risk-talk/first  instance  silent: exception in \"for instance\"\n"
    );
}

#[test]
fn alternatives_and_gaps_are_one_entry_and_mistakes_in_them_are_told() {
    let folder = Folder::new("workbench-alternatives");
    let with = |entry: &str| MINE.replace("\"perilous\"", entry);
    folder.write("mine.toml", with("\"=(could|might) *{0,2} (collapse|flood)\""));
    let text = "The dam might well collapse; it could not at any rate flood.";
    let tried = run_in(&folder.0, &["lexicon", "try", text, "--lexicon", "mine.toml"]);
    let entry = "=(could|might) *{0,2} (collapse|flood)";
    assert_eq!(
        stdout(&tried),
        format!("\"might well collapse\"  risk-talk/risk  {entry}  counts (weight 1)\n")
    );
    let card = run_in(&folder.0, &["lexicon", "card", "mine.toml"]);
    assert!(
        stdout(&card).contains("\n3 entries (14 with alternatives and gaps written out): "),
        "{}",
        stdout(&card)
    );
    let shown = run_in(&folder.0, &["lexicon", "show", "mine.toml", "--entry", "=might * flood"]);
    assert!(stdout(&shown).contains(&format!("\n  {entry}")), "{}", stdout(&shown));
    for (entry, told) in [
        (
            "\"flood(s)\"",
            "pattern \"flood(s)\" has parentheses without a | between them (write (s|) for what may be missing",
        ),
        ("\"flood|collapse\"", "pattern \"flood|collapse\" has a | outside of parentheses"),
        ("\"(flood|collapse\"", "pattern \"(flood|collapse\" has a ( that is never closed"),
        ("\"flood *{0,3}\"", "pattern \"flood *{0,3}\" ends with a gap"),
        ("\"flood {0,3} plain\"", "pattern \"flood {0,3} plain\" has a { or } that makes no gap"),
    ] {
        folder.write("mine.toml", with(entry));
        let output = run_in(&folder.0, &["lexicon", "check", "mine.toml"]);
        let all = format!("{}{}", stdout(&output), stderr(&output));
        assert!(all.contains(&format!("mine.toml:9:22: {told}")), "{all}");
    }
}

#[test]
fn findings_are_named_with_their_place_and_exit_code_1() {
    let folder = Folder::new("workbench-check");
    folder.write("mine.toml", MINE);
    let output = run_in(&folder.0, &["lexicon", "check", "mine.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        stdout(&output),
        "mine.toml:9:22: perilous: whatever it matches is counted by \"peril*\" in line 9 (remove it, move it before that entry, or narrow that one)\n"
    );
    assert!(stderr(&output).contains("1 lexicon, 3 entries: 1 shadowed"), "{}", stderr(&output));
    let ignored = run_in(&folder.0, &["lexicon", "check", "mine.toml", "--ignore", "shadowed"]);
    assert_eq!(ignored.status.code(), Some(0));
    folder.write("bad.toml", MINE.replace("A storm in a teacup.", "A storm at sea."));
    let failing = run_in(&folder.0, &["lexicon", "test", "bad.toml"]);
    assert_eq!(failing.status.code(), Some(1));
    assert!(
        stdout(&failing).starts_with("bad.toml:9:34: storm: hits \"storm\" in \"A storm at sea.\""),
        "{}",
        stdout(&failing)
    );
}

#[test]
fn a_corpus_shows_forms_coverage_and_suggestions() {
    let folder = Folder::new("workbench-corpus");
    folder.write("mine.toml", MINE);
    for i in 0..4 {
        let text = format!(
            "Title {i}\n\nThe storm broke the levee. Storms are perilous. Bread was sold. The levee failed in the storm. Fish was sold.\n"
        );
        folder.write(&format!("articles/{i}.txt"), text);
    }
    let show =
        run_in(&folder.0, &["lexicon", "show", "mine.toml", "--corpus", "articles", "--contexts", "1"]);
    let shown = stdout(&show);
    assert!(
        shown.contains("storm  – 12 hits in 4 texts: storm 8, storms 4; not in: storm in a teacup"),
        "{shown}"
    );
    assert!(shown.contains("… The [storm] broke the levee. …  (0)"), "{shown}");
    let coverage =
        run_in(&folder.0, &["lexicon", "coverage", "articles", "--lexicon", "mine.toml", "--format", "csv"]);
    assert!(stdout(&coverage).contains("risk-talk,en,storm,,12,0.7500,"), "{}", stdout(&coverage));
    let suggest = run_in(&folder.0, &["lexicon", "suggest", "mine.toml", "articles"]);
    assert!(stdout(&suggest).starts_with("levee  near: G²"), "{}", stdout(&suggest));
}

/// The name of a frame means its lexicon in every language; articles are seldom in all of them.
#[test]
fn lexicons_of_languages_that_no_article_has_are_left_out_and_told() {
    let folder = Folder::new("workbench-languages");
    folder
        .write("one.txt", "The explosion broke the bridge, and the explosions went on through the night.\n");
    let show = ["lexicon", "show", "threat", "--corpus", "one.txt", "--entry", "explosi*"];
    let shown = run_in(&folder.0, &show);
    assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
    assert!(
        stdout(&shown).contains("explosi*  – 2 hits in 1 texts: explosion 1, explosions 1"),
        "{}",
        stdout(&shown)
    );
    assert!(
        stderr(&shown).contains("no article is in the language of threat:it, threat:de"),
        "{}",
        stderr(&shown)
    );
    let check =
        run_in(&folder.0, &["lexicon", "check", "threat", "--corpus", "one.txt", "--ignore", "untested"]);
    assert!(stderr(&check).contains("1 lexicon, "), "{}", stderr(&check));
    let turned = run_in(&folder.0, &["lexicon", "coverage", "threat:en", "one.txt"]);
    assert_eq!(turned.status.code(), Some(2));
    assert!(
        stderr(&turned).contains("threat:en is a lexicon, and articles are asked for"),
        "{}",
        stderr(&turned)
    );
    let none = run_in(&folder.0, &["lexicon", "show", "threat:de", "--corpus", "one.txt"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("there is no article in the language de"), "{}", stderr(&none));
}

#[test]
fn conversion_tells_what_is_lost_and_reads_back() {
    let folder = Folder::new("workbench-convert");
    folder.write("mine.toml", MINE);
    for (format, ending) in [
        ("quanteda", "yml"),
        ("liwc", "dic"),
        ("liwc22", "dicx"),
        ("wordstat", "cat"),
        ("yoshikoder", "ykd"),
        ("lexicoder", "lc3"),
        ("csv", "csv"),
    ] {
        let file = format!("mine.{ending}");
        let output = run_in(&folder.0, &["lexicon", "convert", "mine.toml", "--to", format, "--out", &file]);
        assert_eq!(output.status.code(), Some(0), "{format} {}", stderr(&output));
        assert!(stderr(&output).contains("exceptions left out"), "{format} {}", stderr(&output));
        let back = run_in(&folder.0, &["lexicon", "list", &file, "--language", "en", "--format", "csv"]);
        assert!(stdout(&back).contains("risk-talk,en,"), "{format} {}{}", stdout(&back), stderr(&back));
    }
    let unknown = run_in(&folder.0, &["lexicon", "convert", "mine.toml", "--to", "word"]);
    assert_eq!(unknown.status.code(), Some(2));
    let silent = run_in(&folder.0, &["lexicon", "list", "mine.yml"]);
    assert!(stderr(&silent).contains("does not say which language"), "{}", stderr(&silent));
}

#[test]
fn a_study_uses_and_extends_lexicons() {
    let folder = Folder::new("workbench-study");
    folder.write("s/risk.toml", MINE);
    folder.write(
        "s/more.toml",
        "frame = \"threat\"\nlanguage = \"en\"\nextends = true\nversion = \"0.1.0\"\n[[group]]\nname = \"attack\"\nentries = [\"levee\"]\n",
    );
    folder.write(
        "s/study.toml",
        "title = \"T\"\narticles = [\"a\"]\nlexicons = [\"risk.toml\", \"more.toml\"]\n",
    );
    folder.write(
        "s/a/one.txt",
        "Title\n\nThe storm broke the levee, officials said on Monday in the capital.\n",
    );
    folder.write(
        "s/a/two.txt",
        "Title two\n\nThe bread was sold early, officials said on Monday in the town.\n",
    );
    let output = run_in(&folder.0, &["report", "s", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let results = std::fs::read_to_string(folder.0.join("out/results.json")).unwrap();
    assert!(
        results.contains("\"risk-talk\"") && results.contains("\"levee\""),
        "own frame and own entry are in the results"
    );
}

/// A frame of one's own is counted where it was brought along, and missed aloud where the study's own list forgets it.
#[test]
fn a_frame_that_the_study_does_not_list_is_not_left_out_in_silence() {
    let folder = Folder::new("lexicon-unlisted");
    let hope =
        "frame = \"hope\"\nlanguage = \"en\"\n[[group]]\nname = \"g\"\nentries = [\"hope\", \"wish\"]\n";
    folder.write("hope.toml", hope);
    let frames = |args: &[&str]| {
        let output =
            run_in(&folder.0, &[&["compare"], args, &["--kind", "measure", "--format", "csv"]].concat());
        (String::from_utf8_lossy(&output.stdout).contains("measure,hope,"), stderr(&output))
    };
    assert!(frames(&["--lexicon", "hope.toml"]).0, "the built-in study lists its frames");
    folder.write("st/articles/a.txt", "They hope that nobody may attack.");
    folder.write("st/hope.toml", hope);
    let study = |frames: &str| {
        folder.write(
            "st/study.toml",
            format!("articles = [\"articles\"]\nlexicons = [\"hope.toml\"]\n{frames}"),
        );
    };
    study("frames = [\"threat\"]\n");
    let (there, told) = frames(&["st"]);
    assert!(!there && told.contains("because its list of frames lacks: hope"), "{told}");
    study("");
    let (there, told) = frames(&["st"]);
    assert!(there && !told.contains("lacks"), "{told}");
    let output = run_in(&folder.0, &["lexicon", "show", "hope.toml", "--entry", "zebra"]);
    assert!(output.status.code() == Some(2) && stderr(&output).contains("is called \"zebra\""), "{output:?}");
    let output = run_in(&folder.0, &["score", "st"]);
    assert!(stderr(&output).contains("st is a study, and is read here as a folder of files"), "{output:?}");
    let output = run_in(&folder.0, &["kwic", "zebra", "st/articles"]);
    assert!(output.stdout.is_empty() && stderr(&output).contains("zebra is found nowhere"), "{output:?}");
}
