//! What administrators do to projects: suspend, unsuspend, terminate, reinstate.

use jiff::Timestamp;

use super::{Project, ProjectState};
use crate::astakos::answer;
use crate::astakos::state::{Account, State};
use crate::http::reply::Reply;

/// The words of the actions.
pub(crate) const NAMES: [&str; 4] = ["suspend", "unsuspend", "terminate", "reinstate"];

/// Whether a project other than this one holds its name: it was approved and is not terminated.
pub(crate) fn is_taken(state: &State, name: &str, id: &str) -> bool {
    state.projects.iter().any(|project| project.is_alive() && project.name == name && project.id != id)
}

/// Does an action to a project that exists.
pub(crate) fn act(
    state: &mut State,
    account: &Account,
    id: &str,
    action: &str,
    now: Timestamp,
) -> Result<(), Reply> {
    if !account.administrator {
        return Err(answer::forbidden());
    }
    let project = state.project(id).ok_or_else(unknown)?;
    let (from, system) = (project.state, project.system);
    let free = !is_taken(state, &project.name, id);
    let to = match (action, from) {
        ("suspend", ProjectState::Active) => ProjectState::Suspended,
        ("suspend", ProjectState::Suspended) if state.is_v015() => ProjectState::Suspended,
        ("unsuspend", ProjectState::Suspended) => ProjectState::Active,
        ("terminate", ProjectState::Active | ProjectState::Suspended) if !system => ProjectState::Terminated,
        ("reinstate", ProjectState::Terminated) if free => ProjectState::Active,
        _ => return Err(answer::conflict(&format!("Cannot {action} a project that is {}", from.name()))),
    };
    if let Some(project) = state.project_mut(id) {
        move_to(project, to, now);
    }
    Ok(())
}

fn move_to(project: &mut Project, to: ProjectState, now: Timestamp) {
    project.state = to;
    if to != ProjectState::Active {
        project.deactivated = Some(now);
    }
}

/// The answer for a project that there is not.
pub(crate) fn unknown() -> Reply {
    answer::not_found("There is no project with that id")
}
