//! `haedap demo-wallets`: a SQLite file with members to try answers about own wallets with.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::Outcome;
use crate::clock::Clock;
use crate::wallet::{day, demo};

/// `haedap demo-wallets [--out FILE] [--json]`.
#[derive(Debug, Args)]
pub(super) struct DemoWallets {
    /// File to write; an older one of demonstration wallets is replaced
    #[arg(long, value_name = "FILE", default_value = "demo-wallets.sqlite")]
    out: PathBuf,
    /// Print the members as JSON
    #[arg(long)]
    json: bool,
}

impl DemoWallets {
    pub(super) fn run(self, clock: &dyn Clock) -> anyhow::Result<Outcome> {
        let today = day::in_seoul(clock.now());
        let demo = demo::wallets(today)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(demo::write_file(&demo, &self.out))?;
        let mut out = std::io::stdout().lock();
        if self.json {
            let members =
                demo.members.iter().map(|member| json!({ "id": member.id, "description": member.description }));
            let members: Vec<_> = members.collect();
            writeln!(out, "{}", json!({ "file": self.out, "today": today.to_string(), "members": members }))?;
            return Ok(Outcome::Success);
        }
        for member in &demo.members {
            writeln!(out, "{}  {}", member.id.as_str(), member.description)?;
        }
        eprintln!("wrote {} with {} members as of {today}", self.out.display(), demo.members.len());
        Ok(Outcome::Success)
    }
}
