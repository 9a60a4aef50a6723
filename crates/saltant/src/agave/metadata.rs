use saltant_macros::calls;

use super::{
    AgaveUuid, CreateMetadata, DeleteMetadata, DeleteMetadataPermissions, DeleteMetadataPermissionsForUser,
    GetMetadata, GetMetadataPermissionsForUser, ListMetadata, ListMetadataPermissions, MetadataRequest,
    PermissionRequest, UpdateMetadata, UpdateMetadataPermissions, UpdateMetadataPermissionsForUser, Username,
};

/// Metadata of a tenant: named JSON values about any number of things.
#[derive(Clone, Copy, Debug)]
pub struct MetadataItems<'c>(pub(super) &'c saltant_http::Client);

calls! { agave, impl<'c> MetadataItems<'c> via self.0 {
    create(body: MetadataRequest) -> CreateMetadata;
    list(ListMetadata);
    get(GetMetadata);
    update(uuid: AgaveUuid, body: MetadataRequest) -> UpdateMetadata;
    delete(uuid: AgaveUuid) -> DeleteMetadata;
    list_permissions(ListMetadataPermissions);
    update_permissions(uuid: AgaveUuid, body: PermissionRequest) -> UpdateMetadataPermissions;
    delete_permissions(uuid: AgaveUuid) -> DeleteMetadataPermissions;
    get_permissions_for_user(uuid: AgaveUuid, username: Username) -> GetMetadataPermissionsForUser;
    update_permissions_for_user(
        uuid: AgaveUuid, username: Username, body: PermissionRequest
    ) -> UpdateMetadataPermissionsForUser;
    delete_permissions_for_user(uuid: AgaveUuid, username: Username) -> DeleteMetadataPermissionsForUser;
} }
