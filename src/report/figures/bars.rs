//! Stacked bars to 100 %, each part told apart by colour, by pattern and by its number.

use super::svg::{Anchor, Opens, Svg, WIDTH, short};
use crate::report::words::Words;

/// One bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Heading that it stands under; empty: none.
    pub group: String,
    pub label: String,
    pub parts: Vec<u64>,
    /// The evidence behind each part.
    pub opens: Vec<Opens>,
}

/// The chart.
pub struct Bars<'a> {
    pub id: &'a str,
    pub words: &'a Words,
    pub title: &'a str,
    pub alt: &'a str,
    /// Names of the parts, in order; of a single part no legend is drawn.
    pub parts: &'a [&'a str],
    /// Length by share (all bars are as long) or by count.
    pub absolute: bool,
    pub rows: &'a [Bar],
}

const LEFT: f64 = 190.0;
/// The same where the labels are names of people and offices.
const WIDE: f64 = 240.0;
const RIGHT: f64 = 70.0;
const ROW: f64 = 24.0;
const HEAD: f64 = 28.0;
const TOP: f64 = 72.0;

impl Bars<'_> {
    fn left(&self) -> f64 {
        if self.absolute { WIDE } else { LEFT }
    }

    pub fn draw(&self) -> String {
        let mut svg = Svg::new();
        svg.text(16.0, 24.0, Anchor::Start, "t", self.title);
        if self.parts.len() > 1 {
            self.legend(&mut svg);
        }
        let longest = self.rows.iter().map(|b| b.parts.iter().sum::<u64>()).max().unwrap_or(0).max(1);
        let mut y = if self.parts.len() > 1 { TOP } else { TOP - 32.0 };
        let mut group = "";
        for bar in self.rows {
            if bar.group != group {
                y += HEAD;
                svg.text(16.0, y - 8.0, Anchor::Start, "h", &short(&bar.group, 60));
                group = &bar.group;
            }
            self.bar(
                &mut svg,
                bar,
                y,
                if self.absolute { longest } else { bar.parts.iter().sum::<u64>().max(1) },
            );
            y += ROW;
        }
        let width = WIDTH - LEFT - RIGHT;
        if self.absolute {
            return svg.finish(self.id, y + 8.0, self.title, self.alt);
        }
        for (share, words) in [(0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %")] {
            svg.text(LEFT + share * width, y + 14.0, Anchor::Middle, "s", words);
        }
        svg.finish(self.id, y + 26.0, self.title, self.alt)
    }

    fn legend(&self, svg: &mut Svg) {
        let mut x = self.left();
        for (i, part) in self.parts.iter().enumerate() {
            patch(svg, i, x, 40.0, 18.0, 13.0);
            svg.text(x + 24.0, 51.0, Anchor::Start, "s", part);
            x += 44.0 + 7.2 * part.chars().count() as f64;
        }
    }

    fn bar(&self, svg: &mut Svg, bar: &Bar, y: f64, whole: u64) {
        let total: u64 = bar.parts.iter().sum();
        let left = self.left();
        let width = WIDTH - left - RIGHT;
        let letters = ((left - 16.0) / 7.2) as usize;
        svg.text(left - 12.0, y + 12.5, Anchor::End, "", &short(&bar.label, letters));
        let mut x = left;
        for (i, part) in bar.parts.iter().enumerate().filter(|(_, p)| **p > 0) {
            let w = width * *part as f64 / whole as f64;
            let number = if self.absolute { String::new() } else { self.words.count(*part) };
            svg.linked(bar.opens.get(i), |svg| draw_part(svg, i, &number, x, y, w));
            x += w;
        }
        let at = if self.absolute { x + 8.0 } else { WIDTH - RIGHT + 8.0 };
        svg.text(at, y + 12.5, Anchor::Start, "s", &format!("n = {}", self.words.count(total)));
    }
}

fn draw_part(svg: &mut Svg, kind: usize, words: &str, x: f64, y: f64, w: f64) {
    patch(svg, kind, x, y, w, 17.0);
    let room = 8.0 * words.len() as f64;
    if kind == 3 {
        // On strokes a number can only be read with paper behind it.
        if w > 16.0 + room {
            svg.rect(x + w / 2.0 - 3.0 - room / 2.0, y + 1.5, 6.0 + room, 14.0, "lb");
            svg.text(x + w / 2.0, y + 13.0, Anchor::Middle, "od", words);
        }
    } else if w > 6.0 + room {
        svg.text(x + w / 2.0, y + 13.0, Anchor::Middle, if kind == 0 { "on" } else { "od" }, words);
    }
}

/// A part of a bar: colour, and for the last kind (denied) diagonal strokes on white.
fn patch(svg: &mut Svg, kind: usize, x: f64, y: f64, w: f64, h: f64) {
    svg.rect(x, y, w, h, ["c0", "c1", "c2", "c3"][kind.min(3)]);
    if kind == 3 {
        let mut at = x + 3.0;
        while at < x + w {
            let end = (at + h * 0.5).min(x + w);
            svg.line(at, y + h, end, y + h - (end - at) * 2.0, "hx");
            at += 6.0;
        }
    }
}
