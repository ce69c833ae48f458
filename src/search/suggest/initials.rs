//! Letters of which some are typed by their initial consonant alone: ㅈㄷㄱㅈ, 자동ㄱㅈ.

use super::keys::{Keys, is_consonants};

/// What texts must have one after another.
pub(super) struct InitialPattern<'a> {
    /// Of each letter.
    pub(super) initials: Vec<u8>,
    /// Of each letter its keys, if it was typed whole.
    pub(super) letters: Vec<Option<&'a [u8]>>,
}

impl<'a> InitialPattern<'a> {
    /// Reads `letters`, the keys of each letter of `typed`. With `moves`, a consonant that stands under a syllable before
    /// a lone one is one of them.
    pub(super) fn new(typed: &Keys, letters: &[&'a [u8]], moves: bool) -> Self {
        let mut pattern = Self { initials: Vec::new(), letters: Vec::new() };
        for (at, letter) in letters.iter().copied().enumerate() {
            let before_lone = letters.get(at + 1).is_some_and(|next| is_consonants(next));
            match letter {
                // ㄳ, as it stands there after ㄱ and ㅅ; the same consonant twice is a doubled one.
                [first, second] if is_consonants(letter) && first != second => {
                    pattern.push(*first, None);
                    pattern.push(*second, None);
                }
                _ if is_consonants(letter) => pattern.push(typed.letters[at].initial, None),
                [syllable @ .., last] if moves && before_lone && is_consonants(&[*last]) => {
                    pattern.push(typed.letters[at].initial, Some(syllable));
                    pattern.push(*last, None);
                }
                _ => pattern.push(typed.letters[at].initial, Some(letter)),
            }
        }
        pattern
    }

    fn push(&mut self, initial: u8, letter: Option<&'a [u8]>) {
        self.initials.push(initial);
        self.letters.push(letter);
    }
}
