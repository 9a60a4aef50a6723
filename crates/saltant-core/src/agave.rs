//! Agave's operations.
//!
//! Names and arguments are those of the agavepy documentation; requests were recorded from that client, and
//! what it does wrong (lists joined with commas, form fields dropped, path values not encoded) is mended
//! here.

mod actor;
mod app;
mod auth;
mod envelope;
mod errors;
mod file;
mod job;
mod paging;
mod search;
mod token;

pub use actor::{ActorMessage, Environment, SendBinaryMessage, SendMessage};
pub use app::ListApps;
pub use auth::{Application, BearerToken, JwtAssertion, Nonce, OAuthToken};
pub use file::{DownloadFile, ImportData, NamedUpload};
pub use job::{DownloadJobOutput, GetJobStatus, ListJobOutputs, SubmitJob};
pub use search::Search;
pub use token::{CreateToken, RefreshToken};

use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::{Answer, ApiError, ErrorKind, ReadError, Service};

/// Agave / Tapis v2: apps, jobs, files and actors, behind one gateway per tenant.
#[derive(Clone, Copy, Debug)]
pub struct Agave;

impl Service for Agave {
    /// Takes the envelope off.
    fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
        envelope::result(answer)
    }

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        errors::refuses_the_credential(status, api).then_some(ErrorKind::Auth)
    }
}

/// Every operation of Agave.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = {
    use crate::catalog::Entry;
    &[
        Entry::of::<CreateToken>(),
        Entry::of::<RefreshToken>(),
        Entry::of::<SendBinaryMessage>(),
        Entry::of::<SendMessage>(),
        Entry::paged::<ListApps>(),
        Entry::streamed::<DownloadFile>(),
        Entry::of::<ImportData>(),
        Entry::of::<SubmitJob>(),
        Entry::of::<GetJobStatus>(),
        Entry::paged::<ListJobOutputs>(),
        Entry::streamed::<DownloadJobOutput>(),
    ]
};
