//! The fields of a request, read as the real server's serializers read them, with their messages.

use axum::http::StatusCode;

use crate::http::reply::Reply;
use crate::json::{Constants, Json, ParseError, parse, python};
use crate::saltant::body::Input;
use crate::saltant::reply;
use crate::saltant::validation::model::non_field_error;

/// A field of the request, after its checks.
#[derive(Debug)]
pub(crate) enum Field<T> {
    /// Not sent, or wrong: a wrong field has left its message.
    Absent,
    Null,
    Is(T),
}

impl<T> Field<T> {
    /// The value, or `default` where none was sent.
    pub(crate) fn unwrap_or(self, default: T) -> T {
        match self {
            Self::Is(value) => value,
            Self::Absent | Self::Null => default,
        }
    }

    /// The nullable value, or `default` where none was sent.
    pub(crate) fn nullable_or(self, default: Option<T>) -> Option<T> {
        match self {
            Self::Is(value) => Some(value),
            Self::Null => None,
            Self::Absent => default,
        }
    }
}

/// A kind of row, and whether one with a given name exists.
pub(crate) type Unique<'a> = (&'a str, &'a dyn Fn(&str) -> bool);

/// The rules of a text field.
#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "each is a rule of its own, and they mix freely")]
pub(crate) struct Text<'a> {
    pub(crate) required: bool,
    pub(crate) blank: bool,
    pub(crate) null: bool,
    /// The longest allowed, in characters.
    pub(crate) longest: Option<usize>,
    /// Whether only the characters of a queue's name are allowed.
    pub(crate) queue_name: bool,
    /// The kind of row whose names are unique.
    pub(crate) unique: Option<Unique<'a>>,
}

/// The fields of a request, with the messages collected so far.
pub(crate) struct Fields<'a> {
    pub(super) input: &'a Input,
    /// Whether absent fields are kept as they are (PATCH).
    pub(super) partial: bool,
    errors: Vec<(String, Vec<String>)>,
    crashed: bool,
}

impl<'a> Fields<'a> {
    /// Takes a form or a JSON object; other JSON is refused as a whole.
    pub(crate) fn new(input: &'a Input, partial: bool) -> Result<Self, Reply> {
        match input {
            Input::Json(Json::Null) => Err(non_field_error("No data provided")),
            Input::Json(other) if !matches!(other, Json::Object(_)) => Err(non_field_error(&format!(
                "Invalid data. Expected a dictionary, but got {}.",
                python::type_name(other)
            ))),
            _ => Ok(Self { input, partial, errors: Vec::new(), crashed: false }),
        }
    }

    /// Answers with the messages, if there are any.
    pub(crate) fn finish(self) -> Result<(), Reply> {
        if self.crashed {
            return Err(reply::server_error());
        }
        if self.errors.is_empty() {
            return Ok(());
        }
        let errors = self.errors.into_iter().map(|(name, messages)| (name, messages.into_iter().collect()));
        Err(Reply::json(StatusCode::BAD_REQUEST, Json::Object(errors.collect())))
    }

    /// What was sent under a name: the last of a form's equal keys.
    pub(super) fn sent(&self, name: &str) -> Option<Json> {
        match self.input {
            Input::Form(pairs) => {
                pairs.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str().into())
            }
            Input::Json(object) => object.get(name).cloned(),
        }
    }

    fn is_form(&self) -> bool {
        matches!(self.input, Input::Form(_))
    }

    pub(crate) fn fail<T>(&mut self, name: &str, message: impl Into<String>) -> Field<T> {
        match self.errors.iter_mut().find(|(key, _)| key == name) {
            Some((_, messages)) => messages.push(message.into()),
            None => self.errors.push((name.to_owned(), vec![message.into()])),
        }
        Field::Absent
    }

    pub(super) fn missing<T>(&mut self, name: &str, required: bool) -> Field<T> {
        if required && !self.partial { self.fail(name, "This field is required.") } else { Field::Absent }
    }

    /// A text, trimmed at both ends. A number counts as its digits.
    pub(crate) fn text(&mut self, name: &str, rules: &Text<'_>) -> Field<String> {
        let Some(value) = self.sent(name) else { return self.missing(name, rules.required) };
        let text = match value {
            Json::Null if rules.null => return Field::Null,
            Json::Null => return self.fail(name, "This field may not be null."),
            Json::String(text) => text,
            Json::Number(digits) => digits,
            _ => return self.fail(name, "Not a valid string."),
        };
        let text = text.trim();
        if text.is_empty() {
            return if rules.blank {
                Field::Is(String::new())
            } else {
                self.fail(name, "This field may not be blank.")
            };
        }
        let mut wrong = false;
        let mut complain = |message: String| {
            wrong = true;
            self.fail::<()>(name, message);
        };
        if rules.queue_name && !is_queue_name(text) {
            complain(" @/+/-/_ only".to_owned());
        }
        if let Some((kind, taken)) = rules.unique
            && taken(text)
        {
            complain(format!("{kind} with this name already exists."));
        }
        if let Some(longest) = rules.longest
            && text.chars().count() > longest
        {
            complain(format!("Ensure this field has no more than {longest} characters."));
        }
        if text.contains('\0') {
            complain("Null characters are not allowed.".to_owned());
        }
        if wrong { Field::Absent } else { Field::Is(text.to_owned()) }
    }

    /// A truth value. A form without it means false, unless it is a PATCH.
    pub(crate) fn flag(&mut self, name: &str) -> Field<bool> {
        match self.sent(name) {
            None if self.is_form() && !self.partial => Field::Is(false),
            None => Field::Absent,
            // An empty field of a form counts as not sent, which is not the same as a missing one.
            Some(Json::String(text)) if text.is_empty() && self.is_form() => Field::Absent,
            Some(Json::Null) => self.fail(name, "This field may not be null."),
            Some(value) => match truth(&value) {
                Some(truth) => Field::Is(truth),
                None => self.fail(name, "Must be a valid boolean."),
            },
        }
    }

    /// One of a few words, exactly. Always required.
    pub(crate) fn choice(&mut self, name: &str, choices: &[&str]) -> Field<String> {
        match self.sent(name) {
            None => self.missing(name, true),
            Some(Json::Null) => self.fail(name, "This field may not be null."),
            Some(value) => {
                let text = python::str_of(&value);
                if choices.contains(&text.as_str()) {
                    Field::Is(text)
                } else {
                    self.fail(name, format!("\"{text}\" is not a valid choice."))
                }
            }
        }
    }

    /// Any JSON. A form holds its text. `null` in that text is accepted, and the model makes it empty.
    pub(crate) fn json(&mut self, name: &str) -> Field<Json> {
        match self.sent(name) {
            None => Field::Absent,
            Some(Json::String(text)) if self.is_form() => match parse(&text, Constants::Refused) {
                Ok(value) => Field::Is(value),
                Err(ParseError::Invalid(_)) => self.fail(name, "Value must be valid JSON."),
                Err(ParseError::Unreadable) => {
                    self.crashed = true;
                    Field::Absent
                }
            },
            Some(Json::Null) => self.fail(name, "This field may not be null."),
            Some(value) => Field::Is(value),
        }
    }
}

/// Letters and digits of any script, `_`, `@`, `+` and `-`.
fn is_queue_name(text: &str) -> bool {
    text.chars().all(|character| character.is_alphanumeric() || "_@+-".contains(character))
}

fn truth(value: &Json) -> Option<bool> {
    match value {
        Json::Bool(truth) => Some(*truth),
        Json::Number(text) => match text.parse::<f64>() {
            Ok(1.0) => Some(true),
            Ok(0.0) => Some(false),
            _ => None,
        },
        Json::String(text) => match text.as_str() {
            "t" | "T" | "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON"
            | "1" => Some(true),
            "f" | "F" | "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off"
            | "OFF" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
