//! Lines of a text that are not blank, as cleaning and paragraphs ask for them.

/// A line, without the white space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    /// First byte in the text.
    pub(crate) start: u32,
    /// One past the last.
    pub(crate) end: u32,
    /// White space before its first character, in bytes.
    pub(crate) indent: u32,
    /// True if a blank line, or the start of the text, stands before it.
    pub(crate) parted: bool,
}

/// Lines that are gathered from break to break.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines {
    found: Vec<Line>,
    /// Where the present line begins.
    at: usize,
    /// True if the one before it is not blank.
    follows: bool,
}

impl Lines {
    /// Begins another text.
    pub(crate) fn clear(&mut self) {
        self.found.clear();
        (self.at, self.follows) = (0, false);
    }

    /// Those found so far.
    pub(crate) fn found(&self) -> &[Line] {
        &self.found
    }

    /// Ends a line of the text before byte `end`, where a break of `len` bytes stands.
    #[inline]
    pub(crate) fn end(&mut self, text: &str, end: usize, len: usize) {
        let start = self.at;
        let (from, to) = match text.as_bytes()[start..end] {
            // Nearly every line begins and ends with a sign of ASCII, or is empty.
            [] | [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => (start, end),
            _ => {
                let from = end - text[start..end].trim_start().len();
                (from, from + text[from..end].trim_end().len())
            }
        };
        if from < to {
            let (indent, parted) = ((from - start) as u32, !self.follows);
            self.found.push(Line { start: from as u32, end: to as u32, indent, parted });
        }
        self.follows = from < to;
        self.at = end + len;
    }
}
