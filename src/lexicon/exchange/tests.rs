use super::*;
use crate::lexicon::entry::Subject;
use crate::lexicon::forms::Forms;
use crate::lexicon::parse::parse;
use crate::text::Language;

fn english() -> ImportOptions {
    ImportOptions { language: Some(Language::ENGLISH), ..ImportOptions::default() }
}

/// Frame, group and pattern of every entry.
fn entries(import: &Import) -> Vec<String> {
    let mut out = Vec::new();
    for lexicon in &import.lexicons {
        for (g, entry) in lexicon.entries() {
            out.push(format!("{}/{}/{}", lexicon.id, lexicon.groups[g].name, entry.pattern));
        }
    }
    out
}

fn losses(import: &Import) -> Vec<&str> {
    import.losses.iter().map(|l| l.what.as_str()).collect()
}

/// The same small dictionary in every format.
const SAME: &[(&str, &str)] = &[
    ("d.yml", "Harm:\n  - blast*\nAims:\n  plans: [plot, long term plan]\n  wants: [goal]\n"),
    (
        "d.dic",
        "%\n1\tHarm\n2\tAims\n\t3\tplans\n\t4\twants\n%\nblast*\t1\nplot\t2\t3\nlong term plan\t3\ngoal\t4\n",
    ),
    (
        "d.dicx",
        "DicTerm,Harm,Aims,Aims.plans,Aims.wants\nblast*,X,,,\nplot,,X,X,\nlong term plan,,,1,\ngoal,,,,X\n",
    ),
    (
        "d.cat",
        "Harm\n\tblast* (1)\nAims\n\tplans\n\t\tplot (1)\n\t\tlong_term_plan (1)\n\twants\n\t\tgoal (1)\n",
    ),
    (
        "d.ykd",
        "<?xml version=\"1.0\"?><dictionary><cnode name=\"all\"><cnode name=\"Harm\"><pnode name=\"blast*\"/></cnode>\
         <cnode name=\"Aims\"><cnode name=\"plans\"><pnode name=\"plot\"></pnode><pnode name='long term plan'/></cnode>\
         <cnode name=\"wants\"><pnode name=\"goal\"/></cnode></cnode></cnode></dictionary>",
    ),
    (
        "d.csv",
        "term,category,group\nblast*,Harm,\nplot,Aims,plans\nlong term plan,Aims,plans\ngoal,Aims,wants\n",
    ),
    (
        "d.tsv",
        "Term\tCategory\tGroup\nblast*\tHarm\nplot\tAims\tplans\nlong term plan\tAims\tplans\ngoal\tAims\twants\n",
    ),
];

#[test]
fn every_format_reads_to_the_same_lexicons() {
    for (file, text) in SAME {
        let import = read(file, text.as_bytes(), &english()).unwrap_or_else(|e| panic!("{e}"));
        let got = entries(&import);
        let want =
            ["harm/general/blast*", "aims/plans/=plot", "aims/plans/=long =term =plan", "aims/wants/=goal"];
        assert_eq!(got, want, "{file} {:?}", import.losses);
        assert!(import.losses.is_empty(), "{file} {:?}", import.losses);
    }
}

#[test]
fn what_is_written_reads_back() {
    let first = read(SAME[0].0, SAME[0].1.as_bytes(), &english()).unwrap();
    let lexicons: Vec<&Lexicon> = first.lexicons.iter().collect();
    for format in FORMATS {
        let export = write(&lexicons, format, ExportOptions::default());
        let file = format!("d.{}", format.endings[0]);
        let again = read(&file, export.text.as_bytes(), &english())
            .unwrap_or_else(|e| panic!("{e}\n{}", export.text));
        let mut got = entries(&again);
        got.sort();
        let mut want = entries(&first);
        if !format.can.nesting {
            want = want
                .iter()
                .map(|e| e.replace("/plans/", "/general/").replace("/wants/", "/general/"))
                .collect();
        }
        want.sort();
        assert_eq!(got, want, "{}\n{}", format.name, export.text);
    }
    for lexicon in lexicons {
        assert_eq!(
            entries(&Import { lexicons: vec![parse("x", &to_toml(lexicon)).unwrap()], losses: vec![] }).len(),
            lexicon.len()
        );
    }
}

#[test]
fn formats_are_sorted_and_have_endings_of_their_own() {
    assert!(FORMATS.is_sorted_by_key(|f| f.name));
    let mut endings: Vec<_> = FORMATS.iter().flat_map(|f| f.endings).collect();
    let all = endings.len();
    endings.sort();
    endings.dedup();
    assert_eq!(endings.len(), all);
}

#[test]
fn content_tells_where_the_ending_does_not() {
    for (file, text) in SAME.iter().take(2).chain([&("d.lc3", "+Harm\nblast*\n"), &("x", "frame = \"a\"\n")])
    {
        let by_content = detect("dictionary", text).unwrap().map(|f| f.name);
        assert_eq!(by_content, detect(file, text).ok().flatten().map(|f| f.name).or(by_content), "{file}");
    }
    assert!(detect("words", "some words").is_err());
    assert_eq!(detect("old.lcd", SAME[4].1).unwrap().unwrap().name, "yoshikoder");
    assert_eq!(detect("new.dicx", SAME[1].1).unwrap().unwrap().name, "liwc");
}

#[test]
fn malformed_liwc_is_repaired_with_a_report() {
    let text = "preface\n%\n01\tHarm\n2  Aims\n7\n%\nblast 1\na lot 02\nlike\t(2 5)1\t2\n<of>kind\t1\nplot\t9\nnothing\nblast\t1\n";
    let import = read("d.dic", text.as_bytes(), &english()).unwrap();
    assert_eq!(
        entries(&import),
        ["harm/general/=blast", "harm/general/=like", "aims/general/=a =lot", "aims/general/=like"]
    );
    assert_eq!(
        losses(&import),
        [
            "category number that is not defined, left out",
            "category without a name, left out",
            "condition in round brackets, left out",
            "line before the first %, left out",
            "spaces read as tabs",
            "stands twice in \"Harm\", once kept",
            "term with a <tag>, left out",
            "term without a category, left out",
        ]
    );
    let shown = import.losses[0].to_string();
    assert_eq!(shown, "category number that is not defined, left out (1): line 11 \"9 of plot\"");
}

#[test]
fn malformed_files_are_errors_with_a_line() {
    for (file, text, message) in [
        ("d.dic", "%\n1\tHarm\nblast\t1\n", "d.dic: the list of categories is not closed by a second % line"),
        ("d.yml", "a: [b\nc: d", "d.yml:"),
        ("d.yml", "- a\n- b\n", "d.yml: the YAML has no keys"),
        ("d.ykd", "<dictionary>\n<cnode name=\"a>\n</cnode>", "d.ykd:2: this is no XML: a tag has no end"),
        ("d.ykd", "<?xml?><html></html>", "d.ykd: there is no <dictionary> in the XML"),
        (
            "d.ykd",
            "<dictionary>\n<!-- <cnode>",
            "d.ykd:2: this is no XML: a declaration or remark has no end",
        ),
        ("d.cat", "", "d.cat: there is no category in it"),
        ("d.lc3", "a\nb\n", "d.lc3: there is no category in it"),
        ("d.cat", "a\n\t@rule (1)\n", "d.cat: there is no term in it"),
        ("d.lc3", "+a\n,\n", "d.lc3: there is no term in it"),
        ("d.dicx", "DicTerm\nblast", "d.dicx:1: the header names no category"),
    ] {
        let e = read(file, text.as_bytes(), &english()).unwrap_err().to_string();
        assert!(e.starts_with(message), "{e}");
    }
    let e = read("d.yml", b"a: [b]", &ImportOptions::default()).unwrap_err().to_string();
    assert!(e.starts_with("d.yml: the file does not say which language"), "{e}");
}

#[test]
fn hostile_files_end_soon() {
    let start = std::time::Instant::now();
    let deep_xml = format!("<dictionary>{}", "<cnode name=\"a\">".repeat(100_000));
    let deep_yaml = format!("{}{}", "{a: ".repeat(50_000), "}".repeat(50_000));
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
        d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n\
        g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: &h [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n";
    let cycle = "a: &a [*a]\n";
    let deep_cat: String = (0..2_000).map(|i| "\t".repeat(i) + "c\n").collect();
    for (file, text) in [
        ("d.ykd", deep_xml.as_str()),
        ("d.yml", &deep_yaml),
        ("d.yml", bomb),
        ("d.yml", cycle),
        ("d.cat", &deep_cat),
    ] {
        assert!(read(file, text.as_bytes(), &english()).is_err(), "{file}");
    }
    let e = read("d.yml", cycle.as_bytes(), &english()).unwrap_err().to_string();
    assert!(e.starts_with("d.yml:1: "), "{e}");
    let wide = (0..20_000).map(|i| format!("+c\nw{i}")).collect::<Vec<_>>().join("\n");
    assert_eq!(read("d.lc3", wide.as_bytes(), &english()).unwrap().lexicons.len(), 20_000);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn a_hundred_thousand_entries_are_read() {
    // A million take ten times as long: three seconds of a release build. A quadratic reader would not come back.
    let words: Vec<String> = (0..100_000).map(|i| format!("w{i}")).collect();
    let text = format!("+Big\n{}\n", words.join("\n"));
    let import = read("d.lc3", text.as_bytes(), &english()).unwrap();
    let entries = &import.lexicons[0].groups[0].entries;
    assert_eq!(entries.len(), 100_000);
    assert_eq!((entries[99_999].pattern.as_str(), entries[99_999].line), ("=w99999", 100_001));
}

#[test]
fn alternatives_and_gaps_are_written_out() {
    let text = "frame = \"threat\"\nlanguage = \"en\"\n[[group]]\nname = \"general\"\nentries = [\"=(can|may) *{0,1} =hit\", \
        \"(cyber-|)(=bomb|=raid)\"]";
    let text = text.replace("(cyber-|)(=bomb|=raid)", "=(cyber-|)(bomb|raid)");
    let lexicon = parse("threat.toml", &text).unwrap();
    let written = |name: &str| {
        let export = write(&[&lexicon], format(name).unwrap(), ExportOptions::default());
        let what: Vec<String> = export.losses.iter().map(|l| format!("{} {}", l.count, l.what)).collect();
        (export.text, what)
    };
    let words = "cyber-bomb\ncyber bomb\ncyberbomb\ncyber-raid\ncyber raid\ncyberraid\nbomb\nraid\n";
    let (text, losses) = written("lexicoder");
    assert_eq!(text, format!("+threat\ncan hit\nmay hit\n{words}"));
    assert!(
        losses.contains(&"2 alternatives and gaps written out: a term for every one of them".to_owned()),
        "{losses:?}"
    );
    assert!(losses.contains(&"2 glob that the format cannot say, left out".to_owned()), "{losses:?}");
    assert!(written("quanteda").0.contains("can * hit"));
    for format in FORMATS {
        assert!(!written(format.name).0.contains('|'), "{}", format.name);
    }
    assert_eq!(
        parse("again", &to_toml(&lexicon)).unwrap().groups[0].entries[0].pattern,
        "=(can|may) *{0,1} =hit"
    );
}

#[test]
fn parentheses_of_other_programs_are_no_alternatives() {
    let yaml = "Harm:\n  - kind (of)\n  - (re)build*\n  - yes|no\n  - 'x{2}'\n  - ':('\n  - '(a|'\n  - ')'\n";
    let import = read("d.yml", yaml.as_bytes(), &english()).unwrap();
    let want = ["=kind =of", "=re build*", "=yes =no", "=x =2", "=a"].map(|p| format!("harm/general/{p}"));
    assert_eq!(entries(&import), want);
    let told: Vec<(&str, usize)> = import.losses.iter().map(|l| (l.what.as_str(), l.count)).collect();
    assert_eq!(
        told,
        [
            ("left out, as the pattern has no word in it", 1),
            ("left out, as the pattern is empty", 1),
            ("parentheses, bars or braces read as spaces", 6),
        ]
    );
    let dic = "%\n1\tHarm\n%\n(53) like\t1\nattack(s)\t1\nwar)\t1\n";
    assert_eq!(
        entries(&read("d.dic", dic.as_bytes(), &english()).unwrap()),
        ["harm/general/=like", "harm/general/=attack", "harm/general/=war"]
    );
    // A column of patterns is in the language of this program.
    let table = "pattern;category\n(raid|siege);Harm\nattack(s);Harm\n";
    let import = read("d.csv", table.as_bytes(), &english()).unwrap();
    assert_eq!(entries(&import), ["harm/general/(raid|siege)"]);
    assert_eq!(losses(&import), ["left out, as the pattern has parentheses without a | between them"]);
}

#[test]
fn encodings_are_read_and_named() {
    let mut windows = b"+Danno\nvirt\xf9\nperch\xe9 l'attacco \xe8 fallito\n".to_vec();
    let import = read("d.lc3", &windows, &english()).unwrap();
    assert_eq!(entries(&import)[0], "danno/general/=virtù");
    assert_eq!(losses(&import)[0], "read as");
    windows.extend([0, 0, 0, 1]);
    assert!(read("d.lc3", &windows, &english()).is_err());
    let utf16: Vec<u8> = "\u{feff}+Danno\nvirtù\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(entries(&read("d.lc3", &utf16, &english()).unwrap()), ["danno/general/=virtù"]);
}

#[test]
fn yaml_keeps_words_that_look_like_values() {
    let import = read("d.yml", b"a: [no, yes, 'true', 24, null]\nb:\n\t- tab\n", &english()).unwrap();
    assert_eq!(
        entries(&import),
        ["a/general/=no", "a/general/=yes", "a/general/=true", "a/general/=24", "b/general/=tab"]
    );
    assert_eq!(losses(&import), ["tab in the indentation read as two spaces"]);
}

/// NRC names every word with every emotion, and says by 0 or 1 whether it is one of its words.
#[test]
fn rows_of_nought_in_a_table_of_flags_are_no_words_of_their_category() {
    let text = b"abandon\tanger\t0\nabandon\tfear\t1\nattack\tanger\t1\nattack\tfear\t1\nattack\tjoy\t0\n";
    let import = read("words.txt", text, &english()).unwrap();
    let ids: Vec<(&str, usize)> = import.lexicons.iter().map(|l| (l.id.as_str(), l.len())).collect();
    assert_eq!(ids, [("anger", 1), ("fear", 2)]);
    let told = import.losses.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    assert!(told.contains("row of 0: the word is not in the category (2)"), "{told}");
    // Elsewhere 0 is a weight like another.
    let weighted = read("words.csv", b"term,category,weight\na,x,0\nb,x,0.5\n", &english()).unwrap();
    assert_eq!(weighted.lexicons[0].len(), 2);
}

#[test]
fn weights_become_weights_or_valences() {
    let text = b"word,score,sentiment\ngood,3,positive\nbad,-1.5,negative\n";
    let tone = ImportOptions { shape: Shape::Tone, ..english() };
    let import = read("afinn.csv", text, &tone).unwrap();
    let lexicon = &import.lexicons[0];
    assert_eq!(lexicon.subject, Subject::Tone);
    let valences: Vec<_> = lexicon.groups.iter().map(|g| g.valence).collect();
    assert_eq!(valences, [Some(1.0), Some(-0.5)]);
    let frames = read("afinn.csv", text, &english()).unwrap();
    assert!((frames.lexicons[1].groups[0].entries[0].weight - 0.5).abs() < 1e-6);
    assert!(losses(&frames).iter().any(|l| l.starts_with("signs of weights left out")));
    let one = ImportOptions { shape: Shape::OneFrame("mood".into()), ..english() };
    assert_eq!(
        entries(&read("afinn.csv", text, &one).unwrap()),
        ["mood/positive/=good", "mood/negative/=bad"]
    );
}

#[test]
fn stems_are_spelt_out_with_known_forms_and_losses_are_listed() {
    let text = "frame = \"threat\"\nlanguage = \"en\"\n[[group]]\nname = \"general\"\nentries = [\"attack\", \"cyber-bomb\", \
        { pattern = \"=strike\", except = [\"strike a deal\"], weight = 0.5 }, \"*ware\", \"state * emergency\"]";
    let lexicon = parse("threat.toml", text).unwrap();
    let forms: Forms =
        ["attack", "attacks", "attacked", "bombs", "malware", "software"].map(|f| (f.to_owned(), 1)).into();
    let options = ExportOptions { forms: Some(&forms) };
    let export = write(&[&lexicon], format("lexicoder").unwrap(), options);
    assert_eq!(
        export.text,
        "+threat\nattack\nattacked\nattacks\ncyber-bomb\ncyber bomb\ncyberbomb\ncyber-bombs\ncyber bombs\ncyberbombs\n\
         strike\nmalware\nsoftware\n"
    );
    let what: Vec<_> = export.losses.iter().map(|l| (l.what.as_str(), l.count)).collect();
    assert_eq!(
        what,
        [
            ("definition, version, source and licence left out", 1),
            ("exceptions left out: the term will match where the entry does not", 1),
            ("glob that the format cannot say, left out", 1),
            ("glob written as the words known to fit it", 1),
            ("matches every form of its stem; written as the forms known", 3),
            ("weight left out", 1),
        ]
    );
}

#[test]
fn a_quotation_mark_never_closed_takes_no_terms_along() {
    let mut losses = Losses::default();
    let e = table::read("term;weight\r\n\"hope;1\r\nwish;0.5\r\nfear;1\r\n", &mut losses).unwrap_err();
    assert_eq!((e.line_number(), e.reason().contains("never closed")), (Some(2), true), "{e}");
    assert!(table::read("term;weight\n# a remark with one \" mark\nhope;1\n", &mut losses).is_ok());
}
