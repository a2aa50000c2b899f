//! Dot plot with intervals: panels under one axis, a row per dot.

use super::svg::{Anchor, Opens, Svg, WIDTH, decimals, short, steps};
use crate::report::words::Words;

/// One row.
#[derive(Debug, Clone)]
pub struct Dot {
    pub label: String,
    pub value: Option<f64>,
    pub ends: Option<(f64, f64)>,
    /// Draw the interval dashed.
    pub rough: bool,
    /// The number in words, at the right.
    pub note: String,
    /// The evidence behind it.
    pub opens: Option<Opens>,
}

/// Rows under a heading.
#[derive(Debug, Clone)]
pub struct Panel {
    pub title: String,
    pub dots: Vec<Dot>,
}

/// The plot.
pub struct DotPlot<'a> {
    pub id: &'a str,
    pub words: &'a Words,
    pub title: &'a str,
    pub alt: &'a str,
    pub axis: &'a str,
    pub panels: &'a [Panel],
    /// A value that the axis must show, with a line.
    pub zero: Option<f64>,
}

const LEFT: f64 = 190.0;
const RIGHT: f64 = 70.0;
const ROW: f64 = 22.0;
const TOP: f64 = 46.0;
const HEAD: f64 = 30.0;

impl DotPlot<'_> {
    pub fn draw(&self) -> String {
        let (low, high) = self.range();
        let x = |v: f64| LEFT + (v.clamp(low, high) - low) / (high - low) * (WIDTH - LEFT - RIGHT);
        let rows: usize = self.panels.iter().map(|p| p.dots.len()).sum();
        let bottom = TOP + self.panels.len() as f64 * HEAD + rows as f64 * ROW + 6.0;
        let mut svg = Svg::new();
        svg.text(16.0, 24.0, Anchor::Start, "t", self.title);
        let ticks = steps(low, high, 6);
        for t in &ticks {
            svg.line(x(*t), TOP, x(*t), bottom, "gr");
            svg.text(x(*t), bottom + 18.0, Anchor::Middle, "s", &self.words.number(*t, decimals(&ticks)));
        }
        if let Some(zero) = self.zero.filter(|z| *z >= low && *z <= high) {
            svg.line(x(zero), TOP, x(zero), bottom, "ze");
        }
        svg.line(LEFT, bottom, WIDTH - RIGHT, bottom, "ax");
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, bottom + 38.0, Anchor::Middle, "s", self.axis);
        let mut y = TOP;
        for panel in self.panels {
            y += HEAD;
            svg.text(16.0, y - 8.0, Anchor::Start, "h", &short(&panel.title, 60));
            for dot in &panel.dots {
                row(&mut svg, dot, y, &x);
                y += ROW;
            }
        }
        svg.finish(self.id, bottom + 50.0, self.title, self.alt)
    }

    fn range(&self) -> (f64, f64) {
        let dots = || self.panels.iter().flat_map(|p| &p.dots);
        let ends = dots().flat_map(|d| d.value.into_iter().chain(d.ends.iter().flat_map(|e| [e.0, e.1])));
        let all: Vec<f64> = ends.chain(self.zero).collect();
        let low = all.iter().copied().fold(f64::INFINITY, f64::min);
        let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let pad = ((high - low) * 0.04).max(1e-3);
        let low = if low >= 0.0 { low.min(0.0) } else { low - pad };
        (low, if high <= 0.0 { high.max(0.0) } else { high + pad })
    }
}

fn row(svg: &mut Svg, dot: &Dot, y: f64, x: &impl Fn(f64) -> f64) {
    let middle = y + ROW / 2.0 - 6.0;
    svg.text(LEFT - 12.0, middle + 4.5, Anchor::End, "", &short(&dot.label, 24));
    svg.text(WIDTH - RIGHT + 10.0, middle + 4.5, Anchor::Start, "s", &dot.note);
    let Some(value) = dot.value else { return };
    if let Some((a, b)) = dot.ends {
        let class = if dot.rough { "ci ro" } else { "ci" };
        svg.line(x(a), middle, x(b), middle, class);
        for end in [a, b] {
            svg.line(x(end), middle - 4.0, x(end), middle + 4.0, "ci");
        }
    }
    svg.linked(dot.opens.as_ref(), |svg| svg.circle(x(value), middle, 5.0, "pt"));
}
