//! The values of a job's inputs and parameters: checked against the app, and as the wrapper script gets them.

use crate::agave::reply::Refusal;
use crate::json::Json;

/// An input or parameter of an app.
pub(crate) struct Declared<'a> {
    document: &'a Json,
    pub(crate) id: &'a str,
    is_input: bool,
}

/// The inputs or the parameters of an app.
pub(crate) fn declared(app: &Json, inputs: bool) -> impl Iterator<Item = Declared<'_>> {
    let name = if inputs { "inputs" } else { "parameters" };
    app.get(name).and_then(Json::as_array).unwrap_or_default().iter().filter_map(move |document| {
        Some(Declared { document, id: document.get("id")?.as_str()?, is_input: inputs })
    })
}

impl Declared<'_> {
    fn flag(&self, path: &str, default: bool) -> bool {
        self.document.at(path).and_then(Json::as_bool).unwrap_or(default)
    }

    fn text(&self, path: &str) -> &str {
        self.document.at(path).and_then(Json::as_str).unwrap_or_default()
    }

    /// The number of a field, which some clients write as text.
    fn number(&self, path: &str) -> Option<i64> {
        match self.document.at(path)? {
            Json::Number(text) | Json::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    fn kind(&self) -> &str {
        if self.is_input { "string" } else { self.text("value.type") }
    }

    /// The values that a job has, or why it cannot have them.
    pub(crate) fn checked(&self, given: Option<&Json>) -> Result<Vec<Json>, Refusal> {
        let id = self.id;
        let given = given.filter(|given| **given != Json::Null);
        let default = ["value.default", "value.defaultValue"].iter().find_map(|path| self.document.at(path));
        if given.is_some() && !self.flag("value.visible", true) {
            return Err(Refusal::bad(format!("{id} is not visible and cannot be set in a job")));
        }
        let kind = if self.is_input { "input" } else { "parameter" };
        let values = split(given.or(default));
        if values.is_empty() {
            if self.flag("value.required", false) {
                return Err(Refusal::bad(format!("No {kind} specified for {id}")));
            }
            return Ok(values);
        }
        let count = i64::try_from(values.len()).unwrap_or(i64::MAX);
        if self.number("semantics.minCardinality").is_some_and(|least| count < least) {
            return Err(Refusal::bad(format!("Too few values for {kind} {id}")));
        }
        // -1 means any number; without a limit, one is meant.
        let most = self.number("semantics.maxCardinality").unwrap_or(if self.is_input { -1 } else { 1 });
        if most >= 0 && count > most.max(1) {
            return Err(Refusal::bad(format!("Too many values for {kind} {id}")));
        }
        values.iter().map(|value| self.one(value)).collect()
    }

    fn one(&self, value: &Json) -> Result<Json, Refusal> {
        let id = self.id;
        let text = plain(value);
        match self.kind() {
            "number" => {
                let is_number = text.parse::<f64>().is_ok_and(f64::is_finite);
                if !is_number {
                    return Err(Refusal::bad(format!("Invalid value for {id}: it is a number")));
                }
            }
            "bool" | "flag" => {
                return match text.to_ascii_lowercase().as_str() {
                    "true" | "1" | "on" => Ok(true.into()),
                    "false" | "0" | "off" => Ok(false.into()),
                    _ => Err(Refusal::bad(format!("Invalid value for {id}: it is true or false"))),
                };
            }
            "enumeration" => {
                let allowed =
                    ["value.enum_values", "value.enumValues"].iter().find_map(|path| self.document.at(path));
                let allowed = allowed.and_then(Json::as_array).unwrap_or_default();
                // Values may come with labels, as objects with one entry.
                let is_allowed = allowed.iter().any(|known| match known.entries() {
                    Some(entries) => entries.iter().any(|(key, _)| *key == text),
                    None => plain(known) == text,
                });
                if !is_allowed {
                    return Err(Refusal::bad(format!(
                        "Invalid value for {id}: it is not among the allowed ones"
                    )));
                }
            }
            _ => {}
        }
        let pattern = self.text("value.validator");
        if !pattern.is_empty() {
            let fits =
                regex::Regex::new(&format!("^(?:{pattern})$")).is_ok_and(|regex| regex.is_match(&text));
            if !fits {
                return Err(Refusal::bad(format!("Invalid value for {id}: it does not match {pattern}")));
            }
        }
        Ok(value.clone())
    }

    /// The text that takes the place of `${id}` in the wrapper script.
    pub(crate) fn rendered(&self, values: &[Json]) -> String {
        let argument = self.text("details.argument");
        if self.kind() == "flag" {
            let is_set = values.first() == Some(&Json::Bool(true));
            return if is_set { argument.to_owned() } else { String::new() };
        }
        let shows = self.flag("details.showArgument", false);
        let repeats = self.flag("details.repeatArgument", false);
        let quotes = self.flag("value.enquote", false);
        let parts = values.iter().enumerate().map(|(index, value)| {
            let text = match value {
                Json::Bool(value) => if *value { "1" } else { "0" }.to_owned(),
                other if self.is_input => base_name(&plain(other)).to_owned(),
                other => plain(other),
            };
            let text = if quotes { format!("\"{text}\"") } else { text };
            if shows && (index == 0 || repeats) { format!("{argument}{text}") } else { text }
        });
        parts.collect::<Vec<_>>().join(" ")
    }
}

/// The values in what was given: an array, or a text with semicolons.
fn split(given: Option<&Json>) -> Vec<Json> {
    match given {
        None | Some(Json::Null) => Vec::new(),
        Some(Json::Array(values)) => values.clone(),
        Some(Json::String(text)) => text.split(';').filter(|part| !part.is_empty()).map(Json::from).collect(),
        Some(other) => vec![other.clone()],
    }
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_text(), str::to_owned)
}

/// The last part of a path or an address.
pub(crate) fn base_name(address: &str) -> &str {
    let path =
        if address.contains("://") { address.split(['?', '#']).next().unwrap_or(address) } else { address };
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Constants, parse};

    /// What the script gets for a parameter, or the message of the refusal.
    fn outcome(inputs: bool, document: &str, given: &str) -> String {
        let list = if inputs { "inputs" } else { "parameters" };
        let app = parse(&format!(r#"{{"{list}": [{document}]}}"#), Constants::Refused).unwrap();
        let given = parse(given, Constants::Refused).unwrap();
        let one = declared(&app, inputs).next().unwrap();
        match one.checked(Some(&given)) {
            Ok(values) => one.rendered(&values),
            Err(refusal) => refusal.message,
        }
    }

    #[test]
    fn values_become_what_the_script_gets() {
        let many = r#"{"id": "x", "value": {"type": "string"}, "semantics": {"maxCardinality": -1}, "details": {"argument": "-f ", "showArgument": true"#;
        for (document, given, expected) in [
            (r#"{"id": "x", "value": {"type": "string"}}"#, r#""a b""#, "a b"),
            (r#"{"id": "x", "value": {"type": "string", "enquote": true}}"#, r#""a b""#, "\"a b\""),
            (r#"{"id": "x", "value": {"type": "bool"}}"#, r#""on""#, "1"),
            (r#"{"id": "x", "value": {"type": "bool"}}"#, "false", "0"),
            (r#"{"id": "x", "value": {"type": "flag"}, "details": {"argument": "--v"}}"#, "1", "--v"),
            (r#"{"id": "x", "value": {"type": "flag"}, "details": {"argument": "--v"}}"#, "0", ""),
            (r#"{"id": "x", "value": {"type": "number", "default": 7}}"#, "null", "7"),
            (&format!("{many}}}}}"), r#"["a", "b"]"#, "-f a b"),
            (&format!("{many}, \"repeatArgument\": true}}}}"), r#""a;b""#, "-f a -f b"),
        ] {
            assert_eq!(outcome(false, document, given), expected, "{document} {given}");
        }
        let input = r#"{"id": "x", "semantics": {"minCardinality": 1}}"#;
        assert_eq!(outcome(true, input, r#"["agave://s/a/b.txt", "http://localhost/c/d?e=/f"]"#), "b.txt d");
    }

    #[test]
    fn values_that_break_the_rules_are_refused() {
        for (document, given, expected) in [
            (
                r#"{"id": "x", "value": {"type": "string", "visible": false}}"#,
                r#""a""#,
                "x is not visible and cannot be set in a job",
            ),
            (
                r#"{"id": "x", "value": {"type": "string", "required": true}}"#,
                "null",
                "No parameter specified for x",
            ),
            (
                r#"{"id": "x", "value": {"type": "string"}}"#,
                r#"["a", "b"]"#,
                "Too many values for parameter x",
            ),
            (
                r#"{"id": "x", "value": {"type": "string"}, "semantics": {"minCardinality": 2, "maxCardinality": 3}}"#,
                r#""a""#,
                "Too few values for parameter x",
            ),
            (r#"{"id": "x", "value": {"type": "number"}}"#, r#""a""#, "Invalid value for x: it is a number"),
            (
                r#"{"id": "x", "value": {"type": "bool"}}"#,
                r#""a""#,
                "Invalid value for x: it is true or false",
            ),
            (
                r#"{"id": "x", "value": {"type": "enumeration", "enum_values": ["a", {"b": "B"}]}}"#,
                r#""c""#,
                "Invalid value for x: it is not among the allowed ones",
            ),
            (
                r#"{"id": "x", "value": {"type": "string", "validator": "[a-c]+"}}"#,
                r#""abd""#,
                "Invalid value for x: it does not match [a-c]+",
            ),
        ] {
            assert_eq!(outcome(false, document, given), expected, "{document} {given}");
        }
        let input = r#"{"id": "x", "value": {"required": true}}"#;
        assert_eq!(outcome(true, input, "null"), "No input specified for x");
    }
}
