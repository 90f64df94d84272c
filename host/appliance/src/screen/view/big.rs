//! Results over the whole screen, for a projector: what can be read from afar stands in letters four lines high.

use font8x8::{BASIC_FONTS, UnicodeFonts};
use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::View;
use super::results::{draw, fitting, head, option_name, revealed, shown, votes_of};
use super::rows::{fit, right};
use crate::screen::theme::Mark;

/// Rows of a high letter, and the cells of six of them, as in `100,0%`.
const LETTER_ROWS: usize = 4;
const SHARE: usize = 6 * 8;
/// Lines of an option with its share in high letters, with a bar of two lines, and with one of one.
const HIGH: usize = 2 + LETTER_ROWS;
const MIDDLE: usize = 4;
const LOW: usize = 2;

/// The contest that is shown: as high as all its options fit, else so many of them.
pub fn draw_big(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let Some((seen, contest)) = shown(view) else { return draw(view, frame, area) };
    let mut heading = head(view, seen, contest);
    if contest.withheld > 0 && seen.revealing.is_none() {
        heading.extend(revealed(view, contest, area.width));
    }
    let [title, top, page, foot] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(u16::try_from(heading.len()).unwrap_or(u16::MAX)),
        Constraint::Min(1),
        Constraint::Length(1),
    ])
    .areas(area);
    frame.render_widget(view.head(title.width), title);
    frame.render_widget(Paragraph::new(heading), top);
    let votes = votes_of(view, contest);
    let all: u64 = votes.iter().sum();
    let (count, room) = (contest.options.len().min(votes.len()), usize::from(page.height).saturating_sub(1));
    let heights = if view.theme.ascii { &[MIDDLE, LOW][..] } else { &[HIGH, MIDDLE, LOW] };
    let height = heights.iter().copied().find(|height| count * height <= room).unwrap_or(MIDDLE);
    let (range, more) = fitting(view, count, room / height);
    let mut lines = vec![Line::raw("")];
    for (option, votes) in contest.options.iter().zip(&votes).skip(range.start).take(range.len()) {
        let share = view.words.percent(*votes, all);
        let figures = match height {
            HIGH => view.words.number(*votes),
            _ => format!("{}  {share}", view.words.number(*votes)),
        };
        let cells = usize::from(page.width).saturating_sub(4);
        let name = fit(&option_name(view, seen, option), cells.saturating_sub(figures.chars().count()), view.theme);
        lines.push(Line::styled(format!("  {name}{figures}"), view.theme.strong()));
        match height {
            HIGH => lines.extend(high(view, *votes, all, &share, cells)),
            _ => {
                let bar = format!("  {}", view.theme.bar(*votes, all, cells));
                lines.extend((0..height / 2).map(|_| Line::styled(bar.clone(), view.theme.style(Mark::Good))));
            }
        }
        lines.extend((height > LOW).then(|| Line::raw("")));
    }
    lines.extend(more);
    frame.render_widget(Paragraph::new(lines), page);
    let keys = view.theme.text(&view.words.get("keys-big")).into_owned();
    frame.render_widget(Paragraph::new(format!(" {keys}")).style(view.theme.quiet()), foot);
}

/// The share in high letters, a bar before it.
fn high(view: &View<'_>, votes: u64, all: u64, share: &str, cells: usize) -> Vec<Line<'static>> {
    let bar = view.theme.bar(votes, all, cells.saturating_sub(SHARE + 2));
    let row = |(row, letters): (usize, String)| {
        // Two lines in the middle of four.
        let bar = if (1..3).contains(&row) { bar.clone() } else { " ".repeat(bar.chars().count()) };
        let letters = right(&letters, SHARE, view.theme);
        let bar = Span::styled(format!("  {bar}  "), view.theme.style(Mark::Good));
        Line::from(vec![bar, Span::styled(letters, view.theme.strong())])
    };
    letters(share).into_iter().enumerate().map(row).collect()
}

/// A text in letters of eight cells and four lines, without its spaces and what the bitmaps do not have.
fn letters(text: &str) -> [String; LETTER_ROWS] {
    let bitmaps: Vec<[u8; 8]> =
        text.chars().filter(|letter| !letter.is_whitespace()).filter_map(|letter| BASIC_FONTS.get(letter)).collect();
    let cell = |bitmap: &[u8; 8], row: usize, column: usize| {
        let is_set = |line: usize| bitmap.get(line).is_some_and(|bits| bits >> column & 1 == 1);
        match (is_set(2 * row), is_set(2 * row + 1)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        }
    };
    std::array::from_fn(|row| {
        bitmaps.iter().flat_map(|bitmap| (0..8).map(move |column| cell(bitmap, row, column))).collect()
    })
}
