//! Were two articles called alike? What is read as a stream is not held, so the second one has been written when it is noticed; but
//! whoever puts scores together must know.

use framescope::article::Article;
use hashbrown::HashSet;

/// So many ids are remembered, in some 2.5 MB (nine bytes each, the table at most seven eighths full); later ones are held against
/// these, so that memory does not grow with the stream.
const REMEMBERED: usize = 225_000;

/// The ids of a job's articles, one after the other in one string.
#[derive(Debug, Default)]
pub struct Named {
    ids: String,
    /// End of each id in `ids`, and the line of its article; 0 if it has none.
    ends: Vec<(usize, usize)>,
    /// From which article on they are of which file.
    files: Vec<(usize, String)>,
}

impl Named {
    /// Notes an article's id and place.
    pub fn add(&mut self, article: &Article) {
        let file = &article.origin.file;
        if self.files.last().is_none_or(|f| f.1 != *file) {
            self.files.push((self.ends.len(), file.clone()));
        }
        self.ids.push_str(&article.id);
        self.ends.push((self.ids.len(), article.origin.line.unwrap_or(0)));
    }

    fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|e| e.0));
        let id = |((i, end), start): ((usize, &(usize, usize)), usize)| {
            (i, self.ids.get(start..end.0).unwrap_or_default())
        };
        self.ends.iter().enumerate().zip(starts).map(id)
    }

    fn place(&self, i: usize) -> String {
        let file = self.files.iter().rev().find(|f| f.0 <= i).map_or("", |f| f.1.as_str());
        match self.ends.get(i) {
            Some((_, line)) if *line > 0 => format!("{file}:{line}"),
            _ => file.to_owned(),
        }
    }
}

/// The ids met in a run.
#[derive(Debug, Default)]
pub struct Met {
    hasher: foldhash::quality::FixedState,
    known: HashSet<u64>,
    beyond: bool,
    again: u64,
    first: Option<(String, String)>,
}

impl Met {
    /// Takes the ids of a job.
    pub fn take(&mut self, named: &Named) {
        use std::hash::BuildHasher;
        for (i, id) in named.iter() {
            // 64 bits: of so many ids two are alike by chance once in some hundred million runs.
            let hash = self.hasher.hash_one(id.as_bytes());
            let again = if self.known.len() < REMEMBERED {
                !self.known.insert(hash)
            } else {
                self.beyond = true;
                self.known.contains(&hash)
            };
            if again {
                self.again += 1;
                self.first.get_or_insert_with(|| (id.to_owned(), named.place(i)));
            }
        }
    }

    /// What to tell at the end; `None` if all ids differ.
    pub fn told(&self) -> Option<String> {
        let (id, place) = self.first.as_ref()?;
        let more = match self.again {
            1 => "one article has an id that another had before".to_owned(),
            n => format!("{n} articles have an id that another had before"),
        };
        let beyond = if self.beyond {
            format!("; ids were held against the first {REMEMBERED} alone, so there may be more")
        } else {
            String::new()
        };
        Some(format!(
            "{more}, first {id:?} ({place}){beyond}. All stand in the output; `report --from` and `corpus list` take the first of each: \
             give every article its own id"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use framescope::article::Origin;

    #[test]
    fn the_second_of_two_is_told_with_its_place() {
        let article = |id: &str, file: &str, line| Article {
            id: id.into(),
            origin: Origin { file: file.into(), line, ..Origin::default() },
            ..Article::default()
        };
        let (mut met, mut one, mut two) = (Met::default(), Named::default(), Named::default());
        one.add(&article("a", "x.jsonl", Some(1)));
        one.add(&article("b", "y.txt", None));
        two.add(&article("ab", "z.jsonl", Some(3)));
        met.take(&one);
        met.take(&two);
        assert_eq!(met.told(), None);
        two.add(&article("a", "z.jsonl", Some(9)));
        met.take(&two);
        let told = met.told().unwrap();
        assert!(told.starts_with("2 articles have") && told.contains("\"ab\" (z.jsonl:3)"), "{told}");
    }
}
