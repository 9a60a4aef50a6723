use saltant_types::astakos::{ApplicationAction, ApplicationId};

use crate::astakos::{Astakos, action};
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Approves, denies, dismisses or cancels an application for a project, on servers of release 0.15.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "application_action")]
#[operation("astakos.v015.application_action", POST "projects/apps/{app_id}/action", output = ())]
#[operation(write = write_action, service = Astakos)]
pub struct ActOnApplication {
    /// The application's id.
    #[segment]
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
    action::write(request, operation.action.as_str(), &reason)
}
