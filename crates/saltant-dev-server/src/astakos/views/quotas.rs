//! Quotas as users and components read them.

use crate::astakos::answer;
use crate::astakos::call::Call;
use crate::astakos::projects::ProjectState;
use crate::astakos::quota::{Key, number};
use crate::astakos::state::State;
use crate::http::reply::Reply;
use crate::json::Json;

/// The quotas of a user in the projects that the user is in, suspended and terminated ones included.
pub(super) fn own(call: &Call<'_>) -> Result<Reply, Reply> {
    let user = call.user()?;
    let quotas = call.service.state.with(|state| {
        let mine = state.memberships.values().filter(|known| known.user == user.uuid && known.counts());
        let projects = mine.map(|membership| {
            let visible = state.resources.iter().filter(|resource| resource.visible);
            let resources = visible.filter_map(|resource| {
                let quota = of_user(state, &user.uuid, &membership.project, &resource.name)?;
                Some((resource.name.clone(), quota))
            });
            (membership.project.clone(), Json::Object(resources.collect()))
        });
        Json::Object(projects.collect())
    });
    Ok(answer::ok(&quotas))
}

/// The quotas of users for the resources of the component that asks, in projects that they left, too.
pub(super) fn of_users(call: &Call<'_>) -> Result<Reply, Reply> {
    let component = call.component()?;
    let (users, projects) = (call.list("user"), call.list("project"));
    let wanted =
        |names: &Option<Vec<&str>>, name: &str| names.as_ref().is_none_or(|names| names.contains(&name));
    let quotas = call.service.state.with(|state| {
        let resources = resources_of(state, component);
        let mut quotas = Vec::new();
        for account in state.accounts.iter().filter(|account| wanted(&users, &account.uuid)) {
            let mut sources = Vec::new();
            let all = state.memberships.values().filter(|known| known.user == account.uuid);
            for membership in all.filter(|known| wanted(&projects, &known.project)) {
                let held = resources.iter().filter_map(|resource| {
                    let quota = of_user(state, &account.uuid, &membership.project, resource)?;
                    Some((resource.clone(), quota))
                });
                let held: Vec<_> = held.collect();
                if !held.is_empty() {
                    sources.push((membership.project.clone(), Json::Object(held)));
                }
            }
            if !sources.is_empty() {
                quotas.push((account.uuid.clone(), Json::Object(sources)));
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

/// The six figures of a user's holding; `None` if there is no such holding.
fn of_user(state: &State, user: &str, project: &str, resource: &str) -> Option<Json> {
    let mut figures = figures(state, &Key::of_user(user, project, resource), "")?;
    figures.extend(of_project(state, project, resource)?);
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
