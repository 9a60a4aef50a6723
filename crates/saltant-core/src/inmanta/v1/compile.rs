use saltant_types::inmanta::v1::{CompileReport, CompileRequested, CompileRun};
use saltant_types::inmanta::{CompileId, EnvironmentId};
use saltant_types::{Map, Value};

use crate::answer::{Answer, ReadError};
use crate::operations::Operation;
use http::StatusCode;

/// Requests a compile of an environment's model.
///
/// The answer does not name the compile: look for the newest one. Waiting requests for the same compile
/// become one compile. Where server compiles are switched off, nothing is compiled and the answer has a
/// warning.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.notify_change", POST "api/v1/notify/{id}", output = CompileRequested, body)]
pub struct NotifyChange {
    /// The environment.
    #[segment]
    pub id: EnvironmentId,
    /// Whether the model's sources are updated first; the server's default is true.
    #[json]
    pub update: Option<bool>,
    /// The reason for the compile: the fields `type` and `message` are shown to people.
    #[json]
    pub metadata: Option<Map<String, Value>>,
}

/// Requests a compile of an environment's model by a GET request, for webhooks that can send nothing else.
///
/// It has an effect, so the request is not repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "notify_change_get")]
#[operation("inmanta.v1.notify_change_get", GET "api/v1/notify/{id}", output = CompileRequested)]
#[operation(effect = Once)]
pub struct NotifyChangeByGet {
    /// The environment.
    #[segment]
    pub id: EnvironmentId,
    /// Whether the model's sources are updated first; the server's default is true.
    #[query]
    pub update: Option<bool>,
}

/// Asks whether a compile of an environment's model waits or runs. The answer is false if the environment
/// does not exist.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.is_compiling", HEAD "api/v1/notify/{id}", output = bool, read = is_compiling)]
pub struct CheckCompiling {
    /// The environment.
    #[segment]
    pub id: EnvironmentId,
}

#[allow(clippy::unnecessary_wraps)] // other readers can fail
fn is_compiling(answer: &Answer) -> Result<bool, ReadError> {
    Ok(answer.status() != StatusCode::NO_CONTENT)
}

/// Lists the compiles that wait and the one that runs.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_compile_queue")]
#[operation("inmanta.v1.get_compile_queue", GET "api/v1/compilequeue", list of CompileRun, key = "queue")]
#[operation(namespaced)]
pub struct GetCompileQueue {}

/// Gets a compile.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_report")]
#[operation("inmanta.v1.get_report", GET "api/v1/compilereport/{id}", output = CompileReport)]
#[operation(key = "report")]
pub struct GetCompile {
    /// The compile's id.
    #[segment]
    pub id: CompileId,
}

/// Lists compiles.
///
/// `start` and `end` are times as free text. The server answers 500 to a text that it cannot read.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_reports")]
#[operation("inmanta.v1.get_reports", GET "api/v1/compilereport", list of CompileReport, key = "reports")]
#[operation(namespaced)]
pub struct ListCompiles {
    /// Only compiles after this time.
    #[query]
    pub start: Option<String>,
    /// Only compiles before this time.
    #[query]
    pub end: Option<String>,
    /// How many are listed at most: up to 1000.
    #[query]
    pub limit: Option<u64>,
}
