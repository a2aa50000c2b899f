//! A small SVG writer: coordinates rounded so that bytes are the same everywhere, text escaped, one style for all figures.

use crate::report::block::Only;
use crate::report::escape;

/// Width of every figure in user units; it scales to the page.
pub const WIDTH: f64 = 760.0;

/// A picture being drawn.
pub struct Svg {
    body: String,
}

/// The evidence that a mark opens.
#[derive(Debug, Clone, Default)]
pub struct Opens {
    /// Id of its heading.
    pub cell: String,
    /// Properties of the sentences meant.
    pub only: Only,
}

/// Properties as an attribute value: pairs in JSON.
pub fn attribute(only: &Only) -> String {
    escape::html(&serde_json::to_string(only).unwrap_or_default())
}

/// Where a text stands on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// One style for all figures. Every rule begins with the class of the picture: in a page it stands once for all of them.
pub const STYLE: &str = ".fs text{font:13px system-ui,'Segoe UI','Noto Sans','DejaVu Sans',sans-serif;fill:#1b1f24}\
.fs .t{font-weight:600;font-size:15px}.fs .h{font-weight:600}.fs .s{font-size:12px;fill:#57606a}\
.fs .ax{stroke:#8c959f;stroke-width:1;fill:none}.fs .gr{stroke:#d8dee4;stroke-width:1}.fs .ze{stroke:#57606a;stroke-width:1.2}\
.fs .ci{stroke:#0b4f8a;stroke-width:2;fill:none}.fs .ro{stroke-dasharray:5 3}.fs .pt{fill:#0b4f8a;stroke:#fff;stroke-width:1}.fs .ho{fill:#fff;stroke:#0b4f8a;stroke-width:2}\
.fs .tr{stroke:#57606a;stroke-width:1.4;fill:none}\
.fs .c0{fill:#0b4f8a;stroke:#fff}.fs .c1{fill:#d9730d;stroke:#fff}.fs .c2{fill:#cfe3f2;stroke:#57606a}.fs .c3{fill:#fff;stroke:#1b1f24}.fs .hx{stroke:#1b1f24;stroke-width:1.4}\
.fs .g0{fill:#f3f4f6}.fs .g1{fill:#d4e4f2}.fs .g2{fill:#9fc3e0}.fs .g3{fill:#2f6fa8}.fs .g4{fill:#0b3f70}.fs text.on,.fs text.gl{fill:#fff}.fs text.od{fill:#1b1f24}.fs .bg,.fs .lb{fill:#fff}\
@media(prefers-color-scheme:dark){.fs text{fill:#e6edf3}.fs .s{fill:#9da7b1}.fs .gr{stroke:#30363d}.fs .ax,.fs .ze,.fs .tr{stroke:#9da7b1}.fs .bg{fill:#0d1117}\
.fs .ci{stroke:#79b8ff}.fs .pt{fill:#79b8ff;stroke:#0d1117}.fs .ho{fill:#0d1117;stroke:#79b8ff}.fs .c0{fill:#5aa2e8;stroke:#0d1117}.fs .c1{fill:#e08214;stroke:#0d1117}.fs .c2{stroke:#0d1117}.fs .c3{fill:#e6edf3;stroke:#0d1117}.fs .lb{fill:#e6edf3}.fs text.on,.fs text.od{fill:#0d1117}.fs text.gl{fill:#fff}}\
@media print{.fs text{fill:#1b1f24}.fs .s{fill:#57606a}.fs .bg{fill:#fff}}";

fn n(x: f64) -> String {
    let s = format!("{x:.1}");
    s.strip_suffix(".0").map_or(s.clone(), str::to_owned)
}

impl Svg {
    pub fn new() -> Self {
        Self { body: String::new() }
    }

    pub fn text(&mut self, x: f64, y: f64, anchor: Anchor, class: &str, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.body.push_str(&format!(
            "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\"{class}>{}</text>\n",
            n(x),
            n(y),
            escape::html(words)
        ));
    }

    pub fn line(&mut self, x1: f64, y1: f64, x2: f64, y2: f64, class: &str) {
        self.body.push_str(&format!(
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" class=\"{class}\"/>\n",
            n(x1),
            n(y1),
            n(x2),
            n(y2)
        ));
    }

    pub fn circle(&mut self, x: f64, y: f64, r: f64, class: &str) {
        self.body.push_str(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" class=\"{class}\"/>\n",
            n(x),
            n(y),
            n(r)
        ));
    }

    /// A mark that opens the evidence `link` where the figure stands in a page with a script.
    pub fn linked(&mut self, link: Option<&Opens>, draw: impl FnOnce(&mut Self)) {
        let Some(link) = link else { return draw(self) };
        self.body.push_str(&format!(
            "<g data-e=\"{}\" data-only=\"{}\">\n",
            escape::html(&link.cell),
            attribute(&link.only)
        ));
        draw(self);
        self.body.push_str("</g>\n");
    }

    /// A line through points, closed or open.
    pub fn path(&mut self, points: &[(f64, f64)], closed: bool, class: &str) {
        let at: Vec<String> = points.iter().map(|(x, y)| format!("{} {}", n(*x), n(*y))).collect();
        let end = if closed { "Z" } else { "" };
        self.body.push_str(&format!("<path d=\"M{}{end}\" class=\"{class}\"/>\n", at.join("L")));
    }

    /// The mark of a group, told apart by shape: disc, square, triangle, diamond, ring, open square, open triangle, open diamond.
    pub fn mark(&mut self, kind: usize, x: f64, y: f64) {
        // Colour helps where it is seen; the shape alone is enough.
        let (r, class) = (5.5, ["pt", "c1", "pt", "c1", "ho", "ho", "ho", "ho"][kind % 8]);
        match kind % 4 {
            0 => self.circle(x, y, r - 0.5, class),
            1 => self.path(
                &[(x - 4.8, y - 4.8), (x + 4.8, y - 4.8), (x + 4.8, y + 4.8), (x - 4.8, y + 4.8)],
                true,
                class,
            ),
            2 => self.path(&[(x, y - 6.0), (x + 6.0, y + 4.8), (x - 6.0, y + 4.8)], true, class),
            _ => self.path(&[(x, y - 6.8), (x + 6.0, y), (x, y + 6.8), (x - 6.0, y)], true, class),
        }
    }

    pub fn rect(&mut self, x: f64, y: f64, w: f64, h: f64, class: &str) {
        self.body.push_str(&format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"{class}\"/>\n",
            n(x),
            n(y),
            n(w),
            n(h)
        ));
    }

    /// The finished picture. `id` makes the ids of its title and description unique within a page.
    pub fn finish(self, id: &str, height: f64, title: &str, description: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"fs\" viewBox=\"0 0 {w} {h}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\">\n\
             <title id=\"{id}-t\">{t}</title>\n<desc id=\"{id}-d\">{d}</desc>\n<style>{STYLE}</style>\n\
             <rect class=\"bg\" width=\"{w}\" height=\"{h}\"/>\n{body}</svg>\n",
            w = n(WIDTH),
            h = n(height),
            t = escape::html(title),
            d = escape::html(description),
            body = self.body,
        )
    }
}

/// Round steps for an axis over `low`…`high` with about `wanted` of them.
pub fn steps(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    let span = (high - low).max(1e-9);
    let raw = span / wanted.max(1) as f64;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .map(|m| m * power)
        .into_iter()
        .find(|s| *s >= raw - 1e-12)
        .unwrap_or(power);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    (first..=last).take(100).map(|k| k as f64 * step).collect()
}

/// Decimals that tell the steps of an axis apart.
pub fn decimals(steps: &[f64]) -> usize {
    let step = steps.windows(2).map(|w| w[1] - w[0]).next().unwrap_or(1.0);
    (0..4).find(|d| ((step * 10f64.powi(*d)).round() - step * 10f64.powi(*d)).abs() < 1e-6).unwrap_or(3)
        as usize
}

/// Words cut to about `most` characters.
pub fn short(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let cut: String = words.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_have_round_steps() {
        assert_eq!(steps(0.0, 47.0, 5), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(steps(-0.31, 0.22, 5), [-0.2, 0.0, 0.2].map(|x: f64| (x / 0.2).round() * 0.2));
        assert_eq!(decimals(&[0.0, 0.2]), 1);
    }
}
