//! Stems of the words of the built-in lists, so that they need not be stemmed at every start.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use rust_stemmers::{Algorithm, Stemmer};

use crate::text::known;

/// Writes `en.stems` and `it.stems`, as `text/stem/known.rs` reads them.
pub fn write(out: &Path) -> io::Result<()> {
    for (language, algorithm) in [("en", Algorithm::English), ("it", Algorithm::Italian)] {
        let mut stems = BTreeMap::new();
        collect(&Path::new("lexicons").join(language), &Stemmer::create(algorithm), &mut stems)?;
        fs::write(out.join(format!("{language}.stems")), table(&stems))?;
    }
    Ok(())
}

/// Every word of every file below a folder with its stem. Which of them are entries does not matter: it is a stem all the same.
fn collect(folder: &Path, stemmer: &Stemmer, stems: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, stemmer, stems)?;
        } else {
            let text = fs::read_to_string(&path)?;
            for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| (3..=60).contains(&w.len())) {
                let word = word.to_lowercase();
                let stem = stemmer.stem(&word).into_owned();
                stems.insert(word, stem);
            }
        }
    }
    Ok(())
}

/// The table as `known` reads it.
fn table(stems: &BTreeMap<String, String>) -> Vec<u8> {
    let slots = (stems.len() * 2).next_power_of_two();
    let mut table = vec![0; (1 + slots) * 4];
    let set = |table: &mut Vec<u8>, slot: usize, number: usize| {
        table[slot * 4..slot * 4 + 4].copy_from_slice(&(number as u32).to_le_bytes());
    };
    set(&mut table, 0, slots);
    for (word, stem) in stems {
        let mut slot = known::hash(word) & (slots - 1);
        while known::number(&table, 1 + slot) != Some(0) {
            slot = (slot + 1) & (slots - 1);
        }
        let place = table.len();
        set(&mut table, 1 + slot, place);
        let same = word.char_indices().zip(stem.chars()).take_while(|((_, a), b)| a == b);
        let kept = same.last().map_or(0, |((at, c), _)| at + c.len_utf8());
        let tail = &stem.as_bytes()[kept..];
        table.extend([word.len() as u8, kept as u8, tail.len() as u8]);
        table.extend_from_slice(word.as_bytes());
        table.extend_from_slice(tail);
    }
    table
}
