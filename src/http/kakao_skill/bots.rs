//! Which bot calls, and whether it may: by its id, and by a secret in a header, for Kakao signs nothing.

use std::sync::Arc;

use subtle::{Choice, ConstantTimeEq as _};

use crate::answer::hours::Hours;
use crate::config::{Bot as Settings, BotThresholds, Secret};
use crate::http::error::ApiError;
use crate::kakao::manners::Tone;
use crate::search::thresholds::Override;

/// A bot with its settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Bot {
    settings: Settings,
    /// When a person can be reached.
    hours: Option<Hours>,
    tone: Tone,
}

impl Bot {
    /// A bot; `hours` are its own or the server's, checked.
    pub fn new(settings: Settings, hours: Option<Hours>) -> Self {
        let tone = Tone { greeting: settings.greeting.clone(), closing: settings.closing.clone() };
        Self { settings, hours, tone }
    }

    /// Its name; a server without a list has no name for any.
    pub(super) fn name(&self) -> Option<&str> {
        Some(self.settings.name.as_str()).filter(|name| !name.is_empty())
    }

    /// How the log names it.
    pub(super) fn log_name(&self) -> &str {
        self.name().unwrap_or("-")
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(super) fn hours(&self) -> Option<&Hours> {
        self.hours.as_ref()
    }

    pub(super) fn tone(&self) -> &Tone {
        &self.tone
    }

    pub(super) fn thresholds(&self) -> Override {
        let BotThresholds { answer, fallback, choice } = self.settings.thresholds;
        Override { answer, fallback, choice }
    }

    /// Whether one of the secrets was given. All are compared, each in constant time; their lengths are no secret.
    fn admits(&self, given: &[u8]) -> bool {
        let secrets = &self.settings.secrets;
        let found =
            secrets.iter().fold(Choice::from(0), |found, secret| found | given.ct_eq(secret.expose().as_bytes()));
        secrets.is_empty() || found.into()
    }
}

/// The bots that are answered for.
#[derive(Debug, Clone)]
pub struct Bots {
    bots: Vec<Arc<Bot>>,
    /// Whether calls of other bots are refused.
    listed: bool,
}

impl Bots {
    /// Any bot that has the secret, or any at all without one.
    pub fn any(secret: Option<Secret>, hours: Option<Hours>) -> Self {
        let settings = Settings { secrets: secret.into_iter().collect(), ..Settings::default() };
        Self { bots: vec![Arc::new(Bot::new(settings, hours))], listed: false }
    }

    /// These bots and no others.
    pub fn listed(bots: Vec<Bot>) -> Self {
        Self { bots: bots.into_iter().map(Arc::new).collect(), listed: true }
    }

    /// Whether any bot has this secret: what is asked before a body is looked at.
    pub(super) fn admit(&self, given: &[u8]) -> bool {
        self.bots.iter().fold(false, |found, bot| found | bot.admits(given))
    }

    /// The bot of a call. `id` is without the `!` of the development channel.
    ///
    /// # Errors
    /// For a bot that is not listed, and for the secret of another.
    pub(super) fn find(&self, id: &str, given: &[u8]) -> Result<Arc<Bot>, ApiError> {
        let found = self.bots.iter().find(|bot| !self.listed || bot.settings.id == id);
        let bot = found.ok_or(ApiError::UnknownBot)?;
        if bot.admits(given) { Ok(Arc::clone(bot)) } else { Err(ApiError::Unauthorized) }
    }
}
