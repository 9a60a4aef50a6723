use serde::{Deserialize, Serialize};

/// Declares what an answer holds: each field may be absent or null, and what has no field is kept.
macro_rules! record {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* $field:ident: $ty:ty ),+ $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$field_meta])*
                #[serde(default)]
                pub $field: Option<$ty>,
            )+
            /// What else the server sent, under its own names: `_links`, for one.
            #[serde(flatten)]
            pub extra: $crate::Map<String, $crate::Value>,
        }
    };
}

pub(super) use record;

/// Where to report an event of a job or of a transfer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EventNotification {
    /// A web address or an e-mail address. The server replaces `${JOB_ID}`, `${JOB_STATUS}` and the like in
    /// it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The event: a status word, or `*` for all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// Whether it is kept after the first report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub persistent: Option<bool>,
    /// What else is to be sent, or was sent by the server, under the service's own names.
    #[serde(flatten)]
    pub extra: crate::Map<String, crate::Value>,
}

impl EventNotification {
    /// Reports an event to an address.
    pub fn new(url: impl Into<String>, event: impl Into<String>) -> Self {
        Self { url: Some(url.into()), event: Some(event.into()), persistent: None, extra: crate::Map::new() }
    }

    /// Sets whether it is kept after the first report.
    #[must_use]
    pub fn persistent(mut self, persistent: bool) -> Self {
        self.persistent = Some(persistent);
        self
    }
}
