//! `haedap serve`: the server over the generation in service, which it changes when another is published, and beside it
//! the admin listener, if there is one.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::generation_switch::GenerationSwitch;
use super::{Outcome, Settings, bots, open};
use crate::clock::SystemClock;
use crate::config::{Config, Layer};
use crate::http::admin::LinkControl;
use crate::http::admin::{AdminState, GenerationControl as _};
use crate::http::state::OwnStateConfig;
use crate::http::{self, AppState, HttpConfig, ServeError};
use crate::telemetry;

/// How often the index folder is looked at; reading one small file.
const WATCH: Duration = Duration::from_secs(1);

/// How long links may take: the webhook has 2.5 s for everything.
const LINK_PATIENCE: Duration = Duration::from_millis(600);

/// How long a batch of feedback may take; no answer waits for it.
const FEEDBACK_PATIENCE: Duration = Duration::from_secs(5);

/// How long requests in flight may take after the signal to stop. Every answer leaves within 2.5 s.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port [`HAEDAP_LISTEN`, default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Address and port of the admin listener, which needs a token [`HAEDAP_ADMIN_LISTEN`, default: none]
    #[arg(long, value_name = "ADDRESS")]
    admin_listen: Option<String>,
}

impl Serve {
    pub(super) fn run(self, settings: Settings) -> anyhow::Result<Outcome> {
        let started = Instant::now();
        let own = Layer { listen: self.listen, admin_listen: self.admin_listen, ..Layer::default() };
        let config = settings.config(own)?;
        telemetry::start(&config.log, config.log_format).map_err(anyhow::Error::msg)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let result = runtime.block_on(serve(config, started));
        // Searches that are still running off the async threads have no one left to answer.
        runtime.shutdown_timeout(Duration::from_millis(100));
        result
    }
}

async fn serve(config: Config, started: Instant) -> anyhow::Result<Outcome> {
    let listener = http::bind(config.listen, "--listen").await?;
    let address = listener.local_addr()?;
    let admin = match config.admin.clone() {
        Some(admin) => Some((http::bind(admin.listen, "--admin-listen").await?, admin.token)),
        None => None,
    };
    let answerer = open::answerer(&config)?;
    answerer.engine().suggester()?;
    let generation = answerer.engine().manifest().generation.clone();
    let http_config = HttpConfig {
        kakao_secret: config.kakao_secret.clone(),
        kakao_header: config.kakao_header.clone(),
        links: open::links(&config, address),
        allowed_origins: config.allowed_origins.clone(),
        rate_limit_per_minute: config.rate_limit_per_minute,
        trusted_proxies: config.trusted_proxies.clone(),
    };
    let channel = bots::channel(&config, answerer.engine().services())?;
    let everybody_may_call = if config.bots.is_empty() {
        config.kakao_secret.is_none()
    } else {
        config.bots.iter().any(|bot| bot.secrets.is_empty())
    };
    if everybody_may_call && !address.ip().is_loopback() {
        tracing::warn!("no Kakao secret is set: everybody who reaches this address can call the skill");
    }
    let attacher = open::attacher(&config)?;
    let links = match open::link_store(&config, LINK_PATIENCE) {
        Ok(links) => Some(links),
        Err(error) if attacher.is_none() => {
            tracing::debug!(%error, "no links");
            None
        }
        // Without it nobody is known; answers go on.
        Err(error) => {
            tracing::error!(%error, "no links: own state is shown to nobody");
            None
        }
    };
    // A key of the links is the same on every server and after a start.
    let channel = if links.is_some() { channel } else { channel.with_sealer(bots::sealer()?) };
    let feedback = open::feedback_store(&config, FEEDBACK_PATIENCE).unwrap_or_else(|error| {
        tracing::error!(%error, "no feedback is kept");
        None
    });
    let state = AppState::new(answerer, http_config)
        .with_kakao(channel)
        .with_own_state(OwnStateConfig { attacher, links: links.clone() })
        .with_feedback(feedback.clone());
    let switch = Arc::new(GenerationSwitch::new(config, state.clone()));
    tokio::spawn(watch(Arc::clone(&switch)));

    let (stop, stopped) = tokio::sync::watch::channel(());
    let told = |mut stopped: tokio::sync::watch::Receiver<()>| async move {
        let _ = stopped.changed().await;
    };
    let admin = match admin {
        Some((listener, token)) => {
            announce_admin(listener.local_addr()?);
            let admin = AdminState::new(state.clone(), token, switch);
            let admin = match links {
                Some(store) => admin.with_links(LinkControl { store, clock: Arc::new(SystemClock) }),
                None => admin,
            };
            let router = http::admin_router(admin);
            Some(http::serve(listener, router, told(stopped.clone())))
        }
        None => None,
    };
    let public = http::serve(listener, http::router(state), told(stopped));
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%address, generation, millis, "serving on http://{address} after {millis} ms");

    let stop_signal = stop_signal()?;
    let mut servers = tokio::spawn(async move {
        let admin = async {
            match admin {
                Some(admin) => admin.await,
                None => Ok::<(), ServeError>(()),
            }
        };
        tokio::try_join!(public, admin).map(|_| ())
    });
    tokio::select! {
        ended = &mut servers => ended??,
        () = stop_signal => {
            tracing::info!("stopping; finishing what is in flight");
            let _ = stop.send(());
            if let Ok(ended) = tokio::time::timeout(GRACE, servers).await { ended?? } else { tracing::warn!("requests were still running after {} s", GRACE.as_secs()) }
        }
    }
    if let Some(feedback) = feedback
        && let Err(error) = feedback.flush().await
    {
        tracing::warn!(%error, "the last feedback is lost");
    }
    tracing::info!("stopped");
    Ok(Outcome::Success)
}

fn announce_admin(address: SocketAddr) {
    tracing::info!(admin_address = %address, "admin listener on http://{address}");
    if !address.ip().is_loopback() {
        tracing::warn!("the admin listener can be reached from other machines, and the token goes there unencrypted");
    }
}

/// Ends at Ctrl-C or SIGTERM; both are caught from the call on, not only once it is waited for.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends at Ctrl-C.
#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

/// Puts every newly published generation into service. One that cannot be opened is tried again, but logged once.
async fn watch(switch: Arc<GenerationSwitch>) {
    let mut failed = None;
    let mut ticks = tokio::time::interval(WATCH);
    loop {
        ticks.tick().await;
        let Ok(current) = switch.current() else { continue };
        if current == switch.served() {
            continue;
        }
        let changing = Arc::clone(&switch);
        match tokio::task::spawn_blocking(move || changing.reload()).await {
            Ok(Ok(_)) => failed = None,
            Ok(Err(error)) if failed.as_ref() != Some(&current) => {
                tracing::error!(%error, generation = current, "cannot change");
                failed = Some(current);
            }
            Ok(Err(_)) => {}
            Err(error) => tracing::error!(%error, generation = current, "cannot change"),
        }
    }
}
