//! An explanation of a sentence as text, for a terminal or a file.

use std::fmt::Write;

use crate::report::escape::terminal;
use crate::score::explain::{Explanation, Fired, HitReasons, Speech, Words};

/// Longest stretch of the article that is repeated in full.
const LONGEST: usize = 120;

/// Writes an explanation for a person.
pub fn write(e: &Explanation, out: &mut String) {
    let _ = writeln!(out, "{} · sentence {} · {} · {}", line(&e.id), e.sentence, e.kind, line(&e.language));
    let _ = writeln!(out, "  {}\n", line(&e.words.text));
    // Nothing of it was read: to say that nobody speaks and nothing hits would be to say that it was.
    if let Some(rule) = e.set_aside {
        let _ = writeln!(
            out,
            "Set aside by the cleaning rule {rule}, as not being the article's text: not counted\n"
        );
        return;
    }
    let speaker = e.speaker.as_deref().map_or_else(|| "speaker unknown".to_owned(), line);
    let _ = match e.voice {
        "narrator" => writeln!(out, "Voice: the writer's"),
        "direct" => writeln!(out, "Voice: quoted ({speaker})"),
        _ => writeln!(out, "Voice: reported ({speaker})"),
    };
    section(out, "Who says what", &e.speech, speech);
    section(out, "Cues", &e.cues, cue);
    section(out, "Hits", &e.hits, |h, out| hit(h, e, out));
    section(out, "Kept out", &e.kept_out, |k, out| {
        let _ = writeln!(out, "  {} · {}: {}", quoted(&k.words), k.rule, line(&k.why));
    });
    out.push('\n');
}

fn section<T>(out: &mut String, title: &str, rows: &[T], row: impl Fn(&T, &mut String)) {
    if rows.is_empty() {
        let _ = writeln!(out, "{title}: none");
        return;
    }
    let _ = writeln!(out, "{title}:");
    for r in rows {
        row(r, out);
    }
}

fn speech(s: &Speech, out: &mut String) {
    let speaker = s.speaker.as_deref().map_or_else(|| "nobody that is known".to_owned(), line);
    let how = match s.kind {
        "direct" => "Quoted",
        "indirect" => "Reported",
        _ => "Partly quoted",
    };
    let _ = writeln!(out, "  {how}, {speaker}: {}", list(&s.content));
    let mut why = format!("rule {}", s.rule);
    if let Some(cue) = &s.cue {
        let _ = write!(why, ", reporting word {} ({})", quoted(cue), s.manner);
    }
    match (&s.source, s.resolved) {
        (Some(source), "stands for another name") => {
            let _ = write!(why, ", {} stands for {speaker}", quoted(source));
        }
        (Some(source), _) => {
            let _ = write!(why, ", source {}", quoted(source));
        }
        (None, "carried over") => why.push_str(", speaker carried over from the report nearest to it"),
        (None, _) => why.push_str(", no source"),
    }
    let _ = writeln!(out, "      {why}");
}

fn cue(c: &Fired, out: &mut String) {
    let stance = c.stance.map_or_else(|| "changes no stance".to_owned(), |s| format!("makes {s}"));
    let _ = writeln!(out, "  {} {stance} · family {}, rule {}", quoted(&c.cue), c.family, c.rule);
    let _ = writeln!(out, "      {}", c.meaning);
    let what = if c.reach.is_empty() { &c.scope } else { &c.reach };
    if what.is_empty() {
        let _ = writeln!(out, "      governs nothing");
    } else {
        let _ = writeln!(out, "      over {}, up to {}", list(what), line(&c.ends_at));
    }
    if !c.reach.is_empty() && c.scope != c.reach {
        let _ = writeln!(out, "      in grammar it governs {}", list(&c.scope));
    }
}

fn hit(h: &HitReasons, e: &Explanation, out: &mut String) {
    let _ = writeln!(out, "  {} · {}: {}", quoted(&h.words), line(&h.frame), h.stance);
    let names = |cues: &[usize]| {
        let words: Vec<String> = cues.iter().filter_map(|i| e.cues.get(*i)).map(|c| quoted(&c.cue)).collect();
        words.join(" and ")
    };
    if h.because.is_empty() {
        let _ = writeln!(out, "      no cue reaches it");
    } else {
        let _ = writeln!(out, "      because of {}", names(&h.because));
    }
    if !h.outdone.is_empty() {
        let _ = writeln!(out, "      also reached by {}, which is weaker", names(&h.outdone));
    }
    let speaker = h.speaker.as_deref().map_or_else(|| "speaker unknown".to_owned(), line);
    let _ = match h.voice {
        "narrator" => writeln!(out, "      in the writer's voice"),
        "direct" => writeln!(out, "      quoted: {speaker}"),
        _ => writeln!(out, "      reported: {speaker}"),
    };
    if let Some(a) = &h.actor {
        let who = a.words.as_ref().map_or_else(String::new, |w| format!(" ({})", quoted(w)));
        let _ = writeln!(out, "      of the {}{who}: {}", a.actor, a.meaning.replace("**", ""));
    }
    let _ = writeln!(out, "      entry {} of group {}, weight {}", line(&h.entry), line(&h.group), h.weight);
}

fn list(words: &[Words]) -> String {
    let all: Vec<String> = words.iter().map(quoted).collect();
    if all.is_empty() { "nothing".into() } else { all.join(" and ") }
}

fn quoted(words: &Words) -> String {
    let text = line(&words.text);
    if text.chars().count() <= LONGEST {
        return format!("“{text}”");
    }
    let chars: Vec<char> = text.chars().collect();
    let head: String = chars[..LONGEST * 2 / 3].iter().collect();
    let tail: String = chars[chars.len() - LONGEST / 4..].iter().collect();
    format!("“{} … {}”", head.trim_end(), tail.trim_start())
}

/// On one line, without anything that a terminal would obey.
fn line(s: &str) -> String {
    terminal(s).split_whitespace().collect::<Vec<_>>().join(" ")
}
