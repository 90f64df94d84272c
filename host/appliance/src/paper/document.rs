//! Pages as a PDF file [ISO 32000-1], with both faces in it. Nothing but what is given here stands in the file, so the same pages are the same bytes.

use anyhow::{Context, Result};
use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Content, Date, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr};
use qrcode::{Color, EcLevel, QrCode};
use tamga_record::time::format_time;

use super::face::{Faces, Pen, Weight};
use super::sheet::{HEIGHT, Mark, RULE, WIDTH};

/// Light modules around a QR code [ISO/IEC 18004, 9.1].
const QUIET: usize = 4;
/// Size of the word across a page, how light it is, and the sine and cosine of how steep it stands.
const ACROSS: f32 = 92.0;
const ACROSS_LIGHTNESS: f32 = 0.89;
const STEEP: (f32, f32) = (0.79, 0.613);
/// How well streams are compressed, 0 to 10.
const LEVEL: u8 = 6;
const IDENTITY: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// What the file says of itself.
pub struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// The language that it begins in, by its code.
    pub language: &'a str,
    /// When it was made, Unix seconds.
    pub time_s: u64,
}

/// The numbers of the file's objects.
struct Numbers(i32);

impl Numbers {
    fn next(&mut self) -> Ref {
        self.0 += 1;
        Ref::new(self.0)
    }
}

/// The file of these pages.
pub fn write(faces: &Faces, pages: &[Vec<Mark>], about: &About<'_>) -> Result<Vec<u8>> {
    let (mut pdf, mut numbers) = (Pdf::new(), Numbers(0));
    let (catalog, tree, info) = (numbers.next(), numbers.next(), numbers.next());
    pdf.catalog(catalog).pages(tree).lang(TextStr(about.language));
    pdf.document_info(info).title(TextStr(about.title)).producer(TextStr("tamga")).creation_date(date(about.time_s));
    let fonts = [Weight::Regular, Weight::Bold].map(|weight| (weight, font(&mut pdf, &mut numbers, faces, weight)));
    let mut kids = Vec::with_capacity(pages.len());
    for marks in pages {
        let (page, contents) = (numbers.next(), numbers.next());
        kids.push(page);
        let mut written = pdf.page(page);
        written.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(contents);
        let mut resources = written.resources();
        let mut in_use = resources.fonts();
        for (weight, font) in &fonts {
            in_use.pair(name(*weight), *font);
        }
        in_use.finish();
        resources.finish();
        written.finish();
        let mut content = Content::new();
        marks.iter().try_for_each(|mark| draw(&mut content, faces, mark))?;
        stream(&mut pdf, contents, &content.finish());
    }
    let count = i32::try_from(kids.len()).context("too many pages")?;
    pdf.pages(tree).kids(kids).count(count);
    Ok(pdf.finish())
}

fn name(weight: Weight) -> Name<'static> {
    match weight {
        Weight::Regular => Name(b"Regular"),
        Weight::Bold => Name(b"Bold"),
    }
}

fn stream(pdf: &mut Pdf, number: Ref, bytes: &[u8]) {
    let compressed = miniz_oxide::deflate::compress_to_vec_zlib(bytes, LEVEL);
    pdf.stream(number, &compressed).filter(Filter::FlateDecode);
}

/// A face as a whole, its glyphs by their numbers, and which letters they are.
fn font(pdf: &mut Pdf, numbers: &mut Numbers, faces: &Faces, weight: Weight) -> Ref {
    let [font, glyphs, descriptor, file, letters] = [(); 5].map(|()| numbers.next());
    let base = match weight {
        Weight::Regular => Name(b"TamgaForm-Regular"),
        Weight::Bold => Name(b"TamgaForm-Bold"),
    };
    pdf.type0_font(font)
        .base_font(base)
        .encoding_predefined(Name(b"Identity-H"))
        .descendant_font(glyphs)
        .to_unicode(letters);
    let face = faces.of(weight);
    let mut described = pdf.cid_font(glyphs);
    described.subtype(CidFontType::Type2).base_font(base).system_info(IDENTITY).font_descriptor(descriptor);
    described.default_width(0.0).cid_to_gid_map_predefined(Name(b"Identity"));
    let widths = (0..face.number_of_glyphs()).map(|glyph| faces.advance(ttf_parser::GlyphId(glyph), weight));
    described.widths().consecutive(0, widths);
    described.finish();
    let part = |units: i16| f32::from(units) * 1_000.0 / f32::from(face.units_per_em());
    let frame = face.global_bounding_box();
    pdf.font_descriptor(descriptor)
        .name(base)
        .flags(FontFlags::SYMBOLIC | FontFlags::SERIF)
        .bbox(Rect::new(part(frame.x_min), part(frame.y_min), part(frame.x_max), part(frame.y_max)))
        .italic_angle(0.0)
        .ascent(part(face.ascender()))
        .descent(part(face.descender()))
        .cap_height(part(face.capital_height().unwrap_or_default()))
        .stem_v(80.0)
        .font_file2(file);
    let bytes = face.raw_face().data;
    let compressed = miniz_oxide::deflate::compress_to_vec_zlib(bytes, LEVEL);
    let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
    pdf.stream(file, &compressed).filter(Filter::FlateDecode).pair(Name(b"Length1"), length);
    let mut of_glyphs = UnicodeCmap::<u16>::new(Name(b"Letters"), IDENTITY);
    for letter in ('\u{20}'..='\u{ffff}').rev() {
        // Of letters that share a glyph the first one stays.
        if let Some(glyph) = face.glyph_index(letter) {
            of_glyphs.pair(glyph.0, letter);
        }
    }
    stream(pdf, letters, &of_glyphs.finish());
    font
}

/// The ledger's time.
fn date(time_s: u64) -> Date {
    let written = format_time(time_s);
    let part = |range: std::ops::Range<usize>| {
        written.get(range).and_then(|part| part.parse::<u16>().ok()).unwrap_or_default()
    };
    // Every part of a time but the year is below 60.
    let small = |range: std::ops::Range<usize>| part(range) as u8;
    Date::new(part(0..4))
        .month(small(5..7))
        .day(small(8..10))
        .hour(small(11..13))
        .minute(small(14..16))
        .second(small(17..19))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn draw(content: &mut Content, faces: &Faces, mark: &Mark) -> Result<()> {
    match mark {
        Mark::Text { at, text, weight, size } => {
            let glyphs: Vec<u8> = faces.glyphs(text, *weight).flat_map(|glyph| glyph.0.to_be_bytes()).collect();
            content.begin_text().set_font(name(*weight), *size).next_line(at.0, HEIGHT - at.1);
            content.show(Str(&glyphs)).end_text();
        }
        Mark::Rule { from, to } => {
            content.set_line_width(RULE).move_to(from.0, HEIGHT - from.1).line_to(to.0, HEIGHT - to.1).stroke();
        }
        Mark::Code { at, side, text } => code(content, *at, *side, text)?,
        Mark::Across { word } => across(content, faces, word),
    }
    Ok(())
}

/// The dark modules of a QR code that fills a square with its quiet zone.
fn code(content: &mut Content, at: (f32, f32), side: f32, text: &str) -> Result<()> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let module = side / (code.width() + 2 * QUIET) as f32;
    for y in 0..code.width() {
        for x in (0..code.width()).filter(|x| code[(*x, y)] == Color::Dark) {
            let (left, bottom) = (at.0 + (x + QUIET) as f32 * module, at.1 + (y + QUIET + 1) as f32 * module);
            content.rect(left, HEIGHT - bottom, module, module);
        }
    }
    content.fill_nonzero();
    Ok(())
}

/// A word light and large across the page, as shapes: who copies the text of the page does not find its letters in between.
fn across(content: &mut Content, faces: &Faces, word: &str) {
    let size = ACROSS.min(ACROSS * 0.95 * HEIGHT / faces.width(word, Weight::Bold, ACROSS));
    let (sine, cosine) = STEEP;
    let (back, down) = (faces.width(word, Weight::Bold, size) / 2.0, size / 3.0);
    let left = WIDTH / 2.0 - back * cosine + down * sine;
    let bottom = HEIGHT / 2.0 - back * sine - down * cosine;
    content.save_state().set_fill_gray(ACROSS_LIGHTNESS).transform([cosine, sine, -sine, cosine, left, bottom]);
    faces.outline(word, Weight::Bold, size, content);
    content.fill_nonzero().restore_state();
}

impl Pen for Content {
    fn move_to(&mut self, to: (f32, f32)) {
        Content::move_to(self, to.0, to.1);
    }

    fn line_to(&mut self, to: (f32, f32)) {
        Content::line_to(self, to.0, to.1);
    }

    fn curve_to(&mut self, first: (f32, f32), second: (f32, f32), to: (f32, f32)) {
        self.cubic_to(first.0, first.1, second.0, second.1, to.0, to.1);
    }

    fn close(&mut self) {
        self.close_path();
    }
}
