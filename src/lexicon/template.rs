//! A commented lexicon to start from.

use super::parse::is_frame_id;
use crate::error::{Error, Kind, Result};
use crate::text::Language;

const TEMPLATE: &str = include_str!("../../lexicons/template.toml");

/// The text of a new frame lexicon that explains itself; `id` names the frame. `check` tells what of it still stands.
///
/// # Errors
/// If `id` cannot name a column.
///
/// # Example
/// ```
/// use framescope::{lexicon::{parse::parse, template}, text::Language};
/// let text = template::frame("human-interest", Language::ENGLISH)?;
/// assert_eq!(parse("human-interest.toml", &text)?.id, "human-interest");
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub fn frame(id: &str, language: Language) -> Result<String> {
    if !is_frame_id(id) {
        return Err(Error::new(Kind::Lexicon, format!("frame {id:?} cannot name a column"))
            .help("use lower-case letters, digits, - and _; what people shall read goes into title"));
    }
    let mut title: String = id.replace(['-', '_'], " ");
    if let Some(first) = title.get(..1).map(str::to_uppercase) {
        title.replace_range(..1, &first);
    }
    Ok(TEMPLATE.replace("{id}", id).replace("{language}", language.code()).replace("{title}", &title))
}
