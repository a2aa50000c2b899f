use super::*;

const PROSE: &str = "The ferry left the harbour at dawn, although a storm had been announced the day before.\n\
    Nobody on board was hurt, the harbour master said, and the crew was back in time for supper.\n\
    The old bridge stayed closed for three days, and the market moved to the square behind the church.\n\
    “We have seen worse,” said a fisherman who has lived on the island for most of his life.\n";
const HEADLINE: &str = "Storm closes the old harbour\n";

fn with_line(line: &str, last: bool) -> String {
    // Three times the prose, so that the line in the middle is neither among the first lines nor among the last.
    let prose = PROSE.repeat(3);
    if last { format!("{HEADLINE}{prose}{line}\n") } else { format!("{HEADLINE}{line}\n{prose}") }
}

fn marked(text: &str, cleaning: &Cleaning) -> Vec<(String, &'static str)> {
    let of = |r: &Removed| (text[r.start as usize..r.end as usize].to_owned(), r.rule);
    cleaning.removed.iter().map(of).collect()
}

/// Cleans a text as that of an article which the rule is for.
fn clean_for(cleaner: &Cleaner, rule: &Rule, text: &str) -> Cleaning {
    let source = rule.sites.first().map(|s| (*s).to_owned());
    let mut cleaning = Cleaning::default();
    cleaner.clean_article(&Article { text: text.to_owned(), source, ..Article::default() }, &mut cleaning);
    cleaning
}

fn is_inline(rule: &Rule) -> bool {
    rule.name == quotes::RULE.name || rule.name == breaks::RULE.name
}

#[test]
fn every_rule_has_a_name_examples_and_counter_examples() {
    let cleaner = Cleaner::new();
    let mut names: Vec<_> = cleaner.rules().iter().map(|r| r.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|w| w[0] != w[1]));
    assert!(names.len() > 18);
    for rule in cleaner.rules() {
        assert!(
            !rule.what.is_empty() && !rule.examples.is_empty() && !rule.allows.is_empty(),
            "{}",
            rule.name
        );
    }
}

#[test]
fn rules_set_their_examples_aside_and_nothing_else() {
    let cleaner = Cleaner::new();
    for rule in cleaner.rules().iter().filter(|r| !is_inline(r)) {
        for example in rule.examples {
            let expected = vec![((*example).to_owned(), rule.name)];
            let fires = |last| {
                let text = with_line(example, last);
                marked(&text, &clean_for(&cleaner, rule, &text)) == expected
            };
            assert!(fires(false) || fires(true), "{}: {example}: {:?}", rule.name, {
                let text = with_line(example, true);
                marked(&text, &clean_for(&cleaner, rule, &text))
            });
        }
    }
}

#[test]
fn rules_leave_their_counter_examples_alone() {
    let cleaner = Cleaner::new();
    for rule in cleaner.rules().iter().filter(|r| !is_inline(r)) {
        for line in rule.allows {
            for last in [false, true] {
                let text = with_line(line, last);
                let cleaning = clean_for(&cleaner, rule, &text);
                assert!(cleaning.removed.iter().all(|r| r.rule != rule.name), "{}: {line}", rule.name);
            }
        }
    }
}

#[test]
fn quotes_and_breaks_are_marked_where_the_examples_say() {
    let cleaner = Cleaner::new();
    for rule in cleaner.rules().iter().filter(|r| is_inline(r)) {
        for example in rule.examples.iter().chain(rule.allows) {
            let text = example.replace('^', "");
            let carets = example.match_indices('^').enumerate().map(|(n, (at, _))| (at - n) as u32);
            let expected: Vec<u32> = carets.collect();
            let cleaning = cleaner.clean(&text);
            let found = if rule.name == quotes::RULE.name { cleaning.apostrophes } else { cleaning.breaks };
            assert_eq!(found, expected, "{}: {example}", rule.name);
        }
    }
}

#[test]
fn a_caption_glued_to_a_sentence_ends_where_it_is_repeated() {
    let line = "Play video \"The town\"s ferry\" Video:The town\"s ferryShe came home at noon on a calm sea.";
    let text = with_line(line, false);
    let cleaning = Cleaner::new().clean(&text);
    let (caption, rule) = &marked(&text, &cleaning)[0];
    assert_eq!(
        (caption.as_str(), *rule),
        ("Play video \"The town\"s ferry\" Video:The town\"s ferry", "video-captions")
    );
    assert_eq!(cleaning.breaks, [cleaning.removed[0].end]);
}

#[test]
fn a_list_of_links_at_the_end_goes_with_its_heading() {
    let links = "Most read\nFive things about the ferry\nWho owns the bridge?\nLife after the storm";
    let text = with_line(links, true);
    let cleaning = Cleaner::new().clean(&text);
    assert_eq!(cleaning.removed.len(), 4);
    assert!(cleaning.removed.iter().all(|r| r.rule == "related-lists"));
    let text = format!("{}{PROSE}", with_line("Most read\nFive things about the ferry", true));
    assert_eq!(Cleaner::new().clean(&text).removed.len(), 1, "prose after it is prose");
}

#[test]
fn short_texts_and_single_lines_are_left_alone() {
    let cleaner = Cleaner::new();
    for text in [
        "",
        "Read more: the bridge",
        "Nice day\n#sun #sea",
        "Advertisement\nAdvertisement",
        "By Anna Keller\nShare\nAll rights reserved.",
        &"Share this article ".repeat(40),
    ] {
        assert!(cleaner.clean(text).removed.is_empty(), "{text}");
    }
    let furniture = "Advertisement\nShare this article\n".repeat(20);
    assert!(cleaner.clean(&furniture).removed.is_empty(), "not everything can be furniture");
}

#[test]
fn rules_can_be_switched_off_and_added() {
    let text = with_line("Share this article\nHarbour Gazette – the paper of the isles", true);
    let off = Cleaner::new().without("share-bars").unwrap();
    assert!(off.clean(&text).removed.is_empty());
    assert!(Cleaner::new().without("nonsense").is_err());
    assert!(Cleaner::new().none().clean(&text).removed.is_empty());
    let own = "[[rule]]\nname = \"gazette\"\nlines = [\"harbour gazette *\"]\n";
    let cleaner = Cleaner::new().with_rules("my.toml", own).unwrap();
    assert_eq!(
        cleaner.clean(&text).removed.iter().map(|r| r.rule).collect::<Vec<_>>(),
        ["share-bars", "gazette"]
    );
}

#[test]
fn marks_are_sorted_apart_and_on_characters() {
    let cleaner = Cleaner::new();
    let pieces = [
        "È l\"ora.",
        "Source: Ünïted",
        "»»»",
        "::",
        "Share",
        "“",
        "Play video \"é\" Video:éÈ la fine",
        "a.Bé",
        "\u{feff}",
        "© é",
    ];
    for seed in 0..200usize {
        let mut text = PROSE.to_owned();
        for i in 0..12 {
            text.push_str(pieces[(seed * 7 + i * (seed % 5 + 1)) % pieces.len()]);
            text.push_str(if (seed + i) % 3 == 0 { " " } else { "\n" });
        }
        let c = cleaner.clean(&text);
        assert!(c.removed.windows(2).all(|w| w[0].end <= w[1].start));
        assert!(c.breaks.is_sorted() && c.apostrophes.is_sorted());
        let at = c
            .removed
            .iter()
            .flat_map(|r| [r.start, r.end])
            .chain(c.breaks.clone())
            .chain(c.apostrophes.clone());
        assert!(at.into_iter().all(|i| text.is_char_boundary(i as usize)));
    }
}
