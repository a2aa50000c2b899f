//! Numbers as they stand on paper, in the language of the report.

use super::words::Words;
use crate::stats::estimate::Estimate;

/// A number with a fixed count of decimals and a true minus sign, as English writes it; zero has no sign.
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

/// An estimate in percent or percentage points.
pub fn hundredfold(e: &Estimate) -> Estimate {
    let times = |x: Option<f64>| x.map(|v| v * 100.0);
    Estimate { value: times(e.value), low: times(e.low), high: times(e.high), ..*e }
}

impl Words {
    /// A number with a fixed count of decimals, thousands set apart.
    pub fn number(&self, x: f64, decimals: usize) -> String {
        let plain = number(x, decimals);
        let (whole, broken) = plain.split_once('.').unwrap_or((&plain, ""));
        let digits = whole.trim_start_matches('−');
        let mut out = String::from(if whole.len() > digits.len() { "−" } else { "" });
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push(self.thousands);
            }
            out.push(c);
        }
        if !broken.is_empty() {
            out.push(self.decimal);
            out.push_str(broken);
        }
        out
    }

    /// A count with thousands set apart.
    pub fn count(&self, n: u64) -> String {
        self.number(n as f64, 0)
    }

    /// A value with its interval, or why there is none.
    pub fn estimate(&self, e: &Estimate, decimals: usize) -> String {
        let n = |x| self.number(x, decimals);
        match (e.value, e.ends()) {
            (Some(v), Some((low, high))) => format!("{} [{}{} {}]", n(v), n(low), self.between(), n(high)),
            (Some(v), None) => n(v),
            (None, _) => self.word("not estimable").to_owned(),
        }
    }

    /// A share as a percentage with its interval.
    pub fn percent(&self, e: &Estimate) -> String {
        let scaled = hundredfold(e);
        let n = |x| self.number(x, 0);
        match (scaled.value, scaled.ends()) {
            (Some(v), Some((low, high))) => format!("{} % [{}{} {}]", n(v), n(low), self.between(), n(high)),
            (Some(v), None) => format!("{} %", n(v)),
            (None, _) => self.word("not estimable").to_owned(),
        }
    }

    /// What stands between two numbers: where the comma is the decimal mark, a semicolon.
    pub(super) fn between(&self) -> char {
        if self.decimal == ',' { ';' } else { ',' }
    }

    /// A p value: never 0.
    pub fn p_value(&self, p: f64) -> String {
        let s =
            if p < 0.001 { "< .001".into() } else { format!("{p:.3}").trim_start_matches('0').to_owned() };
        if self.decimal == '.' { s } else { s.replace('.', &format!("0{}", self.decimal)) }
    }

    /// A p value after its letter: “= .012”, “< .001”.
    pub fn p_equals(&self, p: f64) -> String {
        let p = self.p_value(p);
        if p.starts_with('<') { p } else { format!("= {p}") }
    }
}
