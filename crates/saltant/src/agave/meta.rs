use saltant_http::Call;
use saltant_types::Value;

use super::{
    AddMetadata, AddSchema, AgaveUuid, DeleteMetadata, DeleteMetadataPermission,
    DeleteMetadataPermissionsForUser, DeleteSchema, DeleteSchemaPermissions, DeleteSchemaPermissionsForUser,
    GetMetadata, GetSchema, ListMetadata, ListMetadataPermissions, ListMetadataPermissionsForUser,
    ListSchemaPermissions, ListSchemaPermissionsForUser, MetadataRequest, PermissionRequest, SearchSchema,
    UpdateMetadata, UpdateMetadataPermissions, UpdateMetadataPermissionsForUser, UpdateSchema,
    UpdateSchemaPermissions, UpdateSchemaPermissionsForUser, Username,
};

/// Metadata and the schemas it is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Meta<'c>(pub(super) &'c saltant_http::Client);

impl<'c> Meta<'c> {
    /// Writes an item of metadata.
    pub fn add_metadata(self, body: impl Into<MetadataRequest>) -> Call<'c, AddMetadata> {
        self.0.call(AddMetadata::new(body))
    }

    /// Lists metadata.
    pub fn list_metadata(self, operation: ListMetadata) -> Call<'c, ListMetadata> {
        self.0.call(operation)
    }

    /// Gets an item of metadata.
    pub fn get_metadata(self, operation: GetMetadata) -> Call<'c, GetMetadata> {
        self.0.call(operation)
    }

    /// Replaces an item of metadata.
    pub fn update_metadata(
        self,
        uuid: impl Into<AgaveUuid>,
        body: impl Into<MetadataRequest>,
    ) -> Call<'c, UpdateMetadata> {
        self.0.call(UpdateMetadata::new(uuid, body))
    }

    /// Deletes an item of metadata.
    pub fn delete_metadata(self, uuid: impl Into<AgaveUuid>) -> Call<'c, DeleteMetadata> {
        self.0.call(DeleteMetadata::new(uuid))
    }

    /// Lists who may do what with an item of metadata.
    pub fn list_metadata_permissions(
        self,
        operation: ListMetadataPermissions,
    ) -> Call<'c, ListMetadataPermissions> {
        self.0.call(operation)
    }

    /// Sets what a user may do with an item of metadata.
    pub fn update_metadata_permissions(
        self,
        uuid: impl Into<AgaveUuid>,
        body: impl Into<PermissionRequest>,
    ) -> Call<'c, UpdateMetadataPermissions> {
        self.0.call(UpdateMetadataPermissions::new(uuid, body))
    }

    /// Takes away what all other users may do with an item of metadata.
    pub fn delete_metadata_permission(
        self,
        uuid: impl Into<AgaveUuid>,
    ) -> Call<'c, DeleteMetadataPermission> {
        self.0.call(DeleteMetadataPermission::new(uuid))
    }

    /// Gets what a user may do with an item of metadata.
    pub fn list_metadata_permissions_for_user(
        self,
        uuid: impl Into<AgaveUuid>,
        username: impl Into<Username>,
    ) -> Call<'c, ListMetadataPermissionsForUser> {
        self.0.call(ListMetadataPermissionsForUser::new(uuid, username))
    }

    /// Sets what a user may do with an item of metadata, by their name in the address.
    pub fn update_metadata_permissions_for_user(
        self,
        uuid: impl Into<AgaveUuid>,
        username: impl Into<Username>,
        body: impl Into<PermissionRequest>,
    ) -> Call<'c, UpdateMetadataPermissionsForUser> {
        self.0.call(UpdateMetadataPermissionsForUser::new(uuid, username, body))
    }

    /// Takes away what a user may do with an item of metadata.
    pub fn delete_metadata_permissions_for_user(
        self,
        uuid: impl Into<AgaveUuid>,
        username: impl Into<Username>,
    ) -> Call<'c, DeleteMetadataPermissionsForUser> {
        self.0.call(DeleteMetadataPermissionsForUser::new(uuid, username))
    }

    /// Keeps a JSON Schema for metadata.
    pub fn add_schema(self, body: impl Into<Value>) -> Call<'c, AddSchema> {
        self.0.call(AddSchema::new(body))
    }

    /// Lists the schemas.
    pub fn search_schema(self, operation: SearchSchema) -> Call<'c, SearchSchema> {
        self.0.call(operation)
    }

    /// Gets a schema.
    pub fn get_schema(self, operation: GetSchema) -> Call<'c, GetSchema> {
        self.0.call(operation)
    }

    /// Replaces a schema.
    pub fn update_schema(self, uuid: impl Into<AgaveUuid>, body: impl Into<Value>) -> Call<'c, UpdateSchema> {
        self.0.call(UpdateSchema::new(uuid, body))
    }

    /// Deletes a schema.
    pub fn delete_schema(self, uuid: impl Into<AgaveUuid>) -> Call<'c, DeleteSchema> {
        self.0.call(DeleteSchema::new(uuid))
    }

    /// Lists who may do what with a schema.
    pub fn list_schema_permissions(
        self,
        operation: ListSchemaPermissions,
    ) -> Call<'c, ListSchemaPermissions> {
        self.0.call(operation)
    }

    /// Sets what a user may do with a schema.
    pub fn update_schema_permissions(
        self,
        uuid: impl Into<AgaveUuid>,
        body: impl Into<PermissionRequest>,
    ) -> Call<'c, UpdateSchemaPermissions> {
        self.0.call(UpdateSchemaPermissions::new(uuid, body))
    }

    /// Takes away what all other users may do with a schema.
    pub fn delete_schema_permissions(self, uuid: impl Into<AgaveUuid>) -> Call<'c, DeleteSchemaPermissions> {
        self.0.call(DeleteSchemaPermissions::new(uuid))
    }

    /// Gets what a user may do with a schema.
    pub fn list_schema_permissions_for_user(
        self,
        uuid: impl Into<AgaveUuid>,
        username: impl Into<Username>,
    ) -> Call<'c, ListSchemaPermissionsForUser> {
        self.0.call(ListSchemaPermissionsForUser::new(uuid, username))
    }

    /// Sets what a user may do with a schema, by their name in the address.
    pub fn update_schema_permissions_for_user(
        self,
        uuid: impl Into<AgaveUuid>,
        username: impl Into<Username>,
        body: impl Into<PermissionRequest>,
    ) -> Call<'c, UpdateSchemaPermissionsForUser> {
        self.0.call(UpdateSchemaPermissionsForUser::new(uuid, username, body))
    }

    /// Takes away what a user may do with a schema.
    pub fn delete_schema_permissions_for_user(
        self,
        uuid: impl Into<AgaveUuid>,
        username: impl Into<Username>,
    ) -> Call<'c, DeleteSchemaPermissionsForUser> {
        self.0.call(DeleteSchemaPermissionsForUser::new(uuid, username))
    }
}
