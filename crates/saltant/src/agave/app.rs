use saltant_http::Call;

use super::{
    AddApp, AppId, ApplicationRequest, DeleteApp, DeleteAppPermissions, DeleteAppPermissionsForUser, GetApp,
    ListAppPermissions, ListAppPermissionsForUser, ListApps, ListAppsByName, ListAppsBySystemId, ManageApp,
    PermissionRequest, UpdateApp, UpdateAppPermissionsForUser, UpdateApplicationPermissions, Username,
};

/// Apps of a tenant.
#[derive(Clone, Copy, Debug)]
pub struct Apps<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Apps<'c> {
    /// Registers an app.
    #[allow(clippy::should_implement_trait)] // the documents' name
    pub fn add(self, body: impl Into<ApplicationRequest>) -> Call<'c, AddApp> {
        self.0.call(AddApp::new(body))
    }

    /// Gets an app.
    pub fn get(self, app_id: impl Into<AppId>) -> Call<'c, GetApp> {
        self.0.call(GetApp::new(app_id))
    }

    /// Replaces an app.
    pub fn update(
        self,
        app_id: impl Into<AppId>,
        body: impl Into<ApplicationRequest>,
    ) -> Call<'c, UpdateApp> {
        self.0.call(UpdateApp::new(app_id, body))
    }

    /// Deletes an app.
    pub fn delete(self, app_id: impl Into<AppId>) -> Call<'c, DeleteApp> {
        self.0.call(DeleteApp::new(app_id))
    }

    /// Publishes an app, or copies it.
    pub fn manage(self, operation: ManageApp) -> Call<'c, ManageApp> {
        self.0.call(operation)
    }

    /// Lists the apps with a name.
    pub fn list_by_name(self, operation: ListAppsByName) -> Call<'c, ListAppsByName> {
        self.0.call(operation)
    }

    /// Lists the apps that run on a system.
    pub fn list_by_system_id(self, operation: ListAppsBySystemId) -> Call<'c, ListAppsBySystemId> {
        self.0.call(operation)
    }

    /// Lists who may do what with an app.
    pub fn list_permissions(self, operation: ListAppPermissions) -> Call<'c, ListAppPermissions> {
        self.0.call(operation)
    }

    /// Sets what a user may do with an app.
    pub fn update_application_permissions(
        self,
        app_id: impl Into<AppId>,
        body: impl Into<PermissionRequest>,
    ) -> Call<'c, UpdateApplicationPermissions> {
        self.0.call(UpdateApplicationPermissions::new(app_id, body))
    }

    /// Takes away what all other users may do with an app.
    pub fn delete_permissions(self, app_id: impl Into<AppId>) -> Call<'c, DeleteAppPermissions> {
        self.0.call(DeleteAppPermissions::new(app_id))
    }

    /// Lists what a user may do with an app.
    pub fn list_permissions_for_user(
        self,
        operation: ListAppPermissionsForUser,
    ) -> Call<'c, ListAppPermissionsForUser> {
        self.0.call(operation)
    }

    /// Sets what a user may do with an app, by their name in the address.
    pub fn update_permissions_for_user(
        self,
        app_id: impl Into<AppId>,
        username: impl Into<Username>,
        body: impl Into<PermissionRequest>,
    ) -> Call<'c, UpdateAppPermissionsForUser> {
        self.0.call(UpdateAppPermissionsForUser::new(app_id, username, body))
    }

    /// Takes away what a user may do with an app.
    pub fn delete_permissions_for_user(
        self,
        app_id: impl Into<AppId>,
        username: impl Into<Username>,
    ) -> Call<'c, DeleteAppPermissionsForUser> {
        self.0.call(DeleteAppPermissionsForUser::new(app_id, username))
    }

    /// Lists the apps that the caller may see.
    pub fn list(self, operation: ListApps) -> Call<'c, ListApps> {
        self.0.call(operation)
    }
}
