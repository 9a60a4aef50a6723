use saltant_http::Call;

use super::{
    ActOnProject, CreateProject, GetProject, GetProjects, ModifyProject, ProjectId, ProjectSpec,
    SetDefaultProject, User,
};

impl User {
    /// Lists projects that the user may see.
    pub fn get_projects(&self, operation: GetProjects) -> Call<'_, GetProjects> {
        self.call(operation)
    }

    /// Gets a project.
    pub fn get_project(&self, project_id: impl Into<ProjectId>) -> Call<'_, GetProject> {
        self.call(GetProject::new(project_id))
    }

    /// Applies for a new project.
    pub fn create_project(&self, specs: ProjectSpec) -> Call<'_, CreateProject> {
        self.call(CreateProject::new(specs))
    }

    /// Applies for a change of a project.
    pub fn modify_project(
        &self,
        project_id: impl Into<ProjectId>,
        specs: ProjectSpec,
    ) -> Call<'_, ModifyProject> {
        self.call(ModifyProject::new(project_id, specs))
    }

    /// Suspends, unsuspends, terminates or reinstates a project.
    pub fn project_action(&self, operation: ActOnProject) -> Call<'_, ActOnProject> {
        self.call(operation)
    }

    /// Sets the project that the user's new resources are charged to.
    pub fn set_default_project(&self, project_id: impl Into<ProjectId>) -> Call<'_, SetDefaultProject> {
        self.call(SetDefaultProject::new(project_id))
    }
}
