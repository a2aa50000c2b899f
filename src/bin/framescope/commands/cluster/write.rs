//! A cluster analysis on standard output.

use framescope::report::escape;
use framescope::report::words::Words;
use framescope::study::clusters::{Clusters, Member, Rows};

/// Rows listed of each group: of many, the table and the records have all.
const LISTED: usize = 20;

/// For a person: what was found and how firm it is, then group by group its frames, sources, typical sentences and rows.
pub fn text(c: &Clusters) -> String {
    let mut s = head(c);
    for k in 0..c.k {
        s.push_str(&group(c, k));
    }
    let noise: Vec<&Member> = c.members.iter().filter(|m| m.cluster.is_none()).collect();
    if c.k > 0 && !noise.is_empty() {
        s.push_str(&format!("\nin no group\n{}", rows(&noise)));
    }
    s.push('\n');
    escape::terminal(&s)
}

fn head(c: &Clusters) -> String {
    if let Some(why) = &c.refused {
        return format!("{}: not clustered: {why}\n", c.language);
    }
    let what = if c.rows == Rows::Articles { "articles" } else { "segments" };
    let number = |x: Option<f64>| x.map_or("not estimable".to_owned(), |x| format!("{x:.2}"));
    let mut s = format!("{}: {} groups of {} {what}\n", c.language, c.k, c.members.len());
    let structure = c.structure.and_then(|x| serde_json::to_value(x).ok());
    let structure = structure.as_ref().and_then(|x| x.as_str()).unwrap_or("none").replace('-', " ");
    let structure = if structure == "none" { "no".to_owned() } else { structure };
    s.push_str(&format!("  mean silhouette {}: {structure} structure\n", number(c.silhouette)));
    if let Some(t) = &c.stability {
        let (ari, low, high) = (t.ari, t.low, t.high);
        s.push_str(&format!(
            "  resampled {what} give the same groups with an adjusted Rand index of {ari:.2} [{low:.2}, {high:.2}]\n"
        ));
    }
    match (&c.test, c.independence) {
        (Some(t), Some(p)) => s.push_str(&format!(
            "  groups and sources: Cramér's V {:.2}, p {}\n",
            t.cramers_v_corrected,
            Words::of("en").p_value(p)
        )),
        _ if c.sources.len() < 2 => s.push_str("  one source: groups cannot be set against sources\n"),
        _ => s.push_str("  groups and sources: not estimable\n"),
    }
    s
}

fn group(c: &Clusters, k: usize) -> String {
    let means = c.columns.iter().zip(c.profile.get(k).into_iter().flatten()).take(8);
    let means: Vec<String> = means.map(|(n, x)| format!("{n} {x:.2}")).collect();
    let counts = c.sources.iter().zip(c.by_source.get(k).into_iter().flatten()).filter(|(_, n)| **n > 0);
    let sources: Vec<String> = counts.map(|(s, n)| format!("{s} {n}")).collect();
    let mut s = format!("\ngroup {}  {}\n  of {}\n", k + 1, means.join("  "), sources.join(", "));
    for t in c.typical.get(k).into_iter().flatten() {
        if let Some(told) = &t.sentence {
            s.push_str(&format!(
                "  typical: {}[{}]{}  ({}:{})\n",
                told.before, told.hit, told.after, t.article, told.index
            ));
        }
    }
    let members: Vec<&Member> = c.members.iter().filter(|m| m.cluster == Some(k)).collect();
    s + &rows(&members)
}

fn rows(members: &[&Member]) -> String {
    let mut s = String::new();
    for m in members.iter().take(LISTED) {
        let sits = m.silhouette.map_or("     –".into(), |x| format!("{x:6.2}"));
        s.push_str(&format!("  {sits}  {}  ({})\n", m.id, m.source));
    }
    if members.len() > LISTED {
        s.push_str(&format!("          and {} more: see --format csv\n", members.len() - LISTED));
    }
    s
}

/// One record a row, then one summary record a language.
pub fn jsonl(found: &[Clusters]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = |value: serde_json::Value| {
        if serde_json::to_writer(&mut out, &value).is_ok() {
            out.push(b'\n');
        }
    };
    for c in found {
        for m in &c.members {
            let cluster = m.cluster.map(|k| k + 1);
            line(
                serde_json::json!({"id": m.id, "source": m.source, "cluster": cluster, "silhouette": m.silhouette, "x": m.x, "y": m.y}),
            );
        }
    }
    for c in found {
        let summary = Clusters { members: vec![], ..c.clone() };
        line(serde_json::json!({ "summary": summary }));
    }
    out
}
