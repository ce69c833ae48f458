//! The HTTP server: routes, their state and their errors. The sole user of axum.
//!
//! All public routes and the order of the layers stand in [`router`], those of the admin listener in [`admin`].

pub mod admin;
mod article;
mod ask;
mod built_in;
mod client;
mod cross_origin;
mod cursor;
mod error;
mod feedback;
mod health;
mod help;
mod in_process;
pub mod kakao_skill;
mod markup;
mod openapi;
mod own_state;
mod rate_limit;
mod request_log;
mod revalidate;
mod router;
mod search_api;
pub mod server;
pub mod state;
mod suggest_api;
mod widget;

pub use admin::admin_router;
pub use in_process::InProcess;
pub use kakao_skill::KakaoChannel;
pub use router::router;
pub use server::{ServeError, bind, serve};
pub use state::{AppState, HttpConfig};
