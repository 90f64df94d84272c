//! The panel: what the token shows and asks, and what its officer answers with four keys.

mod presses;

use alloc::string::String;

use rand_core::Rng;
use tamga_token::{Consent, Content, PartCheck, PinEntry, PinPrompt, PinReason, Screen};
use tamga_wire::{BoardPart, Digest};

use crate::draw::{Surface, SurfaceError};
use crate::keys::Keys;
use crate::page::{Page, PageKind, Pages};
use crate::screens;
use crate::settings::Settings;
use crate::standing::{check_view, idle_view};
use crate::texts::Text;
use crate::view::{Purpose, View};

/// How long the display says that an answer was taken, in milliseconds.
const NOTED_MS: u64 = 2_000;
/// How long progress stays up when no more of it comes, in milliseconds.
const PROGRESS_MS: u64 = 30_000;

/// How long an answer waits for the host to fetch it, in milliseconds.
const ANSWER_MS: u64 = 60_000;

/// What the idle screen tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    /// Whether the token is for rehearsals.
    pub rehearsal: bool,
    /// The token's label; may be empty.
    pub label: String,
    /// The board's name.
    pub board: &'static str,
    /// Id and `D` of the election that the token is enrolled in.
    pub election: Option<(String, Digest)>,
    /// Whether the token is out of service for good.
    pub retired: bool,
}

/// Display and keys of a token. The board hands it what its `Env` is asked, and calls [`Self::tick`] often, at least ten times
/// a second while something is asked.
pub struct Panel {
    settings: Settings,
    idle: Idle,
    view: View,
    /// What was shown since the last question.
    totals: Pages,
    consent: Consent,
    /// The PIN that is asked for, and what came of it.
    pin: Option<(PinPrompt, PinEntry)>,
    /// What is checked, and how it went.
    check: Option<(BoardPart, PartCheck)>,
    /// What was answered, until the host fetches it, and when it is asked again.
    answered: Option<(View, u64)>,
    now_ms: u64,
    /// Whether the surface has the page that is up.
    is_drawn: bool,
    /// Whether keys count from before the view was put up.
    has_forgotten: bool,
}

impl Panel {
    /// A panel with its idle screen up.
    pub fn new(settings: Settings, idle: Idle) -> Self {
        let view = idle_view(&idle, settings);
        Self {
            settings,
            idle,
            view,
            totals: Pages::default(),
            consent: Consent::Pending,
            pin: None,
            check: None,
            answered: None,
            now_ms: 0,
            is_drawn: false,
            has_forgotten: false,
        }
    }

    /// Language and hold time as the officer has set them; the board keeps them when they change.
    pub fn settings(&self) -> Settings {
        self.settings
    }

    /// Other settings, from the next page on that is put up.
    pub fn set_settings(&mut self, settings: Settings) {
        self.settings = settings;
        self.refresh_idle();
    }

    /// What the idle screen tells from now on.
    pub fn set_idle(&mut self, idle: Idle) {
        if self.idle != idle {
            self.idle = idle;
            self.refresh_idle();
        }
    }

    /// `Env::show`: pages of the question that follows, or a notice that stays: that the token is wiped, or has to wait.
    pub fn show(&mut self, screen: &Screen) {
        let screens = screens::screens(&screen.content, self.settings);
        if matches!(screen.content, Content::Totals { .. }) {
            self.totals.append(&screens.pages);
            self.put_up(View::new(PageKind::Show, screen.rehearsal, screens, Purpose::Notice { until_ms: None }));
            return;
        }
        self.totals = Pages::default();
        let (kind, purpose) = match screen.content {
            Content::Wait { seconds } => {
                let until_ms = self.now_ms.saturating_add(1_000 * u64::from(seconds));
                (PageKind::Wait, Purpose::Wait { until_ms, shown_s: seconds.into() })
            }
            _ => (PageKind::Show, Purpose::Notice { until_ms: None }),
        };
        self.put_up(View::new(kind, screen.rehearsal, screens, purpose));
    }

    /// `Env::ask`: puts a question up, after the pages shown since the last one. It can be answered on its last page.
    pub fn ask(&mut self, screen: &Screen) {
        let screens = screens::screens(&screen.content, self.settings);
        let is_statement = matches!(screen.content, Content::Statement { .. });
        let view = View::new(PageKind::Ask, screen.rehearsal, screens, Purpose::Question { is_statement });
        let totals = core::mem::take(&mut self.totals);
        self.put_up(view.after(totals));
    }

    /// `Env::consent`: the answer to the question asked last. One that is not fetched for a minute is none any more, and the
    /// question is put up again; one that was fetched stays until something else is put up by the token.
    pub fn consent(&mut self) -> Consent {
        if self.consent != Consent::Pending {
            self.answered = None;
        }
        self.consent
    }

    /// `Env::ask_pin`: the first call with a prompt puts it up; further ones tell what came of it, once. What nobody asks for in a
    /// minute is forgotten, and the PIN has to be typed anew.
    pub fn ask_pin(&mut self, prompt: &PinPrompt) -> PinEntry {
        match self.pin.take() {
            Some((asked, PinEntry::Pending)) if asked == *prompt => {
                self.pin = Some((asked, PinEntry::Pending));
                PinEntry::Pending
            }
            Some((asked, entry)) if asked == *prompt => {
                self.answered = None;
                entry
            }
            _ => {
                let screens = crate::prompt::screens(prompt, self.settings);
                let title = match prompt.reason {
                    PinReason::Choose => Text::PinNew,
                    PinReason::Repeat => Text::PinRepeat,
                    PinReason::LogIn { .. } => Text::PinType,
                };
                let purpose = Purpose::Pin { title, typing: None };
                self.put_up(View::new(PageKind::Pin, prompt.rehearsal, screens, purpose));
                self.pin = Some((prompt.clone(), PinEntry::Pending));
                PinEntry::Pending
            }
        }
    }

    /// `Env::cancel`: what was put up is off; the idle screen comes back.
    pub fn cancel(&mut self) {
        self.totals = Pages::default();
        self.put_up(idle_view(&self.idle, self.settings));
    }

    /// `Env::check` of the screen and of the keys: the first call puts it up; further ones tell how it went, once. Of another part
    /// it says that it is being checked, and stays pending: the board checks it.
    pub fn check(&mut self, part: BoardPart) -> PartCheck {
        match self.check.take() {
            Some((checked, PartCheck::Pending)) if checked == part => {
                self.check = Some((checked, PartCheck::Pending));
                PartCheck::Pending
            }
            Some((checked, how)) if checked == part => how,
            _ => {
                let view = check_view(part, self.idle.rehearsal, self.settings);
                self.put_up(view);
                self.check = Some((part, PartCheck::Pending));
                PartCheck::Pending
            }
        }
    }

    /// Says how far an opening has come. The idle screen comes back after the last sum, or when nothing was heard for 30 s.
    pub fn progress(&mut self, sums: u32, of: u32) {
        let mut writer = screens::Writer::new(self.settings.language());
        writer.fill(Text::OpeningProgress, &[&screens::grouped(sums.into()), &screens::grouped(of.into())]);
        let until_ms = Some(self.now_ms + if sums < of { PROGRESS_MS } else { NOTED_MS });
        let screens = writer.done(Text::TopicOpen);
        self.put_up(View::new(PageKind::Wait, self.idle.rehearsal, screens, Purpose::Notice { until_ms }));
    }

    /// The page that is up.
    pub fn page(&self) -> Page {
        self.view.page(self.settings.language())
    }

    /// Draws what has changed, takes the next press, and draws what changed by it. While the surface does not take a page, no
    /// press is read. `now_ms` never goes back.
    pub fn tick<K: Keys, S: Surface, R: Rng>(
        &mut self,
        now_ms: u64,
        keys: &mut K,
        surface: &mut S,
        rng: &mut R,
    ) -> Result<(), SurfaceError> {
        self.now_ms = now_ms;
        self.let_time_pass();
        self.begin_typing(rng);
        self.draw(keys, surface)?;
        if let Some(press) = keys.press(now_ms, self.settings.hold_ms()) {
            self.press(press, rng);
            self.begin_typing(rng);
        }
        self.draw(keys, surface)
    }

    /// Takes down what has been up long enough, and counts a wait down: above a minute by ten seconds. Asks again what was
    /// answered to nobody.
    fn let_time_pass(&mut self) {
        if let Some((view, _)) = self.answered.take_if(|(_, until_ms)| *until_ms <= self.now_ms) {
            self.consent = Consent::Pending;
            if let Some((_, entry)) = &mut self.pin {
                *entry = PinEntry::Pending;
            }
            self.replace(view.begun_anew());
        }
        match self.view.purpose {
            Purpose::Notice { until_ms: Some(until_ms) } | Purpose::Wait { until_ms, .. }
                if until_ms <= self.now_ms =>
            {
                self.replace(idle_view(&self.idle, self.settings));
            }
            Purpose::Wait { until_ms, shown_s } => {
                let left_s = (until_ms - self.now_ms).div_ceil(1_000);
                let left_s = if left_s > 60 { left_s.next_multiple_of(10) } else { left_s };
                if left_s < shown_s {
                    let content = Content::Wait { seconds: u32::try_from(left_s).unwrap_or(u32::MAX) };
                    let screens = screens::screens(&content, self.settings);
                    let purpose = Purpose::Wait { until_ms, shown_s: left_s };
                    self.replace(View::new(PageKind::Wait, self.view.rehearsal, screens, purpose));
                }
            }
            _ => {}
        }
    }

    fn draw<K: Keys, S: Surface>(&mut self, keys: &mut K, surface: &mut S) -> Result<(), SurfaceError> {
        if !self.has_forgotten {
            keys.forget();
            self.has_forgotten = true;
        }
        if !self.is_drawn {
            surface.put(&self.page())?;
            self.is_drawn = true;
        }
        Ok(())
    }

    fn refresh_idle(&mut self) {
        if matches!(self.view.purpose, Purpose::Idle) {
            self.replace(idle_view(&self.idle, self.settings));
        }
    }

    /// Puts up what the token wants: answers to what was up before are no answers to it.
    fn put_up(&mut self, view: View) {
        self.consent = Consent::Pending;
        self.pin = None;
        self.check = None;
        self.answered = None;
        self.replace(view);
    }

    fn replace(&mut self, view: View) {
        self.take_turn(view);
    }

    /// Puts a view up and gives the one that was.
    fn take_turn(&mut self, view: View) -> View {
        self.is_drawn = false;
        self.has_forgotten = false;
        core::mem::replace(&mut self.view, view)
    }
}
