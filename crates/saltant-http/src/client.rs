use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, HeaderName, HeaderValue};
use saltant_core::wait::WaitPolicy;
use saltant_core::{BaseUrl, Clock, Credential, Error, ErrorKind, Operation, Transport};

use crate::directory::Parts;
use crate::quota::Quota;
use crate::renew::Renewals;
use crate::settings::Settings;
use crate::{Call, ClientBuilder, Many, Observer};

/// Sends the operations of one service to one server.
///
/// Cloning is cheap and shares everything: connections, credential, retry quota.
#[derive(Clone)]
pub struct Client {
    pub(crate) shared: Arc<Shared>,
    pub(crate) view: Arc<View>,
}

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) credential: Arc<dyn Credential>,
    /// Where the parts of the service are, if it is one that says so itself.
    pub(crate) parts: Option<Arc<Parts>>,
    /// Origins beside the client's own that may have the credential.
    pub(crate) trusted: Vec<BaseUrl>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) settings: Settings,
    pub(crate) wait: WaitPolicy,
    pub(crate) random: Mutex<fastrand::Rng>,
    pub(crate) quota: Quota,
    pub(crate) renewals: Renewals,
}

/// Where requests go and what goes with each.
#[derive(Clone)]
pub(crate) struct View {
    pub(crate) base: BaseUrl,
    pub(crate) headers: HeaderMap,
}

impl Client {
    /// Begins a client for the server at an address.
    ///
    /// A wrong address is an error of [`build`](ClientBuilder::build).
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(base_url)
    }

    /// A call of an operation: await it, or look at it, page through it, wait with it.
    pub fn call<O: Operation>(&self, operation: O) -> Call<'_, O> {
        Call::new(self, operation)
    }

    /// Calls of many operations, some at a time.
    pub fn call_many<O: Operation>(&self, operations: impl IntoIterator<Item = O>) -> Many<'_, O> {
        Many::new(self, operations.into_iter().collect())
    }

    /// Where requests go.
    pub fn base_url(&self) -> &BaseUrl {
        &self.view.base
    }

    /// The credential that goes with each request.
    pub fn credential(&self) -> &Arc<dyn Credential> {
        &self.shared.credential
    }

    /// How waiting is done unless a wait says otherwise.
    pub fn wait_policy(&self) -> WaitPolicy {
        self.shared.wait
    }

    /// The clock that time limits, pauses and waits go by.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.shared.clock
    }

    /// The same client with one more header on each request. A value under a
    /// [secret's name](saltant_core::is_secret_name) is marked sensitive, so that `Debug` does not show it.
    #[must_use]
    pub fn with_header(&self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(value.is_sensitive() || saltant_core::is_secret_name(name.as_str()));
        let mut view = (*self.view).clone();
        view.headers.insert(name, value);
        Self { shared: self.shared.clone(), view: Arc::new(view) }
    }

    /// The same client for another part of the same service, at an address of the same origin.
    ///
    /// The credential belongs to the origin it was given for, so an address elsewhere is refused.
    pub fn with_base_url(&self, base: BaseUrl) -> Result<Self, Error> {
        let uri = base.as_str().parse::<http::Uri>();
        if !uri.is_ok_and(|uri| self.view.base.is_origin_of(&uri)) {
            let text = format!("{} is not at {}", base.origin(), self.view.base.origin());
            return Err(Error::new(ErrorKind::Usage, text));
        }
        let view = View { base, headers: self.view.headers.clone() };
        Ok(Self { shared: self.shared.clone(), view: Arc::new(view) })
    }

    /// The same client with another credential, for one that comes out of a login.
    ///
    /// Both go on side by side; they share connections, but neither retry quota nor renewals.
    #[must_use]
    pub fn with_credential(&self, credential: Arc<dyn Credential>) -> Self {
        let old = &*self.shared;
        let mut random = old.random.lock().unwrap_or_else(PoisonError::into_inner).fork();
        let shared = Shared {
            transport: old.transport.clone(),
            credential,
            parts: old.parts.clone(),
            trusted: old.trusted.clone(),
            clock: old.clock.clone(),
            observer: old.observer.clone(),
            settings: old.settings,
            wait: old.wait,
            quota: Quota::new(),
            renewals: Renewals::new(&mut random),
            random: Mutex::new(random),
        };
        Self { shared: Arc::new(shared), view: self.view.clone() }
    }

    /// A number from 0 to 1, from the generator that spreads pauses.
    pub fn random(&self) -> f64 {
        self.shared.random.lock().unwrap_or_else(PoisonError::into_inner).f64()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", self.base_url()).finish_non_exhaustive()
    }
}
