//! JSON written piece by piece: keys and names of the contract are plain bytes, and only words from outside are looked at for
//! characters that need escaping.

use super::table::put_number;
use crate::scan;

/// Writes JSON to the end of a buffer. Whoever calls it keeps to the grammar.
pub(super) struct Json<'a>(pub(super) &'a mut Vec<u8>);

impl Json<'_> {
    /// Puts what is JSON already: a key with its colon, a bracket.
    pub(super) fn raw(&mut self, json: &str) {
        self.0.extend_from_slice(json.as_bytes());
    }

    /// A name of the contract, which needs no escaping.
    pub(super) fn name(&mut self, name: &'static str) {
        self.0.push(b'"');
        self.raw(name);
        self.0.push(b'"');
    }

    /// A whole number.
    pub(super) fn number(&mut self, n: u32) {
        put_number(self.0, n);
    }

    /// A number; `null` for none and for what is no number.
    pub(super) fn float(&mut self, x: Option<f32>) {
        // A Vec takes every byte: this cannot fail.
        let _ = serde_json::to_writer(&mut *self.0, &x);
    }

    /// Any text.
    pub(super) fn text(&mut self, text: &str) {
        self.0.push(b'"');
        let mut rest = text.as_bytes();
        while let Some(at) = scan::position(rest, is_special, is_special) {
            let (plain, special) = rest.split_at(at);
            self.0.extend_from_slice(plain);
            let Some((&b, behind)) = special.split_first() else { break };
            self.escape(b);
            rest = behind;
        }
        self.0.extend_from_slice(rest);
        self.0.push(b'"');
    }

    fn escape(&mut self, b: u8) {
        let letter = match b {
            b'"' | b'\\' => b,
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x08 => b'b',
            0x0C => b'f',
            _ => {
                let digit = |d: u8| b"0123456789abcdef"[usize::from(d & 15)];
                return self.0.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(b >> 4), digit(b)]);
            }
        };
        self.0.extend_from_slice(&[b'\\', letter]);
    }

    /// Any text, or `null`.
    pub(super) fn maybe(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.raw("null"),
        }
    }

    /// A list of what `put` writes of every item.
    pub(super) fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut put: impl FnMut(&mut Self, T)) {
        self.0.push(b'[');
        let mut first = true;
        for item in items {
            if !std::mem::take(&mut first) {
                self.0.push(b',');
            }
            put(self, item);
        }
        self.0.push(b']');
    }

    /// The two ends of a stretch.
    pub(super) fn pair(&mut self, [start, end]: [u32; 2]) {
        self.0.push(b'[');
        self.number(start);
        self.0.push(b',');
        self.number(end);
        self.0.push(b']');
    }
}

/// True for bytes that JSON escapes.
#[expect(clippy::needless_bitwise_bool, reason = "branches would keep it from becoming vector instructions")]
fn is_special(b: u8) -> bool {
    (b < 0x20) | (b == b'"') | (b == b'\\')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_written_as_serde_json_writes_them(text in "(\\PC|[\\x00-\\x7f]|[a-z ]{60}){0,20}", x in any::<Option<f32>>()) {
            let mut out = Vec::new();
            let mut json = Json(&mut out);
            json.text(&text);
            json.float(x);
            let expected = serde_json::to_string(&text).unwrap() + &serde_json::to_string(&x).unwrap();
            prop_assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }

    #[test]
    fn lists_and_names() {
        let mut out = Vec::new();
        let mut json = Json(&mut out);
        json.list([[1, 20], [300, 4_000_000_000]], Json::pair);
        json.list([(); 0], |_, ()| {});
        json.name("body");
        json.maybe(None);
        assert_eq!(String::from_utf8(out).unwrap(), "[[1,20],[300,4000000000]][]\"body\"null");
    }
}
