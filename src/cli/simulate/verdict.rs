//! What is to be said of an answer: whether Kakao would show it, and in time.

use std::time::Duration;

use serde_json::Value;

use super::limits::{Finding, Limits, Severity};
use super::server::Reply;

/// Kakao stops waiting then.
const TOO_LATE: Duration = Duration::from_secs(5);
/// haedap promises every answer within this time.
const LATE: Duration = Duration::from_millis(2_500);

/// An answer, looked at.
pub(super) struct Verdict {
    pub(super) status: u16,
    pub(super) took: Duration,
    /// The body; null if it is no JSON.
    pub(super) response: Value,
    pub(super) findings: Vec<Finding>,
}

impl Verdict {
    /// Looks at an answer, or at why there is none.
    pub(super) fn of(limits: &Limits, request: &Value, reply: anyhow::Result<Reply>) -> Self {
        let Reply { status, body, took } = match reply {
            Ok(reply) => reply,
            Err(error) => {
                let findings = vec![failure(&format!("{error:#}"))];
                return Self { status: 0, took: Duration::ZERO, response: Value::Null, findings };
            }
        };
        let response: Value = serde_json::from_slice(&body).unwrap_or_default();
        let mut findings = match status {
            200 if response.is_null() => vec![failure("the body is no JSON: KakaoTalk shows no bubble")],
            200 => limits.check(request, &response),
            401 => vec![failure(
                "the secret is missing or wrong (401): give the server's HAEDAP_KAKAO_SECRET with --secret",
            )],
            status => vec![failure(&format!("the status is {status}: KakaoTalk shows no bubble"))],
        };
        findings.extend(pace(took));
        Self { status, took, response, findings }
    }

    /// Whether Kakao would not show it, or nobody knows that it would.
    pub(super) fn is_failed(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// In whole milliseconds.
    pub(super) fn millis(&self) -> u64 {
        u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX)
    }

    /// One line for each finding.
    pub(super) fn lines(&self) -> impl Iterator<Item = String> + '_ {
        self.findings.iter().map(|Finding { severity, place, what }| {
            let severity = match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            if place.is_empty() { format!("{severity}: {what}") } else { format!("{severity}: {place} {what}") }
        })
    }
}

fn failure(what: &str) -> Finding {
    Finding { severity: Severity::Error, place: String::new(), what: what.to_owned() }
}

fn pace(took: Duration) -> Option<Finding> {
    let what = format!("the answer took {} ms", took.as_millis());
    if took > TOO_LATE {
        return Some(failure(&format!("{what}: Kakao stops waiting after {} ms", TOO_LATE.as_millis())));
    }
    let late = Finding { severity: Severity::Warning, place: String::new(), what };
    (took > LATE).then_some(late)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(status: u16, body: &[u8], millis: u64) -> (bool, Vec<String>) {
        let reply = Reply { status, body: body.to_vec(), took: Duration::from_millis(millis) };
        let verdict = Verdict::of(&Limits::documented().unwrap(), &json!({}), Ok(reply));
        (verdict.is_failed(), verdict.lines().collect())
    }

    #[test]
    fn an_answer_that_kakao_would_not_show_fails() {
        let good = json!({"version": "2.0", "template": {"outputs": [{"simpleText": {"text": "네"}}]}}).to_string();
        let good = good.as_bytes();
        assert_eq!(lines(200, good, 2_500), (false, vec![]));
        assert_eq!(lines(200, good, 2_501), (false, vec!["warning: the answer took 2501 ms".to_owned()]));
        assert_eq!(lines(200, good, 5_000).1.len(), 1);
        let (failed, said) = lines(200, good, 5_001);
        assert!(failed && said[0].contains("after 5000 ms"), "{said:?}");
        let (failed, said) = lines(401, b"{}", 1);
        assert!(failed && said[0].contains("--secret"), "{said:?}");
        for (status, body) in [(500, &b"{}"[..]), (302, b""), (200, b"<html>"), (200, b"{}")] {
            assert!(lines(status, body, 1).0, "{status}");
        }
        let broken = Verdict::of(&Limits::documented().unwrap(), &json!({}), Err(anyhow::anyhow!("gone")));
        assert_eq!(broken.lines().collect::<Vec<_>>(), ["error: gone"]);
    }
}
