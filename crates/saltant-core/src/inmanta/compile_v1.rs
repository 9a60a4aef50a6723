use http::StatusCode;
use saltant_types::inmanta::{CompileId, CompileReportV1, CompileRequested, CompileRun, EnvironmentId};
use saltant_types::{Map, Value};

use super::keyed;
use crate::answer::{Answer, decode};
use crate::answer::ReadError;
use crate::operations::Operation;

/// Asks for a compile of an environment's model.
///
/// The answer does not say which compile it will be: look for the newest one. Compiles that wait and ask for
/// the same become one. In an environment with server compiles switched off nothing is compiled: a warning
/// says so.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.notify_change", POST "api/v1/notify/{id}", output = CompileRequested, read = decode::json, body)]
pub struct NotifyChange {
    /// The environment.
    #[segment]
    pub id: EnvironmentId,
    /// Whether the model's sources are updated first; the server's default is true.
    #[json]
    pub update: Option<bool>,
    /// What is known about why: `type` and `message` are shown to people.
    #[json]
    pub metadata: Option<Map<String, Value>>,
}

/// Asks for a compile of an environment's model, with a GET: for hooks that can do nothing else.
///
/// It has an effect, so it is not sent twice.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.notify_change_get", GET "api/v1/notify/{id}", output = CompileRequested, read = decode::json)]
#[operation(effect = Once)]
pub struct NotifyChangeGet {
    /// The environment.
    #[segment]
    pub id: EnvironmentId,
    /// Whether the model's sources are updated first; the server's default is true.
    #[query]
    pub update: Option<bool>,
}

/// Asks whether a compile of an environment's model waits or runs. An environment that does not exist
/// compiles nothing.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.is_compiling", HEAD "api/v1/notify/{id}", output = bool)]
#[operation(read = is_compiling)]
pub struct IsCompiling {
    /// The environment.
    #[segment]
    pub id: EnvironmentId,
}

#[allow(clippy::unnecessary_wraps)] // what reads an answer may fail, in general
fn is_compiling(answer: &Answer) -> Result<bool, ReadError> {
    Ok(answer.status() != StatusCode::NO_CONTENT)
}

/// Lists the compiles that wait, and the one that runs.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_compile_queue", GET "api/v1/compilequeue", output = Vec<CompileRun>)]
#[operation(read = keyed::queue)]
pub struct GetCompileQueue {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
}

/// Gets a compile, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_report", GET "api/v1/compilereport/{id}", output = CompileReportV1)]
#[operation(read = keyed::report)]
pub struct GetReport {
    /// The compile's id.
    #[segment]
    pub id: CompileId,
}

/// Lists compiles, by version 1 of the API.
///
/// `start` and `end` are times as free text; one that cannot be read is a 500.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_reports", GET "api/v1/compilereport", output = Vec<CompileReportV1>)]
#[operation(read = keyed::reports)]
pub struct GetReports {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Only compiles after this time.
    #[query]
    pub start: Option<String>,
    /// Only compiles before this time.
    #[query]
    pub end: Option<String>,
    /// The most that are listed: 1000 at most.
    #[query]
    pub limit: Option<u64>,
}
