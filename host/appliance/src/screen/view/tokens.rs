//! The officers and their tokens: who is there, who is asked what, whose token is to be plugged in.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;
use tamga_crypto::control_number::control_number;
use tamga_crypto::hash::Digest;
use tamga_record::ledger::Answer;
use tamga_wire::ActKind;

use super::View;
use super::front::quorum;
use super::people::answer_word;
use super::rows::{OFFICER, fit, right};
use crate::screen::seen::Seen;
use crate::screen::state::State;
use crate::screen::theme::Mark;
use crate::tokens::{Presence, Question, TokenState};
use crate::words::Value;

/// Cells of the bar.
const BAR: usize = 20;
/// Lines of this screen beside those of the officers.
const OTHER_LINES: usize = 12;

pub fn draw_officers(view: &View<'_>, frame: &mut Frame<'_>, area: Rect) {
    let (seen, tokens) = (view.state.seen.as_ref(), view.state.tokens.as_ref());
    let mut lines = vec![Line::raw("")];
    let count = seen.map(|seen| seen.officers).or(tokens.and_then(|tokens| tokens.officers.len().try_into().ok()));
    let Some(count) = count else {
        lines.extend(view.sentences(&view.words.get("officers-none"), area.width, view.theme.quiet()));
        return frame.render_widget(Paragraph::new(lines), area);
    };
    match prompt(view) {
        Some((mark, text)) => lines.extend(view.sentences(&text, area.width, view.theme.style(mark))),
        None => lines.extend(view.sentences(&view.words.get("officers-intro"), area.width, view.theme.quiet())),
    }
    if are_played(view) {
        lines.extend(view.sentences(&view.words.get("tokens-played"), area.width, view.theme.style(Mark::Look)));
    }
    lines.push(Line::raw(""));
    lines.extend(bar(view));
    lines.push(Line::raw(""));
    lines.extend(officers(view, count, area));
    lines.push(Line::raw(""));
    lines.extend(compared(view));
    frame.render_widget(Paragraph::new(lines), area);
}

/// How many have done their part of the act under way, else of the opening.
fn bar(view: &View<'_>) -> Option<Line<'static>> {
    if let Some(tokens) = at_work(view).filter(|tokens| tokens.needed > 0) {
        let done = tokens.officers.iter().filter(|state| **state == TokenState::Answered).count() as u64;
        let bar = view.theme.bar(done, tokens.needed.into(), BAR);
        let all = tokens.officers.len() as u64;
        let of =
            [("n", Value::Number(done)), ("needed", Value::Number(tokens.needed.into())), ("all", Value::Number(all))];
        return Some(view.pair("answered", &format!("{bar}  {}", view.words.with("approvals-of", &of))));
    }
    let seen = view.state.seen.as_ref()?;
    let shares = seen.shares.len() as u64;
    let bar = view.theme.bar(shares, seen.quorum.into(), BAR);
    Some(view.pair("shares", &format!("{bar}  {shares}  ({})", quorum(view, seen))))
}

/// A line for each officer, two beside each other where there are many.
fn officers(view: &View<'_>, count: u8, area: Rect) -> Vec<Line<'static>> {
    let is_crowded = usize::from(count) + OTHER_LINES > usize::from(area.height);
    let (rows, cells) = match is_crowded {
        true => (count.div_ceil(2), usize::from(area.width).saturating_sub(10) / 2),
        false => (count, usize::from(area.width).saturating_sub(5)),
    };
    let line = |row: u8| {
        let mut spans = Vec::new();
        for officer in
            [row, row + rows].into_iter().filter(|officer| *officer <= count).take(1 + usize::from(is_crowded))
        {
            let (mark, said) = standing(view, officer, is_crowded);
            let name = match is_crowded {
                true => right(&officer.to_string(), 2, view.theme),
                false => fit(&view.words.count("officer", officer.into()), OFFICER, view.theme),
            };
            spans.push(Span::styled(format!("  {} ", view.theme.symbol(mark)), view.theme.style(mark)));
            let is_quiet = matches!(mark, Mark::Later | Mark::Good);
            let style = if is_quiet { Default::default() } else { view.theme.style(mark) };
            spans.push(Span::styled(fit(&format!("{name} {said}"), cells, view.theme), style));
        }
        Line::from(spans)
    };
    (1..=rows).map(line).collect()
}

/// How an officer stands: in an act by what the tokens say, else by what the ledger has.
fn standing(view: &View<'_>, officer: u8, is_crowded: bool) -> (Mark, String) {
    let place = usize::from(officer).saturating_sub(1);
    let token = view.state.tokens.as_ref().and_then(|tokens| tokens.officers.get(place));
    let entered = view.state.seen.as_ref().map_or_else(Vec::new, |seen| entered(view, seen, officer));
    match token {
        Some(state) if view.state.working.is_some() || entered.is_empty() => token_line(view, *state, is_crowded),
        _ if entered.is_empty() => (Mark::Later, view.words.get("officer-silent")),
        _ => {
            let answers = view.state.seen.iter().flat_map(|seen| &seen.answers);
            let has_refused = answers.into_iter().any(|(of, answer)| *of == officer && *answer == Answer::Refuse);
            (if has_refused { Mark::Bad } else { Mark::Good }, entered.join(", "))
        }
    }
}

/// What the ledger has of an officer in this opening.
fn entered(view: &View<'_>, seen: &Seen, officer: u8) -> Vec<String> {
    let opened = seen.shares.contains(&officer).then(|| view.words.get("officer-opened"));
    let answer = seen.answers.iter().find(|(of, _)| *of == officer);
    opened.into_iter().chain(answer.map(|(_, answer)| view.words.get(answer_word(*answer)))).collect()
}

fn token_line(view: &View<'_>, state: TokenState, is_crowded: bool) -> (Mark, String) {
    let words = view.words;
    match state {
        TokenState::Away => (Mark::Later, words.get("token-away")),
        TokenState::Pulled => (Mark::Look, words.get("token-pulled")),
        TokenState::There => (Mark::Good, words.get("token-there")),
        TokenState::Answered => (Mark::Good, words.get("token-answered")),
        TokenState::Asked(question) if is_crowded => (Mark::Now, words.get(question_word(question))),
        TokenState::Asked(question) => {
            let what = words.get(question_word(question));
            (Mark::Now, words.with("officer-asked", &[("what", Value::Text(&what))]))
        }
        TokenState::SaidNo => (Mark::Bad, words.get("token-said-no")),
        TokenState::WrongPins { left, wait_s } => {
            let values = [("n", Value::Number(left.into())), ("wait", Value::Number(wait_s.into()))];
            (Mark::Bad, words.with("token-wrong-pins", &values))
        }
        TokenState::Out => (Mark::Bad, words.get("token-out")),
    }
}

fn question_word(question: Question) -> &'static str {
    match question {
        Question::NewPin => "ask-new-pin",
        Question::Pin => "ask-pin",
        Question::Definition => "ask-definition",
        Question::Keep => "ask-keep",
        Question::Endorse => "ask-endorse",
        Question::Unlock => "ask-unlock",
        Question::Act(ActKind::Close) => "ask-close",
        Question::Act(ActKind::Amendment) => "ask-amendment",
        Question::Act(ActKind::For) => "ask-for",
        Question::Act(ActKind::Against) => "ask-against",
        Question::Act(ActKind::Recount) => "ask-recount",
        Question::Act(ActKind::End) => "ask-end",
        Question::Act(ActKind::Replacement) => "ask-replacement",
        Question::Open => "ask-open",
        Question::Statement => "ask-statement",
        Question::Erase => "ask-erase",
        _ => "ask-else",
    }
}

/// Whether the officers' tokens are played by this machine: then there is none in anybody's hand to compare with.
pub fn are_played(view: &View<'_>) -> bool {
    let is_typed = |state: &State| state.set_up.token_spec().is_ok_and(|of| of.is_none_or(|of| of.is_played()));
    view.state.seen.as_ref().map_or_else(|| is_typed(view.state), |seen| seen.plays_tokens)
}

/// The tokens in the act under way.
fn at_work<'a>(view: &View<'a>) -> Option<&'a Presence> {
    view.state.tokens.as_ref().filter(|_| view.state.working.is_some())
}

/// What officers are to do now, in a sentence or two; none where nobody is waited for.
pub fn prompt(view: &View<'_>) -> Option<(Mark, String)> {
    let tokens = at_work(view)?;
    let words = view.words;
    if tokens.new > 0 {
        return Some((Mark::Look, words.count("prompt-new", tokens.new.into())));
    }
    let more = tokens.wait.map_or(0, |wait| wait.more);
    // Who is asked goes before who may come, but not before who has to.
    let asked = asked(view, tokens).filter(|_| more == 0);
    if tokens.wanted.is_empty() || asked.is_some() {
        return asked.map(|text| (Mark::Now, text));
    }
    let listed = listed(&tokens.wanted);
    let values = [("officers", Value::Text(&listed)), ("n", Value::Number(more.into()))];
    let mut text = words.with(if more > 0 { "prompt-needed" } else { "prompt-insert" }, &values);
    if let Some(wait) = tokens.wait {
        let time = format!("{}:{:02}", wait.left_s / 60, wait.left_s % 60);
        let key = if wait.more > 0 { "prompt-waits" } else { "prompt-without" };
        text += " ";
        text += &words.with(key, &[("time", Value::Text(&time))]);
    }
    Some((Mark::Look, text))
}

/// Who is asked what: of several questions the first.
fn asked(view: &View<'_>, tokens: &Presence) -> Option<String> {
    let question = tokens.officers.iter().find_map(|state| match state {
        TokenState::Asked(question) => Some(*question),
        _ => None,
    })?;
    let numbered = (1u8..).zip(&tokens.officers);
    let of: Vec<u8> = numbered.filter(|(_, state)| **state == TokenState::Asked(question)).map(|(of, _)| of).collect();
    let (listed, what) = (listed(&of), view.words.get(question_word(question)));
    Some(view.words.with("prompt-asked", &[("officers", Value::Text(&listed)), ("what", Value::Text(&what))]))
}

/// `1, 2, 5`, and `1–15` of more than two in a row.
pub fn listed(officers: &[u8]) -> String {
    let is_next = |before: &u8, after: &u8| before.checked_add(1) == Some(*after);
    let run = |run: &[u8]| match run {
        [first, _, .., last] => format!("{first}–{last}"),
        few => few.iter().map(u8::to_string).collect::<Vec<_>>().join(", "),
    };
    officers.chunk_by(is_next).map(run).collect::<Vec<_>>().join(", ")
}

/// The digest whose control number the tokens show that are asked now.
pub fn to_compare(view: &View<'_>) -> Option<Digest> {
    let tokens = at_work(view)?;
    let is_asked = |question: &dyn Fn(Question) -> bool| {
        tokens.officers.iter().any(|state| matches!(state, TokenState::Asked(of) if question(*of)))
    };
    // Of these the act itself has said the number.
    let was_said = is_asked(&|question| matches!(question, Question::Definition | Question::Statement));
    let said = view.state.control.as_ref().map(|(_, digest)| *digest).filter(|_| was_said);
    tokens.compare.or(said)
}

/// What the number at hand is to be compared with.
pub fn compare_word(view: &View<'_>) -> &'static str {
    if are_played(view) { "compare-played" } else { "compare-token" }
}

/// The number to compare, or that of the act so far.
fn compared(view: &View<'_>) -> Vec<Line<'static>> {
    if let Some(digest) = to_compare(view) {
        let number = Line::styled(format!("    {}", control_number(&digest)), view.theme.strong());
        return vec![view.heading(compare_word(view)), number];
    }
    let Some((step, digest)) = &view.state.control else { return Vec::new() };
    let mut lines = vec![view.heading("compare")];
    lines.extend(view.control(&control_word(step), digest));
    lines
}

/// The word of what a control number is of, by the step that made it.
pub fn control_word(step: &str) -> String {
    let of = match step {
        "amend" | "adjudicate" | "recount" | "replace" | "resume" => "pause",
        "end" => "statement",
        step => step,
    };
    format!("control-{of}")
}
