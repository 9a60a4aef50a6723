use saltant_macros::calls;

use super::{
    AppId, ApplicationRequest, CreateApp, DeleteApp, DeleteAppPermissions, DeleteAppPermissionsForUser,
    GetApp, ListAppPermissions, ListAppPermissionsForUser, ListApps, ListAppsByName, ListAppsBySystemId,
    ManageApp, PermissionRequest, UpdateApp, UpdateAppPermissions, UpdateAppPermissionsForUser, Username,
};

/// Apps of a tenant: programs that jobs run.
#[derive(Clone, Copy, Debug)]
pub struct Apps<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> Apps<'c> via self.0 {
    create(body: ApplicationRequest) -> CreateApp;
    list(ListApps);
    list_by_name(ListAppsByName);
    list_by_system_id(ListAppsBySystemId);
    get(app_id: AppId) -> GetApp;
    update(app_id: AppId, body: ApplicationRequest) -> UpdateApp;
    delete(app_id: AppId) -> DeleteApp;
    manage(ManageApp);
    list_permissions(ListAppPermissions);
    update_permissions(app_id: AppId, body: PermissionRequest) -> UpdateAppPermissions;
    delete_permissions(app_id: AppId) -> DeleteAppPermissions;
    list_permissions_for_user(ListAppPermissionsForUser);
    update_permissions_for_user(
        app_id: AppId, username: Username, body: PermissionRequest
    ) -> UpdateAppPermissionsForUser;
    delete_permissions_for_user(app_id: AppId, username: Username) -> DeleteAppPermissionsForUser;
} }
