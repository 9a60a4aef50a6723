use saltant_core::inmanta::{GetFact, ListFacts, ListResourceFacts, SetFact};
use saltant_macros::calls;
use saltant_types::inmanta::{ParameterId, ResourceId};

use super::EnvironmentClient;

/// Facts of the resources of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> Facts<'c> via self.0 {
    list(ListFacts);
    list_for_resource(rid: ResourceId) -> ListResourceFacts;
    get(rid: ResourceId, id: ParameterId) -> GetFact;
    set(SetFact);
} }
