//! The screen as a pure function of the state.

mod activity;
mod big;
pub mod code;
mod counted;
mod front;
mod gathering;
mod others;
mod overview;
mod people;
mod published;
mod results;
mod rows;
mod system;
mod tape;
mod tokens;
mod verify;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use unicode_width::UnicodeWidthStr;

pub use tape::Tape;

use super::state::{Place, State};
use super::theme::{Mark, Theme};
use super::update;
use crate::state::Phase;
use crate::words::Words;

/// From this width on the names of all screens stand at the left.
const WIDE: u16 = 100;
/// Width of that list.
const MENU_WIDTH: u16 = 22;
/// Below this nothing can be read.
const SMALLEST: (u16, u16) = (80, 24);

/// What drawing needs beside the state.
pub struct View<'a> {
    /// What is shown.
    pub state: &'a State,
    /// In which words.
    pub words: &'a Words,
    /// With which symbols.
    pub theme: Theme,
}

impl View<'_> {
    /// Draws the whole screen.
    pub fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            return frame.render_widget(Paragraph::new(self.words.get("too-small")), area);
        }
        if self.state.big && self.state.place == Place::Results {
            big::draw_big(self, frame, area);
            return front::draw(self, frame, area);
        }
        let is_paused = self.state.seen.as_ref().is_some_and(|seen| seen.paused.is_some());
        let [head, steps, pause, body, activity, keys] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Length(u16::from(is_paused)),
            Constraint::Min(10),
            Constraint::Length(activity::height(self)),
            Constraint::Length(1),
        ])
        .areas(area);
        frame.render_widget(self.head(head.width), head);
        frame.render_widget(self.steps(steps.width), steps);
        if is_paused {
            // Before anything else on every screen: until it ends nothing of what stands below is done.
            let text = format!(" {} {}", self.theme.symbol(Mark::Look), self.words.get("paused-now"));
            frame.render_widget(Paragraph::new(text).style(self.theme.style(Mark::Look)), pause);
        }
        let body = self.menu(frame, body);
        self.body(frame, body);
        activity::draw(self, frame, activity);
        frame.render_widget(self.keys(keys.width), keys);
        front::draw(self, frame, area);
    }

    /// Title and status at the left, the screen's place at the right.
    fn head(&self, width: u16) -> Paragraph<'static> {
        let seen = self.state.seen.as_ref();
        let rehearsal = seen.is_none_or(|seen| seen.rehearsal);
        let mut left = String::from(" ");
        if rehearsal {
            left += &self.words.get("rehearsal");
            left += "  ";
        }
        match seen {
            Some(seen) => left += self.words.name(&seen.title, seen.language),
            None => left += &self.words.get("no-election"),
        }
        let places = self.state.places();
        let place = places.iter().position(|place| *place == self.state.place).unwrap_or(0) + 1;
        let right = format!(
            "{} {place}/{}  {} ",
            self.words.get(self.state.place.word()),
            places.len(),
            self.words.get("language-name")
        );
        let room = usize::from(width).saturating_sub(right.width() + 1);
        let left = rows::fit(&left, room, self.theme);
        let line = Line::from(vec![Span::raw(left), Span::raw(" "), Span::raw(right)]);
        Paragraph::new(line).style(self.theme.head(rehearsal))
    }

    /// Where the election stands, as a line of steps.
    fn steps(&self, width: u16) -> Paragraph<'static> {
        const STEPS: [(&str, Phase); 7] = [
            ("step-set-up", Phase::SettingUp),
            ("step-import", Phase::Gathering),
            ("step-admit", Phase::Admitted),
            ("step-close", Phase::Adjudicated),
            ("step-tally", Phase::Closed),
            ("step-sign", Phase::Opened),
            ("step-publish", Phase::Signed),
        ];
        let phase = self.state.seen.as_ref().map_or(Phase::SettingUp, |seen| seen.phase);
        let mut spans = vec![Span::raw(" ")];
        let mut left = usize::from(width).saturating_sub(1);
        for (key, of) in STEPS {
            let mark = match phase.cmp(&of) {
                std::cmp::Ordering::Greater => Mark::Good,
                std::cmp::Ordering::Equal => Mark::Now,
                std::cmp::Ordering::Less => Mark::Later,
            };
            let text = format!("{} {}  ", self.theme.symbol(mark), self.words.get(key));
            if text.width() > left + 2 {
                break;
            }
            left = left.saturating_sub(text.width());
            spans.push(Span::styled(text, self.theme.style(mark)));
        }
        Paragraph::new(Line::from(spans))
    }

    /// Draws the list of screens where there is room for it; gives what is left.
    fn menu(&self, frame: &mut Frame<'_>, area: Rect) -> Rect {
        if area.width < WIDE {
            return area;
        }
        let [menu, body] = Layout::horizontal([Constraint::Length(MENU_WIDTH), Constraint::Min(1)]).areas(area);
        let next = update::next(self.state).map(|(place, _)| place);
        let line = |place: &Place| {
            let mark = if next == Some(*place) { self.theme.symbol(Mark::Now) } else { " " };
            let name = self.words.get(place.word());
            let name = if *place == self.state.place { format!("[{name}]") } else { format!(" {name}") };
            let text = rows::fit(&format!(" {mark}{name}"), MENU_WIDTH.into(), self.theme);
            let style = if *place == self.state.place { self.theme.marked() } else { self.theme.quiet() };
            Line::styled(text, style)
        };
        let mut lines = vec![Line::raw("")];
        lines.extend(self.state.places().iter().map(line));
        frame.render_widget(Paragraph::new(lines), menu);
        body
    }

    fn body(&self, frame: &mut Frame<'_>, area: Rect) {
        match self.state.place {
            Place::Overview => overview::draw(self, frame, area),
            Place::SetUp => people::draw_set_up(self, frame, area),
            Place::Officers => tokens::draw_officers(self, frame, area),
            Place::Import => gathering::draw_import(self, frame, area),
            Place::Regions => gathering::draw_regions(self, frame, area),
            Place::Adjudication => gathering::draw_held(self, frame, area),
            Place::Tally => counted::draw(self, frame, area),
            Place::Results => results::draw(self, frame, area),
            Place::Sign => people::draw_sign(self, frame, area),
            Place::Export => published::draw_export(self, frame, area),
            Place::Verify => verify::draw(self, frame, area),
            Place::Ledger => published::draw_ledger(self, frame, area),
            Place::System => system::draw(self, frame, area),
        }
    }

    /// The help of the present screen: `help-place-regions`, in the observers' view `help-watch-place-regions`.
    fn help_key(&self) -> String {
        format!("help-{}{}", if self.state.watching { "watch-" } else { "" }, self.state.place.word())
    }

    /// The keys of the present screen that do something now, those of all screens after them; where there is no room for all of these, `?` names them.
    fn keys(&self, width: u16) -> Paragraph<'static> {
        let words = self.words;
        let mut text: String =
            update::offered(self.state).iter().map(|(_, word)| format!(" {} ", words.get(word))).collect();
        if update::field(self.state).is_some() {
            text = format!(" {}", words.get("keys-typing"));
        } else {
            if text.is_empty() && self.state.watching {
                text = format!(" {} ", words.get("key-reads"));
            }
            let all = words.get("keys-all");
            let fits = text.width() + 1 + all.width() <= usize::from(width);
            text += &format!(" {}", if fits { all } else { words.get("keys-few") });
        }
        Paragraph::new(self.theme.text(&text).into_owned()).style(self.theme.quiet())
    }
}
