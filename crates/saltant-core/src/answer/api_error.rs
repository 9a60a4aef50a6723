use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;

use super::known::{KnownSecret, mask_known};
use super::redact::is_secret_name;

/// A service's own message about a refused request, in one form for every service.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The message, in one line; may be empty.
    pub message: String,
    /// The service's code for the reason, such as `token_not_valid`.
    pub code: Option<String>,
    /// The messages about single fields of the request, by field.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Whether the answer is an HTML page instead of an answer of the API.
    pub is_page: bool,
    /// The answer's JSON, for details that only one service gives (a quota's limit, a validation's location).
    pub details: Option<Value>,
}

impl ApiError {
    /// An error with a message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), ..Self::default() }
    }

    /// Masks secrets wherever the service repeats them.
    pub(super) fn mask(&mut self, secrets: &[KnownSecret]) {
        let mask = |text: &String| mask_known(text, secrets);
        self.message = mask(&self.message);
        self.code = self.code.as_ref().map(mask);
        // The name of a secret field says nothing about its value, also where the value is the same word.
        let name = |name: String| if is_secret_name(&name) { name } else { mask(&name) };
        let fields = std::mem::take(&mut self.fields).into_iter();
        self.fields = fields.map(|(field, texts)| (name(field), texts.iter().map(mask).collect())).collect();
    }
}

/// Leaves the details out: they are the server's whole answer.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redact = |text: &String| crate::redact(text).into_owned();
        let redact_all = |texts: &Vec<String>| texts.iter().map(redact).collect::<Vec<_>>();
        let fields: BTreeMap<_, _> =
            self.fields.iter().map(|(name, texts)| (redact(name), redact_all(texts))).collect();
        f.debug_struct("ApiError")
            .field("message", &redact(&self.message))
            .field("code", &self.code.as_ref().map(redact))
            .field("fields", &fields)
            .field("is_page", &self.is_page)
            .finish_non_exhaustive()
    }
}

/// The message, then each field's: `name: must be unique; queue: does not exist`.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if !self.message.is_empty() {
            parts.push(self.message.clone());
        }
        parts.extend(self.fields.iter().map(|(field, messages)| format!("{field}: {}", messages.join(" "))));
        f.write_str(&crate::redact(&shorten(&parts.join("; "), 400)))
    }
}

/// Cuts a text after `limit` characters and ends it with an ellipsis.
pub(crate) fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}
