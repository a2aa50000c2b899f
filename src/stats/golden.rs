//! Numbers that other software made, for the tests of this folder. The script that made them stands beside
//! them in `tests/golden/`.

use serde_json::Value;
use std::sync::LazyLock;

static GOLDEN: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../tests/golden/statistics.json")).unwrap());

/// The value at a path such as `correction/p`.
pub fn value(path: &str) -> &'static Value {
    path.split('/').fold(&GOLDEN, |node, key| {
        let inside = node.get(key).or_else(|| key.parse::<usize>().ok().and_then(|index| node.get(index)));
        inside.unwrap_or_else(|| panic!("no golden value {path}"))
    })
}

/// One number.
pub fn number(path: &str) -> f64 {
    value(path).as_f64().unwrap_or_else(|| panic!("{path} is no number"))
}

/// A list of numbers.
pub fn numbers(path: &str) -> Vec<f64> {
    list(value(path))
}

/// A list of lists of numbers.
pub fn rows(path: &str) -> Vec<Vec<f64>> {
    let rows: Vec<_> = value(path).as_array().unwrap().iter().map(list).collect();
    assert!(!rows.is_empty(), "{path} is empty");
    rows
}

fn list(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect()
}

/// Fails unless the two agree to 1e-9, relative where the number is large.
#[track_caller]
pub fn close(ours: Option<f64>, theirs: f64, what: &str) {
    let ours = ours.unwrap_or_else(|| panic!("{what}: not estimable, {theirs} elsewhere"));
    let error = (ours - theirs).abs() / theirs.abs().max(1.0);
    assert!(error < 1e-9, "{what}: {ours} here, {theirs} elsewhere");
}
