use saltant_types::vantage6::{
    AlgorithmStoreId, Collaboration, CollaborationId, Message, Organization, OrganizationId,
};

use super::paging::Paging;
use crate::answer::Answer;
use crate::operations::Operation;
use crate::rules::Facts;

/// Lists the collaborations that the caller may see.
///
/// Without `organization` the list has all collaborations that the caller may see.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.list", GET "collaboration", page of Collaboration by id)]
pub struct ListCollaborations {
    /// Only collaborations with this name, an SQL pattern.
    #[query]
    pub name: Option<String>,
    /// Only collaborations that encrypt inputs and results (true), or that do not (false).
    #[query(as_number)]
    pub encrypted: Option<bool>,
    /// Only collaborations that this organization takes part in.
    #[query = "organization_id"]
    pub organization: Option<OrganizationId>,
    /// Only collaborations that may use this algorithm store. An unknown one is a 404.
    #[query = "algorithm_store_id"]
    pub algorithm_store: Option<AlgorithmStoreId>,
    /// Which page, and in which order.
    #[page]
    pub paging: Paging,
}

/// Gets a collaboration by id.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.get", GET "collaboration/{id}", output = Collaboration)]
#[operation(learn = Self::learned)]
pub struct GetCollaboration {
    /// The collaboration's id.
    #[segment]
    pub id: CollaborationId,
    /// Whether the answer includes the organizations.
    #[query(name = "include", when_true = "organizations")]
    pub include_organizations: bool,
}

/// Creates a collaboration of at least one organization, encrypted or not.
///
/// The server ignores ids of organizations that do not exist.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.create", POST "collaboration", output = Collaboration)]
#[operation(learn = Self::learned)]
pub struct CreateCollaboration {
    /// The name, unique on the server: 1 to 128 characters, not only digits.
    #[json]
    pub name: String,
    /// The organizations that take part, at least one.
    #[json = "organization_ids"]
    pub organizations: Vec<OrganizationId>,
    /// Whether inputs and results are encrypted. The server has no default.
    #[json]
    pub encrypted: bool,
}

/// Changes a collaboration: fields that are not given keep their values.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.update", PATCH "collaboration/{id}", output = Collaboration)]
#[operation(learn = Self::learned)]
pub struct UpdateCollaboration {
    /// The collaboration's id.
    #[segment]
    pub id: CollaborationId,
    /// The name, unique on the server: 1 to 128 characters, not only digits.
    #[json]
    pub name: Option<String>,
    /// Whether inputs and results are encrypted.
    #[json]
    pub encrypted: Option<bool>,
    /// The organizations that take part. They replace the present ones.
    #[json = "organization_ids"]
    pub organizations: Option<Vec<OrganizationId>>,
}

/// Whether a collaboration encrypts, as far as answers have told.
pub(super) fn is_encrypted(id: CollaborationId, facts: &Facts) -> Option<bool> {
    facts.get(&fact(id))?.as_bool()
}

fn fact(id: CollaborationId) -> String {
    format!("collaboration/{id}")
}

impl GetCollaboration {
    fn learned(&self, answer: &Answer, facts: &Facts) {
        if let Ok(found) = self.decode(answer) {
            facts.put(fact(self.id), found.encrypted);
        }
    }
}

impl UpdateCollaboration {
    fn learned(&self, answer: &Answer, facts: &Facts) {
        if let Ok(found) = self.decode(answer) {
            facts.put(fact(self.id), found.encrypted);
        }
    }
}

impl CreateCollaboration {
    /// The server may give the id of a deleted collaboration again.
    fn learned(&self, answer: &Answer, facts: &Facts) {
        if let Ok(made) = self.decode(answer) {
            facts.put(fact(made.id), made.encrypted);
        }
    }
}

/// Deletes a collaboration; one that has tasks, nodes or studies only if they go too.
///
/// While it has tasks, nodes or studies the server answers 400, unless `delete_dependents` is true.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.delete", DELETE "collaboration/{id}", output = Message, effect = Once)]
pub struct DeleteCollaboration {
    /// The collaboration's id.
    #[segment]
    pub id: CollaborationId,
    /// Whether its tasks, nodes and studies are deleted too. Sent only when true, because the server reads
    /// every value as true, `False` included.
    #[query(when_true = "true")]
    pub delete_dependents: bool,
}

/// Adds an organization to a collaboration and answers with all that are in it.
///
/// The answer has all organizations that take part. An organization that takes part already is accepted.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.add_organization", POST "collaboration/{collaboration}/organization")]
#[operation(list of Organization, effect = Idempotent)]
pub struct AddOrganization {
    /// The collaboration's id.
    #[segment]
    pub collaboration: CollaborationId,
    /// The organization's id. If it is unknown, the server's message names the collaboration's id instead.
    #[json = "id"]
    pub organization: OrganizationId,
}

/// Removes an organization from a collaboration and answers with those that stay.
///
/// The answer has the organizations that still take part. An organization that does not take part is a 500.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.collaboration.remove_organization", DELETE "collaboration/{collaboration}/organization")]
#[operation(list of Organization, effect = Once)]
pub struct RemoveOrganization {
    /// The collaboration's id.
    #[segment]
    pub collaboration: CollaborationId,
    /// The organization's id. It is sent in the body of the DELETE.
    #[json = "id"]
    pub organization: OrganizationId,
}
