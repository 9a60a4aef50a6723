use saltant_types::vantage6::{CollaborationId, Message, Organization, OrganizationId, StudyId};

use super::paging::Paging;
use crate::Fields;
use crate::operations::Operation;
use crate::request::EncodeError;

/// Lists the organizations that the caller may see.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.organization.list", GET "organization", page of Organization by id)]
#[operation(check = Self::check)]
pub struct ListOrganizations {
    /// Only organizations with this name, an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// Only organizations in this country, compared exactly.
    #[query]
    pub country: Option<String>,
    /// Only organizations that take part in this collaboration.
    #[query = "collaboration_id"]
    pub collaboration: Option<CollaborationId>,
    /// Only organizations that take part in this study. An unknown one is a 500.
    #[query = "study_id"]
    pub study: Option<StudyId>,
    /// Only organizations with one of these ids, at least one: the server would read none as no filter.
    #[query]
    pub ids: Option<Vec<OrganizationId>>,
    /// Which page, and in which order.
    #[page]
    pub paging: Paging,
}

impl ListOrganizations {
    /// The server takes an empty text filter literally. It does not see an empty list of ids.
    fn check(&self) -> Result<(), EncodeError> {
        match &self.ids {
            Some(ids) if ids.is_empty() => Err(EncodeError::Refused {
                name: "ids",
                reason: "without an id the list would have all organizations".to_owned(),
            }),
            _ => Ok(()),
        }
    }
}

/// Gets an organization by id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.organization.get", GET "organization/{id}", output = Organization)]
pub struct GetOrganization {
    /// The organization's id.
    #[segment]
    pub id: OrganizationId,
}

/// Creates an organization, which is in no collaboration yet.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.organization.create", POST "organization", output = Organization)]
pub struct CreateOrganization {
    /// The name, unique on the server: 1 to 128 characters, not only digits.
    #[json]
    pub name: String,
    /// Address and public key.
    #[fields]
    pub details: OrganizationDetails,
}

/// Changes an organization, its public key included: fields that are not given keep their values.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.organization.update", PATCH "organization/{id}", output = Organization)]
pub struct UpdateOrganization {
    /// The organization's id.
    #[segment]
    pub id: OrganizationId,
    /// The name, unique on the server: 1 to 128 characters, not only digits.
    #[json]
    pub name: Option<String>,
    /// Address and public key.
    #[fields]
    pub details: OrganizationDetails,
}

/// An organization's address and public key, for create and update.
#[derive(Clone, Debug, Default, PartialEq, Eq, Fields)]
pub struct OrganizationDetails {
    /// Street and number: at most 128 characters.
    #[json]
    pub address1: Option<String>,
    /// City: at most 128 characters.
    #[json]
    pub address2: Option<String>,
    /// Postal code.
    #[json]
    pub zipcode: Option<String>,
    /// Country.
    #[json]
    pub country: Option<String>,
    /// Internet domain.
    #[json]
    pub domain: Option<String>,
    /// The public key to encrypt with: its PEM text, in base64 again. Text that is not base64 is a 500. An
    /// update takes it for the caller's own organization only. What was encrypted with the old key cannot be
    /// read with the new one.
    #[json]
    pub public_key: Option<String>,
}

/// Deletes an organization other than the caller's own.
///
/// While it has nodes, users, runs, tasks or roles the server answers 400, unless `delete_dependents` is
/// true.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.organization.delete", DELETE "organization/{id}", output = Message, effect = Once)]
pub struct DeleteOrganization {
    /// The organization's id.
    #[segment]
    pub id: OrganizationId,
    /// Whether its nodes, users, runs, tasks and roles are deleted too. Sent only when true, because the
    /// server reads every value as true, `False` included.
    #[query(when_true = "true")]
    pub delete_dependents: bool,
}
