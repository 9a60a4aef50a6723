use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use http::uri::Scheme;
use hyper_util::client::legacy::connect::dns::{GaiResolver, Name};
use saltant_core::BoxFuture;
use tower_service::Service;

/// Finds the addresses of hosts: the given ones, or those that the system knows.
#[derive(Clone)]
pub(super) struct Hosts(Arc<HashMap<String, Vec<SocketAddr>>>);

impl Hosts {
    pub(super) fn new(hosts: &[(String, Vec<IpAddr>)]) -> Self {
        // The connector sets the port.
        let with_port = |addresses: &[IpAddr]| addresses.iter().map(|address| (*address, 0).into()).collect();
        Self(Arc::new(hosts.iter().map(|(host, addresses)| (host.clone(), with_port(addresses))).collect()))
    }

    async fn find(self, host: Name) -> io::Result<Vec<SocketAddr>> {
        match self.0.get(&host.as_str().to_ascii_lowercase()) {
            Some(addresses) => Ok(addresses.clone()),
            None => GaiResolver::new().call(host).await.map(Iterator::collect),
        }
    }

    /// What a proxy of SOCKS connects to: the server of an address by its name, or by the address that is found
    /// for it here, and its port.
    pub(super) async fn target(&self, uri: &Uri, looks_up: bool) -> io::Result<Uri> {
        let wrong = |text: &str| io::Error::new(io::ErrorKind::InvalidInput, text);
        let host = uri.host().unwrap_or_default();
        let is_encrypted = uri.scheme() == Some(&Scheme::HTTPS);
        let port = uri.port_u16().unwrap_or(if is_encrypted { 443 } else { 80 });
        let is_address = host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
        let authority = if looks_up && !is_address {
            let name = host.parse().map_err(|_| wrong("the host is not a name"))?;
            let found = self.clone().find(name).await?;
            let address = found.first().ok_or_else(|| wrong("the host has no address"))?;
            SocketAddr::new(address.ip(), port).to_string()
        } else {
            format!("{host}:{port}")
        };
        let target = Uri::builder().scheme(Scheme::HTTP).authority(authority).path_and_query("/").build();
        target.map_err(|error| wrong(&error.to_string()))
    }
}

impl Service<Name> for Hosts {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = BoxFuture<'static, io::Result<Self::Response>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, host: Name) -> Self::Future {
        let this = self.clone();
        Box::pin(async move { Ok(this.find(host).await?.into_iter()) })
    }
}
