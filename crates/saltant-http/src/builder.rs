use std::marker::PhantomData;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use saltant_core::retry::RetryPolicy;
use saltant_core::wait::WaitPolicy;
use saltant_core::{BaseUrl, Clock, Credential, Directory, Error, ErrorKind, NoCredential, Transport};

use crate::client::{Shared, View};
use crate::directory::Parts;
use crate::quota::Quota;
use crate::renew::Renewals;
use crate::settings::Settings;
use crate::{Client, Limits, Observer, SystemClock, Timeouts};

/// The longest name of an application in the user agent.
const LONGEST_APPLICATION: usize = 24;

/// Puts a client together. Everything but the address has a default.
///
/// `C` is what comes out: a [`Client`], or a service's own client around one.
#[must_use]
pub struct ClientBuilder<C = Client> {
    base_url: String,
    transport: Option<Arc<dyn Transport>>,
    credential: Arc<dyn Credential>,
    directory: Option<Box<dyn Directory>>,
    trusted: Vec<String>,
    clock: Option<Arc<dyn Clock>>,
    observer: Option<Arc<dyn Observer>>,
    settings: Settings,
    wait: WaitPolicy,
    application: Option<String>,
    headers: HeaderMap,
    seed: Option<u64>,
    allow_http: bool,
    client: PhantomData<fn() -> C>,
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Begins a client for the server at an address. A wrong address is an error of [`build`](Self::build).
    pub fn new(base_url: impl Into<String>) -> Self {
        let settings = Settings {
            timeouts: Timeouts::default(),
            limits: Limits::default(),
            retry: RetryPolicy::default(),
        };
        Self {
            base_url: base_url.into(),
            transport: None,
            credential: Arc::new(NoCredential),
            directory: None,
            trusted: Vec::new(),
            clock: None,
            observer: None,
            settings,
            wait: WaitPolicy::default(),
            application: None,
            headers: HeaderMap::new(),
            seed: None,
            allow_http: false,
            client: PhantomData,
        }
    }

    /// Sends through another transport than reqwest.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Proves with this who is calling.
    pub fn credential(mut self, credential: impl Credential) -> Self {
        self.credential = Arc::new(credential);
        self
    }

    /// Proves with this who is calling; shared, for a program that reads a renewed token back.
    pub fn shared_credential(mut self, credential: Arc<dyn Credential>) -> Self {
        self.credential = credential;
        self
    }

    /// Asks this where the parts of the service are. Without it, all of them are below the client's address.
    pub fn directory(mut self, directory: impl Directory) -> Self {
        self.directory = Some(Box::new(directory));
        self
    }

    /// Lets another origin have the credential too, such as the one where a service's catalogue places a
    /// part of the service. Without it, a call that would need the credential there is refused.
    pub fn trust(mut self, origin: impl Into<String>) -> Self {
        self.trusted.push(origin.into());
        self
    }

    /// Limits the time for a call with all its attempts and pauses: 300 s by default, `None` for no limit.
    pub fn timeout(mut self, total: impl Into<Option<Duration>>) -> Self {
        self.settings.timeouts.total = total.into();
        self
    }

    /// Limits the time for one attempt: 60 s by default, `None` for no limit.
    pub fn attempt_timeout(mut self, attempt: impl Into<Option<Duration>>) -> Self {
        self.settings.timeouts.attempt = attempt.into();
        self
    }

    /// Limits the time for making a connection: 5 s by default, `None` for no limit.
    ///
    /// A transport of the program's own has to keep such a limit itself.
    pub fn connect_timeout(mut self, connect: impl Into<Option<Duration>>) -> Self {
        self.settings.timeouts.connect = connect.into();
        self
    }

    /// Limits the time between two parts of a body: 30 s by default, `None` for no limit.
    pub fn idle_timeout(mut self, idle: impl Into<Option<Duration>>) -> Self {
        self.settings.timeouts.idle = idle.into();
        self
    }

    /// Sets how often and how long requests are tried; [`RetryPolicy::never`] for once.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.settings.retry = policy;
        self
    }

    /// Sets how waiting is done unless a wait says otherwise.
    pub fn wait(mut self, policy: WaitPolicy) -> Self {
        self.wait = policy;
        self
    }

    /// Limits the size of answers: 16 MiB by default, counted after decompression.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.settings.limits.body = bytes;
        self
    }

    /// Names the application in the user agent: at most 24 letters, digits, `-`, `_`, `.` and `/`.
    pub fn user_agent(mut self, application: impl Into<String>) -> Self {
        self.application = Some(application.into());
        self
    }

    /// Adds a header to each request. A value under a [secret's name](saltant_core::is_secret_name) is marked
    /// sensitive, so that `Debug` does not show it.
    pub fn header(mut self, name: HeaderName, mut value: HeaderValue) -> Self {
        value.set_sensitive(value.is_sensitive() || saltant_core::is_secret_name(name.as_str()));
        self.headers.insert(name, value);
        self
    }

    /// Tells this of each attempt.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Goes by another clock than the system's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Makes the random part of pauses the same each time.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Allows a credential to travel in clear text to another machine, where anybody on the way can read it.
    ///
    /// Without it, `http://` is for addresses of this machine only.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Makes the client. Nothing is sent.
    pub fn build(self) -> Result<C, Error> {
        let base = secure(&self.base_url, self.allow_http)?;
        let trusted = self.trusted.iter().map(|origin| secure(origin, self.allow_http));
        let trusted = trusted.collect::<Result<_, _>>()?;
        let transport = match self.transport {
            Some(transport) => transport,
            None => default_transport(&self.settings.timeouts)?,
        };
        let rng = || self.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        let mut headers = self.headers;
        headers.insert(header::USER_AGENT, user_agent(self.application.as_deref())?);
        let shared = Shared {
            transport,
            credential: self.credential,
            parts: self.directory.map(|directory| Arc::new(Parts::new(directory))),
            trusted,
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock::new())),
            observer: self.observer,
            settings: self.settings,
            wait: self.wait,
            renewals: Renewals::new(&mut rng()),
            random: Mutex::new(rng()),
            quota: Quota::new(),
        };
        Ok(C::from(Client { shared: Arc::new(shared), view: Arc::new(View { base, headers }) }))
    }
}

/// Reads an address that a credential may travel to.
fn secure(url: &str, allow_http: bool) -> Result<BaseUrl, Error> {
    let base: BaseUrl = url.parse()?;
    if base.is_exposed() && !allow_http {
        let text = format!(
            "{} is not encrypted, and the credential could be read on its way; use https://, or allow it with allow_http(true)",
            base.origin()
        );
        return Err(Error::new(ErrorKind::Usage, text));
    }
    Ok(base)
}

#[cfg(feature = "reqwest")]
fn default_transport(timeouts: &Timeouts) -> Result<Arc<dyn Transport>, Error> {
    Ok(Arc::new(crate::ReqwestTransport::new(timeouts.connect)?))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: &Timeouts) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::new(ErrorKind::Usage, "no transport: switch the feature `reqwest` on or give one"))
}

/// `[application] saltant-rust/<version> (n/a; <os>; <architecture>)`: which compiler it was is not told.
fn user_agent(application: Option<&str>) -> Result<HeaderValue, Error> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    let prefix = match application {
        None => String::new(),
        Some(name) if !name.is_empty() && name.len() <= LONGEST_APPLICATION && name.chars().all(allowed) => {
            format!("{name} ")
        }
        Some(name) => {
            let text = format!(
                "{name:?} cannot name the application: at most {LONGEST_APPLICATION} letters, digits, `-`, `_`, `.` and `/`"
            );
            return Err(Error::new(ErrorKind::Usage, text));
        }
    };
    let version = env!("CARGO_PKG_VERSION");
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    HeaderValue::from_str(&format!("{prefix}saltant-rust/{version} (n/a; {os}; {arch})"))
        .map_err(|error| Error::new(ErrorKind::Usage, error.to_string()))
}

impl<C> std::fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ClientBuilder").finish_non_exhaustive()
    }
}
