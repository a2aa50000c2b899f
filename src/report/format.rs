//! Numbers as they stand on paper.

use crate::stats::estimate::Estimate;

/// A number with a fixed count of decimals and a true minus sign; zero has no sign.
///
/// # Example
/// ```
/// use framescope::report::format::number;
/// assert_eq!(number(-1.25, 1), "−1.2");
/// assert_eq!(number(-0.01, 1), "0.0");
/// ```
pub fn number(x: f64, decimals: usize) -> String {
    let s = format!("{x:.decimals$}");
    match s.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| c == '0' || c == '.') => rest.to_owned(),
        Some(rest) => format!("−{rest}"),
        None => s,
    }
}

/// A count with thousands set apart.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// A value with its interval, or why there is none.
pub fn estimate(e: &Estimate, decimals: usize) -> String {
    let n = |x| number(x, decimals);
    match (e.value, e.ends()) {
        (Some(v), Some((low, high))) => format!("{} [{}, {}]", n(v), n(low), n(high)),
        (Some(v), None) => n(v),
        (None, _) => "not estimable".into(),
    }
}

/// A share as a percentage with its interval.
pub fn percent(e: &Estimate) -> String {
    let scaled = Estimate {
        value: e.value.map(|v| v * 100.0),
        low: e.low.map(|v| v * 100.0),
        high: e.high.map(|v| v * 100.0),
        ..*e
    };
    match (scaled.value, scaled.ends()) {
        (Some(v), Some((low, high))) => {
            format!("{} % [{}, {}]", number(v, 0), number(low, 0), number(high, 0))
        }
        (Some(v), None) => format!("{} %", number(v, 0)),
        (None, _) => "not estimable".into(),
    }
}

/// A p value: never 0.
pub fn p_value(p: f64) -> String {
    if p < 0.001 { "< .001".into() } else { format!("{p:.3}").trim_start_matches('0').to_owned() }
}

/// A list in words: “a”, “a and b”, “a, b and c”.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A number of things with its noun: `1 article`, `5 articles`.
pub fn things(n: usize, one: &str) -> String {
    let n = n as u64;
    if n == 1 { format!("1 {one}") } else { format!("{} {one}s", count(n)) }
}
