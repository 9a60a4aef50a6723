use saltant_types::inmanta::ProjectId;
use saltant_types::inmanta::v1::Project;

use crate::operations::Operation;

/// Creates a project by the first version of the API.
///
/// The server answers 500 to a name that is taken.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "create_project")]
#[operation("inmanta.v1.create_project", PUT "api/v1/project", output = Project, key = "project")]
#[operation(effect = Once)]
pub struct CreateProject {
    /// The name, unique on the server.
    #[json]
    pub name: String,
    /// The id; the server generates one by default.
    #[json]
    pub project_id: Option<ProjectId>,
}

/// Lists the projects by the first version of the API.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "list_projects")]
#[operation("inmanta.v1.list_projects", GET "api/v1/project", list of Project, key = "projects")]
pub struct ListProjects {}

/// Gets a project by the first version of the API.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_project")]
#[operation("inmanta.v1.get_project", GET "api/v1/project/{id}", output = Project, key = "project")]
pub struct GetProject {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
}

/// Renames a project.
///
/// The server answers 500 to a name that is taken. A second request changes nothing, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "modify_project")]
#[operation("inmanta.v1.modify_project", POST "api/v1/project/{id}", output = Project, key = "project")]
#[operation(effect = Idempotent)]
pub struct UpdateProject {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
    /// The new name.
    #[json]
    pub name: String,
}

/// Deletes a project without environments; the server answers 409 while it has some.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "delete_project")]
#[operation("inmanta.v1.delete_project", DELETE "api/v1/project/{id}")]
pub struct DeleteProject {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
}
