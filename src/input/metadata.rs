//! A metadata table beside files: one row a file.

use std::collections::{BTreeMap, BTreeSet};

use crate::article::{Article, Origin};
use crate::error::{Error, Kind, Result};

use super::fields::{Draft, Field};
use super::table::{mapping, names, rows};
use super::{FileName, Notes, ReadOptions};

/// Most rows without an article that are named one by one.
const NAMED: usize = 50;

/// Rows of a metadata table by the file, or by the address, that they describe.
#[derive(Debug)]
pub struct MetadataTable {
    name: String,
    folder: String,
    rows: Vec<Row>,
    files: BTreeMap<String, usize>,
    addresses: BTreeMap<String, usize>,
    used: BTreeSet<usize>,
    /// Why a row found no file, where there is more to say than that.
    why: BTreeMap<usize, String>,
    failures: Vec<Error>,
    /// The table has no column of files.
    by_address: bool,
}

#[derive(Debug)]
struct Row {
    line: usize,
    /// What the row is about, as it says it.
    about: String,
    values: Vec<(String, String)>,
}

impl MetadataTable {
    /// True if `bytes` are a table with a column of files or of addresses and none of texts: a list of files, or an export of
    /// Media Cloud, GDELT or Zotero.
    pub fn is_one(bytes: &[u8], options: &ReadOptions) -> bool {
        let head = &bytes[..bytes.len().min(1 << 16)];
        // A line cut in two could end inside a character.
        let end =
            if head.len() < bytes.len() { memchr::memrchr(b'\n', head).unwrap_or(0) } else { head.len() };
        let head = &head[..end];
        let Ok(names) = names(head, options) else { return false };
        let fields = mapping(&names, &options.columns);
        let has = |field| fields.iter().any(|(_, f)| *f == field);
        (has(Field::File) || has(Field::Url)) && !has(Field::Text)
    }

    /// Reads a table whose `file` column names files below the table's own folder, or whose `url` column names addresses of
    /// articles that are read elsewhere.
    ///
    /// # Errors
    /// What cannot be read as a table, and a table without such a column. Rows that cannot be used are
    /// [`MetadataTable::failures`].
    pub fn parse(file: FileName<'_>, bytes: &[u8], options: &ReadOptions) -> Result<Self> {
        let at = |e: Error| e.in_file(file.shown);
        let table = rows(bytes, options).map_err(at)?;
        let fields = mapping(&table.header, &options.columns);
        let column = |field| fields.iter().find(|(_, f)| *f == field).map(|(c, _)| c.clone());
        let (files, addresses) = (column(Field::File), column(Field::Url));
        if files.is_none() && addresses.is_none() {
            return Err(at(Error::new(Kind::Input, "no column names the files or the addresses")
                .line(1)
                .help("call one of them file or url")));
        }
        let folder = file.shown.rfind(['/', '\\']).map_or("", |i| &file.shown[..=i]).to_owned();
        let mut parsed = Self {
            name: file.shown.to_owned(),
            folder,
            rows: Vec::new(),
            files: BTreeMap::new(),
            addresses: BTreeMap::new(),
            used: BTreeSet::new(),
            why: BTreeMap::new(),
            failures: vec![],
            by_address: files.is_none(),
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
            let taken = files.as_ref().and_then(|c| values.iter().position(|(n, _)| n == c));
            let named = taken.map(|i| values.remove(i).1).unwrap_or_default();
            let address =
                addresses.as_ref().and_then(|c| values.iter().find(|(n, _)| n == c)).map(|(_, v)| v.clone());
            parsed.add(line, &named, address.as_deref().unwrap_or_default(), values);
        }
        Ok(parsed)
    }

    fn add(&mut self, line: usize, named: &str, address: &str, values: Vec<(String, String)>) {
        let at = self.rows.len();
        let keys = file_keys(named);
        let address = page_of(address);
        let fail = |why: String| Error::new(Kind::Input, why).in_file(self.name.clone()).line(line);
        if keys.is_empty() && address.is_empty() {
            let what = if self.by_address { "address" } else { "file" };
            let e = fail(format!("the row names no {what}"));
            return self.failures.push(e);
        }
        if let Some((key, first)) = keys.iter().find_map(|k| self.files.get(k).map(|r| (k, *r))) {
            let why = format!("{key:?} has a row already, in line {}", self.rows[first].line);
            let e = fail(why);
            return self.failures.push(e);
        }
        // Tables of events name a page once for every event in it: the first row speaks for all.
        if keys.is_empty() && self.addresses.contains_key(&address) {
            return;
        }
        let about = keys.first().cloned().unwrap_or_else(|| address.clone());
        self.files.extend(keys.into_iter().map(|k| (k, at)));
        if !address.is_empty() {
            self.addresses.entry(address).or_insert(at);
        }
        self.rows.push(Row { line, about, values });
    }

    /// Rows that cannot be used: broken ones, and a second row for a file.
    pub fn failures(&self) -> &[Error] {
        &self.failures
    }

    /// Finds the files of rows that name them without their folder, without their ending, or in other letters: if one file alone can be
    /// meant, it is, and that is noted.
    ///
    /// `failures` are of files that are there and could not be read: nobody else's row is theirs.
    pub fn find_files(&mut self, articles: &[Article], failures: &[Error], notes: &mut Notes) {
        let mut by_name: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let mut exact: BTreeSet<String> = BTreeSet::new();
        let unread = failures.iter().filter_map(Error::file);
        for file in articles.iter().map(|a| a.origin.file.as_str()).chain(unread) {
            let Some(below) = file.strip_prefix(&self.folder) else { continue };
            if exact.insert(normal(below)) {
                let small = last_part(below).to_lowercase();
                let stem = small.rsplit_once('.').map(|(stem, _)| stem.to_owned());
                for name in stem.into_iter().chain([small]) {
                    by_name.entry(name).or_default().insert(below);
                }
            }
        }
        let named: Vec<(String, usize)> = self.files.iter().map(|(k, r)| (k.clone(), *r)).collect();
        let lost = |(key, _): &&(String, usize)| !exact.contains(key) && !key.starts_with("*/");
        for (key, at) in named.iter().filter(lost) {
            let small = key.to_lowercase();
            let fits = |below: &&&str| {
                let below = normal(below).to_lowercase();
                let stem = below.rsplit_once('.').map_or(below.as_str(), |(stem, _)| stem);
                [below.as_str(), stem].iter().any(|b| *b == small || b.ends_with(&format!("/{small}")))
            };
            let found: Vec<&str> =
                by_name.get(last_part(&small)).into_iter().flatten().filter(fits).copied().collect();
            match found.as_slice() {
                [] => {}
                [one] => {
                    let one = normal(one);
                    if let Some(first) = self.files.get(&one).filter(|r| *r != at) {
                        let line = self.rows[*first].line;
                        self.why.insert(*at, format!("{one:?} has a row already, in line {line}"));
                    } else {
                        let place = Origin {
                            file: self.name.clone(),
                            line: self.rows.get(*at).map(|r| r.line),
                            ..Origin::default()
                        };
                        let what = "files are found though rows name them otherwise";
                        notes.add(&place, what, &format!("{key} is taken for {one}"));
                        self.files.insert(one, *at);
                    }
                }
                several => {
                    let some: Vec<String> = several.iter().take(3).map(|f| normal(f)).collect();
                    let why = format!("{key:?} may be {}: write the folder too", some.join(" or "));
                    self.why.insert(*at, why);
                }
            }
        }
        self.excuse(failures);
    }

    /// Rows whose file is there but could not be read: that is told of the file, and nothing is wrong with the row.
    fn excuse(&mut self, unread: &[Error]) {
        for below in unread.iter().filter_map(|e| e.file()?.strip_prefix(&self.folder)) {
            let named = format!("*/{}", last_part(below));
            if let Some(row) = self.files.get(&normal(below)).or_else(|| self.files.get(&named)) {
                self.used.insert(*row);
            }
        }
    }

    fn row_of(&self, article: &Article) -> Option<usize> {
        let below = article.origin.file.strip_prefix(&self.folder);
        let by_name = || {
            let name = article.origin.file.rsplit('/').next()?;
            self.files.get(&format!("*/{name}"))
        };
        let by_file = below.and_then(|b| self.files.get(&normal(b))).or_else(by_name);
        let by_address = || self.addresses.get(&page_of(article.url.as_deref()?));
        by_file.or_else(by_address).copied()
    }

    /// Writes the row of the article's file or address into it, over what the file itself says. An article below the table's
    /// folder that has no row is noted.
    pub fn complete(&mut self, article: &mut Article, options: &ReadOptions, notes: &mut Notes) {
        let Some(at) = self.row_of(article) else {
            if article.origin.file.starts_with(&self.folder) {
                notes.add(&article.origin, "articles have no row in the metadata table", &self.name);
            }
            return;
        };
        let Some(row) = self.rows.get(at) else { return };
        let by_address = self.files.values().all(|r| *r != at);
        let many = article.origin.line.is_some() && !by_address;
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
        self.used.insert(at);
    }

    /// Rows whose file or page was never met, as errors; of very many the first ones and how many more there are.
    pub fn unused(&self) -> Vec<Error> {
        let lost: Vec<(usize, &Row)> =
            self.rows.iter().enumerate().filter(|(i, _)| !self.used.contains(i)).collect();
        let addresses = self.by_address;
        let error = |(at, row): &(usize, &Row)| {
            let (why, remedy) = if let Some(why) = self.why.get(at) {
                (why.clone(), "mend the name, or drop the row")
            } else if addresses {
                (
                    format!("there is no text for {:?}", row.about),
                    "put the page, or a table or web archive that holds it, beside the table",
                )
            } else {
                (format!("there is no file {:?}", row.about), "mend the name, or drop the row")
            };
            Error::new(Kind::Input, why).in_file(self.name.clone()).line(row.line).help(remedy)
        };
        let mut errors: Vec<Error> = lost.iter().take(NAMED).map(error).collect();
        if lost.len() > NAMED {
            let why = format!(
                "{} more rows have no text; {} of {} have one",
                lost.len() - NAMED,
                self.used.len(),
                self.rows.len()
            );
            errors.push(Error::new(Kind::Input, why).in_file(self.name.clone()));
        }
        errors
    }
}

/// The files that a cell names: one, or several parted by `;` as Zotero writes them. A path from the root of somebody's disk is
/// known by its last part.
fn file_keys(cell: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for path in cell.split("; ").map(normal).filter(|p| !p.is_empty()) {
        let rooted = path.starts_with('/') || path.get(1..3) == Some(":/") || path.starts_with("storage:");
        let name = path.rsplit(['/', ':']).next().unwrap_or(&path).to_owned();
        keys.push(if rooted { format!("*/{name}") } else { path });
    }
    keys.dedup();
    keys
}

/// An address without what does not change the page: scheme, `www.`, fragment, marks of campaigns, the last slash.
fn page_of(url: &str) -> String {
    let url = url.trim();
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.split('#').next().unwrap_or_default();
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let path = path.trim_end_matches('/');
    let (host, rest) = path.find('/').map_or((path, ""), |i| path.split_at(i));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).trim_end_matches(":80").trim_end_matches(":443");
    let campaign = |p: &&str| {
        let name = p.split('=').next().unwrap_or_default().to_ascii_lowercase();
        !(name.starts_with("utm_") || matches!(name.as_str(), "fbclid" | "gclid" | "cmpid" | "ref" | ""))
    };
    let mut kept: Vec<&str> = query.split('&').filter(campaign).collect();
    kept.sort_unstable();
    if kept.is_empty() { format!("{host}{rest}") } else { format!("{host}{rest}?{}", kept.join("&")) }
}

/// The name of a file without its folders.
fn last_part(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
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
    fn a_file_named_without_its_folder_or_its_ending_is_found_if_it_is_the_only_one() {
        let options = ReadOptions::default();
        let files = ["in/a/Uno.txt", "in/a/due.txt", "in/b/due.txt", "in/b/tre.txt"];
        let read = |name: &&str| read_file(FileName::new(name), b"Testo.", &options).articles.remove(0);
        let mut articles: Vec<Article> = files.iter().map(read).collect();
        let mut t = table("file,source\nuno.TXT,A\ndue.txt,B\ntre,C\ntre.txt,D\nquattro.txt,E\n");
        let mut notes = Notes::default();
        t.find_files(&articles, &[], &mut notes);
        for article in &mut articles {
            t.complete(article, &options, &mut notes);
        }
        let sources: Vec<_> = articles.iter().map(|a| a.source.as_deref()).collect();
        assert_eq!(sources, [Some("A"), None, None, Some("C")]);
        let told: Vec<String> = t.unused().iter().map(ToString::to_string).collect();
        assert!(
            told[0].starts_with("in/articles.csv:3: \"due.txt\" may be a/due.txt or b/due.txt"),
            "{told:?}"
        );
        assert!(
            told[1].starts_with("in/articles.csv:5: \"b/tre.txt\" has a row already, in line 4"),
            "{told:?}"
        );
        assert!(told[2].contains("there is no file \"quattro.txt\""), "{told:?}");
        let note = notes.list().iter().map(ToString::to_string).find(|n| n.contains("otherwise")).unwrap();
        assert!(note.contains("tre is taken for b/tre.txt (and 1 more)"), "{note}");
    }

    #[test]
    fn rows_are_joined_by_their_address() {
        let mut t =
            table("url,source\nhttps://www.example.org/a/?utm_source=x,L'Eco\nhttp://example.org/b,Altro\n");
        let options = ReadOptions::default();
        let mut article = Article { url: Some("http://example.org/a#top".into()), ..Article::default() };
        t.complete(&mut article, &options, &mut Notes::default());
        assert_eq!(article.source.as_deref(), Some("L'Eco"));
        assert!(t.unused()[0].reason().starts_with("there is no text for \"example.org/b\""));
        assert_eq!(page_of("HTTP://WWW.Example.org:80/A?b=2&a=1"), "example.org/A?a=1&b=2");
    }

    #[test]
    fn files_of_another_disk_are_known_by_their_names() {
        let mut t = table("Key,File Attachments\nK1,C:\\Users\\a\\x.pdf; storage:Q/y.html\n");
        let mut r = read_file(
            FileName::new("in/deep/y.html"),
            b"<p>Some text that is long enough to be an article, and more of it here, too.</p>",
            &ReadOptions::default(),
        );
        t.complete(&mut r.articles[0], &ReadOptions::default(), &mut Notes::default());
        assert_eq!(r.articles[0].id, "K1");
    }

    #[test]
    fn tables_of_articles_are_no_metadata_tables() {
        let is = |text: &str| MetadataTable::is_one(text.as_bytes(), &ReadOptions::default());
        assert!(is("file,source\na.txt,x\n"));
        assert!(is("Filename;Outlet\na.txt;x\n"));
        assert!(!is("file,text\na.txt,x\n"));
        assert!(!is("id,text\n1,x\n"));
        assert!(!is("just prose"));
        assert!(is("id,media_name,publish_date,title,url\n1,x,2015-03-07,t,http://example.org/a\n"));
        assert!(!is("url,text\nhttp://example.org/a,x\n"));
    }

    #[test]
    fn a_second_row_for_a_file_is_an_error_with_both_lines() {
        let t = table("file,source\na.txt,x\n./a.txt,y\n,z\n");
        let messages: Vec<_> = t.failures().iter().map(ToString::to_string).collect();
        assert_eq!(messages[0], "in/articles.csv:3: \"a.txt\" has a row already, in line 2");
        assert_eq!(messages[1], "in/articles.csv:4: the row names no file");
    }
}
