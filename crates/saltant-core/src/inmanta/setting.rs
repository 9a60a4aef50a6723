use saltant_types::inmanta::{
    EnvironmentId, EnvironmentSettingsReponse, ProtectedBy, SettingName, SettingV1, SettingsV1,
};
use saltant_types::{Map, Value};

use crate::answer::decode;
use crate::operations::Operation;

/// Sets a setting of an environment.
///
/// A setting that does not exist is a 404, a value that it cannot have a 500. Setting the same value twice is
/// the same as once, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_settings_set", POST "api/v2/environment_settings/{id}", output = ())]
#[operation(effect = Idempotent)]
pub struct EnvironmentSettingsSet {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The setting's name.
    #[segment]
    pub id: SettingName,
    /// The value: a flag, a number, a text, or an object of these.
    #[json]
    pub value: Value,
}

/// Lists the settings of an environment, with every setting that there is.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_settings_list", GET "api/v2/environment_settings")]
#[operation(output = EnvironmentSettingsReponse)]
pub struct EnvironmentSettingsList {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
}

/// Gets a setting of an environment, with every setting that there is.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_setting_get", GET "api/v2/environment_settings/{id}")]
#[operation(output = EnvironmentSettingsReponse)]
pub struct EnvironmentSettingGet {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The setting's name.
    #[segment]
    pub id: SettingName,
}

/// Gives a setting of an environment its default value.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.environment_setting_delete", DELETE "api/v2/environment_settings/{id}", output = ())]
pub struct EnvironmentSettingDelete {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The setting's name.
    #[segment]
    pub id: SettingName,
}

/// Sets settings of an environment and protects them from being changed. Others that were protected by the
/// same become free.
///
/// A name that the server does not know is left out without a word. With authentication on, it takes a token
/// for clients of the type `compiler`. Doing it twice is the same as once, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.protected_environment_settings_set_batch", POST "api/v2/protected_environment_settings")]
#[operation(output = (), effect = Idempotent)]
pub struct ProtectedEnvironmentSettingsSetBatch {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The values by the settings' names.
    #[json]
    pub settings: Map<String, Value>,
    /// What protects them.
    #[json]
    pub protected_by: ProtectedBy,
}

/// Lists the settings of an environment, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.list_settings", GET "api/v1/environment_settings")]
#[operation(output = SettingsV1, read = decode::json)]
pub struct ListSettings {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
}

/// Gets a setting of an environment, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_setting", GET "api/v1/environment_settings/{id}")]
#[operation(output = SettingV1, read = decode::json)]
pub struct GetSetting {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The setting's name.
    #[segment]
    pub id: SettingName,
}

/// Sets a setting of an environment, by version 1 of the API.
///
/// Setting the same value twice is the same as once, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.set_setting", POST "api/v1/environment_settings/{id}", output = ())]
#[operation(effect = Idempotent)]
pub struct SetSetting {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The setting's name.
    #[segment]
    pub id: SettingName,
    /// The value: a flag, a number, a text, or an object of these.
    #[json]
    pub value: Value,
}

/// Gives a setting of an environment its default value, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.delete_setting", DELETE "api/v1/environment_settings/{id}", output = ())]
pub struct DeleteSetting {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The setting's name.
    #[segment]
    pub id: SettingName,
}
