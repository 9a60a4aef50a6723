use saltant_types::schema::{Field, Schema};
use serde_json::{Map, Value};

use super::Entry;
use crate::answer::known::MASK;
use crate::answer::redact::mask_json;

impl Entry {
    /// Replaces the secrets within arguments by `***`, so that they can be shown.
    ///
    /// The types of the arguments say what is a secret. What they leave open, such as a JSON object with any
    /// keys, is looked through for a [secret's name](crate::is_secret_name).
    ///
    /// ```
    /// # #[cfg(feature = "saltant")] {
    /// use serde_json::json;
    ///
    /// let entry = saltant_core::catalog::find("saltant.token.obtain").expect("it is in the table");
    /// let mut arguments = json!({"username": "matt", "password": "hunter2"});
    /// entry.mask_secrets(arguments.as_object_mut().unwrap());
    /// assert_eq!(arguments, json!({"username": "matt", "password": "***"}));
    /// # }
    /// ```
    pub fn mask_secrets(&self, arguments: &mut Map<String, Value>) {
        let mut document = None;
        for argument in self.arguments() {
            if argument.document && !arguments.contains_key(argument.name) {
                document = Some(argument.schema);
            }
            for name in [argument.name, argument.wire] {
                if let Some(value) = arguments.get_mut(name) {
                    mask(&argument.schema, value);
                }
            }
        }
        if let Some(Schema::Record(known)) = document {
            let is_argument =
                |name: &str| self.arguments().any(|argument| [argument.name, argument.wire].contains(&name));
            let fields = arguments.iter_mut().filter(|(name, _)| !is_argument(name));
            fields.for_each(|(name, value)| mask_known(known, name, value));
        }
    }
}

fn mask(schema: &Schema, value: &mut Value) {
    match (schema, value) {
        (_, Value::Null) => {}
        (Schema::Secret, secret) => *secret = MASK.into(),
        (Schema::Id { of: inner, .. } | Schema::Nullable(inner), value) => mask(inner, value),
        (Schema::OneOf(forms), value) => forms.iter().for_each(|form| mask(form, value)),
        (Schema::List(item), Value::Array(items)) => items.iter_mut().for_each(|value| mask(item, value)),
        (Schema::Map(item), Value::Object(fields)) => {
            fields.iter_mut().for_each(|(name, value)| mask_field(Some(item), name, value));
        }
        (Schema::Record(known), Value::Object(fields)) => {
            fields.iter_mut().for_each(|(name, value)| mask_known(known, name, value));
        }
        (Schema::Json | Schema::Object, value) => {
            mask_json(value, false, &str::to_owned, &[]);
        }
        _ => {}
    }
}

/// Masks a field of a record.
fn mask_known(known: &[Field], name: &str, value: &mut Value) {
    let field = known.iter().find(|field| field.name == name);
    mask_field(field.map(|field| &field.schema), name, value);
}

/// Masks a field by its type, or by its name where the type says nothing.
fn mask_field(schema: Option<&Schema>, name: &str, value: &mut Value) {
    match schema {
        Some(schema) if !matches!(schema, Schema::Json | Schema::Object) => mask(schema, value),
        _ => {
            mask_json(value, crate::is_secret_name(name), &str::to_owned, &[]);
        }
    }
}
