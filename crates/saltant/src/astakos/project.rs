use saltant_macros::calls;

use super::{
    ActOnProject, CreateProject, GetProject, ListProjects, ProjectId, ProjectSpec, SetDefaultProject,
    UpdateProject,
};

/// Projects, which share out quotas.
#[derive(Clone, Copy, Debug)]
pub struct Projects<'c>(pub(super) &'c saltant_http::Client);

calls! { astakos, impl<'c> Projects<'c> via self.0 {
    list(ListProjects);
    get(project_id: ProjectId) -> GetProject;
    create(specs: ProjectSpec) -> CreateProject;
    update(project_id: ProjectId, specs: ProjectSpec) -> UpdateProject;
    act(ActOnProject);
    set_default(project_id: ProjectId) -> SetDefaultProject;
} }
