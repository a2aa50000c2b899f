//! Each stage and the whole, by size of the corpus: `cargo bench --bench stages`. Figures are per pass over the corpus, with bytes
//! of text a second; caches are warm, as they are in a long run.

mod generator;

use std::sync::Arc;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use framescope::article::Article;
use framescope::input::ReadOptions;
use framescope::input::cleaning::{Cleaner, Cleaning};
use framescope::input::jsonl::Records;
use framescope::lexicon::{Library, MatchCache};
use framescope::score::table::{Layout, RowWriter, Rows};
use framescope::score::{Analyser, Depth, Scheme, Unit};
use framescope::text::{Detector, Document, Language, Marks, Vocabulary, read};

/// Bytes of text.
const SIZES: [usize; 3] = [20_000, 200_000, 2_000_000];

fn main() {
    divan::main();
}

fn lines(size: usize) -> String {
    let mut out = String::new();
    let mut text = 0;
    for made in generator::Generator::new(1) {
        text += made.text.len();
        out.push_str(&made.json());
        if text >= size {
            break;
        }
    }
    out
}

fn articles(size: usize) -> Vec<Article> {
    let lines = lines(size);
    Records::new("corpus", lines.as_bytes(), &ReadOptions::default()).filter_map(Result::ok).collect()
}

fn scheme() -> Arc<Scheme> {
    let library = Library::builtin().expect("the lexicons that come with framescope are read");
    Arc::new(Scheme::compile(&library).expect("and compile"))
}

/// Runs `pass` over the articles of a corpus, the first time outside the clock.
fn each<'a>(bencher: Bencher<'a, '_>, articles: &'a [Article], mut pass: impl FnMut(&Article) + 'a) {
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    articles.iter().for_each(&mut pass);
    bencher.counter(BytesCount::new(bytes)).bench_local(move || articles.iter().for_each(&mut pass));
}

#[divan::bench(args = SIZES)]
fn a_parse_jsonl(bencher: Bencher, size: usize) {
    let lines = lines(size);
    let options = ReadOptions::default();
    bencher
        .counter(BytesCount::of_str(&lines))
        .bench_local(|| Records::new("corpus", black_box(lines.as_bytes()), &options).count());
}

#[divan::bench(args = SIZES)]
fn b_clean(bencher: Bencher, size: usize) {
    let (articles, cleaner, mut cleaning) = (articles(size), Cleaner::new(), Cleaning::default());
    each(bencher, &articles, |a| cleaner.clean_into(&a.text, &mut cleaning));
}

#[divan::bench(args = SIZES)]
fn c_detect_language(bencher: Bencher, size: usize) {
    let (articles, mut detector) = (articles(size), Detector::new());
    each(bencher, &articles, |a| {
        black_box(detector.detect(&a.text));
    });
}

#[divan::bench(args = SIZES)]
fn d_sentences_and_tokens(bencher: Bencher, size: usize) {
    let articles = articles(size);
    let (mut vocabulary, mut document) = (Vocabulary::new(Language::ENGLISH), Document::new());
    each(bencher, &articles, |a| read(&a.text, Marks::default(), &mut vocabulary, &mut document));
}

#[divan::bench(args = SIZES)]
fn e_match(bencher: Bencher, size: usize) {
    let (articles, scheme) = (articles(size), scheme());
    let Some(pack) = scheme.pack(Language::ENGLISH) else { return };
    let mut vocabulary = Vocabulary::new(Language::ENGLISH);
    let documents: Vec<Document> = articles
        .iter()
        .map(|a| {
            let mut document = Document::new();
            read(&a.text, Marks::default(), &mut vocabulary, &mut document);
            document
        })
        .collect();
    let (mut cache, mut found) = (MatchCache::new(), Vec::new());
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).bench_local(move || {
        for document in &documents {
            for sentence in &document.sentences {
                found.clear();
                pack.matcher.find(document.tokens_of(sentence), &vocabulary, &mut cache, &mut found);
            }
        }
    });
}

#[divan::bench(args = SIZES)]
fn f_score_articles_as_csv(bencher: Bencher, size: usize) {
    let (articles, scheme) = (articles(size), scheme());
    let mut analyser = Analyser::new(scheme.clone());
    let (mut rows, writer, mut out) =
        (Rows::new(Unit::Article, 3), RowWriter::new(&scheme, Layout::Csv), Vec::new());
    each(bencher, &articles, move |a| {
        out.clear();
        if let Ok(annotation) = analyser.annotate(a, Depth::Rows) {
            rows.each(&scheme, a, annotation, |row| writer.write(row, &mut out));
        }
    });
}

#[divan::bench(args = SIZES)]
fn g_annotate_every_layer(bencher: Bencher, size: usize) {
    let (articles, scheme) = (articles(size), scheme());
    let mut analyser = Analyser::new(scheme);
    each(bencher, &articles, |a| {
        black_box(analyser.annotate(a, Depth::Full).is_ok());
    });
}

#[divan::bench]
fn h_compile_english(bencher: Bencher) {
    bencher.bench_local(|| scheme().pack(Language::ENGLISH).is_some());
}
