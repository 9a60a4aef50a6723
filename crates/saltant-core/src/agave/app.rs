use saltant_types::agave::{
    AppAction, AppId, Application, ApplicationRequest, ApplicationSummary, Permission, PermissionRequest,
    SystemId, Username,
};

use super::paging::Offset;
use super::search::{Search, Selection};
use crate::Fields;
use crate::operations::Operation;

/// Which apps a list contains, by who may run them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct AppVisibility {
    /// Keeps only the public apps.
    #[query = "publicOnly"]
    pub public_only: Option<bool>,
    /// Keeps only the private apps.
    #[query = "privateOnly"]
    pub private_only: Option<bool>,
}

/// Lists the apps that the caller may see.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.list", GET "apps/v2/", page of ApplicationSummary)]
pub struct ListApps {
    /// Which apps, by who may run them.
    #[fields]
    pub visibility: AppVisibility,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Registers an app.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "add")]
#[operation("agave.apps.add", POST "apps/v2/", output = Application)]
pub struct CreateApp {
    /// The app.
    #[body]
    pub body: ApplicationRequest,
}

/// Gets an app with its inputs, parameters and systems.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.get", GET "apps/v2/{app_id}", output = Application)]
pub struct GetApp {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
}

/// Replaces the description of an app.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.update", POST "apps/v2/{app_id}", output = Application)]
pub struct UpdateApp {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// The app.
    #[body]
    pub body: ApplicationRequest,
}

/// Takes an app away, so that no job can be submitted to it.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.delete", DELETE "apps/v2/{app_id}")]
pub struct DeleteApp {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
}

/// Publishes an app, or copies it.
///
/// Each publication makes another app, so the request is never repeated.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.manage", PUT "apps/v2/{app_id}", output = Application, effect = Once)]
pub struct ManageApp {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// What to do to it.
    #[json]
    pub action: AppAction,
    /// The name of the copy.
    #[json]
    pub name: Option<String>,
    /// The version of the copy.
    #[json]
    pub version: Option<String>,
    /// The system that runs the copy's jobs.
    #[json = "executionSystem"]
    pub execution_system: Option<SystemId>,
    /// The system that stores the copy's files.
    #[json = "storageSystem"]
    pub storage_system: Option<SystemId>,
    /// The folder of the copy's files there.
    #[json = "deploymentPath"]
    pub deployment_path: Option<String>,
}

/// Lists the apps of one name, a version each.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listByName")]
#[operation("agave.apps.list_by_name", GET "apps/v2/name/{name}")]
#[operation(page of ApplicationSummary)]
pub struct ListAppsByName {
    /// The name.
    #[segment]
    pub name: String,
    /// Which apps, by who may run them.
    #[fields]
    pub visibility: AppVisibility,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Lists the apps that run on a system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listBySystemId")]
#[operation("agave.apps.list_by_system_id", GET "apps/v2/system/{system_id}")]
#[operation(page of ApplicationSummary)]
pub struct ListAppsBySystemId {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// Which apps, by who may run them.
    #[fields]
    pub visibility: AppVisibility,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Lists the permissions of all users for an app.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listPermissions")]
#[operation("agave.apps.list_permissions", GET "apps/v2/{app_id}/pems")]
#[operation(page of Permission)]
pub struct ListAppPermissions {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets the permissions of a user for an app.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateApplicationPermissions")]
#[operation("agave.apps.update_application_permissions", POST "apps/v2/{app_id}/pems")]
pub struct UpdateAppPermissions {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// The user and the permissions.
    #[body]
    pub body: PermissionRequest,
}

/// Takes the permissions for an app away from all other users.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deletePermissions")]
#[operation("agave.apps.delete_permissions", DELETE "apps/v2/{app_id}/pems")]
pub struct DeleteAppPermissions {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
}

/// Lists what a user may do with an app.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listPermissionsForUser")]
#[operation("agave.apps.list_permissions_for_user", GET "apps/v2/{app_id}/pems/{username}")]
#[operation(page of Permission)]
pub struct ListAppPermissionsForUser {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// The user.
    #[segment]
    pub username: Username,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets the permissions of a user for an app, with the user's name in the address.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updatePermissionsForUser")]
#[operation("agave.apps.update_permissions_for_user", POST "apps/v2/{app_id}/pems/{username}")]
pub struct UpdateAppPermissionsForUser {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// The user.
    #[segment]
    pub username: Username,
    /// The user and the permissions.
    #[body]
    pub body: PermissionRequest,
}

/// Takes the permissions for an app away from a user.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deletePermissionsForUser")]
#[operation("agave.apps.delete_permissions_for_user", DELETE "apps/v2/{app_id}/pems/{username}")]
pub struct DeleteAppPermissionsForUser {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// The user.
    #[segment]
    pub username: Username,
}
