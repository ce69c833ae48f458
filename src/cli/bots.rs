//! The skill as the configuration sets it up: bots, hours, seals, where late answers go.

use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::open;
use crate::answer::hours::Hours;
use crate::callback::{Poster, Trust};
use crate::config::{Config, HoursTable};
use crate::faq::Services;
use crate::http::KakaoChannel;
use crate::http::kakao_skill::bots::{Bot, Bots};
use crate::kakao::seal::Sealer;

/// The bots, checked against the services that articles belong to.
pub(super) fn bots(config: &Config, services: &Services) -> anyhow::Result<Bots> {
    let default = config.hours.as_ref().map(hours).transpose().context("the hours of [hours] cannot be used")?;
    if config.bots.is_empty() {
        return Ok(Bots::any(config.kakao_secret.clone(), default));
    }
    let mut bots = Vec::new();
    for bot in &config.bots {
        let own = bot.hours.as_ref().map(hours).transpose();
        let own = own.with_context(|| format!("the hours of bot '{}' cannot be used", bot.id))?;
        if let Some(unknown) = bot.services.iter().find(|slug| !services.iter().any(|service| service.slug == **slug)) {
            bail!(
                "bot '{}' is for the service '{unknown}', which no article belongs to; write slugs of services.toml",
                bot.id
            );
        }
        bots.push(Bot::new(bot.clone(), own.or(default)));
    }
    Ok(Bots::listed(bots))
}

fn hours(table: &HoursTable) -> anyhow::Result<Hours> {
    Ok(Hours::parse(&table.weekdays, table.saturday.as_deref(), table.lunch.as_deref())?)
}

/// The whole set-up. Taps are sealed with a key of this process; where there are links, theirs takes its place.
pub(super) fn channel(config: &Config, services: &Services) -> anyhow::Result<KakaoChannel> {
    let channel = KakaoChannel::new(None).with_bots(bots(config, services)?);
    let channel = channel.with_calendar(Arc::new(open::calendar(config)?));
    if config.bots.iter().any(|bot| bot.callback) {
        return Ok(channel.with_poster(Poster::new(config.callback_hosts.clone(), Trust::System)?));
    }
    Ok(channel)
}

/// A sealer for a server without links: its taps are good until it stops.
pub(super) fn sealer() -> anyhow::Result<Sealer> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| anyhow::anyhow!("the system has no randomness for a key: {error}"))?;
    Ok(Sealer::new(&key))
}
