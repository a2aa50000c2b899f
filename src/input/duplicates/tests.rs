//! A constructed set with known copies: edits, cuts, new headlines, footers, and texts on the same subject that are no copies.

use super::*;

/// Draws from a fixed seed.
struct Draw(u64);

impl Draw {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % below
    }

    /// A word by Zipf's law.
    fn word(&mut self) -> String {
        let u = (self.next(1_000_000) + 1) as f64 / 1_000_000.0;
        format!("w{}", (8000f64.powf(u)) as usize)
    }
}

const STOCK: [&str; 6] = [
    "the prime minister said on monday that",
    "according to a statement by the ministry",
    "could not be reached for comment on the matter",
    "in the wake of the storm over the old harbour",
    "security services have warned for years of",
    "the group has claimed responsibility for the attack on",
];

/// Sentences of words, with stock phrases as reporters use them.
fn article(draw: &mut Draw) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let length = 120 + draw.next(500);
    while words.len() < length {
        if draw.next(25) == 0 {
            let phrase = STOCK[draw.next(STOCK.len())];
            words.extend(phrase.split(' ').map(str::to_owned));
        } else {
            words.push(draw.word());
        }
    }
    words
}

fn edited(words: &[String], percent: usize, draw: &mut Draw) -> Vec<String> {
    let mut out = Vec::new();
    for word in words {
        match (draw.next(100) < percent, draw.next(3)) {
            (true, 0) => {}
            (true, 1) => out.extend([word.clone(), draw.word()]),
            (true, _) => out.push(draw.word()),
            (false, _) => out.push(word.clone()),
        }
    }
    out
}

fn copy(words: &[String], draw: &mut Draw) -> Vec<String> {
    let headline: Vec<String> = (0..8).map(|_| draw.word()).collect();
    match draw.next(4) {
        // A new headline and a footer.
        0 => [headline, words.to_vec(), vec!["reporting by w77 w78 editing by w79".into()]].concat(),
        // Light to heavy editing.
        1 => {
            let percent = 2 + draw.next(10);
            edited(words, percent, draw)
        }
        // Cut from below, as wire copy is, and edited a little.
        2 => {
            let kept = words.len() * (45 + draw.next(40)) / 100;
            edited(&words[..kept], 3, draw)
        }
        // Two paragraphs changed places, a new headline.
        _ => {
            let middle = words.len() / 2;
            [headline, words[middle..].to_vec(), words[..middle].to_vec()].concat()
        }
    }
}

#[test]
fn pairs_of_copies_are_found_and_no_others() {
    let mut draw = Draw(7);
    let (mut texts, mut family) = (Vec::new(), Vec::new());
    for base in 0..400 {
        let words = article(&mut draw);
        for _ in 0..draw.next(4) {
            texts.push(copy(&words, &mut draw).join(" "));
            family.push(base);
        }
        texts.push(words.join(" "));
        family.push(base);
    }
    let input: Vec<_> = texts.iter().map(|t| (t.as_str(), &[][..])).collect();
    let found = groups(&sketches(&input), &[], &DuplicateOptions::default());
    let mut group = vec![None; texts.len()];
    for (g, members) in found.iter().enumerate() {
        for m in &members.members {
            group[m.index] = Some(g);
        }
    }
    let (mut tp, mut fp, mut missed) = (0, 0, 0);
    for a in 0..texts.len() {
        for b in 0..a {
            match (family[a] == family[b], group[a].is_some() && group[a] == group[b]) {
                (true, true) => tp += 1,
                (false, true) => fp += 1,
                (true, false) => missed += 1,
                (false, false) => {}
            }
        }
    }
    let f1 = 2.0 * f64::from(tp) / f64::from(2 * tp + fp + missed);
    assert!(f1 > 0.97, "F1 {f1}: {tp} found, {fp} wrong, {missed} missed");
}

#[test]
fn the_date_window_parts_what_reads_alike() {
    let body = article(&mut Draw(3)).join(" ");
    let texts = [body.as_str(), body.as_str(), body.as_str()];
    let input: Vec<_> = texts.iter().map(|t| (*t, &[][..])).collect();
    let sketches = sketches(&input);
    let dates: Vec<_> = ["2015-03-09", "2015-03-01", "2016-03-01"].iter().map(|d| d.parse().ok()).collect();
    let options = DuplicateOptions { days: Some(30), ..DuplicateOptions::default() };
    let found = groups(&sketches, &dates, &options);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].members.iter().map(|m| m.index).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(groups(&sketches, &dates, &DuplicateOptions::default())[0].members.len(), 3);
}

#[test]
fn empty_and_very_short_texts_are_no_trouble() {
    let texts = ["", "!!!", "one", "one", "two words", "good morning", "good evening to you"];
    let input: Vec<_> = texts.iter().map(|t| (*t, &[][..])).collect();
    let found = groups(&sketches(&input), &[], &DuplicateOptions::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].members.iter().map(|m| m.index).collect::<Vec<_>>(), [2, 3]);
}

#[test]
fn what_cleaning_set_aside_makes_no_texts_alike() {
    use crate::input::cleaning::Removed;
    let footer = "all rights reserved this material may not be published broadcast rewritten or redistributed by anyone ".repeat(4);
    let (a, b) = (format!("{footer}one two three four five"), format!("{footer}six seven eight nine ten"));
    let removed = [Removed { start: 0, end: footer.len() as u32, rule: "rights" }];
    assert!(Sketch::new(&a, &[]).similarity(&Sketch::new(&b, &[])) > 0.5);
    assert!(Sketch::new(&a, &removed).similarity(&Sketch::new(&b, &removed)) < 0.01);
}
