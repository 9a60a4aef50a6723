use std::collections::BTreeMap;

use saltant_types::inmanta::{
    EnvironmentId, Fact, FactColumn, PageLink, PageableResult, ParameterId, ParameterSource, ResourceId,
};

use super::paging::linked_pages;
use super::{FactFilter, Sort};
use crate::answer::decode;
use crate::operations::Operation;

/// Sets a fact of a resource.
///
/// A source other than `fact` is a 500. Neither whether the resource exists nor the form of its id is
/// checked.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.set_fact", PUT "api/v2/facts/{name}", output = Fact)]
pub struct SetFact {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The fact's name.
    #[segment]
    pub name: String,
    /// Where the value comes from.
    #[json]
    pub source: ParameterSource,
    /// The value.
    #[json]
    pub value: String,
    /// The resource.
    #[json]
    pub resource_id: ResourceId,
    /// What is stored beside the value: texts by name.
    #[json]
    pub metadata: Option<BTreeMap<String, String>>,
    /// Whether a change starts a compile; the server's default is false.
    #[json]
    pub recompile: Option<bool>,
    /// Whether the value is asked for anew after a while; the server's default is true.
    #[json]
    pub expires: Option<bool>,
}

/// Gets a fact.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_fact", GET "api/v2/resource/{rid}/facts/{id}", output = Fact)]
pub struct GetFact {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resource.
    #[segment]
    pub rid: ResourceId,
    /// The fact's id.
    #[segment]
    pub id: ParameterId,
}

/// Lists the facts of a resource. A resource that does not exist has none.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_facts", GET "api/v2/resource/{rid}/facts", output = Vec<Fact>)]
pub struct GetFacts {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resource.
    #[segment]
    pub rid: ResourceId,
}

/// Lists the facts of all resources of an environment.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_all_facts", GET "api/v2/facts")]
#[operation(output = PageableResult<Fact>, read = decode::json)]
pub struct GetAllFacts {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Facts on a page: 1000 by default and at most. 0 is for all of them on one.
    #[query]
    pub limit: Option<i64>,
    /// With `start`: only after this fact, among those that are equal in the sort column.
    #[query]
    pub first_id: Option<ParameterId>,
    /// With `end`: only before this fact, among those that are equal in the sort column.
    #[query]
    pub last_id: Option<ParameterId>,
    /// Only above this value of the sort column.
    #[query]
    pub start: Option<String>,
    /// Only below this value of the sort column. Not together with `start`.
    #[query]
    pub end: Option<String>,
    /// Keeps the facts that match.
    #[query(flatten)]
    pub filter: FactFilter,
    /// The order; the server's default is `name.asc`.
    #[query]
    pub sort: Option<Sort<FactColumn>>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

linked_pages!(GetAllFacts, Fact, identity = |fact| fact.id.get().as_u128());
