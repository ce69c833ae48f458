//! Configuration: flags before environment before file before defaults, checked once.
//!
//! [`merge`] takes the environment as a map, so tests need no process state. An unknown key in the file or an unknown
//! `HAEDAP_…` variable is an error: a misspelt setting must not silently be the default.

mod bot;

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

mod web;

pub use bot::{Bot, BotThresholds, HoursTable, Identity};
pub use web::Network;

/// A value that is never printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// A value that did not come from a setting.
    pub(crate) fn new(value: String) -> Self {
        Self(value)
    }

    /// The value, for comparing with.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// How logs are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// Readable on a terminal, JSON otherwise.
    #[default]
    Auto,
    Pretty,
    Json,
}

/// The listener for whoever runs the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminConfig {
    /// `HAEDAP_ADMIN_LISTEN`, `admin_listen`: its address and port.
    pub listen: SocketAddr,
    /// `HAEDAP_ADMIN_TOKEN`, `admin_token`: what every call must bear, at least [`SHORTEST_TOKEN`] characters.
    pub token: Secret,
}

/// Fewest characters of the admin token: 16 random ones cannot be guessed over a network.
pub const SHORTEST_TOKEN: usize = 16;

/// Where haedap keeps tables of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseAddress {
    /// A SQLite file.
    File(PathBuf),
    /// An address, which may hold a password.
    Postgres(Secret),
}

/// Where feedback and missed questions are kept, and how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsightConfig {
    /// `HAEDAP_INSIGHT_DATABASE`, `insight_database`: path of a SQLite file, address of a PostgreSQL database, or `off`.
    /// Default `haedap/insight.sqlite` in the XDG data directory; `None` if it is off or there is no such directory.
    pub database: Option<DatabaseAddress>,
    /// `HAEDAP_INSIGHT_DAYS`, `insight_days`: days that questions, and who asked them, are kept, 1 to 365. Default 30.
    pub keep_days: u16,
}

/// Days that questions are kept: a month of them is enough to see what is missed.
const KEEP_DAYS: u16 = 30;
const DAYS: &str = "a number of days from 1 to 365";

/// Fewest characters of the link secret: 32 random hexadecimal figures have 128 bits, which nobody can try.
pub const SHORTEST_LINK_SECRET: usize = 32;

/// All settings, each with a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// `HAEDAP_LISTEN`, `listen`: address and port of the server. Default 127.0.0.1:8080.
    pub listen: SocketAddr,
    /// `HAEDAP_CORPUS`, `corpus`: folder of articles, or a JSONL collection. Default `corpus`.
    pub corpus: PathBuf,
    /// `HAEDAP_INDEX`, `index`: folder of generations. Default `index`.
    pub index: PathBuf,
    /// `HAEDAP_DICTIONARY`, `dictionary`: folder of the Korean dictionary.
    /// Default `haedap/ko-dic` in the XDG data directory.
    pub dictionary: PathBuf,
    /// `HAEDAP_PUBLIC_URL`, `public_url`: where customers reach this server, for buttons that open an article.
    /// Default: `http://` and the address that is listened on.
    pub public_url: Option<String>,
    /// `HAEDAP_SUPPORT_URL`, `support_url`: where a person can be reached. Default: none.
    pub support_url: Option<String>,
    /// `HAEDAP_KAKAO_SECRET`, `kakao_secret`: value of the header that Kakao sends. Default: none, every call is taken.
    pub kakao_secret: Option<Secret>,
    /// `HAEDAP_KAKAO_HEADER`, `kakao_header`: name of that header. Default `X-Haedap-Secret`.
    pub kakao_header: String,
    /// `[[bot]]` in the file: the bots that are answered for. Default: none, every bot is.
    pub bots: Vec<Bot>,
    /// `[hours]` in the file: when a person can be reached. Default: none, nothing is said of it.
    pub hours: Option<HoursTable>,
    /// `callback_hosts` in the file: hosts that late answers may be posted to. Default `bot-api.kakao.com`.
    pub callback_hosts: Vec<String>,
    /// `HAEDAP_ALLOWED_ORIGINS`, `allowed_origins`: origins whose pages may call `/api/v1`, exactly as browsers send them.
    /// Default: none but the server's own.
    pub allowed_origins: Vec<String>,
    /// `HAEDAP_RATE_LIMIT_PER_MINUTE`, `rate_limit_per_minute`: calls of `/api/v1` and `/help` by one client in a minute.
    /// Default 0, no limit: behind a proxy that is not in `trusted_proxies` all clients are one.
    pub rate_limit_per_minute: u32,
    /// `HAEDAP_TRUSTED_PROXIES`, `trusted_proxies`: addresses or networks whose `X-Forwarded-For` is believed.
    /// Default: none.
    pub trusted_proxies: Vec<Network>,
    /// The admin listener. Default: none.
    pub admin: Option<AdminConfig>,
    /// `HAEDAP_LINK_DATABASE`, `link_database`: path of a SQLite file, or address of a PostgreSQL database.
    /// Default `haedap/links.sqlite` in the XDG data directory; `None` if there is no such directory.
    pub link_database: Option<DatabaseAddress>,
    /// `HAEDAP_LINK_SECRET`, `link_secret`: key of the hashes of users and codes, at least [`SHORTEST_LINK_SECRET`]
    /// characters. Always there for PostgreSQL. Default for a file: made once and kept beside it.
    pub link_secret: Option<Secret>,
    /// Feedback and missed questions.
    pub insight: InsightConfig,
    /// `HAEDAP_WALLET`, `wallet`: where wallet state comes from, `sqlite:FILE`, `postgres://…` or `https://…`; may hold a
    /// password. Default: none, own state is not attached.
    pub wallet: Option<Secret>,
    /// `HAEDAP_WALLET_TOKEN`, `wallet_token`: bearer token for an HTTP source. Default: none.
    pub wallet_token: Option<Secret>,
    /// `HAEDAP_LOG`, `log`: what is logged, as `tracing` filters are written. Default `info`.
    pub log: String,
    /// `HAEDAP_LOG_FORMAT`, `log_format`: `auto`, `pretty` or `json`. Default `auto`.
    pub log_format: LogFormat,
}

/// Settings from one source; what it does not say is absent.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    pub listen: Option<String>,
    pub corpus: Option<PathBuf>,
    pub index: Option<PathBuf>,
    pub dictionary: Option<PathBuf>,
    pub public_url: Option<String>,
    pub support_url: Option<String>,
    pub kakao_secret: Option<Secret>,
    pub kakao_header: Option<String>,
    pub allowed_origins: Option<Vec<String>>,
    pub rate_limit_per_minute: Option<u32>,
    pub trusted_proxies: Option<Vec<String>>,
    pub admin_listen: Option<String>,
    pub admin_token: Option<Secret>,
    pub link_database: Option<Secret>,
    pub link_secret: Option<Secret>,
    pub insight_database: Option<Secret>,
    pub insight_days: Option<u16>,
    pub wallet: Option<Secret>,
    pub wallet_token: Option<Secret>,
    pub log: Option<String>,
    pub log_format: Option<LogFormat>,
    #[serde(default)]
    pub bot: Vec<Bot>,
    pub hours: Option<HoursTable>,
    pub callback_hosts: Option<Vec<String>>,
}

/// A setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("cannot read the configuration {}: {cause}", path.display())]
    File { path: PathBuf, cause: String },
    #[error("the variable {name} is unknown; known are {known}")]
    UnknownVariable { name: String, known: String },
    #[error("{name} is '{value}', which is not {expected}")]
    Value { name: &'static str, value: String, expected: &'static str },
    #[error(
        "the admin listener is on, but {0}; set HAEDAP_ADMIN_TOKEN to at least {SHORTEST_TOKEN} random letters and figures"
    )]
    AdminToken(&'static str),
    /// The value may hold a password, so it is not repeated.
    #[error("{0} is neither the path of a file nor an address like postgres://user@host/name")]
    Database(&'static str),
    #[error("link_secret {0}; set HAEDAP_LINK_SECRET to at least {SHORTEST_LINK_SECRET} random letters and figures")]
    LinkSecret(&'static str),
    #[error("bot '{bot}': {problem}")]
    Bot { bot: String, problem: String },
    #[error("callback_hosts holds '{0}', which is no name of a host like bot-api.kakao.com")]
    CallbackHost(String),
    #[error("there is no home for the Korean dictionary: set HAEDAP_DICTIONARY, XDG_DATA_HOME or HOME")]
    NoDataDirectory,
}

/// The environment variables, without `HAEDAP_CONFIG`, which names the file.
const VARIABLES: [&str; 21] = [
    "HAEDAP_LISTEN",
    "HAEDAP_CORPUS",
    "HAEDAP_INDEX",
    "HAEDAP_DICTIONARY",
    "HAEDAP_PUBLIC_URL",
    "HAEDAP_SUPPORT_URL",
    "HAEDAP_KAKAO_SECRET",
    "HAEDAP_KAKAO_HEADER",
    "HAEDAP_ALLOWED_ORIGINS",
    "HAEDAP_RATE_LIMIT_PER_MINUTE",
    "HAEDAP_TRUSTED_PROXIES",
    "HAEDAP_ADMIN_LISTEN",
    "HAEDAP_ADMIN_TOKEN",
    "HAEDAP_LINK_DATABASE",
    "HAEDAP_LINK_SECRET",
    "HAEDAP_INSIGHT_DATABASE",
    "HAEDAP_INSIGHT_DAYS",
    "HAEDAP_WALLET",
    "HAEDAP_WALLET_TOKEN",
    "HAEDAP_LOG",
    "HAEDAP_LOG_FORMAT",
];
/// Names the configuration file.
pub const CONFIG_VARIABLE: &str = "HAEDAP_CONFIG";

/// The file named by a flag or the environment, read; an empty layer without one.
///
/// # Errors
/// When it cannot be read, is no TOML, or holds an unknown key.
pub fn read_file(flag: Option<&Path>, environment: &BTreeMap<String, String>) -> Result<Layer, ConfigError> {
    let Some(path) = flag.map(Path::to_owned).or_else(|| environment.get(CONFIG_VARIABLE).map(PathBuf::from)) else {
        return Ok(Layer::default());
    };
    let error = |cause: String| ConfigError::File { path: path.clone(), cause };
    let text = std::fs::read_to_string(&path).map_err(|cause| error(cause.to_string()))?;
    toml::from_str(&text).map_err(|cause| {
        let line = cause.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
        error(format!("line {line}: {}", cause.message()))
    })
}

/// Puts the layers together.
///
/// # Errors
/// For an unknown `HAEDAP_…` variable or a value that cannot be used.
pub fn merge(flags: Layer, environment: &BTreeMap<String, String>, file: Layer) -> Result<Config, ConfigError> {
    let variables = from_environment(environment)?;
    let listen = flags.listen.or(variables.listen).or(file.listen).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listen = socket_address("listen", listen)?;
    let admin_listen = flags.admin_listen.or(variables.admin_listen).or(file.admin_listen);
    let admin_token = flags.admin_token.or(variables.admin_token).or(file.admin_token);
    let admin = match admin_listen {
        Some(address) => Some(admin(address, admin_token, listen)?),
        None => None,
    };
    let path = |flag: Option<PathBuf>, variable: Option<PathBuf>, file: Option<PathBuf>| flag.or(variable).or(file);
    let dictionary = match path(flags.dictionary, variables.dictionary, file.dictionary) {
        Some(dictionary) => dictionary,
        None => data_directory(environment)?.join("haedap").join("ko-dic"),
    };
    let link_secret = flags.link_secret.or(variables.link_secret).or(file.link_secret);
    let link_database = match flags.link_database.or(variables.link_database).or(file.link_database) {
        Some(named) => Some(database_address("link_database", named)?),
        // Most commands need none, so that there is no place for it is told where it is opened.
        None => data_file(environment, "links.sqlite"),
    };
    let insight_days = flags.insight_days.or(variables.insight_days).or(file.insight_days);
    let insight = InsightConfig {
        database: match flags.insight_database.or(variables.insight_database).or(file.insight_database) {
            Some(off) if off.expose() == "off" => None,
            Some(named) => Some(database_address("insight_database", named)?),
            None => data_file(environment, "insight.sqlite"),
        },
        keep_days: days("insight_days", insight_days.unwrap_or(KEEP_DAYS))?,
    };
    check_link_secret(link_secret.as_ref(), link_database.as_ref())?;
    let kakao_secret = flags.kakao_secret.or(variables.kakao_secret).or(file.kakao_secret);
    let public_url = flags.public_url.or(variables.public_url).or(file.public_url);
    let support_url = flags.support_url.or(variables.support_url).or(file.support_url);
    let origins = flags.allowed_origins.or(variables.allowed_origins).or(file.allowed_origins).unwrap_or_default();
    let rate_limit = flags.rate_limit_per_minute.or(variables.rate_limit_per_minute).or(file.rate_limit_per_minute);
    let proxies = flags.trusted_proxies.or(variables.trusted_proxies).or(file.trusted_proxies).unwrap_or_default();
    Ok(Config {
        listen,
        corpus: path(flags.corpus, variables.corpus, file.corpus).unwrap_or_else(|| "corpus".into()),
        index: path(flags.index, variables.index, file.index).unwrap_or_else(|| "index".into()),
        dictionary,
        public_url: public_url
            .map(|url| web_address("public_url", url))
            .transpose()?
            .map(|url| url.trim_end_matches('/').to_owned()),
        support_url: support_url.map(|url| web_address("support_url", url)).transpose()?,
        // A list of bots has no flags and no variables.
        bots: bot::check(file.bot, kakao_secret.as_ref())?,
        hours: file.hours,
        callback_hosts: bot::callback_hosts(file.callback_hosts)?,
        kakao_secret,
        kakao_header: flags
            .kakao_header
            .or(variables.kakao_header)
            .or(file.kakao_header)
            .unwrap_or_else(|| "X-Haedap-Secret".to_owned()),
        allowed_origins: web::origins(origins)?,
        rate_limit_per_minute: rate_limit.unwrap_or(0),
        trusted_proxies: web::networks(&proxies)?,
        admin,
        link_database,
        link_secret,
        insight,
        wallet: flags.wallet.or(variables.wallet).or(file.wallet),
        wallet_token: flags.wallet_token.or(variables.wallet_token).or(file.wallet_token),
        log: flags.log.or(variables.log).or(file.log).unwrap_or_else(|| "info".to_owned()),
        log_format: flags.log_format.or(variables.log_format).or(file.log_format).unwrap_or_default(),
    })
}

fn socket_address(name: &'static str, value: String) -> Result<SocketAddr, ConfigError> {
    let expected = "an address with a port, like 127.0.0.1:8080";
    value.parse().map_err(|_| ConfigError::Value { name, value, expected })
}

/// The admin listener, which never shares the public one's port and never runs without a token.
fn admin(address: String, token: Option<Secret>, public: SocketAddr) -> Result<AdminConfig, ConfigError> {
    let listen = socket_address("admin_listen", address.clone())?;
    // Port 0 is any free one, another each time.
    if listen == public && listen.port() != 0 {
        let expected = "an address of its own, apart from that of listen";
        return Err(ConfigError::Value { name: "admin_listen", value: address, expected });
    }
    let Some(token) = token else { return Err(ConfigError::AdminToken("admin_token is not set")) };
    // Anything else would not survive the way through a header unchanged.
    if !token.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(ConfigError::AdminToken("admin_token holds spaces or letters beyond ASCII"));
    }
    if token.expose().len() < SHORTEST_TOKEN {
        return Err(ConfigError::AdminToken("admin_token is too short"));
    }
    Ok(AdminConfig { listen, token })
}

/// A path, `sqlite:` and a path, or an address of PostgreSQL.
fn database_address(name: &'static str, value: Secret) -> Result<DatabaseAddress, ConfigError> {
    let text = value.expose();
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return Ok(DatabaseAddress::Postgres(value));
    }
    let path = text.strip_prefix("sqlite:").unwrap_or(text);
    if path.is_empty() || path.contains("://") {
        Err(ConfigError::Database(name))
    } else {
        Ok(DatabaseAddress::File(path.into()))
    }
}

/// A database of haedap's own in the data directory, if there is one.
fn data_file(environment: &BTreeMap<String, String>, name: &str) -> Option<DatabaseAddress> {
    data_directory(environment).ok().map(|data| DatabaseAddress::File(data.join("haedap").join(name)))
}

fn days(name: &'static str, value: u16) -> Result<u16, ConfigError> {
    let wrong = || ConfigError::Value { name, value: value.to_string(), expected: DAYS };
    if (1..=365).contains(&value) { Ok(value) } else { Err(wrong()) }
}

fn check_link_secret(secret: Option<&Secret>, database: Option<&DatabaseAddress>) -> Result<(), ConfigError> {
    match (secret, database) {
        // Every server of the database must have the same one, and a file beside it there is not.
        (None, Some(DatabaseAddress::Postgres(_))) => {
            Err(ConfigError::LinkSecret("is not set, which a PostgreSQL database of links needs"))
        }
        (Some(secret), _) if secret.expose().chars().count() < SHORTEST_LINK_SECRET => {
            Err(ConfigError::LinkSecret("is too short"))
        }
        _ => Ok(()),
    }
}

fn is_web_address(value: &str) -> bool {
    value.starts_with("https://") || value.starts_with("http://")
}

fn web_address(name: &'static str, value: String) -> Result<String, ConfigError> {
    if is_web_address(&value) {
        return Ok(value);
    }
    Err(ConfigError::Value { name, value, expected: "a web address that starts with https://" })
}

fn from_environment(environment: &BTreeMap<String, String>) -> Result<Layer, ConfigError> {
    let is_known = |name: &str| VARIABLES.contains(&name) || name == CONFIG_VARIABLE;
    if let Some(name) = environment.keys().find(|name| name.starts_with("HAEDAP_") && !is_known(name)) {
        return Err(ConfigError::UnknownVariable { name: name.clone(), known: VARIABLES.join(", ") });
    }
    // An empty variable says nothing: that is how a variable is taken back in a compose file.
    let get = |name: &str| environment.get(name).filter(|value| !value.is_empty()).cloned();
    let log_format = match get("HAEDAP_LOG_FORMAT").as_deref() {
        None => None,
        Some("auto") => Some(LogFormat::Auto),
        Some("pretty") => Some(LogFormat::Pretty),
        Some("json") => Some(LogFormat::Json),
        Some(other) => {
            let value = other.to_owned();
            return Err(ConfigError::Value { name: "HAEDAP_LOG_FORMAT", value, expected: "auto, pretty or json" });
        }
    };
    let number = |value: String| {
        value.parse().map_err(|_| ConfigError::Value { name: "HAEDAP_INSIGHT_DAYS", value, expected: DAYS })
    };
    let rate_limit_per_minute = match get("HAEDAP_RATE_LIMIT_PER_MINUTE") {
        None => None,
        Some(value) => Some(value.parse().map_err(|_| ConfigError::Value {
            name: "HAEDAP_RATE_LIMIT_PER_MINUTE",
            value,
            expected: "a whole number, 0 for no limit",
        })?),
    };
    Ok(Layer {
        listen: get("HAEDAP_LISTEN"),
        corpus: get("HAEDAP_CORPUS").map(PathBuf::from),
        index: get("HAEDAP_INDEX").map(PathBuf::from),
        dictionary: get("HAEDAP_DICTIONARY").map(PathBuf::from),
        public_url: get("HAEDAP_PUBLIC_URL"),
        support_url: get("HAEDAP_SUPPORT_URL"),
        kakao_secret: get("HAEDAP_KAKAO_SECRET").map(Secret),
        kakao_header: get("HAEDAP_KAKAO_HEADER"),
        allowed_origins: get("HAEDAP_ALLOWED_ORIGINS").map(|value| web::list(&value)),
        rate_limit_per_minute,
        trusted_proxies: get("HAEDAP_TRUSTED_PROXIES").map(|value| web::list(&value)),
        admin_listen: get("HAEDAP_ADMIN_LISTEN"),
        admin_token: get("HAEDAP_ADMIN_TOKEN").map(Secret),
        link_database: get("HAEDAP_LINK_DATABASE").map(Secret),
        link_secret: get("HAEDAP_LINK_SECRET").map(Secret),
        insight_database: get("HAEDAP_INSIGHT_DATABASE").map(Secret),
        insight_days: get("HAEDAP_INSIGHT_DAYS").map(number).transpose()?,
        wallet: get("HAEDAP_WALLET").map(Secret),
        wallet_token: get("HAEDAP_WALLET_TOKEN").map(Secret),
        log: get("HAEDAP_LOG"),
        log_format,
        ..Layer::default()
    })
}

/// The XDG data directory.
fn data_directory(environment: &BTreeMap<String, String>) -> Result<PathBuf, ConfigError> {
    let absolute = |name: &str| environment.get(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let home = || absolute("HOME").map(|home| home.join(".local").join("share"));
    absolute("XDG_DATA_HOME").or_else(home).ok_or(ConfigError::NoDataDirectory)
}

#[cfg(test)]
mod tests;
