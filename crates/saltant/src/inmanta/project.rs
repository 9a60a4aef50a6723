use saltant_http::Call;

use super::{
    CreateProject, DeleteProject, GetProject, ListProjects, ModifyProject, ProjectCreate, ProjectDelete,
    ProjectGet, ProjectId, ProjectList, ProjectModify,
};

/// Projects of a server.
#[derive(Clone, Copy, Debug)]
pub struct Projects<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Projects<'c> {
    /// Creates a project, by version 1 of the API.
    pub fn create_project(self, operation: CreateProject) -> Call<'c, CreateProject> {
        self.0.call(operation)
    }

    /// Deletes a project with all its environments, by version 1 of the API.
    pub fn delete_project(self, id: impl Into<ProjectId>) -> Call<'c, DeleteProject> {
        self.0.call(DeleteProject::new(id))
    }

    /// Gets a project, by version 1 of the API.
    pub fn get_project(self, id: impl Into<ProjectId>) -> Call<'c, GetProject> {
        self.0.call(GetProject::new(id))
    }

    /// Lists the projects, by version 1 of the API.
    pub fn list_projects(self) -> Call<'c, ListProjects> {
        self.0.call(ListProjects::new())
    }

    /// Renames a project, by version 1 of the API.
    pub fn modify_project(
        self,
        id: impl Into<ProjectId>,
        name: impl Into<String>,
    ) -> Call<'c, ModifyProject> {
        self.0.call(ModifyProject::new(id, name))
    }

    /// Creates a project.
    pub fn project_create(self, operation: ProjectCreate) -> Call<'c, ProjectCreate> {
        self.0.call(operation)
    }

    /// Deletes a project with all its environments.
    pub fn project_delete(self, id: impl Into<ProjectId>) -> Call<'c, ProjectDelete> {
        self.0.call(ProjectDelete::new(id))
    }

    /// Gets a project.
    pub fn project_get(self, operation: ProjectGet) -> Call<'c, ProjectGet> {
        self.0.call(operation)
    }

    /// Lists the projects.
    pub fn project_list(self, operation: ProjectList) -> Call<'c, ProjectList> {
        self.0.call(operation)
    }

    /// Renames a project.
    pub fn project_modify(
        self,
        id: impl Into<ProjectId>,
        name: impl Into<String>,
    ) -> Call<'c, ProjectModify> {
        self.0.call(ProjectModify::new(id, name))
    }
}
