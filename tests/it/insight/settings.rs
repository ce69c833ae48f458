//! Where feedback is kept and for how long, by the settings.

use std::collections::BTreeMap;
use std::path::Path;

use haedap::config::{Config, ConfigError, DatabaseAddress, Layer, merge};

fn merged(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let home = [("HOME", "/u")];
    let pairs = home.iter().chain(pairs).map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    merge(Layer::default(), &pairs.collect::<BTreeMap<_, _>>(), Layer::default())
}

#[test]
fn feedback_lies_in_a_file_in_postgresql_or_nowhere() {
    let check = |pairs: &[(&str, &str)], file: Option<&str>, days: u16| {
        let insight = merged(pairs).expect("the settings are in order").insight;
        let expect = file.map(|file| DatabaseAddress::File(Path::new(file).to_owned()));
        assert_eq!((insight.database, insight.keep_days), (expect, days), "{pairs:?}");
    };
    check(&[], Some("/u/.local/share/haedap/insight.sqlite"), 30);
    check(&[("HAEDAP_INSIGHT_DATABASE", "a.sqlite"), ("HAEDAP_INSIGHT_DAYS", "7")], Some("a.sqlite"), 7);
    check(&[("HAEDAP_INSIGHT_DATABASE", "off")], None, 30);
    let url = merged(&[("HAEDAP_INSIGHT_DATABASE", "postgres://u:hush@h/d")]).expect("the settings are in order");
    assert!(matches!(url.insight.database, Some(DatabaseAddress::Postgres(_))));
    assert!(!format!("{url:?}").contains("hush"));
}

#[test]
fn what_cannot_be_used_is_refused() {
    let fails = |name: &str, value: &str| merged(&[(name, value)]).expect_err("it is refused").to_string();
    let database = fails("HAEDAP_INSIGHT_DATABASE", "mysql://u:hush@h/d");
    assert!(database.starts_with("insight_database is neither") && !database.contains("hush"), "{database}");
    for value in ["0", "366", "-1", "many"] {
        assert!(fails("HAEDAP_INSIGHT_DAYS", value).contains("a number of days from 1 to 365"), "{value}");
    }
}
