use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http_body_util::BodyExt as _;
use saltant_core::{Body, BoxFuture, Error, ErrorKind, Phase, Transport, TransportError};

use super::{Asked, Exchange};

/// A transport that answers from a recording. It never uses a network.
///
/// Requests are compared by method, path, query and body, with secrets masked. A request that is not in the
/// recording fails and is listed in [`unexpected`](Self::unexpected).
#[derive(Clone, Debug)]
pub struct Replayer(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    exchanges: Vec<(Exchange, bool)>,
    unexpected: Vec<Asked>,
    in_order: bool,
}

impl Replayer {
    /// Reads a recording.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the file cannot be read, or with the number of the line that is
    /// not an exchange.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let unreadable = |text: String| {
            let text = format!("the recording {} cannot be read: {text}", path.display());
            Error::new(ErrorKind::Usage, text)
        };
        let text = std::fs::read_to_string(path).map_err(|error| unreadable(error.to_string()))?;
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let exchanges = lines.map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| unreadable(format!("line {}: {error}", index + 1)))
        });
        Ok(Self::new(exchanges.collect::<Result<Vec<_>, _>>()?))
    }

    /// Answers from these exchanges.
    pub fn new(exchanges: impl IntoIterator<Item = Exchange>) -> Self {
        let exchanges = exchanges.into_iter().map(|exchange| (exchange, false)).collect();
        Self(Arc::new(Mutex::new(State { exchanges, unexpected: Vec::new(), in_order: true })))
    }

    /// Allows requests in any order. Each gets the first matching exchange that has not been used, and the last
    /// matching one when all have been. Without this, requests have to come in the order of the recording.
    #[must_use]
    pub fn by_match(self) -> Self {
        self.state().in_order = false;
        self
    }

    /// The exchanges that have not been used.
    pub fn unused(&self) -> Vec<Exchange> {
        let state = self.state();
        state.exchanges.iter().filter(|(_, used)| !used).map(|(exchange, _)| exchange.clone()).collect()
    }

    /// The requests that are not in the recording, or not at this place.
    pub fn unexpected(&self) -> Vec<Asked> {
        self.state().unexpected.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn find(&self, asked: Asked) -> Result<Exchange, TransportError> {
        let mut state = self.state();
        let is_it = |(exchange, _): &(Exchange, bool)| exchange.request == asked;
        let next = state.exchanges.iter().position(|(_, used)| !used);
        let found = if state.in_order {
            next.filter(|index| is_it(&state.exchanges[*index]))
        } else {
            let unused = state.exchanges.iter().position(|entry| !entry.1 && is_it(entry));
            unused.or_else(|| state.exchanges.iter().rposition(is_it))
        };
        if let Some(index) = found {
            state.exchanges[index].1 = true;
            return Ok(state.exchanges[index].0.clone());
        }
        let place = match next {
            Some(index) if state.in_order => {
                let next = &state.exchanges[index].0.request;
                format!("the recording goes on with {} {}", next.method, next.target)
            }
            _ => "the recording has no such request left".to_owned(),
        };
        let text = format!("{} {} was not expected: {place}", asked.method, asked.target);
        state.unexpected.push(asked);
        Err(TransportError::new(Phase::Unsendable, text))
    }
}

impl Transport for Replayer {
    fn send(
        &self,
        request: http::Request<Body>,
    ) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let body = body.collect().await.map_err(|error| TransportError::new(Phase::Unsendable, error))?;
            let exchange = self.find(Asked::of(&head, &body.to_bytes()))?;
            Ok(exchange.answer().map(Body::from))
        })
    }
}
