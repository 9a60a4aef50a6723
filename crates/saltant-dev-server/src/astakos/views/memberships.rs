//! Memberships.

use crate::astakos::answer;
use crate::astakos::call::Call;
use crate::astakos::input::Fields;
use crate::astakos::projects::memberships::{self, Action};
use crate::astakos::resources::listed;
use crate::http::reply::Reply;
use crate::json::Json;

/// The user's own memberships and those of the projects that the user owns; all of them for an administrator.
pub(super) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    let user = call.user()?;
    let wanted = call.parameter("project");
    let rows: Vec<Json> = call.service.state.with(|state| {
        let seen = state.memberships.values().filter(|known| {
            let run = state.project(&known.project).is_some_and(|project| project.is_run_by(user));
            (run || known.user == user.uuid) && wanted.is_none_or(|project| project == known.project)
        });
        seen.map(|membership| membership.shown(user, state)).collect()
    });
    Ok(listed(rows))
}

pub(super) fn get(call: &Call<'_>, id: u64) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.service.state.with(|state| {
        let membership = state.memberships.get(&id).ok_or_else(memberships::unknown)?;
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
    let project = details.text("project")?.ok_or_else(|| answer::bad_request("Project missing"))?;
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
