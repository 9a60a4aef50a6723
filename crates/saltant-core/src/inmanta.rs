//! Inmanta's operations.
//!
//! Names and arguments are those of the documentation of Inmanta's Python client; what the server really
//! does was measured on inmanta-core 17. A name with `v1` belongs to version 1 of the API, whose answers
//! have no common form; those of version 2 come in an envelope, which is taken off.
//!
//! Most operations belong to an environment. It goes in a header, `tid`: given in the operation, or once for
//! all in the client. The server answers 400 where it is missing.

mod auth;
mod compile;
mod environment;
mod errors;
mod file;
mod filter;
mod paging;
mod parameter;
mod project;
mod resource;
mod sort;
mod user;
mod version;

pub use auth::{BearerToken, UserLogin};
pub use compile::{GetCompileDetails, GetCompileReports};
pub use environment::{EnvironmentCreate, EnvironmentList, EnvironmentSettingsSet};
pub use file::StatFile;
pub use filter::{Bound, CompileReportFilter, Filter, Filterable, Kind, Not, ResourceFilter, StateIs};
pub use parameter::GetParam;
pub use project::ProjectCreate;
pub use resource::ResourceList;
pub use sort::{InvalidSort, Sort};
pub use user::Login;
pub use version::{PutPartial, ReserveVersion};

use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::{Answer, ApiError, ErrorKind, ReadError, Service, decode};

/// The name of the header that says which environment a request is about.
pub const ENVIRONMENT_HEADER: &str = "x-inmanta-tid";

/// Inmanta: an orchestrator's API behind `/api/v1/` and `/api/v2/`.
#[derive(Clone, Copy, Debug)]
pub struct Inmanta;

impl Service for Inmanta {
    /// Takes the envelope off that version 2 puts around every answer.
    fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, ReadError> {
        #[derive(Deserialize)]
        struct Envelope<T> {
            data: T,
        }

        decode::json::<Envelope<T>>(answer).map(|envelope| envelope.data)
    }

    fn read_error(answer: &Answer) -> ApiError {
        errors::read(answer)
    }

    fn error_kind(status: StatusCode, api: &ApiError) -> Option<ErrorKind> {
        (status == StatusCode::FORBIDDEN && errors::is_about_the_credential(api)).then_some(ErrorKind::Auth)
    }
}

/// Every operation of Inmanta.
#[cfg(feature = "catalog")]
pub const CATALOG: &[crate::catalog::Entry] = {
    use crate::catalog::Entry;
    &[
        Entry::of::<ProjectCreate>(),
        Entry::of::<EnvironmentCreate>(),
        Entry::of::<EnvironmentList>(),
        Entry::of::<EnvironmentSettingsSet>(),
        Entry::of::<GetParam>(),
        Entry::of::<StatFile>(),
        Entry::of::<ReserveVersion>(),
        Entry::of::<PutPartial>(),
        Entry::of::<GetCompileDetails>(),
        Entry::paged::<GetCompileReports>(),
        Entry::paged::<ResourceList>(),
        Entry::of::<Login>(),
    ]
};
