use saltant_types::vantage6::{CollaborationId, Message, Organization, OrganizationId, Page, StudyId};

use super::paging::{self, MANY, numbered_pages};
use super::{DeleteDependents, Switch};
use crate::operations::Operation;

/// Lists organizations.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.organization.list", GET "organization", output = Page<Organization>)]
#[operation(read = paging::read)]
pub struct ListOrganizations {
    /// By name, as an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// By country, which has to be exactly this.
    #[query]
    pub country: Option<String>,
    /// By a collaboration that they take part in.
    #[query = "collaboration_id"]
    pub collaboration: Option<CollaborationId>,
    /// By a study that they take part in; an unknown one is a 500.
    #[query = "study_id"]
    pub study: Option<StudyId>,
    /// By id: one of these.
    #[query]
    pub ids: Vec<OrganizationId>,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Organizations on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListOrganizations, Organization, per_page = MANY, sort = Some("id"));

/// Gets the organization with an id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.organization.get", GET "organization/{id}", output = Organization)]
pub struct GetOrganization {
    /// The organization's id.
    #[segment]
    pub id: OrganizationId,
}

/// Creates an organization.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.organization.create", POST "organization", output = Organization)]
pub struct CreateOrganization {
    /// The name, unique on the server: 1 to 128 characters, not all digits.
    #[json]
    pub name: String,
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
    /// The public key to encrypt with: its PEM text, in base64 once more. Anything that is not base64 is a
    /// 500.
    #[json]
    pub public_key: Option<String>,
}

/// Updates an organization; what is not given is kept.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.organization.update", PATCH "organization/{id}", output = Organization)]
pub struct UpdateOrganization {
    /// The organization's id.
    #[segment]
    pub id: OrganizationId,
    /// The name.
    #[json]
    pub name: Option<String>,
    /// Street and number.
    #[json]
    pub address1: Option<String>,
    /// City.
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
    /// The public key to encrypt with, of the caller's own organization only. What was encrypted with the
    /// old one cannot be read with the new.
    #[json]
    pub public_key: Option<String>,
}

/// Deletes an organization, though not the caller's own.
///
/// While it has nodes, users, runs, tasks or roles the server answers 400, unless they are to be deleted too.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.organization.delete", DELETE "organization/{id}", output = Message, effect = Once)]
pub struct DeleteOrganization {
    /// The organization's id.
    #[segment]
    pub id: OrganizationId,
    /// Whether its nodes, users, runs, tasks and roles are deleted too. Sent only when true: the server takes
    /// `False` for yes.
    #[query(flatten)]
    pub delete_dependents: Switch<DeleteDependents>,
}
