use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use saltant_core::{Error, ErrorKind, Transport, is_loopback};

#[cfg(feature = "hyper")]
use super::hyper::HyperTransport;
#[cfg(feature = "reqwest")]
use super::reqwest::ReqwestTransport;

/// How the connections of a client's own transport are made.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Connections {
    pub(crate) authorities: Vec<Authorities>,
    pub(crate) any_certificate: bool,
    pub(crate) proxy: Option<String>,
    pub(crate) pool_size: Option<usize>,
    pub(crate) pool_idle: Option<Duration>,
    /// The addresses of hosts, which are then not looked up.
    pub(crate) hosts: Vec<(String, Vec<IpAddr>)>,
    pub(crate) http1_only: bool,
    /// Whether hyper-util makes them although reqwest could.
    pub(crate) over_hyper: bool,
}

/// Where certificates of authorities are.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Authorities {
    Pem(Vec<u8>),
    File(PathBuf),
}

impl Connections {
    /// The program's transport, or else one with these settings for a server on this machine or elsewhere.
    pub(crate) fn transport(
        &self,
        own: Option<Arc<dyn Transport>>,
        connect_timeout: Option<Duration>,
        is_loopback: bool,
    ) -> Result<Arc<dyn Transport>, Error> {
        match own {
            Some(_) if *self != Self::default() => Err(Error::new(
                ErrorKind::Usage,
                "certificates, proxies, addresses of hosts, the pool and HTTP/2 are set on the transport itself where a program brings its own",
            )),
            Some(transport) => Ok(transport),
            None if self.leave_this_machine() => Err(Error::new(
                ErrorKind::Usage,
                "a name of this machine cannot have addresses elsewhere: what goes to it may be unencrypted",
            )),
            None => self.own(connect_timeout, is_loopback),
        }
    }

    /// Whether a host that is this machine by its name is said to be another one.
    fn leave_this_machine(&self) -> bool {
        let is_elsewhere = |address: &IpAddr| !address.to_canonical().is_loopback();
        self.hosts.iter().any(|(host, addresses)| is_loopback(host) && addresses.iter().any(is_elsewhere))
    }

    #[cfg(feature = "reqwest")]
    fn own(&self, connect_timeout: Option<Duration>, is_loopback: bool) -> Result<Arc<dyn Transport>, Error> {
        #[cfg(feature = "hyper")]
        if self.over_hyper {
            return Ok(Arc::new(HyperTransport::configured(self, connect_timeout)?));
        }
        Ok(Arc::new(self.reqwest(connect_timeout, is_loopback)?))
    }

    #[cfg(not(feature = "reqwest"))]
    fn own(&self, connect_timeout: Option<Duration>, _: bool) -> Result<Arc<dyn Transport>, Error> {
        Ok(Arc::new(HyperTransport::configured(self, connect_timeout)?))
    }

    #[cfg(feature = "reqwest")]
    fn reqwest(
        &self,
        connect_timeout: Option<Duration>,
        is_loopback: bool,
    ) -> Result<ReqwestTransport, Error> {
        let mut certificates = Vec::new();
        for authorities in &self.authorities {
            certificates.extend(authorities.read(|pem| reqwest::Certificate::from_pem_bundle(pem).ok())?);
        }
        let proxy = self.proxy.as_deref().map(reqwest::Proxy::all).transpose().map_err(|_| wrong_proxy())?;
        let settings = self.clone();
        let configure = move |mut builder: reqwest::ClientBuilder| {
            if let Some(proxy) = &proxy {
                builder = builder.proxy(proxy.clone());
            }
            if settings.any_certificate {
                builder = builder.tls_danger_accept_invalid_certs(true);
            }
            if let Some(limit) = connect_timeout {
                builder = builder.connect_timeout(limit);
            }
            if let Some(connections) = settings.pool_size {
                builder = builder.pool_max_idle_per_host(connections);
            }
            if let Some(limit) = settings.pool_idle {
                builder = builder.pool_idle_timeout(limit);
            }
            if settings.http1_only {
                builder = builder.http1_only();
            }
            for (host, addresses) in &settings.hosts {
                // The port 0 stands for the one of the request.
                let addresses: Vec<_> = addresses.iter().map(|address| (*address, 0).into()).collect();
                builder = builder.resolve_to_addrs(host, &addresses);
            }
            builder.tls_certs_merge(certificates.iter().cloned())
        };
        ReqwestTransport::for_server(configure, is_loopback)
    }
}

/// The address may hold a password, so it is not repeated.
pub(crate) fn wrong_proxy() -> Error {
    let text = "the address of the proxy is not one such as http://proxy.example.org:3128";
    Error::new(ErrorKind::Usage, text)
}

impl Authorities {
    /// The certificates of one place, which `parse` takes out of a text.
    pub(crate) fn read<T>(&self, parse: impl Fn(&[u8]) -> Option<Vec<T>>) -> Result<Vec<T>, Error> {
        let wrong = |text: String| Error::new(ErrorKind::Usage, text);
        let (place, pem) = match self {
            Self::Pem(pem) => ("the text of ca_certificates".to_owned(), pem.clone()),
            Self::File(path) => {
                let place = path.display().to_string();
                let pem = std::fs::read(path)
                    .map_err(|error| wrong(format!("{place} cannot be read: {error}")).with_source(error))?;
                (place, pem)
            }
        };
        match parse(&pem) {
            Some(certificates) if !certificates.is_empty() => Ok(certificates),
            _ => Err(wrong(format!("{place} holds no certificate in PEM, or a broken one"))),
        }
    }
}
