//! Ids are unique within a corpus.

use std::hash::BuildHasher;

use hashbrown::HashMap;

use crate::article::Article;
use crate::error::{Error, Kind, Result};

/// The ids met so far and where each was met.
///
/// # Example
/// ```
/// use framescope::{article::{Article, Origin}, input::Ids};
/// let at = |file: &str| Article {
///     id: "a".into(),
///     origin: Origin { file: file.into(), ..Origin::default() },
///     ..Article::default()
/// };
/// let mut ids = Ids::default();
/// assert!(ids.insert(&at("x.txt")).is_ok());
/// assert_eq!(
///     ids.insert(&at("y/x.txt")).unwrap_err().reason(),
///     "the id \"a\" is taken already, by x.txt"
/// );
/// ```
#[derive(Debug, Default)]
pub struct Ids {
    hasher: foldhash::quality::FixedState,
    /// Hash of an id → its file (an index into `files`) and line. 128 bits are kept: a chance collision is out of the question.
    met: HashMap<(u64, u64), (u32, u32)>,
    files: Vec<String>,
}

impl Ids {
    /// Takes the id of an article.
    ///
    /// # Errors
    /// An id that was met before, with both places.
    pub fn insert(&mut self, article: &Article) -> Result<()> {
        let hash = self.hasher.hash_one(article.id.as_bytes());
        let key =
            (hash, foldhash::quality::FixedState::with_seed(hash ^ 0x5bd1).hash_one(article.id.as_bytes()));
        let origin = &article.origin;
        if let Some(&(file, line)) = self.met.get(&key) {
            let file = self.files.get(file as usize).map_or("", String::as_str);
            let first = if line == 0 { file.to_owned() } else { format!("{file}:{line}") };
            let error =
                Error::new(Kind::Input, format!("the id {:?} is taken already, by {first}", article.id))
                    .in_file(origin.file.clone())
                    .help("give every article its own id");
            return Err(match origin.line {
                Some(line) => error.line(line),
                None => error,
            });
        }
        if self.files.last() != Some(&origin.file) {
            self.files.push(origin.file.clone());
        }
        let file = self.files.len() as u32 - 1;
        self.met.insert(key, (file, origin.line.unwrap_or(0) as u32));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;

    #[test]
    fn both_places_of_a_duplicate_are_named() {
        let row = |id: &str, file: &str, line| Article {
            id: id.into(),
            origin: Origin { file: file.into(), line: Some(line), ..Origin::default() },
            ..Article::default()
        };
        let mut ids = Ids::default();
        for (i, file) in ["a.csv", "a.csv", "b.csv"].into_iter().enumerate() {
            ids.insert(&row(&i.to_string(), file, i + 2)).unwrap();
        }
        let e = ids.insert(&row("1", "b.csv", 9)).unwrap_err();
        assert_eq!(
            e.to_string(),
            "b.csv:9: the id \"1\" is taken already, by a.csv:3 (give every article its own id)"
        );
    }
}
