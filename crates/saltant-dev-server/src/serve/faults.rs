//! Faults made on purpose, for testing how clients deal with them.

use std::time::Duration;

use axum::http::{HeaderName, StatusCode};

use crate::http::reply::Reply;
use crate::store::Guarded;

/// A fault that strikes matching requests: one of them unless [`times`](Self::times) or
/// [`always`](Self::always) says otherwise.
///
/// ```
/// use saltant_dev_server::Fault;
///
/// let busy = Fault::status(503).on("GET", "/api/users/").header("retry-after", "1").times(2);
/// let lost = Fault::lose_answer().on("POST", "/api/*/clone/");
/// ```
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until it is given to a builder or a server"]
pub struct Fault {
    method: Option<String>,
    path: Option<String>,
    /// How many matching requests to let pass first.
    skip: u32,
    /// How many are left; `None` for all.
    left: Option<u32>,
    effect: Effect,
}

#[derive(Clone, Debug)]
pub(crate) enum Effect {
    Answer { status: u16, headers: Vec<(String, String)>, body: Option<(String, String)> },
    DropConnection,
    LoseAnswer,
    CutAnswer,
    Delay(Duration),
    Stick(String),
}

impl Fault {
    fn new(effect: Effect) -> Self {
        Self { method: None, path: None, skip: 0, left: Some(1), effect }
    }

    /// Answers with this status instead of handling the request.
    pub fn status(status: u16) -> Self {
        Self::new(Effect::Answer { status, headers: Vec::new(), body: None })
    }

    /// Closes the connection without handling the request or answering it.
    pub fn drop_connection() -> Self {
        Self::new(Effect::DropConnection)
    }

    /// Handles the request, then closes the connection without an answer.
    pub fn lose_answer() -> Self {
        Self::new(Effect::LoseAnswer)
    }

    /// Handles the request, then closes the connection in the middle of the answer's body.
    pub fn cut_answer() -> Self {
        Self::new(Effect::CutAnswer)
    }

    /// Waits this long before handling the request, in addition to the latency of every request.
    pub fn delay(delay: Duration) -> Self {
        Self::new(Effect::Delay(delay))
    }

    /// Keeps what the request creates from getting beyond this state, though its job runs.
    ///
    /// For saltant this is a task instance, created or cloned: updates of its state by the server's own
    /// worker are lost, as happens to about one job in 350 on a real server.
    pub fn stuck_in(state: impl Into<String>) -> Self {
        Self::new(Effect::Stick(state.into()))
    }

    /// Limits the fault to a method and a path; without this it matches every request.
    ///
    /// A `*` in the path stands for any text, slashes included. The query is ignored.
    pub fn on(mut self, method: impl Into<String>, path: impl Into<String>) -> Self {
        self.method = Some(method.into().to_ascii_uppercase());
        self.path = Some(path.into());
        self
    }

    /// Strikes this many requests instead of one.
    pub fn times(mut self, times: u32) -> Self {
        self.left = Some(times);
        self
    }

    /// Strikes every request from now on.
    pub fn always(mut self) -> Self {
        self.left = None;
        self
    }

    /// Lets this many matching requests pass first.
    pub fn after(mut self, requests: u32) -> Self {
        self.skip = requests;
        self
    }

    /// Adds a header to the answer of [`Fault::status`]; other faults ignore it.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        if let Effect::Answer { headers, .. } = &mut self.effect {
            headers.push((name.into(), value.into()));
        }
        self
    }

    /// Gives the answer of [`Fault::status`] a body; other faults ignore it.
    pub fn body(mut self, content_type: impl Into<String>, text: impl Into<String>) -> Self {
        if let Effect::Answer { body, .. } = &mut self.effect {
            *body = Some((content_type.into(), text.into()));
        }
        self
    }

    fn matches(&self, method: &str, path: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted == method)
            && self.path.as_deref().is_none_or(|pattern| glob(pattern, path))
    }
}

/// Matches a path with a pattern in which `*` is any text.
fn glob(pattern: &str, path: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == path,
        Some((start, rest)) => path.strip_prefix(start).is_some_and(|path| {
            path.char_indices().map(|(at, _)| at).chain([path.len()]).any(|at| glob(rest, &path[at..]))
        }),
    }
}

/// The faults that are still to come.
#[derive(Debug, Default)]
pub(crate) struct Faults(Guarded<Vec<Fault>>);

impl Faults {
    pub(crate) fn new(faults: Vec<Fault>) -> Self {
        Self(Guarded::new(faults))
    }

    pub(crate) fn add(&self, fault: Fault) {
        self.0.with(|pending| pending.push(fault));
    }

    pub(crate) fn clear(&self) {
        self.0.with(Vec::clear);
    }

    /// What strikes a request: all delays, and the first of the other effects.
    pub(crate) fn strike(&self, method: &str, path: &str) -> Struck {
        self.0.with(|pending| {
            let mut struck = Struck::default();
            for fault in pending.iter_mut().filter(|fault| fault.matches(method, path)) {
                let delay = matches!(fault.effect, Effect::Delay(_));
                if (!delay && struck.effect.is_some()) || fault.left == Some(0) {
                    continue;
                }
                if fault.skip > 0 {
                    fault.skip -= 1;
                    continue;
                }
                fault.left = fault.left.map(|left| left - 1);
                match &fault.effect {
                    Effect::Delay(delay) => struck.delay += *delay,
                    effect => struck.effect = Some(effect.clone()),
                }
            }
            pending.retain(|fault| fault.left != Some(0));
            struck
        })
    }
}

/// What strikes one request.
#[derive(Debug, Default)]
pub(crate) struct Struck {
    pub(crate) delay: Duration,
    pub(crate) effect: Option<Effect>,
}

/// The answer of an injected status.
pub(crate) fn answer(status: u16, headers: Vec<(String, String)>, body: Option<(String, String)>) -> Reply {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut reply = match body {
        None => Reply::empty(status),
        Some((content_type, text)) => Reply::text(status, content_type, text),
    };
    for (name, value) in headers {
        if let Ok(name) = HeaderName::try_from(name) {
            reply = reply.header(name, value);
        }
    }
    reply
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_whole_paths() {
        assert!(glob("/api/*/clone/", "/api/executabletaskinstances/x/clone/"));
        assert!(glob("*", "/anything") && glob("/a*", "/a") && glob("/a", "/a"));
        assert!(!glob("/api/users/", "/api/users/matt/") && !glob("*/b", "/a/b/c"));
    }

    #[test]
    fn faults_are_used_up_in_order() {
        let faults = Faults::default();
        faults.add(Fault::status(503).on("get", "/a").after(1).times(2));
        let status = |method, path| match faults.strike(method, path).effect {
            Some(Effect::Answer { status, .. }) => Some(status),
            _ => None,
        };
        assert_eq!(status("POST", "/a"), None);
        assert_eq!(
            (0..4).map(|_| status("GET", "/a")).collect::<Vec<_>>(),
            [None, Some(503), Some(503), None]
        );
    }
}
