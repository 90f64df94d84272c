//! The letters of the form: two faces with every letter of Kazakh, Russian and English, how wide a text is, and where it breaks.

use ttf_parser::{Face, GlyphId, OutlineBuilder};

const REGULAR: &[u8] = include_bytes!("../../font/tamga-form-regular.ttf");
const BOLD: &[u8] = include_bytes!("../../font/tamga-form-bold.ttf");

/// What stands for a letter that the faces do not have.
pub const MISSING: char = '□';

/// Which of the two faces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Running text.
    Regular,
    /// Titles and figures.
    Bold,
}

/// Both faces.
pub struct Faces {
    regular: Face<'static>,
    bold: Face<'static>,
}

impl Faces {
    /// The faces that are part of the program.
    pub fn new() -> Self {
        let face = |bytes| Face::parse(bytes, 0).expect("the faces are part of the program, and tests read them");
        Self { regular: face(REGULAR), bold: face(BOLD) }
    }

    /// What a face says of itself.
    pub fn of(&self, weight: Weight) -> &Face<'static> {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        }
    }

    /// Whether both faces have this letter.
    pub fn has(&self, letter: char) -> bool {
        [&self.regular, &self.bold].iter().all(|face| face.glyph_index(letter).is_some())
    }

    /// The glyphs of a text.
    pub fn glyphs(&self, text: &str, weight: Weight) -> impl Iterator<Item = GlyphId> {
        let face = self.of(weight);
        let glyph = |letter| face.glyph_index(letter).or_else(|| face.glyph_index(MISSING)).unwrap_or_default();
        text.chars().map(glyph)
    }

    /// How wide a glyph is, in thousandths of the size.
    pub fn advance(&self, glyph: GlyphId, weight: Weight) -> f32 {
        let face = self.of(weight);
        f32::from(face.glyph_hor_advance(glyph).unwrap_or_default()) * 1_000.0 / f32::from(face.units_per_em())
    }

    /// How wide a text is, in points.
    pub fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        self.glyphs(text, weight).map(|glyph| self.advance(glyph, weight) * size / 1_000.0).sum()
    }

    /// Draws a text as shapes from the origin on, in points, upwards.
    pub fn outline(&self, text: &str, weight: Weight, size: f32, pen: &mut dyn Pen) {
        let face = self.of(weight);
        let mut moved = Moved { pen, x: 0.0, scale: size / f32::from(face.units_per_em()), at: (0.0, 0.0) };
        for glyph in self.glyphs(text, weight) {
            face.outline_glyph(glyph, &mut moved);
            moved.x += self.advance(glyph, weight) * size / 1_000.0;
        }
    }

    /// The text in lines of at most this width, broken at spaces, and inside of words that are wider than a line. At least one line.
    pub fn lines(&self, text: &str, weight: Weight, size: f32, width: f32) -> Vec<String> {
        let fits = |line: &str| self.width(line, weight, size) <= width;
        let (mut lines, mut line) = (Vec::new(), String::new());
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if fits(&longer) {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                if !line.is_empty() && !fits(&format!("{line}{letter}")) {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(letter);
            }
        }
        lines.push(line);
        lines
    }
}

/// What shapes are drawn with.
pub trait Pen {
    /// Begins a shape.
    fn move_to(&mut self, to: (f32, f32));
    /// A straight line.
    fn line_to(&mut self, to: (f32, f32));
    /// A cubic curve by its two control points and its end.
    fn curve_to(&mut self, first: (f32, f32), second: (f32, f32), to: (f32, f32));
    /// Ends a shape where it began.
    fn close(&mut self);
}

/// A pen whose letters stand one behind the other.
struct Moved<'p> {
    pen: &'p mut dyn Pen,
    x: f32,
    scale: f32,
    at: (f32, f32),
}

impl Moved<'_> {
    fn point(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, y * self.scale)
    }
}

impl OutlineBuilder for Moved<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.pen.move_to(self.at);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.pen.line_to(self.at);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (from, control, to) = (self.at, self.point(x1, y1), self.point(x, y));
        // The cubic curve of the same form has its control points two thirds on the way.
        let towards =
            |end: (f32, f32)| (end.0 + (control.0 - end.0) * 2.0 / 3.0, end.1 + (control.1 - end.1) * 2.0 / 3.0);
        self.pen.curve_to(towards(from), towards(to), to);
        self.at = to;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.at = self.point(x, y);
        self.pen.curve_to(self.point(x1, y1), self.point(x2, y2), self.at);
    }

    fn close(&mut self) {
        self.pen.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_faces_have_every_letter_of_kazakh_russian_and_english() {
        let faces = Faces::new();
        let kazakh = "АаӘәБбВвГгҒғДдЕеЁёЖжЗзИиЙйКкҚқЛлМмНнҢңОоӨөПпРрСсТтУуҰұҮүФфХхҺһЦцЧчШшЩщЪъЫыІіЬьЭэЮюЯя";
        let latin = ('!'..='~').collect::<String>();
        for letter in kazakh.chars().chain(latin.chars()).chain("№«»–—…“”’ \u{a0}□".chars()) {
            assert!(faces.has(letter), "{letter}");
        }
        assert!(!faces.has('漢'));
    }

    #[test]
    fn a_text_breaks_into_lines_that_fit_and_loses_no_letter() {
        let faces = Faces::new();
        let long = "Қазақстандық-республикалықұйымдарқауымдастығыныңкандидаты";
        let text = format!("Бірінші екінші {long} соңғы");
        for width in [20.0, 60.0, 200.0, 2_000.0] {
            let lines = faces.lines(&text, Weight::Bold, 10.0, width);
            assert!(lines.iter().all(|line| faces.width(line, Weight::Bold, 10.0) <= width), "{width}");
            assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
        assert_eq!(faces.lines("", Weight::Regular, 10.0, 50.0), [""]);
    }
}
