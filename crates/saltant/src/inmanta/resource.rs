use saltant_http::Call;

use super::{
    EnvironmentClient, GetResource, GetResourceActions, GetResourceDetails, GetResourceEvents,
    GetResourceHistory, GetResourceLogs, GetResourcesInVersion, GetVersionedResourceDetails, ModelVersion,
    ResourceDidDependencyChange, ResourceId, ResourceList,
};

/// Resources of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Resources<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Resources<'c> {
    /// Gets a resource of a version, by version 1 of the API.
    pub fn get_resource(self, operation: GetResource) -> Call<'c, GetResource> {
        self.0.http().call(operation)
    }

    /// Lists what was done with resources, the newest first.
    pub fn get_resource_actions(self, operation: GetResourceActions) -> Call<'c, GetResourceActions> {
        self.0.http().call(operation)
    }

    /// Gets what was done, while a resource is being deployed, with those that it requires, since its own last deployment, as an agent does.
    pub fn get_resource_events(self, operation: GetResourceEvents) -> Call<'c, GetResourceEvents> {
        self.0.http().call(operation)
    }

    /// Lists the resources of a version.
    pub fn get_resources_in_version(
        self,
        operation: GetResourcesInVersion,
    ) -> Call<'c, GetResourcesInVersion> {
        self.0.http().call(operation)
    }

    /// Gets a resource of the latest released version.
    pub fn resource_details(self, rid: impl Into<ResourceId>) -> Call<'c, GetResourceDetails> {
        self.0.http().call(GetResourceDetails::new(rid))
    }

    /// Asks, while a resource is being deployed, whether one that it requires was changed since its own last deployment, as an agent does.
    pub fn resource_did_dependency_change(
        self,
        operation: ResourceDidDependencyChange,
    ) -> Call<'c, ResourceDidDependencyChange> {
        self.0.http().call(operation)
    }

    /// Lists how a resource was from version to version.
    pub fn resource_history(self, operation: GetResourceHistory) -> Call<'c, GetResourceHistory> {
        self.0.http().call(operation)
    }

    /// Lists the resources of the latest released version.
    pub fn resource_list(self, operation: ResourceList) -> Call<'c, ResourceList> {
        self.0.http().call(operation)
    }

    /// Lists the log of a resource.
    pub fn resource_logs(self, operation: GetResourceLogs) -> Call<'c, GetResourceLogs> {
        self.0.http().call(operation)
    }

    /// Gets a resource of a version.
    pub fn versioned_resource_details(
        self,
        version: impl Into<ModelVersion>,
        rid: impl Into<ResourceId>,
    ) -> Call<'c, GetVersionedResourceDetails> {
        self.0.http().call(GetVersionedResourceDetails::new(version, rid))
    }
}
