//! Applications: making them, and deciding on them.

use jiff::Timestamp;

use super::{
    Application, ApplicationState, Policy, Project, ProjectState, Spec, actions, next_id, open_holdings, spec,
};
use crate::astakos::answer;
use crate::astakos::input::Fields;
use crate::astakos::quota::{Provision, Terms};
use crate::astakos::resources::{PENDING_APPLICATIONS, UNLIMITED};
use crate::astakos::state::{Account, State};
use crate::http::reply::Reply;

/// The words of the actions.
pub(crate) const NAMES: [&str; 4] = ["approve", "deny", "cancel", "dismiss"];

/// Applies for a new project, which stays uninitialized until that is approved. Returns the application's id.
pub(crate) fn create(
    state: &mut State,
    account: &Account,
    fields: &Fields,
    id: &str,
    now: Timestamp,
) -> Result<u64, Reply> {
    let spec = spec::complete(fields, state, &account.uuid, now)?;
    take_place(state, account, now)?;
    state.projects.push(Project {
        id: id.to_owned(),
        state: ProjectState::Uninitialized,
        created: now,
        deactivated: None,
        name: spec.name.clone().unwrap_or_default(),
        owner: spec.owner.clone(),
        homepage: spec.homepage.clone().unwrap_or_default(),
        description: spec.description.clone().unwrap_or_default(),
        end_date: spec.end_date.unwrap_or(now),
        join_policy: spec.join_policy.unwrap_or(Policy::Moderated),
        leave_policy: spec.leave_policy.unwrap_or(Policy::Auto),
        max_members: spec.max_members.unwrap_or(UNLIMITED),
        private: spec.private.unwrap_or(false),
        system: false,
        resources: spec.resources.clone(),
        last_application: None,
    });
    Ok(submit(state, account, id, spec))
}

/// Applies for a change of a project. Returns the application's id.
pub(crate) fn modify(
    state: &mut State,
    account: &Account,
    fields: &Fields,
    id: &str,
    now: Timestamp,
) -> Result<u64, Reply> {
    let project = state.project(id).ok_or_else(actions::unknown)?;
    if !project.is_run_by(account) {
        return Err(answer::forbidden());
    }
    // Release 0.15 takes the whole specification, also of a project that waits for its first decision.
    let is_open = state.is_v015() && project.state == ProjectState::Uninitialized;
    if !project.is_alive() && project.state != ProjectState::Terminated && !is_open {
        return Err(answer::conflict("Project is not initialized"));
    }
    let fixed = ["owner", "name", "homepage", "description"];
    if project.system && fixed.iter().any(|name| fields.some(name).is_some()) {
        return Err(answer::conflict("This cannot be changed in a system project"));
    }
    let spec = if state.is_v015() {
        spec::complete(fields, state, &account.uuid, now)?
    } else {
        spec::partial(fields, state, now)?
    };
    // The earlier application gives its place back first, so the same applicant never needs two.
    let replaced = project.last_application.and_then(|last| state.applications.get(&last));
    let replaced = replaced.filter(|last| last.state == ApplicationState::Pending).map(|last| last.id);
    if let Some(last) = replaced {
        decide(state, last, ApplicationState::Replaced, now);
    }
    if let Err(refused) = take_place(state, account, now) {
        if let Some(last) = replaced {
            reopen(state, last, now);
        }
        return Err(refused);
    }
    Ok(submit(state, account, id, spec))
}

fn submit(state: &mut State, account: &Account, project: &str, spec: Spec) -> u64 {
    let id = next_id(state.applications.keys().copied().max());
    let (applicant, state_) = (account.uuid.clone(), ApplicationState::Pending);
    let application = Application { id, project: project.to_owned(), applicant, state: state_, spec };
    state.applications.insert(id, application);
    if let Some(project) = state.project_mut(project) {
        project.last_application = Some(id);
    }
    id
}

/// Counts one more pending application of a user. Administrators may have more than their limit.
fn take_place(state: &mut State, account: &Account, now: Timestamp) -> Result<(), Reply> {
    let counted = count(state, &account.uuid, 1, account.administrator, now);
    if counted { Ok(()) } else { Err(answer::conflict("Pending project applications limit reached")) }
}

/// Changes the number of a user's pending applications; false if that is above the limit.
fn count(state: &mut State, user: &str, quantity: i64, force: bool, now: Timestamp) -> bool {
    let key = state.holding_of(user, user, PENDING_APPLICATIONS);
    let terms = Terms { component: "astakos", name: "", force, auto_accept: true, now };
    let mut quotas = std::mem::take(&mut state.quotas);
    let issued = quotas.issue(&terms, vec![Provision { key, quantity }], |key| state.limit(key));
    state.quotas = quotas;
    issued.is_ok()
}

/// Ends an application's waiting, and gives its place back.
fn decide(state: &mut State, id: u64, to: ApplicationState, now: Timestamp) {
    let Some(application) = state.applications.get_mut(&id) else { return };
    let was_pending = application.state == ApplicationState::Pending;
    application.state = to;
    let applicant = application.applicant.clone();
    if was_pending {
        count(state, &applicant, -1, true, now);
    }
}

/// Undoes the replacement of an application.
fn reopen(state: &mut State, id: u64, now: Timestamp) {
    let Some(application) = state.applications.get_mut(&id) else { return };
    application.state = ApplicationState::Pending;
    let applicant = application.applicant.clone();
    count(state, &applicant, 1, true, now);
}

/// Decides on an application of a project that exists: approve, deny, cancel or dismiss.
pub(crate) fn act(
    state: &mut State,
    account: &Account,
    project: &str,
    application: u64,
    action: &str,
    now: Timestamp,
) -> Result<(), Reply> {
    let found = state.applications.get(&application).filter(|known| known.project == project);
    let found = found.ok_or_else(|| answer::not_found("There is no application with that id"))?.clone();
    let last = state.project(project).and_then(|project| project.last_application);
    if last != Some(application) {
        return Err(answer::conflict("It is not the last application of the project"));
    }
    let by_applicant = matches!(action, "cancel" | "dismiss") && found.applicant == account.uuid;
    if !account.administrator && !by_applicant {
        return Err(answer::forbidden());
    }
    let to = match (action, found.state) {
        ("approve", ApplicationState::Pending) => ApplicationState::Approved,
        ("deny", ApplicationState::Pending) => ApplicationState::Denied,
        ("cancel", ApplicationState::Pending) => ApplicationState::Cancelled,
        ("dismiss", ApplicationState::Denied) => ApplicationState::Dismissed,
        (_, from) => {
            return Err(answer::conflict(&format!("Cannot {action} an application that is {}", from.name())));
        }
    };
    match to {
        ApplicationState::Approved => approve(state, project, found.spec)?,
        ApplicationState::Cancelled | ApplicationState::Dismissed => {
            let project = state.project_mut(project);
            if let Some(project) = project.filter(|known| known.state == ProjectState::Uninitialized) {
                project.state = ProjectState::Deleted;
            }
        }
        _ => {}
    }
    decide(state, application, to, now);
    Ok(())
}

/// Gives a project what was applied for, and makes it active, also if it was suspended or terminated.
fn approve(state: &mut State, id: &str, spec: Spec) -> Result<(), Reply> {
    let project = state.project(id).ok_or_else(actions::unknown)?;
    if actions::is_taken(state, spec.name.as_ref().unwrap_or(&project.name), id) {
        return Err(answer::conflict("A project with that name exists"));
    }
    let project = state.project_mut(id).ok_or_else(actions::unknown)?;
    let Spec { name, owner, homepage, description, start_date: _, end_date, comments: _, .. } = spec;
    let Spec { join_policy, leave_policy, max_members, private, resources, .. } = spec;
    project.name = name.unwrap_or_else(|| project.name.clone());
    project.owner = owner.or_else(|| project.owner.clone());
    project.homepage = homepage.unwrap_or_else(|| project.homepage.clone());
    project.description = description.unwrap_or_else(|| project.description.clone());
    project.end_date = end_date.unwrap_or(project.end_date);
    project.join_policy = join_policy.unwrap_or(project.join_policy);
    project.leave_policy = leave_policy.unwrap_or(project.leave_policy);
    project.max_members = max_members.unwrap_or(project.max_members);
    project.private = private.unwrap_or(project.private);
    for (name, capacity) in resources {
        project.resources.retain(|(known, _)| *known != name);
        project.resources.push((name, capacity));
    }
    project.state = ProjectState::Active;
    open_holdings(state, id, None);
    Ok(())
}
