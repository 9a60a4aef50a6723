//! Projects and the applications for them.

use axum::http::StatusCode;

use crate::astakos::call::Call;
use crate::astakos::input;
use crate::astakos::projects::{Membership, Project, ProjectState, actions, applications};
use crate::astakos::resources::listed;
use crate::astakos::state::{Account, State};
use crate::astakos::{answer, v015};
use crate::http::reply::Reply;
use crate::json::Json;

/// The projects of a mode, with filters that must match exactly. Unknown parameters are ignored.
pub(super) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    let user = call.user()?;
    if call.service.state.with(|state| state.is_v015()) {
        return list_v015(call, user);
    }
    let mode = call.parameter("mode").unwrap_or("default");
    if !["default", "related", "active", "member"].contains(&mode) {
        return Err(answer::bad_request("Unrecognized mode"));
    }
    let state_filter = match call.parameter("state") {
        None => None,
        Some(text) => {
            let state = ProjectState::read(text);
            Some(state.ok_or_else(|| answer::bad_request("Unrecognized state"))?)
        }
    };
    let matches = |project: &Project| {
        let name = call.parameter("name").is_none_or(|name| name == project.name);
        let owner = call.parameter("owner").is_none_or(|owner| project.owner.as_deref() == Some(owner));
        name && owner && state_filter.is_none_or(|state| state == project.state)
    };
    let rows: Vec<Json> = call.service.state.with(|state| {
        let of_mode = state.projects.iter().filter(|project| is_of(mode, project, user, state));
        of_mode.filter(|project| matches(project)).map(|project| project.shown(user, state)).collect()
    });
    Ok(listed(rows))
}

/// The same in release 0.15, where the filter is an object and there are no modes.
fn list_v015(call: &Call<'_>, user: &Account) -> Result<Reply, Reply> {
    let filter = v015::filter(call)?.object("filter")?;
    let wanted = |name: &str| match &filter {
        None => Ok(None),
        Some(filter) => filter.text(name).map(|text| text.map(str::to_owned)),
    };
    let (name, owner, word) = (wanted("name")?, wanted("owner")?, wanted("state")?);
    let is = |wanted: &Option<String>, found: Option<&str>| {
        wanted.as_deref().is_none_or(|wanted| found == Some(wanted))
    };
    let rows: Vec<Json> = call.service.state.with(|state| {
        let listed = state.projects.iter().filter(|project| v015::is_listed(project, user, state));
        let wanted = listed.filter(|project| {
            let named = is(&name, Some(&project.name)) && is(&owner, project.owner.as_deref());
            named && is(&word, Some(project.state_word(state)))
        });
        wanted.map(|project| project.shown(user, state)).collect()
    });
    Ok(listed(rows))
}

fn is_of(mode: &str, project: &Project, user: &Account, state: &State) -> bool {
    let membership = state.membership_of(&user.uuid, &project.id);
    match mode {
        "active" => project.is_active() && !project.private,
        "member" => project.is_active() && membership.is_some_and(Membership::counts),
        _ => project.is_run_by(user) || membership.is_some_and(Membership::is_in),
    }
}

pub(super) fn get(call: &Call<'_>, id: &str) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.service.state.with(|state| {
        let project = state.project(id).ok_or_else(actions::unknown)?;
        if project.is_seen_by(user, state) {
            Ok(answer::ok(&project.shown(user, state)))
        } else {
            Err(answer::forbidden())
        }
    })
}

fn submitted(call: &Call<'_>, id: &str, application: u64) -> Reply {
    let id = call.service.state.with(|state| state.shown_id(id));
    let data = Json::object([("id", id), ("application", application.into())]);
    answer::json(StatusCode::CREATED, &data)
}

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Reply> {
    let (user, fields) = (call.user()?, call.fields()?);
    let mut id = call.service.random.uuid().to_string();
    let application = call.service.state.with(|state| {
        if state.is_v015() {
            id = (state.projects.iter().filter(|project| !project.system).count() + 1).to_string();
        }
        applications::create(state, user, &fields, &id, call.now)
    })?;
    Ok(submitted(call, &id, application))
}

pub(super) fn modify(call: &Call<'_>, id: &str) -> Result<Reply, Reply> {
    let (user, fields) = (call.user()?, call.fields()?);
    let application =
        call.service.state.with(|state| applications::modify(state, user, &fields, id, call.now))?;
    Ok(submitted(call, id, application))
}

/// Does an action to a project, or to an application for it, which the body then names.
pub(super) fn act(call: &Call<'_>, id: &str) -> Result<Reply, Reply> {
    let (user, fields) = (call.user()?, call.fields()?);
    if call.service.state.with(|state| state.is_v015()) {
        // The value is a reason, which nobody is told.
        let (action, _) = fields.one_of(&actions::NAMES)?;
        call.service.state.with(|state| actions::act(state, user, id, action, call.now))?;
        return Ok(answer::done());
    }
    let names: Vec<&'static str> = actions::NAMES.into_iter().chain(applications::NAMES).collect();
    let (action, details) = fields.one_of(&names)?;
    if !matches!(details, Json::Object(_)) {
        return Err(answer::bad_request("Malformed action"));
    }
    let application = details.get("app_id").and_then(input::integer);
    call.service.state.with(|state| {
        state.project(id).ok_or_else(actions::unknown)?;
        if actions::NAMES.contains(&action) {
            return actions::act(state, user, id, action, call.now);
        }
        let application = application.ok_or_else(|| answer::bad_request("Application id missing"))?;
        let application = u64::try_from(application).unwrap_or(0);
        applications::act(state, user, id, application, action, call.now)
    })?;
    Ok(answer::done())
}
