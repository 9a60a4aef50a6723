use saltant_types::inmanta::{Project, ProjectId, ProjectV1};

use super::keyed;
use crate::operations::Operation;

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

/// Lists the projects. The list has no pages.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.project_list", GET "api/v2/project", output = Vec<Project>)]
pub struct ProjectList {
    /// Whether description and icon of the environments are given; without, they are the empty text.
    #[query]
    pub environment_details: Option<bool>,
}

/// Gets a project.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.project_get", GET "api/v2/project/{id}", output = Project)]
pub struct ProjectGet {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
    /// Whether description and icon of the environments are given; without, they are the empty text.
    #[query]
    pub environment_details: Option<bool>,
}

/// Renames a project.
///
/// A name that is taken is answered with a 500. Doing it twice is the same as once, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.project_modify", POST "api/v2/project/{id}", output = Project, effect = Idempotent)]
pub struct ProjectModify {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
    /// The new name.
    #[json]
    pub name: String,
}

/// Deletes a project with all its environments.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.project_delete", DELETE "api/v2/project/{id}", output = ())]
pub struct ProjectDelete {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
}

/// Creates a project, by version 1 of the API.
///
/// A name that is taken is answered with a 500.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.create_project", PUT "api/v1/project", output = ProjectV1)]
#[operation(read = keyed::project, effect = Once)]
pub struct CreateProject {
    /// The name, unique on the server.
    #[json]
    pub name: String,
    /// The id; the server makes one by default.
    #[json]
    pub project_id: Option<ProjectId>,
}

/// Lists the projects, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.list_projects", GET "api/v1/project", output = Vec<ProjectV1>, read = keyed::projects)]
pub struct ListProjects {}

/// Gets a project, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_project", GET "api/v1/project/{id}", output = ProjectV1, read = keyed::project)]
pub struct GetProject {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
}

/// Renames a project, by version 1 of the API.
///
/// A name that is taken is answered with a 500. Doing it twice is the same as once, so the request may be
/// repeated.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.modify_project", POST "api/v1/project/{id}", output = ProjectV1)]
#[operation(read = keyed::project, effect = Idempotent)]
pub struct ModifyProject {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
    /// The new name.
    #[json]
    pub name: String,
}

/// Deletes a project with all its environments, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.delete_project", DELETE "api/v1/project/{id}", output = ())]
pub struct DeleteProject {
    /// The project's id.
    #[segment]
    pub id: ProjectId,
}
