use std::fmt::{self, Debug, Display};

use saltant::Error;

/// The results of all checks.
#[derive(Debug, Default)]
pub struct Checks {
    /// How many passed.
    pub passed: usize,
    /// What failed, and how.
    pub failed: Vec<String>,
}

impl Checks {
    /// Checks a condition.
    pub(crate) fn that(&mut self, what: &str, holds: bool) {
        if holds {
            self.passed += 1;
        } else {
            self.failed.push(what.to_owned());
        }
    }

    /// Checks that two values are equal.
    #[allow(clippy::needless_pass_by_value)] // values are made for the call
    pub(crate) fn equal<T: PartialEq + Debug>(&mut self, what: &str, found: T, wanted: T) {
        let holds = found == wanted;
        self.that(&if holds { what.to_owned() } else { format!("{what}: {found:?}, not {wanted:?}") }, holds);
    }

    /// Checks that a call fails in a certain way.
    pub(crate) fn refused<T: Debug>(
        &mut self,
        what: &str,
        result: Result<T, Error>,
        is_it: impl Fn(&Error) -> bool,
    ) {
        match result {
            Err(error) if is_it(&error) => self.passed += 1,
            Err(error) => self.that(&format!("{what}: {error}"), false),
            Ok(value) => self.that(&format!("{what}: it succeeded: {value:?}"), false),
        }
    }
}

impl Display for Checks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed.len())
    }
}

/// Whether an error has a status.
pub(crate) fn status(code: u16) -> impl Fn(&Error) -> bool {
    move |error| error.status().is_some_and(|status| status.as_u16() == code)
}
