//! A conversation line by line: words, taps by number, and commands.

use std::io::{BufRead, Write};

use anyhow::Context as _;
use serde_json::{Value, json};
use tokio::runtime::Handle;

use super::contexts::Contexts;
use super::limits::Limits;
use super::payload::{Act, Origin, Party, made_up_id, payload};
use super::record::Recorder;
use super::screen::{Screen, Tap};
use super::server::{Server, request_id};
use super::verdict::Verdict;
use crate::clock::Clock;
use crate::wallet::MemberId;

const HELP: &str = "\
words          what the customer types
1, /tap 1      taps what has this number
/raw           the last request and response as JSON
/link MEMBER   gets a code for a member and types it
/reset         begins anew: no contexts, nothing on the screen
/help, /quit";

/// How it is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// A prompt, and the time that each answer took.
    pub(super) terminal: bool,
    pub(super) json: bool,
}

/// One person talking to one bot.
pub(super) struct Conversation<'a> {
    pub(super) server: &'a Server,
    pub(super) limits: &'a Limits,
    pub(super) clock: &'a dyn Clock,
    pub(super) party: Party,
    pub(super) style: Style,
    pub(super) recorder: Option<Recorder>,
    state: State,
}

#[derive(Default)]
struct State {
    contexts: Contexts,
    taps: Vec<Tap>,
    last_block: Option<String>,
    /// The last request and response.
    last: Option<(Value, Value)>,
    turns: usize,
    failed: bool,
}

impl<'a> Conversation<'a> {
    pub(super) fn new(
        server: &'a Server,
        limits: &'a Limits,
        clock: &'a dyn Clock,
        party: Party,
        style: Style,
        recorder: Option<Recorder>,
    ) -> Self {
        Self { server, limits, clock, party, style, recorder, state: State::default() }
    }

    /// Talks until the lines end or `/quit`; whether Kakao would have shown every answer.
    pub(super) fn run(mut self, runtime: &Handle, lines: impl BufRead, out: &mut dyn Write) -> anyhow::Result<bool> {
        if self.party.origin == Origin::Skilltest {
            self.note("(the skill test sends placeholders, whatever is typed)", out)?;
        }
        self.prompt(out)?;
        for line in lines.lines() {
            let line = line.context("cannot read what is typed")?;
            match line.trim() {
                "" => {}
                "/quit" => break,
                "/help" => self.note(HELP, out)?,
                "/reset" => {
                    self.state = State { failed: self.state.failed, turns: self.state.turns, ..State::default() }
                }
                "/raw" => self.show_raw(out)?,
                typed if typed.starts_with("/link ") => self.link(runtime, typed, out)?,
                typed => match self.read(typed) {
                    Ok(Tap::Sends(act)) => self.turn(runtime, &act, out)?,
                    Ok(Tap::Does(does)) => self.note(&format!("({does})"), out)?,
                    Err(problem) => self.note(&format!("({problem})"), out)?,
                },
            }
            self.prompt(out)?;
        }
        Ok(!self.state.failed)
    }

    /// Has a code made for the member that a line names, as a company's server would, and types it.
    fn link(&mut self, runtime: &Handle, line: &str, out: &mut dyn Write) -> anyhow::Result<()> {
        let member = line.trim_start_matches("/link ").trim();
        let code = MemberId::parse(member).map_err(anyhow::Error::from);
        match code.and_then(|member| runtime.block_on(self.server.code_for(&member))) {
            Ok(code) => self.turn(runtime, &Act::typed(&format!("연결 {code}")), out),
            Err(error) => Ok(self.note(&format!("({error:#})"), out)?),
        }
    }

    fn prompt(&self, out: &mut dyn Write) -> std::io::Result<()> {
        if self.style.terminal {
            write!(out, "> ")?;
            out.flush()?;
        }
        Ok(())
    }

    /// Says something of the simulator's own; where the output is JSON, beside it.
    fn note(&self, text: &str, out: &mut dyn Write) -> std::io::Result<()> {
        if self.style.json { writeln!(std::io::stderr(), "{text}") } else { writeln!(out, "{text}") }
    }

    /// What a line means: a number that is on the screen is a tap.
    fn read(&self, typed: &str) -> Result<Tap, String> {
        let shown = |number: usize| number.checked_sub(1).and_then(|index| self.state.taps.get(index)).cloned();
        if let Some(number) = typed.strip_prefix("/tap ") {
            let number = number.trim().parse().map_err(|_| "write it like /tap 1".to_owned())?;
            return shown(number).ok_or_else(|| format!("there is nothing with the number {number}"));
        }
        if typed.starts_with('/') {
            return Err(format!("there is no command {typed}; /help lists them"));
        }
        let tapped = typed.parse().ok().and_then(shown);
        Ok(tapped.unwrap_or_else(|| Tap::Sends(Act::typed(typed))))
    }

    /// Sends what the person did and shows what comes back.
    pub(super) fn turn(&mut self, runtime: &Handle, act: &Act, out: &mut dyn Write) -> anyhow::Result<()> {
        self.state.turns += 1;
        let contexts = self.state.contexts.to_send(self.clock.now());
        let request = payload(&self.party, act, &contexts, self.state.last_block.as_deref());
        let id = request_id(&self.party, self.state.turns);
        let reply = runtime.block_on(self.server.call(&request, &id));
        let verdict = Verdict::of(self.limits, &request, reply);
        self.state.failed |= verdict.is_failed();
        if let Some(recorder) = &mut self.recorder {
            recorder.write(&request, &verdict)?;
        }
        let screen = Screen::of(&verdict.response);
        if self.style.json {
            let line = json!({
                "utterance": act.utterance, "status": verdict.status, "ms": verdict.millis(),
                "findings": verdict.findings, "response": verdict.response,
            });
            writeln!(out, "{line}")?;
        } else {
            if !self.style.terminal || act.trigger != "TEXT_INPUT" {
                writeln!(out, "> {}", act.utterance)?;
            }
            for line in screen.lines.iter().map(String::as_str) {
                writeln!(out, "{line}")?;
            }
            for line in verdict.lines() {
                writeln!(out, "  ! {line}")?;
            }
            if self.style.terminal {
                writeln!(out, "  · {} ms", verdict.millis())?;
            }
        }
        self.state.contexts.after(&verdict.response, self.clock.now());
        self.state.taps = screen.taps;
        self.state.last_block = Some(act.block.clone().unwrap_or_else(|| made_up_id("block")));
        self.state.last = Some((request, verdict.response));
        Ok(())
    }

    fn show_raw(&self, out: &mut dyn Write) -> anyhow::Result<()> {
        match &self.state.last {
            Some((request, response)) => {
                writeln!(out, "{request:#}\n{response:#}")?;
            }
            None => self.note("(nothing was said yet)", out)?,
        }
        Ok(())
    }
}
