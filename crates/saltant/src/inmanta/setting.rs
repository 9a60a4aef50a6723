use saltant_http::Call;
use saltant_types::Value;

use super::{
    DeleteSetting, EnvironmentClient, EnvironmentSettingDelete, EnvironmentSettingGet,
    EnvironmentSettingsList, EnvironmentSettingsSet, GetSetting, ListSettings,
    ProtectedEnvironmentSettingsSetBatch, SetSetting, SettingName,
};

/// Settings of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Settings<'c> {
    /// Gives a setting of an environment its default value, by version 1 of the API.
    pub fn delete_setting(self, id: impl Into<SettingName>) -> Call<'c, DeleteSetting> {
        self.0.http().call(DeleteSetting::new(id))
    }

    /// Gets a setting of an environment, by version 1 of the API.
    pub fn get_setting(self, id: impl Into<SettingName>) -> Call<'c, GetSetting> {
        self.0.http().call(GetSetting::new(id))
    }

    /// Lists the settings of an environment, by version 1 of the API.
    pub fn list_settings(self) -> Call<'c, ListSettings> {
        self.0.http().call(ListSettings::new())
    }

    /// Sets a setting of an environment, by version 1 of the API.
    pub fn set_setting(self, id: impl Into<SettingName>, value: impl Into<Value>) -> Call<'c, SetSetting> {
        self.0.http().call(SetSetting::new(id, value))
    }

    /// Gives a setting of an environment its default value.
    pub fn environment_setting_delete(
        self,
        id: impl Into<SettingName>,
    ) -> Call<'c, EnvironmentSettingDelete> {
        self.0.http().call(EnvironmentSettingDelete::new(id))
    }

    /// Gets a setting of an environment, with every setting that there is.
    pub fn environment_setting_get(self, id: impl Into<SettingName>) -> Call<'c, EnvironmentSettingGet> {
        self.0.http().call(EnvironmentSettingGet::new(id))
    }

    /// Lists the settings of an environment, with every setting that there is.
    pub fn environment_settings_list(self) -> Call<'c, EnvironmentSettingsList> {
        self.0.http().call(EnvironmentSettingsList::new())
    }

    /// Sets a setting of an environment.
    pub fn environment_settings_set(
        self,
        id: impl Into<SettingName>,
        value: impl Into<Value>,
    ) -> Call<'c, EnvironmentSettingsSet> {
        self.0.http().call(EnvironmentSettingsSet::new(id, value))
    }

    /// Sets settings of an environment and protects them from being changed.
    pub fn protected_environment_settings_set_batch(
        self,
        operation: ProtectedEnvironmentSettingsSetBatch,
    ) -> Call<'c, ProtectedEnvironmentSettingsSetBatch> {
        self.0.http().call(operation)
    }
}
