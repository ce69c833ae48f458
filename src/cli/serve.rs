//! `haedap serve`: the server over the generation in service, which it changes when another is published.

use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;

use super::{Outcome, Settings, open};
use crate::config::{Config, Layer};
use crate::http::{self, AppState, HttpConfig};
use crate::index::Store;
use crate::telemetry;

/// How often the index folder is looked at; reading one small file.
const WATCH: Duration = Duration::from_secs(1);

/// How long requests in flight may take after the signal to stop. Every answer leaves within 2.5 s.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Address and port [`HAEDAP_LISTEN`, default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
}

impl Serve {
    pub(super) fn run(self, settings: Settings) -> anyhow::Result<Outcome> {
        let started = Instant::now();
        let config = settings.config(Layer { listen: self.listen, ..Layer::default() })?;
        telemetry::start(&config.log, config.log_format).map_err(anyhow::Error::msg)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let result = runtime.block_on(serve(Arc::new(config), started));
        // Searches that are still running off the async threads have no one left to answer.
        runtime.shutdown_timeout(Duration::from_millis(100));
        result
    }
}

async fn serve(config: Arc<Config>, started: Instant) -> anyhow::Result<Outcome> {
    let listener = http::bind(config.listen).await?;
    let address = listener.local_addr()?;
    let answerer = open::answerer(&config)?;
    let generation = answerer.engine().manifest().generation.clone();
    let http_config = HttpConfig {
        kakao_secret: config.kakao_secret.clone(),
        kakao_header: config.kakao_header.clone(),
        links: open::links(&config, address),
    };
    let state = AppState::new(answerer, http_config);
    tokio::spawn(watch(Arc::clone(&config), state.clone(), generation.clone()));
    if config.kakao_secret.is_none() && !address.ip().is_loopback() {
        tracing::warn!("no Kakao secret is set: everybody who reaches this address can call the skill");
    }
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%address, generation, millis, "serving on http://{address} after {millis} ms");

    let (stop, stopped) = tokio::sync::oneshot::channel();
    let mut server = tokio::spawn(http::serve(listener, http::router(state), async {
        let _ = stopped.await;
    }));
    tokio::select! {
        ended = &mut server => ended??,
        () = signal() => {
            tracing::info!("stopping; finishing what is in flight");
            let _ = stop.send(());
            if let Ok(ended) = tokio::time::timeout(GRACE, server).await { ended?? } else { tracing::warn!("requests were still running after {} s", GRACE.as_secs()) }
        }
    }
    tracing::info!("stopped");
    Ok(Outcome::Success)
}

/// Ends at Ctrl-C or SIGTERM.
async fn signal() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}

/// Puts every newly published generation into service. One that cannot be opened is tried again, but logged once.
async fn watch(config: Arc<Config>, state: AppState, mut served: String) {
    let mut failed = None;
    let mut ticks = tokio::time::interval(WATCH);
    loop {
        ticks.tick().await;
        let Ok(current) = Store::new(&config.index).current() else { continue };
        if current == served {
            continue;
        }
        let config = Arc::clone(&config);
        match tokio::task::spawn_blocking(move || open::answerer(&config)).await {
            Ok(Ok(answerer)) => {
                let generation = answerer.engine().manifest().generation.clone();
                tracing::info!(generation, "changed to generation {generation}");
                state.replace(answerer);
                served = generation;
                failed = None;
            }
            Ok(Err(error)) if failed.as_ref() != Some(&current) => {
                tracing::error!(error = format!("{error:#}"), generation = current, "cannot change");
                failed = Some(current);
            }
            Ok(Err(_)) => {}
            Err(error) => tracing::error!(%error, generation = current, "cannot change"),
        }
    }
}
