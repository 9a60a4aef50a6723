//! Calls of operations that are known by name only.
#![cfg(feature = "catalog")]

use std::collections::HashSet;
use std::future::IntoFuture;
use std::time::Duration;

use futures_core::Stream;
use saltant_core::catalog::AnyOperation;
use saltant_core::{AuthUse, Body, BoxFuture, Error, ErrorKind};
use serde_json::Value;

use crate::Client;
use crate::settings::Overrides;

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
            let mut overrides = self.overrides;
            let base = self.client.find_base(self.operation.facts(), &mut overrides).await?;
            let request = self.operation.to_request(&base)?;
            self.client.download(self.operation.facts(), request, &overrides).await
        })
    }

    /// The items of all pages; `None` if the operation is no list.
    pub fn items(self) -> Option<AnyItems<'c>> {
        let first = self.operation.for_all()?;
        let Self { client, overrides, .. } = self;
        let state = (Some(first), HashSet::new());
        let pages = futures_util::stream::unfold(state, move |(operation, mut seen)| async move {
            let operation = operation?;
            let fetched = fetch_page(client, &*operation, &overrides, &mut seen).await;
            Some(match fetched {
                Ok((items, next)) => (items.into_iter().map(Ok).collect::<Vec<_>>(), (next, seen)),
                Err(error) => (vec![Err(error)], (None, seen)),
            })
        });
        Some(Box::pin(futures_util::StreamExt::flat_map(pages, futures_util::stream::iter)))
    }
}

async fn fetch_page(
    client: &Client,
    operation: &dyn AnyOperation,
    overrides: &Overrides,
    seen: &mut HashSet<String>,
) -> Result<saltant_core::catalog::AnyPage, Error> {
    let mut overrides = *overrides;
    let base = client.find_base(operation.facts(), &mut overrides).await?;
    let request = operation.to_request(&base)?;
    if !seen.insert(request.uri().to_string()) {
        return Err(Error::new(
            ErrorKind::RepeatedPage,
            "the list points back to a page that was already read",
        ));
    }
    let (answer, _) = client.execute(operation.facts(), request, &overrides).await?;
    operation
        .read_page(&answer)
        .unwrap_or_else(|| Err(Error::new(ErrorKind::Usage, "the operation is no list")))
}

impl<'c> IntoFuture for AnyCall<'c> {
    type Output = Result<Value, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let mut overrides = self.overrides;
            let base = self.client.find_base(self.operation.facts(), &mut overrides).await?;
            let request = self.operation.to_request(&base)?;
            let (answer, _) = self.client.execute(self.operation.facts(), request, &overrides).await?;
            self.operation.read(&answer)
        })
    }
}
