//! The services. Other lists of them are derived from this one or, by `layers`, checked against it.

/// The services by name: it is the feature, the module and the first word of the operations' names.
pub(crate) const SERVICES: &[&str] = &["saltant", "vantage6", "inmanta", "agave", "astakos"];
