//! An https server on the loopback that takes posts and does with them as told; its authority is made for it alone.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// What is done with a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Answers with this status, and for a redirect with a place to go.
    Status(u16),
    /// Reads it and never answers.
    Hangs,
    /// Reads it and closes.
    Closes,
    /// Closes before anything is encrypted.
    Refuses,
}

/// A post that arrived.
#[derive(Debug, Clone)]
pub struct Posted {
    pub path: String,
    pub body: Vec<u8>,
}

/// The server; stops with the runtime.
pub struct Server {
    pub address: SocketAddr,
    /// The authority to trust, in PEM.
    pub authority: String,
    arrived: mpsc::UnboundedReceiver<Posted>,
    connections: Arc<Mutex<usize>>,
}

impl Server {
    pub async fn start(takes: Takes) -> Self {
        let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let config = ServerConfig::builder().with_no_client_auth();
        let config = config.with_single_cert(vec![cert.der().clone()], key).expect("a server");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (sender, arrived) = mpsc::unbounded_channel();
        let connections = Arc::new(Mutex::new(0));
        let count = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                *count.lock().expect("no panic") += 1;
                if takes != Takes::Refuses {
                    // A connection that breaks is what tests are about.
                    tokio::spawn(take(acceptor.clone(), connection, takes, sender.clone()));
                }
            }
        });
        Self { address, authority: cert.pem(), arrived, connections }
    }

    /// Its name in an address: certificates are for names.
    pub fn host(&self) -> String {
        format!("localhost:{}", self.address.port())
    }

    /// The next post; waits for it.
    pub async fn next(&mut self) -> Posted {
        self.arrived.recv().await.expect("the server runs")
    }

    /// A post that has arrived and was not looked at.
    pub fn more(&mut self) -> Option<Posted> {
        self.arrived.try_recv().ok()
    }

    pub fn connections(&self) -> usize {
        *self.connections.lock().expect("no panic")
    }
}

async fn take(
    acceptor: TlsAcceptor,
    connection: TcpStream,
    takes: Takes,
    sender: mpsc::UnboundedSender<Posted>,
) -> std::io::Result<()> {
    let mut stream = acceptor.accept(connection).await?;
    let mut read = Vec::new();
    let head = loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut read).await? == 0 {
            return Ok(());
        }
    };
    let text = String::from_utf8_lossy(&read[..head]).to_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse::<usize>().ok());
    while read.len() < head + length.unwrap_or(0) {
        if stream.read_buf(&mut read).await? == 0 {
            return Ok(());
        }
    }
    let first = String::from_utf8_lossy(&read[..head]).into_owned();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let _ = sender.send(Posted { path, body: read[head..].to_vec() });
    match takes {
        Takes::Status(status) => {
            let head = format!(
                "HTTP/1.1 {status} Told\r\nlocation: /elsewhere\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            );
            stream.write_all(head.as_bytes()).await?;
            stream.shutdown().await
        }
        Takes::Hangs => std::future::pending().await,
        Takes::Closes | Takes::Refuses => Ok(()),
    }
}
