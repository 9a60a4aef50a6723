use saltant_types::astakos::{Application, ApplicationAction, ApplicationId, ProjectId};

use super::action::{self, Reason};
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Lists applications for projects. Servers of 0.15 only: later ones show each project's last application.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_applications", GET "projects/apps", output = Vec<Application>)]
#[operation(part = "account", write = write_filter)]
pub struct GetApplications {
    /// Only those for this project.
    #[custom]
    pub project: Option<ProjectId>,
}

/// The servers that have this call read the filter from a body, although it is a GET, and number projects.
fn write_filter(operation: &GetApplications, request: &mut Encoder) -> Result<(), EncodeError> {
    match &operation.project {
        None => Ok(()),
        Some(project) => match project.as_str().parse::<u64>() {
            Ok(number) => request.json("project", &number),
            Err(_) => request.json("project", project),
        },
    }
}

/// Gets an application for a project. Servers of 0.15 only.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.get_application", GET "projects/apps/{app_id}", output = Application)]
#[operation(part = "account")]
pub struct GetApplication {
    /// The application's id.
    #[segment]
    pub app_id: ApplicationId,
}

/// Approves, denies, dismisses or cancels an application for a project.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.application_action", POST "projects/{project_id}/action", output = ())]
#[operation(part = "account", write = write_action)]
pub struct ActOnApplication {
    /// The project's id.
    #[segment]
    pub project_id: ProjectId,
    /// The application's id.
    #[custom]
    pub app_id: ApplicationId,
    /// What is done with it.
    #[custom]
    pub action: ApplicationAction,
    /// Why.
    #[custom]
    pub reason: Option<String>,
}

fn write_action(operation: &ActOnApplication, request: &mut Encoder) -> Result<(), EncodeError> {
    let reason = operation.reason.as_deref().unwrap_or_default();
    let reason = Reason { reason, app_id: Some(operation.app_id) };
    action::write(request, operation.action.as_str(), &reason)
}

/// Approves, denies, dismisses or cancels an application for a project, on servers of 0.15.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.v015.application_action", POST "projects/apps/{app_id}/action", output = ())]
#[operation(part = "account", write = write_action_v015)]
pub struct ActOnApplicationV015 {
    /// The application's id.
    #[segment]
    pub app_id: ApplicationId,
    /// What is done with it.
    #[custom]
    pub action: ApplicationAction,
    /// Why.
    #[custom]
    pub reason: Option<String>,
}

fn write_action_v015(operation: &ActOnApplicationV015, request: &mut Encoder) -> Result<(), EncodeError> {
    let reason = operation.reason.as_deref().unwrap_or_default();
    action::write(request, operation.action.as_str(), &reason)
}
