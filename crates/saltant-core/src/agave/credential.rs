use saltant_types::agave::{CredentialType, StoredCredential, SystemId, UserCredential, Username};

use super::Search;
use super::paging::offset_pages;
use crate::operations::Operation;

/// Lists the credentials of a system.
///
/// One credential may come without a list around it.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.list_credentials", GET "systems/v2/{system_id}/credentials")]
#[operation(output = Vec<StoredCredential>, read = super::envelope::one_or_many)]
pub struct ListCredentials {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// Credentials on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many credentials to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the credentials that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListCredentials, StoredCredential);

/// Sets a credential of a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.update_credentials", POST "systems/v2/{system_id}/credentials")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct UpdateCredentials {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The credential.
    #[body]
    pub body: UserCredential,
}

/// Deletes the credentials of a system.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.delete_credentials", DELETE "systems/v2/{system_id}/credentials")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteCredentials {
    /// The system.
    #[segment]
    pub system_id: SystemId,
}

/// Lists the credentials of a system for a user within the owner's application.
///
/// One credential may come without a list around it.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.list_credentials_for_internal_user", GET "systems/v2/{system_id}/credentials/{internal_username}")]
#[operation(output = Vec<StoredCredential>, read = super::envelope::one_or_many)]
pub struct ListCredentialsForInternalUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user within the owner's application.
    #[segment]
    pub internal_username: Username,
    /// Credentials on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many credentials to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the credentials that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListCredentialsForInternalUser, StoredCredential);

/// Sets a credential of a system for a user within the owner's application.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.update_credentials_for_internal_user", POST "systems/v2/{system_id}/credentials/{internal_username}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct UpdateCredentialsForInternalUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user within the owner's application.
    #[segment]
    pub internal_username: Username,
    /// The credential.
    #[body]
    pub body: UserCredential,
}

/// Deletes the credentials of a system for a user within the owner's application.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.delete_credentials_for_internal_user", DELETE "systems/v2/{system_id}/credentials/{internal_username}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteCredentialsForInternalUser {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user within the owner's application.
    #[segment]
    pub internal_username: Username,
}

/// Lists the credentials of a system of one type for a user within the owner's application.
///
/// One credential may come without a list around it.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.list_credentials_for_internal_user_by_type", GET "systems/v2/{system_id}/credentials/{internal_username}/{credential_type}")]
#[operation(output = Vec<StoredCredential>, read = super::envelope::one_or_many)]
pub struct ListCredentialsForInternalUserByType {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user within the owner's application.
    #[segment]
    pub internal_username: Username,
    /// What it is.
    #[segment]
    pub credential_type: CredentialType,
    /// Credentials on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many credentials to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the credentials that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListCredentialsForInternalUserByType, StoredCredential);

/// Sets a credential of a system of one type for a user within the owner's application.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.update_credentials_for_internal_user_by_type", POST "systems/v2/{system_id}/credentials/{internal_username}/{credential_type}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct UpdateCredentialsForInternalUserByType {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user within the owner's application.
    #[segment]
    pub internal_username: Username,
    /// What it is.
    #[segment]
    pub credential_type: CredentialType,
    /// The credential.
    #[body]
    pub body: UserCredential,
}

/// Deletes the credentials of a system of one type for a user within the owner's application.
#[derive(Clone, Debug, Operation)]
#[operation("agave.systems.delete_credentials_for_internal_user_by_type", DELETE "systems/v2/{system_id}/credentials/{internal_username}/{credential_type}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteCredentialsForInternalUserByType {
    /// The system.
    #[segment]
    pub system_id: SystemId,
    /// The user within the owner's application.
    #[segment]
    pub internal_username: Username,
    /// What it is.
    #[segment]
    pub credential_type: CredentialType,
}
