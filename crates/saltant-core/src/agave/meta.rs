use saltant_types::Value;
use saltant_types::agave::{
    AgaveUuid, Metadata, MetadataRequest, MetadataSchema, Permission, PermissionRequest, Username,
};

use super::Search;
use super::paging::offset_pages;
use crate::operations::Operation;

/// Writes an item of metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.add_metadata", POST "meta/v2/data", output = Metadata)]
pub struct AddMetadata {
    /// The item: a name and a value at least.
    #[body]
    pub body: MetadataRequest,
}

/// Lists metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.list_metadata", GET "meta/v2/data")]
#[operation(output = Vec<Metadata>, read = super::envelope::list)]
pub struct ListMetadata {
    /// A `MongoDB` query, as JSON: `{"name": "color"}`.
    #[query]
    pub q: Option<String>,
    /// Whether an administrator sees everybody's; the server's default is true.
    #[query]
    pub privileged: Option<bool>,
    /// Items on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many items to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the items that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListMetadata, Metadata);

/// Gets an item of metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.get_metadata", GET "meta/v2/data/{uuid}", output = Metadata)]
pub struct GetMetadata {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// Items on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many items to pass over.
    #[query]
    pub offset: Option<u64>,
}

/// Replaces an item of metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.update_metadata", POST "meta/v2/data/{uuid}", output = Metadata)]
pub struct UpdateMetadata {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The item: a name and a value at least.
    #[body]
    pub body: MetadataRequest,
}

/// Deletes an item of metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.delete_metadata", DELETE "meta/v2/data/{uuid}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteMetadata {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}

/// Lists who may do what with an item of metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.list_metadata_permissions", GET "meta/v2/data/{uuid}/pems")]
#[operation(output = Vec<Permission>, read = super::envelope::list)]
pub struct ListMetadataPermissions {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// Permissions on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many permissions to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the permissions that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListMetadataPermissions, Permission);

/// Sets what a user may do with an item of metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.update_metadata_permissions", POST "meta/v2/data/{uuid}/pems")]
#[operation(output = Option<Permission>, read = super::envelope::optional)]
pub struct UpdateMetadataPermissions {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user, and what they may do.
    #[body]
    pub body: PermissionRequest,
}

/// Takes away what all other users may do with an item of metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.delete_metadata_permission", DELETE "meta/v2/data/{uuid}/pems")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteMetadataPermission {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}

/// Gets what a user may do with an item of metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.list_metadata_permissions_for_user", GET "meta/v2/data/{uuid}/pems/{username}")]
#[operation(output = Permission)]
pub struct ListMetadataPermissionsForUser {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
}

/// Sets what a user may do with an item of metadata, by their name in the address.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.update_metadata_permissions_for_user", POST "meta/v2/data/{uuid}/pems/{username}")]
#[operation(output = Option<Permission>, read = super::envelope::optional)]
pub struct UpdateMetadataPermissionsForUser {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
    /// The user, and what they may do.
    #[body]
    pub body: PermissionRequest,
}

/// Takes away what a user may do with an item of metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.delete_metadata_permissions_for_user", DELETE "meta/v2/data/{uuid}/pems/{username}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteMetadataPermissionsForUser {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
}

/// Keeps a JSON Schema for metadata.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.add_schema", POST "meta/v2/schemas", output = MetadataSchema)]
pub struct AddSchema {
    /// The schema.
    #[body]
    pub body: Value,
}

/// Lists the schemas.
///
/// One schema may come without a list around it.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.search_schema", GET "meta/v2/schemas")]
#[operation(output = Vec<MetadataSchema>, read = super::envelope::one_or_many)]
pub struct SearchSchema {
    /// Items on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many items to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the schemas that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(SearchSchema, MetadataSchema);

/// Gets a schema.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.get_schema", GET "meta/v2/schemas/{uuid}", output = MetadataSchema)]
pub struct GetSchema {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// Items on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many items to pass over.
    #[query]
    pub offset: Option<u64>,
}

/// Replaces a schema.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.update_schema", POST "meta/v2/schemas/{uuid}", output = MetadataSchema)]
pub struct UpdateSchema {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The schema.
    #[body]
    pub body: Value,
}

/// Deletes a schema.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.delete_schema", DELETE "meta/v2/schemas/{uuid}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteSchema {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}

/// Lists who may do what with a schema.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.list_schema_permissions", GET "meta/v2/schemas/{uuid}/pems")]
#[operation(output = Vec<Permission>, read = super::envelope::list)]
pub struct ListSchemaPermissions {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// Permissions on a page; the server's default is 250.
    #[query]
    pub limit: Option<u64>,
    /// How many permissions to pass over.
    #[query]
    pub offset: Option<u64>,
    /// Keeps the permissions that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

offset_pages!(ListSchemaPermissions, Permission);

/// Sets what a user may do with a schema.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.update_schema_permissions", POST "meta/v2/schemas/{uuid}/pems")]
#[operation(output = Option<Permission>, read = super::envelope::optional)]
pub struct UpdateSchemaPermissions {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user, and what they may do.
    #[body]
    pub body: PermissionRequest,
}

/// Takes away what all other users may do with a schema.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.delete_schema_permissions", DELETE "meta/v2/schemas/{uuid}/pems")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteSchemaPermissions {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}

/// Gets what a user may do with a schema.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.list_schema_permissions_for_user", GET "meta/v2/schemas/{uuid}/pems/{username}")]
#[operation(output = Permission)]
pub struct ListSchemaPermissionsForUser {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
}

/// Sets what a user may do with a schema, by their name in the address.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.update_schema_permissions_for_user", POST "meta/v2/schemas/{uuid}/pems/{username}")]
#[operation(output = Option<Permission>, read = super::envelope::optional)]
pub struct UpdateSchemaPermissionsForUser {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
    /// The user, and what they may do.
    #[body]
    pub body: PermissionRequest,
}

/// Takes away what a user may do with a schema.
#[derive(Clone, Debug, Operation)]
#[operation("agave.meta.delete_schema_permissions_for_user", DELETE "meta/v2/schemas/{uuid}/pems/{username}")]
#[operation(output = (), read = super::envelope::nothing)]
pub struct DeleteSchemaPermissionsForUser {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
}
