//! The glyphs: a subset of an openly licensed bitmap font, `font/PROVENANCE.md`.

use embedded_graphics::image::ImageRaw;
use embedded_graphics::mono_font::mapping::GlyphMapping;
use embedded_graphics::mono_font::{DecorationDimensions, MonoFont};
use embedded_graphics::prelude::Size;

/// Pixels of a glyph, across.
pub(crate) const GLYPH_WIDTH: u32 = 8;
/// Pixels of a glyph, down.
pub(crate) const GLYPH_HEIGHT: u32 = 16;

/// What stands for a character without a glyph; the last glyph of the file.
pub(crate) const REPLACEMENT: char = '\u{fffd}';

/// A line of the file: four digits, a colon, 32 digits, LF.
const LINE_LEN: usize = 38;

const FILE: &[u8] = include_bytes!("../font/tamga-8x16.hex");
const GLYPHS: usize = FILE.len() / LINE_LEN;

const CODES_AND_ROWS: ([u32; GLYPHS], [[u8; 16]; GLYPHS]) = parse();
static CODES: [u32; GLYPHS] = CODES_AND_ROWS.0;
static ROWS: [[u8; 16]; GLYPHS] = CODES_AND_ROWS.1;

/// The font: one glyph below the other, which is how a bitmap of 8 columns holds them.
pub(crate) static FONT: MonoFont<'static> = MonoFont {
    image: ImageRaw::new(ROWS.as_flattened(), GLYPH_WIDTH),
    character_size: Size::new(GLYPH_WIDTH, GLYPH_HEIGHT),
    character_spacing: 0,
    baseline: 11,
    strikethrough: DecorationDimensions::default_strikethrough(GLYPH_HEIGHT),
    underline: DecorationDimensions::default_underline(GLYPH_HEIGHT),
    glyph_mapping: &Codes,
};

/// Whether there is a glyph for this character.
pub(crate) fn has_glyph(character: char) -> bool {
    CODES.binary_search(&u32::from(character)).is_ok()
}

struct Codes;

impl GlyphMapping for Codes {
    fn index(&self, character: char) -> usize {
        CODES.binary_search(&u32::from(character)).unwrap_or(GLYPHS - 1)
    }
}

/// Runs when the crate is compiled; a file in another form stops the compilation.
const fn parse() -> ([u32; GLYPHS], [[u8; 16]; GLYPHS]) {
    let (mut codes, mut rows) = ([0; GLYPHS], [[0; 16]; GLYPHS]);
    let (mut codes_left, mut rows_left) = (codes.as_mut_slice(), rows.as_mut_slice());
    let mut file = FILE;
    while let Some((line, rest)) = file.split_first_chunk::<LINE_LEN>() {
        let (Some((code, codes_rest)), Some((glyph, rows_rest))) =
            (codes_left.split_first_mut(), rows_left.split_first_mut())
        else {
            break;
        };
        let (untrusted_code, untrusted_rows) = line.split_at(4);
        *code = number(untrusted_code);
        *glyph = glyph_of(untrusted_rows);
        (file, codes_left, rows_left) = (rest, codes_rest, rows_rest);
    }
    assert!(file.is_empty(), "the file ends with a whole line");
    (codes, rows)
}

const fn glyph_of(untrusted_rows: &[u8]) -> [u8; 16] {
    let Some((b':', mut untrusted_digits)) = untrusted_rows.split_first() else { panic!("a colon follows the code") };
    let mut glyph = [0; 16];
    let mut left = glyph.as_mut_slice();
    while let (Some((row, rest)), Some((digits, more))) =
        (left.split_first_mut(), untrusted_digits.split_first_chunk::<2>())
    {
        *row = number(digits) as u8;
        (left, untrusted_digits) = (rest, more);
    }
    assert!(matches!(untrusted_digits, [b'\n']), "a line feed follows the rows");
    glyph
}

const fn number(mut untrusted_digits: &[u8]) -> u32 {
    let mut number = 0;
    while let Some((digit, rest)) = untrusted_digits.split_first() {
        let Some(value) = (*digit as char).to_digit(16) else { panic!("a hexadecimal digit") };
        number = number * 16 + value;
        untrusted_digits = rest;
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_ascend_and_the_replacement_is_last() {
        assert!(CODES.is_sorted());
        assert_eq!(CODES.last(), Some(&u32::from(REPLACEMENT)));
    }

    #[test]
    fn every_letter_of_kazakh_has_a_glyph_of_its_own() {
        let letters = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя";
        for letter in letters.chars() {
            assert!(has_glyph(letter), "{letter}");
            assert!(ROWS[Codes.index(letter)] != [0; 16], "{letter}");
        }
        for (letter, other) in [('ғ', 'г'), ('қ', 'к'), ('ң', 'н'), ('ұ', 'ү'), ('ө', 'о'), ('һ', 'п'), ('ә', 'а')]
        {
            assert_ne!(ROWS[Codes.index(letter)], ROWS[Codes.index(other)], "{letter} {other}");
        }
    }

    #[test]
    fn what_has_no_glyph_is_shown_as_the_replacement() {
        assert_eq!(Codes.index('漢'), Codes.index(REPLACEMENT));
        assert!(!has_glyph('\n'));
    }
}
