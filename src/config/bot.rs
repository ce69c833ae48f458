//! The bots that one server answers for: `[[bot]]` in the configuration file.
//!
//! ```toml
//! [[bot]]
//! id = "6721b0c4d5e6f708192a3b4c"     # of the admin centre, without `!`
//! name = "shop"                       # in the log
//! secrets = ["new one", "old one"]    # values of the header; default: kakao_secret
//! services = ["chatbot"]              # the first is meant where none is named
//! identity = "link"                   # or "app_user_id"
//! callback = false                    # whether slow answers may come later
//! greeting = "안녕하세요. 해답상회예요."
//! closing = "고마워요."
//! support_url = "https://example.com/contact"
//! answer_block = "…"                  # ids of blocks that taps run
//! person_block = "…"
//! thresholds = { answer = 0.6 }       # instead of those of the lexicon
//! hours = { weekdays = "09:00-18:00", saturday = "10:00-13:00", lunch = "12:00-13:00" }
//! ```

use serde::Deserialize;

use super::{ConfigError, Secret};

/// One bot; what it does not set is as for a server without a list.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bot {
    /// As Kakao writes it, without the `!` of the development channel.
    pub id: String,
    /// How the log names it.
    pub name: String,
    /// Values of Kakao's header, one or two of them while one is replaced. None: `kakao_secret`.
    #[serde(default)]
    pub secrets: Vec<Secret>,
    /// Slugs of the services it is for; a question that names none means the first.
    #[serde(default)]
    pub services: Vec<String>,
    #[serde(default)]
    pub identity: Identity,
    /// Whether an answer may come later through Kakao's callback.
    #[serde(default)]
    pub callback: bool,
    pub greeting: Option<String>,
    /// Said after an answer helped.
    pub closing: Option<String>,
    /// Instead of the server's.
    pub support_url: Option<String>,
    /// Id of the block that calls this skill: taps run it, whatever their words.
    pub answer_block: Option<String>,
    /// Id of the block that hands over to a person.
    pub person_block: Option<String>,
    #[serde(default)]
    pub thresholds: BotThresholds,
    /// When a person can be reached. Default: the server's.
    pub hours: Option<HoursTable>,
}

/// How it is known who asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// By a link, which the customer proves with a code.
    #[default]
    Link,
    /// By the id at the bot's Kakao app, which is the member's; else by a link.
    AppUserId,
}

/// Thresholds of the decision, as probabilities.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BotThresholds {
    pub answer: Option<f32>,
    pub fallback: Option<f32>,
    pub choice: Option<f32>,
}

/// Hours as written; in Korea, closed on Sundays and holidays.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursTable {
    /// `09:00-18:00`.
    pub weekdays: String,
    /// Closed without.
    pub saturday: Option<String>,
    /// Within the hours of weekdays.
    pub lunch: Option<String>,
}

/// Where Kakao takes callbacks: the only host seen in its logs, which it promises nowhere.
const CALLBACK_HOST: &str = "bot-api.kakao.com";

/// Most live secrets of a bot: the one in use and the one that replaces it.
const MOST_SECRETS: usize = 2;
/// Fewest characters of a bot's secret: 16 random ones cannot be guessed over a network.
const SHORTEST_SECRET: usize = 16;

/// Checks a list; `fallback` is the secret of those that have none.
pub(super) fn check(bots: Vec<Bot>, fallback: Option<&Secret>) -> Result<Vec<Bot>, ConfigError> {
    let mut checked: Vec<Bot> = Vec::new();
    for mut bot in bots {
        let wrong = |problem: String| ConfigError::Bot { bot: bot.id.clone(), problem };
        if bot.id.is_empty() || !bot.id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(wrong(
                "its id is not letters and figures alone; copy it from the admin centre without '!'".into(),
            ));
        }
        if bot.name.trim().is_empty() {
            return Err(wrong("it has no name".into()));
        }
        if checked.iter().any(|other| other.id == bot.id || other.name == bot.name) {
            return Err(wrong("its id or name stands there twice".into()));
        }
        if bot.secrets.len() > MOST_SECRETS {
            return Err(wrong(format!("it has more than {MOST_SECRETS} secrets; drop the oldest")));
        }
        // Anything else would not survive the way through a header unchanged.
        let plain = |secret: &Secret| secret.expose().bytes().all(|byte| byte.is_ascii_graphic());
        if bot.secrets.iter().any(|secret| secret.expose().len() < SHORTEST_SECRET || !plain(secret)) {
            return Err(wrong(format!(
                "a secret is not {SHORTEST_SECRET} or more letters, figures and signs of ASCII"
            )));
        }
        if bot.secrets.is_empty() {
            bot.secrets.extend(fallback.cloned());
        }
        if bot.identity == Identity::AppUserId && bot.secrets.is_empty() {
            return Err(wrong("identity = \"app_user_id\" needs secrets, or anybody could claim to be anybody".into()));
        }
        let BotThresholds { answer, fallback, choice } = bot.thresholds;
        if [answer, fallback, choice].into_iter().flatten().any(|value| !(0.0..=1.0).contains(&value)) {
            return Err(wrong("a threshold is not between 0 and 1".into()));
        }
        if bot.support_url.as_deref().is_some_and(|url| !super::is_web_address(url)) {
            return Err(wrong("support_url is no web address that starts with https://".into()));
        }
        checked.push(bot);
    }
    Ok(checked)
}

/// Names of hosts alone: a port or a path would be another promise.
pub(super) fn callback_hosts(hosts: Option<Vec<String>>) -> Result<Vec<String>, ConfigError> {
    let hosts = hosts.unwrap_or_else(|| vec![CALLBACK_HOST.to_owned()]);
    let is_host = |host: &String| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
    };
    match hosts.iter().find(|host| !is_host(host)) {
        Some(wrong) => Err(ConfigError::CallbackHost(wrong.clone())),
        None => Ok(hosts),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Layer, merge};
    use super::*;

    const HOME: [(&str, &str); 1] = [("HOME", "/home/u")];

    fn read(file: &str, variables: &[(&str, &str)]) -> Result<Vec<Bot>, String> {
        let environment = HOME.iter().chain(variables).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let file: Layer = toml::from_str(file).map_err(|error: toml::de::Error| error.message().to_owned())?;
        let config = merge(Layer::default(), &environment.collect(), file).map_err(|error| error.to_string())?;
        Ok(config.bots)
    }

    const LEAST: &str = "[[bot]]\nid = '66a0'\nname = 'shop'\n";

    #[test]
    fn the_least_and_the_most_are_read() {
        let bots = read(LEAST, &[]).unwrap();
        let least = Bot { id: "66a0".to_owned(), name: "shop".to_owned(), ..Bot::default() };
        assert_eq!(bots, [least]);
        let most = "[hours]\nweekdays = '09:00-18:00'\n[[bot]]\nid = '66a1'\nname = 'b'\nsecrets = ['0123456789abcdef', 'fedcba9876543210']\n\
            services = ['chatbot']\nidentity = 'app_user_id'\ncallback = true\ngreeting = '안녕하세요.'\nclosing = '고마워요.'\n\
            support_url = 'https://example.com'\nanswer_block = 'x'\nperson_block = 'y'\nthresholds = { answer = 0.6 }\n\
            hours = { weekdays = '09:00-18:00', lunch = '12:00-13:00' }\n";
        let bots = read(most, &[]).unwrap();
        assert_eq!((bots[0].secrets.len(), bots[0].identity), (2, Identity::AppUserId));
        assert!(!format!("{bots:?}").contains("0123456789abcdef"));
    }

    #[test]
    fn the_servers_secret_is_for_bots_without_one() {
        let bots = read(LEAST, &[("HAEDAP_KAKAO_SECRET", "long-enough-secret")]).unwrap();
        assert_eq!(bots[0].secrets.len(), 1);
        let own = format!("{LEAST}identity = 'app_user_id'\n");
        assert!(read(&own, &[("HAEDAP_KAKAO_SECRET", "long-enough-secret")]).is_ok());
        assert!(read(&own, &[]).unwrap_err().contains("needs secrets, or anybody could claim to be anybody"));
    }

    #[test]
    fn what_cannot_be_meant_is_refused_without_repeating_secrets() {
        let fails = |line: &str, expect: &str| {
            let error = read(&format!("{LEAST}{line}\n"), &[]).unwrap_err();
            assert!(error.contains(expect), "{line}: {error}");
            assert!(!error.contains("hush"), "{error}");
        };
        fails("secrets = ['hush']", "bot '66a0': a secret is not 16 or more");
        fails("secrets = ['hush hush hush hush']", "a secret is not 16 or more");
        fails("secrets = ['hushhushhushhus1', 'hushhushhushhus2', 'hushhushhushhus3']", "more than 2 secrets");
        fails("thresholds = { answer = 60 }", "a threshold is not between 0 and 1");
        fails("support_url = 'example.com'", "support_url is no web address");
        fails("identity = 'name'", "unknown variant");
        fails("secret = 'hushhushhushhush'", "unknown field");
        fails("[[bot]]\nid = '66a0'\nname = 'other'", "twice");
        fails("[[bot]]\nid = '66a1'\nname = 'shop'", "twice");
        fails("[[bot]]\nid = '66a1!'\nname = 'dev'", "without '!'");
        fails("[[bot]]\nid = '66a1'\nname = ' '", "it has no name");
        let hosts = read("callback_hosts = ['https://bot-api.kakao.com']", &[]).unwrap_err();
        assert!(hosts.contains("which is no name of a host"), "{hosts}");
    }
}
