//! What is logged of skill calls: one line per decision, and nothing of the customer's.

use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::http::Request;
use haedap::http::kakao_skill::bots::{Bot, Bots};
use haedap::http::{AppState, KakaoChannel, router};
use haedap::kakao::seal::Sealer;
use serde_json::{Value, json};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;

use super::{SKILL, fixture};
use crate::support::{http_config, root, send, shipped_answerer};

const SECRET: &str = "hush-hush-hush-hush";

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// The log of the whole process: with one of this thread alone, lines that another thread comes to first would be lost.
#[tokio::test]
async fn decisions_are_logged_without_anything_of_the_customers() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().json().with_max_level(LevelFilter::TRACE).with_writer(log.clone());
    tracing::subscriber::set_global_default(subscriber.finish()).expect("the only log of the process");
    let settings = json!({"id": "6721b0c4d5e6f708192a3b4c", "name": "shop", "secrets": [SECRET]});
    let bot = Bot::new(serde_json::from_value(settings).expect("settings"), None);
    let channel = KakaoChannel::new(None).with_bots(Bots::listed(vec![bot])).with_sealer(Sealer::new(&[7; 32]));
    let router = router(AppState::new(shipped_answerer(), http_config()).with_kakao(channel));
    let mut private = vec![SECRET.to_owned(), "3901827465".to_owned(), "cbtoken".to_owned(), "cbtest".to_owned()];
    for entry in std::fs::read_dir(root().join("tests/fixtures/kakao")).expect("the payloads") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        let payload = fixture(name.trim_end_matches(".json"));
        let request = Request::post(SKILL).header("X-Haedap-Secret", SECRET).body(Body::from(payload.to_string()));
        send(&router, request.expect("a request")).await;
        let texts =
            ["/userRequest/utterance", "/userRequest/user/id", "/userRequest/user/properties/plusfriendUserKey"];
        private
            .extend(texts.iter().filter_map(|path| payload.pointer(path)?.as_str()).map(|text| text.trim().to_owned()));
    }
    let log = String::from_utf8(log.0.lock().expect("no panic").clone()).expect("text");
    // Lines of this program: a test beside this one may have a library say other things at this level.
    let log: String =
        log.lines().filter(|line| line.contains("\"target\":\"haedap")).map(|line| format!("{line}\n")).collect();
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let decided: Vec<&Value> =
        lines.iter().map(|line| &line["fields"]).filter(|fields| fields["decision"].is_string()).collect();
    assert!(decided.len() > 20, "{log}");
    assert!(decided.iter().all(|fields| fields["bot"] == "shop" && fields["article"].is_string()), "{log}");
    for input in ["typed", "tapped"] {
        assert!(decided.iter().any(|fields| fields["input"] == input), "{input}: {log}");
    }
    assert!(decided.iter().any(|fields| fields["knowledge_agrees"].is_boolean()), "{log}");
    for text in private.iter().filter(|text| text.chars().count() > 3) {
        assert!(!log.contains(text.as_str()), "'{text}' is in the log");
    }
}
