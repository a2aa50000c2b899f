//! Mac Roman or windows-1252? Nearly every byte is a character in both, so that neither can be told by its bytes; but of two readings
//! the wrong one has signs and capitals within words (`perchŽ`, `donÕt`), and the right one has not.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// So many places that no writer would have written speak against a reading.
const ENOUGH: usize = 2;

/// True if the bytes read as windows-1252 have places that no writer would have written, and read as Mac Roman hardly any.
pub(super) fn is_mac_roman(bytes: &[u8]) -> bool {
    let western = odd_places(WINDOWS_1252, bytes);
    western >= ENOUGH && odd_places(MACINTOSH, bytes) * 4 <= western
}

/// How many characters beyond ASCII stand where no writer would have put them.
fn odd_places(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    let mut odd = 0;
    while let Some(c) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        odd += usize::from(!c.is_ascii() && is_odd(before, c, after));
        before = c;
    }
    odd
}

fn is_odd(before: char, c: char, after: char) -> bool {
    match c {
        '\u{80}'..='\u{9f}' => true,
        // Opening marks behind a letter, and others between two. (“ closes a quotation in German.)
        '„' | '‚' | '¿' | '¡' => before.is_alphabetic(),
        '“' | '”' | '•' | '™' => before.is_lowercase() && after.is_lowercase(),
        'ª' | 'º' | '’' | '‘' | '–' | '—' | '…' | '«' | '»' | '‹' | '›' | '·' | '\u{a0}' | '\u{ad}' => {
            false
        }
        _ if c.is_alphabetic() => {
            (before.is_lowercase() && c.is_uppercase())
                || (c.is_lowercase() && after.is_uppercase())
                || matches!(before, ',' | '!' | '?')
        }
        // Signs such as † and ‰ that hang on a word.
        _ => before.is_lowercase() || after.is_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 9] = [
        "“They don’t have that capability,” he said. The group’s hackers – it isn’t clear who – may strike again…",
        "\"They don’t have that capability\", she said; it isn’t clear who does.",
        "«Non è vero», ha detto il ministro. Perché la città è già così? L’attacco però c’è stato: lunedì torneranno.",
        "Perché no? La città è più sicura, ma la libertà no: così dice il sindaco.",
        "L’attaque a été déjouée à Paris, où l’État dit que ça ne peut pas arriver : « c’était prévu ».",
        "Die Gruppe heißt für viele „gefährlich“. Sie könnte über größere Mittel verfügen, für Österreich überall.",
        "La acción fue más rápida: ¿quién dañó los teléfonos de España? También el señor dijo «sí», ¡mañana!",
        "Ataques não são só palavras: a organização já está lá, e o coração também – “é o fim”, disse João.",
        "På lørdag gikk hæren løs på dem; « det er ikke sånn », sa kong Ørnulf fra Ålesund.",
    ];

    /// Bytes of a text; each of its characters is in the encoding.
    fn bytes(encoding: &'static Encoding, text: &str) -> Vec<u8> {
        let (bytes, _, lost) = encoding.encode(text);
        assert!(!lost, "{text}");
        bytes.into_owned()
    }

    #[test]
    fn texts_saved_on_an_old_mac_are_told_from_windows() {
        for text in TEXTS {
            assert!(is_mac_roman(&bytes(MACINTOSH, text)), "{text}");
            assert!(!is_mac_roman(&bytes(WINDOWS_1252, text)), "{text}");
        }
    }

    #[test]
    fn too_little_is_no_reason() {
        for text in ["It’s 5 € or 3 £.", "A café", "Temperature: 5°, ±2; © 2015 by McÉwan"] {
            assert!(!is_mac_roman(&bytes(WINDOWS_1252, text)), "{text}");
        }
    }
}
