use saltant_types::inmanta::{EnvironmentSettingsReponse, ProtectedBy, SettingName};
use saltant_types::{Map, Value};

use crate::operations::Operation;

/// Sets one setting of an environment, which the server checks by the setting's type.
///
/// The server answers 404 if the setting does not exist, and 500 to a value that it cannot have. A second
/// request changes nothing, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_settings_set")]
#[operation("inmanta.environment_settings_set", POST "api/v2/environment_settings/{id}", namespaced)]
#[operation(effect = Idempotent)]
pub struct SetSetting {
    /// The setting's name.
    #[segment]
    pub id: SettingName,
    /// The value: a flag, a number, a text, or an object of these.
    #[json]
    pub value: Value,
}

/// Lists the settings of an environment, with the definitions of all settings.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_settings_list")]
#[operation("inmanta.environment_settings_list", GET "api/v2/environment_settings")]
#[operation(output = EnvironmentSettingsReponse, namespaced)]
pub struct ListSettings {}

/// Gets a setting of an environment, with the definitions of all settings.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_setting_get")]
#[operation("inmanta.environment_setting_get", GET "api/v2/environment_settings/{id}")]
#[operation(output = EnvironmentSettingsReponse, namespaced)]
pub struct GetSetting {
    /// The setting's name.
    #[segment]
    pub id: SettingName,
}

/// Resets a setting of an environment to its default.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "environment_setting_delete")]
#[operation("inmanta.environment_setting_delete", DELETE "api/v2/environment_settings/{id}", namespaced)]
pub struct DeleteSetting {
    /// The setting's name.
    #[segment]
    pub id: SettingName,
}

/// Sets settings of an environment and protects them from changes. Other settings with the same protection
/// lose it.
///
/// The server ignores names that it does not know. With authentication it needs a token for clients of the
/// type `compiler`. A second request changes nothing, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "protected_environment_settings_set_batch")]
#[operation("inmanta.protected_environment_settings_set_batch", POST "api/v2/protected_environment_settings")]
#[operation(namespaced, effect = Idempotent)]
pub struct ProtectSettings {
    /// The values by the settings' names.
    #[json]
    pub settings: Map<String, Value>,
    /// What protects them.
    #[json]
    pub protected_by: ProtectedBy,
}
