//! An utterance without what identifies somebody: what is stored or looked at later went through [`scrub`].
//!
//! Cut are cards, accounts, telephones, resident and business registration numbers (`chain.rs` finds all of them as
//! digits that belong together), e-mail addresses, link codes, keys and the queries of web addresses (`words.rs`); a
//! word in brackets says what stood there. Amounts, days, hours and years stay, for they are what a question is about.
//!
//! What cannot be seen by its shape, such as a name, stays: what is stored is kept for a limited time all the same.

mod chain;
mod exempt;
mod words;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

/// Most characters that are kept: as long as a question that is read.
const LONGEST: usize = 300;

/// Marks that are not seen, and could stand between two digits: soft hyphen, zero width, directions, byte order.
const UNSEEN: [char; 21] = [
    '\u{ad}', '\u{34f}', '\u{61c}', '\u{180e}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{202a}',
    '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2060}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    '\u{feff}', '\u{fe0f}',
];

/// A text that went through [`scrub`]; there is no other way to make one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Scrubbed(String);

impl Scrubbed {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left to read.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What of a text may be kept. Scrubbing twice is scrubbing once, so what comes back from a database is read with it.
pub fn scrub(text: &str) -> Scrubbed {
    let mut text = clean(text);
    // What is cut can leave a neighbour that is cut for itself alone. Every round leaves less to cut, so there is a last.
    loop {
        let kept = chain::cut(&words::cut(&text).chars().collect::<Vec<_>>());
        let kept = clean(&kept.chars().take(LONGEST).collect::<String>());
        if kept == text {
            return Scrubbed(kept);
        }
        text = kept;
    }
}

/// One form for what looks alike: composed, narrow, figures as figures, single spaces, nothing unseen.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.nfc().filter(|c| !UNSEEN.contains(c)) {
        match c {
            '\u{ff01}'..='\u{ff5e}' => out.extend(char::from_u32(u32::from(c) - 0xfee0)),
            _ if c.is_whitespace() || c.is_control() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            // Figures in circles, raised or bold are the same figures.
            _ if c.is_numeric() => out.extend(std::iter::once(c).nfkc()),
            _ => out.push(c),
        }
    }
    // A figure may have become a text with a blank in it.
    out.trim_end().nfc().collect()
}

#[cfg(test)]
mod tests;
