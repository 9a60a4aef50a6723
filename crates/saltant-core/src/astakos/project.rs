use saltant_types::astakos::{
    Project, ProjectAction, ProjectApplied, ProjectId, ProjectMode, ProjectSpec, ProjectState, UserId,
};

use super::action::{self, Reason};
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Lists projects that the user may see.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_projects", GET "projects", output = Vec<Project>, part = "account")]
pub struct GetProjects {
    /// Only those with this name.
    #[query]
    pub name: Option<String>,
    /// Only those in this state.
    #[query]
    pub state: Option<ProjectState>,
    /// Only those of this owner.
    #[query]
    pub owner: Option<UserId>,
    /// Which projects the list is about.
    #[query]
    pub mode: Option<ProjectMode>,
}

/// Gets a project.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_project", GET "projects/{project_id}", output = Project, part = "account")]
pub struct GetProject {
    /// The project's id.
    #[segment]
    pub project_id: ProjectId,
}

/// Applies for a new project.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.create_project", POST "projects", output = ProjectApplied)]
#[operation(part = "account")]
pub struct CreateProject {
    /// What the project is to be; it needs a name and an end date.
    #[body]
    pub specs: ProjectSpec,
}

/// Applies for a change of a project.
///
/// Although it is a PUT, a second one would be a second application: it is never sent twice.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.modify_project", PUT "projects/{project_id}", output = ProjectApplied)]
#[operation(part = "account", effect = Once)]
pub struct ModifyProject {
    /// The project's id.
    #[segment]
    pub project_id: ProjectId,
    /// What is to change; the rest stays.
    #[body]
    pub specs: ProjectSpec,
}

/// Suspends, unsuspends, terminates or reinstates a project.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.project_action", POST "projects/{project_id}/action", output = ())]
#[operation(part = "account", write = write_action)]
pub struct ActOnProject {
    /// The project's id.
    #[segment]
    pub project_id: ProjectId,
    /// What is done with it.
    #[custom]
    pub action: ProjectAction,
    /// Why.
    #[custom]
    pub reason: Option<String>,
}

fn write_action(operation: &ActOnProject, request: &mut Encoder) -> Result<(), EncodeError> {
    let reason = Reason { reason: operation.reason.as_deref().unwrap_or_default(), app_id: None };
    action::write(request, operation.action.as_str(), &reason)
}

/// Sets the project that the user's new resources are charged to. Servers know it since 0.21.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.set_default_project", POST "myaccount/default_project", output = ())]
#[operation(part = "account", effect = Idempotent)]
pub struct SetDefaultProject {
    /// The project's id.
    #[json]
    pub project_id: ProjectId,
}
