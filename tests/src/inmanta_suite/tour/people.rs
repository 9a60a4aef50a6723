use serde_json::json;

use super::super::Place;
use super::Tour;
use super::places::environment_id;

/// Users, roles and tokens: a server without authentication refuses most of it.
pub(super) async fn run(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let (server, environment) = (place.client.http(), place.environment.http());
    let (user, role) = (json!({"username": "zoë"}), json!({"name": "viewer 日"}));
    let with = |more: serde_json::Value| {
        let mut arguments = user.clone();
        arguments
            .as_object_mut()
            .into_iter()
            .for_each(|own| own.extend(more.as_object().cloned().unwrap_or_default()));
        arguments
    };
    let own_role = with(json!({"role": "viewer 日", "environment": environment_id(place)}));
    let token = json!({"client_types": ["api"], "idempotent": true});
    let steps = [
        ("inmanta.add_user", with(json!({"password": "a-password"})), 400),
        ("inmanta.set_password", with(json!({"password": "another-password"})), 400),
        ("inmanta.login", with(json!({"password": "another-password"})), 400),
        ("inmanta.set_is_admin", with(json!({"is_admin": true})), 400),
        ("inmanta.get_current_user", json!({}), 404),
        ("inmanta.create_role", role.clone(), 400),
        ("inmanta.assign_role", own_role.clone(), 400),
        ("inmanta.list_users", json!({}), 200),
        ("inmanta.list_roles", json!({}), 200),
        ("inmanta.list_roles_for_user", user.clone(), 200),
        ("inmanta.unassign_role", own_role, 400),
        ("inmanta.delete_role", role, 400),
        ("inmanta.delete_user", user.clone(), 400),
    ];
    for (name, arguments, without) in steps {
        if place.has_users || without == 200 {
            tour.ok(server, name, arguments).await?;
        } else {
            tour.refused(server, name, arguments, without).await?;
        }
    }
    for name in ["inmanta.environment_create_token", "inmanta.v1.create_token"] {
        if place.has_users {
            tour.ok(environment, name, token.clone()).await?;
        } else {
            tour.refused(environment, name, token.clone(), 400).await?;
        }
    }
    Ok(())
}
