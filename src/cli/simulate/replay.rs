//! Sends recorded payloads and says of each answer whether Kakao would show it.

use std::io::Write;
use std::path::PathBuf;

use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::limits::Limits;
use super::record::{Recorder, payloads};
use super::server::Server;
use super::verdict::Verdict;
use crate::digest;

/// Replays all files in order; whether every answer would be shown.
pub(super) fn run(
    runtime: &Handle,
    files: &[PathBuf],
    server: &Server,
    limits: &Limits,
    json: bool,
    mut recorder: Option<Recorder>,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let (mut count, mut failed, mut slowest) = (0, 0, 0);
    for file in files {
        for payload in payloads(file)? {
            count += 1;
            let id = format!("chp-{}", &digest::hex_of(payload.to_string().as_bytes())[..32]);
            let verdict = Verdict::of(limits, &payload, runtime.block_on(server.call(&payload, &id)));
            if let Some(recorder) = &mut recorder {
                recorder.write(&payload, &verdict)?;
            }
            failed += usize::from(verdict.is_failed());
            slowest = slowest.max(verdict.millis());
            let said = payload.pointer("/userRequest/utterance").and_then(Value::as_str).unwrap_or_default().trim();
            if json {
                let line = json!({
                    "file": file, "number": count, "ok": !verdict.is_failed(), "status": verdict.status,
                    "ms": verdict.millis(), "components": components(&verdict.response), "findings": verdict.findings,
                });
                writeln!(out, "{line}")?;
                continue;
            }
            let word = if verdict.is_failed() { "failed" } else { "ok" };
            let components = components(&verdict.response).join("+");
            let components = if components.is_empty() { "no bubble" } else { &components };
            writeln!(out, "{count:>4}  {word:<6}  {:>5} ms  {components}  {said}", verdict.millis())?;
            for line in verdict.lines() {
                writeln!(out, "      {line}")?;
            }
        }
    }
    if json {
        writeln!(out, "{}", json!({"payloads": count, "failed": failed, "slowest_ms": slowest}))?;
    } else {
        writeln!(out, "{count} payloads: {} passed, {failed} failed; the slowest took {slowest} ms", count - failed)?;
    }
    Ok(failed == 0)
}

/// The names of the bubbles.
fn components(response: &Value) -> Vec<&str> {
    let outputs =
        response.pointer("/template/outputs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    outputs.iter().filter_map(|output| output.as_object()?.keys().next().map(String::as_str)).collect()
}
