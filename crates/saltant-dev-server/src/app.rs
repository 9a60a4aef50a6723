//! Everything that a running server consists of.

use std::time::Duration;

use crate::auth::Sessions;
use crate::clock::Clock;
use crate::faults::Faults;
use crate::jwt::Signer;
use crate::random::Random;
use crate::requests::RequestLog;
use crate::store::Store;
use crate::worker::Worker;

/// The parts of a server, shared by its connections and its worker.
pub(crate) struct App {
    pub(crate) store: Store,
    pub(crate) clock: Clock,
    pub(crate) random: Random,
    pub(crate) signer: Signer,
    pub(crate) sessions: Sessions,
    pub(crate) faults: Faults,
    pub(crate) requests: RequestLog,
    pub(crate) worker: Worker,
    pub(crate) hosts: Hosts,
    pub(crate) page_sizes: PageSizes,
    pub(crate) latency: Duration,
}

/// How many rows are on a page if the request does not say.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PageSizes {
    pub(crate) instances: usize,
    pub(crate) others: usize,
}

/// The names under which the server answers. Others get a 400, which keeps web pages that point
/// their own name at this machine from talking to it.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    pub(crate) names: Vec<String>,
    /// Whether any address, as opposed to any name, is taken.
    pub(crate) any_address: bool,
}

impl Hosts {
    /// Whether the value of a `Host` header is one of this server's.
    pub(crate) fn allow(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(rest),
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        let name = name.to_ascii_lowercase();
        self.names.contains(&name) || (self.any_address && name.parse::<std::net::IpAddr>().is_ok())
    }
}

#[cfg(test)]
mod tests {
    use super::Hosts;

    #[test]
    fn only_own_names_are_allowed() {
        let hosts = Hosts { names: vec!["localhost".into(), "::1".into()], any_address: false };
        assert!(hosts.allow("localhost:80") && hosts.allow("LOCALHOST") && hosts.allow("[::1]:9"));
        assert!(!hosts.allow("evil.example") && !hosts.allow("192.0.2.1") && !hosts.allow(""));
        assert!(Hosts { any_address: true, ..hosts }.allow("192.0.2.1:80"));
    }
}
