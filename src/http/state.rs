//! What handlers share: the answerer of the generation in service, and how much may run at once.

use std::sync::{Arc, RwLock};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::error::ApiError;
use super::kakao_skill::KakaoChannel;
use crate::answer::Answerer;
use crate::attach::Attacher;
use crate::clock::{Clock, SystemClock};
use crate::config::{Network, Secret};
use crate::insight::FeedbackStore;
use crate::kakao::Links;
use crate::link::LinkStore;
use crate::search::SearchError;

/// The server's own settings.
#[derive(Debug, Clone, Default)]
pub struct HttpConfig {
    /// Value that Kakao's header must have; `None` takes every call.
    pub kakao_secret: Option<Secret>,
    /// Name of that header.
    pub kakao_header: String,
    /// Where buttons lead.
    pub links: Links,
    /// Origins whose pages may call the API.
    pub allowed_origins: Vec<String>,
    /// Calls of one client in a minute; 0 is no limit.
    pub rate_limit_per_minute: u32,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
}

/// Whose state an answer may show, and where it comes from; cheap to clone.
#[derive(Clone, Default)]
pub struct OwnStateConfig {
    /// `None` attaches nothing.
    pub attacher: Option<Attacher>,
    /// `None` knows nobody.
    pub links: Option<LinkStore>,
}

/// Shared state; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    own_state: OwnStateConfig,
    kakao: Arc<KakaoChannel>,
    feedback: Option<FeedbackStore>,
    answerer: Arc<RwLock<Arc<Answerer>>>,
    permits: Arc<Semaphore>,
    clock: Arc<dyn Clock>,
    /// Settings.
    pub config: Arc<HttpConfig>,
}

/// What the key of seals is derived for.
const SEAL_KEY: &str = "seals of taps";

/// Questions answered at once. A question takes under a millisecond of one core; what waits longer than
/// [`PATIENCE`] for its turn is refused, so that what is answered is answered in time.
const AT_ONCE: usize = 32;
/// Kakao cuts at 5 s and DESIGN §4 at 2.5 s; a question that has not begun after this long never makes it.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

impl AppState {
    /// State that answers from `answerer`.
    pub fn new(answerer: Answerer, config: HttpConfig) -> Self {
        Self {
            kakao: Arc::new(KakaoChannel::new(config.kakao_secret.clone())),
            answerer: Arc::new(RwLock::new(Arc::new(answerer))),
            permits: Arc::new(Semaphore::new(AT_ONCE)),
            config: Arc::new(config),
            own_state: OwnStateConfig::default(),
            clock: Arc::new(SystemClock),
            feedback: None,
        }
    }

    /// Lets pages be made at another time than the computer's.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Tells the time.
    pub fn clock(&self) -> &dyn Clock {
        self.clock.as_ref()
    }

    /// Keeps feedback and missed questions; `None` keeps none.
    #[must_use]
    pub fn with_feedback(mut self, feedback: Option<FeedbackStore>) -> Self {
        self.feedback = feedback;
        self
    }

    /// Where feedback and missed questions are kept.
    pub fn feedback(&self) -> Option<&FeedbackStore> {
        self.feedback.as_ref()
    }

    /// Attaches own state to what linked customers ask. Taps are sealed with a key of the links, where there are any.
    #[must_use]
    pub fn with_own_state(mut self, own_state: OwnStateConfig) -> Self {
        if let Some(links) = &own_state.links {
            self.kakao = Arc::new(KakaoChannel::clone(&self.kakao).or_seal_with(&links.key_for(SEAL_KEY)));
        }
        self.own_state = own_state;
        self
    }

    /// Answers for several bots, later where it has to, and with manners.
    #[must_use]
    pub fn with_kakao(mut self, channel: KakaoChannel) -> Self {
        self.kakao = Arc::new(channel);
        self
    }

    /// The settings of the skill.
    pub(super) fn kakao(&self) -> &Arc<KakaoChannel> {
        &self.kakao
    }

    /// Whose state an answer may show, and where it comes from.
    pub fn own_state(&self) -> &OwnStateConfig {
        &self.own_state
    }

    /// The answerer in service. A request takes it once and keeps it to its end.
    pub fn answerer(&self) -> Arc<Answerer> {
        match self.answerer.read() {
            Ok(current) => Arc::clone(&current),
            // Writing is one assignment: a poisoned lock still holds a whole answerer.
            Err(poisoned) => Arc::clone(&poisoned.into_inner()),
        }
    }

    /// Puts another generation into service; requests under way keep theirs.
    pub fn replace(&self, answerer: Answerer) {
        let mut current = match self.answerer.write() {
            Ok(current) => current,
            Err(poisoned) => poisoned.into_inner(),
        };
        *current = Arc::new(answerer);
    }

    /// Runs a search off the async threads.
    ///
    /// # Errors
    /// `ApiError::Busy` when too much is waiting, `ApiError::Internal` when the index cannot be read.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Answerer) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, ApiError> {
        self.run_within(PATIENCE, work).await
    }

    /// The same for a request that may wait only so long for its turn.
    ///
    /// # Errors
    /// As [`AppState::run`].
    pub async fn run_within<T: Send + 'static>(
        &self,
        patience: Duration,
        work: impl FnOnce(&Answerer) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let permits = Arc::clone(&self.permits);
        let Ok(Ok(permit)) = tokio::time::timeout(patience, permits.acquire_owned()).await else {
            return Err(ApiError::Busy);
        };
        let answerer = self.answerer();
        let task = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work(&answerer)
        });
        match task.await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(error)) => Err(ApiError::Internal(error.to_string())),
            Err(error) => Err(ApiError::Internal(error.to_string())),
        }
    }
}
