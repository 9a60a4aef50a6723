//! Memberships.

use crate::astakos::call::Call;
use crate::astakos::input::Fields;
use crate::astakos::projects::Membership;
use crate::astakos::projects::memberships::{self, Action};
use crate::astakos::resources::listed;
use crate::astakos::state::State;
use crate::astakos::{answer, v015};
use crate::http::reply::Reply;
use crate::json::Json;

/// The user's own memberships and those of the projects that the user owns; all of them for an administrator.
pub(super) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    let user = call.user()?;
    let is_v015 = call.service.state.with(|state| state.is_v015());
    let wanted = if is_v015 {
        v015::filtered_project(&v015::filter(call)?)?
    } else {
        call.parameter("project").map(str::to_owned)
    };
    let rows: Vec<Json> = call.service.state.with(|state| {
        let seen = state.memberships.values().filter(|known| is_shown(known, state)).filter(|known| {
            let run = state.project(&known.project).is_some_and(|project| project.is_run_by(user));
            (run || known.user == user.uuid)
                && wanted.as_ref().is_none_or(|project| *project == known.project)
        });
        seen.map(|membership| membership.shown(user, state)).collect()
    });
    Ok(listed(rows))
}

/// Release 0.15 has no projects of the system.
fn is_shown(membership: &Membership, state: &State) -> bool {
    !state.is_v015() || state.project(&membership.project).is_some_and(|project| !project.system)
}

pub(super) fn get(call: &Call<'_>, id: u64) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.service.state.with(|state| {
        let membership = state.memberships.get(&id).filter(|known| is_shown(known, state));
        let membership = membership.ok_or_else(memberships::unknown)?;
        let run = state.project(&membership.project).is_some_and(|project| project.is_run_by(user));
        if run || membership.user == user.uuid {
            Ok(answer::ok(&membership.shown(user, state)))
        } else {
            Err(answer::forbidden())
        }
    })
}

/// Joins a project, or enrolls somebody. The content type of this body does not matter.
pub(super) fn create(call: &Call<'_>) -> Result<Reply, Reply> {
    let user = call.user()?;
    let fields = call.fields_of_any_type()?;
    let (action, details) = fields.one_of(&["join", "enroll"])?;
    let details = match details {
        Json::Object(_) => Fields::new(details.clone()),
        _ => return Err(answer::bad_request("Malformed action")),
    };
    let project = if call.service.state.with(|state| state.is_v015()) {
        v015::project_id(details.get("project"))
    } else {
        details.text("project")?.map(str::to_owned)
    };
    let project = &project.ok_or_else(|| answer::bad_request("Project missing"))?;
    let id = if action == "join" {
        call.service.state.with(|state| memberships::join(state, user, project, call.now))?
    } else {
        let email = details.text("user")?.ok_or_else(|| answer::bad_request("User missing"))?;
        call.service.state.with(|state| memberships::enroll(state, user, project, email, call.now))?
    };
    Ok(answer::ok(&Json::object([("id", id.into())])))
}

/// Does something to a membership. The value of the action is a reason, which nobody is told.
pub(super) fn act(call: &Call<'_>, id: u64) -> Result<Reply, Reply> {
    let (user, fields) = (call.user()?, call.fields()?);
    let (name, _) = fields.one_of(&Action::NAMES)?;
    let action = Action::read(name).ok_or_else(answer::crash)?;
    call.service.state.with(|state| memberships::act(state, user, id, action, call.now))?;
    Ok(answer::done())
}
