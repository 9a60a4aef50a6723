use saltant_types::inmanta::{
    CompileColumn, CompileData, CompileDetails, CompileId, CompileReport, KeysetValue, PageLink,
};

use super::filter::CompileReportFilter;
use super::paging::Keyset;
use super::sort::Sort;
use crate::operations::Operation;

/// Gets a compile with its steps and its errors.
///
/// A compile that waits or runs can be asked for too: `completed` and `success` are null until it has ended.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "compile_details")]
#[operation("inmanta.compile_details", GET "api/v2/compilereport/{id}", output = CompileDetails, namespaced)]
pub struct GetCompile {
    /// The compile's id.
    #[segment]
    pub id: CompileId,
}

/// Lists the compiles of an environment, including those that wait or run.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_compile_reports")]
#[operation("inmanta.get_compile_reports", GET "api/v2/compilereport", page of CompileReport by id)]
#[operation(namespaced)]
pub struct ListCompiles {
    /// Which page.
    #[page]
    pub page: Keyset,
    /// Only compiles that match.
    #[query(flatten)]
    pub filter: CompileReportFilter,
    /// The order; the server's default is `requested.desc`.
    #[query]
    pub sort: Option<Sort<CompileColumn>>,
}

/// Gets the errors that the compiler reported; `None` if it did not get that far.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_compile_data")]
#[operation("inmanta.get_compile_data", GET "api/v2/compiledata/{id}", output = Option<CompileData>)]
pub struct GetCompileData {
    /// The compile's id.
    #[segment]
    pub id: CompileId,
}
