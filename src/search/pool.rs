//! Room for work that is kept between questions: whoever needs some takes it and gives it back.

use std::sync::Mutex;

/// What is not in use, from any number of threads.
#[derive(Debug, Default)]
pub(super) struct Pool<T>(Mutex<Vec<T>>);

impl<T: Default> Pool<T> {
    /// Runs something with one of the pool, or with a new one if all are in use.
    pub(super) fn with<R>(&self, run: impl FnOnce(&mut T) -> R) -> R {
        let pooled = self.0.lock().ok().and_then(|mut pool| pool.pop());
        let mut item = pooled.unwrap_or_default();
        let out = run(&mut item);
        if let Ok(mut pool) = self.0.lock() {
            pool.push(item);
        }
        out
    }
}
