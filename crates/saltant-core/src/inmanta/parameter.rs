use std::collections::BTreeMap;

use saltant_types::inmanta::{KeysetValue, PageLink, Parameter, ParameterColumn, ParameterSource};

use super::filter::ParameterFilter;
use super::paging::Keyset;
use super::sort::Sort;
use crate::operations::Operation;

/// Sets a parameter, and starts a compile if that is asked for and the value is another one.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "set_parameter")]
#[operation("inmanta.set_parameter", PUT "api/v2/parameters/{name}", output = Parameter, namespaced)]
pub struct SetParameter {
    /// The parameter's name.
    #[segment]
    pub name: String,
    /// Where the value comes from.
    #[json]
    pub source: ParameterSource,
    /// The value.
    #[json]
    pub value: String,
    /// Metadata of the value: texts by name.
    #[json]
    pub metadata: Option<BTreeMap<String, String>>,
    /// Whether a change starts a compile; the server's default is false.
    #[json]
    pub recompile: Option<bool>,
}

/// Lists the parameters of an environment.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_parameters")]
#[operation("inmanta.get_parameters", GET "api/v2/parameters", page of Parameter by id, namespaced)]
pub struct ListParameters {
    /// Which page.
    #[page]
    pub page: Keyset,
    /// Only parameters that match.
    #[query(flatten)]
    pub filter: ParameterFilter,
    /// The order; the server's default is `name.asc`.
    #[query]
    pub sort: Option<Sort<ParameterColumn>>,
}
