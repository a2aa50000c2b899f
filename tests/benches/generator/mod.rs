//! A corpus of any size from a seed: articles of this project's own sentences, their words exchanged so that the vocabulary
//! keeps growing as that of news does.
//!
//! Paragraphs come from the built-in study and from `everyday.txt`. In them words are exchanged for others by Zipf's law, names
//! for invented ones without end, numbers for other numbers. The same seed gives the same bytes everywhere.

use framescope::lexicon::builtin::LEXICONS;
use framescope::study::sample;

/// General news, a paragraph a line.
const EVERYDAY: &str = include_str!("everyday.txt");

/// Italian articles in a hundred.
const ITALIAN: u64 = 3;

/// Invented names; the law of Zipf makes most of them rare.
const NAMES: u64 = 400_000;

/// An article of the corpus.
pub struct Made {
    /// Its number, from 0.
    pub number: u64,
    /// Its outlet.
    pub source: String,
    /// Its day.
    pub date: String,
    /// Its headline.
    pub title: String,
    /// Its text.
    pub text: String,
}

impl Made {
    /// The article as one line of JSON.
    pub fn json(&self) -> String {
        let quoted = |s: &str| serde_json::to_string(s).unwrap_or_default();
        let Self { number, source, date, title, text } = self;
        format!(
            "{{\"id\":\"n{number}\",\"source\":{},\"date\":\"{date}\",\"title\":{},\"text\":{}}}\n",
            quoted(source),
            quoted(title),
            quoted(text)
        )
    }
}

/// An endless corpus.
pub struct Generator {
    random: Random,
    number: u64,
    english: Stock,
    italian: Stock,
}

/// What articles of one language are made of.
struct Stock {
    titles: Vec<String>,
    paragraphs: Vec<String>,
    words: Vec<String>,
}

impl Generator {
    /// The corpus of a seed.
    pub fn new(seed: u64) -> Self {
        let mut random = Random(seed);
        let english = Stock::new("en", &mut random);
        let italian = Stock::new("it", &mut random);
        Self { random, number: 0, english, italian }
    }
}

impl Iterator for Generator {
    type Item = Made;

    fn next(&mut self) -> Option<Made> {
        let random = &mut self.random;
        let stock = if random.below(100) < ITALIAN { &self.italian } else { &self.english };
        let mut title = String::new();
        stock.vary(random.pick(&stock.titles), random, &mut title);
        let mut text = title.clone();
        // Between half a kilobyte and six; about 2.7 on average, as news has.
        let length = 600 + random.below(2200) + random.below(2200);
        while (text.len() as u64) < length {
            text.push_str("\n\n");
            stock.vary(random.pick(&stock.paragraphs), random, &mut text);
        }
        let number = self.number;
        self.number += 1;
        Some(Made {
            number,
            source: format!("The {} Post", name(random.zipf(40))),
            date: format!(
                "{}-{:02}-{:02}",
                2012 + random.below(10),
                1 + random.below(12),
                1 + random.below(28)
            ),
            title,
            text,
        })
    }
}

impl Stock {
    fn new(language: &str, random: &mut Random) -> Self {
        let mut stock = Self { titles: vec![], paragraphs: vec![], words: vec![] };
        for article in sample::articles().articles {
            if article.language.as_deref() == Some(language) {
                stock.titles.extend(article.title);
                let paragraphs = article.text.split("\n\n").map(str::trim).filter(|p| p.len() > 80);
                stock.paragraphs.extend(paragraphs.map(|p| p.replace('\n', " ")));
            }
        }
        if language == "en" {
            // General news makes most of a corpus; the rest is about this project's subject.
            let everyday = EVERYDAY.lines().filter(|l| !l.is_empty());
            stock.paragraphs.extend(everyday.cycle().take(3 * stock.paragraphs.len()).map(str::to_owned));
        }
        stock.words = words(language, &stock.paragraphs);
        random.shuffle(&mut stock.words);
        stock
    }

    /// Appends a text with some of its words exchanged.
    fn vary(&self, text: &str, random: &mut Random, out: &mut String) {
        let mut first = true;
        for piece in text.split_inclusive(|c: char| !c.is_alphanumeric()) {
            let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
            let plain = word.len() > 4 && word.chars().all(char::is_lowercase);
            let capital =
                word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase);
            let named = !first && capital && word.len() > 3;
            if plain && random.below(100) < 25 {
                out.push_str(&self.words[random.zipf(self.words.len() as u64) as usize]);
            } else if named && random.below(100) < 60 {
                out.push_str(&name(random.zipf(NAMES)));
            } else if word.parse::<u64>().is_ok() {
                out.push_str(&random.zipf(30_000).to_string());
            } else {
                out.push_str(word);
            }
            out.push_str(&piece[word.len()..]);
            first = piece.ends_with(['.', '!', '?', '“', '"']) || first && word.is_empty();
        }
    }
}

/// Words to exchange others for: those of the texts, and those of the tone lexicon.
fn words(language: &str, paragraphs: &[String]) -> Vec<String> {
    let tone = format!("{language}/tone.tsv");
    let list = LEXICONS.iter().find(|(path, _)| path.ends_with(&tone)).map_or("", |l| l.1);
    let listed = list.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split('\t').next());
    let listed = listed.map(|w| w.trim_start_matches('=')).step_by(4);
    let own = paragraphs.iter().flat_map(|p| p.split(|c: char| !c.is_alphabetic()));
    let fits = |w: &&str| w.len() > 3 && w.chars().all(char::is_lowercase);
    let mut words: Vec<String> = listed.chain(own).filter(fits).map(str::to_owned).collect();
    words.sort();
    words.dedup();
    words
}

/// The invented name of a number.
fn name(number: u64) -> String {
    const HEADS: [&str; 20] = [
        "Al", "Bre", "Cor", "Dun", "El", "Fa", "Gri", "Ha", "Is", "Jo", "Kel", "Lo", "Mar", "Nor", "O",
        "Per", "Ro", "Sa", "Ti", "Va",
    ];
    const BODIES: [&str; 20] = [
        "ba", "den", "fi", "go", "ham", "ker", "la", "mi", "na", "per", "ra", "sel", "ta", "vi", "wen", "xi",
        "ya", "zo", "lin", "dor",
    ];
    let mut rest = number;
    let mut name = HEADS[(rest % 20) as usize].to_owned();
    rest /= 20;
    loop {
        name.push_str(BODIES[(rest % 20) as usize]);
        rest /= 20;
        if rest == 0 {
            return name;
        }
    }
}

/// Sebastiano Vigna's splitmix64 (public domain).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// A rank below `n`, each half as likely as one half as high (Zipf's law): an octave by chance, then a place in it.
    fn zipf(&mut self, n: u64) -> u64 {
        let octaves = u64::from(u64::BITS - n.leading_zeros());
        loop {
            let low = (1 << self.below(octaves)) - 1;
            let rank = low + self.below(low + 1);
            if rank < n {
                return rank;
            }
        }
    }

    fn pick<'a>(&mut self, list: &'a [String]) -> &'a str {
        &list[self.below(list.len() as u64) as usize]
    }

    fn shuffle(&mut self, list: &mut [String]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i as u64 + 1) as usize);
        }
    }
}
