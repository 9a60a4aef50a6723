use saltant_types::Value;
use saltant_types::agave::{
    AgaveUuid, Metadata, MetadataRequest, MetadataSchema, Permission, PermissionRequest, Username,
};

use super::paging::Offset;
use super::search::{Search, Selection};
use crate::operations::Operation;

/// Writes an item of metadata.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "addMetadata")]
#[operation("agave.meta.add_metadata", POST "meta/v2/data", output = Metadata)]
pub struct CreateMetadata {
    /// The item: at least its `name` and its `value`.
    #[body]
    pub body: MetadataRequest,
}

/// Lists items of metadata.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listMetadata")]
#[operation("agave.meta.list_metadata", GET "meta/v2/data")]
#[operation(page of Metadata)]
pub struct ListMetadata {
    /// A `MongoDB` query, as JSON: `{"name": "color"}`.
    #[query]
    pub q: Option<String>,
    /// Whether an administrator gets the items of all users; the server's default is true.
    #[query]
    pub privileged: Option<bool>,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Gets an item of metadata.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getMetadata")]
#[operation("agave.meta.get_metadata", GET "meta/v2/data/{uuid}", output = Metadata)]
pub struct GetMetadata {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The service declares these here too; what they do to one item was not measured.
    #[fields]
    pub page: Offset,
}

/// Replaces an item of metadata.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateMetadata")]
#[operation("agave.meta.update_metadata", POST "meta/v2/data/{uuid}", output = Metadata)]
pub struct UpdateMetadata {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The item: at least its `name` and its `value`.
    #[body]
    pub body: MetadataRequest,
}

/// Deletes an item of metadata.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteMetadata")]
#[operation("agave.meta.delete_metadata", DELETE "meta/v2/data/{uuid}")]
pub struct DeleteMetadata {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}

/// Lists the permissions of all users for an item of metadata.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listMetadataPermissions")]
#[operation("agave.meta.list_metadata_permissions", GET "meta/v2/data/{uuid}/pems")]
#[operation(page of Permission)]
pub struct ListMetadataPermissions {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets the permissions of a user for an item of metadata.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateMetadataPermissions")]
#[operation("agave.meta.update_metadata_permissions", POST "meta/v2/data/{uuid}/pems")]
#[operation(output = Option<Permission>)]
pub struct UpdateMetadataPermissions {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user and the permissions.
    #[body]
    pub body: PermissionRequest,
}

/// Takes the permissions for an item of metadata away from all other users.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteMetadataPermission")]
#[operation("agave.meta.delete_metadata_permission", DELETE "meta/v2/data/{uuid}/pems")]
pub struct DeleteMetadataPermissions {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}

/// Gets the permissions of a user for an item of metadata.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listMetadataPermissionsForUser")]
#[operation("agave.meta.list_metadata_permissions_for_user", GET "meta/v2/data/{uuid}/pems/{username}")]
#[operation(output = Permission)]
pub struct GetMetadataPermissionsForUser {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
}

/// Sets the permissions of a user for an item of metadata, with the user's name in the address.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateMetadataPermissionsForUser")]
#[operation("agave.meta.update_metadata_permissions_for_user", POST "meta/v2/data/{uuid}/pems/{username}")]
#[operation(output = Option<Permission>)]
pub struct UpdateMetadataPermissionsForUser {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
    /// The user and the permissions.
    #[body]
    pub body: PermissionRequest,
}

/// Takes the permissions for an item of metadata away from a user.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteMetadataPermissionsForUser")]
#[operation("agave.meta.delete_metadata_permissions_for_user", DELETE "meta/v2/data/{uuid}/pems/{username}")]
pub struct DeleteMetadataPermissionsForUser {
    /// The item's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
}

/// Stores a JSON Schema, against which metadata can be validated.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "addSchema")]
#[operation("agave.meta.add_schema", POST "meta/v2/schemas", output = MetadataSchema)]
pub struct CreateSchema {
    /// The JSON Schema itself.
    #[body]
    pub body: Value,
}

/// Lists the metadata schemas that the caller may see.
///
/// The service declares a single schema as the answer, so one may come without a list around it. It also
/// declares an argument `uuid`, which agavepy demands and does not send: [`GetSchema`] gets one schema.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "searchSchema")]
#[operation("agave.meta.search_schema", GET "meta/v2/schemas")]
#[operation(page of MetadataSchema, read = super::envelope::one_or_many)]
pub struct ListSchemas {
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Gets a metadata schema by its UUID.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getSchema")]
#[operation("agave.meta.get_schema", GET "meta/v2/schemas/{uuid}", output = MetadataSchema)]
pub struct GetSchema {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The service declares these here too; what they do to one item was not measured.
    #[fields]
    pub page: Offset,
}

/// Replaces a metadata schema, which keeps its UUID.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateSchema")]
#[operation("agave.meta.update_schema", POST "meta/v2/schemas/{uuid}", output = MetadataSchema)]
pub struct UpdateSchema {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The JSON Schema itself.
    #[body]
    pub body: Value,
}

/// Deletes a metadata schema by its UUID.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteSchema")]
#[operation("agave.meta.delete_schema", DELETE "meta/v2/schemas/{uuid}")]
pub struct DeleteSchema {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}

/// Lists the permissions of all users for a schema.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listSchemaPermissions")]
#[operation("agave.meta.list_schema_permissions", GET "meta/v2/schemas/{uuid}/pems")]
#[operation(page of Permission)]
pub struct ListSchemaPermissions {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// Which page.
    #[page]
    pub page: Offset,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Sets the permissions of a user for a schema.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateSchemaPermissions")]
#[operation("agave.meta.update_schema_permissions", POST "meta/v2/schemas/{uuid}/pems")]
#[operation(output = Option<Permission>)]
pub struct UpdateSchemaPermissions {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user and the permissions.
    #[body]
    pub body: PermissionRequest,
}

/// Takes the permissions for a schema away from all other users.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteSchemaPermissions")]
#[operation("agave.meta.delete_schema_permissions", DELETE "meta/v2/schemas/{uuid}/pems")]
pub struct DeleteSchemaPermissions {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
}

/// Gets what a user may do with a metadata schema.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listSchemaPermissionsForUser")]
#[operation("agave.meta.list_schema_permissions_for_user", GET "meta/v2/schemas/{uuid}/pems/{username}")]
#[operation(output = Permission)]
pub struct GetSchemaPermissionsForUser {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
}

/// Sets the permissions of a user for a schema, with the user's name in the address.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "updateSchemaPermissionsForUser")]
#[operation("agave.meta.update_schema_permissions_for_user", POST "meta/v2/schemas/{uuid}/pems/{username}")]
#[operation(output = Option<Permission>)]
pub struct UpdateSchemaPermissionsForUser {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
    /// The user and the permissions.
    #[body]
    pub body: PermissionRequest,
}

/// Takes the permissions for a schema away from a user.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteSchemaPermissionsForUser")]
#[operation("agave.meta.delete_schema_permissions_for_user", DELETE "meta/v2/schemas/{uuid}/pems/{username}")]
pub struct DeleteSchemaPermissionsForUser {
    /// The schema's UUID.
    #[segment]
    pub uuid: AgaveUuid,
    /// The user.
    #[segment]
    pub username: Username,
}
