/// Why a request could not be written; nothing was sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncodeError {
    /// A path value is empty, `.` or `..`: it would name another resource.
    #[error("`{name}` cannot be {value:?}: the address would name something else")]
    PathValue {
        /// The field's name.
        name: &'static str,
        /// The value.
        value: String,
    },
    /// A value cannot be written as JSON.
    #[error("`{name}` cannot be written as JSON: {reason}")]
    Json {
        /// The field's name.
        name: &'static str,
        /// The writer's error.
        reason: String,
    },
    /// A header's value holds a character that headers cannot carry.
    #[error("`{name}` cannot be written as a header")]
    Header {
        /// The header's name.
        name: &'static str,
    },
    /// A value that the service would reject, or that would be dangerous to send.
    #[error("`{name}`: {reason}")]
    Refused {
        /// The field's name.
        name: &'static str,
        /// Why it is refused.
        reason: String,
    },
    /// A link that the server gave may not be followed.
    #[error("`{name}` is not followed: it points to {target}")]
    Link {
        /// The field's name.
        name: &'static str,
        /// What it points to.
        target: &'static str,
    },
    /// An argument beside a link, which repeats all arguments itself.
    #[error("`{name}` is given with `{link}`, which repeats all other arguments: give `{link}` alone")]
    BesideLink {
        /// The argument's name.
        name: String,
        /// The name of the argument with the link.
        link: &'static str,
    },
    /// The operation writes its path in another order than its template has.
    #[error("path template {template:?} does not take `{name}` here")]
    Template {
        /// The template.
        template: &'static str,
        /// The placeholder that was written.
        name: &'static str,
    },
    /// The path and the query do not make a valid address.
    #[error("the address is not valid: {0}")]
    Address(String),
}

/// What the `write` function of an operation returns: nothing, or a result if it can fail.
pub trait Written {
    /// The result, which is good for a function that cannot fail.
    fn written(self) -> Result<(), EncodeError>;
}

impl Written for () {
    fn written(self) -> Result<(), EncodeError> {
        Ok(())
    }
}

impl Written for Result<(), EncodeError> {
    fn written(self) -> Result<(), EncodeError> {
        self
    }
}
