use serde_json::Value;

use super::Username;
use super::record::record;
use crate::Timestamp;
use crate::id::id;

id! {
    /// The UUID of anything that Agave stores. It is longer than a common UUID:
    /// `2279148690254565912-242ac113-0001-005`.
    AgaveUuid(String)
}

record! {
    /// An item of metadata: a named JSON value about any number of things.
    answered pub struct Metadata,
    /// An item of metadata to write.
    sent pub struct MetadataRequest,

    /// The item's UUID.
    answered uuid: AgaveUuid,
    /// The name, which need not be unique.
    name: String,
    /// The value: any JSON, though the service's schema declares a text.
    value: Value,
    /// The UUIDs of the things that it describes.
    association_ids: Vec<AgaveUuid>,
    /// The schema that the value is validated against.
    sent schema_id: AgaveUuid,
    /// The user who wrote it.
    answered owner: Username,
    /// The internal user who wrote it: a user within the owner's application.
    answered internal_username: Username,
    /// When it was written.
    answered created: Timestamp,
    /// When it was last changed.
    answered last_updated: Timestamp,
}

record! {
    /// A JSON Schema that metadata can be validated against.
    pub struct MetadataSchema {
        /// The schema's UUID.
        uuid: AgaveUuid,
        /// The schema: any JSON, though the service's schema declares a text.
        schema: Value,
        /// The user who wrote it.
        owner: Username,
        /// The internal user who wrote it: a user within the owner's application.
        internal_username: Username,
        /// When it was written.
        created: Timestamp,
        /// When it was last changed.
        last_updated: Timestamp,
    }
}
