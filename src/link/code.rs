//! Link codes: what they are made of, and how they are read however they were typed.

use std::fmt;

/// Letters of a code. Left out is what can be taken for another: 0 O, 1 I L, and of 2 Z, 5 S, 8 B the letter.
const ALPHABET: &[u8] = b"23456789ACDEFGHJKMNPQRTUVWXY";
/// Letters that no code has, and the figures they were read for.
const MISREAD: [(char, char); 3] = [('Z', '2'), ('S', '5'), ('B', '8')];
/// Letters of one code. 28^8 are 378,000,000,000; a person has 480 wrong tries a day at most.
const LENGTH: usize = 8;

/// A code as it is spoken about, not yet known to be right. Never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// A random code, from the system's source, with at least one letter and one figure, so that neither a word nor a
    /// number can be one.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub(super) fn random() -> Result<Self, getrandom::Error> {
        loop {
            let mut letters = String::with_capacity(LENGTH);
            while letters.len() < LENGTH {
                let mut bytes = [0; 16];
                getrandom::fill(&mut bytes)?;
                // Five bits name one of 32 places; those behind the alphabet are dropped, so all letters are as likely.
                let places = bytes.iter().filter_map(|byte| ALPHABET.get(usize::from(byte & 31)));
                letters.extend(places.take(LENGTH - letters.len()).map(|letter| char::from(*letter)));
            }
            if is_mixed(&letters) {
                return Ok(Self(letters));
            }
        }
    }

    /// Reads what was typed, if it has the shape of a code: two groups of four letters and figures, either case, with
    /// one space or hyphen between them or none. Without the hyphen a word or a number is no code.
    pub fn read(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let divided = typed.char_indices().nth(LENGTH / 2).filter(|(_, sign)| *sign == ' ' || is_hyphen(*sign));
        let letters = match divided {
            Some((at, sign)) => [&typed[..at], &typed[at + sign.len_utf8()..]].concat(),
            None => typed.to_owned(),
        };
        let fits = letters.len() == LENGTH && letters.bytes().all(|letter| letter.is_ascii_alphanumeric());
        let is_code = divided.is_some_and(|(_, sign)| is_hyphen(sign)) || is_mixed(&letters);
        (fits && is_code).then(|| Self(letters.chars().map(as_meant).collect()))
    }

    /// The eight letters.
    pub(super) fn letters(&self) -> &str {
        &self.0
    }

    /// As it is shown to the customer: `K7M2-9QXD`.
    pub fn shown(&self) -> String {
        let (left, right) = self.0.split_at(LENGTH / 2);
        format!("{left}-{right}")
    }
}

fn is_mixed(letters: &str) -> bool {
    letters.bytes().any(|letter| letter.is_ascii_digit()) && letters.bytes().any(|letter| letter.is_ascii_alphabetic())
}

/// The letter of the alphabet for one that was typed, if there is one.
fn as_meant(typed: char) -> char {
    let typed = typed.to_ascii_uppercase();
    MISREAD.iter().find(|(letter, _)| *letter == typed).map_or(typed, |(_, figure)| *figure)
}

/// The hyphen, and what keyboards put in its place.
fn is_hyphen(sign: char) -> bool {
    matches!(sign, '-' | '‐' | '‑' | '–' | '—' | '−')
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_codes_differ_and_read_back() {
        let codes: Vec<Code> = (0..500).map(|_| Code::random().unwrap()).collect();
        for (at, code) in codes.iter().enumerate() {
            assert_eq!(Code::read(&code.shown()).as_ref(), Some(code));
            assert!(code.letters().bytes().all(|letter| ALPHABET.contains(&letter)), "{}", code.shown());
            assert!(!codes[at + 1..].contains(code));
        }
        let used = |letter: &u8| codes.iter().any(|code| code.letters().as_bytes().contains(letter));
        assert!(ALPHABET.iter().all(used), "every letter of the alphabet occurs");
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for typed in ["K7M2-9QXD", "k7m29qxd", "K7M2 9QXD", " k7M2–9qxd ", "K7M2−9QXD", "k7mz-9qxd"] {
            assert_eq!(Code::read(typed).map(|code| code.shown()).as_deref(), Some("K7M2-9QXD"), "{typed}");
        }
        // No code has these letters, but it is one that was misread, or made up.
        assert!(Code::read("K0M1-9QXL").is_some() && Code::read("AAAA-AAAA").is_some());
        for typed in ["", "K7M2-9QX", "K7M2-9QXDE", "K7-M49QXD", "K7M2--9QXD", "kakaopay", "01012345", "K7M2-9Q가D"] {
            assert_eq!(Code::read(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_code_is_not_printed() {
        assert_eq!(format!("{:?}", Code::read("K7M2-9QXD")), "Some(Code(***))");
    }
}
