//! Pages as they fill: what is placed on them, from the top down, with a new page where something does not fit any more.

use super::face::{Faces, Weight};

/// A4 in points.
pub const WIDTH: f32 = 595.28;
pub const HEIGHT: f32 = 841.89;
/// 20 mm.
pub const MARGIN: f32 = 56.69;
/// From the left margin to the right one.
pub const MEASURE: f32 = WIDTH - 2.0 * MARGIN;
/// Height of the foot that every page has above its lower margin.
const FOOT: f32 = 34.0;
/// Where the text of a page ends.
const BOTTOM: f32 = HEIGHT - MARGIN - FOOT;
/// From one base line to the next, in parts of the size.
const LEADING: f32 = 1.2;
/// Between a cell's text and its lines.
const CELL: f32 = 3.5;
/// How thick the lines of a table are.
const THIN: f32 = 0.6;

/// Something at its place on a page; lengths in points from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A line of text, by the left end of its base line.
    Text { at: (f32, f32), text: String, weight: Weight, size: f32 },
    /// A straight line.
    Rule { from: (f32, f32), to: (f32, f32) },
    /// A word across the whole page.
    Across { word: String },
    /// A QR code by its upper left corner: its text and the length of its sides.
    Code { at: (f32, f32), side: f32, text: String },
}

/// Where a text stands between two margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// At the left.
    Left,
    /// In the middle.
    Middle,
    /// At the right.
    Right,
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// How wide it is, in points; those of a table add up to [`MEASURE`].
    pub width: f32,
    /// Where its texts stand.
    pub side: Side,
    /// How its texts are written.
    pub weight: Weight,
}

/// Pages under way.
pub struct Sheet<'f> {
    faces: &'f Faces,
    pages: Vec<Vec<Mark>>,
    y: f32,
}

impl<'f> Sheet<'f> {
    /// One empty page.
    pub fn new(faces: &'f Faces) -> Self {
        Self { faces, pages: vec![Vec::new()], y: MARGIN }
    }

    /// The pages.
    pub fn into_pages(self) -> Vec<Vec<Mark>> {
        self.pages
    }

    /// Where the next thing begins, from the top.
    pub fn y(&self) -> f32 {
        self.y
    }

    /// Begins a new page where fewer points than these are left.
    pub fn keep(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > MARGIN {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
    }

    /// Leaves room.
    pub fn skip(&mut self, height: f32) {
        self.y += height;
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    /// A line of text with its base line at `y`, between two margins.
    pub fn place(&mut self, (left, right): (f32, f32), y: f32, text: &str, side: Side, weight: Weight, size: f32) {
        let free = right - left - self.faces.width(text, weight, size);
        let x = match side {
            Side::Left => left,
            Side::Middle => left + free / 2.0,
            Side::Right => left + free,
        };
        self.mark(Mark::Text { at: (x, y), text: text.to_owned(), weight, size });
    }

    /// A straight line.
    pub fn rule(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.mark(Mark::Rule { from, to });
    }

    /// A QR code.
    pub fn code(&mut self, at: (f32, f32), side: f32, text: String) {
        self.mark(Mark::Code { at, side, text });
    }

    /// A text in as many lines as it takes between two margins; a line stays whole on its page.
    pub fn text_between(&mut self, margins: (f32, f32), text: &str, side: Side, weight: Weight, size: f32) {
        for line in self.faces.lines(text, weight, size, margins.1 - margins.0) {
            self.keep(size * LEADING);
            self.place(margins, self.y + size, &line, side, weight, size);
            self.y += size * LEADING;
        }
    }

    /// The same over the whole measure.
    pub fn text(&mut self, text: &str, side: Side, weight: Weight, size: f32) {
        self.text_between((MARGIN, MARGIN + MEASURE), text, side, weight, size);
    }

    /// A table. Its head stands again at the top of every further page, and a row is never divided.
    pub fn table(&mut self, columns: &[Column], head: &[String], rows: &[Vec<String>], size: f32) {
        let bold: Vec<Column> =
            columns.iter().map(|column| Column { side: Side::Middle, weight: Weight::Bold, ..*column }).collect();
        let head = self.cells(&bold, head, size);
        let head_height = height(&head, size);
        for (number, row) in rows.iter().enumerate() {
            let row = self.cells(columns, row, size);
            let height = height(&row, size);
            let page = self.pages.len();
            self.keep(if number == 0 { head_height + height } else { height });
            if number == 0 || self.pages.len() > page {
                self.row(&bold, &head, head_height, size);
            }
            self.row(columns, &row, height, size);
        }
    }

    /// The lines of every cell.
    fn cells(&self, columns: &[Column], texts: &[String], size: f32) -> Vec<Vec<String>> {
        let lines =
            |(column, text): (&Column, &String)| self.faces.lines(text, column.weight, size, column.width - 2.0 * CELL);
        columns.iter().zip(texts).map(lines).collect()
    }

    fn row(&mut self, columns: &[Column], cells: &[Vec<String>], height: f32, size: f32) {
        let (top, bottom) = (self.y, self.y + height);
        let mut left = MARGIN;
        for (column, lines) in columns.iter().zip(cells) {
            let right = left + column.width;
            for (number, line) in lines.iter().enumerate() {
                let y = top + CELL + size + number as f32 * size * LEADING;
                self.place((left + CELL, right - CELL), y, line, column.side, column.weight, size);
            }
            self.rule((left, top), (left, bottom));
            left = right;
        }
        self.rule((left, top), (left, bottom));
        for y in [top, bottom] {
            self.rule((MARGIN, y), (left, y));
        }
        self.y = bottom;
    }
}

/// How high a row is: its longest cell.
fn height(cells: &[Vec<String>], size: f32) -> f32 {
    let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
    2.0 * CELL + lines as f32 * size * LEADING
}

/// How thick every line is, in points.
pub const RULE: f32 = THIN;
