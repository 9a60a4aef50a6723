//! The checks of a task type's JSON fields.

use super::model::{Invalid, read_again};
use crate::json::{Json, jsonb, python};

/// The three JSON fields of a task type.
#[derive(Clone, Debug)]
pub(crate) struct TypeJson {
    pub(crate) environment_variables: Json,
    pub(crate) required_arguments: Json,
    pub(crate) defaults: Json,
}

impl TypeJson {
    /// Checks the fields together and returns them as the model keeps them.
    pub(crate) fn checked(self) -> Result<Self, Invalid> {
        let complaint = |text: &str| format!("'{text}' is not valid JSON!");
        let environment_variables =
            read_again(or_empty(self.environment_variables, Json::array()), complaint)?;
        let required_arguments = read_again(or_empty(self.required_arguments, Json::array()), complaint)?;
        let defaults = read_again(or_empty(self.defaults, Json::object([])), complaint)?;
        for list in [&environment_variables, &required_arguments] {
            if !matches!(list, Json::Array(_)) {
                return Err(Invalid::Because(format!(
                    "'{}' is not a valid JSON array!",
                    python::str_of(list)
                )));
            }
        }
        let (Json::Array(required), Json::Object(given)) = (&required_arguments, &defaults) else {
            let shown = python::str_of(&defaults);
            return Err(Invalid::Because(format!("'{shown}' is not a valid JSON dictionary!")));
        };
        // The names are put into a set, and lists and objects cannot be.
        if required.iter().any(|name| matches!(name, Json::Array(_) | Json::Object(_))) {
            return Err(Invalid::Crash);
        }
        if given.iter().any(|(key, _)| !required.iter().any(|name| name.as_str() == Some(key))) {
            return Err(Invalid::Because("default arguments not a subset of required arguments".to_owned()));
        }
        Ok(Self { environment_variables, required_arguments, defaults })
    }

    /// The fields as the database keeps them.
    pub(crate) fn stored(&self) -> Result<Self, Invalid> {
        let stored = |value: &Json| jsonb::stored(value).ok_or(Invalid::Crash);
        Ok(Self {
            environment_variables: stored(&self.environment_variables)?,
            required_arguments: stored(&self.required_arguments)?,
            defaults: stored(&self.defaults)?,
        })
    }
}

fn or_empty(value: Json, empty: Json) -> Json {
    if value == Json::Null { empty } else { value }
}
