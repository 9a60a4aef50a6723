use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::fields;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::paging::Listing;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::{Create, Delete, Edit, View};
use crate::vantage6::rules::Scope;
use crate::vantage6::show;
use crate::vantage6::store::{Organization, Tables, like};
use crate::vantage6::validation::schemas;

const NAME: &str = "organization";

pub(crate) fn list(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (identity, query) = (call.identity()?, &call.query);
    let mut members: Vec<&[u64]> = Vec::new();
    if let Some(id) = query.number("collaboration_id")? {
        if !identity.can_in(NAME, View, id) {
            let text = "You lack the permission to get all organizations in your collaboration!";
            return Err(reply::unauthorized(text));
        }
        members.push(tables.collaborations.get(id).map_or(&[], |row| &row.organizations));
    }
    if let Some(id) = query.key("study_id") {
        let study = tables.studies.get(id).ok_or_else(reply::crash)?;
        if !identity.can_in(NAME, View, study.collaboration) {
            let text = "You lack the permission to get all organizations in a study!";
            return Err(reply::unauthorized(text));
        }
        members.push(&study.organizations);
    }
    let ids: Vec<u64> = query.all("ids").filter_map(|id| id.trim().parse().ok()).collect();
    let limited = query.get("ids").is_some();
    let scope = identity.widest(NAME, View).filter(|scope| *scope > Scope::Own);
    let scope = scope.ok_or_else(reply::refused)?;
    let rows = tables.organizations.iter().filter(|row| {
        query.get("name").is_none_or(|pattern| like(&row.name, pattern))
            && query.get("country").is_none_or(|country| row.country.as_deref() == Some(country))
            && members.iter().all(|members| members.contains(&row.id))
            && (!limited || ids.contains(&row.id))
            && match scope {
                Scope::Global => true,
                Scope::Collaboration => {
                    row.id == identity.organization || identity.partners.contains(&row.id)
                }
                _ => row.id == identity.organization,
            }
    });
    Listing::new(rows).answer(call, show::organization)
}

pub(crate) fn create(call: &Call<'_>, tables: &mut Tables) -> Answer {
    if !call.identity()?.can(NAME, Create, Scope::Global) {
        return Err(reply::unauthorized("You lack the permissions to do that!"));
    }
    let data = call.valid(&schemas::ORGANIZATION)?;
    let name = fields::text(&data, "name").unwrap_or("");
    free_name(tables, name)?;
    let text = |field| fields::text(&data, field).map(str::to_owned);
    let or_empty = |field| Some(text(field).unwrap_or_default());
    let row = Organization {
        id: tables.organizations.next_id(),
        name: name.to_owned(),
        domain: or_empty("domain"),
        address1: or_empty("address1"),
        address2: text("address2"),
        zipcode: or_empty("zipcode"),
        country: or_empty("country"),
        public_key: public_key(&data)?.unwrap_or_default(),
    };
    let shown = show::organization(&row);
    tables.organizations.put(row);
    reply::created(shown)
}

fn free_name(tables: &Tables, name: &str) -> Result<(), Reply> {
    if tables.organizations.iter().any(|row| row.name == name) {
        return Err(reply::bad(format!("Organization with name '{name}' already exists!")));
    }
    Ok(())
}

/// The key in a body. What is not base64 makes the real server fail.
fn public_key(data: &Json) -> Result<Option<Vec<u8>>, Reply> {
    let Some(text) = fields::text(data, "public_key") else { return Ok(None) };
    STANDARD.decode(text).map(Some).map_err(|_| reply::crash())
}

pub(crate) fn get(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let row = tables.organizations.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("Organization id={id} not found!")))?;
    if !call.identity()?.can_for(NAME, View, id) {
        return Err(reply::unauthorized("You do not have permission to do that!"));
    }
    reply::ok(show::organization(row))
}

pub(crate) fn update(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (id, identity) = (call.id(), call.identity()?);
    let data = call.partial(&schemas::ORGANIZATION)?;
    let row = tables.organizations.get(id);
    let mut row =
        row.cloned().ok_or_else(|| reply::missing(format!("Organization with id={id} not found")))?;
    if !identity.can_for(NAME, Edit, id) {
        return Err(reply::refused());
    }
    if let Some(name) = fields::text(&data, "name") {
        if row.name != name {
            free_name(tables, name)?;
        }
        name.clone_into(&mut row.name);
    }
    let columns = [
        ("address1", &mut row.address1),
        ("address2", &mut row.address2),
        ("zipcode", &mut row.zipcode),
        ("country", &mut row.country),
        ("domain", &mut row.domain),
    ];
    for (field, column) in columns {
        if let Some(text) = fields::text(&data, field) {
            *column = Some(text.to_owned());
        }
    }
    if let Some(key) = public_key(&data)? {
        if identity.organization != id {
            let text = "Only members of an organization can update its public key!";
            return Err(reply::unauthorized(text));
        }
        row.public_key = key;
    }
    let shown = show::organization(&row);
    tables.organizations.put(row);
    reply::ok(shown)
}

pub(crate) fn delete(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (id, identity) = (call.id(), call.identity()?);
    if !identity.can(NAME, Delete, Scope::Global) {
        return Err(reply::refused());
    }
    if tables.organizations.get(id).is_none() {
        return Err(reply::missing(format!("Organization with id={id} not found")));
    }
    if identity.organization == id {
        return Err(reply::bad("You cannot delete your own organization!"));
    }
    let runs = tables.runs.ids(|row| row.organization == id).len();
    let tasks = tables.tasks.ids(|row| row.init_org == id).len();
    let nodes = tables.nodes.ids(|row| row.organization == id).len();
    let users = tables.users.ids(|row| row.organization == id).len();
    let roles = tables.roles.ids(|row| row.organization == Some(id)).len();
    if runs + tasks + nodes + users + roles > 0 && !call.query.is_set("delete_dependents") {
        return Err(reply::bad(format!(
            "Organization has dependents: {runs} runs, {tasks} tasks, {nodes} nodes, {users} users, and {roles} \
             roles. Please specify 'delete_dependents=true' to delete them."
        )));
    }
    tables.delete_organization(id);
    reply::done(format!("Organization id={id} was removed from the database"))
}
