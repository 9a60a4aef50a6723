//! Users, which the API can only read.

use super::rows;
use crate::http::reply::Reply;
use crate::saltant::call::Call;
use crate::saltant::filters;

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Reply> {
    rows::list(call, filters::USERS, call.app.page_sizes.others, |tables| {
        let mut users: Vec<_> = tables.users.iter().collect();
        users.sort_by(|a, b| a.username.cmp(&b.username));
        Box::new(users.into_iter())
    })
}

pub(super) fn get(call: &Call<'_>, username: &str) -> Result<Reply, Reply> {
    call.app.store.read(|tables| rows::one(call, tables.user(username)))
}
