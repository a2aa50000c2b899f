use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// A folder of its own, removed at the end of the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("framescope-test-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().trim_end_matches('/').to_owned()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn keys(walk: &Walk) -> Vec<&str> {
    walk.files.iter().map(|f| f.key.as_str()).collect()
}

#[test]
fn folders_are_walked_in_order_without_hidden_files() {
    let s = Scratch::new();
    for name in ["b.txt", "a/z.txt", "a/c.txt", ".hidden.txt", ".git/x.txt", "README.md"] {
        s.put(name, "x");
    }
    let walk = walk(&[s.path("")]).unwrap();
    assert_eq!(keys(&walk), ["a/c.txt", "a/z.txt", "b.txt"]);
    assert_eq!(walk.passed_over.len(), 1);
}

#[test]
fn globs_match_whole_paths() {
    let s = Scratch::new();
    for name in ["a.txt", "b.md", "x/c.txt", "x/y/d.txt"] {
        s.put(name, "x");
    }
    assert_eq!(keys(&walk(&[s.path("*.txt")]).unwrap()), ["a.txt"]);
    assert_eq!(keys(&walk(&[s.path("**/*.txt")]).unwrap()), ["a.txt", "x/c.txt", "x/y/d.txt"]);
    assert_eq!(
        keys(&walk(&[s.path("x"), s.path("*/*.txt"), s.path("b.md")]).unwrap()),
        ["c.txt", "y/d.txt", "b.md"]
    );
    assert!(walk(&[s.path("*.pdf")]).unwrap_err().reason().contains("no article"));
    assert!(walk(&[s.path("[")]).is_err());
}

#[test]
fn a_missing_path_is_an_error_that_names_it() {
    let e = walk(&["nowhere/at-all".to_owned()]).unwrap_err();
    assert!(e.to_string().starts_with("nowhere/at-all: there is no such file or folder"));
    let s = Scratch::new();
    assert!(walk(&[s.path("")]).is_err(), "an empty folder holds no article");
}

#[test]
fn a_file_named_twice_is_read_once() {
    let s = Scratch::new();
    s.put("a.txt", "x");
    let walk = walk(&[s.path("a.txt"), s.path(""), s.path("a.txt")]).unwrap();
    assert_eq!(walk.files.len(), 1);
}

#[cfg(unix)]
#[test]
fn links_that_run_in_circles_end() {
    let s = Scratch::new();
    s.put("a/x.txt", "x");
    std::os::unix::fs::symlink(s.path("a"), s.path("a/loop")).unwrap();
    std::os::unix::fs::symlink(s.path("gone"), s.path("a/broken.txt")).unwrap();
    let walk = walk(&[s.path("")]).unwrap();
    assert_eq!(keys(&walk), ["a/x.txt"]);
    assert!(walk.failures[0].to_string().contains("broken.txt: it cannot be read"));
}

#[test]
fn a_table_beside_files_fills_them_and_one_bad_file_costs_itself() {
    let s = Scratch::new();
    s.put("articles.csv", "file,source\na.txt,L'Eco\nb.txt,Il Faro\ngone.txt,X\n");
    s.put("a.txt", "Uno.");
    s.put("b.txt", "Due.");
    s.put("c.txt", "");
    let mut names = vec![];
    let reading = read_articles(walk(&[s.path("")]).unwrap(), &ReadOptions::default(), |f, _| {
        names.push(f.key.clone());
    });
    let sources: Vec<_> = reading.articles.iter().filter_map(|a| a.source.as_deref()).collect();
    assert_eq!(sources, ["L'Eco", "Il Faro"]);
    let reasons: Vec<_> = reading.failures.iter().map(Error::reason).collect();
    assert_eq!(reasons, ["the file is empty", "there is no file \"gone.txt\""]);
    assert_eq!(names, ["a.txt", "articles.csv", "b.txt", "c.txt"]);
}

#[test]
fn ids_met_before_are_refused_with_both_places() {
    let s = Scratch::new();
    s.put("a.jsonl", "{\"id\":\"1\",\"text\":\"x\"}\n{\"id\":\"1\",\"text\":\"y\"}\n");
    let reading = read_articles(walk(&[s.path("")]).unwrap(), &ReadOptions::default(), |_, _| ());
    assert_eq!(reading.articles.len(), 1);
    let message = reading.failures[0].to_string();
    assert!(message.contains("a.jsonl:2: the id \"1\" is taken already, by"), "{message}");
    assert!(message.contains("a.jsonl:1"), "{message}");
}

#[test]
fn a_file_over_the_limit_is_refused() {
    let s = Scratch::new();
    s.put("a.txt", "12345");
    assert!(read(&s.0.join("a.txt"), "a.txt", 5).is_ok());
    assert!(read(&s.0.join("a.txt"), "a.txt", 4).unwrap_err().reason().contains("larger"));
}

#[test]
fn a_folder_is_written_whole_or_not_at_all() {
    let s = Scratch::new();
    let out = s.0.join("kit");
    assert!(write_folder(&out, &[("d.md".into(), vec![]), ("../e".into(), vec![])]).is_err());
    assert!(write_folder(&out, &[("x".into(), vec![]), ("x/y".into(), vec![])]).is_err());
    assert_eq!(fs::read_dir(&s.0).unwrap().count(), 0, "nothing is left lying about");
    write_folder(&out, &[("c.md".into(), b"3".into()), ("t/b.csv".into(), b"2".into())]).unwrap();
    let again = write_folder(&out, &[("c.md".into(), b"5".into())]).unwrap_err();
    assert!(again.reason().contains("not empty"));
    assert_eq!(fs::read(out.join("c.md")).unwrap(), b"3");
    write(&out.join("c.md"), b"4").unwrap();
    assert_eq!(fs::read(out.join("c.md")).unwrap(), b"4");
    assert!(write_folder(&out.join("c.md"), &[]).is_err());
}
