//! Is every format that people have read as its own program wrote it, and does rubbish get its name?
//!
//! The files of `tests/corpus` were made by `tests/corpus/make.py` with `LibreOffice`, pandoc, Chromium, openpyxl, wget and others.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::command::{Folder, run_in, stderr};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// What the program reads from paths below `tests/corpus`, and what it says on standard error.
fn read(paths: &[&str]) -> (Vec<Value>, String, i32) {
    let args: Vec<&str> = ["corpus", "convert", "--to", "jsonl"].iter().chain(paths).copied().collect();
    let output = run_in(&corpus(), &args);
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let articles = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    (articles, stderr(&output), output.status.code().unwrap())
}

fn field<'v>(article: &'v Value, name: &str) -> &'v str {
    article[name].as_str().unwrap_or_default()
}

const TITLE: &str = "Harbour council votes on the storm gate";
const SENTENCES: [&str; 5] = [
    "The harbour council voted on Tuesday to close the old storm gate,",
    "café on the quay would lose half of its guests.",
    "said the harbour master, Élise Marchetti.",
    "The gate was built in 1931 and has been mended eleven times since.",
    "engineers of the neighbouring port, and a final decision is expected in March.",
];

fn is_whole(article: &Value) -> Result<(), String> {
    let text = field(article, "text");
    let mut from = 0;
    for sentence in SENTENCES {
        from += text[from..].find(sentence).ok_or_else(|| format!("{sentence:?} is not in\n{text}"))?;
    }
    if text.matches(SENTENCES[0]).count() != 1 || text.contains("Sport") {
        return Err(format!("too much:\n{text}"));
    }
    Ok(())
}

/// File, title that must be found, and number of paragraphs (the headline being one where it stands in the text).
const SAMPLES: &[(&str, bool, usize)] = &[
    ("chromium.mhtml", true, 3),
    ("chromium.pdf", true, 4),
    ("excel-semicolon.csv", true, 3),
    ("latin.txt", false, 4),
    ("libreoffice.docx", true, 4),
    ("libreoffice.fodt", true, 4),
    ("libreoffice.odt", true, 4),
    ("libreoffice.pdf", true, 4),
    ("libreoffice.rtf", false, 4),
    ("mixed-ends.txt", false, 4),
    ("openpyxl.xlsx", true, 3),
    ("page.html", true, 3),
    ("pandoc.docx", true, 4),
    ("pandoc.epub", true, 4),
    ("pandoc.odt", true, 4),
    ("pandoc.rtf", true, 4),
    ("pandoc.tei", true, 4),
    ("utf16.txt", false, 4),
    ("xlsxwriter.xlsx", true, 3),
    ("wget.warc.gz", true, 3),
    ("names.zip", false, 4),
];

#[test]
fn files_of_real_programs_give_the_whole_article() {
    let paths: Vec<String> = SAMPLES.iter().map(|(name, ..)| format!("samples/{name}")).collect();
    let (articles, said, code) = read(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((articles.len(), code), (SAMPLES.len(), 0), "{said}");
    for ((name, titled, paragraphs), article) in SAMPLES.iter().zip(&articles) {
        if let Err(why) = is_whole(article) {
            panic!("{name}: {why}");
        }
        assert_eq!(*titled, field(article, "title").starts_with(TITLE), "{name}: {article}");
        let found = field(article, "text").trim().split("\n\n").filter(|p| !p.trim().is_empty()).count();
        assert_eq!(found, *paragraphs, "{name}:\n{}", field(article, "text"));
    }
}

#[test]
fn archives_letters_and_compressed_lines_are_opened() {
    let (articles, said, code) = read(&["samples/python.zip"]);
    assert_eq!((articles.len(), code), (2, 0), "{said}");
    assert_eq!(field(&articles[0], "source"), "Harbour News");
    let (articles, said, code) = read(&["samples/python.eml"]);
    assert_eq!((articles.len(), code), (2, 0), "{said}");
    assert!(field(&articles[0], "title").ends_with("café") && said.contains("quay.png"), "{said}");
    for (i, article) in articles.iter().enumerate() {
        is_whole(article).unwrap_or_else(|why| panic!("part {i} of the letter: {why}"));
    }
    for name in ["samples/lines.jsonl.gz", "samples/lines.jsonl.zst"] {
        let (articles, said, code) = read(&[name]);
        assert_eq!((articles.len(), code), (1, 0), "{name}: {said}");
    }
    let (articles, said, _) = read(&["samples/names.zip"]);
    assert!(field(&articles[0], "id").ends_with("città"), "{} {said}", articles[0]["id"]);
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let (articles, said, _) = read(&["samples/tracked-changes.docx"]);
    assert!(
        field(&articles[0], "text").ends_with("The gate is ancient and will be closed."),
        "{}",
        articles[0]
    );
    assert!(said.contains("tracked changes"), "{said}");
}

#[test]
fn exports_of_databases_are_cut_into_their_articles() {
    for (name, lost) in [
        ("nexis.docx", 0),
        ("nexis.rtf", 0),
        ("factiva.html", 0),
        ("factiva.rtf", 0),
        ("factiva-indexed.rtf", 0),
        ("proquest.txt", 1),
        ("proquest.html", 1),
    ] {
        let (articles, said, code) = read(&[&format!("exports/{name}")]);
        assert_eq!((articles.len() + lost, code), (3, if lost > 0 { 3 } else { 0 }), "{name}: {said}");
        assert!(said.contains(&format!("{} of 3 articles, 3 announced", 3 - lost)), "{name}: {said}");
        let first = &articles[0];
        is_whole(first).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(field(first, "title"), TITLE, "{name}");
        assert!(field(first, "source").starts_with("Harbour News"), "{name}: {first}");
        assert!(field(first, "author") == "Anna Keller", "{name}: {first}");
        assert_eq!(field(first, "date"), "2015-03-07", "{name}: {first}");
        assert!(name.starts_with("proquest") || field(first, "length") == "84", "{name}: {first}");
        // A day in the headline is not the day of the article.
        assert_eq!(field(&articles[1], "date"), "2015-04-02", "{name}: {}", articles[1]);
        assert!(field(&articles[1], "text").ends_with("because the lease runs until autumn."), "{name}");
        if lost > 0 {
            assert!(said.contains("“Short notes from the quay”"), "{said}");
        }
    }
}

#[test]
fn exports_in_other_languages_are_read_by_their_own_words() {
    for (language, outlet, author, title, end) in [
        ("de", "Hafenbote (Kiel)", "Anna Keller", "Hafenrat stimmt über", "bis zum Sommer leer bliebe."),
        ("es", "El Faro del Muelle (Vigo)", "Marco Valli", "El consejo del puerto", "hasta el verano."),
        ("fr", "La Voix du Quai (Brest)", "Élise Marchetti", "Le conseil du port", "jusqu’à l’été."),
        ("it", "Eco del Porto (Genova)", "Marco Valli", "Il consiglio del porto", "fino all’estate."),
    ] {
        for name in [format!("exports/nexis-{language}.docx"), format!("exports/proquest-{language}.txt")] {
            let (articles, said, code) = read(&[&name]);
            assert_eq!((articles.len(), code), (1, 0), "{name}: {said}");
            let a = &articles[0];
            assert_eq!((field(a, "source"), field(a, "author")), (outlet, author), "{name}: {a}");
            assert_eq!(field(a, "date"), "2015-03-07", "{name}: {a}");
            assert!(field(a, "title").starts_with(title), "{name}: {a}");
            let paragraphs: Vec<&str> = field(a, "text").split("\n\n").collect();
            assert!(paragraphs.len() == 2 && paragraphs[1].ends_with(end), "{name}: {a}");
        }
    }
}

#[test]
fn files_of_200_megabytes_are_named_and_the_rest_goes_on() {
    let folder = Folder::new("large");
    folder.write("in/a.txt", "The ferry stayed in port.");
    // Holes instead of text: what is refused by its size is never read.
    for name in ["page.html", "text.txt"] {
        let file = std::fs::File::create(folder.0.join("in").join(name)).unwrap();
        file.set_len(200 << 20).unwrap();
    }
    let long = "The ferry stayed in port. ".repeat((17 << 20) / 26);
    let good = "{\"id\": \"good\", \"text\": \"Nobody was hurt.\"}\n";
    folder.write("in/long.jsonl", format!("{{\"text\": \"{long}\"}}\n{good}"));
    folder.write("in/long.csv", format!("id,text\nlong,\"{long}\"\n"));
    for command in ["convert", "list"] {
        let output = run_in(&folder.0, &["corpus", command, "in"]);
        let (said, out) = (stderr(&output), String::from_utf8_lossy(&output.stdout).into_owned());
        assert_eq!(output.status.code(), Some(3), "{said}");
        for name in ["in/page.html", "in/text.txt", "in/long.jsonl:1", "in/long.csv:2"] {
            assert!(said.lines().any(|l| l.contains(name)), "{command}: {name} is not in\n{said}");
        }
        assert!(out.contains("good") && out.contains("ferry") == (command == "convert"), "{command}: {out}");
    }
}

#[test]
fn foreign_documents_are_refused_by_what_they_are() {
    let folder = Folder::new("foreign");
    let files: [(&str, &[u8], &str); 5] = [
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "save it as DOCX"),
        ("scan.tif", b"II*\0\x08\0\0\0", "OCR"),
        ("talk.ogg", b"OggS\0\x02\0\0", "transcript"),
        ("book.mobi", b"", "Calibre"),
        ("pages.pages", b"", "export it as DOCX"),
    ];
    for (name, bytes, _) in files {
        folder.write(&format!("in/{name}"), bytes);
    }
    let mut book = vec![b'x'; 60];
    book.extend(b"BOOKMOBI\0\0");
    folder.write("in/book.mobi", book);
    folder.write("in/pages.pages", stored_zip("Index/Document.iwa", b"not for us"));
    let output = run_in(&folder.0, &["corpus", "list", "in"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    for (name, _, remedy) in files {
        let said = stderr(&output);
        assert!(said.lines().any(|l| l.contains(name) && l.contains(remedy)), "{name}: {remedy}\n{said}");
    }
    assert!(String::from_utf8_lossy(&output.stdout).contains("0 articles"));
}

/// A ZIP archive with one file that is not compressed (APPNOTE 6.3: local header, central header, end record).
fn stored_zip(name: &str, content: &[u8]) -> Vec<u8> {
    let crc = !content.iter().fold(!0u32, |crc, &b| {
        (0..8).fold(crc ^ u32::from(b), |c, _| if c & 1 == 1 { c >> 1 ^ 0xedb8_8320 } else { c >> 1 })
    });
    let short = |n: usize| u16::try_from(n).unwrap().to_le_bytes();
    let long = |n: usize| u32::try_from(n).unwrap().to_le_bytes();
    let mut about = [20u16, 0, 0, 0, 0x21].map(u16::to_le_bytes).concat();
    about.extend([crc.to_le_bytes(), long(content.len()), long(content.len())].concat());
    about.extend([short(name.len()), short(0)].concat());
    let local = [&b"PK\x03\x04"[..], &about, name.as_bytes(), content].concat();
    let central = [&b"PK\x01\x02\x14\0"[..], &about, &[0; 14], name.as_bytes()].concat();
    let end =
        [&b"PK\x05\x06\0\0\0\0\x01\0\x01\0"[..], &long(central.len()), &long(local.len()), &[0, 0]].concat();
    [local, central, end].concat()
}

#[test]
fn tables_of_addresses_are_joined_with_their_texts() {
    let (articles, said, code) = read(&["exports/mediacloud"]);
    assert_eq!((articles.len(), code), (1, 3), "{said}");
    assert_eq!((field(&articles[0], "id"), field(&articles[0], "source")), ("1", "Harbour News"));
    assert!(said.contains("there is no text for \"harbour.example/2015/lost\""), "{said}");
    let (articles, said, code) = read(&["exports/gdelt"]);
    assert_eq!((articles.len(), code), (1, 0), "{said}");
    assert_eq!(field(&articles[0], "gkg_record"), "20150307100000-1");
    let (articles, said, code) = read(&["exports/zotero"]);
    assert_eq!((articles.len(), code), (1, 0), "{said}");
    assert_eq!((field(&articles[0], "id"), field(&articles[0], "author")), ("AB12", "Keller, Anna"));
}

#[test]
fn what_is_converted_reads_back_as_it_was() {
    let folder = Folder::new("convert");
    let nexis = corpus().join("exports/nexis.docx").display().to_string();
    let lines = |paths: &[&str]| {
        let args: Vec<&str> = ["corpus", "convert", "-q"].iter().chain(paths).copied().collect();
        let output = run_in(&folder.0, &args);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let mut articles: Vec<Value> = String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        articles.sort_by_key(|a| field(a, "id").to_owned());
        articles
    };
    let read = lines(&[&nexis]);
    for (format, out) in [("csv", "a.csv"), ("parquet", "a.parquet"), ("jsonl", "a.jsonl"), ("folder", "a")] {
        if format == "parquet" && cfg!(not(feature = "parquet")) {
            continue;
        }
        lines(&[&nexis, "--to", format, "--out", out]);
        assert_eq!(lines(&[out]), read, "{format}");
    }
    let output = run_in(&folder.0, &["corpus", "show", "nexis:2", &nexis]);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(shown.contains("Marco Valli") && shown.contains("until autumn."), "{shown}");
    let output = run_in(&folder.0, &["corpus", "show", "nexis", &nexis]);
    assert!(stderr(&output).contains("did you mean nexis:1"), "{}", stderr(&output));
    let output = run_in(&folder.0, &["corpus", "check", &nexis, "--format", "html", "--out", "check.html"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(std::fs::read_to_string(folder.0.join("check.html")).unwrap().contains("nexis:1"));
}

#[test]
fn near_duplicates_are_listed_with_what_is_kept() {
    let folder = Folder::new("duplicates");
    let body = "The ferry left the harbour at dawn although a storm had been announced and nobody on board was hurt when the wind turned.";
    let line = |id: &str, source: &str, date: &str, text: &str| {
        serde_json::json!({"id": id, "source": source, "date": date, "text": text}).to_string() + "\n"
    };
    let lines = [
        line("a", "X", "2015-03-07", body),
        line("b", "Y", "2015-03-08", &format!("Another headline. {body}")),
        line("c", "X", "2015-06-01", body),
        line(
            "d",
            "X",
            "2015-03-07",
            "Something else entirely was written on that day by somebody else in the old town.",
        ),
    ];
    folder.write("a.jsonl", lines.concat());
    let rows = |more: &[&str]| {
        let args: Vec<&str> = ["corpus", "duplicates", "a.jsonl", "-q"].iter().chain(more).copied().collect();
        String::from_utf8(run_in(&folder.0, &args).stdout).unwrap()
    };
    assert_eq!(rows(&[]).lines().count(), 4, "{}", rows(&[]));
    assert!(rows(&[]).contains("1,c,1,X,2015-06-01,false"), "{}", rows(&[]));
    let near = rows(&["--days", "7", "--keep", "one-per-source"]);
    assert!(!near.contains(",c,") && near.contains(",Y,2015-03-08,true"), "{near}");
}

/// File and what must be said of it.
const RUBBISH: &[(&str, &str)] = &[
    ("bomb.zip", "several hundred times"),
    ("broken.xml", "the XML is broken"),
    ("cut.docx", "cannot be opened"),
    ("cut.jsonl.gz", "cut.jsonl.gz"),
    ("cut.pdf", "cannot be read"),
    ("cut.rtf", "cut off"),
    ("cut.warc.gz", "cut off"),
    ("cut.zip", "it may be cut off: download it again"),
    ("deep.zip", "archives inside each other"),
    ("empty.eml", "no text"),
    ("links.html", "no text that reads like an article"),
    ("links.tar", "a link or a device"),
    ("locked.pdf", "password"),
    ("locked.zip", "password"),
    ("no-text.csv", "no column holds the text"),
    ("old.doc", "old"),
    ("outside.zip", "leads out of the archive"),
    ("photo.docx", "cannot be opened"),
    ("picture.xml", "<svg>"),
    ("scanned.pdf", "no text layer"),
    ("summaries.rss", "summary"),
];

#[test]
fn rubbish_is_named_and_the_rest_is_read() {
    let started = Instant::now();
    let (articles, said, code) = read(&["rubbish", "samples/latin.txt"]);
    assert_eq!(code, 3, "{said}");
    assert!(started.elapsed() < Duration::from_secs(120) && !said.contains("panicked"), "{said}");
    for (name, expected) in RUBBISH {
        let named = said.lines().any(|l| l.contains(&format!("rubbish/{name}")) && l.contains(expected));
        assert!(named, "{name}: {expected:?} is not in\n{said}");
    }
    assert!(articles.iter().any(|a| field(a, "id") == "latin"));
}

#[test]
fn every_sample_cut_anywhere_does_no_harm() {
    let folder = Folder::new("cut");
    for name in std::fs::read_dir(corpus().join("samples"))
        .unwrap()
        .chain(std::fs::read_dir(corpus().join("exports")).unwrap())
    {
        let path = name.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        for part in 1..4 {
            folder.write(&format!("in/{part}-{name}"), &bytes[..bytes.len() * part / 4]);
            let mut turned = bytes.clone();
            for at in (part * 7..turned.len()).step_by(97) {
                turned[at] ^= 0x5a;
            }
            folder.write(&format!("in/turned-{part}-{name}"), turned);
        }
    }
    let output = run_in(&folder.0, &["corpus", "list", "in", "--quiet"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn loops_of_links_come_to_an_end() {
    let folder = Folder::new("loop");
    folder.write("in/a.txt", "The ferry stayed in port.");
    std::os::unix::fs::symlink(folder.0.join("in"), folder.0.join("in/again")).unwrap();
    std::os::unix::fs::symlink("nowhere", folder.0.join("in/broken.txt")).unwrap();
    let output = run_in(&folder.0, &["corpus", "list", "in"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(stderr(&output).contains("broken.txt"));
    assert!(String::from_utf8_lossy(&output.stdout).contains("1 article"));
}
