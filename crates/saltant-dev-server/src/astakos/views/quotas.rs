//! Quotas as users and components read them.

use crate::astakos::call::Call;
use crate::astakos::projects::{Membership, ProjectState};
use crate::astakos::quota::{Key, number};
use crate::astakos::state::State;
use crate::astakos::{answer, v015};
use crate::http::reply::Reply;
use crate::json::Json;

/// The quotas of a user in the projects that the user is in, suspended and terminated ones included.
pub(super) fn own(call: &Call<'_>) -> Result<Reply, Reply> {
    let user = call.user()?;
    let quotas = call.service.state.with(|state| {
        let projects = sources(state, &user.uuid, Membership::counts).into_iter().map(|(source, project)| {
            let visible = state.resources.iter().filter(|resource| resource.visible);
            let resources = visible.filter_map(|resource| {
                let quota = of_user(state, &user.uuid, project, &resource.name)?;
                Some((resource.name.clone(), quota))
            });
            (source.to_owned(), Json::Object(resources.collect()))
        });
        Json::Object(projects.collect())
    });
    Ok(answer::ok(&quotas))
}

/// The quotas of users for the resources of the component that asks, in projects that they left, too.
pub(super) fn of_users(call: &Call<'_>) -> Result<Reply, Reply> {
    let component = call.component()?;
    let (mut users, mut projects) = (call.list("user"), call.list("project"));
    if call.service.state.with(|state| state.is_v015()) {
        // It takes one user, so a list is an unknown name.
        (users, projects) = (call.parameter("user").map(|user| vec![user]), None);
    }
    let wanted =
        |names: &Option<Vec<&str>>, name: &str| names.as_ref().is_none_or(|names| names.contains(&name));
    let quotas = call.service.state.with(|state| {
        let resources = resources_of(state, component);
        let mut quotas = Vec::new();
        for account in state.accounts.iter().filter(|account| wanted(&users, &account.uuid)) {
            let mut held_from = Vec::new();
            let all = sources(state, &account.uuid, |_| true).into_iter();
            for (source, project) in all.filter(|(_, project)| wanted(&projects, project)) {
                let held = resources.iter().filter_map(|resource| {
                    let quota = of_user(state, &account.uuid, project, resource)?;
                    Some((resource.clone(), quota))
                });
                let held: Vec<_> = held.collect();
                if !held.is_empty() {
                    held_from.push((source.to_owned(), Json::Object(held)));
                }
            }
            if !held_from.is_empty() {
                quotas.push((account.uuid.clone(), Json::Object(held_from)));
            }
        }
        quotas
    });
    match users {
        Some(users) if quotas.is_empty() => {
            Err(answer::not_found(&format!("No user with UUID '{}'", users.join(","))))
        }
        _ => Ok(answer::ok(&Json::Object(quotas))),
    }
}

/// The quotas of projects for the resources of the component that asks.
pub(super) fn of_projects(call: &Call<'_>) -> Result<Reply, Reply> {
    let component = call.component()?;
    let wanted = call.list("project");
    let quotas: Vec<_> = call.service.state.with(|state| {
        let resources = resources_of(state, component);
        let shown = state.projects.iter().filter(|project| {
            let states = [ProjectState::Active, ProjectState::Suspended, ProjectState::Terminated];
            let named = wanted.as_ref().is_none_or(|wanted| wanted.contains(&project.id.as_str()));
            named && states.contains(&project.state)
        });
        let quotas = shown.map(|project| {
            let held = resources.iter().filter_map(|resource| {
                Some((resource.clone(), Json::Object(of_project(state, &project.id, resource)?)))
            });
            (project.id.clone(), Json::Object(held.collect()))
        });
        quotas.collect()
    });
    match wanted {
        Some(wanted) if quotas.is_empty() => {
            Err(answer::not_found(&format!("No project with UUID '{}'", wanted.join(","))))
        }
        _ => Ok(answer::ok(&Json::Object(quotas))),
    }
}

/// Where a user's quotas come from, with the project: the projects that the user is in or was in. In release 0.15
/// the system is the only source.
fn sources<'s>(
    state: &'s State,
    user: &'s str,
    counts: impl Fn(&Membership) -> bool,
) -> Vec<(&'s str, &'s str)> {
    if state.is_v015() {
        return vec![(v015::SYSTEM, user)];
    }
    let mine = state.memberships.values().filter(|known| known.user == user && counts(known));
    mine.map(|known| (known.project.as_str(), known.project.as_str())).collect()
}

/// The names of the resources of a component's services.
fn resources_of(state: &State, component: &str) -> Vec<String> {
    let component = state.components.iter().find(|known| known.name == component);
    let services = component.map_or(&[][..], |component| &component.services);
    let owned = state
        .resources
        .iter()
        .filter(|resource| services.iter().any(|service| service.name == resource.service));
    owned.map(|resource| resource.name.clone()).collect()
}

/// The six figures of a user's holding, three in release 0.15; `None` if there is no such holding.
fn of_user(state: &State, user: &str, project: &str, resource: &str) -> Option<Json> {
    let mut figures = figures(state, &state.holding_of(user, project, resource), "")?;
    if !state.is_v015() {
        figures.extend(of_project(state, project, resource)?);
    }
    Some(Json::Object(figures))
}

/// The three figures of a project's own holding.
fn of_project(state: &State, project: &str, resource: &str) -> Option<Vec<(String, Json)>> {
    figures(state, &Key::of_project(project, resource), "project_")
}

fn figures(state: &State, key: &Key, prefix: &str) -> Option<Vec<(String, Json)>> {
    let holding = state.quotas.holding(key)?;
    let named = |name: &str, value: i128| (format!("{prefix}{name}"), number(value));
    Some(vec![
        named("usage", holding.max),
        named("limit", state.limit(key).into()),
        named("pending", holding.max - holding.min),
    ])
}
