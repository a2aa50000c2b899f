//! Do dictionaries survive the way into other programs' formats and back, and do broken ones do no harm?

use framescope::lexicon::Lexicon;
use framescope::lexicon::exchange::{ExportOptions, FORMATS, ImportOptions, format, read, to_toml, write};
use framescope::lexicon::parse::parse;
use framescope::lexicon::{card, graded};
use framescope::text::Language;
use proptest::prelude::*;

fn options(name: &'static str) -> ImportOptions {
    ImportOptions { language: Some(Language::ENGLISH), format: Some(name), ..ImportOptions::default() }
}

/// Sorted (frame, group, pattern) of every entry.
fn entries(lexicons: &[Lexicon]) -> Vec<(String, String, String)> {
    let mut out = Vec::new();
    for lexicon in lexicons {
        for (g, entry) in lexicon.entries() {
            out.push((lexicon.id.clone(), lexicon.groups[g].name.clone(), entry.pattern.clone()));
        }
    }
    out.sort();
    out
}

fn toml(groups: &[(String, Vec<String>)]) -> String {
    let mut text = "frame = \"x\"\nlanguage = \"en\"\n".to_owned();
    for (name, entries) in groups {
        let list: Vec<String> = entries.iter().map(|e| format!("\"{e}\"")).collect();
        text.push_str(&format!("[[group]]\nname = \"{name}\"\nentries = [{}]\n", list.join(", ")));
    }
    text
}

fn groups() -> impl Strategy<Value = Vec<(String, Vec<String>)>> {
    let term = prop_oneof![
        "=[a-z]{2,6}",
        "[a-z]{3,6}\\*",
        "=[a-z]{2,6} =[a-zàèì]{2,6}",
        "=[a-z]{2,4} [a-z]{3,6}\\*",
    ];
    let terms = prop::collection::btree_set(term, 1..6);
    prop::collection::btree_map("[a-z]{1,8}", terms, 1..5)
        .prop_map(|g| g.into_iter().map(|(n, t)| (n, t.into_iter().collect())).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_other_programs_can_say_comes_back(groups in groups()) {
        let lexicon = parse("x.toml", &toml(&groups)).unwrap();
        for format in FORMATS.iter().filter(|f| f.can.nesting) {
            let export = write(&[&lexicon], format, ExportOptions::default());
            let back = read("back", export.text.as_bytes(), &options(format.name)).unwrap();
            prop_assert_eq!(entries(&back.lexicons), entries(std::slice::from_ref(&lexicon)), "{}\n{}", format.name, export.text);
        }
        let back = parse("back.toml", &to_toml(&lexicon)).unwrap();
        prop_assert_eq!(entries(&[back]), entries(&[lexicon]));
    }

    #[test]
    fn no_bytes_make_a_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..400), text in "[ -~\\t\\nè<>%+*]{0,300}") {
        for format in FORMATS {
            let _ = read("x", &bytes, &options(format.name));
            let _ = read("x", text.as_bytes(), &options(format.name));
            let _ = read(&format!("x.{}", format.endings[0]), text.as_bytes(), &ImportOptions::default());
        }
        let _ = parse("x.toml", &text);
        let _ = graded::parse("x.tsv", &text);
        let _ = card::measured("x.toml", &text);
    }

    #[test]
    fn cut_files_make_no_reader_fall(groups in groups(), share in 0.0..1.0f64) {
        let lexicon = parse("x.toml", &toml(&groups)).unwrap();
        for format in FORMATS {
            let text = write(&[&lexicon], format, ExportOptions::default()).text;
            let mut at = (text.len() as f64 * share) as usize;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let _ = read("x", &text.as_bytes()[..at], &options(format.name));
        }
    }
}

#[test]
fn names_that_mean_something_to_a_format_are_kept_apart() {
    let text = toml(&[
        ("a: b".into(), vec!["=no".into(), "=null".into()]),
        ("<c> & 'd'".into(), vec!["=yes".into()]),
    ]);
    let lexicon = parse("x.toml", &text).unwrap();
    for name in ["quanteda", "yoshikoder", "csv", "liwc22"] {
        let export = write(&[&lexicon], format(name).unwrap(), ExportOptions::default());
        let back = read("back", export.text.as_bytes(), &options(name)).unwrap();
        assert_eq!(
            entries(&back.lexicons),
            entries(std::slice::from_ref(&lexicon)),
            "{name}\n{}",
            export.text
        );
    }
}
