//! Creating a task: the checks in the order of the real server.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

use super::{algorithm_stores, fields};
use crate::http::reply::Reply;
use crate::json::{Json, python};
use crate::vantage6::call::{Call, Query};
use crate::vantage6::identity::{Caller, Container};
use crate::vantage6::reply::{self, Answer};
use crate::vantage6::rules::Operation::Create;
use crate::vantage6::show;
use crate::vantage6::store::{Collaboration, NewTask, Study, Tables, status};
use crate::vantage6::validation::schemas;

pub(crate) fn create(call: &Call<'_>, tables: &mut Tables) -> Answer {
    call.json().map_err(|_| reply::bad("Request body is incorrect"))?;
    let data = call.valid(&schemas::TASK)?;
    let (study, collaboration) = place(tables, &data)?;
    let (study, collaboration) = (study.cloned(), collaboration.clone());
    let inputs = participants(tables, &data, study.as_ref(), collaboration.id)?;
    let identity = call.identity()?;
    let init_org = match &identity.caller {
        Caller::Container(container) => {
            tables.nodes.get(container.node).ok_or_else(reply::crash)?.organization
        }
        _ => identity.organization,
    };
    if !collaboration.organizations.contains(&init_org) {
        let text = "You can only create tasks for collaborations you are participating in!";
        return Err(reply::unauthorized(text));
    }
    let image = fields::text(&data, "image").unwrap_or("");
    let (image, store, parent, init_user) = if let Caller::Container(container) = &identity.caller {
        may_create(tables, container, image, collaboration.id)?;
        let parent = tables.tasks.get(container.task).ok_or_else(reply::crash)?;
        (parent.image.clone(), parent.store, Some(parent.id), parent.init_user)
    } else {
        if !identity.can_in("task", Create, collaboration.id) {
            return Err(reply::refused());
        }
        let (image, store) = algorithm_stores::resolve(call, tables, &data, image, collaboration.id)?;
        (image, store, None, identity.user())
    };
    check_inputs(&inputs, collaboration.encrypted, call.app.settings.blobs)?;
    let text = |field| fields::text(&data, field).unwrap_or("").to_owned();
    let id = tables.add_task(NewTask {
        name: text("name"),
        description: text("description"),
        image,
        collaboration: collaboration.id,
        study: study.map(|study| study.id),
        parent,
        init_org,
        init_user,
        created_at: call.now,
        assigned_at: call.app.started,
        store,
        databases: databases(&data),
        inputs: inputs.into_iter().map(|(organization, input)| (organization, Some(input))).collect(),
        in_blobs: call.app.settings.blobs,
        stuck_in: call.stuck_in.clone(),
    });
    let row = tables.tasks.get(id).ok_or_else(reply::crash)?;
    call.app.nodes.offer(&row.runs);
    // What the query includes plays no part here.
    reply::created(show::task(tables, row, Some(&Query(Vec::new()))))
}

/// The study, if one is given, and the collaboration of a task.
fn place<'a>(tables: &'a Tables, data: &Json) -> Result<(Option<&'a Study>, &'a Collaboration), Reply> {
    let collaboration_id = fields::id(data, "collaboration_id");
    let collaboration = collaboration_id.map(|id| {
        let found = tables.collaborations.get(id);
        found.ok_or_else(|| reply::missing(format!("Collaboration id={id} not found!")))
    });
    let collaboration = collaboration.transpose()?;
    let Some(id) = fields::id(data, "study_id") else {
        return Ok((None, collaboration.ok_or_else(reply::crash)?));
    };
    let study = tables.studies.get(id);
    let study = study.ok_or_else(|| reply::missing(format!("Study id={id} not found")))?;
    if let Some(given) = collaboration_id.filter(|given| *given != study.collaboration) {
        return Err(reply::bad(format!(
            "The study_id '{id}' does not belong to the collaboration_id '{given}' that is given."
        )));
    }
    Ok((Some(study), tables.collaborations.get(study.collaboration).ok_or_else(reply::crash)?))
}

/// Each organization with its input.
fn participants(
    tables: &Tables,
    data: &Json,
    study: Option<&Study>,
    collaboration: u64,
) -> Result<Vec<(u64, String)>, Reply> {
    let Some(Json::Array(items)) = data.get("organizations") else { return Err(reply::crash()) };
    let ids: Vec<u64> = items.iter().map(|item| fields::id(item, "id").unwrap_or(0)).collect();
    let members = tables.collaborations.get(collaboration).map_or(&[][..], |row| &row.organizations);
    if !ids.iter().all(|id| members.contains(id)) {
        return Err(reply::bad(
            "At least one of the supplied organizations in not within the collaboration.",
        ));
    }
    if study.is_some_and(|study| !ids.iter().all(|id| study.organizations.contains(id))) {
        let text = "At least one of the supplied organizations in not within the specified study.";
        return Err(reply::bad(text));
    }
    let mut with_node: Vec<u64> =
        ids.iter().copied().filter(|id| tables.node_of(*id, collaboration).is_some()).collect();
    let missing: Vec<String> = ids.iter().filter(|id| !with_node.contains(id)).map(u64::to_string).collect();
    with_node.sort_unstable();
    with_node.dedup();
    if with_node.len() < ids.len() {
        return Err(reply::bad(format!(
            "Cannot create this task because there are no nodes registered for the following organization(s): {}.",
            missing.join(", ")
        )));
    }
    let inputs = items.iter().zip(ids).map(|(item, id)| {
        // An input that is missing or no text makes the real server fail.
        fields::text(item, "input").map(|input| (id, input.to_owned())).ok_or_else(reply::crash)
    });
    inputs.collect()
}

/// Whether an algorithm may create this subtask.
fn may_create(tables: &Tables, container: &Container, image: &str, collaboration: u64) -> Result<(), Reply> {
    let parent = tables.tasks.get(container.task).ok_or_else(reply::crash)?;
    let valid = image.ends_with(&container.image)
        && !status::is_finished(tables.task_status(parent))
        && container.collaboration == collaboration;
    if valid { Ok(()) } else { Err(reply::unauthorized("Container-token is not valid")) }
}

fn check_inputs(inputs: &[(u64, String)], encrypted: bool, in_blobs: bool) -> Result<(), Reply> {
    for (_, input) in inputs {
        if in_blobs {
            if uuid::Uuid::try_parse(input).is_err() {
                return Err(reply::bad(
                    "Your task's input cannot be parsed. Note that if you are using the user interface or Python \
                     client, this should be done for you.",
                ));
            }
            continue;
        }
        let readable = std::str::from_utf8(&decoded(input).ok_or_else(reply::crash)?).is_ok();
        if encrypted && readable {
            return Err(reply::bad(
                "Your collaboration requires encryption, but input is not encrypted! Please encrypt your input \
                 before sending it.",
            ));
        }
        if !encrypted && !readable {
            return Err(reply::bad(
                "Your task's input cannot be parsed. Your input should be a base64 encoded JSON string. Note that \
                 if you are using the user interface or Python client, this should be done for you. Also, make sure \
                 not to encrypt your input, as your collaboration is set to not use encryption.",
            ));
        }
    }
    Ok(())
}

/// Base64 as Python reads it: foreign characters are skipped, and it ends at the first padding.
fn decoded(text: &str) -> Option<Vec<u8>> {
    let mut kept = String::new();
    for letter in text.chars() {
        match letter {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' => kept.push(letter),
            '=' if kept.len() % 4 >= 2 => {
                kept.push(letter);
                if kept.len().is_multiple_of(4) {
                    break;
                }
            }
            _ => {}
        }
    }
    let lenient = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(&alphabet::STANDARD, lenient).decode(kept).ok()
}

/// The databases: each label, and the other keys as JSON text.
fn databases(data: &Json) -> Vec<(String, String)> {
    let Some(Json::Array(items)) = data.get("databases") else { return Vec::new() };
    let databases = items.iter().map(|item| {
        let Json::Object(entries) = item else { return Default::default() };
        let (label, others): (Vec<_>, Vec<_>) =
            entries.iter().cloned().partition(|(name, _)| name == "label");
        let label = label.first().map_or(String::new(), |(_, label)| python::str_of(label));
        (label, Json::Object(others).to_text())
    });
    databases.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_as_python_reads_it() {
        assert_eq!(decoded("e30="), Some(b"{}".to_vec()));
        assert_eq!(decoded("e3\n0=$AAAA"), Some(b"{}".to_vec()));
        assert_eq!(decoded(""), Some(Vec::new()));
        assert_eq!(decoded("{\"a\":1}"), None);
    }
}
