use super::*;
use crate::lexicon::parse::parse;

const HEAD: &str = "frame = 'threat'\nlanguage = 'en'\nversion = '1'\ndefinition = 'd'\nsource = 's'\nlicence = 'l'\n\
    [[group]]\nname = 'g'\nentries = [";

fn findings(entries: &str, forms: &[(&str, u64)]) -> Vec<(Problem, String)> {
    let lexicon = parse("f.toml", &format!("{HEAD}{entries}]")).unwrap();
    let forms = forms.iter().map(|(f, n)| ((*f).to_owned(), *n)).collect();
    check(&lexicon, &forms).unwrap().into_iter().map(|f| (f.problem, f.entry)).collect()
}

fn only(entries: &str) -> Vec<(Problem, String)> {
    findings(entries, &[])
}

#[test]
fn a_sound_lexicon_has_no_findings() {
    let entries = "'attack', 'heart attack', '=bombs', 'bomb', 'cyber-attack',
        { pattern = 'strike', weight = 0.8, except = ['strike a deal'], expect = ['They strike.'],
          allows = ['They strike a deal.'] }";
    assert_eq!(only(entries), []);
}

#[test]
fn dead_entries_are_covered_by_their_own_exception() {
    let tested = "expect = [], allows = ['x']";
    for (pattern, except) in
        [("strike", "strik*"), ("car bomb", "bomb"), ("air strike", "air *"), ("=bombs", "bomb")]
    {
        let entry = format!("{{ pattern = '{pattern}', except = ['{except}'], {tested} }}");
        assert!(only(&entry).iter().any(|f| f.0 == Problem::Dead), "{pattern} {except}");
    }
}

#[test]
fn duplicates_and_shadows_are_told_apart() {
    let (d, s) = (Problem::Duplicate, Problem::Shadowed);
    assert_eq!(only("'attack', 'attacks'"), [(d, "attacks".into())]);
    assert_eq!(only("'attack', '=attacks'"), [(s, "=attacks".into())]);
    assert_eq!(only("'=attacks', 'attack'"), []);
    assert_eq!(only("'bomb*', '*ing', 'bombing'"), [(s, "bombing".into())]);
    assert_eq!(only("'state * emergency', 'state of emergency'"), [(s, "state of emergency".into())]);
    assert_eq!(only("'cyber attack', 'cyber-attack'"), [], "the closed spelling is new");
    assert_eq!(only("'cyber*attack*', 'att*', 'attack*'"), [(s, "attack*".into())]);
}

#[test]
fn alternatives_that_never_count_are_named() {
    let (d, s) = (Problem::Duplicate, Problem::Shadowed);
    assert_eq!(only("'(attack|raid)', '(attacks|raids)'"), [(d, "(attacks|raids)".into())]);
    assert_eq!(only("'(attack|raid)', 'attacks'"), [(s, "attacks".into())]);
    assert_eq!(only("'=can *{0,2} hit', '=can * hit'"), [(s, "=can * hit".into())]);
    assert_eq!(only("'=can * hit', '=can *{0,2} hit'"), [(s, "=can *{0,2} hit".into())]);
    assert_eq!(only("'(=attacks|raids)', 'attack', '(raids|siege) of'"), []);
    let lexicon =
        parse("f.toml", &format!("{HEAD}'raid', '(siege|raids|raid) of', '(siege|raids)']")).unwrap();
    let told = check(&lexicon, &Forms::new()).unwrap();
    assert_eq!(told.len(), 1);
    assert!(
        told[0].reason.starts_with("its spelling \"raids\": whatever that matches is counted by \"raid\""),
        "{told:?}"
    );
    let dead =
        "{ pattern = '(strike|raid)', except = ['raid'], expect = ['A strike.'], allows = ['A raid.'] }";
    assert_eq!(only(dead), [(Problem::Dead, "(strike|raid)".into())]);
}

#[test]
fn an_exception_of_the_first_lets_the_second_count() {
    let first = "{ pattern = 'attack', except = ['heart attack'], expect = ['An attack.'], allows = ['A heart attack.'] }";
    assert_eq!(only(&format!("{first}, '=attack'")), []);
}

#[test]
fn idle_exceptions_are_named() {
    let entry = |x: &str| {
        only(&format!(
            "{{ pattern = 'shooting', except = ['{x}'], expect = ['A shooting.'], allows = ['Quiet.'] }}"
        ))
    };
    assert_eq!(entry("troubleshooting"), [(Problem::IdleExcept, "shooting".into())]);
    for works in ["shooting star", "photo shoot", "=shoots", "shoot*", "film *"] {
        assert!(entry(works).iter().all(|f| f.0 != Problem::IdleExcept), "{works}");
    }
}

#[test]
fn doubtful_entries_need_sentences() {
    let u = |s: &str| only(s).iter().any(|f| f.0 == Problem::Untested);
    assert!(u("{ pattern = 'strike', weight = 0.8 }"));
    assert!(u("{ pattern = 'strike', except = ['strike a deal'], expect = ['A strike.'] }"));
    assert!(!u("{ pattern = 'strike', weight = 0.8, expect = ['A strike.'] }"));
}

#[test]
fn wide_globs_list_what_they_fit() {
    let words =
        ["volt", "volume", "volunteer", "volcano", "vole", "volley", "voluble", "volition", "volatile"];
    let forms: Vec<_> = words.iter().map(|w| (*w, 1)).collect();
    assert_eq!(findings("'vol*'", &forms), [(Problem::OverBroad, "vol*".into())]);
    assert_eq!(findings("'vola*'", &forms), []);
    assert_eq!(findings("'(vol*|siege)'", &forms), [(Problem::OverBroad, "(vol*|siege)".into())]);
    let written = format!("'({}|siege*)'", words.join("|"));
    assert_eq!(findings(&written, &forms), [], "words that are written out are meant");
    let frequent = [("the", 90), ("say", 9_000), ("said", 900), ("attack", 10)];
    assert_eq!(findings("'say', 'attack'", &frequent), [(Problem::OverBroad, "say".into())]);
}

#[test]
fn a_lexicon_of_one_word_a_hundred_thousand_times_is_audited_in_time() {
    let start = std::time::Instant::now();
    let entries = "'attack', { pattern = 'attack', except = ['heart attack'] },\n".repeat(30_000);
    assert!(only(&entries).len() >= 59_999);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn headers_must_say_what_readers_need() {
    let lexicon =
        parse("f.toml", "frame = 'x'\nlanguage = 'en'\n[[group]]\nname = 'g'\nentries = ['attack']").unwrap();
    let reasons: Vec<_> = check(&lexicon, &Forms::new()).unwrap().into_iter().map(|f| f.reason).collect();
    assert_eq!(
        reasons,
        ["version is missing", "source is missing", "licence is missing", "definition is missing"]
    );
}
