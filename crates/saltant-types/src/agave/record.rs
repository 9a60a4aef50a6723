/// Declares what an answer holds: each field may be absent or null, and what has no field is kept.
///
/// With `sent` before the struct it is a part of requests too, and gets a setter for each field.
macro_rules! record {
    (
        $(#[doc = $doc:expr])+
        pub struct $name:ident {
            $( $(#[doc = $field_doc:expr])+ $(#[serde($($serde:tt)*)])? $field:ident: $ty:ty ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize, saltant_macros::HasSchema)]
        #[serde(rename_all = "camelCase")]
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[doc = $field_doc])+
                $(#[serde($($serde)*)])?
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$ty>,
            )+
            /// What else there is, under the service's own names: `_links`, for one.
            #[serde(flatten)]
            pub extra: $crate::Map<String, $crate::Value>,
        }
    };
    (
        sent $(#[doc = $doc:expr])+
        pub struct $name:ident {
            $( $(#[doc = $field_doc:expr])+ $(#[serde($($serde:tt)*)])? $field:ident: $ty:ty ),+ $(,)?
        }
    ) => {
        $crate::agave::record::record! {
            $(#[doc = $doc])+
            pub struct $name {
                $( $(#[doc = $field_doc])+ $(#[serde($($serde)*)])? $field: $ty ),+
            }
        }

        impl $name {
            /// With nothing set.
            pub fn new() -> Self {
                <Self as Default>::default()
            }

            $(
                $(#[doc = $field_doc])+
                #[must_use]
                pub fn $field(mut self, value: impl Into<$ty>) -> Self {
                    self.$field = Some(value.into());
                    self
                }
            )+
        }
    };
}

pub(super) use record;

record! {
    sent
    /// Where to report an event of a job or of a transfer.
    pub struct EventNotification {
        /// A web address or an e-mail address. The server replaces `${JOB_ID}`, `${JOB_STATUS}` and the like
        /// in it.
        url: String,
        /// The event: a status word, or `*` for all.
        event: String,
        /// Whether it is kept after the first report.
        persistent: bool,
    }
}
