use saltant_core::inmanta::{
    CheckDependencyChange, GetResource, GetResourceEvents, GetVersionedResource, ListResourceActions,
    ListResourceHistory, ListResourceLogs, ListResources, ListVersionedResources,
};
use saltant_macros::calls;
use saltant_types::inmanta::{ModelVersion, ResourceId};

use super::EnvironmentClient;

/// Resources of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Resources<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> Resources<'c> via self.0 {
    list(ListResources);
    list_in_version(ListVersionedResources);
    list_history(ListResourceHistory);
    list_logs(ListResourceLogs);
    list_actions(ListResourceActions);
    get(rid: ResourceId) -> GetResource;
    get_in_version(version: ModelVersion, rid: ResourceId) -> GetVersionedResource;
    get_events(GetResourceEvents);
    check_dependency_change(CheckDependencyChange);
} }
