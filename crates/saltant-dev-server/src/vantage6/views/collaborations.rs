use super::fields;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::paging::Listing;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::{Create, Delete, Edit, View};
use crate::vantage6::rules::Scope;
use crate::vantage6::show;
use crate::vantage6::store::{Collaboration, Tables, like};
use crate::vantage6::validation::schemas;

const NAME: &str = "collaboration";

pub(crate) fn list(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (identity, query) = (call.identity()?, &call.query);
    let all = identity.can(NAME, View, Scope::Global);
    let member = query.key("organization_id").filter(|_| all);
    if let Some(id) = query.get("organization_id")
        && !all
        && id != identity.organization.to_string()
    {
        let text = "You lack the permission to request collaborations for this organization!";
        return Err(reply::unauthorized(text));
    }
    let mut of_store = None;
    if let (Some(text), Some(id)) = (query.get("algorithm_store_id"), query.key("algorithm_store_id")) {
        let store = tables.stores.get(id);
        let store =
            store.ok_or_else(|| reply::missing(format!("Algorithm store with id={text} not found")))?;
        of_store = store.collaboration;
    }
    if !all && !identity.can(NAME, View, Scope::Organization) {
        return Err(reply::refused());
    }
    // The database has 0 and 1, and a text matches neither.
    let encrypted = query.get("encrypted").map(|text| match text.trim() {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    });
    let rows = tables.collaborations.iter().filter(|row| {
        query.get("name").is_none_or(|pattern| like(&row.name, pattern))
            && encrypted.is_none_or(|wanted| wanted == Some(row.encrypted))
            && member.is_none_or(|member| row.organizations.contains(&member))
            && of_store.is_none_or(|id| row.id == id)
            && (all || row.organizations.contains(&identity.organization))
    });
    let whole = query.includes("organizations");
    Listing::new(rows).answer(call, |row| show::collaboration(tables, row, whole))
}

pub(crate) fn create(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::COLLABORATION)?;
    let name = fields::text(&data, "name").unwrap_or("");
    free_name(tables, name)?;
    if !call.identity()?.can(NAME, Create, Scope::Global) {
        return Err(reply::refused());
    }
    let row = Collaboration {
        id: tables.collaborations.next_id(),
        name: name.to_owned(),
        encrypted: is_flag_set(&data),
        organizations: known(tables, fields::ids(&data, "organization_ids").unwrap_or_default()),
    };
    let shown = show::collaboration(tables, &row, false);
    tables.collaborations.put(row);
    // Unlike all other creations this is a 200.
    reply::ok(shown)
}

fn free_name(tables: &Tables, name: &str) -> Result<(), Reply> {
    if tables.collaborations.iter().any(|row| row.name == name) {
        return Err(reply::bad(format!("Collaboration name '{name}' already exists!")));
    }
    Ok(())
}

/// Only the number and the word of JSON count; texts that the validation takes do not.
fn is_flag_set(data: &Json) -> bool {
    match data.get("encrypted") {
        Some(Json::Bool(flag)) => *flag,
        Some(Json::Number(text)) => text == "1",
        _ => false,
    }
}

/// The ids that organizations have. Others are left out without a word.
pub(super) fn known(tables: &Tables, mut ids: Vec<u64>) -> Vec<u64> {
    ids.retain(|id| tables.organizations.get(*id).is_some());
    ids
}

pub(crate) fn get(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (id, identity) = (call.id(), call.identity()?);
    let row = tables.collaborations.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("collaboration having id={id} not found")))?;
    let member = row.organizations.contains(&identity.organization);
    let own = member && identity.can(NAME, View, Scope::Organization);
    if !own && !identity.can(NAME, View, Scope::Global) {
        return Err(reply::refused());
    }
    reply::ok(show::collaboration(tables, row, call.query.includes("organizations")))
}

pub(crate) fn update(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (id, identity) = (call.id(), call.identity()?);
    let row = tables.collaborations.get(id).cloned();
    let mut row = row.ok_or_else(|| {
        reply::missing(format!("collaboration having collaboration_id={id} can not be found"))
    })?;
    if !identity.can_in(NAME, Edit, id) {
        return Err(reply::refused());
    }
    let data = call.partial(&schemas::COLLABORATION)?;
    if let Some(name) = fields::text(&data, "name") {
        if row.name != name {
            free_name(tables, name)?;
        }
        name.clone_into(&mut row.name);
    }
    if let Some(ids) = fields::ids(&data, "organization_ids") {
        if !identity.can(NAME, Edit, Scope::Global) {
            let text = "You lack the permission to change the organizations of a collaboration!";
            return Err(reply::unauthorized(text));
        }
        row.organizations = known(tables, ids);
    }
    if data.get("encrypted").is_some() {
        row.encrypted = is_flag_set(&data);
    }
    let shown = show::collaboration(tables, &row, false);
    tables.collaborations.put(row);
    reply::ok(shown)
}

pub(crate) fn delete(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    if tables.collaborations.get(id).is_none() {
        return Err(reply::missing(format!("collaboration id={id} is not found")));
    }
    if !call.identity()?.can_in(NAME, Delete, id) {
        return Err(reply::refused());
    }
    let tasks = tables.tasks.ids(|row| row.collaboration == id).len();
    let nodes = tables.nodes.ids(|row| row.collaboration == id).len();
    let studies = tables.studies.ids(|row| row.collaboration == id).len();
    if tasks + nodes + studies > 0 && !call.query.is_set("delete_dependents") {
        return Err(reply::bad(format!(
            "Collaboration id={id} has {tasks} tasks, {nodes} nodes and {studies} studies. Please delete them \
             separately or set delete_dependents=True"
        )));
    }
    tables.delete_collaboration(id);
    reply::done(format!("Collaboration id={id} successfully deleted"))
}
