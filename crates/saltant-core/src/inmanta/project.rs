use saltant_types::inmanta::{Project, ProjectId};

use crate::Operation;

/// Creates a project.
///
/// A name that is taken is answered with a 500.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.project_create", PUT "api/v2/project", output = Project, effect = Once)]
pub struct ProjectCreate {
    /// The name, unique on the server.
    #[json]
    pub name: String,
    /// The id; the server makes one by default.
    #[json]
    pub project_id: Option<ProjectId>,
}
