use saltant_types::inmanta::{Project, ProjectId};

use crate::operations::Operation;

/// Creates a project, which holds environments.
///
/// The server answers 500 to a name that is taken.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "project_create")]
#[operation("inmanta.project_create", PUT "api/v2/project", output = Project, effect = Once)]
pub struct CreateProject {
    /// The name, unique on the server.
    #[json]
    pub name: String,
    /// The id; the server generates one by default.
    #[json]
    pub project_id: Option<ProjectId>,
}

/// Lists all projects with their environments, without pages.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "project_list")]
#[operation("inmanta.project_list", GET "api/v2/project", list of Project)]
pub struct ListProjects {
    /// Whether description and icon of the environments are in the answer. Otherwise they are the empty text.
    #[query]
    pub environment_details: Option<bool>,
}

/// Gets a project with its environments.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "project_get")]
#[operation("inmanta.project_get", GET "api/v2/project/{id}", output = Project)]
pub struct GetProject {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
    /// Whether description and icon of the environments are in the answer. Otherwise they are the empty text.
    #[query]
    pub environment_details: Option<bool>,
}

/// Renames a project.
///
/// The server answers 500 to a name that is taken. A second request changes nothing, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "project_modify")]
#[operation("inmanta.project_modify", POST "api/v2/project/{id}", output = Project, effect = Idempotent)]
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
#[doc(alias = "project_delete")]
#[operation("inmanta.project_delete", DELETE "api/v2/project/{id}")]
pub struct DeleteProject {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
}
