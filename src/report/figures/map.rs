//! Cluster map: articles on the plane that shows most of their spread, groups told apart by shape.

use super::svg::{Anchor, Opens, Svg, WIDTH, short};
use crate::report::block::{Figure, line};
use crate::report::sections::one;
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::clusters::{Clusters, Member};

const LEFT: f64 = 40.0;
const RIGHT: f64 = 40.0;
const TOP: f64 = 76.0;
const HEIGHT: f64 = 380.0;
/// Articles drawn; of more, evenly spaced ones.
const MOST: usize = 800;
/// With more articles their sources are not written beside them.
const NAMED: usize = 60;

/// Letters that stand for each source: initials, with a number where two have the same.
pub fn initials(sources: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for source in sources {
        let words = source.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
        let letters: String =
            words.filter_map(|w| w.chars().next()).flat_map(char::to_uppercase).take(3).collect();
        let letters = if letters.is_empty() { "?".to_owned() } else { letters };
        let mut name = letters.clone();
        let mut n = 2;
        while out.contains(&name) {
            name = format!("{letters}{n}");
            n += 1;
        }
        out.push(name);
    }
    out
}

/// The map of the articles of one language. `None` where they have no places.
pub fn cluster_map(_: &Findings, w: &Words, c: &Clusters) -> Option<Figure> {
    let placed: Vec<(&Member, f64, f64)> = c.members.iter().filter_map(|m| Some((m, m.x?, m.y?))).collect();
    if placed.len() < 3 || c.k == 0 {
        return None;
    }
    let step = placed.len().div_ceil(MOST);
    let drawn: Vec<_> = placed.iter().step_by(step).collect();
    let id = format!("cluster-map-{}", c.language);
    let title = say!(
        w,
        "Articles in {language} by how their hits divide among the frames",
        language = w.language(&c.language)
    );
    let range = |of: fn(&(&Member, f64, f64)) -> f64| {
        let low = placed.iter().map(of).fold(f64::INFINITY, f64::min);
        let high = placed.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
        let pad = ((high - low) * 0.08).max(1e-6);
        (low - pad, high + pad)
    };
    let (xs, ys) = (range(|p| p.1), range(|p| p.2));
    let x = |v: f64| LEFT + (v - xs.0) / (xs.1 - xs.0) * (WIDTH - LEFT - RIGHT);
    let y = |v: f64| TOP + HEIGHT - (v - ys.0) / (ys.1 - ys.0) * HEIGHT;
    let mut svg = Svg::new();
    svg.text(16.0, 24.0, Anchor::Start, "t", &title);
    legend(&mut svg, w, c);
    svg.path(
        &[(LEFT, TOP), (WIDTH - RIGHT, TOP), (WIDTH - RIGHT, TOP + HEIGHT), (LEFT, TOP + HEIGHT)],
        true,
        "ax",
    );
    if xs.0 < 0.0 && xs.1 > 0.0 {
        svg.line(x(0.0), TOP, x(0.0), TOP + HEIGHT, "gr");
    }
    if ys.0 < 0.0 && ys.1 > 0.0 {
        svg.line(LEFT, y(0.0), WIDTH - RIGHT, y(0.0), "gr");
    }
    let letters = initials(&c.sources);
    let mut taken: Vec<(f64, f64, f64, f64)> = drawn.iter().map(|p| around(x(p.1), y(p.2))).collect();
    for (member, a, b) in &drawn {
        let (px, py) = (x(*a), y(*b));
        let opens = Opens {
            cell: "evidence".into(),
            only: vec![("article", one(&member.id)), ("kind", "frame".to_owned())],
        };
        svg.linked(Some(&opens), |svg| svg.mark(member.cluster.unwrap_or(7), px, py));
        if drawn.len() <= NAMED {
            let source = c.sources.iter().position(|s| *s == member.source).and_then(|i| letters.get(i));
            name(&mut svg, source.map_or("", String::as_str), (px, py), &mut taken);
        }
    }
    let bottom = axes(&mut svg, w, c);
    let bottom = if drawn.len() <= NAMED { key(&mut svg, &c.sources, &letters, bottom) } else { bottom };
    let told: Vec<String> = (0..c.k)
        .map(|k| {
            let of: Vec<String> = c
                .by_source
                .get(k)
                .into_iter()
                .flatten()
                .zip(&c.sources)
                .filter(|(n, _)| **n > 0)
                .map(|(n, s)| format!("{s} {n}"))
                .collect();
            say!(w, "Group {k}: {articles}", k = k + 1, articles = of.join(", "))
        })
        .collect();
    let alt = format!("{title}. {}.", told.join("; "));
    let mut caption = say!(
        w,
        "Articles in {language} on the plane that shows most of how they differ in their mix of frames. Near each other: alike. The shape is the group that k-means found.",
        language = w.language(&c.language),
    );
    if drawn.len() <= NAMED {
        caption.push_str(w.word(" Letters name the source."));
    }
    if step > 1 {
        caption.push_str(&say!(
            w,
            " {n} of {all} articles are drawn.",
            n = w.count(drawn.len() as u64),
            all = w.count(placed.len() as u64)
        ));
    }
    let svg = svg.finish(&id, bottom + 14.0, &title, &alt);
    Some(Figure { id, caption: line(caption), svg, alt })
}

/// What the shapes mean, in two lines if one has no room for all.
fn legend(svg: &mut Svg, w: &Words, c: &Clusters) {
    let entries: Vec<(String, f64)> = (0..c.k)
        .map(|k| {
            let n: u64 = c.by_source.get(k).into_iter().flatten().sum();
            let words = say!(w, "Group {k} ({n})", k = k + 1, n = w.count(n));
            let wide = 34.0 + 7.2 * words.chars().count() as f64;
            (words, wide)
        })
        .collect();
    let right = WIDTH - RIGHT;
    let fits = LEFT + 6.0 + entries.iter().map(|(_, wide)| wide).sum::<f64>() <= right;
    let (mut x, mut y) = (LEFT + 6.0, if fits { 50.0 } else { 42.0 });
    for (k, (words, wide)) in entries.iter().enumerate() {
        if x + wide > right && x > LEFT + 6.0 {
            (x, y) = (LEFT + 6.0, y + 19.0);
        }
        svg.mark(k, x, y);
        svg.text(x + 12.0, y + 4.5, Anchor::Start, "s", words);
        x += wide;
    }
}

fn axes(svg: &mut Svg, w: &Words, c: &Clusters) -> f64 {
    let bottom = TOP + HEIGHT;
    if let Some((first, second)) = c.explained {
        let percent = |x: f64| w.number(100.0 * x, 0);
        let words = say!(
            w,
            "across: {first} % of the spread, upwards: {second} %",
            first = percent(first),
            second = percent(second)
        );
        svg.text(WIDTH / 2.0, bottom + 18.0, Anchor::Middle, "s", &words);
    }
    bottom + 22.0
}

/// What the letters mean, in lines.
fn key(svg: &mut Svg, sources: &[String], letters: &[String], top: f64) -> f64 {
    let (mut x, mut y) = (LEFT, top + 18.0);
    for (source, letter) in sources.iter().zip(letters) {
        let words = format!("{letter} = {}", short(source, 30));
        let wide = 20.0 + 7.0 * words.chars().count() as f64;
        if x + wide > WIDTH - RIGHT && x > LEFT {
            (x, y) = (LEFT, y + 17.0);
        }
        svg.text(x, y, Anchor::Start, "s", &words);
        x += wide;
    }
    y
}

fn around(x: f64, y: f64) -> (f64, f64, f64, f64) {
    (x - 7.0, y - 7.0, x + 7.0, y + 7.0)
}

/// Writes a name beside its point where there is room, else nowhere: the table has all of them.
fn name(svg: &mut Svg, words: &str, (x, y): (f64, f64), taken: &mut Vec<(f64, f64, f64, f64)>) {
    let wide = 8.0 * words.chars().count() as f64;
    for (left, base) in [
        (x + 9.0, y + 4.0),
        (x - 9.0 - wide, y + 4.0),
        (x - wide / 2.0, y - 10.0),
        (x - wide / 2.0, y + 19.0),
    ] {
        let r = (left, base - 10.0, left + wide, base + 2.0);
        let inside = r.0 > LEFT && r.2 < WIDTH - RIGHT && r.1 > TOP && r.3 < TOP + HEIGHT;
        let free = taken.iter().all(|t| r.2 < t.0 || t.2 < r.0 || r.3 < t.1 || t.3 < r.1);
        if inside && free {
            svg.text(left, base, Anchor::Start, "s", words);
            taken.push(r);
            return;
        }
    }
}
