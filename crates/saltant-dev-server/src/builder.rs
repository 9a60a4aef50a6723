//! Setting up a server.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::clock::Clock;
use crate::error::StartError;
use crate::faults::Fault;
use crate::random::Random;
use crate::server::DevServer;
use crate::store;
use crate::user::{NewUser, User};

/// Sets up a server; every setting has a default.
///
/// The server always asks for credentials: without users of its own it gets one named `admin`.
///
/// `Debug` shows the address and the users' names.
#[must_use = "nothing is served before `start`"]
pub struct DevServerBuilder {
    pub(crate) users: Vec<NewUser>,
    pub(crate) address: SocketAddr,
    pub(crate) beyond_loopback: bool,
    pub(crate) hosts: Vec<String>,
    pub(crate) latency: Duration,
    pub(crate) faults: Vec<Fault>,
    pub(crate) clock: Option<(Timestamp, Duration)>,
    pub(crate) seed: Option<u64>,
    pub(crate) logs: Option<PathBuf>,
    pub(crate) concurrency: usize,
    pub(crate) queues: Option<Vec<String>>,
    pub(crate) environment: BTreeMap<String, String>,
    pub(crate) instances_per_page: usize,
    pub(crate) others_per_page: usize,
}

impl fmt::Debug for DevServerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The worker's variables may be secrets as well as the users' tokens.
        let mut shown = f.debug_struct("DevServerBuilder");
        shown.field("address", &self.address).field("users", &self.users).finish_non_exhaustive()
    }
}

impl Default for DevServerBuilder {
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
            concurrency: 2,
            queues: None,
            environment: BTreeMap::new(),
            instances_per_page: 10,
            others_per_page: 100,
        }
    }
}

impl DevServerBuilder {
    /// Adds a user; the first is the superuser unless said otherwise. A name alone will do.
    pub fn user(mut self, user: impl Into<NewUser>) -> Self {
        self.users.push(user.into());
        self
    }

    /// Sets the address to listen on, which is a free port of 127.0.0.1 otherwise; port 0 takes any that is free.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.address = address;
        self
    }

    /// Allows an address that other machines can reach.
    ///
    /// Whoever has a token can run any command as the user who runs this server, and tokens
    /// cross the network unencrypted. Without this, such an address is refused. The server can be asked for
    /// by address then; names have to be given to [`host_name`](Self::host_name).
    pub fn allow_anyone_on_the_network_to_run_commands(mut self) -> Self {
        self.beyond_loopback = true;
        self
    }

    /// Adds a name under which the server may be asked for, beside `localhost` and its address.
    /// Requests for other names get a 400.
    pub fn host_name(mut self, name: impl Into<String>) -> Self {
        self.hosts.push(name.into().to_ascii_lowercase());
        self
    }

    /// Lets every request take this much longer.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Adds a fault, as [`DevServer::inject`] does later.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Stops the clock at this time, until [`DevServer::advance_clock`] moves it.
    pub fn fixed_clock(self, time: Timestamp) -> Self {
        self.ticking_clock(time, Duration::ZERO)
    }

    /// Starts a clock of the server's own at this time, which moves on by `step` each time the server looks at it.
    pub fn ticking_clock(mut self, start: Timestamp, step: Duration) -> Self {
        self.clock = Some((start, step));
        self
    }

    /// Makes everything that is generated (tokens, passwords, uuids) the same in every run. Anyone can
    /// guess the tokens then.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Keeps the logs of instances here; otherwise they are in a temporary directory that goes with the server.
    pub fn log_directory(mut self, path: impl Into<PathBuf>) -> Self {
        self.logs = Some(path.into());
        self
    }

    /// Runs no jobs: instances stay `published`, as on a queue without a worker.
    pub fn without_worker(self) -> Self {
        self.concurrency(0)
    }

    /// Sets how many jobs run at a time, which are two otherwise.
    pub fn concurrency(mut self, jobs: usize) -> Self {
        // The limit of the semaphore that counts them is far beyond what a machine can run.
        self.concurrency = jobs.min(1 << 16);
        self
    }

    /// Runs jobs of these queues only; instances on others stay `published`.
    pub fn worker_queues<T: Into<String>>(mut self, names: impl IntoIterator<Item = T>) -> Self {
        self.queues = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Sets a variable of the worker's environment, which is this process's otherwise. A command sees it
    /// only if its task type lists it.
    pub fn worker_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.environment.insert(name.into(), value.into());
        self
    }

    /// Sets how many rows are on a page if a request does not say: 10 instances and 100 of the rest otherwise.
    pub fn page_sizes(mut self, instances: usize, others: usize) -> Self {
        self.instances_per_page = instances.max(1);
        self.others_per_page = others.max(1);
        self
    }

    /// Starts the server on the current tokio runtime; once this returns, it listens.
    pub async fn start(self) -> Result<DevServer, StartError> {
        DevServer::start(self).await
    }

    /// Starts the server on a thread of its own, for programs without tokio.
    pub fn start_blocking(self) -> Result<DevServer, StartError> {
        DevServer::start_blocking(self)
    }

    pub(crate) fn clock(&self) -> Clock {
        self.clock.map_or_else(Clock::system, |(start, step)| Clock::fixed(start, step))
    }

    /// The users with everything that was not given.
    pub(crate) fn complete_users(
        &self,
        random: &Random,
    ) -> Result<(Vec<User>, Vec<store::User>), StartError> {
        let fallback = [NewUser::new("admin")];
        let asked = if self.users.is_empty() { &fallback[..] } else { &self.users[..] };
        let (mut users, mut rows) = (Vec::<User>::new(), Vec::new());
        for (index, new) in asked.iter().enumerate() {
            let name = &new.username;
            if name.is_empty()
                || name.contains(['/', '\0'])
                || users.iter().any(|user| user.username == *name)
            {
                return Err(StartError::Username(name.clone()));
            }
            let token = new.token.clone().unwrap_or_else(|| random.token());
            let usable = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
            if !usable || users.iter().any(|user| user.token == token) {
                return Err(StartError::Token(name.clone()));
            }
            let zone = match &new.time_zone {
                None => TimeZone::UTC,
                Some(zone) => TimeZone::get(zone).map_err(|_| StartError::TimeZone(zone.clone()))?,
            };
            let user = User {
                username: name.clone(),
                email: new.email.clone().unwrap_or_else(|| format!("{name}@example.org")),
                password: new.password.clone().unwrap_or_else(|| random.password()),
                token,
                superuser: new.superuser.unwrap_or(index == 0),
            };
            rows.push(store::User {
                id: index as u64 + 1,
                username: Arc::from(name.as_str()),
                email: user.email.clone(),
                password: user.password.clone(),
                token: user.token.clone(),
                superuser: user.superuser,
                zone,
            });
            users.push(user);
        }
        Ok((users, rows))
    }
}
