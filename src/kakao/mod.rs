//! The Kakao skill protocol: what comes in, what may go out, and how an answer is rendered for it. Pure functions.
//!
//! [`request`] reads the three shapes in which Kakao calls a skill, [`response`] builds only what Kakao delivers,
//! [`mod@render`] turns an answer into bubbles.

pub mod render;
pub mod request;
pub mod response;

pub use render::{Links, render};
pub use request::SkillRequest;
pub use response::SkillResponse;
