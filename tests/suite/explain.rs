//! Does the program tell a person why it read a sentence as it did?

use std::io::Write;
use std::process::{Command, Stdio};

use crate::command::{Folder, run_in, stderr};

fn stdout(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_sentence_of_a_file_with_its_rules() {
    let folder = Folder::new("explain");
    let text = "It rained.\n\nThe minister said the group does not have the skill to attack the harbour, but it plans to learn.\n";
    folder.write("a.txt", text);
    let output = run_in(&folder.0, &["explain", "a.txt:1"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let shown = stdout(&output);
    for part in [
        "reported",
        "The minister",
        "family negation, rule not",
        "capability: denied",
        "because of “not”",
        "but",
        "adversary",
    ] {
        assert!(shown.contains(part), "{part:?} is missing in\n{shown}");
    }
    assert!(shown.contains("intent: asserted"), "{shown}");
}

#[test]
fn as_json_with_offsets_in_code_points() {
    let folder = Folder::new("explain-json");
    folder.write("a.txt", "Così è: the group never had the skill to attack.\n");
    let output = run_in(&folder.0, &["explain", "a.txt:0", "--format", "json", "--language", "en"]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let hit = value["hits"].as_array().unwrap().iter().find(|h| h["words"]["text"] == "skill").unwrap();
    assert_eq!(hit["frame"], "capability");
    assert_eq!(hit["words"]["start"], 32);
    let cue = &value["cues"][usize::try_from(hit["because"][0].as_u64().unwrap()).unwrap()];
    assert_eq!((cue["family"].as_str(), cue["stance"].as_str()), (Some("negation"), Some("denied")));
}

#[test]
fn text_from_standard_input_and_an_article_by_its_id() {
    let folder = Folder::new("explain-stdin");
    let mut child = Command::new(env!("CARGO_BIN_EXE_framescope"))
        .args(["explain", "-:0", "--language", "it"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all("Il gruppo non ha le competenze per colpire.".as_bytes()).unwrap();
    let shown = stdout(&child.wait_with_output().unwrap());
    assert!(shown.contains("denied") && shown.contains("“non”"), "{shown}");
    folder.write(
        "many.jsonl",
        "{\"id\":\"a\",\"text\":\"One threat.\"}\n{\"id\":\"b\",\"text\":\"No threat came.\"}\n",
    );
    let output = run_in(&folder.0, &["explain", "many.jsonl:0"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--id"), "{}", stderr(&output));
    let output = run_in(&folder.0, &["explain", "many.jsonl:0", "--id", "b", "--language", "en"]);
    assert!(stdout(&output).contains("b · sentence 0"), "{}{}", stdout(&output), stderr(&output));
}

#[test]
fn wrong_numbers_ids_and_families_are_told() {
    let folder = Folder::new("explain-wrong");
    folder.write("a.txt", "No threat came.\n");
    for (args, reason) in [
        (vec!["explain", "a.txt:9"], "there is no sentence 9"),
        (vec!["explain", "a.txt", "--id", "z"], "no article has the id"),
        (vec!["explain", "a.txt", "--without", "nonsense"], "nonsense"),
    ] {
        let output = run_in(&folder.0, &args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(reason), "{}", stderr(&output));
    }
    let output = run_in(&folder.0, &["explain", "a.txt", "--without", "list"]);
    assert_eq!((output.status.code(), stderr(&output).as_str()), (Some(0), ""));
    assert!(stdout(&output).starts_with("negation      Words of negation: not"), "{}", stdout(&output));
    // Without the rules of negation nothing is denied.
    let output = run_in(&folder.0, &["explain", "a.txt:0", "--language", "en", "--without", "negation"]);
    assert!(stdout(&output).contains("threat: asserted"), "{}", stdout(&output));
}

#[test]
fn a_line_that_was_set_aside_is_said_to_be() {
    let folder = Folder::new("explain-aside");
    let body = "The ferry left the harbour at dawn, although the storm had been announced. ".repeat(4);
    folder.write(
        "a.txt",
        format!("Storm over the harbour\n{body}\nRead more: The attack on the bridge\n{body}"),
    );
    let output = run_in(&folder.0, &["explain", "a.txt:5"]);
    let shown = stdout(&output);
    assert!(
        shown.contains("Set aside by the cleaning rule more-links") && !shown.contains("Hits"),
        "{shown}"
    );
}
