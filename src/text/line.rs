//! Text on one line.

/// White space of any kind as single spaces. Edges keep theirs, so that pieces of a line join.
///
/// # Example
/// ```
/// assert_eq!(framescope::text::one_line("two\n\t lines "), "two lines ");
/// ```
pub fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}
