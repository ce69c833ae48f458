//! Listening, serving, and stopping without dropping what is in flight.

use std::future::Future;
use std::io;
use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;

/// Why the server could not run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("{address} is taken by another program; stop it or choose another with {flag}")]
    AddressTaken { address: SocketAddr, flag: &'static str },
    #[error("cannot listen on {address}: {error}")]
    Listen { address: SocketAddr, error: io::Error },
    #[error("the server stopped: {0}")]
    Stopped(io::Error),
}

/// Takes the address, which `flag` sets.
///
/// # Errors
/// When it is taken or not this machine's.
pub async fn bind(address: SocketAddr, flag: &'static str) -> Result<TcpListener, ServeError> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => ServeError::AddressTaken { address, flag },
        _ => ServeError::Listen { address, error },
    })
}

/// Serves until `stop` ends, then finishes what is in flight.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    // Handlers may ask who is at the other end of the connection.
    let router = router.into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, router).with_graceful_shutdown(stop).await.map_err(ServeError::Stopped)
}
