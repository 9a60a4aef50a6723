//! Settings from environment variables, or from wherever else a program keeps them.

use saltant_core::{Error, ErrorKind};

/// A variable of the process.
pub(crate) fn process(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// A variable's value; one that is empty counts as not set.
pub(crate) fn optional(variable: &impl Fn(&str) -> Option<String>, name: &str) -> Option<String> {
    variable(name).filter(|value| !value.is_empty())
}

/// The value of a variable that has to be set.
pub(crate) fn required(variable: &impl Fn(&str) -> Option<String>, name: &str) -> Result<String, Error> {
    let missing = || Error::new(ErrorKind::Usage, format!("the environment variable {name} is not set"));
    optional(variable, name).ok_or_else(missing)
}
