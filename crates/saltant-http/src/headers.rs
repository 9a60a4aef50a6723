use http::{HeaderName, HeaderValue};
use saltant_core::is_secret_name;

/// The value, marked sensitive if the header's name is that of a secret, so that `Debug` does not show it.
pub(crate) fn marked(name: &HeaderName, mut value: HeaderValue) -> HeaderValue {
    value.set_sensitive(value.is_sensitive() || is_secret_name(name.as_str()));
    value
}
