//! The server's own tests of values.

use crate::json::{Json, python};
use crate::vantage6::passwords;
use crate::vantage6::rules::ROLES;
use crate::vantage6::validation::as_number;

pub(super) fn name(value: &Json) -> Option<String> {
    let name = value.as_str().unwrap_or("");
    let problem = if name.is_empty() {
        "Name cannot be empty"
    } else if name.chars().all(char::is_numeric) {
        "Name cannot a number"
    } else if name.chars().count() > 128 {
        "Name cannot be longer than 128 characters"
    } else {
        return None;
    };
    Some(problem.to_owned())
}

pub(super) fn username(value: &Json) -> Option<String> {
    let username = value.as_str().unwrap_or("");
    let sign = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let fits =
        username.starts_with(|letter: char| letter.is_ascii_alphabetic()) && username.chars().all(sign);
    name(value).or_else(|| {
        (!fits).then(|| {
            format!(
                "Username {username} is invalid. Only letters, numbers, hyphens and underscores are allowed, and \
                 it should start with a letter."
            )
        })
    })
}

pub(super) fn password(value: &Json) -> Option<String> {
    passwords::weakness(value.as_str().unwrap_or("")).map(str::to_owned)
}

pub(super) fn role_name(value: &Json) -> Option<String> {
    let taken = ROLES.iter().any(|role| value.as_str() == Some(role.name));
    taken.then(|| "Role name cannot be one of the default roles".to_owned())
}

pub(super) fn organization_ids(value: &Json) -> Option<String> {
    let Json::Array(items) = value else { return None };
    let ids: Vec<i64> = items.iter().filter_map(as_number).collect();
    let repeats = ids.iter().enumerate().any(|(place, id)| ids[..place].contains(id));
    let problem = if ids.iter().any(|id| *id < 1) {
        "Organization ids must be greater than 0"
    } else if repeats {
        "Organization ids must be unique"
    } else if ids.is_empty() {
        "At least one organization id is required"
    } else {
        return None;
    };
    Some(problem.to_owned())
}

pub(super) fn ip(value: &Json) -> Option<String> {
    let valid = value.as_str().is_some_and(|text| text.parse::<std::net::IpAddr>().is_ok());
    (!valid).then(|| "IP address is not valid".to_owned())
}

pub(super) fn port(value: &Json) -> Option<String> {
    let valid = as_number(value).is_some_and(|port| (1..=65535).contains(&port));
    (!valid).then(|| "Port must be between 1 and 65535".to_owned())
}

pub(super) fn api_key(value: &Json) -> Option<String> {
    let valid = value.as_str().is_some_and(|text| uuid::Uuid::try_parse(text).is_ok());
    (!valid).then(|| "API key is not a valid UUID".to_owned())
}

pub(super) fn participants(value: &Json) -> Option<String> {
    let Json::Array(items) = value else { return None };
    if items.is_empty() {
        return Some("At least one organization is required".to_owned());
    }
    let incomplete = items.iter().any(|item| item.get("id").is_none());
    incomplete.then(|| "Organization id is required for each organization".to_owned())
}

const DATABASE_KEYS: [&str; 5] = ["preprocessing", "label", "sheet_name", "arguments", "query"];

pub(super) fn databases(value: &Json) -> Option<String> {
    let Json::Array(items) = value else { return None };
    items.iter().find_map(database)
}

fn database(value: &Json) -> Option<String> {
    if value.get("label").is_none() {
        return Some("Database label is required for each database".to_owned());
    }
    match value.get("preprocessing") {
        Some(Json::Array(steps)) => {
            if let Some(step) = steps.iter().find(|step| step.get("function").is_none()) {
                return Some(format!(
                    "Database preprocessing {} is missing a 'function'",
                    python::repr(step)
                ));
            }
        }
        Some(_) => return Some("Database preprocessing must be a list of dictionaries".to_owned()),
        None => {}
    }
    if value.get("arguments").is_some_and(|arguments| !matches!(arguments, Json::Object(_))) {
        return Some("Database arguments must be a dict".to_owned());
    }
    let Json::Object(entries) = value else { return None };
    if entries.iter().all(|(key, _)| DATABASE_KEYS.contains(&key.as_str())) {
        return None;
    }
    // The real server shows the keys in the order of a set, which varies.
    let keys: Vec<_> = DATABASE_KEYS.iter().map(|key| format!("'{key}'")).collect();
    let (shown, keys) = (python::repr(value), keys.join(", "));
    Some(format!("Database {shown} contains unknown keys. Allowed keys are {{{keys}}}."))
}

pub(super) fn task(data: &Json) -> Option<String> {
    let placed = data.get("collaboration_id").is_some() || data.get("study_id").is_some();
    (!placed).then(|| "Collaboration_id or study_id is required".to_owned())
}

pub(super) fn recovery(data: &Json) -> Option<String> {
    let named = data.get("email").is_some() || data.get("username").is_some();
    (!named).then(|| "Email or username is required".to_owned())
}
