//! `haedap serve` as a process: ready, over to a new generation, and gone when told.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::super::corpus::Folder;
use super::Place;

/// A server on a free port; killed when the test ends, however it ends.
pub(super) struct Server {
    child: Child,
    address: SocketAddr,
    /// Of the admin listener, if it has one.
    pub(super) admin: Option<SocketAddr>,
    /// Reads the rest of the log, so that the server never waits for its reader.
    log: Option<JoinHandle<String>>,
}

impl Server {
    fn start(place: &Place) -> Self {
        Self::start_with(place, &[])
    }

    pub(super) fn start_with(place: &Place, variables: &[(&str, &str)]) -> Self {
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        command.envs(variables.iter().copied());
        command.env("HAEDAP_LOG_FORMAT", "json").stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let mut said = Vec::new();
        let mut admin = None;
        // The ports are free and therefore unknown until the server announces them, the public one last.
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let event = serde_json::from_str::<Value>(&line).unwrap_or_default();
            said.push(line);
            let of = |name: &str| event[name].as_str()?.parse().ok();
            admin = admin.or(of("admin_address"));
            of("address")
        });
        let Some(address) = address else {
            let _ = child.kill();
            panic!("no address in {said:?}");
        };
        let log = std::thread::spawn(move || {
            said.extend(lines.map_while(Result::ok));
            said.join("\n")
        });
        Self { child, address, admin, log: Some(log) }
    }

    /// A GET of the public listener: status and body.
    pub(super) fn get(&self, path: &str) -> (u16, String) {
        send(self.address, "GET", path, "")
    }

    pub(super) fn ready(&self) -> Value {
        let (status, body) = self.get("/readyz");
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).expect("JSON")
    }

    /// Sends a signal and gives the exit code and all that was logged.
    pub(super) fn end(&mut self, signal: &str) -> (Option<i32>, String) {
        let id = self.child.id();
        let sent = Command::new("sh").arg("-c").arg(format!("kill -{signal} {id}")).status().expect("a shell");
        assert!(sent.success());
        let status = self.child.wait().expect("the server ends");
        let log = self.log.take().expect("ended once").join().expect("the log ends with the server");
        (status.code(), log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request without a body over a connection of its own: status and body.
pub(super) fn send(address: SocketAddr, method: &str, path: &str, headers: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).expect("the server listens");
    write!(stream, "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")
        .expect("it reads");
    let mut response = String::new();
    stream.read_to_string(&mut response).expect("it answers");
    let status = response.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, response.split_once("\r\n\r\n").expect("a body").1.to_owned())
}

/// A folder with an index of the small corpus.
pub(super) fn indexed() -> (Place, Folder) {
    let (place, corpus) = (Place::empty(), Folder::small());
    reindex(&place, &corpus);
    (place, corpus)
}

pub(super) fn reindex(place: &Place, corpus: &Folder) -> String {
    let ran = place.run(&["reindex", "--corpus", corpus.argument(), "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    ran.json()["generation"].as_str().expect("a name").to_owned()
}

/// Asks again until the generation is in service. The server looks every second; 60 s is far beyond any machine's load,
/// and only a server that never changes gets there.
fn wait_for(server: &Server, generation: &str) {
    let begun = Instant::now();
    while server.ready()["generation"] != generation {
        assert!(begun.elapsed() < Duration::from_mins(1), "{generation} never came into service");
    }
}

#[test]
fn it_is_ready_changes_generation_and_ends_when_told() {
    let (place, corpus) = indexed();
    let mut server = Server::start(&place);
    let first = server.ready();
    assert_eq!((first["ready"].as_bool(), first["articles"].as_u64()), (Some(true), Some(3)), "{first}");
    assert_eq!(server.get("/healthz"), (200, "ok".to_owned()));
    assert_eq!(server.get("/api/v1/articles/cb-new").0, 404);

    corpus.write("articles/chatbot/cb-new.md", Folder::article().replace("cb-refund", "cb-new"));
    let second = reindex(&place, &corpus);
    wait_for(&server, &second);
    assert_eq!(server.ready()["articles"], 4);
    assert_eq!(server.get("/api/v1/articles/cb-new").0, 200);

    let back = place.run(&["rollback"]);
    assert_eq!(back.code, 0, "{}", back.stderr);
    wait_for(&server, first["generation"].as_str().expect("a name"));
    assert_eq!(server.get("/api/v1/articles/cb-new").0, 404);

    let (code, _) = server.end("TERM");
    assert_eq!(code, Some(0), "a server that was told to stop has not failed");
    assert!(TcpStream::connect(server.address).is_err(), "the port is free again");
}

#[test]
fn a_generation_that_cannot_be_opened_leaves_the_old_one_in_service() {
    let (place, corpus) = indexed();
    let server = Server::start(&place);
    let first = server.ready()["generation"].clone();
    place.write("index/000002-badbadba/manifest.json", "{}");
    place.write("index/current", "000002-badbadba\n");
    // Nothing to wait for can be seen from outside: the next sound generation shows that the watch lives on.
    assert_eq!(server.ready()["generation"], first);
    let third = reindex(&place, &corpus);
    wait_for(&server, &third);
    assert_eq!(server.get("/api/v1/search?q=%ED%99%98%EB%B6%88").0, 200);
}

#[test]
fn ctrl_c_ends_it_too() {
    let (place, _corpus) = indexed();
    let mut server = Server::start(&place);
    assert_eq!(server.get("/healthz").0, 200);
    assert_eq!(server.end("INT").0, Some(0));
}

#[test]
fn questions_do_not_reach_the_log() {
    let (place, _corpus) = indexed();
    let mut server = Server::start(&place);
    assert_eq!(server.get("/api/v1/search?q=010-1234-5678").0, 200);
    assert_eq!(server.get("/api/v1/search?q=%ED%99%98%EB%B6%88").0, 200);
    let (code, log) = server.end("TERM");
    assert_eq!(code, Some(0));
    assert!(log.contains("/api/v1/search"), "each request has a line: {log}");
    for typed in ["5678", "%ED%99", "환불"] {
        assert!(!log.contains(typed), "{typed} in {log}");
    }
}
