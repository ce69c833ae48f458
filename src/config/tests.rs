//! Tests of the settings: precedence, what is refused, what is never printed.

use super::*;

fn environment(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let home = [("HOME", "/home/u")];
    home.iter().chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn needs_no_configuration() {
    let config = merge(Layer::default(), &environment(&[]), Layer::default()).expect("the settings are in order");
    assert_eq!(config.listen.to_string(), "127.0.0.1:8080");
    assert_eq!(config.dictionary, Path::new("/home/u/.local/share/haedap/ko-dic"));
    assert_eq!(config.public_url, None);
    assert_eq!(config.kakao_secret, None);
}

#[test]
fn flags_win_over_environment_over_file() {
    let layer = |listen: &str| Layer { listen: Some(listen.to_owned()), ..Layer::default() };
    let variables = environment(&[("HAEDAP_LISTEN", "127.0.0.1:2")]);
    let port = |flags, variables, file| merge(flags, variables, file).expect("the settings are in order").listen.port();
    assert_eq!(port(layer("127.0.0.1:1"), &variables, layer("127.0.0.1:3")), 1);
    assert_eq!(port(Layer::default(), &variables, layer("127.0.0.1:3")), 2);
    assert_eq!(port(Layer::default(), &environment(&[]), layer("127.0.0.1:3")), 3);
}

#[test]
fn refuses_what_it_does_not_know() {
    let fails = |pairs: &[(&str, &str)]| {
        merge(Layer::default(), &environment(pairs), Layer::default()).unwrap_err().to_string()
    };
    assert!(
        fails(&[("HAEDAP_LISTN", "x")]).starts_with("the variable HAEDAP_LISTN is unknown; known are HAEDAP_LISTEN")
    );
    assert_eq!(
        fails(&[("HAEDAP_LISTEN", "8080")]),
        "listen is '8080', which is not an address with a port, like 127.0.0.1:8080"
    );
    assert_eq!(fails(&[("HAEDAP_LOG_FORMAT", "xml")]), "HAEDAP_LOG_FORMAT is 'xml', which is not auto, pretty or json");
    assert_eq!(
        fails(&[("HAEDAP_PUBLIC_URL", "help.example.com")]),
        "public_url is 'help.example.com', which is not a web address that starts with https://"
    );
    assert_eq!(
        fails(&[("HAEDAP_RATE_LIMIT_PER_MINUTE", "-1")]),
        "HAEDAP_RATE_LIMIT_PER_MINUTE is '-1', which is not a whole number, 0 for no limit"
    );
    assert!(fails(&[("HAEDAP_ALLOWED_ORIGINS", "*")]).starts_with("allowed_origins is '*', which is not a list of "));
    assert!(fails(&[("HAEDAP_TRUSTED_PROXIES", "lb")]).starts_with("trusted_proxies is 'lb', which is not a list "));
    assert!(toml::from_str::<Layer>("lisen = 'x'").is_err());
}

#[test]
fn the_admin_listener_needs_a_token() {
    let merged = |pairs: &[(&str, &str)]| merge(Layer::default(), &environment(pairs), Layer::default());
    assert_eq!(
        merged(&[("HAEDAP_ADMIN_TOKEN", "short")]).expect("the settings are in order").admin,
        None,
        "no listener, no need of a token"
    );
    let check = |address: &str, token: &str, expect: &str| {
        let pairs = [("HAEDAP_ADMIN_LISTEN", address), ("HAEDAP_ADMIN_TOKEN", token)];
        let error = merged(&pairs).unwrap_err().to_string();
        assert!(error.contains(expect), "{error}");
        assert!(token.is_empty() || !error.contains(token), "{error}");
    };
    let own = "127.0.0.1:8081";
    check("8081", "0123456789abcdef", "admin_listen is '8081', which is not an address with a port");
    check("127.0.0.1:8080", "0123456789abcdef", "which is not an address of its own");
    check(own, "", "admin_token is not set; set HAEDAP_ADMIN_TOKEN to at least 16 ");
    check(own, "0123456789abcde", "admin_token is too short");
    check(own, "0123456789abcdef ", "admin_token holds spaces");
    check(own, "가나다라마바사아자차카타파하거너", "letters beyond ASCII");
    let pairs = [("HAEDAP_ADMIN_LISTEN", own), ("HAEDAP_ADMIN_TOKEN", "0123456789abcdef")];
    let config = merged(&pairs).expect("the settings are in order");
    assert_eq!(config.admin.as_ref().map(|admin| admin.listen.to_string()).as_deref(), Some(own));
    assert!(!format!("{config:?}").contains("0123456789abcdef"));
}

#[test]
fn links_lie_in_a_file_or_in_postgresql() {
    let merged = |pairs: &[(&str, &str)]| merge(Layer::default(), &environment(pairs), Layer::default());
    let database = |value: &str| merged(&[("HAEDAP_LINK_DATABASE", value)]).map(|config| config.link_database);
    let file = |path: &str| Ok(Some(DatabaseAddress::File(path.into())));
    assert_eq!(database(""), file("/home/u/.local/share/haedap/links.sqlite"));
    assert_eq!(database("links.sqlite"), file("links.sqlite"));
    assert_eq!(database("sqlite:a/links.sqlite"), file("a/links.sqlite"));
    assert_eq!(database("mysql://u:hush@h/d"), Err(ConfigError::Database("link_database")));
    let homeless = [("HAEDAP_DICTIONARY".to_owned(), "ko-dic".to_owned())].into();
    let config = merge(Layer::default(), &homeless, Layer::default()).expect("the settings are in order");
    assert_eq!(config.link_database, None, "commands without links need no place for them");

    let long = "0123456789abcdef0123456789abcdef";
    let url = ("HAEDAP_LINK_DATABASE", "postgres://u:hush@h/d");
    let fails = |pairs: &[(&str, &str)]| merged(pairs).unwrap_err().to_string();
    assert!(fails(&[url]).starts_with("link_secret is not set"), "{}", fails(&[url]));
    assert!(fails(&[("HAEDAP_LINK_SECRET", &long[1..])]).starts_with("link_secret is too short"));
    let config = merged(&[url, ("HAEDAP_LINK_SECRET", long)]).expect("the settings are in order");
    assert!(matches!(config.link_database, Some(DatabaseAddress::Postgres(_))));
    let printed = format!("{config:?}");
    assert!(!printed.contains("hush") && !printed.contains(long), "{printed}");
}

#[test]
fn feedback_lies_in_a_file_in_postgresql_or_nowhere() {
    let merged = |pairs: &[(&str, &str)]| merge(Layer::default(), &environment(pairs), Layer::default());
    let insight = |pairs: &[(&str, &str)]| merged(pairs).map(|config| config.insight);
    let file =
        |path: &str, keep_days| Ok(InsightConfig { database: Some(DatabaseAddress::File(path.into())), keep_days });
    assert_eq!(insight(&[]), file("/home/u/.local/share/haedap/insight.sqlite", 30));
    let days = ("HAEDAP_INSIGHT_DAYS", "7");
    assert_eq!(insight(&[("HAEDAP_INSIGHT_DATABASE", "a.sqlite"), days]), file("a.sqlite", 7));
    let off = insight(&[("HAEDAP_INSIGHT_DATABASE", "off")]).expect("the settings are in order");
    assert_eq!(off.database, None);
    let url = merged(&[("HAEDAP_INSIGHT_DATABASE", "postgres://u:hush@h/d")]).expect("the settings are in order");
    assert!(matches!(url.insight.database, Some(DatabaseAddress::Postgres(_))));
    assert!(!format!("{url:?}").contains("hush"));
    let fails = |name: &str, value: &str| merged(&[(name, value)]).unwrap_err().to_string();
    assert!(fails("HAEDAP_INSIGHT_DATABASE", "mysql://u:hush@h/d").starts_with("insight_database is neither"));
    for value in ["0", "366", "-1", "many"] {
        assert!(fails("HAEDAP_INSIGHT_DAYS", value).contains("a number of days from 1 to 365"), "{value}");
    }
}

#[test]
fn never_prints_a_secret() {
    let config = merge(Layer::default(), &environment(&[("HAEDAP_KAKAO_SECRET", "hush-hush")]), Layer::default())
        .expect("the settings are in order");
    assert!(!format!("{config:?}").contains("hush-hush"));
}
