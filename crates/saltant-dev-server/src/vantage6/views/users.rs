use super::fields;
use crate::http::reply::Reply;
use crate::vantage6::call::Call;
use crate::vantage6::identity::Identity;
use crate::vantage6::paging::Listing;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::{Create, Delete, Edit, View};
use crate::vantage6::rules::{self, Scope};
use crate::vantage6::store::{Tables, User, like};
use crate::vantage6::validation::schemas;
use crate::vantage6::{show, times};

const NAME: &str = "user";

pub(crate) fn list(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (identity, query, me) = (call.identity()?, &call.query, call.user()?);
    if let Some(id) = query.number("organization_id")?
        && !identity.can_for(NAME, View, id)
    {
        let text = format!("You lack the permission view users from the organization with id {id}!");
        return Err(reply::unauthorized(text));
    }
    if let (Some(text), Some(id)) = (query.get("role_id"), query.key("role_id")) {
        let role = tables.roles.get(id);
        let role = role.ok_or_else(|| reply::bad(format!("Role with id={text} does not exist!")))?;
        if let Some(owner) = role.organization.filter(|owner| !identity.can_for(NAME, View, *owner)) {
            return Err(reply::unauthorized(format!(
                "You lack the permission view users from the organization that role with id={owner} belongs to!"
            )));
        }
    }
    if let (Some(text), Some(id)) = (query.get("rule_id"), query.key("rule_id")) {
        rules::get(id).ok_or_else(|| reply::bad(format!("Rule with id={text} does not exist!")))?;
    }
    let mut members = None;
    if let Some(id) = query.number("collaboration_id")? {
        if !identity.can_in(NAME, View, id) {
            let text = format!("You lack the permission view all users from collaboration {id}!");
            return Err(reply::unauthorized(text));
        }
        // The real server compares the number with the text, so that it finds nobody.
        members = Some(Vec::<u64>::new());
    }
    let scope = identity.widest(NAME, View).filter(|scope| *scope > Scope::Own);
    let own_name = tables.users.get(me).is_some_and(|user| query.get("username") == Some(&user.username));
    if scope.is_none() && !own_name {
        return Err(reply::refused());
    }
    let matches = |column: &str, value: Option<&str>| {
        query.get(column).is_none_or(|pattern| value.is_some_and(|value| like(value, pattern)))
    };
    let rows = tables.users.iter().filter(|row| {
        let seen = row.last_seen.map(times::column);
        matches("username", Some(&row.username))
            && matches("firstname", row.firstname.as_deref())
            && matches("lastname", row.lastname.as_deref())
            && matches("email", Some(&row.email))
            && query.key("organization_id").is_none_or(|id| row.organization == id)
            && query.get("last_seen_till").is_none_or(|till| seen.as_deref().is_some_and(|seen| seen <= till))
            && query.get("last_seen_from").is_none_or(|from| seen.as_deref().is_some_and(|seen| seen >= from))
            && query.key("role_id").is_none_or(|role| row.roles.contains(&role))
            && query.key("rule_id").is_none_or(|rule| row.rules.contains(&rule))
            && members.as_ref().is_none_or(|members| members.contains(&row.organization))
            && match scope {
                Some(Scope::Global) | None => true,
                Some(Scope::Collaboration) => {
                    row.organization == identity.organization || identity.partners.contains(&row.organization)
                }
                Some(_) => row.organization == identity.organization,
            }
    });
    Listing::new(rows).answer(call, show::user)
}

pub(crate) fn create(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let identity = call.identity()?;
    let data = call.valid(&schemas::USER)?;
    let text = |field| fields::text(&data, field).map(str::to_owned);
    let (username, email) = (text("username").unwrap_or_default(), text("email").unwrap_or_default());
    if tables.users.iter().any(|row| row.username == username) {
        return Err(reply::bad("username already exists."));
    }
    if tables.users.iter().any(|row| row.email == email) {
        return Err(reply::bad("email already exists."));
    }
    let organization = fields::id(&data, "organization_id").unwrap_or(identity.organization);
    let exists = tables.organizations.get(organization).is_some();
    if !exists && identity.can(NAME, Create, Scope::Global) {
        return Err(reply::missing("Organization does not exist."));
    }
    if !identity.can_for(NAME, Create, organization) {
        return Err(reply::refused());
    }
    // Unknown roles and rules are left out without a word.
    let mut roles = fields::ids(&data, "roles").unwrap_or_default();
    roles.retain(|role| tables.roles.get(*role).is_some());
    let elsewhere =
        "You can't assign that role as the role belongs to a different organization than the user.";
    assignable(tables, identity, &roles, organization, elsewhere)?;
    let mut extra = fields::ids(&data, "rules").unwrap_or_default();
    extra.retain(|rule| rules::get(*rule).is_some());
    own_rules(identity, &extra)?;
    for name in ["firstname", "lastname"] {
        if data.get(name).is_none() {
            return Err(reply::failed(format!("An unexpected error occurred: '{name}'")));
        }
    }
    let row = User {
        id: tables.next_account(),
        username,
        password: text("password").unwrap_or_default(),
        firstname: text("firstname"),
        lastname: text("lastname"),
        email,
        organization,
        roles,
        rules: extra,
        last_seen: None,
        otp_secret: None,
        failed_logins: 0,
        last_failed_login: None,
        last_mail: None,
    };
    let shown = show::user(&row);
    tables.users.put(row);
    reply::created(shown)
}

/// Refuses roles with rules that the caller lacks, and roles of other organizations.
fn assignable(
    tables: &Tables,
    identity: &Identity,
    roles: &[u64],
    organization: u64,
    elsewhere: &str,
) -> Result<(), Reply> {
    for role in roles.iter().filter_map(|role| tables.roles.get(*role)) {
        own_rules(identity, &role.rules)?;
        if role.organization.is_some_and(|owner| owner != organization) {
            return Err(reply::unauthorized(elsewhere));
        }
    }
    Ok(())
}

fn own_rules(identity: &Identity, rules: &[u64]) -> Result<(), Reply> {
    identity.lacks(rules).map_or(Ok(()), |text| Err(reply::unauthorized(text)))
}

pub(crate) fn get(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let id = call.id();
    let row = tables.users.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("user id={id} is not found")))?;
    if call.user()? != id && !call.identity()?.can_for(NAME, View, row.organization) {
        return Err(reply::refused());
    }
    let whole = call.query.is_set("include_permissions");
    reply::ok(if whole { show::user_permissions(tables, row) } else { show::user(row) })
}

pub(crate) fn update(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (id, identity) = (call.id(), call.identity()?);
    let own = call.user()? == id;
    let row = tables.users.get(id).cloned();
    let mut row = row.ok_or_else(|| reply::missing(format!("user id={id} not found")))?;
    let data = call.partial(&schemas::USER)?;
    let text = |field| fields::text(&data, field);
    if text("password").is_some() {
        return Err(reply::bad("You cannot change your password here!"));
    }
    let own_account = own && identity.can(NAME, Edit, Scope::Own);
    if !own_account && !identity.can_for(NAME, Edit, row.organization) {
        return Err(reply::refused());
    }
    if let Some(name) = text("username").filter(|name| *name != row.username) {
        if tables.users.iter().any(|other| other.username == name) {
            return Err(reply::bad("User with that username already exists"));
        }
        if !own {
            return Err(reply::bad("You cannot change the username of another user"));
        }
        name.clone_into(&mut row.username);
    }
    for (field, column) in [("firstname", &mut row.firstname), ("lastname", &mut row.lastname)] {
        if let Some(text) = text(field) {
            *column = Some(text.to_owned());
        }
    }
    if let Some(email) = text("email").filter(|email| *email != row.email) {
        if tables.users.iter().any(|other| other.email == email) {
            return Err(reply::bad("User with that email already exists."));
        }
        email.clone_into(&mut row.email);
    }
    if let Some(roles) = fields::ids(&data, "roles") {
        if let Some(unknown) = roles.iter().find(|role| tables.roles.get(**role).is_none()) {
            return Err(reply::missing(format!("Role={unknown} can not be found!")));
        }
        if own {
            return Err(reply::unauthorized("You can't changes your own roles!"));
        }
        let elsewhere = "You can't assign that role to that user as the role belongs to a different organization than the user ";
        assignable(tables, identity, &roles, row.organization, elsewhere)?;
        for gone in row.roles.iter().filter(|role| !roles.contains(role)) {
            own_rules(identity, tables.roles.get(*gone).map_or(&[], |role| &role.rules))?;
        }
        row.roles = roles;
    }
    if let Some(rules) = fields::ids(&data, "rules") {
        if let Some(unknown) = rules.iter().find(|rule| rules::get(**rule).is_none()) {
            return Err(reply::missing(format!("Rule={unknown} can not be found!")));
        }
        if own {
            return Err(reply::unauthorized("You can't changes your own rules!"));
        }
        own_rules(identity, &rules)?;
        let gone: Vec<u64> = row.rules.iter().copied().filter(|rule| !rules.contains(rule)).collect();
        own_rules(identity, &gone)?;
        row.rules = rules;
    }
    let shown = show::user(&row);
    tables.users.put(row);
    reply::ok(shown)
}

pub(crate) fn delete(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (id, identity) = (call.id(), call.identity()?);
    let row = tables.users.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("user id={id} not found")))?;
    let own = call.user()? == id && identity.can(NAME, Delete, Scope::Own);
    if !own && !identity.can_for(NAME, Delete, row.organization) {
        return Err(reply::refused());
    }
    let tasks = tables.tasks.ids(|task| task.init_user == Some(id));
    if !tasks.is_empty() && !call.query.is_set("delete_dependents") {
        return Err(reply::bad(format!(
            "User has created {} tasks. Please delete those first, or set the `delete_dependents` parameter to true \
             to delete them automatically together with this user.",
            tasks.len()
        )));
    }
    for task in tasks {
        tables.delete_task(task);
    }
    tables.delete_user(id);
    reply::done(format!("user id={id} is removed from the database"))
}
