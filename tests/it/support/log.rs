//! What is logged while tests run: every process writes its lines to a file of its own, and `tests/logs` reads all of
//! them when the suite has run.

use std::fs::{self, File};
use std::path::Path;
use std::process;
use std::sync::Once;

use tracing_subscriber::EnvFilter;

/// As much as an operator can have logged, without the inner life of libraries.
const FILTER: &str = "debug,haedap=trace";

/// Logs to the file of this process from now on; a test that set a log of its own keeps it.
pub fn to_file() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("logs");
        fs::create_dir_all(&folder).expect("a folder for logs");
        let file = File::create(folder.join(format!("{}.log", process::id()))).expect("a log");
        let subscriber = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(FILTER)).with_ansi(false);
        let _ = subscriber.with_writer(file).try_init();
    });
}
