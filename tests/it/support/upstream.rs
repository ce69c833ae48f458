//! A wallet service for tests: the HTTP contract over any source, and a proxy that breaks it in every way.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use haedap::slot::Slot;
use haedap::wallet::{Deadline, MemberId, WalletError, WalletId, WalletSource};
use serde::Deserialize;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

type Source = Arc<dyn WalletSource>;

/// More than any test takes.
const LONG: Duration = Duration::from_mins(1);

#[derive(Deserialize)]
struct Asked {
    slots: String,
}

/// Serves the contract of docs/wallet.md; stops with the runtime.
pub async fn serve(source: Source) -> SocketAddr {
    let router = router(source);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await.expect("it serves") });
    address
}

/// The contract of docs/wallet.md without a listener.
pub fn router(source: Source) -> Router {
    Router::new()
        .route("/members/{member}/wallets", get(wallets))
        .route("/members/{member}/wallets/{wallet}/state", get(state))
        .with_state(source)
}

async fn wallets(State(source): State<Source>, Path(member): Path<String>) -> Response {
    let member = MemberId::parse(&member).expect("a member's id");
    match source.wallets(&member, Deadline::after(LONG)).await {
        Ok(wallets) => Json(json!({ "member_id": member, "wallets": wallets })).into_response(),
        Err(error) => problem(&error),
    }
}

async fn state(
    State(source): State<Source>,
    Path((member, wallet)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    let (member, wallet) = (MemberId::parse(&member).expect("an id"), WalletId::parse(&wallet).expect("an id"));
    let slots: Vec<Slot> = asked.slots.split(',').filter_map(Slot::named).collect();
    match source.state(&member, &wallet, &slots, Deadline::after(LONG)).await {
        Ok(state) => {
            let mut body = json!(state);
            body["member_id"] = json!(member);
            Json(body).into_response()
        }
        Err(error) => problem(&error),
    }
}

fn problem(error: &WalletError) -> Response {
    let (status, body) = match error {
        WalletError::MemberUnknown => (StatusCode::NOT_FOUND, json!({ "code": "member_unknown" })),
        WalletError::WalletUnknown => (StatusCode::NOT_FOUND, json!({ "code": "wallet_unknown" })),
        WalletError::NotPermitted { role } => (StatusCode::FORBIDDEN, json!({ "code": "not_permitted", "role": role })),
        _ => (StatusCode::SERVICE_UNAVAILABLE, json!({ "code": "down" })),
    };
    (status, [("content-type", "application/problem+json")], body.to_string()).into_response()
}

/// What the proxy does with what a client sends.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Passes it on.
    Pass,
    /// Takes it and never answers.
    Hang,
    /// Passes on so many messages of each connection, then hangs: in the middle of what the client is about.
    HangAfter(usize),
    /// Closes the connection with what was sent unread, so that the client's side is reset.
    Reset,
    /// Answers with these bytes and closes.
    Answer(Vec<u8>),
}

impl Fault {
    /// An answer of HTTP.
    pub fn http(status: &str, body: &str) -> Self {
        let length = body.len();
        let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}");
        Self::Answer(format!("{head}\r\n\r\n{body}").into_bytes())
    }

    /// A sound answer of HTTP.
    pub fn json(body: &str) -> Self {
        Self::http("200 OK", body)
    }
}

/// A proxy in front of a server, which may be told to break, also connections that are open.
#[derive(Clone)]
pub struct Proxy {
    pub address: SocketAddr,
    fault: Arc<Mutex<Fault>>,
    sent: Arc<AtomicUsize>,
}

impl Proxy {
    pub async fn before(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let proxy = Self { address, fault: Arc::new(Mutex::new(Fault::Pass)), sent: Arc::default() };
        let this = proxy.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let this = this.clone();
                tokio::spawn(async move {
                    // A connection that breaks is what tests are about.
                    let _ = this.connection(client, server).await;
                });
            }
        });
        proxy
    }

    pub fn set(&self, fault: Fault) {
        *self.fault.lock().expect("no panic") = fault;
    }

    /// How often a client sent something: once for each request of HTTP.
    pub fn sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    async fn connection(&self, mut client: TcpStream, server: SocketAddr) -> std::io::Result<()> {
        let mut upstream = TcpStream::connect(server).await?;
        let (mut passed, mut first) = (0, [0]);
        let (mut chunk, mut reply) = (vec![0; 64 * 1024], vec![0; 64 * 1024]);
        loop {
            tokio::select! {
                // Looking waits for a message; being readable may be told too early, when another fault is set.
                waiting = client.peek(&mut first) => {
                    waiting?;
                    let fault = self.fault.lock().expect("no panic").clone();
                    if matches!(fault, Fault::Reset) {
                        self.sent.fetch_add(1, Ordering::SeqCst);
                        return Ok(());
                    }
                    let length = client.read(&mut chunk).await?;
                    if length == 0 {
                        return Ok(());
                    }
                    self.sent.fetch_add(1, Ordering::SeqCst);
                    match fault {
                        Fault::Pass | Fault::Reset => upstream.write_all(&chunk[..length]).await?,
                        Fault::HangAfter(messages) if passed < messages => {
                            passed += 1;
                            upstream.write_all(&chunk[..length]).await?;
                        }
                        Fault::Hang | Fault::HangAfter(_) => std::future::pending().await,
                        Fault::Answer(bytes) => {
                            client.write_all(&bytes).await?;
                            return client.shutdown().await;
                        }
                    }
                }
                length = upstream.read(&mut reply) => {
                    match length? {
                        0 => return Ok(()),
                        length => client.write_all(&reply[..length]).await?,
                    }
                }
            }
        }
    }
}
