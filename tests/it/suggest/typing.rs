//! Every title, key by key: the list never blanks, and the title is there when it should be.

use haedap::search::suggest::Suggester;
use haedap::text::hangul::{from_korean_layout, initials};

use super::{shipped_suggester, suggest};
use crate::support::shipped_corpus;
use crate::support::typing::states;

/// From this key on the list must never be empty.
const NEVER_BLANK_FROM: usize = 2;

fn titles() -> Vec<String> {
    let titles: Vec<String> = shipped_corpus().0.articles.into_iter().map(|article| article.title).collect();
    assert!(titles.len() >= 200, "{} titles", titles.len());
    titles
}

/// Types each title as `typed` has it and collects what goes wrong.
fn check(typed: impl Fn(&str) -> Vec<String>) {
    let suggester = shipped_suggester();
    let mut wrong = Vec::new();
    for title in titles() {
        wrong.extend(type_title(&suggester, &title, &typed(&title)));
    }
    assert!(wrong.is_empty(), "{} states:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

fn type_title(suggester: &Suggester, title: &str, states: &[String]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut seen = false;
    for (at, state) in states.iter().enumerate() {
        let found = suggest(suggester, state).suggestions;
        seen |= !found.is_empty();
        if found.is_empty() && (seen || at + 1 >= NEVER_BLANK_FROM) {
            wrong.push(format!("{title}: blank at '{state}'"));
        }
        let place = found.iter().position(|suggestion| suggestion.text == title);
        let most = if at + 1 == states.len() { 3 } else { 8 };
        if (at + 1) * 3 >= states.len() * 2 && place.is_none_or(|place| place >= most) {
            wrong.push(format!("{title}: at {place:?} for '{state}'"));
        }
    }
    wrong
}

#[test]
fn titles_letter_by_letter() {
    check(states);
}

#[test]
fn titles_without_spaces() {
    check(|title| states(&title.replace(' ', "")));
}

#[test]
fn titles_on_the_wrong_keyboard() {
    check(|title| {
        let typed = from_korean_layout(title);
        typed.char_indices().map(|(at, c)| typed[..at + c.len_utf8()].to_owned()).collect()
    });
}

#[test]
fn titles_by_initial_consonants() {
    check(|title| {
        let initial = |c: char| initials(c.encode_utf8(&mut [0; 4])).unwrap_or_else(|| c.to_string());
        states(&title.chars().map(initial).collect::<String>())
    });
}

/// One wrong key anywhere: a key beside the right one, one too many, one too few, two swapped.
#[test]
fn one_slip_never_blanks_the_list() {
    let suggester = shipped_suggester();
    let mut wrong = Vec::new();
    for (number, title) in titles().iter().enumerate() {
        let keys = haedap::text::hangul::keystrokes(title);
        let at = 2 + number * 7 % (keys.len() - 4);
        let mut slipped = keys.clone();
        match number % 4 {
            0 => slipped[at] = 'ㅁ',
            1 => slipped.insert(at, 'ㅓ'),
            2 => drop(slipped.remove(at)),
            _ => slipped.swap(at, at + 1),
        }
        for state in states(&slipped.iter().collect::<String>()).iter().skip(NEVER_BLANK_FROM - 1) {
            if suggest(&suggester, state).suggestions.is_empty() {
                wrong.push(format!("{title}: blank at '{state}'"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} states:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}
