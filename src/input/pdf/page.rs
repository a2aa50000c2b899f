//! A page's content stream → pieces of text with their places.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId, Result};

use super::LARGEST_STREAM;

/// Drawings inside drawings.
const DEEPEST: usize = 4;
/// Further pieces of one page are no text to read.
const MOST: usize = 200_000;

/// A string that was drawn at once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub text: String,
    /// Where it begins and ends, in points from the left.
    pub x: f32,
    pub end: f32,
    /// Its base line, in points from the bottom.
    pub y: f32,
    /// Height of its letters in points.
    pub size: f32,
}

/// A font: how its bytes are read and how wide its letters are.
struct Font<'d> {
    encoding: Option<Encoding<'d>>,
    /// Code → width in thousandths of the size.
    widths: BTreeMap<u32, f32>,
    default: f32,
    /// Codes have two bytes.
    wide: bool,
}

/// Fonts by the object that defines them: pages share them.
#[derive(Default)]
pub(super) struct Fonts<'d>(BTreeMap<*const Dictionary, Font<'d>>);

type Matrix = [f32; 6];
const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

fn times(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// Pieces of a page in the order in which they are drawn.
pub(super) fn pieces<'d>(
    document: &'d Document,
    page: ObjectId,
    fonts: &mut Fonts<'d>,
) -> Result<Vec<Piece>> {
    let content = document.get_page_content_with_limit(page, LARGEST_STREAM)?;
    let (own, inherited) = document.get_page_resources(page)?;
    let mut resources: Vec<&'d Dictionary> = own.into_iter().collect();
    resources.extend(inherited.iter().filter_map(|id| document.get_dictionary(*id).ok()));
    let mut drawing = Drawing { document, pieces: Vec::new(), fonts };
    drawing.run(&content, &resources, IDENTITY, 0)?;
    Ok(drawing.pieces)
}

struct Drawing<'d, 'f> {
    document: &'d Document,
    pieces: Vec<Piece>,
    fonts: &'f mut Fonts<'d>,
}

#[derive(Clone, Copy)]
struct State {
    matrix: Matrix,
    font: Option<*const Dictionary>,
    size: f32,
    letter: f32,
    word: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

struct Cursor {
    line: Matrix,
    at: Matrix,
}

fn number(object: Option<&Object>) -> f32 {
    object.and_then(|o| o.as_float().ok()).filter(|n| n.is_finite()).unwrap_or(0.0)
}

fn matrix(operands: &[Object]) -> Matrix {
    let mut m = IDENTITY;
    for (slot, operand) in m.iter_mut().zip(operands) {
        *slot = number(Some(operand));
    }
    m
}

impl<'d> Drawing<'d, '_> {
    fn run(
        &mut self,
        content: &[u8],
        resources: &[&'d Dictionary],
        outer: Matrix,
        depth: usize,
    ) -> Result<()> {
        let content = Content::decode(content)?;
        let mut state = State {
            matrix: outer,
            font: None,
            size: 1.0,
            letter: 0.0,
            word: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut saved: Vec<State> = Vec::new();
        let mut cursor = Cursor { line: IDENTITY, at: IDENTITY };
        for operation in &content.operations {
            let o = &operation.operands;
            let n = |i: usize| number(o.get(i));
            match operation.operator.as_str() {
                "q" if saved.len() < 1000 => saved.push(state),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => state.matrix = times(&matrix(o), &state.matrix),
                "BT" => cursor = Cursor { line: IDENTITY, at: IDENTITY },
                "Tf" => {
                    state.size = n(1);
                    state.font = o
                        .first()
                        .and_then(|name| name.as_name().ok())
                        .and_then(|name| self.font(name, resources));
                }
                "Tc" => state.letter = n(0),
                "Tw" => state.word = n(0),
                "Tz" => state.scale = n(0) / 100.0,
                "TL" => state.leading = n(0),
                "Ts" => state.rise = n(0),
                "Tm" => {
                    cursor.line = matrix(o);
                    cursor.at = cursor.line;
                }
                "Td" => cursor.down(n(0), n(1)),
                "TD" => {
                    state.leading = -n(1);
                    cursor.down(n(0), n(1));
                }
                "T*" => cursor.down(0.0, -state.leading),
                "Tj" => self.show(o.first(), &state, &mut cursor),
                "'" => {
                    cursor.down(0.0, -state.leading);
                    self.show(o.first(), &state, &mut cursor);
                }
                "\"" => {
                    (state.word, state.letter) = (n(0), n(1));
                    cursor.down(0.0, -state.leading);
                    self.show(o.get(2), &state, &mut cursor);
                }
                "TJ" => {
                    for part in o.first().and_then(|a| a.as_array().ok()).into_iter().flatten() {
                        match part {
                            Object::String(..) => self.show(Some(part), &state, &mut cursor),
                            other => cursor.right(-number(Some(other)) / 1000.0 * state.size * state.scale),
                        }
                    }
                }
                "Do" if depth < DEEPEST => {
                    if let Some(name) = o.first().and_then(|n| n.as_name().ok()) {
                        self.form(name, resources, &state, depth);
                    }
                }
                _ => {}
            }
            if self.pieces.len() > MOST {
                break;
            }
        }
        Ok(())
    }

    /// Draws a form: a piece of a page that is kept as an object of its own.
    fn form(&mut self, name: &[u8], resources: &[&'d Dictionary], state: &State, depth: usize) {
        let document = self.document;
        let found = resources.iter().find_map(|r| {
            let forms = document.get_dict_in_dict(r, b"XObject").ok()?;
            document.dereference(forms.get(name).ok()?).ok()?.1.as_stream().ok()
        });
        let Some(stream) =
            found.filter(|s| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Form"))
        else {
            return;
        };
        let Ok(content) = stream.get_plain_content_with_limit(LARGEST_STREAM) else { return };
        let own = document.get_dict_in_dict(&stream.dict, b"Resources").ok();
        let all: Vec<&'d Dictionary> = own.into_iter().chain(resources.iter().copied()).collect();
        let placed = stream.dict.get(b"Matrix").and_then(Object::as_array).map_or(IDENTITY, |m| matrix(m));
        // What is wrong inside a form is the form's trouble.
        let _ = self.run(&content, &all, times(&placed, &state.matrix), depth + 1);
    }

    fn font(&mut self, name: &[u8], resources: &[&'d Dictionary]) -> Option<*const Dictionary> {
        let document = self.document;
        let font = resources.iter().find_map(|r| {
            let fonts = document.get_dict_in_dict(r, b"Font").ok()?;
            document.get_dict_in_dict(fonts, name).ok()
        })?;
        let key: *const Dictionary = font;
        self.fonts.0.entry(key).or_insert_with(|| Font::new(document, font));
        Some(key)
    }

    fn show(&mut self, string: Option<&Object>, state: &State, cursor: &mut Cursor) {
        let Some(Object::String(bytes, _)) = string else { return };
        let font = state.font.and_then(|f| self.fonts.0.get(&f));
        let (text, width) = match font {
            Some(font) => font.read(bytes, state),
            None => (String::from_utf8_lossy(bytes).into_owned(), bytes.len() as f32 * 0.5 * state.size),
        };
        let place = times(&cursor.at, &state.matrix);
        let start = (place[4] + state.rise * place[2], place[5] + state.rise * place[3]);
        cursor.right(width * state.scale);
        let end = times(&cursor.at, &state.matrix);
        let size = (state.size * place[2].hypot(place[3])).abs();
        let straight = (end[5] - start.1).abs() <= (end[4] - start.0).abs() + 1.0;
        // Text that runs upwards stands on pictures and in margins.
        if !text.is_empty() && straight && [start.0, start.1, end[4], size].iter().all(|n| n.is_finite()) {
            self.pieces.push(Piece { text, x: start.0, end: end[4], y: start.1, size: size.max(0.1) });
        }
    }
}

impl Cursor {
    fn down(&mut self, x: f32, y: f32) {
        self.line = times(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        self.at = self.line;
    }

    fn right(&mut self, x: f32) {
        self.at = times(&[1.0, 0.0, 0.0, 1.0, x, 0.0], &self.at);
    }
}

impl<'d> Font<'d> {
    fn new(document: &'d Document, font: &'d Dictionary) -> Self {
        let encoding = font.get_font_encoding_with_limit(document, LARGEST_STREAM).ok();
        let get =
            |dict: &'d Dictionary, key: &[u8]| document.dereference(dict.get(key).ok()?).ok().map(|(_, o)| o);
        let mut widths = BTreeMap::new();
        let descendant = get(font, b"DescendantFonts")
            .and_then(|d| d.as_array().ok())
            .and_then(|d| document.dereference(d.first()?).ok())
            .and_then(|(_, d)| d.as_dict().ok());
        if let Some(descendant) = descendant {
            if let Some(array) = get(descendant, b"W").and_then(|w| w.as_array().ok()) {
                wide_widths(document, array, &mut widths);
            }
            let default = descendant.get(b"DW").and_then(Object::as_float).unwrap_or(1000.0);
            return Self { encoding, widths, default, wide: true };
        }
        let first = get(font, b"FirstChar").map_or(0.0, |f| number(Some(f))) as u32;
        if let Some(array) = get(font, b"Widths").and_then(|w| w.as_array().ok()) {
            for (i, width) in array.iter().take(256).enumerate() {
                let width = document.dereference(width).map_or(0.0, |(_, w)| number(Some(w)));
                widths.insert(first.saturating_add(i as u32), width);
            }
        }
        // The fonts that every reader has need not say their widths.
        Self { encoding, widths, default: 520.0, wide: false }
    }

    /// The text of a string and its width in units of the page.
    fn read(&self, bytes: &[u8], state: &State) -> (String, f32) {
        let text = match &self.encoding {
            Some(encoding) => Document::decode_text(encoding, bytes).unwrap_or_default(),
            None if self.wide => String::new(),
            None => String::from_utf8_lossy(bytes).into_owned(),
        };
        let mut width = 0.0;
        let step = if self.wide { 2 } else { 1 };
        for code in bytes.chunks(step) {
            let code = code.iter().fold(0u32, |n, b| n << 8 | u32::from(*b));
            let glyph = self.widths.get(&code).copied().unwrap_or(self.default);
            let space = if !self.wide && code == 32 { state.word } else { 0.0 };
            width += glyph / 1000.0 * state.size + state.letter + space;
        }
        (text.replace('\0', ""), width)
    }
}

/// The `W` array of a font with two-byte codes: `first [w w …]` or `first last w`.
fn wide_widths(document: &Document, array: &[Object], widths: &mut BTreeMap<u32, f32>) {
    let mut at = 0;
    while at + 1 < array.len() && widths.len() < 70_000 {
        let first = number(array.get(at)) as u32;
        let second = document.dereference(&array[at + 1]).map_or(&array[at + 1], |(_, o)| o);
        if let Ok(list) = second.as_array() {
            for (i, w) in list.iter().enumerate() {
                widths.insert(first.saturating_add(i as u32), number(Some(w)));
            }
            at += 2;
        } else {
            let (last, w) = (number(Some(second)) as u32, number(array.get(at + 2)));
            for code in first..=last.min(first.saturating_add(65_535)) {
                widths.insert(code, w);
            }
            at += 3;
        }
    }
}
