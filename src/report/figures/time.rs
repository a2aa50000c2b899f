//! Timeline: small panels under one another, a frame a row and a language a column, so that years are read from left to right.

use super::svg::{Anchor, Opens, Svg, WIDTH, decimals, short, steps};
use crate::report::block::{Figure, line};
use crate::report::sections::{one, title};
use crate::report::words::{Words, say};
use crate::stats::estimate::Caution;
use crate::study::Findings;
use crate::study::trend::TrendRow;

const LEFT: f64 = 112.0;
const GAP: f64 = 44.0;
const PANEL: f64 = 92.0;
const BETWEEN: f64 = 22.0;
const TOP: f64 = 64.0;
/// Languages side by side; more are in the table.
const COLUMNS: usize = 3;
/// Years with a label under them.
const LABELS: usize = 9;

struct Panel<'a> {
    rows: Vec<&'a TrendRow>,
    left: f64,
    top: f64,
    width: f64,
}

/// Frames over time. `None` where all is of one year.
pub fn trend(f: &Findings, w: &Words) -> Option<Figure> {
    let mut languages: Vec<&str> = f.trend.iter().map(|t| t.language.as_str()).collect();
    languages.dedup();
    languages.sort_unstable();
    languages.dedup();
    languages.truncate(COLUMNS);
    let mut periods: Vec<&str> = f.trend.iter().map(|t| t.period.as_str()).collect();
    periods.sort_unstable();
    periods.dedup();
    if languages.is_empty() || periods.len() < 2 {
        return None;
    }
    let (id, heading) = ("frames-by-year", w.word("Frames by year, hits per 1,000 words"));
    let width = (WIDTH - LEFT - 20.0 - GAP * (languages.len() - 1) as f64) / languages.len() as f64;
    let mut svg = Svg::new();
    svg.text(16.0, 24.0, Anchor::Start, "t", heading);
    let mut told = Vec::new();
    for (column, language) in languages.iter().enumerate() {
        let left = LEFT + column as f64 * (width + GAP);
        let name = say!(w, "Articles in {language}", language = w.language(language));
        svg.text(left, 50.0, Anchor::Start, "h", &name);
        for (row, frame) in f.frames.iter().enumerate() {
            let rows = f.trend.iter().filter(|t| t.language == *language && t.frame == frame.id).collect();
            let panel = Panel { rows, left, top: TOP + row as f64 * (PANEL + BETWEEN), width };
            if column == 0 {
                // Above the panel: beside it stand the numbers of the axis.
                svg.text(16.0, panel.top - 5.0, Anchor::Start, "h", &short(&frame.title, 12));
            }
            panel.draw(&mut svg, f, w, &periods);
            let rates = panel
                .rows
                .iter()
                .filter_map(|t| Some(format!("{} {}", t.period, w.number(t.rate.value?, 1))));
            told.push(format!("{}, {name}: {}", frame.title, rates.collect::<Vec<_>>().join(", ")));
        }
        let bottom = TOP + f.frames.len() as f64 * (PANEL + BETWEEN) - BETWEEN;
        labels(&mut svg, f, language, &periods, (left, bottom, width));
    }
    let bottom = TOP + f.frames.len() as f64 * (PANEL + BETWEEN) - BETWEEN;
    svg.text(16.0, bottom + 34.0, Anchor::Start, "s", w.word("articles"));
    let alt = format!("{heading}. {}.", told.join("; "));
    let caption = w.word(
        "Hits per 1,000 words by year of publication, all sources of a language together; under each year the number of its articles. Lines are 95 % intervals from resampling the articles of the year, dashed where there are fewer than eight; a year of two or three articles has none, and a ring is a year of a single one. Scales differ between panels.",
    );
    Some(Figure {
        id: id.into(),
        caption: line(caption),
        svg: svg.finish(id, bottom + 48.0, heading, &alt),
        alt,
    })
}

/// The middle of a period's place on the axis.
fn place(periods: &[&str], period: &str, left: f64, width: f64) -> f64 {
    let at = periods.iter().position(|p| *p == period).unwrap_or(0);
    left + (at as f64 + 0.5) * width / periods.len() as f64
}

/// Years and their numbers of articles under a column.
fn labels(
    svg: &mut Svg,
    f: &Findings,
    language: &str,
    periods: &[&str],
    (left, bottom, width): (f64, f64, f64),
) {
    let step = periods.len().div_ceil(LABELS);
    for period in periods.iter().step_by(step) {
        let x = place(periods, period, left, width);
        let n =
            f.trend.iter().find(|t| t.language == language && t.period == **period).map_or(0, |t| t.articles);
        svg.text(x, bottom + 18.0, Anchor::Middle, "s", period);
        svg.text(x, bottom + 34.0, Anchor::Middle, "s", &n.to_string());
    }
}

impl Panel<'_> {
    fn draw(&self, svg: &mut Svg, f: &Findings, w: &Words, periods: &[&str]) {
        let ends = self.rows.iter().flat_map(|t| t.rate.value.into_iter().chain(t.rate.ends().map(|e| e.1)));
        let most = ends.fold(0.0, f64::max).max(1e-3) * 1.06;
        let y = |v: f64| self.top + PANEL - v.clamp(0.0, most) / most * PANEL;
        let ticks = steps(0.0, most, 3);
        for t in &ticks {
            svg.line(self.left, y(*t), self.left + self.width, y(*t), "gr");
            svg.text(self.left - 6.0, y(*t) + 4.0, Anchor::End, "s", &w.number(*t, decimals(&ticks)));
        }
        svg.line(self.left, y(0.0), self.left + self.width, y(0.0), "ax");
        let x = |t: &TrendRow| place(periods, &t.period, self.left, self.width);
        let points: Vec<_> = self.rows.iter().filter_map(|t| Some((x(t), y(t.rate.value?)))).collect();
        if points.len() > 1 {
            svg.path(&points, false, "ax");
        }
        for t in &self.rows {
            let Some(value) = t.rate.value else { continue };
            if let Some((low, high)) = t.rate.ends() {
                let rough = t.rate.caution == Some(Caution::Rough);
                svg.line(x(t), y(low), x(t), y(high), if rough { "ci ro" } else { "ci" });
                for end in [low, high] {
                    svg.line(x(t) - 3.5, y(end), x(t) + 3.5, y(end), "ci");
                }
            }
            let only = vec![
                ("frame", one(title(&f.frames, &t.frame))),
                ("language", t.language.clone()),
                ("period", t.period.clone()),
            ];
            let opens = Opens { cell: "evidence".into(), only };
            let class = if t.articles == 1 { "ho" } else { "pt" };
            svg.linked(Some(&opens).filter(|_| t.hits > 0), |svg| svg.circle(x(t), y(value), 4.5, class));
        }
    }
}
