use std::collections::BTreeSet;

use anyhow::Context as _;
use saltant::ErrorKind;
use saltant_core::catalog::Entry;
use saltant_core::inmanta::CATALOG;
use saltant_core::types::schema::Schema;
use serde_json::{Value, json};

use super::{Checks, Place};

const RESOURCE: &str = "testmod::Thing[agent1,key=日本]";

/// Reads every list in every order at these page sizes, with ids beyond ASCII, and compares it with the server's count.
/// Where the server loses rows, the list has to end with an error.
pub(super) async fn run(
    checks: &mut Checks,
    place: &Place,
    sizes: impl Iterator<Item = u64> + Clone,
) -> anyhow::Result<()> {
    let (mut lists, mut incomplete) = (0, BTreeSet::new());
    let is_list = |entry: &&Entry| entry.arguments().any(|argument| argument.name == "link");
    for entry in CATALOG.iter().filter(is_list) {
        lists += 1;
        for order in orders(entry) {
            for size in sizes.clone() {
                let mut arguments = own_arguments(entry.metadata.name);
                arguments["limit"] = size.into();
                if let Some(order) = &order {
                    arguments["sort"] = order.as_str().into();
                }
                let what = format!("{} {arguments}", entry.metadata.name);
                if let Some(lost) = read(checks, place, entry, arguments, &what).await? {
                    incomplete.insert(format!(
                        "{} by {}: {lost}",
                        entry.metadata.name,
                        order.unwrap_or_default()
                    ));
                    break;
                }
            }
        }
    }
    checks.equal("the lists with pages", lists, 12);
    // The server compares with the last row of a page by the sort column alone.
    let is_known = |text: &&String| {
        text.starts_with("inmanta.discovered_resources_get_batch by agent.")
            || text.starts_with("inmanta.discovered_resources_get_batch by resource_type.")
            || text.starts_with("inmanta.resource_logs by timestamp.")
    };
    let unknown: Vec<_> = incomplete.iter().filter(|text| !is_known(text)).collect();
    checks.equal("lists that are incomplete", unknown, Vec::new());
    checks.that("rows that the server loses are an error", incomplete.iter().any(|text| is_known(&text)));
    Ok(())
}

/// Reads a list; gives the error of one that is incomplete.
async fn read(
    checks: &mut Checks,
    place: &Place,
    entry: &Entry,
    arguments: Value,
    what: &str,
) -> anyhow::Result<Option<String>> {
    let mut whole = arguments.clone();
    // Without pages, the list of actions has no count.
    whole["limit"] = if entry.metadata.name.ends_with("actions") { 1000.into() } else { 0.into() };
    let whole = place.environment.call(entry.operation(whole)?).await?;
    let rows = whole["data"].as_array().context("no rows")?;
    let total = whole["metadata"]["total"].as_u64().unwrap_or(rows.len() as u64);
    let list = entry.operation(arguments)?.into_list().with_context(|| format!("{what} has no pages"))?;
    match place.environment.call(list).items().all().await {
        Err(error) if error.kind() == ErrorKind::IncompleteList => return Ok(Some(error.to_string())),
        Err(error) => checks.that(&format!("{what}: {error}"), false),
        Ok(items) => {
            let different: BTreeSet<_> = items.iter().map(|item| &item.text).collect();
            // A log can have two equal lines.
            let is_set = entry.metadata.name.ends_with("logs") || different.len() == items.len();
            let count = if is_set { items.len() } else { different.len() };
            checks.equal(what, u64::try_from(count)?, total);
        }
    }
    Ok(None)
}

/// Every order that a list can have.
fn orders(entry: &Entry) -> Vec<Option<String>> {
    let sort = entry.arguments().find(|argument| argument.name == "sort").map(|argument| argument.schema);
    match sort {
        Some(Schema::Sort { columns, .. }) => {
            let both = |column: &&str| ["asc", "desc"].map(|way| Some(format!("{column}.{way}")));
            columns.iter().flat_map(both).collect()
        }
        _ => vec![None],
    }
}

/// The arguments that a list needs, and filters for fewer rows.
fn own_arguments(name: &str) -> Value {
    match name {
        "inmanta.resource_history" => json!({"rid": RESOURCE}),
        "inmanta.resource_logs" => json!({"rid": RESOURCE, "filter": {"minimal_log_level": "INFO"}}),
        "inmanta.get_resources_in_version" => json!({"version": 1}),
        "inmanta.resource_list" => json!({"filter": {"status": ["!orphaned"]}}),
        "inmanta.get_resource_actions" => json!({"attribute": "key", "attribute_value": "日本"}),
        _ => json!({}),
    }
}
