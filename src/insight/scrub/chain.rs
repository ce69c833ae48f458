//! Digits that belong together, however they are written apart: `4111-1111 1111.1111`, `010 다시 1234 다시 5678`,
//! `공일공 일이삼사 오육칠팔`. Eight or more of them are cut, save days, hours, years and amounts.
//!
//! Eight, since the shortest account numbers and telephones have as many; a card is found even where it is written like
//! days and amounts, by its check digit.

use super::exempt;

/// A chain of fewer digits stays.
const FEWEST: usize = 8;
/// Digits of a card number.
const CARD: std::ops::RangeInclusive<usize> = 14..=16;
/// Figures as they are spelled one by one.
const SPELLED: [(char, u8); 13] = [
    ('공', 0),
    ('영', 0),
    ('일', 1),
    ('이', 2),
    ('삼', 3),
    ('사', 4),
    ('오', 5),
    ('육', 6),
    ('륙', 6),
    ('칠', 7),
    ('팔', 8),
    ('구', 9),
    ('빵', 0),
];
/// Fewer spelled figures in a row are words: `이사`, `사이`.
const FEWEST_SPELLED: usize = 3;
/// What is said between the groups of a number.
const SPELLED_SEPARATORS: [&str; 9] = ["다시", "대시", "대쉬", "데시", "하이픈", "마이너스", "빼기", "에", "의"];
/// What covers the rest of a number that was masked before.
const MASKS: [char; 6] = ['*', 'x', 'X', '●', '○', '•'];

/// Digits in a row; `start..end` of the characters.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The value of each; `None` for a figure of another script.
    digits: Vec<Option<u8>>,
}

impl Group {
    pub(super) fn len(&self) -> usize {
        self.digits.len()
    }

    /// As a number, if it has at most so many digits.
    pub(super) fn value(&self, most_digits: usize) -> Option<u32> {
        let fits = (1..=most_digits).contains(&self.len());
        fits.then(|| self.digits.iter().try_fold(0, |sum, digit| Some(sum * 10 + u32::from((*digit)?)))).flatten()
    }
}

/// The text with a word in brackets for each number that is cut.
pub(super) fn cut(text: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let Some(chain) = chain_at(text, at) else {
            out.push(text[at]);
            at += 1;
            continue;
        };
        if let Some(end) = masked_rest(text, &chain) {
            out.push_str("[주민번호]");
            at = end;
        } else {
            write(text, &chain, &mut out);
            at = chain.last().map_or(at + 1, |group| group.end);
        }
    }
    out
}

/// Writes a chain, or what stands for its parts.
fn write(text: &[char], chain: &[Group], out: &mut String) {
    let cut = to_cut(text, chain);
    let mut index = 0;
    while index < chain.len() {
        let until = (index..chain.len()).find(|other| cut[*other] != cut[index]).unwrap_or(chain.len());
        let part = &chain[index..until];
        let end = chain.get(until).map_or(part[part.len() - 1].end, |next| next.start);
        if cut[index] {
            out.push_str(name(part));
            out.extend(&text[part[part.len() - 1].end..end]);
        } else {
            out.extend(&text[part[0].start..end]);
        }
        index = until;
    }
}

/// Which groups of a chain are cut.
fn to_cut(text: &[char], chain: &[Group]) -> Vec<bool> {
    let mut cut = vec![false; chain.len()];
    let digits = |part: &[Group]| part.iter().map(Group::len).sum::<usize>();
    if digits(chain) < FEWEST {
        return cut;
    }
    let stays = exempt::items(text, chain);
    // What is left between them.
    let mut from = 0;
    for (start, end) in stays.iter().copied().chain([(chain.len(), chain.len())]) {
        if digits(&chain[from..start]) >= FEWEST {
            cut[from..start].fill(true);
        }
        from = end;
    }
    for start in 0..chain.len() {
        for end in start + 1..=chain.len() {
            let count = digits(&chain[start..end]);
            if count > *CARD.end() {
                break;
            }
            // Days and amounts side by side are no card, whatever their digits say.
            let is_written = (start..end).any(|group| !stays.iter().any(|(from, to)| (*from..*to).contains(&group)));
            if CARD.contains(&count) && is_written && has_check_digit(&chain[start..end]) {
                cut[start..end].fill(true);
            }
        }
    }
    // Half a day or amount means nothing.
    for (start, end) in stays {
        if cut[start..end].contains(&true) {
            cut[start..end].fill(true);
        }
    }
    cut
}

/// The rule of Luhn, by which the last digit of a card follows from the others.
fn has_check_digit(part: &[Group]) -> bool {
    let digits: Option<Vec<u8>> = part.iter().flat_map(|group| group.digits.iter().copied()).collect();
    digits.is_some_and(|digits| {
        let weigh = |(place, digit): (usize, u8)| match place % 2 {
            0 => u32::from(digit),
            _ => u32::from(digit) * 2 / 10 + u32::from(digit) * 2 % 10,
        };
        digits.into_iter().rev().enumerate().map(weigh).sum::<u32>() % 10 == 0
    })
}

/// What a number looks like.
fn name(part: &[Group]) -> &'static str {
    let lengths: Vec<usize> = part.iter().map(Group::len).collect();
    let digits: Vec<u8> = part.iter().flat_map(|group| group.digits.iter().map(|d| d.unwrap_or(0))).collect();
    let two = |at: usize| digits.get(at..at + 2).map_or(0, |pair| pair[0] * 10 + pair[1]);
    let born = digits.len() == 13 && (1..=12).contains(&two(2)) && (1..=31).contains(&two(4)) && digits[6] != 9;
    match digits.len() {
        _ if CARD.contains(&digits.len()) && has_check_digit(part) => "[카드번호]",
        13 if born => "[주민번호]",
        10 if lengths == [3, 2, 5] => "[사업자번호]",
        9..=11 if digits[0] == 0 => "[전화번호]",
        11 | 12 if two(0) == 82 => "[전화번호]",
        8 if lengths == [4, 4] && matches!(two(0), 15 | 16 | 18) => "[전화번호]",
        _ => "[번호]",
    }
}

/// The end of a resident registration number whose rest is masked, `900101-1******`.
fn masked_rest(text: &[char], chain: &[Group]) -> Option<usize> {
    let [birth, rest] = chain else { return None };
    let birth = birth.value(6).filter(|_| birth.len() == 6)?;
    let is_day = (1..=12).contains(&(birth / 100 % 100)) && (1..=31).contains(&(birth % 100));
    let masks = text[rest.end..].iter().take_while(|c| MASKS.contains(c)).count();
    (is_day && rest.len() < 7 && masks >= 2).then_some(rest.end + masks)
}

/// The chain that begins here.
fn chain_at(text: &[char], start: usize) -> Option<Vec<Group>> {
    let mut chain = vec![group_at(text, start)?];
    while let Some(next) = next_group(text, chain[chain.len() - 1].end) {
        chain.push(next);
    }
    Some(chain)
}

/// The group behind whatever separates two of them.
fn next_group(text: &[char], end: usize) -> Option<Group> {
    let skip = |from: usize| from + text[from..].iter().take_while(|c| !c.is_alphanumeric()).count();
    let at = skip(end);
    if let Some(group) = group_at(text, at) {
        return Some(group);
    }
    let said = SPELLED_SEPARATORS
        .iter()
        .find(|word| text[at..].iter().copied().take(word.chars().count()).eq(word.chars()))?;
    group_at(text, skip(at + said.chars().count()))
}

fn group_at(text: &[char], start: usize) -> Option<Group> {
    let figures = text[start..].iter().take_while(|c| c.is_numeric());
    let mut digits: Vec<Option<u8>> = figures.map(|c| c.to_digit(10).map(|value| value as u8)).collect();
    if digits.is_empty() {
        let value = |c: &char| SPELLED.iter().find(|(spelled, _)| spelled == c).map(|(_, value)| Some(*value));
        digits = text[start..].iter().map_while(value).collect();
        if digits.len() < FEWEST_SPELLED {
            return None;
        }
    }
    Some(Group { start, end: start + digits.len(), digits })
}
