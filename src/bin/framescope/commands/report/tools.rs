//! Programs that a report may ask for help: pandoc for Word, rsvg-convert for pictures. Each is looked for before the work begins,
//! and named with the remedy where it is missing.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use framescope::error::{Error, Kind, Result};

/// Width of pictures in points: twice that of the figures on a page, so that they are sharp in print.
const WIDTH: &str = "1520";

/// Whether pandoc can be run.
///
/// # Errors
/// If it cannot.
pub fn pandoc() -> Result<()> {
    there(
        "pandoc",
        "docx is made by pandoc, which is not installed here",
        "install it (pandoc.org, or your package manager), or leave docx out; report.md can be converted later",
    )
}

/// Whether pictures can be made.
///
/// # Errors
/// If they cannot.
pub fn png() -> Result<()> {
    there(
        "rsvg-convert",
        "PNG figures are made by rsvg-convert, which is not installed here",
        "install it (Debian: librsvg2-bin; macOS: brew install librsvg), or leave --png out; the figures are there as SVG",
    )
}

fn there(program: &str, reason: &str, remedy: &str) -> Result<()> {
    let run = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if run.is_ok_and(|s| s.success()) { Ok(()) } else { Err(Error::new(Kind::Study, reason).help(remedy)) }
}

/// Adds a picture beside every figure.
///
/// # Errors
/// If one cannot be made.
pub fn add_pictures(files: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    let mut pictures = Vec::new();
    for (path, svg) in files.iter().filter(|(p, _)| is_figure(p)) {
        let mut command = Command::new("rsvg-convert");
        command.args(["--width", WIDTH, "--keep-aspect-ratio", "--format", "png"]);
        pictures.push((path.replace(".svg", ".png"), through(command, svg)?));
    }
    files.append(&mut pictures);
    Ok(())
}

fn is_figure(path: &str) -> bool {
    path.starts_with("figures/") && Path::new(path).extension().is_some_and(|e| e == "svg")
}

/// The report for Word, from its Markdown and figures. The same report gives the same bytes: pandoc is told the time.
///
/// # Errors
/// If pandoc fails.
pub fn docx(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>> {
    let folder = Folder::new()?;
    // Word shows pictures in every version; SVG only in the newer ones.
    let mut all = files.to_vec();
    if png().is_ok() && !all.iter().any(|(p, _)| p.starts_with("figures/") && !is_figure(p)) {
        add_pictures(&mut all)?;
    }
    let pictures = all.iter().any(|(p, _)| p.starts_with("figures/") && !is_figure(p));
    for (path, bytes) in all.iter().filter(|(p, _)| p.starts_with("figures/")) {
        folder.write(path, bytes)?;
    }
    let text = files.iter().find(|(p, _)| p == "report.md").map_or(&[][..], |f| f.1.as_slice());
    let mut text = String::from_utf8_lossy(text).into_owned();
    if pictures {
        text = text.replace(".svg)\\\n", ".png){width=100%}\\\n");
    }
    // Word makes a table of contents only when it is asked to; until then it would be an empty heading.
    text = text.replacen("\ntoc: true\n", "\n", 1);
    let mut command = Command::new("pandoc");
    command.args(["--from", "markdown", "--to", "docx", "--shift-heading-level-by", "-1", "--output", "-"]);
    command.current_dir(&folder.0).env("SOURCE_DATE_EPOCH", "946684800");
    through(command, text.as_bytes()).map(dressed)
}

/// Tables need another page than pandoc's; without the feature that reads archives they do without.
fn dressed(document: Vec<u8>) -> Vec<u8> {
    #[cfg(feature = "documents")]
    let document = super::docx::dress(document);
    document
}

/// Runs a program that reads from its standard input and writes to its standard output.
fn through(mut command: Command, input: &[u8]) -> Result<Vec<u8>> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |reason: String| Error::new(Kind::Output, format!("{name} failed: {reason}"));
    let spawned = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|e| failed(e.to_string()))?;
    let mut stdin = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // Writing and reading at once: either pipe may fill up.
        scope.spawn(move || stdin.take().map(|mut s| s.write_all(input)));
        child.wait_with_output()
    });
    let output = output.map_err(|e| failed(e.to_string()))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

/// A folder of our own for the time of a conversion.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Result<Self> {
        let path = std::env::temp_dir().join(format!("framescope-docx-{}", std::process::id()));
        std::fs::create_dir_all(path.join("figures")).map_err(|e| unwritable(&path, &e))?;
        Ok(Self(path))
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let path = self.0.join(path);
        std::fs::write(&path, bytes).map_err(|e| unwritable(&path, &e))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays behind is only clutter.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn unwritable(path: &Path, e: &std::io::Error) -> Error {
    Error::new(Kind::Output, e.to_string()).in_file(path.display().to_string())
}
