//! Pages on a display of 128 × 64 pixels.

use embedded_graphics::mono_font::MonoTextStyle;
use embedded_graphics::pixelcolor::BinaryColor;
use embedded_graphics::prelude::{DrawTarget, Drawable, Point, Primitive, Size};
use embedded_graphics::primitives::{PrimitiveStyle, Rectangle};
use embedded_graphics::text::{Baseline, Text};

use crate::font::{FONT, GLYPH_HEIGHT};
use crate::page::Page;

/// Pixels of the display, across.
pub const WIDTH: u32 = 128;
/// Pixels of the display, down.
pub const HEIGHT: u32 = 64;

/// A display with a buffer: drawn to, then sent off. Every board writes these three lines for its driver.
pub trait Display: DrawTarget<Color = BinaryColor> {
    /// Sends what was drawn to the display.
    fn flush(&mut self) -> Result<(), Self::Error>;
}

/// Where pages go: a display, or a console.
pub trait Surface {
    /// Shows this page in place of the one before.
    fn put(&mut self, page: &Page) -> Result<(), SurfaceError>;
}

/// The display did not take the page. Nothing that it should have shown is agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the display did not take the page")]
pub struct SurfaceError;

/// A surface made of a display.
#[derive(Debug)]
pub struct Drawn<D>(
    /// The display.
    pub D,
);

impl<D: Display> Surface for Drawn<D> {
    fn put(&mut self, page: &Page) -> Result<(), SurfaceError> {
        draw(page, &mut self.0).and_then(|()| self.0.flush()).map_err(|_| SurfaceError)
    }
}

/// Draws a page into the top left 128 × 64 pixels: light on dark, of a rehearsal dark on light, with a rule under the
/// header.
pub fn draw<D: DrawTarget<Color = BinaryColor>>(page: &Page, display: &mut D) -> Result<(), D::Error> {
    let (ink, paper) =
        if page.is_rehearsal() { (BinaryColor::Off, BinaryColor::On) } else { (BinaryColor::On, BinaryColor::Off) };
    let fill = |top: i32, height: u32, color| {
        let area = Rectangle::new(Point::new(0, top), Size::new(WIDTH, height));
        area.into_styled(PrimitiveStyle::with_fill(color))
    };
    fill(0, HEIGHT, paper).draw(display)?;
    let style = MonoTextStyle::new(&FONT, ink);
    for (place, line) in (0..).zip(page.lines()) {
        let top = Point::new(0, place * GLYPH_HEIGHT as i32);
        Text::with_baseline(line, top, style, Baseline::Top).draw(display)?;
    }
    let has_header = page.lines().next().is_some_and(|line| !line.is_empty());
    let rule = if has_header { ink } else { paper };
    fill(GLYPH_HEIGHT as i32 - 1, 1, rule).draw(display)
}
