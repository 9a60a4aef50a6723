//! Calls of operations that are known by name only.
#![cfg(feature = "catalog")]

use std::collections::HashSet;
use std::future::IntoFuture;
use std::time::Duration;

use futures_core::Stream;
use saltant_core::catalog::{AnyOperation, AnyPage};
use saltant_core::{Answer, Attempt, AuthUse, Body, BoxFuture, Error, ErrorKind};
use serde_json::Value;

use crate::recent::Recent;
use crate::settings::Overrides;
use crate::{Client, Response};

/// A call of an operation of the catalog: its answer is JSON.
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct AnyCall<'c> {
    client: &'c Client,
    operation: Box<dyn AnyOperation>,
    overrides: Overrides,
}

/// The items of a list of the catalog, as JSON.
pub type AnyItems<'c> = std::pin::Pin<Box<dyn Stream<Item = Result<Value, Error>> + Send + 'c>>;

impl Client {
    /// A call of an operation of the [catalog](saltant_core::catalog).
    pub fn call_any(&self, operation: Box<dyn AnyOperation>) -> AnyCall<'_> {
        AnyCall { client: self, operation, overrides: Overrides::default() }
    }
}

impl<'c> AnyCall<'c> {
    /// Limits the time for the call with all its attempts and pauses; `None` for no limit.
    pub fn timeout(mut self, total: impl Into<Option<Duration>>) -> Self {
        self.overrides.total = Some(total.into());
        self
    }

    /// The request as it would be sent, credential included: to look at, not to send.
    pub fn request(&self) -> Result<http::Request<Body>, Error> {
        let facts = self.operation.facts();
        let request = self.operation.to_request(&*self.client.known_base(facts)?)?;
        self.client.complete(self.operation.facts(), request)
    }

    /// Whether the operation goes without a credential.
    pub fn is_anonymous(&self) -> bool {
        self.operation.facts().auth == AuthUse::None
    }

    /// Sends the request and gives the answer's bytes as they come, whatever the operation makes of them.
    pub fn stream(self) -> BoxFuture<'c, Result<crate::Download, Error>> {
        Box::pin(async move {
            let facts = self.operation.facts();
            let mut overrides = self.overrides;
            let base = self.client.find_base(facts, &mut overrides).await?;
            let request = self.operation.to_request(&base)?;
            self.client.download(facts, request, &overrides).await
        })
    }

    /// Sends the request and gives the head of the answer beside the value.
    pub fn with_response(self) -> BoxFuture<'c, Result<Response<Value>, Error>> {
        Box::pin(async move {
            let Self { client, operation, overrides } = self;
            let (answer, attempts) = raw(client, &*operation, overrides, |_| Ok(())).await?;
            let value = operation.read(&answer).map_err(|error| error.with_attempts(attempts.clone()))?;
            let (head, _) = answer.into_parts();
            Ok(Response { value, status: head.status, headers: head.headers, attempts })
        })
    }

    /// The items of all pages; `None` if the operation is no list.
    pub fn items(self) -> Option<AnyItems<'c>> {
        let first = self.operation.for_all()?;
        let Self { client, overrides, .. } = self;
        let state = (Some(first), HashSet::new(), Recent::default());
        let pages =
            futures_util::stream::unfold(state, move |(operation, mut seen, mut recent)| async move {
                let operation = operation?;
                let fetched = fetch_page(client, &*operation, overrides, &mut seen).await;
                Some(match fetched {
                    Ok(page) => {
                        recent.begin_page(page.items.len());
                        let new = page.items.into_iter().filter(|item| recent.is_new(item.identity));
                        (new.map(|item| Ok(item.value)).collect::<Vec<_>>(), (page.next, seen, recent))
                    }
                    Err(error) => (vec![Err(error)], (None, seen, recent)),
                })
            });
        Some(Box::pin(futures_util::StreamExt::flat_map(pages, futures_util::stream::iter)))
    }
}

/// Sends the request of an operation, unless it is refused.
async fn raw(
    client: &Client,
    operation: &dyn AnyOperation,
    mut overrides: Overrides,
    check: impl FnOnce(&http::Uri) -> Result<(), Error>,
) -> Result<(Answer, Vec<Attempt>), Error> {
    let base = client.find_base(operation.facts(), &mut overrides).await?;
    let request = operation.to_request(&base)?;
    check(request.uri())?;
    client.execute(operation.facts(), request, &overrides).await
}

async fn fetch_page(
    client: &Client,
    operation: &dyn AnyOperation,
    overrides: Overrides,
    seen: &mut HashSet<String>,
) -> Result<AnyPage, Error> {
    let is_new = |uri: &http::Uri| {
        let text = "the list points back to a page that was already read";
        let repeated = || Error::new(ErrorKind::RepeatedPage, text).with_operation(operation.facts().name);
        seen.insert(uri.to_string()).then_some(()).ok_or_else(repeated)
    };
    let (answer, attempts) = raw(client, operation, overrides, is_new).await?;
    let page = operation.read_page(&answer);
    let page = page.unwrap_or_else(|| Err(Error::new(ErrorKind::Usage, "the operation is no list")));
    page.map_err(|error| error.with_attempts(attempts))
}

impl<'c> IntoFuture for AnyCall<'c> {
    type Output = Result<Value, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { Ok(self.with_response().await?.value) })
    }
}
