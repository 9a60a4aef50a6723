//! Users: to be read only.

use crate::call::Call;
use crate::filters;
use crate::reply::Reply;
use crate::views;

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    views::list(call, filters::USERS, call.app.page_sizes.others, |tables| {
        let mut users: Vec<_> = tables.users.iter().collect();
        users.sort_by(|a, b| a.username.cmp(&b.username));
        users
    })
}

pub(super) fn get(call: &Call<'_>, username: &str) -> Result<Reply, Reply> {
    call.app.store.with(|tables| views::one(call, tables.user(username)))
}
