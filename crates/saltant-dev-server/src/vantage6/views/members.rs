//! The organizations of a collaboration and of a study.

use super::fields;
use crate::vantage6::call::Call;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::Edit;
use crate::vantage6::show;
use crate::vantage6::store::Tables;
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
