//! What a run was made of: enough to make it again, and to see whether anything changed. No clock, no absolute path, no name.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::study::findings::Exclusion;
use crate::study::{Findings, StudySpec};

/// An input of the run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InputFile {
    /// Path as the study names it, with forward slashes.
    pub path: String,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

impl InputFile {
    /// Hashes a file.
    ///
    /// # Example
    /// ```
    /// let f = framescope::report::manifest::InputFile::of("a.txt", b"abc");
    /// assert!(f.sha256.starts_with("ba7816bf"));
    /// ```
    pub fn of(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.replace('\\', "/"), sha256: hash(bytes) }
    }
}

/// SHA-256 in hexadecimal.
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, b| hex + &format!("{b:02x}"))
}

/// The manifest of a run.
#[derive(Debug, Serialize)]
pub struct Manifest<'a> {
    /// The program.
    pub program: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The study as carried out.
    pub study: &'a StudySpec,
    /// Options given on the command line that changed the study file.
    pub changed_since_declared: &'a [String],
    /// Articles, metadata tables and the study file.
    pub inputs: Vec<InputFile>,
    /// Lexicons and rule files.
    pub lexicons: Vec<InputFile>,
    /// Articles left out, and why.
    pub excluded: &'a [Exclusion],
}

impl<'a> Manifest<'a> {
    /// The manifest of findings.
    pub fn of(
        findings: &'a Findings,
        changed: &'a [String],
        mut inputs: Vec<InputFile>,
        mut lexicons: Vec<InputFile>,
    ) -> Self {
        inputs.sort();
        lexicons.sort();
        Self {
            program: "framescope",
            version: env!("CARGO_PKG_VERSION"),
            study: &findings.spec,
            changed_since_declared: changed,
            inputs,
            lexicons,
            excluded: &findings.flow.excluded,
        }
    }
}
