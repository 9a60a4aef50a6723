//! The host names under which a server answers.

use std::net::{IpAddr, SocketAddr};

/// The names that a `Host` header may have.
///
/// Others get a 400, which keeps a web page that points its own name at this machine from talking to the server.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    names: Vec<String>,
    /// Whether any address, as opposed to any name, is accepted.
    any_address: bool,
}

impl Hosts {
    /// The names of this machine, the address and the further names, which are in lower case.
    pub(crate) fn new(address: SocketAddr, further: Vec<String>) -> Self {
        let mut names = vec!["localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        names.push(address.ip().to_string());
        names.extend(further);
        Self { names, any_address: !address.ip().is_loopback() }
    }

    /// Whether the value of a `Host` header is one of this server's.
    pub(crate) fn allow(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(rest),
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        let name = name.to_ascii_lowercase();
        self.names.contains(&name) || (self.any_address && name.parse::<IpAddr>().is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn only_own_names_are_allowed() {
        let hosts = Hosts::new("127.0.0.1:80".parse().unwrap(), vec!["dev.example".to_owned()]);
        assert!(hosts.allow("localhost:80") && hosts.allow("LOCALHOST") && hosts.allow("[::1]:9"));
        assert!(hosts.allow("dev.example") && hosts.allow("Dev.Example:80"));
        assert!(!hosts.allow("evil.example") && !hosts.allow("192.0.2.1") && !hosts.allow(""));
        let everywhere = Hosts::new("0.0.0.0:80".parse().unwrap(), Vec::new());
        assert!(everywhere.allow("192.0.2.1:80") && !everywhere.allow("evil.example"));
    }
}
