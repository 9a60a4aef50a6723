//! Every operation of the catalog, by its name.

mod agents;
mod deployed;
mod models;
mod people;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use saltant_core::catalog::find;
use saltant_core::inmanta::CATALOG;
use saltant_http::Client;
use serde_json::{Value, json};

use super::wire::Wire;
use super::{Checks, Place};

/// The calls so far.
pub(super) struct Tour<'p> {
    pub(super) checks: &'p mut Checks,
    wire: Wire,
    made: Vec<Value>,
    succeeded: BTreeSet<&'static str>,
    refused: BTreeMap<&'static str, u16>,
}

/// What a server without authentication refuses.
const NEEDS_AUTHENTICATION: [&str; 12] = [
    "inmanta.login",
    "inmanta.get_current_user",
    "inmanta.add_user",
    "inmanta.delete_user",
    "inmanta.set_password",
    "inmanta.set_is_admin",
    "inmanta.create_role",
    "inmanta.delete_role",
    "inmanta.assign_role",
    "inmanta.unassign_role",
    "inmanta.environment_create_token",
    "inmanta.v1.create_token",
];

/// The calls from a server to an agent: a server answers that it does not know them. [`agents`] plays the agent and
/// compares what the server sends.
const CALLS_OF_AGENTS: [&str; 10] = [
    "inmanta.v1.get_status",
    "inmanta.v1.set_state",
    "inmanta.v1.trigger",
    "inmanta.v1.do_dryrun",
    "inmanta.v1.get_parameter",
    "inmanta.v1.notify_timer_update",
    "inmanta.v1.remove_executor_venvs",
    "inmanta.v1.trigger_read_version",
    "inmanta.trigger_get_status",
    "inmanta.get_db_status",
];

/// Calls every operation, compares each typed answer with the JSON that the server sent, and fails if an operation of
/// the catalog was not run. It gives the calls.
pub(super) async fn run(checks: &mut Checks, place: &Place) -> anyhow::Result<Vec<Value>> {
    let (made, succeeded, refused) = (Vec::new(), BTreeSet::new(), BTreeMap::new());
    let mut tour = Tour { checks, wire: place.wire.clone(), made, succeeded, refused };
    places::run(&mut tour, place).await.context("projects, environments and settings")?;
    models::run(&mut tour, place).await.context("versions, files and compiles")?;
    deployed::run(&mut tour, place).await.context("resources, facts and dry runs")?;
    agents::run(&mut tour, place).await.context("agents and sessions")?;
    people::run(&mut tour, place).await.context("users and roles")?;
    places::clear(&mut tour, place).await.context("the end of environments and projects")?;
    tour.complete(place.has_users);
    Ok(tour.made)
}

impl Tour<'_> {
    /// Calls an operation that has to succeed. Null if it does not, or gives nothing.
    pub(super) async fn ok(
        &mut self,
        client: &Client,
        name: &str,
        arguments: Value,
    ) -> anyhow::Result<Value> {
        let entry = find(name).with_context(|| format!("there is no {name}"))?;
        let operation = entry.operation(arguments.clone()).with_context(|| name.to_owned())?;
        self.wire.take();
        let answer = client.call(operation).await;
        let exchange = self.wire.take().with_context(|| format!("{name}: nothing was sent"))?;
        let value = match answer {
            Ok(value) => value,
            Err(error) => {
                self.checks.that(&error.to_string(), false);
                return Ok(Value::Null);
            }
        };
        let difference = exchange.difference(&value);
        let what = difference.map_or_else(String::new, |difference| format!("{name}: {difference}"));
        self.checks.that(&what, what.is_empty());
        self.succeeded.insert(entry.metadata.name);
        self.made.push(json!({"name": name, "arguments": arguments, "request": exchange.request()}));
        Ok(value)
    }

    /// Calls an operation that the server has to refuse with this status.
    pub(super) async fn refused(
        &mut self,
        client: &Client,
        name: &str,
        arguments: Value,
        status: u16,
    ) -> anyhow::Result<()> {
        let entry = find(name).with_context(|| format!("there is no {name}"))?;
        let answer = client.call(entry.operation(arguments)?).await;
        let is_it = |error: &saltant::Error| error.status().is_some_and(|found| found.as_u16() == status);
        self.checks.refused(name, answer, is_it);
        self.refused.insert(entry.metadata.name, status);
        Ok(())
    }

    /// Checks that every operation was run, and refused only where that is meant.
    fn complete(&mut self, has_users: bool) {
        let expected = |name: &&str| {
            CALLS_OF_AGENTS.contains(name) || (!has_users && NEEDS_AUTHENTICATION.contains(name))
        };
        for entry in CATALOG {
            let name = entry.metadata.name;
            let was_run =
                if expected(&name) { self.refused.contains_key(name) } else { self.succeeded.contains(name) };
            self.checks.that(&format!("{name} was not run"), was_run);
        }
        let refused = self.refused.keys().filter(|name| !self.succeeded.contains(*name)).count();
        let all = CATALOG.len();
        println!("{} of {all} operations succeeded, {refused} were refused as meant", self.succeeded.len());
    }
}

/// A text in an answer, by its JSON pointer.
pub(super) fn text(value: &Value, pointer: &str) -> anyhow::Result<String> {
    let found = value.pointer(pointer).with_context(|| format!("no {pointer} in {value}"))?;
    Ok(found.as_str().map_or_else(|| found.to_string(), ToOwned::to_owned))
}
