//! Do the pages of the project say what is so: are the README's figures those that were measured, and do links lead somewhere?

use std::fs;
use std::path::{Path, PathBuf};

use crate::lexicons::files;

/// The README shows some of what was measured: no row of it may be another's than that of the files that reports and cards print.
#[test]
fn the_readme_says_what_was_measured() {
    #[derive(serde::Deserialize)]
    struct Figure {
        what: String,
        on: String,
        language: String,
        n: u32,
        measure: String,
        value: f64,
        peer: Option<f64>,
    }
    #[derive(serde::Deserialize)]
    struct Figures {
        figure: Vec<Figure>,
    }
    #[derive(serde::Deserialize)]
    struct Met {
        language: String,
        on: String,
        positives: u32,
        recall: f64,
    }
    #[derive(serde::Deserialize)]
    struct Quality {
        measured: Vec<Met>,
    }
    let read = |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let mut figures = toml::from_str::<Figures>(&read("lexicons/measured.toml")).unwrap().figure;
    let quality = toml::from_str::<Quality>(&read("lexicons/validation/quality.toml")).unwrap().measured;
    for language in ["en", "it", "fr", "de", "es"] {
        let general = |m: &&Met| {
            m.language == language && m.on.contains("general news") && !m.on.contains("after mending")
        };
        let met: Vec<&Met> = quality.iter().filter(general).collect();
        let n = met.iter().map(|m| m.positives).sum();
        let found: f64 = met.iter().map(|m| (f64::from(m.positives) * m.recall).round()).sum();
        figures.push(Figure {
            what: "Frames found, general news".into(),
            on: "general news, invented".into(),
            language: language.into(),
            n,
            measure: "recall".into(),
            value: found / f64::from(n),
            peer: None,
        });
    }
    let readme = read("README.md");
    let rows: Vec<Vec<&str>> = readme
        .lines()
        .map(|l| l.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>())
        .filter(|cells| cells.len() == 7 && cells[5].starts_with("**0.") | cells[5].starts_with("**1."))
        .collect();
    assert!(rows.len() > 20, "the README has lost its figures");
    let near = |shown: &str, value: f64| {
        (shown.trim_matches('*').parse::<f64>().unwrap() - value).abs() < 0.005 + 1e-9
    };
    for row in rows {
        let n: u32 = row[3].replace(',', "").parse().unwrap();
        let is_it = |f: &&Figure| {
            (f.what.as_str(), f.on.as_str(), f.language.as_str(), f.measure.as_str())
                == (row[0], row[1], row[2], row[4])
        };
        let figure = figures.iter().find(is_it).unwrap_or_else(|| panic!("nobody measured {row:?}"));
        assert_eq!(figure.n, n, "{row:?}");
        assert!(near(row[5], figure.value), "{row:?}: {}", figure.value);
        match figure.peer {
            Some(peer) => assert!(near(row[6], peer), "{row:?}: {peer}"),
            None => assert_eq!(row[6], "–"),
        }
    }
}

/// Pages of the project lead to pages that are there.
#[test]
fn links_between_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ours = |path: &PathBuf| {
        path.ends_with("README.md")
            || path.ends_with("RESULTS.md")
            || path.parent().is_some_and(|p| p.ends_with("guides"))
    };
    let mut pages: Vec<PathBuf> =
        ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "python/README.md", "python/SCALE.md"]
            .map(|p| root.join(p))
            .into();
    for folder in ["lexicons", "reports", "src", "studies", "tests"] {
        pages.extend(files(&root.join(folder), "md").into_iter().filter(ours));
    }
    assert!(pages.len() > 15, "{pages:?}");
    for page in pages {
        let text = fs::read_to_string(&page).unwrap();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains("://") {
                continue;
            }
            let there = page.parent().unwrap().join(path);
            assert!(there.exists(), "{}: {link}", page.display());
        }
    }
}
