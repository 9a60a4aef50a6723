use saltant_types::agave::{
    AppAction, AppId, Application, ApplicationRequest, ApplicationSummary, Permission, PermissionRequest,
    SystemId, Username,
};

use super::Search;
use super::paging::offset_pages;
use crate::operations::Operation;

/// Lists the apps that the caller may see.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.list", GET "apps/v2/", output = Vec<ApplicationSummary>)]
#[operation(read = super::envelope::list)]
pub struct ListApps {
    /// Keeps the public apps alone.
    #[query = "publicOnly"]
    pub public_only: Option<bool>,
    /// Keeps the private apps alone.
    #[query = "privateOnly"]
    pub private_only: Option<bool>,
    /// Apps on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many apps to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the apps that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListApps, ApplicationSummary);

/// Registers an app.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.add", POST "apps/v2/", output = Application)]
pub struct AddApp {
    /// The app.
    #[body]
    pub body: ApplicationRequest,
}

/// Gets an app.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.get", GET "apps/v2/{app_id}", output = Application)]
pub struct GetApp {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
}

/// Replaces an app.
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

/// Deletes an app.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.delete", DELETE "apps/v2/{app_id}", output = (), read = super::envelope::nothing)]
pub struct DeleteApp {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
}

/// Publishes an app, or copies it.
///
/// Each publication is another app, so the request is never repeated.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.manage", PUT "apps/v2/{app_id}", output = Application, effect = Once)]
pub struct ManageApp {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// What to do to it.
    #[json]
    pub action: AppAction,
    /// The copy's name.
    #[json]
    pub name: Option<String>,
    /// The copy's version.
    #[json]
    pub version: Option<String>,
    /// Where the copy's jobs run.
    #[json = "executionSystem"]
    pub execution_system: Option<SystemId>,
    /// Where the copy's files are kept.
    #[json = "storageSystem"]
    pub storage_system: Option<SystemId>,
    /// Their folder there.
    #[json = "deploymentPath"]
    pub deployment_path: Option<String>,
}

/// Lists the apps with a name.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.list_by_name", GET "apps/v2/name/{name}")]
#[operation(output = Vec<ApplicationSummary>, read = super::envelope::list)]
pub struct ListAppsByName {
    /// The name.
    #[segment]
    pub name: String,
    /// Keeps the public apps alone.
    #[query = "publicOnly"]
    pub public_only: Option<bool>,
    /// Keeps the private apps alone.
    #[query = "privateOnly"]
    pub private_only: Option<bool>,
    /// Apps on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many apps to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the apps that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListAppsByName, ApplicationSummary);

/// Lists the apps that run on a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.list_by_system_id", GET "apps/v2/system/{system_id}")]
#[operation(output = Vec<ApplicationSummary>, read = super::envelope::list)]
pub struct ListAppsBySystemId {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// Keeps the public apps alone.
    #[query = "publicOnly"]
    pub public_only: Option<bool>,
    /// Keeps the private apps alone.
    #[query = "privateOnly"]
    pub private_only: Option<bool>,
    /// Apps on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many apps to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the apps that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListAppsBySystemId, ApplicationSummary);

/// Lists who may do what with an app.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.list_permissions", GET "apps/v2/{app_id}/pems")]
#[operation(output = Vec<Permission>, read = super::envelope::list)]
pub struct ListAppPermissions {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// Permissions on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many permissions to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the permissions that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListAppPermissions, Permission);

/// Sets what a user may do with an app.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.update_application_permissions", POST "apps/v2/{app_id}/pems")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct UpdateApplicationPermissions {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// The user, and what they may do.
    #[body]
    pub body: PermissionRequest,
}

/// Takes away what all other users may do with an app.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.delete_permissions", DELETE "apps/v2/{app_id}/pems")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteAppPermissions {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
}

/// Lists what a user may do with an app.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.list_permissions_for_user", GET "apps/v2/{app_id}/pems/{username}")]
#[operation(output = Vec<Permission>, read = super::envelope::list)]
pub struct ListAppPermissionsForUser {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// The user.
    #[segment]
    pub username: Username,
    /// Permissions on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many permissions to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the permissions that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListAppPermissionsForUser, Permission);

/// Sets what a user may do with an app, by their name in the address.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.update_permissions_for_user", POST "apps/v2/{app_id}/pems/{username}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct UpdateAppPermissionsForUser {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// The user.
    #[segment]
    pub username: Username,
    /// The user, and what they may do.
    #[body]
    pub body: PermissionRequest,
}

/// Takes away what a user may do with an app.
#[derive(Clone, Debug, Operation)]
#[operation("agave.apps.delete_permissions_for_user", DELETE "apps/v2/{app_id}/pems/{username}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteAppPermissionsForUser {
    /// The app's id.
    #[segment]
    pub app_id: AppId,
    /// The user.
    #[segment]
    pub username: Username,
}
