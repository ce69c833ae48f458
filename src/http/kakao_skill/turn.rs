//! One turn of a conversation: from a call to what is sent back, all within one deadline.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::best;
use super::bots::Bot;
use super::meaning::{Meaning, holder};
use super::replay::CallKey;
use crate::answer::decide::Decision;
use crate::answer::own_state::Attached;
use crate::answer::{Answer, Answerer, Ask, wording};
use crate::attach::BUDGET;
use crate::faq::{Slot, Topic};
use crate::http::error::ApiError;
use crate::http::feedback::{self, Asked};
use crate::http::own_state;
use crate::http::state::{AppState, PATIENCE};
use crate::insight::{Band, Channel, Feedback, scrub};
use crate::kakao::manners::{self, PersonWay};
use crate::kakao::request::Origin;
use crate::kakao::response::{BlockId, Promise};
use crate::kakao::seal::Purpose;
use crate::kakao::tap::Act;
use crate::kakao::{Conversation, Links, SkillRequest, SkillResponse, render};
use crate::link::Person;
use crate::search::SearchError;
use crate::text::small_talk::Kind;
use crate::wallet::Deadline;

/// By when everything is over: DESIGN §4 has 2.5 s, and what is left is for the way out.
const WHOLE: Duration = Duration::from_millis(2_300);
/// How long a question waits for who asks it, whose service may be meant: after that it is answered without, so that
/// the general answer is there whatever hangs.
const ASKER: Duration = Duration::from_millis(700);
/// When the customer is told that the answer comes later, where it can.
const PROMISE: Duration = Duration::from_millis(1_500);
/// Articles that come next if an answer did not help, and how probable each must have been.
const MOST_NEXT: usize = 3;
const LEAST_NEXT: f32 = 0.002;
/// Misses in a row from which on a person is offered first.
const MANY_MISSES: u8 = 2;

/// The one clock of a turn, started when the call arrived.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) arrived: Instant,
    /// Everything.
    pub(super) whole: Deadline,
    /// Who asks, as far as the question waits for it.
    pub(super) asker: Deadline,
    /// The customer's own state.
    pub(super) own: Deadline,
    /// The same, where an answer can come later.
    pub(super) promise: Deadline,
}

impl Times {
    pub(super) fn from_arrival() -> Self {
        Self {
            arrived: Instant::now(),
            whole: Deadline::after(WHOLE),
            asker: Deadline::after(ASKER),
            own: Deadline::after(BUDGET),
            promise: Deadline::after(PROMISE),
        }
    }
}

/// What goes out.
pub(super) enum Reply {
    Now(SkillResponse),
    /// The answer is posted later.
    Later(Promise),
}

/// One call, with all that is needed for its answer, also after the call is over.
pub(super) struct Turn {
    pub(super) state: AppState,
    pub(super) bot: Arc<Bot>,
    pub(super) request: SkillRequest,
    pub(super) times: Times,
    /// Tells the call from others, so that nothing is done twice.
    call: Option<CallKey>,
}

/// An answer before own state joins it.
pub(super) struct Found {
    pub(super) answer: Answer,
    pub(super) topics: Vec<Topic>,
    /// What the next turn is left.
    pub(super) conversation: Conversation,
    /// Whether Kakao's own knowledge leads to the same article.
    agrees: Option<bool>,
}

impl Turn {
    pub(super) fn new(
        state: AppState,
        bot: Arc<Bot>,
        request: SkillRequest,
        times: Times,
        call: Option<CallKey>,
    ) -> Arc<Self> {
        Arc::new(Self { state, bot, request, times, call })
    }

    /// Whom Kakao names.
    pub(super) fn person(&self) -> Option<Person> {
        Person::new(&self.request.bot_id, self.request.development, self.request.user_key.as_deref()?)
    }

    /// Answers the call.
    pub(super) async fn take(self: Arc<Self>) -> Reply {
        let topics = || self.state.answerer().topics().to_vec();
        let response = match Meaning::of(&self) {
            Meaning::Question => return self.answer(None, Vec::new(), None).await,
            Meaning::Article { key, slots, wallet } => return self.answer(Some(key), slots, wallet).await,
            Meaning::Feedback { article, helped } => {
                let work = self.take_feedback(&article, helped);
                self.state.kakao().replay.once(self.call.as_ref(), work).await
            }
            Meaning::Link(command) => {
                let (Some(person), Some(links)) = (self.person(), &self.state.own_state().links) else {
                    return Reply::Now(SkillResponse::text(wording::TROUBLE));
                };
                let work = own_state::obey(links, &person, command, self.times.own);
                // What a database needs is large; few calls need it.
                let work = Box::pin(async { SkillResponse::text(&work.await) });
                self.state.kakao().replay.once(self.call.as_ref(), work).await
            }
            Meaning::Act(Act::StartOver) => self.forgetting(manners::started_over(&topics())),
            Meaning::Welcome => self.forgetting(manners::welcome(self.bot.tone(), &topics())),
            Meaning::Act(Act::Help) => manners::help(&topics()),
            Meaning::Act(Act::Person) => manners::person(&self.person_way(), &topics()),
            Meaning::Nothing => manners::nothing_asked(&topics()),
        };
        Reply::Now(self.addressed(response))
    }

    /// The answer to a question or a tapped article, before own state.
    pub(super) async fn find(
        &self,
        tapped: Option<String>,
        slots: Vec<Slot>,
        service: Option<String>,
    ) -> Result<Found, ApiError> {
        let request = &self.request;
        let (before, knowledge) = (request.conversation.clone(), request.knowledge.clone());
        let thresholds = self.bot.thresholds();
        let ask = Ask { utterance: request.utterance.clone(), service, thread: before.thread.clone(), thresholds };
        // What the look-up took is off the time that a question may wait for its turn.
        let patience = PATIENCE.saturating_sub(self.times.arrived.elapsed());
        let found = self.state.run_within(patience, move |answerer| {
            let chosen = chosen(answerer, tapped, slots, &ask, &before)?;
            // Typed, or the tapped article is gone since: its title, which the tap sent, is asked like any question.
            let mut answer = match chosen {
                Some(answer) => answer,
                None => answerer.ask(&ask)?,
            };
            let agrees = answerer.lean(&mut answer, &knowledge)?;
            let conversation = conversation_after(&answer, &before);
            Ok(Found { answer, topics: answerer.topics().to_vec(), conversation, agrees })
        });
        let found = found.await?;
        self.log(&found);
        if self.request.origin == Origin::Live && self.state.kakao().replay.is_first(self.call.as_ref()) {
            self.note_missed(&found.answer);
        }
        Ok(found)
    }

    /// Keeps a question that got no answer, for the team that writes articles.
    fn note_missed(&self, answer: &Answer) {
        let person = self.person();
        let (bot, utterance) = (self.bot.name(), self.request.utterance.as_str());
        feedback::note_missed(
            &self.state,
            &Asked { channel: Channel::Kakao, bot, person: person.as_ref(), utterance },
            answer,
        );
    }

    /// Keeps what a customer said of an article, and the question before it without what identifies anybody.
    fn note_vote(&self, article: &str, helpful: bool) {
        let Some(store) = self.state.feedback() else { return };
        let question = self.request.conversation.thread.as_ref().map(|thread| scrub(&thread.question));
        store.record(Feedback {
            at: self.state.kakao().clock.now(),
            channel: Channel::Kakao,
            bot: self.bot.name().map(str::to_owned),
            person: self.person().and_then(|person| feedback::hash_of(&self.state, &person)),
            article: article.to_owned(),
            helpful,
            band: Some(Band::Answer),
            // Of the turn before, which nobody remembers.
            probability: None,
            question: question.filter(|question| !question.is_empty()),
        });
    }

    /// One line per decision: what was answered and how, never what was asked.
    fn log(&self, found: &Found) {
        let (article, probability) = best(&found.answer);
        let (decision, bot, input) = (found.answer.decision, self.bot.log_name(), self.request.input().name());
        let (origin, misses) = (self.request.origin, found.conversation.misses);
        tracing::info!(
            ?decision,
            article,
            probability,
            bot,
            input,
            ?origin,
            misses,
            knowledge_agrees = found.agrees,
            "decided {decision:?} {article}"
        );
    }

    /// An answer with what is attached, as it is sent.
    pub(super) fn finish(&self, found: &Found, attached: Attached) -> SkillResponse {
        let Found { answer, topics, conversation, .. } = found;
        let missed = conversation.misses > self.request.conversation.misses;
        let tone = self.bot.tone();
        let response = match answer.small_talk.as_ref().map(|small_talk| small_talk.kind) {
            _ if answer.wants_human => manners::person(&self.person_way(), topics),
            _ if missed && conversation.misses >= MANY_MISSES => {
                manners::missed_again(&self.person_way(), &answer.choices)
            }
            Some(Kind::Greeting) if tone.greeting.is_some() => manners::welcome(tone, topics),
            Some(Kind::Thanks | Kind::Farewell) if tone.closing.is_some() => manners::helped(tone, topics),
            _ => self.with_feedback(render(answer, &self.sealed(attached), topics, &self.links()), answer),
        };
        let kept = !conversation.params().is_empty() || !self.request.conversation.params().is_empty();
        let response = if kept { response.with_conversation(conversation) } else { response };
        self.addressed(response)
    }

    /// Asks whether an answer helped, where the reply can be told from anybody's.
    fn with_feedback(&self, response: SkillResponse, answer: &Answer) -> SkillResponse {
        let channel = self.state.kakao();
        let article = answer.article.as_ref().filter(|_| answer.decision == Decision::Answer);
        match (article, &channel.sealer, holder(self)) {
            (Some(article), Some(sealer), Some(holder)) => {
                let seal = |purpose| sealer.seal(purpose, holder, &article.key, channel.clock.now());
                response.with_replies(manners::feedback_replies(seal(Purpose::Helped), seal(Purpose::DidNotHelp)))
            }
            _ => response,
        }
    }

    /// Wallets to choose, each sealed for this person. Without a seal a choice is as good as its name typed.
    fn sealed(&self, mut attached: Attached) -> Attached {
        let channel = self.state.kakao();
        if let Attached::Which(wallets) = &mut attached {
            for wallet in wallets {
                let (Some(sealer), Some(holder)) = (&channel.sealer, holder(self)) else { continue };
                wallet.id = sealer.seal(Purpose::Wallet, holder, &wallet.id, channel.clock.now()).0;
            }
        }
        attached
    }

    async fn take_feedback(&self, article: &str, helped: bool) -> SkillResponse {
        let (bot, next) = (self.bot.log_name(), self.request.conversation.next.clone());
        tracing::info!(bot, article, helped, "feedback on {article}");
        self.note_vote(article, helped);
        if helped {
            return manners::helped(self.bot.tone(), self.state.answerer().topics());
        }
        // The thread stays: what is picked next is still about the same question.
        let thread = self.request.conversation.thread.clone();
        let conversation = Conversation { thread, offered: next.clone(), ..Conversation::default() };
        let found = self.state.run_within(self.times.whole.remaining(), move |answerer| answerer.choices(&next));
        // Without the list there is still the way to a person.
        let choices = found.await.unwrap_or_default();
        manners::did_not_help(&choices, &self.person_way()).with_conversation(&conversation)
    }

    fn person_way(&self) -> PersonWay {
        let channel = self.state.kakao();
        let hours = self.bot.hours().zip(channel.calendar.as_deref());
        let hours = hours.and_then(|(hours, calendar)| hours.sentence(calendar, channel.clock.now()));
        PersonWay { hours, support: self.links().support }
    }

    fn links(&self) -> Links {
        let mut links = self.state.config.links.clone();
        links.support = self.bot.settings().support_url.clone().or(links.support);
        links
    }

    fn forgetting(&self, response: SkillResponse) -> SkillResponse {
        let nothing_kept = self.request.conversation.params().is_empty();
        if nothing_kept { response } else { response.with_conversation(&Conversation::default()) }
    }

    fn addressed(&self, response: SkillResponse) -> SkillResponse {
        let bot = self.bot.settings();
        let block = |id: &Option<String>| id.as_deref().and_then(BlockId::parse);
        response.through_blocks(block(&bot.answer_block).as_ref(), block(&bot.person_block).as_ref())
    }
}

/// The article that was tapped, or picked with words out of those that were offered; no retrieval.
fn chosen(
    answerer: &Answerer,
    tapped: Option<String>,
    slots: Vec<Slot>,
    ask: &Ask,
    before: &Conversation,
) -> Result<Option<Answer>, SearchError> {
    let key = match tapped {
        Some(key) => Some(key),
        None => answerer.picked(&ask.utterance, &before.offered)?,
    };
    let Some(key) = key else { return Ok(None) };
    // An offer belongs to the question before, which may have asked for own state.
    let of_offer = before.thread.as_ref().filter(|_| slots.is_empty() && before.offered.contains(&key));
    let slots = match of_offer {
        Some(thread) => answerer.slots_asked_before(thread, &key)?,
        None => slots,
    };
    answerer.tapped(&key, slots)
}

/// What an answer leaves to the next turn.
fn conversation_after(answer: &Answer, before: &Conversation) -> Conversation {
    let thread = answer.thread.clone();
    if answer.small_talk.is_some() {
        return Conversation { thread, ..before.clone() };
    }
    let unanswered = answer.decision == Decision::Fallback && !answer.wants_human;
    let misses = if unanswered { before.misses.saturating_add(1) } else { 0 };
    if answer.decision != Decision::Answer {
        // Whoever wants a person is offered no articles.
        let shown = answer.choices.iter().filter(|_| !answer.wants_human);
        let offered = shown.map(|choice| choice.key.clone()).collect();
        return Conversation { thread, misses, offered, next: Vec::new() };
    }
    let best = answer.hits.first().map(|hit| &hit.key);
    let next = if best.is_some_and(|key| before.offered.contains(key)) {
        before.offered.iter().filter(|key| Some(*key) != best).cloned().collect()
    } else {
        let probable = answer.hits.iter().skip(1).filter(|hit| hit.probability >= LEAST_NEXT);
        probable.take(MOST_NEXT).map(|hit| hit.key.clone()).collect()
    };
    Conversation { thread, misses, offered: Vec::new(), next }
}
