use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{changeable, list, object};
use crate::json::Json;
use crate::vantage6::rules;
use crate::vantage6::store::{self, Collaboration, Node, Organization, Role, Store, Study, Tables, User};
use crate::vantage6::times;

pub(crate) fn organization(row: &Organization) -> Json {
    let list = |path, filter| list(path, filter, row.id);
    object([
        ("collaborations", list("collaboration", "organization_id")),
        ("nodes", list("node", "organization_id")),
        ("users", list("user", "organization_id")),
        ("tasks", list("task", "init_org_id")),
        ("runs", list("run", "organization_id")),
        ("studies", list("study", "organization_id")),
        ("public_key", STANDARD.encode(&row.public_key).into()),
        ("id", row.id.into()),
        ("name", row.name.as_str().into()),
        ("domain", row.domain.as_deref().into()),
        ("address1", row.address1.as_deref().into()),
        ("address2", row.address2.as_deref().into()),
        ("zipcode", row.zipcode.as_deref().into()),
        ("country", row.country.as_deref().into()),
    ])
}

/// The organizations with these ids, as an array.
pub(crate) fn organizations(tables: &Tables, ids: &[u64]) -> Json {
    ids.iter().filter_map(|id| tables.organizations.get(*id)).map(organization).collect()
}

pub(crate) fn collaboration(tables: &Tables, row: &Collaboration, with_organizations: bool) -> Json {
    let organizations = if with_organizations {
        organizations(tables, &row.organizations)
    } else {
        list("organization", "collaboration_id", row.id)
    };
    object([
        ("organizations", organizations),
        ("nodes", list("node", "collaboration_id", row.id)),
        ("tasks", list("task", "collaboration_id", row.id)),
        ("algorithm_stores", list("algorithmstore", "collaboration_id", row.id)),
        ("studies", list("study", "collaboration_id", row.id)),
        ("id", row.id.into()),
        ("name", row.name.as_str().into()),
        ("encrypted", row.encrypted.into()),
    ])
}

pub(crate) fn study(tables: &Tables, row: &Study, with_organizations: bool) -> Json {
    let organizations = if with_organizations {
        organizations(tables, &row.organizations)
    } else {
        list("organization", "study_id", row.id)
    };
    object([
        ("collaboration", changeable("collaboration", row.collaboration)),
        ("organizations", organizations),
        ("tasks", list("task", "study_id", row.id)),
        ("id", row.id.into()),
        ("name", row.name.as_str().into()),
    ])
}

/// A node; the key is shown only when it is made.
pub(crate) fn node(row: &Node, api_key: Option<&str>) -> Json {
    let config = row
        .config
        .iter()
        .map(|(key, value)| object([("key", key.as_str().into()), ("value", value.as_str().into())]));
    let collaboration = Some(row.collaboration).filter(|id| *id != store::NOWHERE);
    let collaboration = collaboration.map(|id| changeable("collaboration", id));
    let parts = [
        ("organization", changeable("organization", row.organization)),
        ("collaboration", collaboration.into()),
        ("config", config.collect()),
        ("id", row.id.into()),
        ("type", "node".into()),
        ("ip", row.ip.as_deref().into()),
        ("last_seen", row.last_seen.map(times::json).into()),
        ("status", row.status().into()),
        ("name", row.name.as_str().into()),
    ];
    object(parts.into_iter().chain(api_key.map(|key| ("api_key", key.into()))))
}

pub(crate) fn user(row: &User) -> Json {
    object(user_parts(row))
}

/// A user with the ids of roles and rules, and of the organizations in collaborations with their own.
pub(crate) fn user_permissions(tables: &Tables, row: &User) -> Json {
    let roles = row.roles.iter().filter_map(|role| tables.roles.get(*role));
    let granted: BTreeSet<u64> = roles.flat_map(|role| &role.rules).chain(&row.rules).copied().collect();
    let partners: BTreeSet<u64> = tables
        .collaborations_of(row.organization)
        .flat_map(|row| row.organizations.iter().copied())
        .collect();
    let permissions = object([
        ("roles", row.roles.iter().copied().collect()),
        ("rules", granted.into_iter().collect()),
        ("orgs_in_collabs", partners.into_iter().collect()),
    ]);
    object(user_parts(row).into_iter().chain([("permissions", permissions)]))
}

fn user_parts(row: &User) -> [(&'static str, Json); 15] {
    [
        ("roles", list("role", "user_id", row.id)),
        ("rules", list("rule", "user_id", row.id)),
        ("organization", changeable("organization", row.organization)),
        ("id", row.id.into()),
        ("type", "user".into()),
        ("ip", Json::Null),
        ("last_seen", row.last_seen.map(times::json).into()),
        // Only a websocket changes this.
        ("status", Json::Null),
        ("username", row.username.as_str().into()),
        ("firstname", row.firstname.as_deref().into()),
        ("lastname", row.lastname.as_deref().into()),
        ("email", row.email.as_str().into()),
        ("otp_secret", row.otp_secret.as_deref().into()),
        ("last_email_failed_login_sent", Json::Null),
        ("last_email_recover_password_sent", row.last_mail.map(times::json).into()),
    ]
}

pub(crate) fn role(row: &Role) -> Json {
    object([
        ("rules", list("rule", "role_id", row.id)),
        ("users", list("user", "role_id", row.id)),
        ("organization", row.organization.map(|id| changeable("organization", id)).into()),
        ("id", row.id.into()),
        ("name", row.name.as_str().into()),
        ("description", row.description.as_deref().into()),
        ("is_default_role", row.is_default.into()),
    ])
}

/// The rule with an id.
pub(crate) fn rule(id: u64) -> Json {
    let Some(rule) = rules::get(id) else { return Json::Null };
    object([
        ("scope", rule.scope.name().into()),
        ("operation", rule.operation.name().into()),
        ("users", list("user", "rule_id", id)),
        ("id", id.into()),
        ("name", rule.name.into()),
        ("description", rule.description.into()),
    ])
}

pub(crate) fn store(row: &Store) -> Json {
    let collaborations = row.collaboration.map(|_| list("collaboration", "algorithm_store_id", row.id));
    object([
        ("collaborations", collaborations.into()),
        ("id", row.id.into()),
        ("name", row.name.as_str().into()),
        ("url", row.url.as_str().into()),
    ])
}
