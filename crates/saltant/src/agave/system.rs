use saltant_http::Call;

use super::{
    AddSystem, CredentialType, DeleteCredentials, DeleteCredentialsForInternalUser,
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

impl<'c> Systems<'c> {
    /// Registers a system.
    #[allow(clippy::should_implement_trait)] // the documents' name
    pub fn add(self, body: impl Into<SystemRequest>) -> Call<'c, AddSystem> {
        self.0.call(AddSystem::new(body))
    }

    /// Lists the systems that the caller may see.
    pub fn list(self, operation: ListSystems) -> Call<'c, ListSystems> {
        self.0.call(operation)
    }

    /// Gets a system.
    pub fn get(self, system_id: impl Into<SystemId>) -> Call<'c, GetSystem> {
        self.0.call(GetSystem::new(system_id))
    }

    /// Replaces a system.
    pub fn update(
        self,
        system_id: impl Into<SystemId>,
        body: impl Into<SystemRequest>,
    ) -> Call<'c, UpdateSystem> {
        self.0.call(UpdateSystem::new(system_id, body))
    }

    /// Deletes a system.
    pub fn delete(self, system_id: impl Into<SystemId>) -> Call<'c, DeleteSystem> {
        self.0.call(DeleteSystem::new(system_id))
    }

    /// Enables, publishes or copies a system, or makes it a default.
    pub fn manage(self, operation: ManageSystem) -> Call<'c, ManageSystem> {
        self.0.call(operation)
    }

    /// Lists what users are on a system.
    pub fn list_roles(self, operation: ListSystemRoles) -> Call<'c, ListSystemRoles> {
        self.0.call(operation)
    }

    /// Sets what a user is on a system.
    pub fn update_role(
        self,
        system_id: impl Into<SystemId>,
        body: impl Into<SystemRole>,
    ) -> Call<'c, UpdateSystemRole> {
        self.0.call(UpdateSystemRole::new(system_id, body))
    }

    /// Takes away what all other users are on a system.
    pub fn delete_roles(self, system_id: impl Into<SystemId>) -> Call<'c, DeleteSystemRoles> {
        self.0.call(DeleteSystemRoles::new(system_id))
    }

    /// Gets what a user is on a system.
    pub fn get_role_for_user(self, operation: GetSystemRoleForUser) -> Call<'c, GetSystemRoleForUser> {
        self.0.call(operation)
    }

    /// Sets what a user is on a system, by their name in the address.
    pub fn update_role_for_user(
        self,
        system_id: impl Into<SystemId>,
        username: impl Into<Username>,
        body: impl Into<SystemRole>,
    ) -> Call<'c, UpdateSystemRoleForUser> {
        self.0.call(UpdateSystemRoleForUser::new(system_id, username, body))
    }

    /// Takes away what a user is on a system.
    pub fn delete_role_for_user(
        self,
        system_id: impl Into<SystemId>,
        username: impl Into<Username>,
    ) -> Call<'c, DeleteSystemRoleForUser> {
        self.0.call(DeleteSystemRoleForUser::new(system_id, username))
    }

    /// Lists the credentials of a system.
    pub fn list_credentials(self, operation: ListCredentials) -> Call<'c, ListCredentials> {
        self.0.call(operation)
    }

    /// Sets a credential of a system.
    pub fn update_credentials(
        self,
        system_id: impl Into<SystemId>,
        body: impl Into<UserCredential>,
    ) -> Call<'c, UpdateCredentials> {
        self.0.call(UpdateCredentials::new(system_id, body))
    }

    /// Deletes the credentials of a system.
    pub fn delete_credentials(self, system_id: impl Into<SystemId>) -> Call<'c, DeleteCredentials> {
        self.0.call(DeleteCredentials::new(system_id))
    }

    /// Lists the credentials of a system for a user within the owner's application.
    pub fn list_credentials_for_internal_user(
        self,
        operation: ListCredentialsForInternalUser,
    ) -> Call<'c, ListCredentialsForInternalUser> {
        self.0.call(operation)
    }

    /// Sets a credential of a system for a user within the owner's application.
    pub fn update_credentials_for_internal_user(
        self,
        system_id: impl Into<SystemId>,
        internal_username: impl Into<Username>,
        body: impl Into<UserCredential>,
    ) -> Call<'c, UpdateCredentialsForInternalUser> {
        self.0.call(UpdateCredentialsForInternalUser::new(system_id, internal_username, body))
    }

    /// Deletes the credentials of a system for a user within the owner's application.
    pub fn delete_credentials_for_internal_user(
        self,
        system_id: impl Into<SystemId>,
        internal_username: impl Into<Username>,
    ) -> Call<'c, DeleteCredentialsForInternalUser> {
        self.0.call(DeleteCredentialsForInternalUser::new(system_id, internal_username))
    }

    /// Lists the credentials of a system of one type for a user within the owner's application.
    pub fn list_credentials_for_internal_user_by_type(
        self,
        operation: ListCredentialsForInternalUserByType,
    ) -> Call<'c, ListCredentialsForInternalUserByType> {
        self.0.call(operation)
    }

    /// Sets a credential of a system of one type for a user within the owner's application.
    pub fn update_credentials_for_internal_user_by_type(
        self,
        operation: UpdateCredentialsForInternalUserByType,
    ) -> Call<'c, UpdateCredentialsForInternalUserByType> {
        self.0.call(operation)
    }

    /// Deletes the credentials of a system of one type for a user within the owner's application.
    pub fn delete_credentials_for_internal_user_by_type(
        self,
        system_id: impl Into<SystemId>,
        internal_username: impl Into<Username>,
        credential_type: impl Into<CredentialType>,
    ) -> Call<'c, DeleteCredentialsForInternalUserByType> {
        self.0.call(DeleteCredentialsForInternalUserByType::new(
            system_id,
            internal_username,
            credential_type,
        ))
    }
}
