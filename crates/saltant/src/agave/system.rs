use saltant_macros::calls;

use super::{
    CreateSystem, CredentialType, DeleteCredentials, DeleteCredentialsForInternalUser,
    DeleteCredentialsForInternalUserByType, DeleteSystem, DeleteSystemRoleForUser, DeleteSystemRoles,
    GetSystem, GetSystemRoleForUser, ListCredentials, ListCredentialsForInternalUser,
    ListCredentialsForInternalUserByType, ListSystemRoles, ListSystems, ManageSystem, SystemId,
    SystemRequest, SystemRole, UpdateCredentials, UpdateCredentialsForInternalUser,
    UpdateCredentialsForInternalUserByType, UpdateSystem, UpdateSystemRole, UpdateSystemRoleForUser,
    UserCredential, Username,
};

/// Storage and execution systems of a tenant.
#[derive(Clone, Copy, Debug)]
pub struct Systems<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> Systems<'c> via self.0 {
    create(body: SystemRequest) -> CreateSystem;
    list(ListSystems);
    get(system_id: SystemId) -> GetSystem;
    update(system_id: SystemId, body: SystemRequest) -> UpdateSystem;
    delete(system_id: SystemId) -> DeleteSystem;
    manage(ManageSystem);
    list_roles(ListSystemRoles);
    update_role(system_id: SystemId, body: SystemRole) -> UpdateSystemRole;
    delete_roles(system_id: SystemId) -> DeleteSystemRoles;
    get_role_for_user(GetSystemRoleForUser);
    update_role_for_user(system_id: SystemId, username: Username, body: SystemRole) -> UpdateSystemRoleForUser;
    delete_role_for_user(system_id: SystemId, username: Username) -> DeleteSystemRoleForUser;
    list_credentials(ListCredentials);
    update_credentials(system_id: SystemId, body: UserCredential) -> UpdateCredentials;
    delete_credentials(system_id: SystemId) -> DeleteCredentials;
    list_credentials_for_internal_user(ListCredentialsForInternalUser);
    update_credentials_for_internal_user(
        system_id: SystemId, internal_username: Username, body: UserCredential
    ) -> UpdateCredentialsForInternalUser;
    delete_credentials_for_internal_user(
        system_id: SystemId, internal_username: Username
    ) -> DeleteCredentialsForInternalUser;
    list_credentials_for_internal_user_by_type(ListCredentialsForInternalUserByType);
    update_credentials_for_internal_user_by_type(UpdateCredentialsForInternalUserByType);
    delete_credentials_for_internal_user_by_type(
        system_id: SystemId, internal_username: Username, credential_type: CredentialType
    ) -> DeleteCredentialsForInternalUserByType;
} }
