//! The views: what each path does.

mod catalogs;
mod commissions;
mod identity;
mod memberships;
pub(crate) mod oauth;
mod projects;
mod quotas;

use axum::http::Method;

use crate::astakos::call::Call;
use crate::astakos::resources::{Component, listed};
use crate::astakos::routes::View;
use crate::astakos::{answer, v015};
use crate::http::form;
use crate::http::reply::Reply;
use crate::json::Json;

/// Answers a request whose method and token are right.
pub(crate) fn answer(call: &Call<'_>, view: &View) -> Result<Reply, Reply> {
    let post = call.method == Method::POST;
    match view {
        View::Tokens => identity::authenticate(call),
        View::Token(id) => identity::validate(call, id),
        View::OauthToken => Ok(oauth::token(call)),
        View::UserCatalogs | View::ServiceUserCatalogs => catalogs::answer(call),
        View::Feedback => feedback(call),
        View::Resources => Ok(resources(call)),
        View::Services => Ok(services(call)),
        View::Quotas => quotas::own(call),
        View::ServiceQuotas => quotas::of_users(call),
        View::ServiceProjectQuotas => quotas::of_projects(call),
        View::Commissions if post => commissions::issue(call),
        View::Commissions => commissions::list(call),
        View::Commission(serial) => commissions::get(call, *serial),
        View::ResolveCommissions => commissions::resolve_many(call),
        View::ResolveCommission(serial) => commissions::resolve(call, *serial),
        View::Projects if post => projects::create(call),
        View::Projects => projects::list(call),
        View::Project(id) if call.method != Method::GET => projects::modify(call, id),
        View::Project(id) => projects::get(call, id),
        View::ProjectAction(id) => projects::act(call, id),
        View::Applications => v015::list(call),
        View::Application(id) => v015::get(call, *id),
        View::ApplicationAction(id) => v015::act(call, *id),
        View::Memberships if post => memberships::create(call),
        View::Memberships => memberships::list(call),
        View::Membership(id) => memberships::get(call, *id),
        View::MembershipAction(id) => memberships::act(call, *id),
    }
}

fn resources(call: &Call<'_>) -> Reply {
    let entries = call.service.state.with(|state| {
        let visible = state.resources.iter().filter(|resource| resource.visible);
        visible.map(|resource| (resource.name.clone(), resource.shown())).collect()
    });
    answer::ok(&Json::Object(entries))
}

fn services(call: &Call<'_>) -> Reply {
    let components: Vec<Component> = call.service.state.with(|state| state.components.clone());
    listed(components.iter().zip(0..).map(|(component, order)| component.shown(order)))
}

/// Takes feedback. Any body that is not multipart is read as a form, whatever its type: the Python client says
/// `application/octet-stream`.
fn feedback(call: &Call<'_>) -> Result<Reply, Reply> {
    let content_type = call.content_type();
    let fields = if content_type.starts_with("multipart/form-data") {
        form::multipart(&content_type, call.body).map_err(|reason| answer::bad_request(&reason))?
    } else {
        form::pairs(call.body)
    };
    let sent = |name: &str| fields.iter().any(|(key, value)| key == name && !value.is_empty());
    if !sent("feedback_msg") {
        return Err(answer::bad_request("The field feedback_msg is required"));
    }
    let user = &call.user()?.uuid;
    tracing::info!(target: "saltant_dev_server::astakos", %user, "feedback received");
    Ok(answer::done())
}
