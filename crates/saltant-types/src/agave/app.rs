use super::SystemId;
use super::number::integer;
use super::record::record;
use crate::Timestamp;
use crate::id::id;

id! {
    /// The id of an app: its name and version, as in `wc-demo-1.00`.
    AppId(String)
}

record! {
    /// An app, as lists show it.
    pub struct ApplicationSummary {
        /// The app's id.
        id: AppId,
        /// The name.
        name: String,
        /// The version.
        version: String,
        /// How often it has been changed.
        #[serde(deserialize_with = "integer")]
        revision: u64,
        /// Where its jobs run.
        execution_system: SystemId,
        /// What it does, in a line.
        short_description: String,
        /// Whether everybody may run it.
        is_public: bool,
        /// When it was last changed.
        last_modified: Timestamp,
    }
}
