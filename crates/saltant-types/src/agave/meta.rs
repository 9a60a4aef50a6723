use serde_json::Value;

use super::Username;
use super::record::record;
use crate::Timestamp;
use crate::id::id;

id! {
    /// The UUID of anything that Agave keeps. It is longer than a common one:
    /// `2279148690254565912-242ac113-0001-005`.
    AgaveUuid(String)
}

record! {
    /// Something that somebody wrote down about something.
    pub struct Metadata {
        /// The item's UUID.
        uuid: AgaveUuid,
        /// The name, not unique.
        name: String,
        /// What was written: any JSON, though the schema calls it a text.
        value: Value,
        /// The UUIDs of what it is about.
        association_ids: Vec<AgaveUuid>,
        /// Who wrote it.
        owner: Username,
        /// The user within the owner's application.
        internal_username: Username,
        /// When it was written.
        created: Timestamp,
        /// When it was last changed.
        last_updated: Timestamp,
    }
}

record! {
    /// A JSON Schema that metadata can be checked against.
    pub struct MetadataSchema {
        /// The schema's UUID.
        uuid: AgaveUuid,
        /// The schema: any JSON, though it is declared a text.
        schema: Value,
        /// Who wrote it.
        owner: Username,
        /// The user within the owner's application.
        internal_username: Username,
        /// When it was written.
        created: Timestamp,
        /// When it was last changed.
        last_updated: Timestamp,
    }
}

record! {
    sent
    /// An item of metadata to be written.
    pub struct MetadataRequest {
        /// The name, not unique.
        name: String,
        /// What is to be written: any JSON.
        value: Value,
        /// The UUIDs of what it is about.
        association_ids: Vec<AgaveUuid>,
        /// The schema that it is checked against.
        schema_id: AgaveUuid,
    }
}
