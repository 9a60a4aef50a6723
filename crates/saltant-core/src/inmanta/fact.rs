use std::collections::BTreeMap;

use saltant_types::Settable;
use saltant_types::inmanta::{
    Fact, FactColumn, KeysetValue, PageLink, ParameterId, ParameterSource, ResourceId,
};

use super::filter::FactFilter;
use super::paging::Keyset;
use super::sort::Sort;
use crate::operations::Operation;
use crate::request::EncodeError;

/// Sets a fact of a resource.
///
/// Another source than `fact` is refused: the server would answer 500, but store the fact, and fail to list it
/// later. It checks neither that the resource exists nor the form of its id.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "set_fact")]
#[operation("inmanta.set_fact", PUT "api/v2/facts/{name}", output = Fact, namespaced, check = Self::check)]
pub struct SetFact {
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
    /// Metadata of the value: texts by name.
    #[json]
    pub metadata: Option<BTreeMap<String, String>>,
    /// Whether a change starts a compile; the server's default is false.
    #[json]
    pub recompile: Option<bool>,
    /// Whether the value expires and is then read again; the server's default is true. Null keeps it as it is.
    #[json]
    pub expires: Settable<bool>,
}

impl SetFact {
    fn check(&self) -> Result<(), EncodeError> {
        if self.source == ParameterSource::Fact {
            return Ok(());
        }
        let reason = format!("a fact's source is `fact`, not `{}`", self.source);
        Err(EncodeError::Refused { name: "source", reason })
    }
}

/// Gets one fact of a resource by the fact's id.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_fact")]
#[operation("inmanta.get_fact", GET "api/v2/resource/{rid}/facts/{id}", output = Fact, namespaced)]
pub struct GetFact {
    /// The resource.
    #[segment]
    pub rid: ResourceId,
    /// The fact's id.
    #[segment]
    pub id: ParameterId,
}

/// Lists the facts of a resource. The list is empty if the resource does not exist.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_facts")]
#[operation("inmanta.get_facts", GET "api/v2/resource/{rid}/facts", list of Fact, namespaced)]
pub struct ListResourceFacts {
    /// The resource.
    #[segment]
    pub rid: ResourceId,
}

/// Lists the facts of all resources of an environment.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_all_facts")]
#[operation("inmanta.get_all_facts", GET "api/v2/facts", page of Fact by id, namespaced)]
pub struct ListFacts {
    /// Which page.
    #[page]
    pub page: Keyset,
    /// Only facts that match.
    #[query(flatten)]
    pub filter: FactFilter,
    /// The order; the server's default is `name.asc`.
    #[query]
    pub sort: Option<Sort<FactColumn>>,
}
