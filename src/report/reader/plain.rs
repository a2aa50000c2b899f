//! The reader view as text: colour in a terminal, brackets everywhere else.

use std::fmt::Write;

use super::layers::{Layers, Piece};
use super::{View, before};
use crate::report::escape::terminal;
use crate::report::format::number;
use crate::score::Scheme;
use crate::stance::Stance;
use crate::text::{SentenceKind, Span, one_line};

/// Colours of frames: readable on dark and light terminals.
const COLOURS: [u8; 6] = [31, 34, 35, 32, 36, 33];

/// How the marks are to be read, for the head of the output.
pub fn legend(scheme: &Scheme, colour: bool) -> String {
    let frames: Vec<String> = scheme
        .frames
        .iter()
        .enumerate()
        .map(|(i, f)| {
            let title = terminal(&f.title.to_lowercase());
            if colour { format!("\x1b[{}m{title}\x1b[0m", tint(i)) } else { format!("[{title}: …]") }
        })
        .collect();
    format!(
        "Frames: {}. Put before the words: not = denied, perhaps = hedged, if = hypothetical. {{…}} voice and speaker, <…> an idea, (…) tone.\n\n",
        frames.join(if colour { ", " } else { " " })
    )
}

fn tint(frame: usize) -> u8 {
    COLOURS[frame % COLOURS.len()]
}

/// One article: a line for each sentence with its number.
pub fn write(view: &View<'_>, colour: bool, out: &mut String) {
    let (title, about) = view.heading();
    let (title, about) = (one_line(&terminal(&title)), one_line(&terminal(&about)));
    let bold = |s: &str| if colour { format!("\x1b[1m{s}\x1b[0m") } else { s.to_owned() };
    let _ = write!(out, "{}\n{about}\n", bold(&title));
    let a = view.annotation;
    let mut layers = Layers::new(view.article, a);
    let mut paragraph = None;
    for (i, s) in a.document.sentences.iter().enumerate() {
        let pieces = layers.sentence(s.span);
        if paragraph.replace(s.paragraph) != Some(s.paragraph) {
            out.push('\n');
        }
        let _ = write!(out, "{i:>4}  ");
        if s.kind == SentenceKind::Boilerplate {
            let words: String = pieces.iter().map(|p| p.text).collect();
            let line = format!("[set aside] {}", one_line(&terminal(&words)));
            out.push_str(&if colour { format!("\x1b[2m{line}\x1b[0m") } else { line });
            out.push('\n');
            continue;
        }
        let (voice, speaker) = a.reading.sentences.get(i).copied().unwrap_or_default();
        if let Some(voice) = view.voice(voice, speaker) {
            let _ = write!(out, "{{{}}} ", one_line(&terminal(&voice)));
        }
        self::pieces(view, &pieces, colour, out);
        if let Some(tone) = a.tone.get(i).copied().flatten().filter(|t| t.all.abs() >= 0.005) {
            let _ = write!(out, " ({})", number(f64::from(tone.all), 2));
        }
        out.push('\n');
        why(view, i, s.span, colour, out);
    }
    out.push('\n');
}

/// Under a sentence: by which cue its hits are denied, hedged or supposed; hits with the same reason share a line.
fn why(view: &View<'_>, sentence: usize, span: Span, colour: bool, out: &mut String) {
    let cues = view.cues(span);
    let mut lines: Vec<(Vec<String>, Stance, String)> = Vec::new();
    for hit in view.annotation.hits_of(sentence) {
        let Some(because) = view.because(hit, cues) else { continue };
        let words = format!("“{}”", one_line(hit.span.of(&view.article.text)));
        let same = lines
            .last_mut()
            .filter(|(_, stance, reason)| *stance == hit.reading.stance && *reason == because);
        match same {
            Some((all, _, _)) if all.contains(&words) => {}
            Some((all, _, _)) => all.push(words),
            None => lines.push((vec![words], hit.reading.stance, because)),
        }
    }
    for (words, stance, because) in lines {
        let line = format!("{} {}: {}", words.join(", "), stance.name(), one_line(&because));
        out.push_str("        ");
        out.push_str(&if colour { format!("\x1b[2m{line}\x1b[0m") } else { line });
        out.push('\n');
    }
}

fn pieces(view: &View<'_>, pieces: &[Piece<'_>], colour: bool, out: &mut String) {
    let mut open: Vec<usize> = Vec::new();
    let mut mention = None;
    for piece in pieces {
        if piece.mention != mention {
            out.push_str(if mention.is_some() { ">" } else { "" });
            out.push_str(if piece.mention.is_some() { "<" } else { "" });
            mention = piece.mention;
        }
        for index in piece.hits.iter().filter(|h| !open.contains(h)) {
            let Some(hit) = view.annotation.hits.get(*index) else { continue };
            let frame = terminal(&view.frame(hit).to_lowercase());
            match (before(hit.reading.stance), colour) {
                (Some(word), true) => out.push_str(&format!("[{word}: ")),
                (Some(word), false) => out.push_str(&format!("[{word}: {frame}: ")),
                (None, true) => {}
                (None, false) => out.push_str(&format!("[{frame}: ")),
            }
        }
        let tint = piece.hits.first().and_then(|h| view.annotation.hits.get(*h)).filter(|_| colour);
        let text = one_line(&terminal(piece.text));
        match tint {
            Some(hit) => {
                let _ = write!(out, "\x1b[1;{}m{text}\x1b[0m", tint_of(hit.frame));
            }
            None => out.push_str(&text),
        }
        for index in &piece.ending {
            let stance = view.annotation.hits.get(*index).and_then(|h| before(h.reading.stance));
            if !colour || stance.is_some() {
                out.push(']');
            }
        }
        open.clone_from(&piece.hits);
    }
    if mention.is_some() {
        out.push('>');
    }
}

fn tint_of(frame: u16) -> u8 {
    tint(usize::from(frame))
}
