//! Which codes a sheet made here may hold.

use crate::stance::Stance;

/// What may stand in the column of a frame.
pub const FRAME_LABELS: [&str; 6] = ["0", "1", "asserted", "hedged", "hypothetical", "denied"];

/// What may stand in the column `voice`.
pub const VOICES: [&str; 3] = ["narrator", "direct", "indirect"];

/// A code of a frame as written by people: `x` and numbers as spreadsheets save them mean 1 or 0. `None` if it is none.
///
/// # Example
/// ```
/// use framescope::coding::sheet::frame_label;
/// assert_eq!(frame_label("x"), Some("1"));
/// assert_eq!(frame_label("denied"), Some("denied"));
/// assert_eq!(frame_label("maybe"), None);
/// ```
pub fn frame_label(code: &str) -> Option<&'static str> {
    match code {
        "x" | "1.0" | "1,0" | "true" => Some("1"),
        "0.0" | "0,0" | "false" => Some("0"),
        _ => FRAME_LABELS.into_iter().find(|l| *l == code),
    }
}

/// The presence that a frame's code says: `Some(true)` for 1 and every stance.
pub(crate) fn present(code: &str) -> Option<bool> {
    frame_label(code).map(|l| l != "0")
}

/// The stance that a frame's code says.
pub(crate) fn stance(code: &str) -> Option<Stance> {
    Stance::from_name(code)
}

/// A code in a sheet made here; otherwise the reason and the remedy.
pub(super) fn read(variable: &str, code: &str) -> Result<String, (String, String)> {
    let (found, known) = match variable {
        "voice" => (VOICES.into_iter().find(|v| *v == code), VOICES.join(", ")),
        "tone" => (Some(code).filter(|c| c.parse::<f64>().is_ok_and(f64::is_finite)), "a number".to_owned()),
        _ => (frame_label(code), FRAME_LABELS.join(", ")),
    };
    found
        .map(str::to_owned)
        .ok_or_else(|| (format!("{code:?} is no code of {variable}"), format!("write one of: {known}")))
}
