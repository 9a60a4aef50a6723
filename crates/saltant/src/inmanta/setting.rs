use saltant_http::Call;
use saltant_types::Value;

use super::{EnvironmentSettingsSet, SettingName};

/// Settings of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Settings<'c> {
    /// Sets a setting.
    pub fn environment_settings_set(
        self,
        id: impl Into<SettingName>,
        value: impl Into<Value>,
    ) -> Call<'c, EnvironmentSettingsSet> {
        self.0.call(EnvironmentSettingsSet::new(id, value))
    }
}
