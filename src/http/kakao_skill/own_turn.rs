//! The customer's own state within a turn: waited for as long as the customer may wait; then the general answer goes out
//! without it, or, where Kakao takes one, the whole answer later.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tracing::Instrument as _;

use super::turn::{Found, Reply, Turn};
use crate::answer::decide::Decision;
use crate::answer::own_state::{Attached, trouble};
use crate::answer::wording;
use crate::callback::Ticket;
use crate::config::Identity;
use crate::faq::Slot;
use crate::http::own_state::{self, Asker, Named};
use crate::kakao::request::Origin;
use crate::kakao::response::WebAddress;
use crate::kakao::{SkillResponse, waiting};
use crate::wallet::{Deadline, MemberId, WalletError, WalletId};

/// How long own state may take where the answer can come later.
const LATER: Duration = Duration::from_secs(40);
/// By when a late answer has to be posted: Kakao takes it within a minute.
const POSTED: Duration = Duration::from_secs(55);

/// Something that was waited for.
enum Waited<T> {
    Ready(T),
    Late(JoinHandle<T>),
    /// It panicked.
    Broken,
}

/// What a late answer still waits for.
enum Missing {
    Asker(JoinHandle<Asker>),
    Attached(JoinHandle<Attached>),
}

/// Begins some work, which goes on whoever waits for it.
fn begin<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
    tokio::spawn(work.in_current_span())
}

/// Waits until a deadline.
async fn wait<T>(mut task: JoinHandle<T>, until: Deadline) -> Waited<T> {
    match tokio::time::timeout(until.remaining(), &mut task).await {
        Ok(Ok(value)) => Waited::Ready(value),
        Ok(Err(_)) => Waited::Broken,
        Err(_) => Waited::Late(task),
    }
}

impl Turn {
    /// Answers a question or a tapped article, with own state where it is asked for.
    pub(super) async fn answer(
        self: Arc<Self>,
        tapped: Option<String>,
        slots: Vec<Slot>,
        wallet: Option<WalletId>,
    ) -> Reply {
        // By `until` an answer goes out; `own` ends what still runs then.
        let can_be_late = self.can_be_late();
        let (until, own) =
            if can_be_late { (self.times.promise, Deadline::after(LATER)) } else { (self.times.own, self.times.own) };
        let asking = Arc::clone(&self);
        let asker = begin(async move { own_state::identify(&asking.state, asking.named(), own).await });
        let asker = wait(asker, self.times.asker).await;
        let service = match &asker {
            Waited::Ready(asker) => self.service(asker.service()),
            Waited::Late(_) | Waited::Broken => self.service(None),
        };
        let found = match self.find(tapped, slots, service).await {
            Ok(found) => found,
            Err(error) => {
                tracing::error!(?error, "no answer for a skill call");
                return Reply::Now(SkillResponse::text(wording::TROUBLE));
            }
        };
        let wants_own_state = found.answer.decision == Decision::Answer
            && !found.answer.slots.is_empty()
            && self.state.own_state().attacher.is_some();
        if !wants_own_state {
            return Reply::Now(self.finish(&found, Attached::Nothing));
        }
        let found = Arc::new(found);
        let asker = match asker {
            Waited::Late(task) => wait(task, until).await,
            known => known,
        };
        let missing = match asker {
            Waited::Ready(asker) => {
                let (turn, of) = (Arc::clone(&self), Arc::clone(&found));
                let wanted = wallet.clone();
                let work = async move { turn.attach(&of, &asker, wanted.as_ref(), own).await };
                match wait(begin(work), until).await {
                    Waited::Ready(attached) => return Reply::Now(self.finish(&found, attached)),
                    Waited::Late(task) => Missing::Attached(task),
                    Waited::Broken => return Reply::Now(self.finish(&found, slow())),
                }
            }
            Waited::Late(task) => Missing::Asker(task),
            Waited::Broken => return Reply::Now(self.finish(&found, slow())),
        };
        match self.ticket().filter(|_| can_be_late) {
            Some(callback) => self.answer_later(&found, missing, wallet, own, callback),
            None => Reply::Now(self.finish(&found, slow())),
        }
    }

    /// Promises the answer, and posts it when own state is there, or when it is clear that it will not be.
    fn answer_later(
        self: Arc<Self>,
        found: &Arc<Found>,
        missing: Missing,
        wallet: Option<WalletId>,
        own: Deadline,
        (ticket, address): (Ticket, WebAddress),
    ) -> Reply {
        let waiting = waiting(&address, &found.conversation);
        let found = Arc::clone(found);
        let later = async move {
            let attached = match missing {
                Missing::Attached(task) => task.await.unwrap_or_else(|_| slow()),
                Missing::Asker(task) => match task.await {
                    Ok(asker) => self.attach(&found, &asker, wallet.as_ref(), own).await,
                    Err(_) => slow(),
                },
            };
            let answer = self.finish(&found, attached).to_json();
            let Some(poster) = &self.state.kakao().poster else { return };
            let bot = self.bot.log_name();
            match poster.post(ticket, answer, POSTED.saturating_sub(self.times.arrived.elapsed())).await {
                Ok(()) => tracing::info!(bot, "answered later"),
                Err(error) => tracing::warn!(bot, %error, "a promised answer did not arrive"),
            }
        };
        begin(later);
        Reply::Later(waiting)
    }

    async fn attach(&self, found: &Found, asker: &Asker, wallet: Option<&WalletId>, own: Deadline) -> Attached {
        own_state::attach(&self.state, &found.answer, asker, wallet, own).await
    }

    /// Who asks, as far as Kakao tells: the id at the bot's app where the bot is set up so, else a person who may be
    /// linked. Words never name a member.
    fn named(&self) -> Named {
        let by_app = self.bot.settings().identity == Identity::AppUserId;
        let app_user = self.request.app_user_id.as_ref().filter(|_| by_app);
        if let Some(member) = app_user.and_then(|id| MemberId::parse(id.as_str()).ok()) {
            return Named::Member(member);
        }
        self.person().map_or(Named::Nobody, Named::Person)
    }

    /// The service that is meant where none is named: the one that the block fixes, the one of all the customer's
    /// wallets if the bot is for it, else the bot's first.
    fn service(&self, of_wallets: Option<&str>) -> Option<String> {
        let services = &self.bot.settings().services;
        let of_wallets =
            of_wallets.filter(|slug| services.is_empty() || services.iter().any(|service| service == slug));
        let fixed = self.request.param(SERVICE_PARAM);
        fixed.or(of_wallets).or(services.first().map(String::as_str)).map(str::to_owned)
    }

    /// Whether an answer may come later: the bot is set up so, Kakao gave an address, and it is one to use.
    fn can_be_late(&self) -> bool {
        let url = self.request.callback_url.as_ref().filter(|_| self.request.origin == Origin::Live);
        let poster = self.state.kakao().poster.as_ref().filter(|_| self.bot.settings().callback);
        poster.zip(url).is_some_and(|(poster, url)| poster.is_usable(url.as_str()))
    }

    fn ticket(&self) -> Option<(Ticket, WebAddress)> {
        let (poster, url) = (self.state.kakao().poster.as_ref()?, self.request.callback_url.as_ref()?);
        let address = WebAddress::parse(url.as_str())?;
        Some((poster.claim(url.as_str()).ok()?, address))
    }
}

/// A parameter with which a block of the admin centre fixes the service, by its slug.
const SERVICE_PARAM: &str = "service";

fn slow() -> Attached {
    Attached::Said(trouble(&WalletError::Slow))
}
