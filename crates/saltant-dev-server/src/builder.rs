//! Setting up a server: the words that all services share.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use crate::clock::Clock;
use crate::serve::faults::Fault;
use crate::service::Service;

/// Sets up a server; every setting has a default.
///
/// The words here are the same for every service; a service's own words, such as those of its worker, are in
/// further blocks of methods.
///
/// `Debug` shows the address and the users' names.
#[must_use = "nothing is served before `start`"]
pub struct Builder<S: Service> {
    pub(crate) users: Vec<S::NewUser>,
    pub(crate) address: SocketAddr,
    pub(crate) beyond_loopback: bool,
    pub(crate) hosts: Vec<String>,
    pub(crate) latency: Duration,
    pub(crate) faults: Vec<Fault>,
    clock: Option<(Timestamp, Duration)>,
    pub(crate) seed: Option<u64>,
    pub(crate) logs: Option<PathBuf>,
    pub(crate) settings: S::Settings,
}

impl<S: Service> fmt::Debug for Builder<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The settings may hold secrets, such as variables of a worker, as well as the users.
        let mut shown = f.debug_struct("Builder");
        shown.field("address", &self.address).field("users", &self.users).finish_non_exhaustive()
    }
}

impl<S: Service> Default for Builder<S> {
    fn default() -> Self {
        Self {
            users: Vec::new(),
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            beyond_loopback: false,
            hosts: Vec::new(),
            latency: Duration::ZERO,
            faults: Vec::new(),
            clock: None,
            seed: None,
            logs: None,
            settings: S::Settings::default(),
        }
    }
}

impl<S: Service> Builder<S> {
    /// Adds a user; a name alone is enough. The first user has all rights unless set otherwise.
    ///
    /// Without users of its own the server has one named `admin`, so that it always asks for credentials.
    pub fn user(mut self, user: impl Into<S::NewUser>) -> Self {
        self.users.push(user.into());
        self
    }

    /// Sets the address to listen on. The default is a free port of 127.0.0.1; port 0 means any free port.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Allows an address that other machines can reach. Without this, such an address is refused.
    ///
    /// Anyone with a token can then run any command with the rights of this process, and tokens
    /// cross the network unencrypted. Requests may name the server by any address; host names have to
    /// be given to [`host_name`](Self::host_name).
    pub fn allow_anyone_on_the_network_to_run_commands(mut self) -> Self {
        self.beyond_loopback = true;
        self
    }

    /// Adds a host name that requests may use, besides `localhost` and the server's address.
    /// Requests for other names get a 400.
    pub fn host_name(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into().to_ascii_lowercase());
        self
    }

    /// Delays every answer by this much.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Adds a fault, as [`Server::inject`](crate::Server::inject) does later.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Stops the clock at this time; only [`Server::advance_clock`](crate::Server::advance_clock) moves it.
    pub fn fixed_clock(self, time: Timestamp) -> Self {
        self.ticking_clock(time, Duration::ZERO)
    }

    /// Starts the server's own clock at this time. It moves on by `step` each time the server reads it.
    pub fn ticking_clock(mut self, start: Timestamp, step: Duration) -> Self {
        self.clock = Some((start, step));
        self
    }

    /// Makes everything that is generated (tokens, passwords, uuids) the same in every run. The tokens
    /// are then easy to guess.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Keeps the logs of jobs in this directory. The default is a temporary one that is deleted with the server.
    pub fn log_directory(mut self, path: impl Into<PathBuf>) -> Self {
        self.logs = Some(path.into());
        self
    }

    pub(crate) fn clock(&self) -> Clock {
        self.clock.map_or_else(Clock::system, |(start, step)| Clock::fixed(start, step))
    }
}
