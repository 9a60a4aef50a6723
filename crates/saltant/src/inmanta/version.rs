use saltant_core::inmanta::{
    GetPipConfig, GetVersionDiff, ListVersions, PromoteVersion, PutPartialVersion, ReserveVersion, v1,
};
use saltant_macros::calls;
use saltant_types::inmanta::ModelVersion;

use super::EnvironmentClient;

/// Versions of an environment's desired state.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> Versions<'c> via self.0 {
    list(ListVersions);
    reserve() -> ReserveVersion;
    put(v1::PutVersion);
    put_partial(PutPartialVersion);
    get(id: ModelVersion) -> v1::GetVersion;
    delete(id: ModelVersion) -> v1::DeleteVersion;
    promote(version: ModelVersion) -> PromoteVersion;
    diff(from_version: ModelVersion, to_version: ModelVersion) -> GetVersionDiff;
    pip_config(version: ModelVersion) -> GetPipConfig;
} }
