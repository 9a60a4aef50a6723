//! Starts a vantage6 server from the Python package index, with sqlite, on loopback, and calls every
//! operation. This program acts as the nodes, and sends an encrypted task and result.

mod accounts;
mod checks;
mod encryption;
mod people;
mod server;
mod tasks;

use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use saltant::Observation;
use saltant::core::vantage6::CATALOG;
use saltant::vantage6::Client;

use super::missing;
use super::python::Pythons;
use checks::Checks;
use server::Server;

/// The installed packages. The server needs the last one, but does not declare it.
const PACKAGES: [&str; 2] = ["vantage6-server==4.15.2", "vantage6-backend-common==4.15.2"];

/// On later Pythons the server answers every check of a permission with 500.
const PYTHONS: Pythons = Pythons { oldest: 10, newest: 10 };

pub(super) fn run() -> anyhow::Result<ExitCode> {
    let folder = crate::root().join("target/live/vantage6");
    let python = match PYTHONS.with(&PACKAGES, &folder)? {
        Ok(python) => python,
        Err(reason) => return Ok(missing(&reason)),
    };
    let server = Server::start(&python, &folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let mut checks = Checks::default();
    runtime.block_on(async {
        let seen = Seen::default();
        let anonymous = seen.client(&server.url())?;
        let place = accounts::run(&mut checks, &anonymous).await.context("accounts")?;
        tasks::run(&mut checks, &place).await.context("tasks")?;
        encryption::run(&mut checks, &place, &python, &folder).await.context("encryption")?;
        accounts::end(&mut checks, &place).await.context("the end")?;
        seen.check(&mut checks);
        anyhow::Ok(())
    })?;
    drop(server);
    println!("{checks}");
    Ok(if checks.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The operations that the server has answered.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<BTreeSet<&'static str>>>);

impl Seen {
    fn client(&self, url: &str) -> anyhow::Result<Client> {
        let seen = self.0.clone();
        let observe = move |observation: &Observation<'_>| {
            if observation.status.is_some() {
                seen.lock().unwrap_or_else(PoisonError::into_inner).insert(observation.operation);
            }
        };
        Ok(Client::builder(url).observer(observe).build()?)
    }

    /// Checks that the server has answered every operation of the catalog.
    fn check(&self, checks: &mut Checks) {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in CATALOG {
            let name = entry.metadata.name;
            checks.that(&format!("{name} is answered"), seen.contains(name));
        }
    }
}
