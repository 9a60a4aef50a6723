//! What a registration of an app says, and how apps are shown.

use crate::agave::apps::App;
use crate::agave::call::{Call, required, text};
use crate::agave::reply::Refusal;
use crate::json::Json;

/// The text of a field; empty if it has none.
pub(crate) fn field<'a>(document: &'a Json, name: &str) -> &'a str {
    document.get(name).and_then(Json::as_str).unwrap_or_default()
}

/// The document of a registration, with defaults.
pub(super) fn checked(call: &Call, body: &Json) -> Result<Json, Refusal> {
    let mut document = Json::object([]);
    for name in ["name", "version"] {
        let value = text(body, name)
            .ok_or_else(|| Refusal::bad(format!("Please specify a valid value for the {name} field")))?;
        let usable = |character: char| character.is_ascii_alphanumeric() || "-_.".contains(character);
        if !value.chars().all(usable) {
            return Err(Refusal::bad(format!(
                "The {name} has letters, digits, dots, dashes and underscores"
            )));
        }
        document.set(name, value);
    }
    for (name, words) in [
        ("parallelism", &["SERIAL", "PARALLEL", "PTHREAD"][..]),
        ("executionType", &["HPC", "CONDOR", "CLI", "ATMOSPHERE"]),
    ] {
        let word = required(body, name)?.to_ascii_uppercase();
        if !words.contains(&word.as_str()) {
            return Err(Refusal::bad(format!("{name} is one of: {}", words.join(", "))));
        }
        document.set(name, word);
    }
    for name in ["deploymentPath", "templatePath", "testPath"] {
        document.set(name, required(body, name)?);
    }
    for (name, execution) in [("executionSystem", true), ("deploymentSystem", false)] {
        let id = match text(body, name) {
            Some(id) => id,
            None => call.tenant.default_system(&call.user, execution)?.id,
        };
        document.set(name, id);
    }
    for name in [
        "label",
        "shortDescription",
        "longDescription",
        "helpURI",
        "icon",
        "defaultQueue",
        "defaultMaxRunTime",
    ] {
        document.set(name, text(body, name));
    }
    // Requests and answers have different names for the same numbers.
    for (name, other) in [
        ("defaultNodeCount", "defaultNodeCount"),
        ("defaultMemoryPerNode", "defaultMemory"),
        ("defaultProcessorsPerNode", "defaultProcessors"),
    ] {
        document.set(name, body.get(name).or_else(|| body.get(other)).cloned().unwrap_or(Json::Null));
    }
    document.set("checkpointable", body.get("checkpointable").and_then(Json::as_bool).unwrap_or(false));
    for name in ["modules", "tags", "ontology", "inputs", "parameters", "outputs"] {
        let items = body.get(name).and_then(Json::as_array).unwrap_or_default().to_vec();
        document.set(name, Json::Array(items));
    }
    for name in ["inputs", "parameters"] {
        let items = document.get(name).and_then(Json::as_array).unwrap_or_default();
        let mut ids: Vec<String> = Vec::new();
        for item in items {
            let id = required(item, "id")?.to_ascii_lowercase();
            if ids.contains(&id) {
                return Err(Refusal::bad(format!("Two {name} have the id {id}")));
            }
            ids.push(id);
        }
    }
    Ok(document)
}

/// An app as it is answered.
pub(super) fn shown(app: &App, call: &Call) -> Json {
    let mut shown = Json::object([
        ("id", app.id.as_str().into()),
        ("uuid", app.uuid.as_str().into()),
        ("owner", app.owner.as_str().into()),
        ("isPublic", app.public.into()),
        ("available", app.available.into()),
        ("revision", app.revision.into()),
        ("lastModified", app.modified.as_str().into()),
    ]);
    for (name, value) in app.document.entries().unwrap_or_default() {
        shown.set(name, value.clone());
    }
    let own = format!("apps/v2/{}", app.id);
    shown.set(
        "_links",
        call.links([
            ("executionSystem", format!("systems/v2/{}", app.text("executionSystem"))),
            ("storageSystem", format!("systems/v2/{}", app.text("deploymentSystem"))),
            ("owner", format!("profiles/v2/{}", app.owner)),
            ("permissions", format!("{own}/pems")),
            ("self", own),
        ]),
    );
    shown
}

/// The short form of an app, for lists.
pub(super) fn summary(shown: &Json) -> Json {
    shown.only(&[
        "id",
        "name",
        "version",
        "revision",
        "executionSystem",
        "shortDescription",
        "isPublic",
        "label",
        "lastModified",
        "_links",
    ])
}
