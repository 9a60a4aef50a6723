use saltant_types::astakos::{
    Project, ProjectAction, ProjectApplied, ProjectId, ProjectMode, ProjectSpec, ProjectState, UserId,
};

use super::action::{self, Reason};
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Lists the projects that the user owns or is a member of; for an administrator, all projects.
///
/// `mode` selects others.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_projects")]
#[operation("astakos.get_projects", GET "projects", list of Project)]
pub struct ListProjects {
    /// Only projects with this name.
    #[query]
    pub name: Option<String>,
    /// Only projects in this state.
    #[query]
    pub state: Option<ProjectState>,
    /// Only projects of this owner.
    #[query]
    pub owner: Option<UserId>,
    /// Only projects that the user has this relation to.
    #[query]
    pub mode: Option<ProjectMode>,
}

/// Gets a project: its owner, limits, resources and state.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_project")]
#[operation("astakos.get_project", GET "projects/{project_id}", output = Project)]
pub struct GetProject {
    /// The project's id.
    #[segment]
    pub project_id: ProjectId,
}

/// Applies for a new project.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "create_project")]
#[operation("astakos.create_project", POST "projects", output = ProjectApplied)]
pub struct CreateProject {
    /// The new project, which needs a name and an end date.
    #[body]
    pub specs: ProjectSpec,
}

/// Applies for a change of a project.
///
/// A second request would be a second application, although it is a PUT. So it is never sent twice.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "modify_project")]
#[operation("astakos.modify_project", PUT "projects/{project_id}", output = ProjectApplied)]
#[operation(effect = Once)]
pub struct UpdateProject {
    /// The project's id.
    #[segment]
    pub project_id: ProjectId,
    /// The fields to change; the others stay.
    #[body]
    pub specs: ProjectSpec,
}

/// Suspends, unsuspends, terminates or reinstates a project.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "project_action")]
#[operation("astakos.project_action", POST "projects/{project_id}/action", output = ())]
#[operation(write = write_action)]
pub struct ActOnProject {
    /// The project's id.
    #[segment]
    pub project_id: ProjectId,
    /// The action.
    #[custom]
    pub action: ProjectAction,
    /// A reason for people; empty by default.
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
#[operation(effect = Idempotent)]
pub struct SetDefaultProject {
    /// The project's id.
    #[json]
    pub project_id: ProjectId,
}
