//! What stays of a chain of digits: days, hours, years and amounts. Only where nothing is joined to them as in an account
//! number (`110-2026-11-22`).

use super::chain::Group;

/// Most digits of an amount: trillions of won.
const LONGEST_AMOUNT: usize = 13;

/// The items that stay, as ranges of groups in order.
pub(super) fn items(text: &[char], chain: &[Group]) -> Vec<(usize, usize)> {
    let chain = Chain { text, groups: chain };
    let mut found = Vec::new();
    let mut at = 0;
    while at < chain.groups.len() {
        let readings = [chain.amount(at), chain.day(at), chain.day_of_year(at), chain.hour(at), chain.years(at)];
        match readings.into_iter().flatten().find(|count| chain.stands_alone(at, at + count)) {
            Some(count) => {
                found.push((at, at + count));
                at += count;
            }
            None => at += 1,
        }
    }
    found
}

struct Chain<'a> {
    text: &'a [char],
    groups: &'a [Group],
}

/// Each reading gives how many groups it takes.
impl Chain<'_> {
    /// What stands behind a group, up to the next.
    fn separator(&self, index: usize) -> &[char] {
        match (self.groups.get(index), self.groups.get(index + 1)) {
            (Some(group), Some(next)) => &self.text[group.end..next.start],
            _ => &[],
        }
    }

    /// Whether neither side is joined: a blank, a comma before a blank, `~` or a bracket stand between.
    fn stands_alone(&self, start: usize, end: usize) -> bool {
        let apart = |separator: &[char]| separator.iter().any(|c| matches!(c, ' ' | '~' | '(' | ')' | '[' | ']'));
        (start == 0 || apart(self.separator(start - 1))) && (end == self.groups.len() || apart(self.separator(end - 1)))
    }

    fn number(&self, index: usize, digits: usize, range: std::ops::RangeInclusive<u32>) -> Option<u32> {
        self.groups.get(index)?.value(digits).filter(|value| range.contains(value))
    }

    fn year(&self, index: usize) -> Option<u32> {
        self.number(index, 4, 1900..=2099)
    }

    /// `2026-11-22`, `2026. 11. 22`, `2026/11/22`
    fn day(&self, at: usize) -> Option<usize> {
        self.year(at)?;
        self.number(at + 1, 2, 1..=12)?;
        self.number(at + 2, 2, 1..=31)?;
        let mark = |index| match self.separator(index) {
            [mark @ ('-' | '.' | '/')] | [mark @ '.', ' '] => Some(*mark),
            _ => None,
        };
        (mark(at)? == mark(at + 1)?).then_some(3)
    }

    /// `11/22`, `11.22`
    fn day_of_year(&self, at: usize) -> Option<usize> {
        self.number(at, 2, 1..=12)?;
        self.number(at + 1, 2, 1..=31)?;
        matches!(self.separator(at), ['/' | '.']).then_some(2)
    }

    /// `13:45`, `13:45:10`
    fn hour(&self, at: usize) -> Option<usize> {
        self.number(at, 2, 0..=24)?;
        self.number(at + 1, 2, 0..=59)?;
        let colon = |index| matches!(self.separator(index), [':']);
        let seconds = colon(at + 1) && self.number(at + 2, 2, 0..=59).is_some();
        colon(at).then_some(if seconds { 3 } else { 2 })
    }

    /// `2025`, `2024-2026`
    fn years(&self, at: usize) -> Option<usize> {
        self.year(at)?;
        let two = matches!(self.separator(at), ['-' | '~']) && self.year(at + 1).is_some();
        Some(if two { 2 } else { 1 })
    }

    /// `1,234,567`
    fn amount(&self, at: usize) -> Option<usize> {
        let first = self.groups.get(at)?;
        let begins = first.value(3).is_some_and(|value| value.to_string().len() == first.len() && value > 0);
        let thousands = (at..self.groups.len() - 1)
            .take_while(|index| self.separator(*index) == [','] && self.groups[index + 1].value(3).is_some())
            .take_while(|index| self.groups[index + 1].len() == 3)
            .count();
        let fits = first.len() + 3 * thousands <= LONGEST_AMOUNT;
        (begins && thousands > 0 && fits).then_some(1 + thousands)
    }
}
