use saltant_http::Call;

use super::{
    DeleteVersion, EnvironmentClient, GetDiffOfVersions, GetPipConfig, GetVersion, ListDesiredStateVersions,
    ListVersions, ModelVersion, PromoteDesiredStateVersion, PutPartial, PutVersion, ReleaseVersion,
    ReserveVersion,
};

/// Versions of an environment's desired state.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Versions<'c> {
    /// Deletes a version, by version 1 of the API.
    pub fn delete_version(self, id: impl Into<ModelVersion>) -> Call<'c, DeleteVersion> {
        self.0.http().call(DeleteVersion::new(id))
    }

    /// Gets a version with its resources, by version 1 of the API.
    pub fn get_version(self, operation: GetVersion) -> Call<'c, GetVersion> {
        self.0.http().call(operation)
    }

    /// Lists the versions, the newest first, by version 1 of the API.
    pub fn list_versions(self, operation: ListVersions) -> Call<'c, ListVersions> {
        self.0.http().call(operation)
    }

    /// Stores a new version, under a number that was reserved.
    pub fn put_version(self, operation: PutVersion) -> Call<'c, PutVersion> {
        self.0.http().call(operation)
    }

    /// Releases a version, so that it is deployed, by version 1 of the API.
    pub fn release_version(self, operation: ReleaseVersion) -> Call<'c, ReleaseVersion> {
        self.0.http().call(operation)
    }

    /// Compares two versions: gives the resources that differ.
    pub fn get_diff_of_versions(
        self,
        from_version: impl Into<ModelVersion>,
        to_version: impl Into<ModelVersion>,
    ) -> Call<'c, GetDiffOfVersions> {
        self.0.http().call(GetDiffOfVersions::new(from_version, to_version))
    }

    /// Gets where agents get the Python packages of a version from; `None` where it does not say.
    pub fn get_pip_config(self, version: impl Into<ModelVersion>) -> Call<'c, GetPipConfig> {
        self.0.http().call(GetPipConfig::new(version))
    }

    /// Lists the versions of the desired state.
    pub fn list_desired_state_versions(
        self,
        operation: ListDesiredStateVersions,
    ) -> Call<'c, ListDesiredStateVersions> {
        self.0.http().call(operation)
    }

    /// Releases a version, so that it is deployed.
    pub fn promote_desired_state_version(
        self,
        operation: PromoteDesiredStateVersion,
    ) -> Call<'c, PromoteDesiredStateVersion> {
        self.0.http().call(operation)
    }

    /// Stores a new version that is the latest one with some resources changed, and tells its number.
    pub fn put_partial(self, operation: PutPartial) -> Call<'c, PutPartial> {
        self.0.http().call(operation)
    }

    /// Reserves the number of a new version.
    pub fn reserve_version(self) -> Call<'c, ReserveVersion> {
        self.0.http().call(ReserveVersion::new())
    }
}
