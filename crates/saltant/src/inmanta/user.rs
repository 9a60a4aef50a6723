use saltant_core::inmanta::{
    CreateUser, DeleteUser, GetCurrentUser, ListUsers, Login, SetIsAdmin, SetPassword,
};
use saltant_macros::calls;
use saltant_types::Secret;
use saltant_types::inmanta::Username;

/// Users of a server.
#[derive(Clone, Copy, Debug)]
pub struct Users<'c>(pub(super) &'c saltant_http::Client);

calls! { inmanta, impl<'c> Users<'c> via self.0 {
    create(username: Username, password: Secret) -> CreateUser;
    list() -> ListUsers;
    get_current() -> GetCurrentUser;
    delete(username: Username) -> DeleteUser;
    set_password(username: Username, password: Secret) -> SetPassword;
    set_is_admin(username: Username, is_admin: bool) -> SetIsAdmin;
    /// [`Client::login`](super::Client::login) makes a client of it at once.
    login(username: Username, password: Secret) -> Login;
} }
