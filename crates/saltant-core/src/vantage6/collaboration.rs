use saltant_types::vantage6::{
    AlgorithmStoreId, Collaboration, CollaborationId, Message, Organization, OrganizationId, Page,
};

use super::paging::{self, MANY, numbered_pages};
use super::{DeleteDependents, Flag, IncludeOrganizations, Switch};
use crate::operations::Operation;

/// Lists collaborations.
///
/// Without `organization` it lists all that the caller may see.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.list", GET "collaboration", output = Page<Collaboration>)]
#[operation(read = paging::read)]
pub struct ListCollaborations {
    /// By name, as an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// By whether inputs and results are encrypted.
    #[query]
    pub encrypted: Option<Flag>,
    /// By an organization that takes part.
    #[query = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// By an algorithm store that it may use; an unknown one is a 404.
    #[query = "algorithm_store_id"]
    pub algorithm_store: Option<AlgorithmStoreId>,
    /// Which page, from 1.
    #[query]
    pub page: Option<u64>,
    /// Collaborations on a page, at least 1; the server's default is 10.
    #[query]
    pub per_page: Option<u64>,
    /// The field to sort by, or several with commas; a `-` before it turns the order round. The server knows
    /// no order by itself, and answers 500 to an unknown field.
    #[query]
    pub sort: Option<String>,
}

numbered_pages!(ListCollaborations, Collaboration, per_page = MANY, sort = Some("id"));

/// Gets the collaboration with an id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.get", GET "collaboration/{id}", output = Collaboration)]
pub struct GetCollaboration {
    /// The collaboration's id.
    #[segment]
    pub id: CollaborationId,
    /// Whether the organizations come with it.
    #[query(flatten)]
    pub include_organizations: Switch<IncludeOrganizations>,
}

/// Creates a collaboration.
///
/// Ids of organizations that do not exist are dropped without a word.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.create", POST "collaboration", output = Collaboration)]
pub struct CreateCollaboration {
    /// The name, unique on the server: 1 to 128 characters, not all digits.
    #[json]
    pub name: String,
    /// The organizations that take part, at least one.
    #[json = "organization_ids"]
    pub organizations: Vec<OrganizationId>,
    /// Whether inputs and results are encrypted. The server wants to be told.
    #[json]
    pub encrypted: bool,
}

/// Updates a collaboration; what is not given is kept.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.update", PATCH "collaboration/{id}", output = Collaboration)]
pub struct UpdateCollaboration {
    /// The collaboration's id.
    #[segment]
    pub id: CollaborationId,
    /// The name.
    #[json]
    pub name: Option<String>,
    /// Whether inputs and results are encrypted.
    #[json]
    pub encrypted: Option<bool>,
    /// The organizations that take part: they replace those that did.
    #[json = "organization_ids"]
    pub organizations: Option<Vec<OrganizationId>>,
}

/// Deletes a collaboration.
///
/// While it has tasks, nodes or studies the server answers 400, unless they are to be deleted too.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.delete", DELETE "collaboration/{id}", output = Message, effect = Once)]
pub struct DeleteCollaboration {
    /// The collaboration's id.
    #[segment]
    pub id: CollaborationId,
    /// Whether its tasks, nodes and studies are deleted too. Sent only when true: the server takes `False`
    /// for yes.
    #[query(flatten)]
    pub delete_dependents: Switch<DeleteDependents>,
}

/// Adds an organization to a collaboration; one that takes part already is accepted again.
///
/// The answer is all organizations that take part.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.add_organization", POST "collaboration/{collaboration}/organization")]
#[operation(output = Vec<Organization>, effect = Idempotent)]
pub struct AddOrganization {
    /// The collaboration's id.
    #[segment]
    pub collaboration: CollaborationId,
    /// The organization's id. For an unknown one the server's message names the collaboration's id instead.
    #[json = "id"]
    pub organization: OrganizationId,
}

/// Removes an organization from a collaboration.
///
/// The answer is the organizations that still take part. One that does not take part is a 500.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.remove_organization", DELETE "collaboration/{collaboration}/organization")]
#[operation(output = Vec<Organization>, effect = Once)]
pub struct RemoveOrganization {
    /// The collaboration's id.
    #[segment]
    pub collaboration: CollaborationId,
    /// The organization's id, which travels in the body.
    #[json = "id"]
    pub organization: OrganizationId,
}
