//! How the report of a study looks: its sections, titles, prose of its own, logo and colours.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};

/// The table `[report]` of a study file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Presentation {
    /// Who answers for the study, for the citation; an institution stands in braces.
    pub authors: Vec<String>,
    /// Sections in order: ids of built-in ones, and files of your own prose that end in `.md`. Empty: all, in their usual order.
    pub sections: Vec<String>,
    /// Sections left out.
    pub without: Vec<String>,
    /// Other titles, by id of the section.
    pub titles: BTreeMap<String, String>,
    /// A picture for the head of the page (SVG, PNG, JPEG), relative to the study file.
    pub logo: Option<String>,
    /// Colour of links and of the first part of figures, as `#rrggbb`.
    pub accent: Option<String>,
    /// Colour of the second part of figures, as `#rrggbb`.
    pub second: Option<String>,
    /// True: the whole articles stand in a file beside the report, for those who check.
    pub articles: bool,
}

impl Default for Presentation {
    fn default() -> Self {
        Self {
            authors: vec![],
            sections: vec![],
            without: vec![],
            titles: BTreeMap::new(),
            logo: None,
            accent: None,
            second: None,
            articles: true,
        }
    }
}

/// Contrast with white that text needs (WCAG 2.2, 1.4.3), and that a mark needs (1.4.11).
const TEXT: f64 = 4.5;
const MARK: f64 = 3.0;

impl Presentation {
    /// Files of prose that the study adds, in order.
    pub fn prose(&self) -> impl Iterator<Item = &str> {
        self.sections.iter().map(String::as_str).filter(|s| is_prose(s))
    }

    /// Colours must be readable on white paper.
    ///
    /// # Errors
    /// If a colour is none, or too light.
    pub(super) fn check(&self) -> Result<()> {
        for (name, colour, needed) in [("accent", &self.accent, TEXT), ("second", &self.second, MARK)] {
            let Some(colour) = colour else { continue };
            let wrong = |reason: String| Error::new(Kind::Study, reason);
            let Some(light) = luminance(colour) else {
                return Err(wrong(format!("report.{name} = {colour:?} is no colour"))
                    .help("write #rrggbb, such as \"#0b4f8a\""));
            };
            let contrast = 1.05 / (light + 0.05);
            if contrast < needed {
                let reason = format!(
                    "report.{name} = {colour:?} has a contrast of {contrast:.1} to white paper, and {needed} is needed to be read"
                );
                return Err(wrong(reason).help("take a darker colour"));
            }
        }
        Ok(())
    }
}

/// True if a section is a file of the study's own prose.
pub fn is_prose(section: &str) -> bool {
    section.len() > 3 && section.to_ascii_lowercase().ends_with(".md")
}

/// Relative luminance as WCAG 2.2 defines it, of `#rrggbb`.
fn luminance(colour: &str) -> Option<f64> {
    let hex = colour.strip_prefix('#').filter(|h| h.len() == 6 && h.is_ascii())?;
    let part = |i: usize| {
        let byte = u8::from_str_radix(hex.get(i..i + 2)?, 16).ok()?;
        let c = f64::from(byte) / 255.0;
        Some(if c <= 0.040_45 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * part(0)? + 0.7152 * part(2)? + 0.0722 * part(4)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_must_be_readable() {
        let with =
            |accent: &str| Presentation { accent: Some(accent.into()), ..Presentation::default() }.check();
        assert!(with("#0b4f8a").is_ok() && with("#000000").is_ok());
        assert!(with("#ffd700").unwrap_err().reason().contains("contrast"));
        for wrong in ["blue", "#12", "#gggggg", "#ééé"] {
            assert!(with(wrong).is_err(), "{wrong}");
        }
    }
}
