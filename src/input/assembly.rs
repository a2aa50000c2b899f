//! Many files → one corpus: metadata tables are told from articles and filled in, ids met before are refused.

use rayon::prelude::*;

use crate::article::Article;

use super::{FileName, Ids, MetadataTable, ReadOptions, Reading, read_file};

/// Collects the files of a corpus, in order.
///
/// # Example
/// ```
/// use framescope::input::{Assembly, FileName, ReadOptions};
/// let options = ReadOptions::default();
/// let mut corpus = Assembly::new(&options);
/// corpus.add(FileName::new("articles.csv"), b"file,source\na.txt,Morning Star\n");
/// corpus.add(FileName::new("a.txt"), b"The harbour was closed on Monday.");
/// let reading = corpus.finish();
/// assert_eq!(reading.articles[0].source.as_deref(), Some("Morning Star"));
/// ```
#[derive(Debug)]
pub struct Assembly<'a> {
    options: &'a ReadOptions,
    reading: Reading,
    tables: Vec<MetadataTable>,
    ids: Ids,
}

impl<'a> Assembly<'a> {
    /// An empty corpus.
    pub fn new(options: &'a ReadOptions) -> Self {
        Self::after(Ids::default(), options)
    }

    /// The part of a corpus behind that which has these ids.
    pub fn after(ids: Ids, options: &'a ReadOptions) -> Self {
        Self { options, reading: Reading::default(), tables: Vec::new(), ids }
    }

    /// Adds what has been read elsewhere, and failures met on the way.
    pub fn append(&mut self, reading: Reading) {
        self.reading.append(reading);
    }

    /// Adds a file: a metadata table, articles, or an archive of both.
    pub fn add(&mut self, file: FileName<'_>, bytes: &[u8]) {
        #[cfg(feature = "documents")]
        if self.options.format.is_none() && super::archive::is_archive(bytes) {
            let before = (self.reading.articles.len(), self.reading.failures.len(), self.tables.len());
            let failures = super::archive::open(file, bytes, &mut |inner, bytes| self.add_file(inner, bytes));
            self.reading.failures.extend(failures);
            if before == (self.reading.articles.len(), self.reading.failures.len(), self.tables.len()) {
                self.reading.failures.push(super::empty_archive(file));
            }
            return;
        }
        self.add_file(file, bytes);
    }

    /// Adds files as [`Assembly::add`] does one after the other, but reads them on all threads.
    pub fn add_all(&mut self, files: &[(FileName<'_>, Vec<u8>)]) {
        let one = |(file, bytes): &(FileName<'_>, Vec<u8>)| {
            let mut part = Assembly::new(self.options);
            part.add(*file, bytes);
            (part.reading, part.tables)
        };
        let parts: Vec<_> = files.par_iter().map(one).collect();
        for (reading, tables) in parts {
            self.reading.append(reading);
            self.tables.extend(tables);
        }
    }

    fn add_file(&mut self, file: FileName<'_>, bytes: &[u8]) {
        let table = matches!(file.extension().as_str(), "csv" | "tsv" | "tab");
        if table && self.options.format.is_none() && MetadataTable::is_one(bytes, self.options) {
            match MetadataTable::parse(file, bytes, self.options) {
                Ok(table) => self.tables.push(table),
                Err(e) => self.reading.failures.push(e),
            }
        } else {
            self.reading.append(read_file(file, bytes, self.options));
        }
    }

    /// The corpus.
    pub fn finish(self) -> Reading {
        self.finish_part().0
    }

    /// This part of a corpus, and all ids met so far: for corpora that are read part by part.
    pub fn finish_part(self) -> (Reading, Ids) {
        let Self { options, mut reading, mut tables, mut ids } = self;
        for table in &mut tables {
            table.find_files(&reading.articles, &reading.failures, &mut reading.notes);
            for article in &mut reading.articles {
                table.complete(article, options, &mut reading.notes);
            }
            reading.failures.extend(table.failures().iter().cloned());
            reading.failures.extend(table.unused());
        }
        let failures = &mut reading.failures;
        reading.articles.retain_mut(|article| {
            let Err(e) = ids.insert(article) else { return true };
            // Two files that differ in their extension alone: the name with it tells them apart.
            if let Some(longer) = with_extension(article) {
                let short = std::mem::replace(&mut article.id, longer);
                if ids.insert(article).is_ok() {
                    return true;
                }
                article.id = short;
            }
            failures.push(e);
            false
        });
        (reading, ids)
    }
}

/// The id with the extension of its file, if it was made from the name of the file.
fn with_extension(article: &Article) -> Option<String> {
    let number = article.origin.line.map(|line| format!(":{line}")).unwrap_or_default();
    let stem = article.id.strip_suffix(&number).unwrap_or(&article.id);
    let (before, extension) = article.origin.file.rsplit_once('.')?;
    let made = before.ends_with(stem) && !extension.contains('/');
    made.then(|| format!("{stem}.{extension}{}", &article.id[stem.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_read_is_told_once() {
        let options = ReadOptions::default();
        let mut corpus = Assembly::new(&options);
        corpus.add(
            FileName::new("articles.csv"),
            b"file,source\na.txt,Star\nin/B,Star\ngone.txt,Star\nc.txt,Star\n",
        );
        corpus.add(FileName::new("a.txt"), b"The ferry stayed in port.");
        corpus.add(FileName::new("in/b.txt"), b" ");
        corpus.add(FileName::new("c.txt"), b"");
        let told: Vec<_> = corpus.finish().failures.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 3, "{told:#?}");
        assert!(
            told[0].starts_with("in/b.txt: the file is empty")
                && told[1].starts_with("c.txt: the file is empty")
        );
        assert!(told[2].starts_with("articles.csv:4: there is no file \"gone.txt\""), "{told:#?}");
    }

    #[test]
    fn files_that_differ_in_their_extension_have_ids_of_their_own() {
        let options = ReadOptions::default();
        let mut corpus = Assembly::new(&options);
        for name in ["in/a.txt", "in/a.md", "in/a.csv"] {
            corpus.add(FileName::new(name), b"text\nThe ferry stayed in port.\n");
        }
        corpus.add(FileName::new("other/a.txt"), b"Another ferry left the port.");
        let reading = corpus.finish();
        let ids: Vec<_> = reading.articles.iter().map(|a| a.id.as_str()).collect();
        assert_eq!(ids, ["a", "a.md", "a:2", "a.txt"]);
    }
}
