//! The admin listener of `haedap serve`: off without an address, refused without a token, generations changed through it.

use std::fs;
use std::net::SocketAddr;

use serde_json::Value;

use super::serve::{Server, indexed, reindex, send};
use super::{Place, Ran};

const TOKEN: &str = "correct-horse-battery-staple";

fn start(place: &Place) -> (Server, SocketAddr) {
    let variables = [("HAEDAP_ADMIN_LISTEN", "127.0.0.1:0"), ("HAEDAP_ADMIN_TOKEN", TOKEN)];
    let server = Server::start_with(place, &variables);
    let admin = server.admin.expect("it says where the admin listener is");
    (server, admin)
}

fn call(admin: SocketAddr, method: &str, path: &str) -> (u16, Value) {
    let (status, body) = send(admin, method, path, &format!("Authorization: Bearer {TOKEN}\r\n"));
    (status, serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}")))
}

#[test]
fn generations_are_changed_at_once() {
    let (place, corpus) = indexed();
    let first = place.run(&["generations", "--json"]).json()["current"].clone();
    let (mut server, admin) = start(&place);
    let second = reindex(&place, &corpus);
    // The server may have looked at the folder in between; after a reload it is there in either case.
    let (status, change) = call(admin, "POST", "/admin/v1/reload");
    assert_eq!((status, &change["generation"]), (200, &Value::from(second.as_str())), "{change}");
    assert_eq!(server.ready()["generation"], second.as_str());
    let (_, listed) = call(admin, "GET", "/admin/v1/generations");
    let names: Vec<&Value> =
        listed["generations"].as_array().expect("a list").iter().map(|row| &row["generation"]).collect();
    assert_eq!(
        (names, &listed["current"], &listed["served"]),
        (vec![&first, &second.as_str().into()], &change["generation"], &change["generation"])
    );

    let (status, back) = call(admin, "POST", "/admin/v1/rollback");
    assert_eq!((status, &back["generation"], &back["previous"]), (200, &first, &Value::from(second.as_str())));
    assert_eq!(server.ready()["generation"], first);
    assert_eq!(place.run(&["generations", "--json"]).json()["current"], first, "it is current for every server");
    let (status, problem) = call(admin, "POST", "/admin/v1/rollback");
    assert_eq!((status, &problem["code"]), (409, &Value::from("no_earlier_generation")));
    assert_eq!(call(admin, "GET", "/admin/v1/explain?q=%ED%99%98%EB%B6%88").1["generation"], first);

    let (code, log) = server.end("TERM");
    assert_eq!(code, Some(0));
    assert!(log.contains("/admin/v1/explain") && log.contains("admin_address"), "{log}");
    for secret in [TOKEN, "%ED%99", "환불"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

/// A rollback to what cannot be opened changes nothing: neither what is served nor what a restart would find.
#[test]
fn a_rollback_to_a_damaged_generation_changes_nothing() {
    let (place, corpus) = indexed();
    let first = place.run(&["generations", "--json"]).json()["current"].as_str().expect("a name").to_owned();
    let second = reindex(&place, &corpus);
    let (server, admin) = start(&place);
    fs::remove_dir_all(place.path("index").join(&first).join("tantivy")).expect("it was there");
    let (status, problem) = call(admin, "POST", "/admin/v1/rollback");
    assert_eq!((status, &problem["code"]), (500, &Value::from("unusable_generation")), "{problem}");
    assert_eq!(server.ready()["generation"], second.as_str());
    assert_eq!(place.run(&["generations", "--json"]).json()["current"], second.as_str());
}

#[test]
fn the_admin_listener_is_off_without_an_address_and_refused_without_a_token() {
    let (place, _corpus) = indexed();
    let server = Server::start_with(&place, &[("HAEDAP_ADMIN_TOKEN", TOKEN)]);
    assert_eq!((server.admin, server.get("/admin/v1/generations").0), (None, 404));
    let refused = |args: &[&str], token: &str, cause: &str| {
        let mut command = place.command(&[&["serve", "--listen", "127.0.0.1:0"], args].concat());
        let ran: Ran = command.env("HAEDAP_ADMIN_TOKEN", token).output().expect("the program starts").into();
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains(cause), "{}", ran.stderr);
        assert!(token.is_empty() || !ran.stderr.contains(token), "{}", ran.stderr);
    };
    refused(&["--admin-listen", "127.0.0.1:0"], "", "the admin listener is on, but admin_token is not set");
    refused(&["--admin-listen", "127.0.0.1:0"], "hush-hush-hush", "admin_token is too short; set HAEDAP_ADMIN_TOKEN");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    refused(&["--admin-listen", &address], TOKEN, "choose another with --admin-listen");
}
