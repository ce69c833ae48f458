//! `haedap forget`: erases all that is stored of a person.

use std::io::Write as _;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;

use super::{Outcome, open};
use crate::clock::Clock;
use crate::config::Config;
use crate::link::Person;
use crate::wallet::MemberId;

/// How long the database may take; nobody waits in a chat.
const PATIENCE: Duration = Duration::from_secs(30);

/// `haedap forget KEY [--bot BOT] [--json]`.
#[derive(Debug, Args)]
pub(super) struct Forget {
    /// A member's id, or with --bot the Kakao user key
    #[arg(value_name = "KEY")]
    key: String,
    /// Id of the bot that the user key is of, with `!` at its end for the development channel
    #[arg(long, value_name = "BOT")]
    bot: Option<String>,
    /// Print the counts as JSON
    #[arg(long)]
    json: bool,
}

impl Forget {
    pub(super) fn run(self, config: &Config, clock: &dyn Clock) -> anyhow::Result<Outcome> {
        let now = clock.now();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let erased = runtime.block_on(async {
            let Some(bot) = &self.bot else {
                let member = MemberId::parse(&self.key)
                    .context("this is no member's id; for a Kakao user key, name its bot with --bot")?;
                return anyhow::Ok(open::link_store(config, PATIENCE)?.forget_member(&member, now).await?);
            };
            let person = Person::of_bot(bot, &self.key).context("neither the bot nor the user key can be empty")?;
            Ok(open::link_store(config, PATIENCE)?.forget_person(&person, now).await?)
        })?;
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&erased)?)?;
        } else {
            writeln!(out, "erased: links {}, codes {}, wrong tries {}", erased.links, erased.codes, erased.attempts)?;
        }
        let found = erased.links + erased.codes + erased.attempts > 0;
        Ok(if found { Outcome::Success } else { Outcome::Negative })
    }
}
