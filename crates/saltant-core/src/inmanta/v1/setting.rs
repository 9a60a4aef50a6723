use saltant_types::Value;
use saltant_types::inmanta::SettingName;
use saltant_types::inmanta::v1::{Setting, SettingList};

use crate::operations::Operation;

/// Lists the settings of an environment.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_settings")]
#[operation("inmanta.v1.list_settings", GET "api/v1/environment_settings", output = SettingList, namespaced)]
pub struct ListSettings {}

/// Gets a setting of an environment.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_setting")]
#[operation("inmanta.v1.get_setting", GET "api/v1/environment_settings/{id}", output = Setting, namespaced)]
pub struct GetSetting {
    /// The setting's name.
    #[segment]
    pub id: SettingName,
}

/// Sets a setting of an environment.
///
/// A second request changes nothing, so the request may be repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "set_setting")]
#[operation("inmanta.v1.set_setting", POST "api/v1/environment_settings/{id}", namespaced)]
#[operation(effect = Idempotent)]
pub struct SetSetting {
    /// The setting's name.
    #[segment]
    pub id: SettingName,
    /// The value: a flag, a number, a text, or an object of these.
    #[json]
    pub value: Value,
}

/// Resets a setting of an environment to its default.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "delete_setting")]
#[operation("inmanta.v1.delete_setting", DELETE "api/v1/environment_settings/{id}", namespaced)]
pub struct DeleteSetting {
    /// The setting's name.
    #[segment]
    pub id: SettingName,
}
