//! What a registration of a system says, and how systems are shown.

use crate::agave::call::{Call, required, text};
use crate::agave::reply::Refusal;
use crate::agave::systems::System;
use crate::json::Json;

const PROTOCOLS: &[&str] = &["GRIDFTP", "FTP", "SFTP", "IRODS", "IRODS4", "LOCAL", "AZURE", "S3", "SWIFT"];
const LOGIN_PROTOCOLS: &[&str] = &["GSISSH", "SSH", "LOCAL"];
const EXECUTION_TYPES: &[&str] = &["HPC", "CONDOR", "CLI"];
const SCHEDULERS: &[&str] = &[
    "COBALT",
    "CONDOR",
    "CUSTOM_CONDOR",
    "CUSTOM_GRIDENGINE",
    "CUSTOM_LOADLEVELER",
    "CUSTOM_LSF",
    "CUSTOM_PBS",
    "CUSTOM_SLURM",
    "CUSTOM_TORQUE",
    "FORK",
    "LOADLEVELER",
    "LSF",
    "MOAB",
    "PBS",
    "SGE",
    "SLURM",
    "TORQUE",
    "UNKNOWN",
];

/// Whether a text can be a system's id, and so the name of a directory.
pub(crate) fn is_id(id: &str) -> bool {
    let usable = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
    (3..=64).contains(&id.len()) && id.bytes().all(usable) && !id.bytes().all(|byte| byte == b'.')
}

/// The document of a registration, without secrets, and whether it is of an execution system.
pub(crate) fn checked(id: &str, body: &Json) -> Result<(Json, bool), Refusal> {
    let execution = match required(body, "type")?.to_ascii_uppercase().as_str() {
        "STORAGE" => false,
        "EXECUTION" => true,
        other => return Err(Refusal::bad(format!("Unknown system type {other}"))),
    };
    let mut document = Json::object([
        ("id", id.into()),
        ("name", required(body, "name")?.into()),
        ("type", if execution { "EXECUTION" } else { "STORAGE" }.into()),
        ("description", text(body, "description").into()),
        ("site", text(body, "site").into()),
        ("status", text(body, "status").unwrap_or_else(|| "UP".to_owned()).into()),
    ]);
    document.set("storage", connection(body, "storage", PROTOCOLS)?);
    if execution {
        document.set("executionType", word(body, "executionType", EXECUTION_TYPES)?);
        document.set("scheduler", word(body, "scheduler", SCHEDULERS)?);
        document.set("login", connection(body, "login", LOGIN_PROTOCOLS)?);
        document.set("queues", queues(body)?);
        for name in ["environment", "startupScript", "scratchDir", "workDir"] {
            document.set(name, text(body, name));
        }
        for name in ["maxSystemJobs", "maxSystemJobsPerUser"] {
            document.set(name, body.get(name).cloned().unwrap_or(Json::Null));
        }
    }
    Ok((document, execution))
}

fn word(body: &Json, name: &str, words: &[&str]) -> Result<String, Refusal> {
    let word = required(body, name)?.to_ascii_uppercase();
    if words.contains(&word.as_str()) {
        Ok(word)
    } else {
        Err(Refusal::bad(format!("Unknown value {word} of {name}. It is one of: {}", words.join(", "))))
    }
}

/// The storage or login of a system. Of its credential, only the type is kept.
fn connection(body: &Json, name: &str, protocols: &[&str]) -> Result<Json, Refusal> {
    let given = body.get(name).filter(|given| given.entries().is_some());
    let given = given.ok_or_else(|| Refusal::bad(format!("Please specify a valid {name} configuration")))?;
    let mut kept = Json::object([
        ("protocol", word(given, "protocol", protocols)?.into()),
        ("host", required(given, "host")?.into()),
        ("port", given.get("port").cloned().unwrap_or(Json::Null)),
    ]);
    let kind = given.at("auth.type").and_then(Json::as_str).unwrap_or("LOCAL").to_ascii_uppercase();
    kept.set("auth", Json::object([("type", kind.into())]));
    kept.set("proxy", Json::Null);
    if name == "storage" {
        for (name, default) in [("rootDir", "/"), ("homeDir", "/")] {
            kept.set(name, text(given, name).unwrap_or_else(|| default.to_owned()));
        }
        for name in ["publicAppsDir", "resource", "zone"] {
            kept.set(name, text(given, name));
        }
        kept.set("mirror", given.get("mirror").and_then(Json::as_bool).unwrap_or(false));
    }
    Ok(kept)
}

fn queues(body: &Json) -> Result<Json, Refusal> {
    let queues = body.get("queues").and_then(Json::as_array).filter(|queues| !queues.is_empty());
    let queues = queues.ok_or_else(|| Refusal::bad("Please specify at least one batch queue"))?;
    let mut kept = Vec::new();
    for queue in queues {
        let mut entry = Json::object([("name", required(queue, "name")?.into())]);
        entry.set("mappedName", text(queue, "mappedName"));
        for name in [
            "maxJobs",
            "maxUserJobs",
            "maxNodes",
            "maxProcessorsPerNode",
            "maxMemoryPerNode",
            "maxRequestedTime",
            "customDirectives",
        ] {
            entry.set(name, queue.get(name).cloned().unwrap_or(Json::Null));
        }
        entry.set("default", queue.get("default").and_then(Json::as_bool).unwrap_or(queues.len() == 1));
        kept.push(entry);
    }
    Ok(Json::Array(kept))
}

/// A system as it is answered.
pub(crate) fn shown(system: &System, call: &Call) -> Json {
    let mut shown = system.document.clone();
    shown.set("uuid", system.uuid.as_str());
    shown.set("owner", system.owner.as_str());
    shown.set("available", system.available);
    shown.set("public", system.public);
    shown.set("globalDefault", system.global_default);
    shown.set("default", system.is_default_of(&call.user));
    shown.set("revision", system.revision);
    shown.set("lastModified", system.modified.as_str());
    shown.set("lastUpdated", system.modified.as_str());
    let own = format!("systems/v2/{}", system.id);
    shown.set(
        "_links",
        call.links([
            ("roles", format!("{own}/roles")),
            ("credentials", format!("{own}/credentials")),
            ("self", own),
        ]),
    );
    shown
}

/// The short form of a system, for lists.
pub(crate) fn summary(shown: &Json) -> Json {
    shown.only(&["id", "name", "type", "description", "status", "public", "lastUpdated", "default", "_links"])
}
