use http::Method;

/// What it does if a request reaches the server twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Nothing: it only reads.
    Safe,
    /// The same as when it reaches it once.
    Idempotent,
    /// It has a second effect, such as a second job. It is never sent again after a byte has left.
    Once,
}

impl Effect {
    /// What the HTTP standard promises about a method (RFC 9110 §9.2). A method that it does not name counts
    /// as [`Once`](Self::Once).
    pub const fn of(method: &Method) -> Self {
        match *method {
            Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE => Self::Safe,
            Method::PUT | Method::DELETE => Self::Idempotent,
            _ => Self::Once,
        }
    }

    /// Whether a request may be sent again when the outcome of the first one is unknown.
    pub const fn is_repeatable(self) -> bool {
        matches!(self, Self::Safe | Self::Idempotent)
    }
}
