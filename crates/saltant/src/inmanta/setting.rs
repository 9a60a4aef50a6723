use saltant_core::inmanta::{DeleteSetting, GetSetting, ListSettings, ProtectSettings, SetSetting};
use saltant_macros::calls;
use saltant_types::inmanta::{ProtectedBy, SettingName};
use saltant_types::{Map, Value};

use super::EnvironmentClient;

/// Settings of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> Settings<'c> via self.0 {
    list() -> ListSettings;
    get(id: SettingName) -> GetSetting;
    set(id: SettingName, value: Value) -> SetSetting;
    delete(id: SettingName) -> DeleteSetting;
    protect(settings: Map<String, Value>, protected_by: ProtectedBy) -> ProtectSettings;
} }
