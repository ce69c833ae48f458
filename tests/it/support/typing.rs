//! A two-set Korean keyboard: what stands in a text box after every key while a text is typed.
//!
//! Written apart from `haedap::text::hangul`, so that tests do not hold the program to its own idea of Hangul.

use haedap::text::hangul::keystrokes;

const INITIALS: &str = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const MEDIALS: &str = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const FINALS: &str = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ";
/// Two keys, and what they make one after another.
const JOINED: [&str; 18] = [
    "ㅗㅏㅘ",
    "ㅗㅐㅙ",
    "ㅗㅣㅚ",
    "ㅜㅓㅝ",
    "ㅜㅔㅞ",
    "ㅜㅣㅟ",
    "ㅡㅣㅢ",
    "ㄱㅅㄳ",
    "ㄴㅈㄵ",
    "ㄴㅎㄶ",
    "ㄹㄱㄺ",
    "ㄹㅁㄻ",
    "ㄹㅂㄼ",
    "ㄹㅅㄽ",
    "ㄹㅌㄾ",
    "ㄹㅍㄿ",
    "ㄹㅎㅀ",
    "ㅂㅅㅄ",
];

fn join(a: char, b: char) -> Option<char> {
    let pair = String::from_iter([a, b]);
    JOINED.iter().find_map(|row| row.strip_prefix(&pair)?.chars().next())
}

fn take_apart(joined: char) -> (Option<char>, char) {
    let row = JOINED.iter().find(|row| row.ends_with(joined)).map(|row| row.chars().collect::<Vec<_>>());
    row.map_or((None, joined), |row| (Some(row[0]), row[1]))
}

/// The letter that is being made.
#[derive(Default)]
struct Keyboard {
    done: String,
    initial: Option<char>,
    medial: Option<char>,
    last: Option<char>,
}

impl Keyboard {
    fn press(&mut self, key: char) {
        let is_vowel = MEDIALS.contains(key);
        match (self.initial, self.medial, self.last) {
            _ if !is_vowel && !INITIALS.contains(key) => {
                self.finish();
                self.done.push(key);
            }
            // A vowel takes the consonant before it along.
            (_, _, Some(last)) if is_vowel => {
                let (stays, goes) = take_apart(last);
                self.last = stays;
                self.finish();
                (self.initial, self.medial) = (Some(goes), Some(key));
            }
            (Some(initial), None, _) if is_vowel => {
                let (stays, goes) = take_apart(initial);
                self.done.extend(stays);
                (self.initial, self.medial) = (Some(goes), Some(key));
            }
            (_, Some(medial), _) if is_vowel => match join(medial, key) {
                Some(joined) => self.medial = Some(joined),
                None => self.begin(None, Some(key)),
            },
            _ if is_vowel => self.begin(None, Some(key)),
            (Some(_), Some(_), None) if FINALS.contains(key) => self.last = Some(key),
            (_, _, Some(last)) => match join(last, key) {
                Some(joined) => self.last = Some(joined),
                None => self.begin(Some(key), None),
            },
            (Some(initial), None, None) => match join(initial, key) {
                Some(joined) => self.initial = Some(joined),
                None => self.begin(Some(key), None),
            },
            _ => self.begin(Some(key), None),
        }
    }

    fn begin(&mut self, initial: Option<char>, medial: Option<char>) {
        self.finish();
        (self.initial, self.medial) = (initial, medial);
    }

    fn finish(&mut self) {
        self.done = self.shown();
        (self.initial, self.medial, self.last) = (None, None, None);
    }

    fn shown(&self) -> String {
        let place = |list: &str, c: char| list.chars().position(|other| other == c).expect("a jamo of the list") as u32;
        let mut out = self.done.clone();
        match (self.initial, self.medial) {
            (Some(initial), Some(medial)) => {
                let last = self.last.map_or(0, |last| 1 + place(FINALS, last));
                let code = (place(INITIALS, initial) * 21 + place(MEDIALS, medial)) * 28 + last;
                out.extend(char::from_u32(0xAC00 + code));
            }
            (one, other) => out.extend(one.or(other)),
        }
        out
    }
}

/// What stands there after each key while `text` is typed.
pub fn states(text: &str) -> Vec<String> {
    let mut keyboard = Keyboard::default();
    keystrokes(text)
        .into_iter()
        .map(|key| {
            keyboard.press(key);
            keyboard.shown()
        })
        .collect()
}

#[test]
fn types_as_people_see_it() {
    let check = |text: &str, expect: &[&str]| assert_eq!(states(text), expect, "{text}");
    check("자동", &["ㅈ", "자", "잗", "자도", "자동"]);
    check("과일", &["ㄱ", "고", "과", "광", "과이", "과일"]);
    check("닭이", &["ㄷ", "다", "달", "닭", "닭ㅇ", "닭이"]);
    check("갑시", &["ㄱ", "가", "갑", "값", "갑시"]);
    check("까치", &["ㄲ", "까", "깣", "까치"]);
    check("ㄱㅅ", &["ㄱ", "ㄳ"]);
    check("ㄱ사", &["ㄱ", "ㄳ", "ㄱ사"]);
    check("PG 사", &["P", "PG", "PG ", "PG ㅅ", "PG 사"]);
    check("의", &["ㅇ", "으", "의"]);
    check("가ㅏ", &["ㄱ", "가", "가ㅏ"]);
}
