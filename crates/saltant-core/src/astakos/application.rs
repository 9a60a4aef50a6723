use saltant_types::astakos::{Application, ApplicationAction, ApplicationId, ProjectId};
use serde::Serialize;

use super::action::{self, Reason};
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Lists applications for projects. Only servers of release 0.15 have this: later ones show the last
/// application with each project.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_applications")]
#[operation("astakos.get_applications", GET "projects/apps", list of Application, write = write_filter)]
pub struct ListApplications {
    /// Only applications for this project.
    #[custom]
    pub project: Option<ProjectId>,
}

/// The servers that have this call read the filter from the body of the GET.
fn write_filter(operation: &ListApplications, request: &mut Encoder) -> Result<(), EncodeError> {
    #[derive(Serialize)]
    #[serde(transparent)]
    struct Project<'a>(#[serde(serialize_with = "action::project_id")] &'a ProjectId);

    operation.project.as_ref().map_or(Ok(()), |project| request.json("project", &Project(project)))
}

/// Gets an application for a project. Only servers of release 0.15 have this.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_application")]
#[operation("astakos.get_application", GET "projects/apps/{app_id}", output = Application)]
pub struct GetApplication {
    /// The application's id.
    #[segment]
    pub app_id: ApplicationId,
}

/// Approves, denies, dismisses or cancels an application for a project.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "application_action")]
#[operation("astakos.application_action", POST "projects/{project_id}/action", output = ())]
#[operation(write = write_action)]
pub struct ActOnApplication {
    /// The project's id.
    #[segment]
    pub project_id: ProjectId,
    /// The application's id.
    #[custom]
    pub app_id: ApplicationId,
    /// The action.
    #[custom]
    pub action: ApplicationAction,
    /// A reason for people; empty by default.
    #[custom]
    pub reason: Option<String>,
}

fn write_action(operation: &ActOnApplication, request: &mut Encoder) -> Result<(), EncodeError> {
    let reason = operation.reason.as_deref().unwrap_or_default();
    let reason = Reason { reason, app_id: Some(operation.app_id) };
    action::write(request, operation.action.as_str(), &reason)
}
