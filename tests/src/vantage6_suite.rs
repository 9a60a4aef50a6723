//! Checks of the vantage6 client against a server: the real one, or the dev server. They call every operation
//! and act as the nodes.
//!
//! The server has an empty database with the user `root`, whose password is `root`, and no nodes.

mod accounts;
pub(crate) mod checks;
mod encryption;
mod people;
mod tasks;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use saltant::Observation;
use saltant::vantage6::Client;
use saltant_core::vantage6::CATALOG;

pub use checks::Checks;

/// Encrypts and decrypts with the Python library: it gets the file of a private key, `encrypt`, `decrypt` or
/// `public`, and a text.
pub type Cryptor<'a> = &'a dyn Fn(&Path, &str, &str) -> anyhow::Result<String>;

/// Runs all checks on the server at this address. Key files go into the folder, which exists.
pub async fn run(url: &str, folder: &Path, cryptor: Option<Cryptor<'_>>) -> anyhow::Result<Checks> {
    let mut checks = Checks::default();
    let seen = Seen::default();
    let anonymous = seen.client(url)?;
    let place = accounts::run(&mut checks, &anonymous).await.context("accounts")?;
    tasks::run(&mut checks, &place).await.context("tasks")?;
    encryption::run(&mut checks, &place, folder, cryptor).await.context("encryption")?;
    accounts::end(&mut checks, &place).await.context("the end")?;
    seen.check(&mut checks);
    Ok(checks)
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
