//! A PostgreSQL server for one test: a private cluster in a temporary folder on a free port of the loopback, run by an
//! unprivileged user and stopped when it is dropped.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The user "nobody": PostgreSQL refuses to run as root.
const NOBODY: u32 = 65534;

/// A running server.
pub struct Postgres {
    folder: TempDir,
    programs: PathBuf,
    server: Child,
    pub port: u16,
}

impl Postgres {
    /// Starts a server, or says in a line why the test is left out.
    pub fn start(left_out: &str) -> Option<Self> {
        let Some(programs) = programs() else {
            eprintln!("left out: {left_out}, since there is no PostgreSQL; `apt-get install postgresql` brings it");
            return None;
        };
        // The path of the socket may have 107 letters, so the folder is not below `target`.
        let folder = tempfile::tempdir().expect("a temporary folder");
        if is_root() {
            chown(folder.path(), Some(NOBODY), Some(NOBODY)).expect("the folder is handed over");
        }
        let data = folder.path().join("data");
        let made = program(&programs, "initdb")
            .args(["--auth=trust", "--username=haedap", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"])
            .arg(&data)
            .output()
            .expect("initdb runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
        let server = program(&programs, "postgres")
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"])
            .arg("-c")
            .arg(format!("unix_socket_directories={}", folder.path().display()))
            .stderr(Stdio::null())
            .spawn()
            .expect("postgres runs");
        let running = Self { folder, programs, server, port };
        running.wait();
        Some(running)
    }

    /// The address for a client on this machine, by a port that may be another's.
    pub fn url(port: u16) -> String {
        format!("postgres://haedap@127.0.0.1:{port}/postgres")
    }

    fn wait(&self) {
        let until = Instant::now() + Duration::from_mins(1);
        loop {
            let ready = program(&self.programs, "pg_isready")
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status()
                .expect("pg_isready runs");
            if ready.success() {
                return;
            }
            assert!(Instant::now() < until, "PostgreSQL did not start within a minute");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder.path().join("data");
        let stop = program(&self.programs, "pg_ctl").args(["stop", "-m", "immediate", "-s", "-D"]).arg(data).status();
        if !stop.is_ok_and(|status| status.success()) {
            let _ = self.server.kill();
        }
        let _ = self.server.wait();
    }
}

/// The folder of the programs: Debian's by version, else that of the `initdb` found by name.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    folders.retain(|folder| folder.join("initdb").exists());
    folders.sort();
    folders.pop().or_else(|| {
        let found = Command::new("sh").args(["-c", "command -v initdb"]).output().ok()?;
        let path = PathBuf::from(String::from_utf8(found.stdout).ok()?.trim());
        path.parent().filter(|folder| folder.is_absolute()).map(Path::to_owned)
    })
}

fn program(folder: &Path, name: &str) -> Command {
    let mut command = Command::new(folder.join(name));
    // A folder that the server's user may read, whoever runs the tests.
    command.current_dir("/").stdout(Stdio::null());
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// Whether the tests are run by root.
fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}
