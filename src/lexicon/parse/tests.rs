use super::*;

const HEAD: &str = "frame = \"threat\"\nlanguage = \"en\"\n";

fn wrong(text: &str) -> String {
    parse("f.toml", text).map(|l| l.len().to_string()).unwrap_err().to_string()
}

#[test]
fn errors_say_where_and_what_to_do() {
    let group = |entries: &str| format!("{HEAD}[[group]]\nname = \"g\"\nentries = [{entries}]\n");
    for (text, message) in [
        (group("\"a\", 3"), "f.toml:5:17: an entry must be a pattern or a table (write"),
        (group("\n  \"è\", { pattern = \"x\", weight = 3 }"), "f.toml:6:34: weight 3 is outside 0…1"),
        (group("\"*\""), "f.toml:5:12: pattern \"*\" begins with a lone * (name the first word"),
        (group("{ pattern = \"a\", exept = [] }"), "f.toml:5:29: unknown key \"exept\" (known here: pattern"),
        (group("{ weight = 1 }"), "f.toml:5:12: this entry has no pattern"),
        (group("{ pattern = \"a\", except = [\"…\"] }"), "f.toml:5:12: pattern \"…\" has no word in it"),
        (
            format!("{HEAD}[group]\nname = \"g\""),
            "f.toml:3:1: group must be a list of tables (write [[group]]",
        ),
        (format!("{HEAD}group = [1]"), "f.toml:3:10: a group must be a table"),
        (format!("{HEAD}[[group]]\nname = \"\""), "f.toml:4:8: the name of this group is empty"),
        (
            format!("{HEAD}[[group]]\nname=\"g\"\n[[group]]\nname=\"g\""),
            "f.toml:5:1: group \"g\" stands here twice",
        ),
        (HEAD.into(), "f.toml: group is missing"),
        (
            "frame = \"Threat!\"\nlanguage = \"en\"".into(),
            "f.toml:1:9: frame \"Threat!\" cannot name a column",
        ),
        (
            "frame = \"tone\"\nlanguage = \"en\"".into(),
            "f.toml:1:9: frame \"tone\" cannot name a column (another",
        ),
        ("frame = \"x\"\nlanguage = \"english\"".into(), "f.toml:2:12: \"english\" is no language code"),
        ("frame = \"x\"".into(), "f.toml: language is missing"),
        ("frame = \"x\"\n\tlanguage = ".into(), "f.toml:2:13: "),
        ("language = \"en\"\n[[group]]\nname = \"villains\"".into(), "f.toml: frame is missing"),
        (
            "subject=\"actors\"\nlanguage=\"en\"\n[[group]]\nname=\"villains\"".into(),
            "f.toml:3:1: \"villains\" is no class",
        ),
        (
            "subject=\"tone\"\nlanguage=\"en\"\n[[group]]\nname=\"bad\"".into(),
            "f.toml:3:1: group \"bad\" has no valence",
        ),
        (
            "language=\"en\"\n[[concept]]\nid=\"a\"\n[[concept]]\nid=\"a\"".into(),
            "f.toml:4:1: concept \"a\" stands here twice",
        ),
    ] {
        let got = wrong(&text);
        assert!(got.starts_with(message), "{got}\n  expected {message}");
    }
}

#[test]
fn windows_line_ends_tabs_and_a_byte_order_mark_are_read() {
    let text = format!("\u{feff}{HEAD}[[group]]\nname\t=\t\"g\"\nentries = [\n\t\"attack\",\n]")
        .replace('\n', "\r\n");
    let lexicon = parse("f.toml", &text).unwrap();
    let entry = &lexicon.groups[0].entries[0];
    assert_eq!((entry.pattern.as_str(), entry.line, entry.column), ("attack", 6, 2));
}

#[test]
fn nested_a_thousand_deep_is_an_error() {
    let text = format!("{HEAD}x = {}{}", "[".repeat(1000), "]".repeat(1000));
    assert!(parse("f.toml", &text).is_err());
}
