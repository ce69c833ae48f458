//! `haedap simulate`: a conversation as in `KakaoTalk`, in the terminal, against the skill in process or at an address.
//!
//! [`conversation`] reads lines and sends what Kakao would ([`payload`], [`contexts`]); [`screen`] draws what comes back,
//! [`limits`] and [`verdict`] say whether Kakao would show it; [`replay`] does so for payloads that were recorded.

mod contexts;
mod conversation;
mod limits;
mod payload;
mod record;
mod replay;
mod screen;
mod server;
mod verdict;

use std::io::IsTerminal as _;
use std::path::PathBuf;

use clap::Args;

use self::conversation::{Conversation, Style};
use self::limits::Limits;
use self::payload::{Act, Origin, Party, made_up_id, made_up_user};
use self::record::Recorder;
use self::server::Server;
use super::Outcome;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::wallet::MemberId;

#[derive(Debug, Args)]
pub(super) struct Simulate {
    /// Id of the bot that is talked to [default: the first one of the configuration, else a made-up one]
    #[arg(long, value_name = "ID", conflicts_with = "replay")]
    bot: Option<String>,
    /// Kakao user key of the person [default: a made-up one]
    #[arg(long, value_name = "KEY", conflicts_with = "replay")]
    user: Option<String>,
    /// How Kakao calls the skill
    #[arg(long, value_enum, default_value = "live", conflicts_with = "replay")]
    origin: Origin,
    /// Link the person with this member first; without a wallet source, with one of `haedap demo-wallets`
    #[arg(long = "as", value_name = "MEMBER", conflicts_with_all = ["url", "replay"])]
    member: Option<String>,
    /// Talk to a server at this address instead of the skill in process
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// Secret to send [default: the configured one, in process]
    #[arg(long, value_name = "SECRET")]
    secret: Option<String>,
    /// Write what is sent and what comes back to a file, a JSON object a line
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Send the payloads of these files instead of talking, and check each answer
    #[arg(long, value_name = "FILE", num_args = 1..)]
    replay: Vec<PathBuf>,
    /// Print a JSON object for each answer
    #[arg(long)]
    json: bool,
}

impl Simulate {
    pub(super) fn run(self, config: &Config) -> anyhow::Result<Outcome> {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let secret = self.secret.as_deref();
        let listed = config.bots.first().filter(|_| self.url.is_none()).map(|bot| bot.id.clone());
        let bot = self.bot.or(listed).map(|bot| bot.trim_end_matches('!').to_owned());
        let server = match &self.url {
            // The secret of this machine's configuration goes nowhere unless it is asked for.
            Some(url) => {
                let _on_runtime = runtime.enter();
                Server::at(url, &config.kakao_header, secret)?
            }
            None => runtime.block_on(Server::in_process(config, bot.as_deref(), secret))?,
        };
        let limits = Limits::documented()?;
        let recorder = self.record.as_deref().map(Recorder::create).transpose()?;
        let handle = runtime.handle();
        let mut out = std::io::stdout().lock();
        let passed = if self.replay.is_empty() {
            let party = Party {
                origin: self.origin,
                bot: bot.unwrap_or_else(|| made_up_id("bot")),
                user: self.user.unwrap_or_else(made_up_user),
            };
            let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !self.json;
            let style = Style { terminal, json: self.json };
            let mut talk = Conversation::new(&server, &limits, &SystemClock, party, style, recorder);
            if let Some(member) = &self.member {
                let code = runtime.block_on(server.code_for(&MemberId::parse(member)?))?;
                talk.turn(handle, &Act::typed(&format!("연결 {code}")), &mut out)?;
            }
            talk.run(handle, std::io::stdin().lock(), &mut out)?
        } else {
            replay::run(handle, &self.replay, &server, &limits, self.json, recorder, &mut out)?
        };
        Ok(if passed { Outcome::Success } else { Outcome::Negative })
    }
}
