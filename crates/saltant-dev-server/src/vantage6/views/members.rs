//! The organizations and nodes of a collaboration, and the organizations of a study.

use super::fields;
use crate::http::reply::Reply;
use crate::vantage6::call::Call;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::Edit;
use crate::vantage6::show;
use crate::vantage6::store::{self, Tables};
use crate::vantage6::validation::schemas;

pub(crate) fn add(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    if tables.collaborations.get(id).is_none() {
        let text = format!("collaboration having collaboration_id={id} can not be found");
        return Err(reply::missing(text));
    }
    if !call.identity()?.can_in("collaboration", Edit, id) {
        return Err(reply::refused());
    }
    let data = call.valid(&schemas::ONLY_ID)?;
    let organization = fields::id(&data, "id").unwrap_or(0);
    if tables.organizations.get(organization).is_none() {
        // The real server names the collaboration here.
        return Err(reply::missing(format!("organization with id={id} is not found")));
    }
    let row = tables.collaborations.get_mut(id).ok_or_else(reply::crash)?;
    if !row.organizations.contains(&organization) {
        row.organizations.push(organization);
    }
    let members = row.organizations.clone();
    reply::ok(show::organizations(tables, &members))
}

pub(crate) fn remove(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    if tables.collaborations.get(id).is_none() {
        let text = format!("Collaboration with collaboration_id={id} can not be found");
        return Err(reply::missing(text));
    }
    let data = call.valid(&schemas::ONLY_ID)?;
    let organization = fields::id(&data, "id").unwrap_or(0);
    if tables.organizations.get(organization).is_none() {
        return Err(reply::missing(format!("Organization with id={organization} is not found")));
    }
    if !call.identity()?.can_in("collaboration", Edit, id) {
        return Err(reply::refused());
    }
    let row = tables.collaborations.get_mut(id).ok_or_else(reply::crash)?;
    // Removing one that is not a member makes the real server fail.
    let place = row.organizations.iter().position(|member| *member == organization);
    row.organizations.remove(place.ok_or_else(reply::crash)?);
    let members = row.organizations.clone();
    reply::ok(show::organizations(tables, &members))
}

/// Moves a node into a collaboration.
pub(crate) fn add_node(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    may_change_nodes(call, tables)?;
    let data = call.valid(&schemas::ONLY_ID)?;
    let node = fields::id(&data, "id").unwrap_or(0);
    let row = tables.nodes.get(node);
    let row = row.ok_or_else(|| reply::missing(format!("node id={node} not found")))?;
    if row.collaboration == id {
        return Err(reply::bad(format!("node id={node} is already in collaboration id={id}")));
    }
    if tables.collaborations.get(id).is_none_or(|members| !members.organizations.contains(&row.organization))
    {
        return Err(reply::bad(format!(
            "Node id={node} belongs to an organization that is not part of collaboration id={id}. Please add the \
             organization to the collaboration first"
        )));
    }
    if let Some(row) = tables.nodes.get_mut(node) {
        row.collaboration = id;
    }
    let all = tables.nodes.iter().filter(|row| row.collaboration == id);
    reply::created(all.map(|row| show::node(row, None)).collect())
}

/// Takes a node out of a collaboration. It is then in none.
pub(crate) fn remove_node(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    may_change_nodes(call, tables)?;
    // Without an id the real server fails.
    let node = fields::id(&call.json()?, "id").ok_or_else(reply::crash)?;
    let row = tables.nodes.get_mut(node);
    // The real server names the collaboration here.
    let row = row.ok_or_else(|| reply::missing(format!("node id={id} not found")))?;
    if row.collaboration != id {
        return Err(reply::bad(format!("node id={node} is not part of collaboration id={id}")));
    }
    row.collaboration = store::NOWHERE;
    reply::done(format!("node id={node} removed from collaboration id={id}"))
}

fn may_change_nodes(call: &Call<'_>, tables: &Tables) -> Result<(), Reply> {
    let id = call.id();
    if tables.collaborations.get(id).is_none() {
        let text = format!("collaboration having collaboration_id={id} can not be found");
        return Err(reply::missing(text));
    }
    if call.identity()?.can_in("collaboration", Edit, id) { Ok(()) } else { Err(reply::refused()) }
}

pub(crate) fn add_to_study(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let missing = || reply::missing(format!("Study with id={id} can not be found"));
    let collaboration = tables.studies.get(id).ok_or_else(missing)?.collaboration;
    if !call.identity()?.can_in("study", Edit, collaboration) {
        return Err(reply::refused());
    }
    let data = call.valid(&schemas::ONLY_ID)?;
    let organization = fields::id(&data, "id").unwrap_or(0);
    if tables.organizations.get(organization).is_none() {
        return Err(reply::missing(format!("organization with id={id} is not found")));
    }
    let among = tables.collaborations.get(collaboration);
    if among.is_none_or(|row| !row.organizations.contains(&organization)) {
        return Err(reply::bad("Organization is not a member of the collaboration!"));
    }
    let row = tables.studies.get_mut(id).ok_or_else(missing)?;
    if !row.organizations.contains(&organization) {
        row.organizations.push(organization);
    }
    let members = row.organizations.clone();
    reply::ok(show::organizations(tables, &members))
}

pub(crate) fn remove_from_study(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let missing = || reply::missing(format!("Study with id={id} can not be found"));
    let collaboration = tables.studies.get(id).ok_or_else(missing)?.collaboration;
    let data = call.valid(&schemas::ONLY_ID)?;
    let organization = fields::id(&data, "id").unwrap_or(0);
    if tables.organizations.get(organization).is_none() {
        return Err(reply::missing(format!("Organization with id={organization} is not found")));
    }
    if !call.identity()?.can_in("study", Edit, collaboration) {
        return Err(reply::refused());
    }
    let row = tables.studies.get_mut(id).ok_or_else(missing)?;
    let place = row.organizations.iter().position(|member| *member == organization);
    row.organizations.remove(place.ok_or_else(reply::crash)?);
    let members = row.organizations.clone();
    reply::ok(show::organizations(tables, &members))
}
