//! What may never be shown in full: cards, accounts, addresses, names. Each type drops the rest when it is made, so
//! that there is nothing to leak; `Display`, `Debug` and JSON all give the masked form, and reading that form again
//! gives the same.

use std::fmt;

/// Longest free text that is kept, in letters.
const LONGEST_TEXT: usize = 100;
/// Longest name of a bank or card company that is kept, in letters; "한국스탠다드차타드은행" has 11.
const LONGEST_ISSUER: usize = 20;
/// Longest person's or company's name that is kept, in letters.
const LONGEST_NAME: usize = 30;
/// Longest domain of an address that is kept, in bytes.
const LONGEST_DOMAIN: usize = 60;
/// A run of more digits than this in a free text is a card, an account or a telephone; a day has 8.
const MOST_DIGITS: usize = 8;

/// Implements the traits of a masked text over its one field: every way out gives the masked form, every way in masks.
macro_rules! masked {
    ($name:ident) => {
        impl $name {
            /// The masked form.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(|text| Self::new(&text))
            }
        }
    };
}

/// A card: its company and last four digits, `신한카드 1234`.
#[derive(Clone, PartialEq, Eq)]
pub struct Card(String);
masked!(Card);

impl Card {
    /// From a company and a number of any length, `신한카드 9410-1234-5678-1234` or `신한카드 1234`.
    pub fn new(text: &str) -> Self {
        let (issuer, digits) = issuer_and_digits(text);
        Self(join(&issuer, last(&digits, 4)))
    }
}

/// A bank account: the bank and the last three digits, `국민은행 ***123`.
#[derive(Clone, PartialEq, Eq)]
pub struct BankAccount(String);
masked!(BankAccount);

impl BankAccount {
    /// From a bank and a number of any length, `국민은행 123456-04-567123` or `국민은행 ***123`.
    pub fn new(text: &str) -> Self {
        let (bank, digits) = issuer_and_digits(text);
        Self(join(&bank, &format!("***{}", last(&digits, 3))))
    }
}

/// An e-mail address: `ha***@kakao.com`.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);
masked!(Email);

impl Email {
    /// From an address, masked or not. What is no address leaves nothing but `***`.
    pub fn new(text: &str) -> Self {
        let Some((local, domain)) = text.trim().rsplit_once('@') else { return Self("***".to_owned()) };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
        let shown: String = local.chars().take_while(|c| plain(*c)).take(2).collect();
        // Of a short name, half would be too much; a star says that it was cut before.
        let shown = match local.chars().count() {
            0..=1 => "",
            2 => &shown[..shown.len().min(1)],
            _ => &shown,
        };
        let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
        let fits = domain.len() <= LONGEST_DOMAIN && domain.contains('.') && domain.chars().all(host);
        let domain = if fits && longest_run(domain) <= MOST_DIGITS { domain } else { "***" };
        Self(format!("{shown}***@{domain}"))
    }
}

/// Whom a card, an account or a payment belongs to: `홍*동`, `(주)해*음`.
#[derive(Clone, PartialEq, Eq)]
pub struct HolderName(String);
masked!(HolderName);

impl HolderName {
    /// From a name, masked or not.
    pub fn new(text: &str) -> Self {
        let (form, name) = ["(주)", "㈜", "주식회사 ", "(유)", "(사)", "(재)"]
            .iter()
            .find_map(|form| text.trim().strip_prefix(form).map(|name| (*form, name.trim())))
            .unwrap_or(("", text.trim()));
        let name: String = name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        let letters: Vec<char> = name.trim().chars().collect();
        let hidden = |count: usize| "*".repeat(count);
        let shown = |c: &char| if c.is_numeric() { '*' } else { *c };
        let masked = match letters.as_slice() {
            [] => String::new(),
            [_] => hidden(1),
            [first, _] => format!("{}*", shown(first)),
            [first, middle @ .., last] => format!("{}{}{}", shown(first), hidden(middle.len()), shown(last)),
        };
        Self(format!("{form}{masked}"))
    }
}

/// A text that the source wrote: a name of a wallet, a reason. Long numbers and addresses in it are masked, control
/// signs dropped, and it ends after 100 letters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text(String);
masked!(Text);

impl Text {
    /// From any text.
    pub fn new(text: &str) -> Self {
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let mut kept = String::new();
        let mut room = LONGEST_TEXT;
        for word in clean.split_whitespace() {
            let word: String = if word.contains('@') { Email::new(word).0 } else { word.to_owned() };
            let length = word.chars().count() + usize::from(!kept.is_empty());
            if length > room && !kept.is_empty() {
                break;
            }
            if !kept.is_empty() {
                kept.push(' ');
            }
            kept.extend(word.chars().take(LONGEST_TEXT));
            room = room.saturating_sub(length);
        }
        Self(without_long_numbers(&kept))
    }
}

/// The name before a number, and the digits of everything behind it.
fn issuer_and_digits(text: &str) -> (String, String) {
    let at = text.find(|c: char| c.is_numeric() || c == '*').unwrap_or(text.len());
    let (name, number) = text.split_at(at);
    let name: String = name.chars().filter(|c| c.is_alphabetic() || *c == ' ').take(LONGEST_ISSUER).collect();
    (name.trim().to_owned(), number.chars().filter(char::is_ascii_digit).collect())
}

fn join(name: &str, number: &str) -> String {
    match (name.is_empty(), number.is_empty()) {
        (true, _) => number.to_owned(),
        (_, true) => name.to_owned(),
        _ => format!("{name} {number}"),
    }
}

/// The last `count` ASCII digits.
fn last(digits: &str, count: usize) -> &str {
    &digits[digits.len().saturating_sub(count)..]
}

/// Whether a sign may stand inside a number, as in `9410-1234 5678.1234`.
fn separates(c: char) -> bool {
    matches!(c, '-' | ' ' | '.' | '_' | '/' | '·' | '–')
}

/// The most digits in a row, whatever separates them.
fn longest_run(text: &str) -> usize {
    let (mut run, mut longest) = (0, 0);
    for c in text.chars() {
        if c.is_numeric() {
            run += 1;
            longest = longest.max(run);
        } else if !separates(c) {
            run = 0;
        }
    }
    longest
}

/// Numbers of more than 8 digits become `***` and their last four.
fn without_long_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(char::is_numeric) {
        out.push_str(&rest[..start]);
        let run = &rest[start..];
        let end = run.find(|c: char| !c.is_numeric() && !separates(c)).unwrap_or(run.len());
        let number = run[..end].trim_end_matches(separates);
        let digits: Vec<char> = number.chars().filter(|c| c.is_numeric()).collect();
        if digits.len() > MOST_DIGITS {
            out.push_str("***");
            out.extend(&digits[digits.len() - 4..]);
        } else {
            out.push_str(number);
        }
        rest = &run[number.len()..];
    }
    out + rest
}

#[cfg(test)]
mod tests;
