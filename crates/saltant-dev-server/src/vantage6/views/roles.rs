use super::fields;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::identity::Identity;
use crate::vantage6::paging::Listing;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::{self, Create, Delete, Edit, View};
use crate::vantage6::rules::{self, Scope};
use crate::vantage6::show;
use crate::vantage6::store::{Role, Tables, like};
use crate::vantage6::validation::{Schema, problems, schemas};

const NAME: &str = "role";

/// Errors of these views say that they were not expected.
fn unexpected(text: &str) -> Reply {
    reply::failed(format!("An unexpected error occurred: {text}"))
}

/// A number of the query, or the text of Python's error.
fn number(text: &str) -> Result<u64, Reply> {
    let number: i64 = text.trim().parse().map_err(|_| {
        unexpected(&format!(
            "invalid literal for int() with base 10: {}",
            crate::json::python::repr_text(text)
        ))
    })?;
    Ok(u64::try_from(number).unwrap_or(0))
}

pub(crate) fn list(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (identity, query, me) = (call.identity()?, &call.query, call.user()?);
    let mut owners = Vec::new();
    for text in query.all("organization_id") {
        let id = number(text)?;
        if !identity.can_for(NAME, View, id) {
            let text = format!("You lack the permission to view roles from organization {text}!");
            return Err(reply::unauthorized(text));
        }
        owners.push(id);
    }
    let by_owner = query.get("organization_id").is_some();
    let with_default = query.is_set("include_root");
    let mut within = None;
    if let Some(text) = query.get("collaboration_id") {
        if !identity.can_in(NAME, View, number(text)?) {
            let text = format!("You lack the permission to view roles from collaboration {text}!");
            return Err(reply::unauthorized(text));
        }
        // The real server compares the number with the text, so that it finds no organization.
        within = Some(Vec::<u64>::new());
    }
    if let (Some(text), Some(id)) = (query.get("rule_id"), query.key("rule_id")) {
        rules::get(id).ok_or_else(|| reply::missing(format!("Rule with id={text} not found.")))?;
    }
    let mut of_user = None;
    if let (Some(text), Some(id)) = (query.get("user_id"), query.key("user_id")) {
        let user = tables.users.get(id);
        let user = user.ok_or_else(|| reply::bad(format!("User with id={text} does not exist!")))?;
        if !identity.can_for(NAME, View, user.organization) && user.id != me {
            return Err(reply::unauthorized(format!(
                "You lack the permission to view roles from the organization that user id={id} belongs to!"
            )));
        }
        of_user = Some(&user.roles);
    }
    let own: &[u64] = tables.users.get(me).map_or(&[], |user| &user.roles);
    let scope = identity.widest(NAME, View);
    let matches = |column: &str, value: Option<&str>| {
        query.get(column).is_none()
            || query.all(column).any(|pattern| value.is_some_and(|value| like(value, pattern)))
    };
    let placed = |row: &Role, owners: &[u64]| match row.organization {
        Some(owner) => owners.contains(&owner),
        None => with_default,
    };
    let rows = tables.roles.iter().filter(|row| {
        (!by_owner || placed(row, &owners))
            && within.as_ref().is_none_or(|owners| placed(row, owners))
            && matches("name", Some(&row.name))
            && matches("description", row.description.as_deref())
            && query.key("rule_id").is_none_or(|rule| row.rules.contains(&rule))
            && of_user.is_none_or(|roles| roles.contains(&row.id))
            && match (scope, row.organization) {
                (Some(Scope::Global), _) | (Some(Scope::Collaboration | Scope::Organization), None) => true,
                (Some(Scope::Collaboration), Some(owner)) if identity.partners.contains(&owner) => true,
                (Some(Scope::Organization), Some(owner)) if owner == identity.organization => true,
                _ => own.contains(&row.id),
            }
    });
    Listing::new(rows).error_prefix("An unexpected error occurred: ").answer(call, show::role)
}

/// The body, if it keeps to the schema. Here the problems are the message itself.
fn checked(call: &Call<'_>, schema: Schema, partial: bool) -> Result<Json, Reply> {
    // The framework's own errors, too, become unexpected ones.
    let data = call.json().map_err(|_| unexpected("400 Bad Request"))?;
    match problems(schema, &data, partial) {
        None => Ok(data),
        Some(errors) => {
            Err(Reply::json(axum::http::StatusCode::BAD_REQUEST, Json::object([("msg", errors)])))
        }
    }
}

pub(crate) fn create(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let identity = call.identity()?;
    let data = checked(call, &schemas::ROLE, false)?;
    let rules = fields::ids(&data, "rules").unwrap_or_default();
    if let Some(unknown) = rules.iter().find(|rule| rules::get(**rule).is_none()) {
        return Err(reply::missing(format!("Rule with id {unknown} not found")));
    }
    own_rules(identity, &rules)?;
    let organization = fields::id(&data, "organization_id").unwrap_or(identity.organization);
    if tables.organizations.get(organization).is_none() {
        return Err(reply::missing(format!("Organization \"{organization}\" does not exist!")));
    }
    allowed(identity, Create, Some(organization))?;
    let row = Role {
        id: tables.roles.next_id(),
        name: fields::text(&data, "name").unwrap_or("").to_owned(),
        description: fields::text(&data, "description").map(str::to_owned),
        organization: Some(organization),
        rules,
        is_default: false,
    };
    let shown = show::role(&row);
    tables.roles.put(row);
    reply::created(shown)
}

fn own_rules(identity: &Identity, rules: &[u64]) -> Result<(), Reply> {
    identity.lacks(rules).map_or(Ok(()), |text| Err(reply::unauthorized(text)))
}

fn allowed(identity: &Identity, operation: Operation, organization: Option<u64>) -> Result<(), Reply> {
    // A role without an organization is nobody's: only global rights reach it.
    if identity.can_for(NAME, operation, organization.unwrap_or(0)) {
        return Ok(());
    }
    let whose = organization.map_or("None".to_owned(), |id| id.to_string());
    let operation = operation.value();
    let text = format!("You lack the permission to {operation} roles for organization {whose}!");
    Err(reply::unauthorized(text))
}

fn find(tables: &Tables, id: u64) -> Result<&Role, Reply> {
    tables.roles.get(id).ok_or_else(|| reply::missing(format!("Role with id={id} not found.")))
}

fn not_default(row: &Role) -> Result<(), Reply> {
    if rules::ROLES.iter().any(|role| role.name == row.name) {
        return Err(reply::bad(format!(
            "Role {} is a default role and cannot be edited or deleted.",
            row.name
        )));
    }
    Ok(())
}

pub(crate) fn get(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let identity = call.identity()?;
    let row = find(tables, call.id())?;
    let own = tables.users.get(call.user()?).is_some_and(|user| user.roles.contains(&row.id));
    let default = row.is_default && identity.can_at_least(NAME, View, Scope::Organization);
    if !own && !default && !identity.can_for(NAME, View, row.organization.unwrap_or(0)) {
        return Err(reply::unauthorized("You do not have permission to view this role."));
    }
    reply::ok(show::role(row))
}

pub(crate) fn update(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let identity = call.identity()?;
    let data = checked(call, &schemas::ROLE, true)?;
    if data.get("organization_id").is_some() {
        return Err(reply::bad("Cannot change role's organization"));
    }
    let mut row = find(tables, call.id())?.clone();
    not_default(&row)?;
    allowed(identity, Edit, row.organization)?;
    if let Some(name) = fields::text(&data, "name") {
        name.clone_into(&mut row.name);
    }
    if let Some(description) = fields::text(&data, "description") {
        row.description = Some(description.to_owned());
    }
    if let Some(rules) = fields::ids(&data, "rules") {
        if let Some(unknown) = rules.iter().find(|rule| rules::get(**rule).is_none()) {
            return Err(reply::missing(format!("Rule with id={unknown} not found.")));
        }
        own_rules(identity, &rules)?;
        row.rules = rules;
    }
    let shown = show::role(&row);
    tables.roles.put(row);
    reply::ok(shown)
}

pub(crate) fn delete(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let row = find(tables, call.id())?;
    not_default(row)?;
    allowed(call.identity()?, Delete, row.organization)?;
    let id = row.id;
    let in_use = tables.users.iter().any(|user| user.roles.contains(&id));
    if in_use && !call.query.is_set("delete_dependents") {
        return Err(reply::bad(format!("Role {} is assigned to users and cannot be deleted.", row.name)));
    }
    tables.delete_role(id);
    reply::done("Role removed from the database.")
}

/// The role and the rule of a path, if the caller may add or remove that rule.
fn role_and_rule(call: &Call<'_>, tables: &Tables) -> Result<(Role, u64), Reply> {
    let row = find(tables, call.id())?.clone();
    let rule = call.ids.get(1).copied().unwrap_or(0);
    rules::get(rule).ok_or_else(|| reply::missing(format!("Rule with id={rule} not found.")))?;
    allowed(call.identity()?, Edit, row.organization)?;
    own_rules(call.identity()?, &[rule])?;
    Ok((row, rule))
}

pub(crate) fn add_rule(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (mut row, rule) = role_and_rule(call, tables)?;
    if !row.rules.contains(&rule) {
        row.rules.push(rule);
    }
    let shown = row.rules.iter().map(|rule| show::rule(*rule)).collect();
    tables.roles.put(row);
    reply::created(shown)
}

pub(crate) fn remove_rule(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (mut row, rule) = role_and_rule(call, tables)?;
    if !row.rules.contains(&rule) {
        let text = format!("Rule with id={rule} is not part of role with id={}", row.id);
        return Err(reply::missing(text));
    }
    row.rules.retain(|known| *known != rule);
    let shown = row.rules.iter().map(|rule| show::rule(*rule)).collect();
    tables.roles.put(row);
    reply::ok(shown)
}
