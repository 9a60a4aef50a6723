//! Reads what an application sets, with the real server's rules.

use std::sync::LazyLock;

use jiff::Timestamp;
use regex::Regex;

use super::{Capacity, Policy, Spec};
use crate::astakos::input::Fields;
use crate::astakos::resources::UNLIMITED;
use crate::astakos::state::State;
use crate::astakos::{answer, times, v015};
use crate::http::reply::Reply;
use crate::json::Json;

/// A name like that of a domain.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,6}$";
    Regex::new(form).expect("the pattern is a constant")
});

fn wrong<T>(message: &str) -> Result<T, Reply> {
    Err(answer::bad_request(message))
}

/// Reads an application for a new project, with its defaults.
pub(crate) fn complete(
    fields: &Fields,
    state: &State,
    applicant: &str,
    now: Timestamp,
) -> Result<Spec, Reply> {
    for name in ["join_policy", "leave_policy"] {
        if fields.get(name) == Some(&Json::Null) {
            return wrong("Unknown policy");
        }
    }
    let spec = partial(fields, state, now)?;
    if spec.name.is_none() {
        return wrong("Name missing.");
    }
    if spec.end_date.is_none() {
        return wrong("Missing end date.");
    }
    Ok(Spec {
        owner: spec.owner.or(Some(applicant.to_owned())),
        homepage: spec.homepage.or(Some(String::new())),
        description: spec.description.or(Some(String::new())),
        start_date: spec.start_date.or(Some(now)),
        comments: spec.comments.or(Some(String::new())),
        join_policy: spec.join_policy.or(Some(Policy::Moderated)),
        leave_policy: spec.leave_policy.or(Some(Policy::Auto)),
        max_members: spec.max_members.or(Some(UNLIMITED)),
        private: spec.private.or(Some(false)),
        ..spec
    })
}

/// Reads an application for a change: what is missing or null stays as it is.
pub(crate) fn partial(fields: &Fields, state: &State, now: Timestamp) -> Result<Spec, Reply> {
    let name = fields.text("name")?;
    if name.is_some_and(|name| name.chars().count() > 80 || !NAME.is_match(name)) {
        return wrong("Project name should be in domain format");
    }
    let owner = fields.text("owner")?;
    if owner.is_some_and(|owner| state.account(owner).is_none()) {
        return wrong("User does not exist.");
    }
    let text = |name: &str, longest: usize| match fields.text(name)? {
        Some(text) if text.chars().count() > longest => wrong(&format!("The field {name} is too long")),
        text => Ok(text.map(str::to_owned)),
    };
    let date = |name: &str| match fields.text(name)? {
        None => Ok(None),
        Some(text) => times::read(text).map(Some).ok_or_else(|| answer::bad_request("Invalid date")),
    };
    let policy = |name: &str| match fields.text(name)? {
        None => Ok(None),
        Some(text) => Policy::read(text).map(Some).ok_or_else(|| answer::bad_request("Unknown policy")),
    };
    let end_date = date("end_date")?;
    if end_date.is_some_and(|end| end <= now) {
        return wrong("End date in the past");
    }
    Ok(Spec {
        name: name.map(str::to_owned),
        owner: owner.map(str::to_owned),
        homepage: text("homepage", 255)?,
        description: text("description", 4096)?,
        start_date: date("start_date")?,
        end_date,
        comments: text("comments", 4096)?,
        join_policy: policy("join_policy")?,
        leave_policy: policy("leave_policy")?,
        max_members: if state.is_v015() { v015::max_members(fields)? } else { max_members(fields)? },
        private: fields.flag("private")?,
        resources: resources(fields, state)?,
    })
}

/// A number of members: a number, or a text such as `2K` or `inf`.
fn max_members(fields: &Fields) -> Result<Option<i64>, Reply> {
    let number = match fields.some("max_members") {
        None => return Ok(None),
        Some(Json::String(text)) => units(text),
        Some(Json::Number(digits)) => digits.parse().ok(),
        Some(_) => None,
    };
    let number = number.filter(|number| *number >= 0);
    number.map(Some).ok_or_else(|| answer::bad_request("Invalid max_members"))
}

/// A number with a unit of 1024, or `inf`.
fn units(text: &str) -> Option<i64> {
    let text = text.trim();
    if text == "inf" {
        return Some(UNLIMITED);
    }
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    let power = match text[end..].trim().to_ascii_lowercase().as_str() {
        "" => 0,
        "k" | "kb" => 1,
        "m" | "mb" => 2,
        "g" | "gb" => 3,
        "t" | "tb" => 4,
        _ => return None,
    };
    text[..end].parse::<i64>().ok()?.checked_mul(1024_i64.pow(power))
}

fn resources(fields: &Fields, state: &State) -> Result<Vec<(String, Capacity)>, Reply> {
    let Some(map) = fields.object("resources")? else { return Ok(Vec::new()) };
    let mut resources = Vec::new();
    for (name, value) in map.entries() {
        if !state.resource(name).is_some_and(|resource| resource.visible) {
            return wrong(&format!("Non-existing resource {name}"));
        }
        let capacity = |name: &str| {
            let number = value.get(name).and_then(Json::as_i64).filter(|number| *number >= 0);
            number.ok_or_else(|| answer::bad_request("Malformed resource specification"))
        };
        let is_open = state.is_v015() && value.get("project_capacity") == Some(&Json::Null);
        let project = if is_open { UNLIMITED } else { capacity("project_capacity")? };
        let member = capacity("member_capacity")?;
        if member > project {
            return wrong("The capacity of a member is above that of the project");
        }
        resources.push((name.clone(), Capacity { member, project }));
    }
    Ok(resources)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_like_domains_and_numbers_have_units() {
        for name in ["proj.example.org", "a.eu", "A-1.b2.museum"] {
            assert!(NAME.is_match(name), "{name}");
        }
        for name in ["proj", "a b.org", "-a.org", "a-.org", ".org", "a.o", "a.organize", "a.1rg", "a.org\n"] {
            assert!(!NAME.is_match(name), "{name}");
        }
        assert_eq!(
            [units("2K"), units("7"), units("1 g"), units("inf")],
            [Some(2048), Some(7), Some(1 << 30), Some(UNLIMITED)]
        );
        assert_eq!([units("x"), units("-1"), units("99999999T"), units("")], [None; 4]);
    }
}
