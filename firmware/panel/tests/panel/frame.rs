//! A display in memory.

use std::convert::Infallible;

use embedded_graphics::Pixel;
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::prelude::{Dimensions, DrawTarget, Point, Size};
use embedded_graphics::primitives::Rectangle;
use tamga_panel::{Display, HEIGHT, Page, WIDTH};

/// Pixels, and how many were drawn where there are none.
pub struct Frame {
    pixels: Vec<bool>,
    pub outside: usize,
    pub flushes: usize,
}

impl Default for Frame {
    fn default() -> Self {
        Self { pixels: vec![false; (WIDTH * HEIGHT) as usize], outside: 0, flushes: 0 }
    }
}

impl Frame {
    /// This page on a display of its own.
    pub fn of(page: &Page) -> Self {
        let mut frame = Self::default();
        tamga_panel::draw(page, &mut frame).unwrap();
        frame
    }

    pub fn lit(&self) -> usize {
        self.pixels.iter().filter(|pixel| **pixel).count()
    }

    /// Two pixels in each character, one above the other.
    pub fn art(&self) -> String {
        let mut art = String::new();
        for rows in self.pixels.chunks(2 * WIDTH as usize) {
            let (upper, lower) = rows.split_at(WIDTH as usize);
            let line: String = upper.iter().zip(lower).map(|pair| half_blocks(*pair.0, *pair.1)).collect();
            art.push_str(line.trim_end());
            art.push('\n');
        }
        art
    }
}

fn half_blocks(upper: bool, lower: bool) -> char {
    match (upper, lower) {
        (false, false) => ' ',
        (true, false) => '▀',
        (false, true) => '▄',
        (true, true) => '█',
    }
}

impl Dimensions for Frame {
    /// Larger than the display, so that nothing is clipped before it is counted.
    fn bounding_box(&self) -> Rectangle {
        Rectangle::new(Point::new(-500, -500), Size::new(1_500, 1_500))
    }
}

impl DrawTarget for Frame {
    type Color = BinaryColor;
    type Error = Infallible;

    fn draw_iter<I: IntoIterator<Item = Pixel<BinaryColor>>>(&mut self, pixels: I) -> Result<(), Infallible> {
        for Pixel(point, color) in pixels {
            let is_inside = (0..WIDTH as i32).contains(&point.x) && (0..HEIGHT as i32).contains(&point.y);
            if is_inside {
                self.pixels[(point.y as u32 * WIDTH + point.x as u32) as usize] = color.is_on();
            } else {
                self.outside += 1;
            }
        }
        Ok(())
    }
}

impl Display for Frame {
    fn flush(&mut self) -> Result<(), Infallible> {
        self.flushes += 1;
        Ok(())
    }
}
