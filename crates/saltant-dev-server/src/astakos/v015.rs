//! What release 0.15 does in another way: numbers of projects, applications with calls of their own, and one holding
//! of a user for each resource.

use crate::astakos::call::Call;
use crate::astakos::input::{self, Fields};
use crate::astakos::projects::{
    Application, ApplicationState, Membership, Project, ProjectState, applications,
};
use crate::astakos::quota::Key;
use crate::astakos::resources::listed;
use crate::astakos::routes::View;
use crate::astakos::state::{Account, State};
use crate::astakos::{answer, routes, times};
use crate::http::reply::Reply;
use crate::json::{Constants, Json, parse};

/// The source of all quotas.
pub(crate) const SYSTEM: &str = "system";

/// The view of a path below the account service.
pub(crate) fn route(segments: &[&str]) -> Option<View> {
    let number = |text: &str| routes::digits(text).map(|number| number.to_string());
    match segments {
        ["service_project_quotas"] => None,
        ["projects", "apps"] => Some(View::Applications),
        ["projects", "apps", id] => routes::digits(id).map(View::Application),
        ["projects", "apps", id, "action"] => routes::digits(id).map(View::ApplicationAction),
        ["projects", "memberships", ..] => routes::account(segments),
        ["projects", id] => number(id).map(View::Project),
        ["projects", id, "action"] => number(id).map(View::ProjectAction),
        _ => routes::account(segments),
    }
}

/// What a user may have in use: the base quota, and the shares of all active projects that the user is in.
pub(crate) fn limit(state: &State, key: &Key) -> i64 {
    let base = state.resource(&key.resource).map_or(0, |resource| resource.base);
    let mine = state.memberships.values().filter(|known| known.user == key.holder && known.counts());
    let projects = mine.filter_map(|known| state.project(&known.project));
    let shares = projects.filter(|project| !project.system && project.is_active()).filter_map(|project| {
        project.resources.iter().find(|(name, _)| *name == key.resource).map(|(_, capacity)| capacity.member)
    });
    shares.fold(base, i64::saturating_add)
}

/// A project's id in a body: a whole number.
pub(crate) fn project_id(value: Option<&Json>) -> Option<String> {
    value.filter(|value| matches!(value, Json::Number(_))).and_then(Json::as_i64).map(|id| id.to_string())
}

/// The filter of a GET, which is in its body or in the parameter `body`.
pub(crate) fn filter(call: &Call<'_>) -> Result<Fields, Reply> {
    let wrong = |_| answer::bad_request("Could not decode request");
    let text = match (call.body.is_empty(), call.parameter("body")) {
        (false, _) => {
            std::str::from_utf8(call.body).map_err(|_| answer::bad_request("Could not decode request"))?
        }
        (true, given) => given.unwrap_or("{}"),
    };
    match parse(text, Constants::Refused).map_err(wrong)? {
        object @ Json::Object(_) => Ok(Fields::new(object)),
        _ => Err(answer::bad_request("Request should be a JSON dict")),
    }
}

/// The project that a filter names.
pub(crate) fn filtered_project(filter: &Fields) -> Result<Option<String>, Reply> {
    let Some(given) = filter.some("project") else { return Ok(None) };
    project_id(Some(given)).map(Some).ok_or_else(|| answer::bad_request("Malformed project"))
}

/// The application that made the project what it is, or would make it.
fn current<'s>(project: &Project, state: &'s State) -> Option<&'s Application> {
    let approved = state.applications.values().rfind(|application| {
        application.project == project.id && application.state == ApplicationState::Approved
    });
    approved.or_else(|| last(project, state))
}

fn last<'s>(project: &Project, state: &'s State) -> Option<&'s Application> {
    project.last_application.and_then(|id| state.applications.get(&id))
}

/// The word for the state of a project, which tells the fate of its application, too.
pub(crate) fn project_state(project: &Project, state: &State) -> &'static str {
    let last = last(project, state).map(|application| application.state);
    match (project.state, last) {
        (ProjectState::Uninitialized, Some(ApplicationState::Denied)) => "denied",
        (ProjectState::Uninitialized, _) => "pending",
        (ProjectState::Deleted, Some(ApplicationState::Dismissed)) => "dismissed",
        (ProjectState::Deleted, _) => "cancelled",
        (other, _) => other.name(),
    }
}

/// The entries of a project that later releases do not have. Whoever runs it sees more.
pub(crate) fn entries(project: &Project, account: &Account, state: &State) -> Vec<(&'static str, Json)> {
    let Some(application) = current(project, state) else { return Vec::new() };
    let start = application.spec.start_date.map_or(Json::Null, times::written);
    let mut entries = vec![
        ("application", application.id.into()),
        ("applicant", application.applicant.as_str().into()),
        ("start_date", start),
    ];
    if project.is_run_by(account) {
        let waits = |known: &&Application| known.state == ApplicationState::Pending;
        let pending = last(project, state).filter(waits).map(|known| known.id);
        entries.push(("comments", application.spec.comments.as_deref().into()));
        entries.push(("pending_application", pending.into()));
    }
    entries
}

/// Whether a list of projects has this one: those that the user has to do with, and all active ones.
pub(crate) fn is_listed(project: &Project, user: &Account, state: &State) -> bool {
    let member = state.membership_of(&user.uuid, &project.id).is_some_and(Membership::is_in);
    !project.system && (project.is_run_by(user) || member || project.is_active())
}

fn is_seen(application: &Application, user: &Account, state: &State) -> bool {
    let runs = state.project(&application.project).is_some_and(|project| project.is_run_by(user));
    runs || application.applicant == user.uuid
}

/// The applications of the user and for the user's projects.
pub(crate) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    let (user, wanted) = (call.user()?, filtered_project(&filter(call)?)?);
    let rows: Vec<Json> = call.service.state.with(|state| {
        let seen = state.applications.values().filter(|application| is_seen(application, user, state));
        let wanted = seen.filter(|known| wanted.as_ref().is_none_or(|project| *project == known.project));
        wanted.map(Application::shown).collect()
    });
    Ok(listed(rows))
}

fn unknown() -> Reply {
    answer::not_found("There is no application with that id")
}

pub(crate) fn get(call: &Call<'_>, id: u64) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.service.state.with(|state| {
        let application = state.applications.get(&id).ok_or_else(unknown)?;
        if is_seen(application, user, state) {
            Ok(answer::ok(&application.shown()))
        } else {
            Err(answer::forbidden())
        }
    })
}

/// Decides on an application. The value of the action is a reason, which nobody is told.
pub(crate) fn act(call: &Call<'_>, id: u64) -> Result<Reply, Reply> {
    let (user, fields) = (call.user()?, call.fields()?);
    let (action, _) = fields.one_of(&applications::NAMES)?;
    call.service.state.with(|state| {
        let project = state.applications.get(&id).ok_or_else(unknown)?.project.clone();
        applications::act(state, user, &project, id, action, call.now)
    })?;
    Ok(answer::done())
}

/// The most members of a project: a whole number, which is required.
pub(crate) fn max_members(fields: &Fields) -> Result<Option<i64>, Reply> {
    let number = fields.some("max_members").and_then(input::integer).filter(|number| *number >= 0);
    number.map(Some).ok_or_else(|| answer::bad_request("Invalid max_members"))
}
