use super::fields;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::paging::Listing;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::{Create, Delete, Edit, View};
use crate::vantage6::rules::Scope;
use crate::vantage6::store::{Node, Tables, like};
use crate::vantage6::validation::schemas;
use crate::vantage6::{show, times};

const NAME: &str = "node";

pub(crate) fn list(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (identity, query) = (call.identity()?, &call.query);
    if let Some(id) = query.number("organization_id")?
        && !identity.can_for(NAME, View, id)
    {
        let text = format!("You lack the permission view nodes from the organization with id {id}!");
        return Err(reply::unauthorized(text));
    }
    if let Some(id) = query.number("collaboration_id")?
        && !identity.can_in(NAME, View, id)
    {
        let text = format!("You lack the permission view nodes from the collaboration with id {id}!");
        return Err(reply::unauthorized(text));
    }
    let mut study = None;
    if let Some(id) = query.number("study_id")? {
        let row = tables.studies.get(id).ok_or_else(reply::crash)?;
        if !identity.can_in(NAME, View, row.collaboration) {
            return Err(reply::unauthorized(format!(
                "You lack the permission view nodes from collaboration {} contains the study with id {id}!",
                row.collaboration
            )));
        }
        study = Some(row);
    }
    let scope = identity.widest(NAME, View).filter(|scope| *scope > Scope::Own);
    let scope = scope.ok_or_else(reply::refused)?;
    let rows = tables.nodes.iter().filter(|row| {
        let seen = row.last_seen.map(times::column);
        query.key("organization_id").is_none_or(|id| row.organization == id)
            && query.key("collaboration_id").is_none_or(|id| row.collaboration == id)
            && study.is_none_or(|study| {
                row.collaboration == study.collaboration && study.organizations.contains(&row.organization)
            })
            && query.get("status").is_none_or(|status| row.status() == status)
            && query.get("ip").is_none_or(|ip| row.ip.as_deref() == Some(ip))
            && query.get("name").is_none_or(|pattern| like(&row.name, pattern))
            && query.get("last_seen_till").is_none_or(|till| seen.as_deref().is_some_and(|seen| seen <= till))
            && query.get("last_seen_from").is_none_or(|from| seen.as_deref().is_some_and(|seen| seen >= from))
            && match scope {
                Scope::Global => true,
                Scope::Collaboration => identity.collaborations.contains(&row.collaboration),
                _ => row.organization == identity.organization,
            }
    });
    Listing::new(rows).answer(call, |row| show::node(row, None))
}

pub(crate) fn create(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let identity = call.identity()?;
    let data = call.valid(&schemas::NODE)?;
    let collaboration_id = fields::id(&data, "collaboration_id").unwrap_or(0);
    let Some(collaboration) = tables.collaborations.get(collaboration_id) else {
        return Err(reply::missing(format!("collaboration id={collaboration_id} does not exist")));
    };
    let organization_id = fields::id(&data, "organization_id").unwrap_or(identity.organization);
    let Some(organization) = tables.organizations.get(organization_id) else {
        return Err(reply::missing(format!("organization id={organization_id} does not exist")));
    };
    if !identity.can_for(NAME, Create, organization_id) {
        return Err(reply::refused());
    }
    if !collaboration.organizations.contains(&organization_id) {
        return Err(reply::bad(format!(
            "The organization id={organization_id} is not part of collabotation id={collaboration_id}. Add it first!"
        )));
    }
    if tables.node_of(organization_id, collaboration_id).is_some() {
        return Err(reply::bad(format!(
            "Organization id={organization_id} already has a node for collaboration id={collaboration_id}"
        )));
    }
    let name = fields::text(&data, "name")
        .map_or_else(|| format!("{} - {} Node", organization.name, collaboration.name), str::to_owned);
    if tables.nodes.iter().any(|row| row.name == name) {
        return Err(reply::bad(format!("Node with name '{name}' already exists!")));
    }
    let row = Node {
        id: tables.next_account(),
        name,
        api_key: call.app.random.uuid().to_string(),
        organization: organization_id,
        collaboration: collaboration_id,
        online: false,
        ip: None,
        last_seen: None,
        config: Vec::new(),
    };
    let shown = show::node(&row, Some(&row.api_key));
    tables.nodes.put(row);
    reply::created(shown)
}

pub(crate) fn get(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let row = tables.nodes.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("Node id={id} is not found!")))?;
    if !call.identity()?.can_for(NAME, View, row.organization) {
        return Err(reply::refused());
    }
    reply::ok(show::node(row, None))
}

pub(crate) fn update(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let data = call.partial(&schemas::NODE)?;
    if data.get("organization_id").is_some() {
        return Err(reply::bad("Organization id cannot be updated!"));
    }
    if data.get("collaboration_id").is_some() {
        return Err(reply::bad("Collaboration id cannot be updated!"));
    }
    let row = tables.nodes.get(id).cloned();
    let mut row = row.ok_or_else(|| reply::missing(format!("Node id={id} not found!")))?;
    if !call.identity()?.can_for(NAME, Edit, row.organization) {
        return Err(reply::refused());
    }
    if let Some(name) = fields::text(&data, "name") {
        if row.name != name && tables.nodes.iter().any(|other| other.name == name) {
            return Err(reply::bad(format!("Node name '{name}' already exists!")));
        }
        name.clone_into(&mut row.name);
    }
    if let Some(ip) = fields::text(&data, "ip") {
        row.ip = Some(ip.to_owned());
    } else if fields::is_true(&data, "clear_ip") {
        row.ip = None;
    }
    let shown = show::node(&row, None);
    tables.nodes.put(row);
    reply::ok(shown)
}

pub(crate) fn delete(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let row = tables.nodes.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("Node id={id} not found")))?;
    if !call.identity()?.can_for(NAME, Delete, row.organization) {
        return Err(reply::refused());
    }
    tables.nodes.remove(id);
    reply::done(format!("Successfully deleted node id={id}"))
}

/// Gives a node a new key.
pub(crate) fn reset_key(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::ONLY_ID)?;
    let id = fields::id(&data, "id").unwrap_or(0);
    let row = tables.nodes.get_mut(id);
    let row = row.ok_or_else(|| reply::missing(format!("Node id={id} is not found!")))?;
    if !call.identity()?.can_for(NAME, Edit, row.organization) {
        return Err(reply::refused());
    }
    row.api_key = call.app.random.uuid().to_string();
    reply::ok(Json::object([("api_key", row.api_key.as_str().into())]))
}
