use super::collaborations::known;
use super::fields;
use crate::vantage6::call::Call;
use crate::vantage6::identity::Identity;
use crate::vantage6::paging::Listing;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::{self, Create, Delete, Edit, View};
use crate::vantage6::rules::Scope;
use crate::vantage6::show;
use crate::vantage6::store::{Study, Tables, like};
use crate::vantage6::validation::schemas;

const NAME: &str = "study";

pub(crate) fn list(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (identity, query) = (call.identity()?, &call.query);
    let scope = identity.widest(NAME, View).filter(|scope| *scope > Scope::Own);
    let wide = scope.is_some_and(|scope| scope > Scope::Organization);
    if let Some(id) = query.get("organization_id")
        && !wide
        && (scope.is_none() || id != identity.organization.to_string())
    {
        let text = "You lack the permission to request studies for this organization!";
        return Err(reply::unauthorized(text));
    }
    if let Some(id) = query.number("collaboration_id")? {
        let own = scope.is_some() && identity.collaborations.contains(&id);
        if scope != Some(Scope::Global) && !own {
            let text = "You lack the permission to request studies for this collaboration!";
            return Err(reply::unauthorized(text));
        }
    }
    let scope = scope.ok_or_else(reply::refused)?;
    let member = query.key("organization_id").filter(|_| wide);
    let rows = tables.studies.iter().filter(|row| {
        query.get("name").is_none_or(|pattern| like(&row.name, pattern))
            && member.is_none_or(|member| row.organizations.contains(&member))
            && query.key("collaboration_id").is_none_or(|id| row.collaboration == id)
            && match scope {
                Scope::Global => true,
                Scope::Collaboration => identity.collaborations.contains(&row.collaboration),
                _ => row.organizations.contains(&identity.organization),
            }
    });
    let whole = query.includes("organizations");
    Listing::new(rows).answer(call, |row| show::study(tables, row, whole))
}

/// Whether all organizations are in a collaboration; one that does not exist makes the real server fail.
fn all_in(tables: &Tables, ids: &[u64], collaboration: u64) -> Option<bool> {
    let members = &tables.collaborations.get(collaboration)?.organizations;
    Some(ids.iter().all(|id| members.contains(id)))
}

const NOT_ALL: &str = "Not all organizations are part of the collaboration!";

pub(crate) fn create(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let data = call.valid(&schemas::STUDY)?;
    let name = fields::text(&data, "name").unwrap_or("");
    if tables.studies.iter().any(|row| row.name == name) {
        return Err(reply::bad(format!("Study with name '{name}' already exists!")));
    }
    let collaboration = fields::id(&data, "collaboration_id").unwrap_or(0);
    if !call.identity()?.can_in(NAME, Create, collaboration) {
        return Err(reply::refused());
    }
    let ids = fields::ids(&data, "organization_ids").unwrap_or_default();
    if !all_in(tables, &ids, collaboration).ok_or_else(reply::crash)? {
        return Err(reply::bad(NOT_ALL));
    }
    let id = tables.studies.next_id();
    let row = Study { id, name: name.to_owned(), collaboration, organizations: known(tables, ids) };
    let shown = show::study(tables, &row, true);
    tables.studies.put(row);
    reply::created(shown)
}

fn allowed(identity: &Identity, operation: Operation, row: &Study) -> bool {
    identity.can_in(NAME, operation, row.collaboration)
        || row.organizations.contains(&identity.organization)
            && identity.can(NAME, operation, Scope::Organization)
}

pub(crate) fn get(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let row = tables.studies.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("Study with id={id} not found")))?;
    if !allowed(call.identity()?, View, row) {
        return Err(reply::refused());
    }
    reply::ok(show::study(tables, row, call.query.includes("organizations")))
}

pub(crate) fn update(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let row = tables.studies.get(id).cloned();
    let mut row = row.ok_or_else(|| reply::missing(format!("Study with id={id} can not be found")))?;
    if !allowed(call.identity()?, Edit, &row) {
        return Err(reply::refused());
    }
    let data = call.partial(&schemas::STUDY)?;
    if let Some(name) = fields::text(&data, "name") {
        if row.name != name && tables.studies.iter().any(|other| other.name == name) {
            return Err(reply::bad(format!("Study name '{name}' already exists!")));
        }
        name.clone_into(&mut row.name);
    }
    if let Some(ids) = fields::ids(&data, "organization_ids") {
        if !all_in(tables, &ids, row.collaboration).ok_or_else(reply::crash)? {
            return Err(reply::bad(NOT_ALL));
        }
        row.organizations = known(tables, ids);
    }
    let shown = show::study(tables, &row, true);
    tables.studies.put(row);
    reply::ok(shown)
}

pub(crate) fn delete(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let row = tables.studies.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("Study with id={id} not found")))?;
    if !allowed(call.identity()?, Delete, row) {
        return Err(reply::refused());
    }
    let tasks = tables.tasks.ids(|task| task.study == Some(id)).len();
    if tasks > 0 && !call.query.is_set("delete_dependents") {
        return Err(reply::bad(format!(
            "Study id={id} has {tasks} tasks. Please delete them separately or set delete_dependents=True"
        )));
    }
    tables.delete_study(id);
    reply::done(format!("Study id={id} successfully deleted"))
}
