use saltant_types::agave::{CredentialType, StoredCredential, SystemId, UserCredential, Username};

use super::paging::Offset;
use super::search::{Search, Selection};
use crate::operations::Operation;

/// Lists the credentials that Agave keeps for a system, without their secrets.
///
/// The service declares a single credential as the answer, so one may come without a list around it.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listCredentials")]
#[operation("agave.systems.list_credentials", GET "systems/v2/{system_id}/credentials")]
#[operation(page of StoredCredential, read = super::envelope::one_or_many)]
pub struct ListCredentials {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets a credential of a system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateCredentials")]
#[operation("agave.systems.update_credentials", POST "systems/v2/{system_id}/credentials")]
pub struct UpdateCredentials {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The credential.
    #[body]
    pub body: UserCredential,
}

/// Deletes all credentials that Agave keeps for a system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteCredentials")]
#[operation("agave.systems.delete_credentials", DELETE "systems/v2/{system_id}/credentials")]
pub struct DeleteCredentials {
    /// The system.
    #[segment]
    pub system_id: SystemId,
}

/// Lists the credentials that Agave keeps for an internal user of a system, without their secrets.
///
/// The service declares a single credential as the answer, so one may come without a list around it.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listCredentialsForInternalUser")]
#[operation("agave.systems.list_credentials_for_internal_user", GET "systems/v2/{system_id}/credentials/{internal_username}")]
#[operation(page of StoredCredential, read = super::envelope::one_or_many)]
pub struct ListCredentialsForInternalUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The internal user: a user within the owner's application.
    #[segment]
    pub internal_username: Username,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets a credential of a system for an internal user.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateCredentialsForInternalUser")]
#[operation("agave.systems.update_credentials_for_internal_user", POST "systems/v2/{system_id}/credentials/{internal_username}")]
pub struct UpdateCredentialsForInternalUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The internal user: a user within the owner's application.
    #[segment]
    pub internal_username: Username,
    /// The credential.
    #[body]
    pub body: UserCredential,
}

/// Deletes all credentials that Agave keeps for an internal user of a system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteCredentialsForInternalUser")]
#[operation("agave.systems.delete_credentials_for_internal_user", DELETE "systems/v2/{system_id}/credentials/{internal_username}")]
pub struct DeleteCredentialsForInternalUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The internal user: a user within the owner's application.
    #[segment]
    pub internal_username: Username,
}

/// Lists the credentials of one type that Agave keeps for an internal user of a system, without
/// their secrets.
///
/// The service declares a single credential as the answer, so one may come without a list around it.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listCredentialsForInternalUserByType")]
#[operation("agave.systems.list_credentials_for_internal_user_by_type", GET "systems/v2/{system_id}/credentials/{internal_username}/{credential_type}")]
#[operation(page of StoredCredential, read = super::envelope::one_or_many)]
pub struct ListCredentialsForInternalUserByType {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The internal user: a user within the owner's application.
    #[segment]
    pub internal_username: Username,
    /// The type of the credential.
    #[segment]
    pub credential_type: CredentialType,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets a credential of one type of a system for an internal user.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateCredentialsForInternalUserByType")]
#[operation("agave.systems.update_credentials_for_internal_user_by_type", POST "systems/v2/{system_id}/credentials/{internal_username}/{credential_type}")]
pub struct UpdateCredentialsForInternalUserByType {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The internal user: a user within the owner's application.
    #[segment]
    pub internal_username: Username,
    /// The type of the credential.
    #[segment]
    pub credential_type: CredentialType,
    /// The credential.
    #[body]
    pub body: UserCredential,
}

/// Deletes the credentials of one type that Agave keeps for an internal user of a system.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteCredentialsForInternalUserByType")]
#[operation("agave.systems.delete_credentials_for_internal_user_by_type", DELETE "systems/v2/{system_id}/credentials/{internal_username}/{credential_type}")]
pub struct DeleteCredentialsForInternalUserByType {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The internal user: a user within the owner's application.
    #[segment]
    pub internal_username: Username,
    /// The type of the credential.
    #[segment]
    pub credential_type: CredentialType,
}
