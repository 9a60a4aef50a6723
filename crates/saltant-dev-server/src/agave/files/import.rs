//! Files that come in: uploads, and copies from an address of this server or this machine.

use std::sync::Arc;

use crate::agave::call::Call;
use crate::agave::files::storage::{Place, Storage};
use crate::agave::files::{Located, locate};
use crate::agave::reply::Refusal;
use crate::agave::tenant::Agave;
use crate::http::loopback;

/// A file that is fetched after the request.
#[allow(missing_debug_implementations, reason = "an address may hold a secret")]
pub struct Import {
    pub(crate) source: Source,
    pub(crate) storage: Storage,
    pub(crate) place: Place,
    pub(crate) user: String,
}

/// Where a file comes from.
pub(crate) enum Source {
    /// A file or directory of a system.
    System(Box<Located>),
    /// An address of this machine.
    Address(String),
}

impl Source {
    /// Finds a source: `agave://SYSTEM/PATH`, an address of this server, or one of this machine.
    pub(crate) fn find(call: &Call, address: &str) -> Result<Self, Refusal> {
        let media = format!("{}/files/v2/media/", call.origin);
        if let Some(rest) = address.strip_prefix("agave://") {
            let (system, path) = rest.split_once('/').unwrap_or((rest, ""));
            return Ok(Self::System(Box::new(locate(call, Some(system), path)?)));
        }
        if let Some(rest) = address.strip_prefix(&media) {
            let rest = percent_encoding::percent_decode_str(rest).decode_utf8_lossy();
            let (system, path) = match rest.strip_prefix("system/") {
                Some(rest) => {
                    let (system, path) = rest.split_once('/').unwrap_or((rest, ""));
                    (Some(system), path)
                }
                None => (None, &*rest),
            };
            return Ok(Self::System(Box::new(locate(call, system, path)?)));
        }
        if loopback::is_loopback(address) {
            return Ok(Self::Address(address.to_owned()));
        }
        if !address.contains("://") {
            return Ok(Self::System(Box::new(locate(call, None, address)?)));
        }
        Err(Refusal::bad("The dev server fetches files from addresses of this machine only"))
    }

    /// The name of the file at the source.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::System(located) => located.place.name().to_owned(),
            Self::Address(address) => {
                let path = address.split(['?', '#']).next().unwrap_or_default();
                path.rsplit('/').next().unwrap_or_default().to_owned()
            }
        }
    }

    /// Copies the file to its place; the error is a text for the history.
    pub(crate) async fn fetch(self, storage: Storage, place: Place) -> Result<(), String> {
        match self {
            Self::System(from) => {
                let copy = move || from.storage.copy_to(&from.place, &storage, &place);
                let copied = tokio::task::spawn_blocking(copy).await.map_err(|error| error.to_string())?;
                copied.map_err(|refusal| refusal.message)
            }
            Self::Address(address) => {
                let content = loopback::get(&address).await.map_err(|error| error.to_string())?;
                storage.write(&place, &content).map_err(|refusal| refusal.message)
            }
        }
    }
}

/// Fetches a file and notes how it went.
pub(crate) async fn run(tenant: Arc<Agave>, import: Import) {
    let Import { source, storage, place, user } = import;
    let system = storage.system.clone();
    tenant.file_event(&system, &place, &user, "STAGING", "Staging of the file has begun");
    let fetched = source.fetch(storage, place.clone()).await;
    match fetched {
        Ok(()) => tenant.file_event(&system, &place, &user, "STAGING_COMPLETED", "The file is in its place"),
        Err(reason) => tenant.file_event(&system, &place, &user, "STAGING_FAILED", reason),
    };
}
