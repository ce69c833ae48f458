//! The server that is talked to: this program's own router in process, set up as `serve` does it, or one at an address.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use reqwest::redirect;
use serde_json::Value;
use tempfile::TempDir;

use super::super::{bots, open};
use super::payload::Party;
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, DatabaseAddress, Secret};
use crate::http::state::OwnStateConfig;
use crate::http::{self, AppState, HttpConfig, InProcess};
use crate::link::LinkStore;
use crate::wallet::{MemberId, day, demo};

/// The skill's path.
const SKILL: &str = "/kakao/skill";
/// How long an answer is waited for; Kakao waits for 5 s, and it is worth knowing by how much they were missed.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long links may take, as in `serve`.
const LINK_PATIENCE: Duration = Duration::from_millis(600);

/// What came back.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    pub(super) took: Duration,
}

/// A server to call.
pub(super) struct Server {
    target: Target,
    /// Name and value of the secret's header, if one is sent.
    secret: Option<(String, String)>,
    /// Databases of this simulation alone; they go with it.
    _folder: Option<TempDir>,
    links: Option<LinkStore>,
}

enum Target {
    Router(InProcess),
    Address { client: reqwest::Client, url: reqwest::Url },
}

impl Server {
    /// The router over the generation in service, called as `bot` with its secret. Links lie in a folder of their own,
    /// and so do demonstration wallets if no source is configured: what is tried out is nobody's.
    pub(super) async fn in_process(config: &Config, bot: Option<&str>, secret: Option<&str>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut config = config.clone();
        config.link_database = Some(DatabaseAddress::File(folder.path().join("links.sqlite")));
        config.link_secret = None;
        if config.wallet.is_none() {
            let file = folder.path().join("wallets.sqlite");
            let demo = demo::wallets(day::in_seoul(SystemClock.now()))?;
            demo::write_file(&demo, &file).await?;
            config.wallet = Some(Secret::new(format!("sqlite:{}", file.display())));
        }
        let links = open::link_store(&config, LINK_PATIENCE)?;
        let http_config = HttpConfig {
            kakao_secret: config.kakao_secret.clone(),
            kakao_header: config.kakao_header.clone(),
            links: open::links(&config, config.listen),
            // One customer talks, from this process.
            ..HttpConfig::default()
        };
        let own_state = OwnStateConfig { attacher: open::attacher(&config)?, links: Some(links.clone()) };
        // No feedback: what is tried out here is nothing that customers asked.
        let answerer = open::answerer(&config)?;
        let channel = bots::channel(&config, answerer.engine().services())?;
        let state = AppState::new(answerer, http_config).with_kakao(channel).with_own_state(own_state);
        let of_bot =
            config.bots.iter().find(|listed| Some(listed.id.as_str()) == bot).and_then(|bot| bot.secrets.first());
        let configured = of_bot.or(config.kakao_secret.as_ref());
        let secret =
            secret.or(configured.map(Secret::expose)).map(|secret| (config.kakao_header.clone(), secret.to_owned()));
        Ok(Self {
            target: Target::Router(InProcess::new(http::router(state))),
            secret,
            _folder: Some(folder),
            links: Some(links),
        })
    }

    /// A server at an address; without a path, its skill is meant.
    pub(super) fn at(url: &str, header: &str, secret: Option<&str>) -> anyhow::Result<Self> {
        let mut url = reqwest::Url::parse(url).with_context(|| format!("'{url}' is no web address"))?;
        if !matches!(url.scheme(), "http" | "https") {
            bail!("'{url}' is no web address; write it like https://bot.example.com");
        }
        if url.path() == "/" {
            url.set_path(SKILL);
        }
        // The crypto of TLS is chosen once for the process; somebody else having done so is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // Whether Kakao follows redirects is not documented, so none is followed.
        let client = reqwest::Client::builder().redirect(redirect::Policy::none()).timeout(PATIENCE).build()?;
        let secret = secret.map(|secret| (header.to_owned(), secret.to_owned()));
        Ok(Self { target: Target::Address { client, url }, secret, _folder: None, links: None })
    }

    /// A code that links whoever types it with a member.
    pub(super) async fn code_for(&self, member: &MemberId) -> anyhow::Result<String> {
        let links = self.links.as_ref().context("this server's links are its own; --as is for one in process")?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        Ok(links.issue(member, clock.now()).await?.code.shown())
    }

    /// Sends a payload as Kakao does.
    ///
    /// # Errors
    /// When no whole answer comes.
    pub(super) async fn call(&self, payload: &Value, id: &str) -> anyhow::Result<Reply> {
        let mut headers = vec![("X-Request-Id".to_owned(), id.to_owned())];
        headers.extend(self.secret.clone());
        let body = serde_json::to_vec(payload)?;
        let began = Instant::now();
        let (status, body) = match &self.target {
            Target::Router(router) => {
                let call = router.post_json(SKILL, &headers, body);
                let answer = tokio::time::timeout(PATIENCE, call).await.context("no answer within 10 s")?;
                answer.map_err(anyhow::Error::msg)?
            }
            Target::Address { client, url } => {
                let request = client.post(url.clone()).header("content-type", "application/json").body(body);
                let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
                let response = request.send().await.context("the server cannot be reached")?;
                (response.status().as_u16(), response.bytes().await.context("the answer breaks off")?.to_vec())
            }
        };
        Ok(Reply { status, body, took: began.elapsed() })
    }
}

/// An id as Kakao gives each request.
pub(super) fn request_id(party: &Party, turn: usize) -> String {
    format!("chp-{}", &crate::digest::hex_of(format!("{} {} {turn}", party.bot, party.user).as_bytes())[..32])
}
