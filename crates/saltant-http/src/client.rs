pub(crate) mod builder;

use std::fmt;
use std::sync::Arc;

use http::header::USER_AGENT;
use http::{HeaderName, HeaderValue};
use saltant_core::wait::WaitPolicy;
use saltant_core::{BaseUrl, Clock, Credential, Error, ErrorKind};

use crate::headers::marked;
use crate::pipeline::quota::Quota;
use crate::pipeline::shared::{Executor, Shared, View};

/// Sends the operations of one service to one server.
///
/// Clones share everything: connections, credential, retry quota.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
    pub(crate) view: Arc<View>,
}

impl Client {
    pub(crate) fn executor(&self) -> Executor<'_> {
        Executor { shared: &self.shared, view: &self.view }
    }

    /// The address that the paths of requests are appended to.
    pub fn base_url(&self) -> &BaseUrl {
        &self.view.base
    }

    /// Whether an address may get the credential: it is of this client's origin, or of one that the program
    /// [trusts](crate::ClientBuilder::trust).
    pub fn trusts(&self, address: &BaseUrl) -> bool {
        address.as_str().parse().is_ok_and(|uri| self.executor().origins().trust(&uri))
    }

    /// The credential that requests are sent with.
    pub fn credential(&self) -> &Arc<dyn Credential> {
        &self.shared.credential
    }

    /// The policy of waits that do not set their own.
    pub fn wait_policy(&self) -> WaitPolicy {
        self.shared.wait
    }

    /// The clock of time limits, pauses and waits.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.shared.clock
    }

    /// The same client with one more header on each request. A value under a
    /// [secret's name](saltant_core::is_secret_name) is marked sensitive, so that `Debug` does not show it.
    #[must_use]
    pub fn with_header(&self, name: HeaderName, value: HeaderValue) -> Self {
        let mut view = (*self.view).clone();
        let value = marked(&name, value);
        view.headers.insert(name, value);
        Self { shared: self.shared.clone(), view: Arc::new(view) }
    }

    /// The same client for another part of the same service, at an address of the same origin.
    ///
    /// The credential was given for one origin, so an address at another one is refused.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) for an address at another origin.
    pub fn with_base_url(&self, base: BaseUrl) -> Result<Self, Error> {
        let uri = base.as_str().parse::<http::Uri>();
        if !uri.is_ok_and(|uri| self.view.base.is_origin_of(&uri)) {
            let text = format!("{} is not at {}", base.origin(), self.view.base.origin());
            return Err(Error::new(ErrorKind::Usage, text));
        }
        let view = View { base, headers: self.view.headers.clone(), known: Arc::default() };
        Ok(Self { shared: self.shared.clone(), view: Arc::new(view) })
    }

    /// A client for another server, with a credential of its own and this client's transport, settings, clock
    /// and observer. The address has to begin with `https://`, unless it is this machine's.
    ///
    /// Headers that were added to this client are not sent there.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the address is not one, or is in clear text to another machine.
    pub fn for_server(&self, url: &str, credential: Arc<dyn Credential>) -> Result<Self, Error> {
        let base = builder::secure(url, false)?;
        let mut shared = self.shared.with(credential, Arc::new(Quota::new()));
        (shared.parts, shared.trusted) = (None, Vec::new());
        let agent = self.view.headers.get(USER_AGENT).map(|agent| (USER_AGENT, agent.clone()));
        let view = View { base, headers: agent.into_iter().collect(), known: Arc::default() };
        Ok(Self { shared: Arc::new(shared), view: Arc::new(view) })
    }

    /// The same client with another credential, such as one from a login.
    ///
    /// Both clients can be used. They share connections, but not the retry quota and the renewals.
    #[must_use]
    pub fn with_credential(&self, credential: Arc<dyn Credential>) -> Self {
        let shared = self.shared.with(credential, Arc::new(Quota::new()));
        Self { shared: Arc::new(shared), view: self.view.clone() }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", self.base_url()).finish_non_exhaustive()
    }
}
