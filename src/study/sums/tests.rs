use super::read::{SumReader, Summed};
use super::*;
use crate::lexicon::Library;
use crate::score::Scheme;
use crate::stats::classification::Confusion;
use crate::study::adjusted::Measured;
use crate::study::facets::FacetRow;
use crate::study::scores::Scores;
use crate::study::spec::{Periods, Window};
use crate::study::{StudySpec, findings::conclude, wanted::Wanted};

/// Scores of invented articles as a table: two sources, two years.
fn table(n: u64) -> (Vec<String>, Vec<Vec<String>>) {
    let mut names: Vec<String> =
        ["id", "source", "date", "language", "unit", "index", "tokens"].map(str::to_owned).to_vec();
    for frame in ["threat", "privacy"] {
        names.push(frame.into());
        for part in ["asserted", "hedged", "hypothetical", "denied", "narrator", "direct", "indirect"] {
            names.push(format!("{frame}_{part}"));
        }
    }
    names.extend(
        ["tone", "tone_without_frames", "named:cyber-caliphate", "related:cyber-caliphate"]
            .map(str::to_owned),
    );
    let row = |i: u64| {
        let x = crate::stats::random::mix(i + 7);
        let source = if i.is_multiple_of(3) { "Star" } else { "Courier" };
        let (asserted, hedged) = (x % 4 + u64::from(i.is_multiple_of(3)) * 2, x / 5 % 2);
        let mut row: Vec<String> = vec![
            format!("a{i}"),
            source.into(),
            format!("{}-03", 2015 + i % 2),
            "en".into(),
            "article".into(),
            "0".into(),
            (200 + x % 300).to_string(),
        ];
        let counts = [
            asserted + hedged,
            asserted,
            hedged,
            0,
            0,
            asserted + hedged,
            0,
            0,
            x % 2,
            x % 2,
            0,
            0,
            0,
            x % 2,
            0,
            0,
        ];
        row.extend(counts.map(|n| n.to_string()));
        row.extend([
            format!("{:.4}", (x % 100) as f64 / 100.0 - 0.5),
            "0.1".into(),
            (x / 3 % 2).to_string(),
            "0".into(),
        ]);
        row
    };
    (names, (0..n).map(row).collect())
}

fn sums(names: &[String], rows: &[Vec<String>]) -> Summed {
    let mut reader = SumReader::new(1, "source");
    let columns = reader.columns(names).unwrap();
    for row in rows {
        reader.push(&columns, row.iter().map(|v| Some(v.as_str()))).unwrap();
    }
    reader.finish().unwrap()
}

fn scheme(frames: &[String], concepts: &[String]) -> std::sync::Arc<Scheme> {
    std::sync::Arc::new(Scheme::of_categories(&Library::builtin().unwrap(), frames, concepts))
}

#[test]
fn sums_say_what_the_articles_say() {
    let (names, rows) = table(900);
    let periods = Periods { split: "2016".parse().ok(), ..Periods::default() };
    let spec = StudySpec { window: Window::Article, draws: 1000, periods, ..StudySpec::default() };
    let mut scores = Scores::new();
    let columns = scores.columns(&names).unwrap();
    for r in &rows {
        scores.push(&columns, r.iter().map(|v| Some(v.as_str()))).unwrap();
    }
    let scheme = scheme(&scores.frames, &scores.concepts);
    let (articles, excluded) = scores.articles(&spec, &scheme);
    let (whole, _) = conclude(&spec, articles, excluded, &[], &Wanted::all(), &scheme).unwrap();
    let found = sums(&names, &rows).findings(&spec, &Library::builtin().unwrap(), &[]).unwrap();
    assert_eq!((found.flow.kept, found.sources.len()), (900, 2));
    assert_eq!(found.coverage, whole.coverage);
    for (mine, theirs) in found.comparison.measures.iter().zip(&whole.comparison.measures) {
        assert_eq!((&mine.frame, &mine.source, mine.hits), (&theirs.frame, &theirs.source, theirs.hits));
        let (a, b) = (&mine.rate, &theirs.rate);
        assert!((a.value.unwrap() - b.value.unwrap()).abs() < 1e-9 && a.n == b.n);
        let width = b.high.unwrap() - b.low.unwrap();
        assert!((a.low.unwrap() - b.low.unwrap()).abs() < 0.15 * width, "{a:?} {b:?}");
        assert!((a.high.unwrap() - b.high.unwrap()).abs() < 0.15 * width);
    }
    for (mine, theirs) in found.associations.iter().zip(&whole.associations) {
        assert_eq!(
            (mine.near_windows, mine.near_with, mine.other_windows, mine.other_with),
            (theirs.near_windows, theirs.near_with, theirs.other_windows, theirs.other_with)
        );
    }
    for (mine, theirs) in found.comparison.differences.iter().zip(&whole.comparison.differences) {
        assert_eq!((&mine.frame, mine.verdict), (&theirs.frame, theirs.verdict));
    }
    let pairs = found.trend.iter().zip(&whole.trend);
    assert!(pairs.clone().all(|(a, b)| (a.articles, a.hits, &a.period) == (b.articles, b.hits, &b.period)));
    assert_eq!(found.trend.len(), whole.trend.len());
    let by_source = found.trend_by_source.iter().zip(&whole.trend_by_source);
    assert_eq!((found.trend_by_source.len(), whole.trend_by_source.len()), (8, 8));
    assert!(by_source.clone().all(|(a, b)| (&a.source, a.hits, &a.period) == (&b.source, b.hits, &b.period)));
    assert_eq!((found.changes.len(), whole.changes.len()), (6, 6));
    for (mine, theirs) in found.changes.iter().zip(&whole.changes) {
        assert_eq!((&mine.source, &mine.frame), (&theirs.source, &theirs.frame));
        assert_eq!(
            (mine.articles_before, mine.articles_after),
            (theirs.articles_before, theirs.articles_after)
        );
        let [a, b] = [mine, theirs].map(|c| c.change.difference.value.unwrap());
        assert!((a - b).abs() < 1e-9 && mine.q.is_some(), "{a} {b}");
    }
    for mine in &found.facets {
        let same = |t: &&FacetRow| {
            (t.facet, &t.value, &t.frame, &t.source) == (mine.facet, &mine.value, &mine.frame, &mine.source)
        };
        let theirs = whole.facets.iter().find(same).unwrap();
        assert_eq!((mine.hits, mine.prevalence.value), (theirs.hits, None));
        assert!((mine.rate.value.unwrap() - theirs.rate.value.unwrap()).abs() < 1e-9);
    }
    assert_eq!(found.facets.len(), 2 * 2 * 7);
    for (mine, theirs) in found.tones.iter().zip(&whole.tones) {
        assert_eq!((&mine.near, mine.sentences), (&theirs.near, theirs.sentences));
        assert!((mine.tone.value.unwrap() - theirs.tone.value.unwrap()).abs() < 1e-6);
    }
}

#[test]
fn what_sums_can_say_of_three_sources_they_say_and_the_rest_they_name() {
    let (names, mut rows) = table(400);
    for row in rows.iter_mut().step_by(4) {
        row[1] = "Herald".into();
    }
    let error = Measured {
        frame: "threat".into(),
        language: "en".into(),
        source: "all".into(),
        counts: Confusion { tp: 60, fp: 20, fn_: 20, tn: Some(200) },
    };
    let periods = Periods { split: "2016-05".parse().ok(), ..Periods::default() };
    let spec = StudySpec { periods, ..StudySpec::default() };
    let found = sums(&names, &rows).findings(&spec, &Library::builtin().unwrap(), &[error]).unwrap();
    let rest = &found.comparison.against_rest;
    assert_eq!((rest.len(), found.sensitivity.len()), (6, 12));
    for d in rest {
        let total = |own: bool| {
            let of = found.stances.iter().filter(|s| s.frame == d.frame && (s.source == d.first) == own);
            let hits: u64 = of.map(|s| s.hits).sum();
            let cells = found.sources.iter().filter(|c| (c.label == d.first) == own);
            1000.0 * hits as f64 / cells.map(|c| c.tokens).sum::<u64>() as f64
        };
        assert!((d.difference.value.unwrap() - (total(true) - total(false))).abs() < 1e-9, "{d:?}");
        assert!(d.q.is_some() && d.difference.low < d.difference.value);
    }
    // No hit is denied in this table: leaving them out changes nothing.
    assert!(
        found
            .sensitivity
            .iter()
            .all(|v| !v.turned && v.base.zip(v.value).is_some_and(|(a, b)| (a - b).abs() < 1e-9))
    );
    let corrected: Vec<_> = found.adjusted.iter().map(|a| (a.rate.value, a.corrected_rate.value)).collect();
    assert_eq!(corrected.len(), 3);
    assert!(corrected.iter().all(|(a, b)| a.zip(*b).is_some_and(|(a, b)| (a - b).abs() < 1e-9)));
    // May is no beginning of a year.
    assert!(found.changes.is_empty() && found.unsaid.iter().any(|s| s.contains("kept by year")));
}

#[test]
fn order_shards_and_repetitions_change_nothing() {
    let (names, rows) = table(300);
    let spec = StudySpec::default();
    let report = |sums: Summed| {
        let found = sums.findings(&spec, &Library::builtin().unwrap(), &[]).unwrap();
        // Sums of tones are of real numbers; everything else is of whole ones.
        serde_json::to_string(&(
            found.comparison,
            found.coverage,
            found.stances,
            found.associations,
            found.sources,
        ))
        .unwrap()
    };
    let whole = report(sums(&names, &rows));
    let mut backwards = rows.clone();
    backwards.reverse();
    assert_eq!(report(sums(&names, &backwards)), whole);
    let mut left = sums(&names, &rows[200..]);
    left.sums.merge(sums(&names, &rows[..200]).sums).unwrap();
    assert_eq!(report(left), whole);
    let twice = sums(&names, &[rows.clone(), rows].concat());
    assert_eq!((twice.sums.articles(), twice.sums.repeated), (300, 300));
    assert_eq!(report(twice), whole);
}

#[test]
fn rows_that_are_no_articles_are_told() {
    let (mut names, mut rows) = table(3);
    names.push("error".into());
    for r in &mut rows {
        r.push(String::new());
    }
    rows[1] = vec![String::new(); names.len()];
    rows[1][0] = "broken".into();
    *rows[1].last_mut().unwrap() = "the row has no text".into();
    let found = sums(&names, &rows);
    assert_eq!(found.sums.articles(), 2);
    assert_eq!((found.excluded.len(), found.excluded[0].article.as_str()), (1, "broken"));
    let mut reader = SumReader::new(1, "source");
    let columns = reader.columns(&names).unwrap();
    rows[0][4] = "sentence".into();
    assert!(reader.push(&columns, rows[0].iter().map(|v| Some(v.as_str()))).is_err());
    let fewer: Vec<String> = names.iter().filter(|n| !n.starts_with("privacy")).cloned().collect();
    assert!(reader.columns(&fewer).is_ok());
    names.push("named:moon".into());
    assert!(reader.columns(&names).is_err());
    let mut few = Sums::new(1, 1, 1);
    assert!(few.merge(Sums::new(1, 2, 1)).is_err() && few.merge(Sums::new(2, 1, 1)).is_err());
    assert!(few.findings(&StudySpec::default(), vec![], &scheme(&["threat".into()], &[]), &[]).is_err());
}
