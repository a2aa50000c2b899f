use super::*;

fn parse(source: &str) -> Pattern {
    Pattern::parse(source, false, Language::ENGLISH).unwrap()
}

#[test]
fn refuses_open_patterns() {
    let phrase = "word ".repeat(65);
    let word = "a".repeat(257);
    for bad in ["", "*", "***", "* attack", "a*", "?", "…", "=", "attack , now", &phrase, &word, " \t "] {
        assert!(Pattern::parse(bad, false, Language::ENGLISH).is_err(), "{bad:?}");
    }
    assert!(Pattern::parse("IS*", true, Language::ENGLISH).is_err());
}

proptest::proptest! {
    #[test]
    fn plain_words_are_cut_as_the_text_layer_cuts(
        word in r"=?([a-zA-Zàèéìòùçñ÷ßÀ'’.0-9_@&\-*?]|[a-z]{1,9}|www\.|-){1,9}",
        exact: bool,
    ) {
        for language in [Language::ENGLISH, Language::ITALIAN, Language::GERMAN] {
            let mut reader = PatternReader::new(language);
            if is_plain(&word) {
                let plain: Vec<_> = parts(&word).map(|p| reader.plain(p, exact, false)).collect();
                proptest::prop_assert_eq!(plain, reader.ruled(&word, exact, false));
                let joined: String = parts(&word).collect();
                let joined = reader.plain(&joined, exact, false);
                proptest::prop_assert_eq!(joined, reader.ruled_closed(&word, exact, false));
                if !word.contains(WILD) {
                    let plain: Vec<_> = parts(&word).map(|p| reader.plain(p, exact, true)).collect();
                    proptest::prop_assert_eq!(plain, reader.ruled(&word, exact, true));
                }
            }
        }
    }
}

#[test]
fn alternatives_are_read_one_by_one() {
    let stem = |s: &str| WordPattern::Stem(s.into());
    let form = |s: &str| WordPattern::Form(s.into());
    assert_eq!(parse("attack(|er)s").spellings, [[stem("attack")], [stem("attack")]]);
    assert_eq!(
        parse("=can *{0,1} (hit|=hits)").spellings,
        [
            vec![form("can"), stem("hit")],
            vec![form("can"), form("hits")],
            vec![form("can"), WordPattern::Any, stem("hit")],
            vec![form("can"), WordPattern::Any, form("hits")],
        ]
    );
    assert_eq!(
        parse("(cyber-|)raid").spellings,
        [vec![stem("cyber"), stem("raid")], vec![stem("cyberraid")], vec![stem("raid")]]
    );
    let mut reader = PatternReader::new(Language::ENGLISH);
    assert_eq!(reader.read_each("(cyber-|)raid", false).unwrap().len(), 2);
    assert_eq!(reader.read_each("cyber-raid", false).unwrap().len(), 1);
    let surfaces = reader.read("=(IS|ISIS)", true).unwrap().spellings.concat();
    assert_eq!(surfaces, [WordPattern::Surface("IS".into()), WordPattern::Surface("ISIS".into())]);
}

#[test]
fn alternatives_and_gaps_that_say_nothing_are_refused() {
    let many = "(a-b|c-d)".to_owned() + &" (a-b|c-d)".repeat(9);
    for (bad, reason) in [
        ("*{0,2} raid", "begins with a gap"),
        ("(|raid) * siege", "begins with a gap"),
        ("raid *{0,2}", "ends with a gap"),
        ("raid (*{0,2}|siege)", "ends with a gap"),
        ("raid* *{0,2}s siege", "has a gap inside a word"),
        ("(|)", "is empty where all that may be missing is"),
        ("(raid|)", "is empty where"),
        ("(raid|,) siege", "has no word in it"),
        ("(raid|a*)", "leaves nearly every word open"),
        ("raid (s", "never closed"),
        (many.as_str(), "stands for more than 4096 spellings"),
        (&format!("raid{}", " *{16} x".repeat(5)), "more than 64 words"),
    ] {
        let e = Pattern::parse(bad, false, Language::ENGLISH).unwrap_err().to_string();
        assert!(e.contains(reason), "{bad}: {e}");
    }
    assert!(Pattern::parse("(IS|IS*)", true, Language::ENGLISH).is_err());
    // Very many patterns of very many spellings end soon.
    let mut reader = PatternReader::new(Language::ENGLISH);
    let wide = "(a|b)x".to_owned() + &" (c|d)".repeat(11);
    let read = (0..300).take_while(|_| reader.read(&wide, false).is_ok()).count();
    assert_eq!(read, MOST_IN_ALL / alternatives::MOST_SPELLINGS);
}

proptest::proptest! {
    #[test]
    fn no_pattern_makes_it_panic(pattern in r"[ab(|)*{}=?0-3, '\-\u{1}]{0,40}|\PC{0,20}", case: bool) {
        for language in [Language::ENGLISH, Language::FRENCH] {
            if let Ok(read) = Pattern::parse(&pattern, case, language) {
                proptest::prop_assert!(!read.spellings.is_empty() && read.spellings.iter().all(|s| !s.is_empty()));
            }
        }
    }
}

#[test]
fn compounds_have_two_spellings() {
    let p = parse("e-mail");
    assert_eq!(p.spellings.len(), 2);
    assert_eq!(p.words(), 2);
    assert_eq!(parse("car bomb").spellings.len(), 1);
    assert_eq!(parse("pro-ISIS cyber-attack").spellings.len(), 4);
    assert_eq!(parse("a-b a-b a-b a-b a-b a-b").spellings.len(), 8);
}

#[test]
fn globs_are_cut_like_text() {
    let glob = |s: &str| WordPattern::Glob(s.into());
    assert_eq!(parse("bomb**").spellings, [[glob("bomb*")]]);
    assert_eq!(
        parse("cyber-attack*").spellings,
        [vec![WordPattern::Stem("cyber".into()), glob("attack*")], vec![glob("cyberattack*")]]
    );
    assert_eq!(
        parse("state * emergency").spellings,
        [[WordPattern::Stem("state".into()), WordPattern::Any, WordPattern::Stem("emerg".into())]]
    );
}

#[test]
fn an_elided_word_keeps_its_apostrophe() {
    let read = |s: &str, language| Pattern::parse(s, false, language).unwrap().spellings.concat();
    let form = |s: &str| WordPattern::Form(s.into());
    assert_eq!(read("=qu'", Language::FRENCH), [form("qu'")]);
    assert_eq!(read("afin =d’", Language::FRENCH)[1], form("d'"));
    assert_eq!(read("=dell'", Language::ITALIAN), [form("dell'")]);
    // No word is cut there in English.
    assert_eq!(read("=d'", Language::ENGLISH), [form("d")]);
}

#[test]
fn a_form_is_folded() {
    assert_eq!(parse("=ISIS").spellings, [[WordPattern::Form("isis".into())]]);
    let p = Pattern::parse("=ISIS", true, Language::ENGLISH).unwrap();
    assert_eq!(p.spellings, [[WordPattern::Surface("ISIS".into())]]);
}
