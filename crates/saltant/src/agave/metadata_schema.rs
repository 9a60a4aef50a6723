use saltant_macros::calls;
use saltant_types::Value;

use super::{
    AgaveUuid, CreateSchema, DeleteSchema, DeleteSchemaPermissions, DeleteSchemaPermissionsForUser,
    GetSchema, GetSchemaPermissionsForUser, ListSchemaPermissions, ListSchemas, PermissionRequest,
    UpdateSchema, UpdateSchemaPermissions, UpdateSchemaPermissionsForUser, Username,
};

/// JSON Schemas of a tenant, against which metadata can be validated.
#[derive(Clone, Copy, Debug)]
pub struct MetadataSchemas<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> MetadataSchemas<'c> via self.0 {
    create(body: Value) -> CreateSchema;
    list(ListSchemas);
    get(GetSchema);
    update(uuid: AgaveUuid, body: Value) -> UpdateSchema;
    delete(uuid: AgaveUuid) -> DeleteSchema;
    list_permissions(ListSchemaPermissions);
    update_permissions(uuid: AgaveUuid, body: PermissionRequest) -> UpdateSchemaPermissions;
    delete_permissions(uuid: AgaveUuid) -> DeleteSchemaPermissions;
    get_permissions_for_user(uuid: AgaveUuid, username: Username) -> GetSchemaPermissionsForUser;
    update_permissions_for_user(
        uuid: AgaveUuid, username: Username, body: PermissionRequest
    ) -> UpdateSchemaPermissionsForUser;
    delete_permissions_for_user(uuid: AgaveUuid, username: Username) -> DeleteSchemaPermissionsForUser;
} }
