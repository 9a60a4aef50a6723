//! What bodies may hold, with the messages of the real server's validation library.

mod checks;
pub(crate) mod schemas;

use crate::json::Json;
use crate::json::python;
use crate::vantage6::store::status;
use crate::vantage6::times;

/// What a body may hold.
pub(crate) type Schema = &'static Definition;

pub(crate) struct Definition {
    pub(crate) fields: &'static [Field],
    /// A test of the whole body, which comes last.
    pub(crate) whole: Option<fn(&Json) -> Option<String>>,
}

/// A field of a body.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
    pub(crate) kind: Kind,
    /// A test of a value that is of the kind.
    pub(crate) check: Option<fn(&Json) -> Option<String>>,
}

/// What a value may be.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// A text of so many characters at least and at most.
    Text(usize, usize),
    /// A whole number, from 1 if the flag is set.
    Number(bool),
    Flag,
    /// A list of whole numbers, from 1 if the flag is set.
    Numbers(bool),
    Objects,
    Url,
    Email,
    Time,
    Status,
}

impl Field {
    pub(crate) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, required: false, nullable: false, kind, check: None }
    }

    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    pub(crate) const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    pub(crate) const fn check(mut self, check: fn(&Json) -> Option<String>) -> Self {
        self.check = Some(check);
        self
    }

    /// What is wrong with a value; `None` in the outer place if nothing is.
    fn problem(&self, value: &Json) -> Option<Json> {
        if *value == Json::Null {
            return (!self.nullable).then(|| one("Field may not be null."));
        }
        self.kind.problem(value)
    }
}

/// A list of one message.
fn one(message: impl Into<String>) -> Json {
    Json::Array(vec![Json::String(message.into())])
}

impl Kind {
    fn problem(self, value: &Json) -> Option<Json> {
        match self {
            Self::Text(least, most) => text(value, least, most).map(one),
            Self::Number(positive) => number(value, positive).map(one),
            Self::Flag => (!is_flag(value)).then(|| one("Not a valid boolean.")),
            Self::Numbers(positive) => items(value, |item| number(item, positive)),
            Self::Objects => items(value, |item| {
                (!matches!(item, Json::Object(_))).then(|| "Not a valid mapping type.".to_owned())
            }),
            Self::Url => shaped(value, is_url, "Not a valid URL.").map(one),
            Self::Email => shaped(value, is_email, "Not a valid email address.").map(one),
            Self::Time => {
                let fits = value.as_str().is_some_and(times::is_time);
                (!fits).then(|| one("Not a valid datetime."))
            }
            Self::Status => {
                let message = format!("Must be one of: {}.", status::ALL.join(", "));
                text(value, 0, usize::MAX)
                    .or_else(|| {
                        (!status::ALL.iter().any(|known| value.as_str() == Some(*known))).then_some(message)
                    })
                    .map(one)
            }
        }
    }
}

fn text(value: &Json, least: usize, most: usize) -> Option<String> {
    let Some(text) = value.as_str() else { return Some("Not a valid string.".to_owned()) };
    let length = text.chars().count();
    if (least..=most).contains(&length) {
        return None;
    }
    Some(match (least, most) {
        (0, most) => format!("Longer than maximum length {most}."),
        (least, usize::MAX) => format!("Shorter than minimum length {least}."),
        (least, most) => format!("Length must be between {least} and {most}."),
    })
}

/// Python reads texts and truth values as numbers too.
fn number(value: &Json, positive: bool) -> Option<String> {
    let Some(number) = as_number(value) else { return Some("Not a valid integer.".to_owned()) };
    (positive && number < 1).then(|| "Must be greater than or equal to 1.".to_owned())
}

/// A number as Python's `int` reads it.
pub(crate) fn as_number(value: &Json) -> Option<i64> {
    match value {
        Json::Number(text) if python::is_integer(text) => text.parse().ok(),
        Json::Number(text) => {
            let whole = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
            whole.parse().ok()
        }
        Json::String(text) => text.trim().parse().ok(),
        Json::Bool(flag) => Some((*flag).into()),
        _ => None,
    }
}

fn is_flag(value: &Json) -> bool {
    match value {
        Json::Bool(_) => true,
        Json::Number(text) => text == "0" || text == "1",
        Json::String(text) => [
            "t", "T", "true", "True", "TRUE", "on", "On", "ON", "y", "Y", "yes", "Yes", "YES", "1", "f", "F",
            "false", "False", "FALSE", "off", "Off", "OFF", "n", "N", "no", "No", "NO", "0",
        ]
        .contains(&text.as_str()),
        _ => false,
    }
}

/// The messages of a list by the place of each item, as an object.
fn items(value: &Json, problem: impl Fn(&Json) -> Option<String>) -> Option<Json> {
    let Json::Array(items) = value else { return Some(one("Not a valid list.")) };
    let wrong = items
        .iter()
        .enumerate()
        .filter_map(|(place, item)| problem(item).map(|message| (place.to_string(), one(message))));
    let wrong: Vec<_> = wrong.collect();
    (!wrong.is_empty()).then_some(Json::Object(wrong))
}

fn shaped(value: &Json, fits: fn(&str) -> bool, message: &str) -> Option<String> {
    let Some(text) = value.as_str() else { return Some("Not a valid string.".to_owned()) };
    (!fits(text)).then(|| message.to_owned())
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace))
}

fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty() && !part.contains(|letter: char| letter.is_whitespace() || letter == '@')
    };
    plain(name)
        && plain(host)
        && (host == "localhost" || host.split('.').filter(|part| !part.is_empty()).count() > 1)
}

/// What is wrong with a body, by field; `None` if nothing is.
pub(crate) fn problems(schema: Schema, data: &Json, partial: bool) -> Option<Json> {
    let Json::Object(entries) = data else {
        return Some(Json::object([("_schema", one("Invalid input type."))]));
    };
    let mut wrong = Vec::new();
    for field in schema.fields {
        let problem = match data.get(field.name) {
            Some(value) => field.problem(value),
            None if field.required && !partial => Some(one("Missing data for required field.")),
            None => None,
        };
        wrong.extend(problem.map(|problem| (field.name.to_owned(), problem)));
    }
    for (name, _) in entries {
        if !schema.fields.iter().any(|field| field.name == name) {
            wrong.push((name.clone(), one("Unknown field.")));
        }
    }
    for field in schema.fields {
        let Some(value) = data.get(field.name) else { continue };
        if *value == Json::Null || wrong.iter().any(|(name, _)| name == field.name) {
            continue;
        }
        let problem = field.check.and_then(|check| check(value));
        wrong.extend(problem.map(|problem| (field.name.to_owned(), one(problem))));
    }
    if let (true, Some(whole)) = (wrong.is_empty(), schema.whole) {
        wrong.extend(whole(data).map(|problem| ("_schema".to_owned(), one(problem))));
    }
    (!wrong.is_empty()).then_some(Json::Object(wrong))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Constants, parse};

    fn check(schema: Schema, text: &str, partial: bool) -> String {
        let data = parse(text, Constants::Refused).unwrap();
        problems(schema, &data, partial).map_or(String::new(), |wrong| wrong.to_text())
    }

    #[test]
    fn messages_are_those_of_the_library() {
        let collaboration = &schemas::COLLABORATION;
        assert_eq!(
            check(collaboration, r#"{"name":5,"organization_ids":"x","encrypted":"maybe","x":1}"#, false),
            r#"{"name":["Not a valid string."],"organization_ids":["Not a valid list."],"encrypted":["Not a valid boolean."],"x":["Unknown field."]}"#
        );
        assert_eq!(check(collaboration, "{}", true), "");
        assert_eq!(check(collaboration, "[]", true), r#"{"_schema":["Invalid input type."]}"#);
        assert_eq!(
            check(collaboration, r#"{"name":"1","organization_ids":[1,"x"],"encrypted":true}"#, false),
            r#"{"organization_ids":{"1":["Not a valid integer."]},"name":["Name cannot a number"]}"#
        );
        assert_eq!(
            check(&schemas::TASK, r#"{"image":"i","organizations":[{"id":1}],"databases":null}"#, false),
            r#"{"_schema":["Collaboration_id or study_id is required"]}"#
        );
        assert_eq!(
            check(&schemas::USER, r#"{"username":"1x","email":"nope","password":"Passw0rd!x"}"#, false),
            r#"{"username":["Length must be between 3 and 128."],"email":["Not a valid email address."]}"#
        );
    }
}
