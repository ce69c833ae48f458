//! The Kakao skill protocol: what comes in, what may go out, and how an answer is rendered for it. Pure functions.
//!
//! - [`request`] reads the three shapes in which Kakao calls a skill;
//! - [`tap`] is what buttons of ours bring back, [`seal`] what of it only one person can use;
//! - [`conversation`] is what one turn leaves to the next, in a context of Kakao's;
//! - [`response`] builds only what Kakao delivers, [`mod@waiting`] what it shows until a callback;
//! - [`mod@render`] turns an answer into bubbles, [`manners`] says what is no answer.

pub mod conversation;
pub mod manners;
pub mod render;
pub mod request;
pub mod response;
pub mod seal;
pub mod tap;
pub mod waiting;

pub use conversation::Conversation;
pub use render::{Links, render};
pub use request::SkillRequest;
pub use response::SkillResponse;
pub use tap::Tap;
pub use waiting::waiting;
