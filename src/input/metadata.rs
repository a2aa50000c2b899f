//! A metadata table beside files: one row a file.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::Article;
use crate::error::{Error, Kind, Result};

use super::fields::{Draft, Field};
use super::table::{mapping, rows};
use super::{FileName, Notes, ReadOptions};

/// Rows of a metadata table by the file that they describe.
#[derive(Debug)]
pub struct MetadataTable {
    name: String,
    folder: String,
    rows: BTreeMap<String, Row>,
    used: BTreeSet<String>,
    failures: Vec<Error>,
}

#[derive(Debug)]
struct Row {
    line: usize,
    values: Vec<(String, String)>,
}

impl MetadataTable {
    /// True if `bytes` are a table with a column of files and none of texts.
    pub fn is_one(bytes: &[u8], options: &ReadOptions) -> bool {
        let head = &bytes[..bytes.len().min(1 << 16)];
        // A line cut in two could end inside a character.
        let end =
            if head.len() < bytes.len() { memchr::memrchr(b'\n', head).unwrap_or(0) } else { head.len() };
        let head = &head[..end];
        let Ok(table) = rows(head, options) else { return false };
        let fields = mapping(&table.header, &options.columns);
        let has = |field| fields.iter().any(|(_, f)| *f == field);
        has(Field::File) && !has(Field::Text)
    }

    /// Reads a table whose `file` column names files below the table's own folder.
    ///
    /// # Errors
    /// What cannot be read as a table, and a table without a `file` column. Rows that cannot be used are
    /// [`MetadataTable::failures`].
    pub fn parse(file: FileName<'_>, bytes: &[u8], options: &ReadOptions) -> Result<Self> {
        let at = |e: Error| e.in_file(file.shown);
        let table = rows(bytes, options).map_err(at)?;
        let fields = mapping(&table.header, &options.columns);
        let Some((file_column, _)) = fields.iter().find(|(_, f)| *f == Field::File) else {
            return Err(at(Error::new(Kind::Input, "no column names the files")
                .line(1)
                .help("call one of them file")));
        };
        let folder = file.shown.rfind(['/', '\\']).map_or("", |i| &file.shown[..=i]).to_owned();
        let mut parsed = Self {
            name: file.shown.to_owned(),
            folder,
            rows: BTreeMap::new(),
            used: BTreeSet::new(),
            failures: vec![],
        };
        for row in table.lines {
            let (line, record) = match row {
                Ok(row) => row,
                Err(e) => {
                    parsed.failures.push(at(e));
                    continue;
                }
            };
            let mut values: Vec<(String, String)> =
                table.header.iter().cloned().zip(record.iter().map(str::to_owned)).collect();
            let Some(key) = values.iter().position(|(c, _)| c == file_column).map(|i| values.remove(i).1)
            else {
                continue;
            };
            let key = normal(&key);
            if key.is_empty() {
                parsed.failures.push(at(Error::new(Kind::Input, "the row names no file").line(line)));
            } else if let Some(first) = parsed.rows.get(&key) {
                let why = format!("{key:?} has a row already, in line {}", first.line);
                parsed.failures.push(at(Error::new(Kind::Input, why).line(line)));
            } else {
                parsed.rows.insert(key, Row { line, values });
            }
        }
        Ok(parsed)
    }

    /// Rows that cannot be used: broken ones, and a second row for a file.
    pub fn failures(&self) -> &[Error] {
        &self.failures
    }

    /// Writes the row of the article's file into it, over what the file itself says. An article below the table's folder that
    /// has no row is noted.
    pub fn complete(&mut self, article: &mut Article, options: &ReadOptions, notes: &mut Notes) {
        let Some(below) = article.origin.file.strip_prefix(&self.folder) else { return };
        let key = normal(below);
        let Some(row) = self.rows.get(&key) else {
            notes.add(&article.origin, "articles have no row in the metadata table", &self.name);
            return;
        };
        let many = article.origin.line.is_some();
        let mut draft = Draft::default();
        for (column, value) in &row.values {
            draft.put(column, value.clone(), &options.columns);
        }
        if many {
            // One row cannot name all the articles of a file.
            draft.take(Field::Id);
            draft.take(Field::Title);
        }
        draft.complete(article, notes);
        self.used.insert(key);
    }

    /// Rows whose file was never met, as errors.
    pub fn unused(&self) -> Vec<Error> {
        let row = |(key, row): (&String, &Row)| {
            (!self.used.contains(key)).then(|| {
                Error::new(Kind::Input, format!("there is no file {key:?}"))
                    .in_file(self.name.clone())
                    .line(row.line)
                    .help("mend the name, or drop the row")
            })
        };
        self.rows.iter().filter_map(row).collect()
    }
}

/// A path as tables write it → with `/`, without `./`.
fn normal(path: &str) -> String {
    let path = path.trim().replace('\\', "/");
    path.trim_start_matches("./").to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::read_file;
    use super::*;

    fn table(text: &str) -> MetadataTable {
        MetadataTable::parse(FileName::new("in/articles.csv"), text.as_bytes(), &ReadOptions::default())
            .unwrap()
    }

    #[test]
    fn a_row_fills_its_article() {
        let mut t =
            table("file,source,date,country,title\na.txt,L'Eco,2015-03,IT,\"Una, due\"\nb.txt,Altro,,,\n");
        let options = ReadOptions::default();
        let mut notes = Notes::default();
        let mut r = read_file(FileName::new("in/a.txt"), b"---\nsource: x\n---\nTesto.", &options);
        t.complete(&mut r.articles[0], &options, &mut notes);
        let a = &r.articles[0];
        assert_eq!((a.source.as_deref(), a.title.as_deref()), (Some("L'Eco"), Some("Una, due")));
        assert_eq!((a.metadata["country"].as_str(), a.id.as_str(), a.text.as_str()), ("IT", "a", "Testo."));
        let unused = t.unused();
        assert_eq!(unused.len(), 1);
        assert!(unused[0].to_string().starts_with("in/articles.csv:3: there is no file \"b.txt\""));
        assert!(notes.list().is_empty());
    }

    #[test]
    fn an_article_without_a_row_is_noted_once_for_all() {
        let mut t = table("file,source\nx.txt,X\n");
        let options = ReadOptions::default();
        let mut notes = Notes::default();
        for name in ["in/a.txt", "in/b.txt", "elsewhere/c.txt"] {
            let mut r = read_file(FileName::new(name), b"Testo.", &options);
            t.complete(&mut r.articles[0], &options, &mut notes);
        }
        let list = notes.list();
        assert_eq!((list.len(), list[0].count, list[0].file.as_str()), (1, 2, "in/a.txt"));
    }

    #[test]
    fn tables_of_articles_are_no_metadata_tables() {
        let is = |text: &str| MetadataTable::is_one(text.as_bytes(), &ReadOptions::default());
        assert!(is("file,source\na.txt,x\n"));
        assert!(is("Filename;Outlet\na.txt;x\n"));
        assert!(!is("file,text\na.txt,x\n"));
        assert!(!is("id,text\n1,x\n"));
        assert!(!is("just prose"));
    }

    #[test]
    fn a_second_row_for_a_file_is_an_error_with_both_lines() {
        let t = table("file,source\na.txt,x\n./a.txt,y\n,z\n");
        let messages: Vec<_> = t.failures().iter().map(ToString::to_string).collect();
        assert_eq!(messages[0], "in/articles.csv:3: \"a.txt\" has a row already, in line 2");
        assert_eq!(messages[1], "in/articles.csv:4: the row names no file");
    }
}
