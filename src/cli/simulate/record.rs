//! Writes down what was sent and what came back, a JSON object a line, and reads such a file or bare payloads again.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, bail};
use serde_json::{Value, json};

use super::verdict::Verdict;

/// A file that grows by a line with every turn.
pub(super) struct Recorder(File);

impl Recorder {
    /// Begins a file anew.
    pub(super) fn create(path: &Path) -> anyhow::Result<Self> {
        Ok(Self(File::create(path).with_context(|| format!("cannot write {}", path.display()))?))
    }

    pub(super) fn write(&mut self, request: &Value, verdict: &Verdict) -> anyhow::Result<()> {
        let line = json!({
            "request": request, "status": verdict.status, "ms": verdict.millis(), "response": verdict.response,
        });
        Ok(writeln!(self.0, "{line}")?)
    }
}

/// The payloads of a file: one object, a list of them, or one a line; of a recording its requests.
pub(super) fn payloads(path: &Path) -> anyhow::Result<Vec<Value>> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let values = match serde_json::from_str::<Value>(&text) {
        Ok(Value::Array(values)) => values,
        Ok(value) => vec![value],
        Err(_) => {
            let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let value = |(index, line): (usize, &str)| {
                serde_json::from_str(line).with_context(|| format!("{}:{}", path.display(), index + 1))
            };
            lines.map(value).collect::<anyhow::Result<_>>()?
        }
    };
    let payload = |mut value: Value| match value.get_mut("request") {
        Some(request) => request.take(),
        None => value,
    };
    let payloads: Vec<Value> = values.into_iter().map(payload).collect();
    if payloads.is_empty() || payloads.iter().any(|payload| !payload.is_object()) {
        bail!("{} holds no payloads; one JSON object a line is expected", path.display());
    }
    Ok(payloads)
}
