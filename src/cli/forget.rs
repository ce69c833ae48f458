//! `haedap forget`: erases all that is stored of a person.

use std::io::Write as _;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;
use time::OffsetDateTime;

use super::{Outcome, open};
use crate::clock::Clock;
use crate::config::Config;
use crate::insight::ErasedFeedback;
use crate::link::{Erased, Person, PersonHash};
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

/// How much went.
#[derive(Serialize)]
struct Gone {
    #[serde(flatten)]
    links: Erased,
    #[serde(flatten)]
    insight: ErasedFeedback,
}

impl Forget {
    pub(super) fn run(self, config: &Config, clock: &dyn Clock) -> anyhow::Result<Outcome> {
        let now = clock.now();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let Gone { links: erased, insight } = runtime.block_on(self.erase(config, now))?;
        let mut out = std::io::stdout().lock();
        if self.json {
            writeln!(out, "{}", serde_json::to_string(&Gone { links: erased, insight })?)?;
        } else {
            write!(out, "erased: links {}, codes {}, wrong tries {}", erased.links, erased.codes, erased.attempts)?;
            writeln!(out, ", feedback {}, missed questions {}", insight.feedback, insight.missed)?;
        }
        let found = erased.links + erased.codes + erased.attempts + insight.feedback + insight.missed > 0;
        Ok(if found { Outcome::Success } else { Outcome::Negative })
    }

    /// What is kept of feedback goes first: it is found by the persons whom the links name.
    async fn erase(&self, config: &Config, now: OffsetDateTime) -> anyhow::Result<Gone> {
        let Some(bot) = &self.bot else {
            let member = MemberId::parse(&self.key)
                .context("this is no member's id; for a Kakao user key, name its bot with --bot")?;
            let links = open::link_store(config, PATIENCE)?;
            let insight = erase_feedback(config, &links.persons_of(&member).await?).await?;
            return Ok(Gone { links: links.forget_member(&member, now).await?, insight });
        };
        let person = Person::of_bot(bot, &self.key).context("neither the bot nor the user key can be empty")?;
        let links = open::link_store(config, PATIENCE)?;
        let insight = erase_feedback(config, &[links.hash_of(&person)]).await?;
        Ok(Gone { links: links.forget_person(&person, now).await?, insight })
    }
}

async fn erase_feedback(config: &Config, persons: &[PersonHash]) -> anyhow::Result<ErasedFeedback> {
    let mut erased = ErasedFeedback::default();
    let Some(store) = open::feedback_store(config, PATIENCE)?.filter(|_| !persons.is_empty()) else {
        return Ok(erased);
    };
    for person in persons {
        let ErasedFeedback { feedback, missed } = store.erase(person).await?;
        erased.feedback += feedback;
        erased.missed += missed;
    }
    Ok(erased)
}
