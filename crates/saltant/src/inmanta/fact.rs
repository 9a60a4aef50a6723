use saltant_http::Call;

use super::{EnvironmentClient, GetAllFacts, GetFact, GetFacts, ParameterId, ResourceId, SetFact};

/// Facts of the resources of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Facts<'c> {
    /// Lists the facts of all resources of an environment.
    pub fn get_all_facts(self, operation: GetAllFacts) -> Call<'c, GetAllFacts> {
        self.0.http().call(operation)
    }

    /// Gets a fact.
    pub fn get_fact(self, rid: impl Into<ResourceId>, id: impl Into<ParameterId>) -> Call<'c, GetFact> {
        self.0.http().call(GetFact::new(rid, id))
    }

    /// Lists the facts of a resource.
    pub fn get_facts(self, rid: impl Into<ResourceId>) -> Call<'c, GetFacts> {
        self.0.http().call(GetFacts::new(rid))
    }

    /// Sets a fact of a resource.
    pub fn set_fact(self, operation: SetFact) -> Call<'c, SetFact> {
        self.0.http().call(operation)
    }
}
