//! A Kakao user of one bot.

use std::fmt;

/// A Kakao user of one bot. The same human is another person in every bot, and another in the development channel and
/// bot test of each. Never printed by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    bot: String,
    development: bool,
    user_key: String,
}

impl Person {
    /// The user of a skill call; nobody if bot or user is not named. `bot` is without the `!` of the development
    /// channel, which `development` tells.
    pub fn new(bot: &str, development: bool, user_key: &str) -> Option<Self> {
        let named = !bot.is_empty() && !user_key.is_empty();
        named.then(|| Self { bot: bot.to_owned(), development, user_key: user_key.to_owned() })
    }

    /// The user of a bot by its id as Kakao writes it, with `!` for the development channel.
    pub fn of_bot(bot_id: &str, user_key: &str) -> Option<Self> {
        let development = bot_id.strip_suffix('!');
        Self::new(development.unwrap_or(bot_id), development.is_some(), user_key)
    }

    /// What makes this person differ from every other.
    pub(super) fn parts(&self) -> [&str; 3] {
        [&self.bot, if self.development { "development" } else { "live" }, &self.user_key]
    }
}

/// What stands for a person where something of theirs is kept: a keyed hash in 64 hexadecimal figures, the same
/// everywhere, so that all of it can be found and erased. Only `LinkStore` makes one from a user key.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonHash(String);

impl PersonHash {
    pub(super) fn new(hash: String) -> Self {
        Self(hash)
    }

    /// The 64 hexadecimal figures.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PersonHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonHash(***)")
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Person(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_development_channel_is_apart() {
        assert_eq!(Person::of_bot("66a0", "k"), Person::new("66a0", false, "k"));
        assert_eq!(Person::of_bot("66a0!", "k"), Person::new("66a0", true, "k"));
        assert_ne!(Person::of_bot("66a0!", "k"), Person::of_bot("66a0", "k"));
    }

    #[test]
    fn nobody_is_no_person() {
        for (bot, user) in [("", "k"), ("!", "k"), ("66a0", "")] {
            assert_eq!(Person::of_bot(bot, user), None);
        }
    }
}
