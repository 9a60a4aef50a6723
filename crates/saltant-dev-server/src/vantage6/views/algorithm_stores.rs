//! Links to algorithm stores.

use super::fields;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::vantage6::call::Call;
use crate::vantage6::identity::Identity;
use crate::vantage6::market;
use crate::vantage6::paging::Listing;
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::{Edit, View};
use crate::vantage6::rules::Scope;
use crate::vantage6::show;
use crate::vantage6::store::{Store, Tables, like};
use crate::vantage6::validation::schemas;

/// Rights on stores are rights on collaborations.
const NAME: &str = "collaboration";

fn may_edit(identity: &Identity, collaboration: Option<u64>) -> bool {
    identity.can_in(NAME, Edit, collaboration.unwrap_or(0))
}

pub(crate) fn list(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (identity, query) = (call.identity()?, &call.query);
    let all = identity.can(NAME, View, Scope::Global);
    let own = identity.can(NAME, View, Scope::Organization);
    if let Some(id) = query.key("collaboration_id") {
        let row = tables.collaborations.get(id).ok_or_else(|| reply::missing("Collaboration not found"))?;
        let member = own && row.organizations.contains(&identity.organization);
        if !all && !member {
            return Err(reply::refused());
        }
    }
    if !all && !own {
        return Err(reply::refused());
    }
    let rows = tables.stores.iter().filter(|row| {
        query.get("name").is_none_or(|pattern| like(&row.name, pattern))
            && query.get("url").is_none_or(|pattern| like(&row.url, pattern))
            && row.collaboration.is_none_or(|of| {
                query.key("collaboration_id").is_none_or(|id| id == of)
                    && (all || identity.collaborations.contains(&of))
            })
    });
    Listing::new(rows).answer(call, show::store)
}

pub(crate) fn create(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let identity = call.identity()?;
    let data = call.valid(&schemas::STORE)?;
    let collaboration = fields::id(&data, "collaboration_id");
    if collaboration.is_some_and(|id| tables.collaborations.get(id).is_none()) {
        return Err(reply::missing("Collaboration not found"));
    }
    if collaboration.is_none() && !identity.can(NAME, Edit, Scope::Global) {
        let text = "You lack the permission to add algorithm stores for all collaborations!";
        return Err(reply::unauthorized(text));
    }
    if !may_edit(identity, collaboration) {
        return Err(reply::refused());
    }
    let url = fields::text(&data, "algorithm_store_url").unwrap_or("");
    let url = url.strip_suffix('/').unwrap_or(url);
    let known = |of: Option<u64>| tables.stores.iter().any(|row| row.url == url && row.collaboration == of);
    if known(None) {
        return Err(reply::bad("Algorithm store is already available for all collaborations"));
    }
    if known(collaboration) {
        return Err(reply::bad("Algorithm store is already available for this collaboration"));
    }
    if !fields::is_true(&data, "force") && (url.contains("localhost") || url.contains("127.0.0.1")) {
        return Err(reply::bad(
            "Algorithm store url is insecure: localhost services may be run on any computer. Add it anyway by \
             setting the 'force' flag to true, but only do so for development servers!",
        ));
    }
    if fields::text(&data, "server_url").is_none() {
        return Err(reply::bad(
            "The 'server_url' key is required in the server configuration, or as a parameter. Please add it or ask \
             your server administrator to specify it in the server configuration.",
        ));
    }
    market::reach(call, url)?;
    if collaboration.is_none() {
        for id in tables.stores.ids(|row| row.url == url) {
            tables.stores.remove(id);
        }
    }
    let name = fields::text(&data, "name").unwrap_or("").to_owned();
    let row = Store { id: tables.stores.next_id(), name, url: url.to_owned(), collaboration };
    let shown = show::store(&row);
    tables.stores.put(row);
    reply::created(shown)
}

pub(crate) fn get(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (id, identity) = (call.id(), call.identity()?);
    let row = tables.stores.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("Algorithm store id={id} not found")))?;
    let members = row.collaboration.and_then(|id| tables.collaborations.get(id));
    let member = members.is_none_or(|row| row.organizations.contains(&identity.organization));
    let own = member && identity.can(NAME, View, Scope::Organization);
    if !own && !identity.can(NAME, View, Scope::Global) {
        return Err(reply::refused());
    }
    reply::ok(show::store(row))
}

pub(crate) fn update(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (id, identity) = (call.id(), call.identity()?);
    let row = tables.stores.get(id).cloned();
    let mut row =
        row.ok_or_else(|| reply::missing(format!("Algorithm store with id={id} can not be found")))?;
    let data = call.partial(&schemas::STORE)?;
    let moved = fields::id(&data, "collaboration_id");
    if !may_edit(identity, row.collaboration) || moved.is_some_and(|id| !may_edit(identity, Some(id))) {
        return Err(reply::refused());
    }
    if let Some(name) = fields::text(&data, "name") {
        name.clone_into(&mut row.name);
    }
    row.collaboration = moved.or(row.collaboration);
    let shown = show::store(&row);
    tables.stores.put(row);
    reply::ok(shown)
}

pub(crate) fn delete(call: &Call<'_>, tables: &mut Tables) -> Answer {
    let (id, identity) = (call.id(), call.identity()?);
    let row = tables.stores.get(id);
    let row = row.ok_or_else(|| reply::missing(format!("Algorithm store id={id} is not found")))?;
    if !may_edit(identity, row.collaboration) {
        return Err(reply::refused());
    }
    let same = tables.stores.ids(|other| other.url == row.url);
    if same.len() > 1 && !identity.can(NAME, Edit, Scope::Global) {
        return Err(reply::unauthorized(
            "This algorithm store is used by other collaborations. You lack the permission to delete it!",
        ));
    }
    if call.query.get("server_url").is_none() {
        return Err(reply::bad("The 'server_url' query parameter is required"));
    }
    market::reach(call, &row.url)?;
    for id in same {
        tables.stores.remove(id);
        for task in tables.tasks.iter_mut().filter(|task| task.store == Some(id)) {
            task.store = None;
        }
    }
    reply::done(format!("Algorithm store id={id} successfully deleted"))
}

/// The image of a new task and its store: with a store, the image gets the digest that the store has.
pub(super) fn resolve(
    call: &Call<'_>,
    tables: &Tables,
    data: &Json,
    image: &str,
    collaboration: u64,
) -> Result<(String, Option<u64>), Reply> {
    let Some(id) = fields::id(data, "store_id") else { return Ok((image.to_owned(), None)) };
    let row = tables.stores.get(id);
    let row = row.ok_or_else(|| reply::bad(format!("Algorithm store id={id} not found!")))?;
    if row.collaboration.is_some_and(|of| of != collaboration) {
        let text = "The algorithm store is not part of the collaboration to which the task is posted.";
        return Err(reply::msg(axum::http::StatusCode::FORBIDDEN, text));
    }
    if fields::text(data, "server_url").is_none() {
        return Err(reply::bad(
            "Server URL is not set in the configuration nor in the request arguments. Please provide it as \
             'server_url' in the request.",
        ));
    }
    if let Err((_, text)) = market::check(call.host, &row.url) {
        return Err(reply::bad(format!("Could not retrieve algorithm from store! {text}")));
    }
    let Some(digest) = market::digest(call.app, image) else {
        return Err(reply::bad("Algorithm not found in store!"));
    };
    Ok((format!("{image}@{digest}"), Some(id)))
}
