use std::marker::PhantomData;
#[cfg(any(feature = "reqwest", feature = "hyper"))]
use std::net::IpAddr;
#[cfg(any(feature = "reqwest", feature = "hyper"))]
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};
use saltant_core::retry::RetryPolicy;
use saltant_core::wait::WaitPolicy;
use saltant_core::{BaseUrl, Clock, Credential, Directory, Error, ErrorKind, NoCredential, Transport};

use super::Client;
use crate::clock::SystemClock;
use crate::headers::marked;
use crate::observe::Observer;
use crate::pipeline::parts::Parts;
use crate::pipeline::quota::Quota;
use crate::pipeline::renewals::Renewals;
use crate::pipeline::shared::{Shared, View};
use crate::settings::{Settings, limit_setters};
#[cfg(any(feature = "reqwest", feature = "hyper"))]
use crate::transport::connections::{Authorities, Connections};

/// The longest name of an application in the user agent.
const LONGEST_APPLICATION: usize = 24;

/// Makes a client. Everything but the address has a default.
///
/// `C` is the type of the client: [`Client`], or a service's own client around one.
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
    #[cfg(any(feature = "reqwest", feature = "hyper"))]
    connections: Connections,
    client: PhantomData<fn() -> C>,
}

impl Client {
    /// Begins a client for the server at an address.
    ///
    /// A wrong address is an error of [`build`](ClientBuilder::build).
    pub fn builder(base_url: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(base_url)
    }
}

impl<C: From<Client>> ClientBuilder<C> {
    /// Begins a client for the server at an address. A wrong address is an error of [`build`](Self::build).
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            transport: None,
            credential: Arc::new(NoCredential),
            directory: None,
            trusted: Vec::new(),
            clock: None,
            observer: None,
            settings: Settings::default(),
            wait: WaitPolicy::default(),
            application: None,
            headers: HeaderMap::new(),
            seed: None,
            allow_http: false,
            #[cfg(any(feature = "reqwest", feature = "hyper"))]
            connections: Connections::default(),
            client: PhantomData,
        }
    }

    /// Sends through this transport instead of reqwest.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sends this credential.
    pub fn credential(mut self, credential: impl Credential) -> Self {
        self.credential = Arc::new(credential);
        self
    }

    /// Sends this credential, which the program keeps too, for example to store a renewed token.
    pub fn shared_credential(mut self, credential: Arc<dyn Credential>) -> Self {
        self.credential = credential;
        self
    }

    /// Finds the parts of the service with this directory. Without it, all parts are below the client's address.
    pub fn directory(mut self, directory: impl Directory) -> Self {
        self.directory = Some(Box::new(directory));
        self
    }

    /// Allows sending the credential to another origin too, for example to one where a service's catalogue
    /// places a part of the service. Without this, a call that needs the credential there is refused.
    pub fn trust(mut self, origin: impl Into<String>) -> Self {
        self.trusted.push(origin.into());
        self
    }

    /// Limits the time for a call with all its attempts and pauses: 300 s by default, `None` for no limit.
    pub fn timeout(mut self, total: impl Into<Option<Duration>>) -> Self {
        self.settings.timeouts.total = total.into();
        self
    }

    /// Limits the time for making a connection: 5 s by default, `None` for no limit.
    ///
    /// A transport of the program's own has its own limit.
    pub fn connect_timeout(mut self, connect: impl Into<Option<Duration>>) -> Self {
        self.settings.timeouts.connect = connect.into();
        self
    }

    limit_setters!();

    /// Sets the policy of waits that do not set their own.
    pub fn wait(mut self, policy: WaitPolicy) -> Self {
        self.wait = policy;
        self
    }

    /// Names the application in the user agent: at most 24 letters, digits, `-`, `_`, `.` and `/`.
    pub fn user_agent(mut self, application: impl Into<String>) -> Self {
        self.application = Some(application.into());
        self
    }

    /// Adds a header to each request. A value under a [secret's name](saltant_core::is_secret_name) is marked
    /// sensitive, so that `Debug` does not show it.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        let value = marked(&name, value);
        self.headers.insert(name, value);
        self
    }

    /// Reports each attempt to this, for example to count and measure.
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Uses this clock instead of the system's.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// Makes the random parts of pauses the same in each run.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Allows sending the credential unencrypted to another machine. Anybody on the way can read it then.
    ///
    /// Without this, `http://` is allowed only for addresses of this machine.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// Trusts servers whose certificates come from these authorities, and those that the system trusts.
    ///
    /// The certificates are in PEM. Text without one is an error of [`build`](Self::build).
    #[cfg(any(feature = "reqwest", feature = "hyper"))]
    pub fn ca_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.connections.authorities.push(Authorities::Pem(pem.into()));
        self
    }

    /// Trusts the authorities whose certificates are in this file, as
    /// [`ca_certificates`](Self::ca_certificates) does. [`build`](Self::build) reads the file.
    #[cfg(any(feature = "reqwest", feature = "hyper"))]
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.connections.authorities.push(Authorities::File(path.into()));
        self
    }

    /// Sends requests through this proxy instead of the system's. Requests to this machine never go through one.
    ///
    /// The address begins with `http://`, `https://`, `socks5://`, `socks5h://`, `socks4://` or `socks4a://`, and
    /// may hold a user and a password. With `socks5h` and `socks4a` the proxy looks up the names of servers. An
    /// address that is not a proxy's is an error of [`build`](Self::build).
    #[cfg(any(feature = "reqwest", feature = "hyper"))]
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.connections.proxy = Some(url.into());
        self
    }

    /// Accepts every certificate, whoever made it and for whichever host. Anybody on the way can then read the
    /// credential and change what is sent.
    #[cfg(any(feature = "reqwest", feature = "hyper"))]
    pub fn accept_any_certificate(mut self, accept: bool) -> Self {
        self.connections.any_certificate = accept;
        self
    }

    /// Keeps at most this many unused connections to a host open for a moment: all of them by default.
    #[cfg(any(feature = "reqwest", feature = "hyper"))]
    pub fn pool_size(mut self, connections: usize) -> Self {
        self.connections.pool_size = Some(connections);
        self
    }

    /// Keeps an unused connection open for at most this long: 1.5 s by default.
    ///
    /// A request on a connection that the server is closing is lost. Servers close theirs after 2 s (gunicorn's
    /// default), 5 s (uvicorn's) or later.
    #[cfg(any(feature = "reqwest", feature = "hyper"))]
    pub fn pool_idle_timeout(mut self, limit: Duration) -> Self {
        self.connections.pool_idle = Some(limit);
        self
    }

    /// Connects to these addresses for requests to a host, instead of looking the host up. Certificates are
    /// still those of the host.
    ///
    /// If the first address does not take the connection within 300 ms, one of the other family (IPv4 or IPv6)
    /// is tried as well, as it is with addresses that were looked up.
    #[cfg(any(feature = "reqwest", feature = "hyper"))]
    pub fn resolve(mut self, host: impl Into<String>, addresses: impl IntoIterator<Item = IpAddr>) -> Self {
        let host = host.into().to_ascii_lowercase();
        self.connections.hosts.push((host, addresses.into_iter().collect()));
        self
    }

    /// Sets whether HTTP/2 is used where the server offers it over TLS: yes by default.
    #[cfg(any(feature = "reqwest", feature = "hyper"))]
    pub fn http2(mut self, allow: bool) -> Self {
        self.connections.http1_only = !allow;
        self
    }

    /// Sends over hyper-util instead of reqwest. Without the feature `reqwest` this is so anyway.
    #[cfg(feature = "hyper")]
    pub fn over_hyper(mut self, over_hyper: bool) -> Self {
        self.connections.over_hyper = over_hyper;
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if an address is not one or is in clear text, the application's
    /// name cannot stand in a header, a certificate or proxy cannot be used, or if no transport is there.
    pub fn build(self) -> Result<C, Error> {
        let base = secure(&self.base_url, self.allow_http)?;
        let trusted = self.trusted.iter().map(|origin| secure(origin, self.allow_http));
        let trusted = trusted.collect::<Result<_, _>>()?;
        let names_operations = self.transport.is_some();
        #[cfg(any(feature = "reqwest", feature = "hyper"))]
        let transport = {
            let connect_timeout = self.settings.timeouts.connect;
            self.connections.transport(self.transport, connect_timeout, base.is_loopback())?
        };
        #[cfg(not(any(feature = "reqwest", feature = "hyper")))]
        let transport = self.transport.ok_or_else(|| {
            Error::new(
                ErrorKind::Usage,
                "there is no transport: enable the feature `reqwest` or `hyper`, or set one",
            )
        })?;
        let rng = || self.seed.map_or_else(fastrand::Rng::new, fastrand::Rng::with_seed);
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock::new()));
        let mut headers = self.headers;
        headers.insert(header::USER_AGENT, user_agent(self.application.as_deref())?);
        let shared = Shared {
            transport,
            names_operations,
            renewals: Renewals::new(self.credential.clone(), clock.clone(), &mut rng()),
            credential: self.credential,
            parts: self.directory.map(|directory| Arc::new(Parts::new(directory))),
            trusted,
            clock,
            observer: self.observer,
            settings: self.settings,
            wait: self.wait,
            random: Mutex::new(rng()),
            quota: Arc::new(Quota::new()),
        };
        Ok(C::from(Client {
            shared: Arc::new(shared),
            view: Arc::new(View { base, headers, known: Arc::default() }),
        }))
    }
}

/// Reads an address that the credential may be sent to.
pub(super) fn secure(url: &str, allow_http: bool) -> Result<BaseUrl, Error> {
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

/// `[application] saltant-rust/<version> (n/a; <os>; <architecture>)`. The compiler's version is left out.
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
