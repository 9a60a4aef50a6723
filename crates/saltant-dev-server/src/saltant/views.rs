//! The views: what each path does, one file for each resource.

mod description;
mod root;
mod rows;
mod status;
mod task_instances;
mod task_queues;
mod task_types;
mod task_whitelists;
mod tokens;
mod users;

use axum::http::Method;

use crate::http::reply::Reply;
use crate::saltant::call::Call;
use crate::saltant::reply;
use crate::saltant::routes::{Resource, View};

/// Answers a request whose method the view has.
pub(crate) fn answer(call: &Call<'_>, view: &View) -> Result<Reply, Reply> {
    if call.method == Method::OPTIONS {
        return Ok(root::metadata(view));
    }
    match (view, call.method) {
        (View::Root, _) => Ok(root::root(call)),
        (View::Description(form), _) => Ok(description::answer(call, *form)),
        (View::ObtainToken, _) => tokens::obtain(call),
        (View::RefreshToken, _) => tokens::refresh(call),
        (View::UpdateStatus(uuid), _) => status::update(call, uuid),
        (View::Clone(class, uuid), _) => task_instances::clone(call, *class, uuid),
        (View::Terminate(class, uuid), _) => task_instances::terminate(call, *class, uuid),
        (View::List(resource), &Method::POST) => match *resource {
            Resource::TaskQueues => task_queues::create(call),
            Resource::TaskWhitelists => task_whitelists::create(call),
            Resource::TaskTypes(class) => task_types::create(call, class),
            Resource::TaskInstances(class) => task_instances::create(call, class),
            Resource::Users => Err(reply::server_error()),
        },
        (View::List(resource), _) => match *resource {
            Resource::Users => users::list(call),
            Resource::TaskQueues => task_queues::list(call),
            Resource::TaskWhitelists => task_whitelists::list(call),
            Resource::TaskTypes(class) => task_types::list(call, class),
            Resource::TaskInstances(class) => task_instances::list(call, class),
        },
        (View::Detail(resource, key), &(Method::PUT | Method::PATCH)) => match *resource {
            Resource::TaskQueues => task_queues::update(call, key),
            Resource::TaskWhitelists => task_whitelists::update(call, key),
            Resource::TaskTypes(class) => task_types::update(call, class, key),
            Resource::Users | Resource::TaskInstances(_) => Err(reply::server_error()),
        },
        (View::Detail(resource, key), _) => match *resource {
            Resource::Users => users::get(call, key),
            Resource::TaskQueues => task_queues::get(call, key),
            Resource::TaskWhitelists => task_whitelists::get(call, key),
            Resource::TaskTypes(class) => task_types::get(call, class, key),
            Resource::TaskInstances(class) => task_instances::get(call, class, key),
        },
    }
}
