use saltant_types::Timestamp;
use saltant_types::inmanta::{
    CompileColumn, CompileData, CompileDetails, CompileId, CompileReport, EnvironmentId, PageLink,
    PageableResult,
};

use super::paging::linked_pages;
use super::{CompileReportFilter, Sort};
use crate::answer::decode;
use crate::operations::Operation;

/// Gets a compile with everything that is known about it.
///
/// It can be asked for while the compile waits and runs: `completed` and `success` are null until it has
/// ended.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.compile_details", GET "api/v2/compilereport/{id}", output = CompileDetails)]
pub struct GetCompileDetails {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The compile's id.
    #[segment]
    pub id: CompileId,
}

/// Lists the compiles of an environment, those that wait and run among them.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_compile_reports", GET "api/v2/compilereport")]
#[operation(output = PageableResult<CompileReport>, read = decode::json)]
pub struct GetCompileReports {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Compiles on a page: 1000 by default and at most. 0 is for all of them on one.
    #[query]
    pub limit: Option<i64>,
    /// With `start`: only after this compile, among those that are equal in the sort column.
    #[query]
    pub first_id: Option<CompileId>,
    /// With `end`: only before this compile, among those that are equal in the sort column.
    #[query]
    pub last_id: Option<CompileId>,
    /// Only compiles asked for after this time.
    #[query]
    pub start: Option<Timestamp>,
    /// Only compiles asked for before this time. Not together with `start`.
    #[query]
    pub end: Option<Timestamp>,
    /// Keeps the compiles that match.
    #[query(flatten)]
    pub filter: CompileReportFilter,
    /// The order; the server's default is `requested.desc`.
    #[query]
    pub sort: Option<Sort<CompileColumn>>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(GetCompileReports, CompileReport, identity = |compile| compile.id.get().as_u128());

/// Gets what the compiler told about a compile; `None` where it did not get as far as that.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_compile_data", GET "api/v2/compiledata/{id}", output = Option<CompileData>)]
pub struct GetCompileData {
    /// The compile's id.
    #[segment]
    pub id: CompileId,
}
