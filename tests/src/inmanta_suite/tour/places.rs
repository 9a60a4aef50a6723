use serde_json::{Value, json};

use super::super::Place;
use super::{Tour, text};

const NAME: &str = "rundreise ü 日本";

/// Projects, environments, settings, and what the server says of itself.
pub(super) async fn run(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let (server, environment) = (place.client.http(), place.environment.http());
    tour.ok(server, "inmanta.health", json!({})).await?;
    tour.ok(server, "inmanta.v1.get_server_status", json!({})).await?;
    tour.ok(server, "inmanta.get_api_docs", json!({"format": "openapi"})).await?;
    tour.ok(server, "inmanta.get_api_docs", json!({})).await?;
    tour.ok(server, "inmanta.graphql_schema", json!({})).await?;
    let query = json!({"query": "{ environments { edges { node { id name } } } }"});
    tour.ok(server, "inmanta.graphql", query).await?;
    tour.ok(server, "inmanta.graphql", json!({"query": "{ nothing }"})).await?;

    tour.ok(server, "inmanta.project_list", json!({"environment_details": true})).await?;
    tour.ok(server, "inmanta.v1.list_projects", json!({})).await?;
    let id = environment_id(place);
    tour.ok(server, "inmanta.environment_list", json!({"details": true})).await?;
    tour.ok(server, "inmanta.v1.list_environments", json!({})).await?;
    tour.ok(server, "inmanta.environment_get", json!({"id": id, "details": true})).await?;

    let (name, days) = ("notification_retention", 100);
    tour.ok(environment, "inmanta.environment_settings_set", json!({"id": name, "value": days})).await?;
    tour.ok(environment, "inmanta.environment_settings_list", json!({})).await?;
    tour.ok(environment, "inmanta.environment_setting_get", json!({"id": name})).await?;
    tour.ok(environment, "inmanta.environment_setting_delete", json!({"id": name})).await?;
    tour.ok(environment, "inmanta.v1.set_setting", json!({"id": name, "value": days})).await?;
    tour.ok(environment, "inmanta.v1.list_settings", json!({})).await?;
    tour.ok(environment, "inmanta.v1.get_setting", json!({"id": name})).await?;
    tour.ok(environment, "inmanta.v1.delete_setting", json!({"id": name})).await?;
    for settings in [json!({name: days}), json!({})] {
        let batch = json!({"settings": settings, "protected_by": "project.yml"});
        let protect = "inmanta.protected_environment_settings_set_batch";
        tour.ok(place.worker.http(), protect, batch).await?;
    }
    let metrics = json!({"metrics": ["resource.resource_count", "orchestrator.compile_time"], "nb_datapoints": 2,
        "start_interval": "2026-11-21T00:00:00Z", "end_interval": "2026-11-21T02:00:00Z"});
    tour.ok(environment, "inmanta.get_environment_metrics", metrics).await?;
    tour.ok(environment, "inmanta.halt_environment", json!({})).await?;
    tour.ok(environment, "inmanta.resume_environment", json!({})).await?;
    Ok(())
}

/// Makes projects and environments, changes them, clears them, and deletes them, by both versions of the API.
pub(super) async fn clear(tour: &mut Tour<'_>, place: &Place) -> anyhow::Result<()> {
    let server = place.client.http();
    let project = tour.ok(server, "inmanta.project_create", json!({"name": NAME})).await?;
    let project = text(&project, "/id")?;
    tour.ok(server, "inmanta.project_get", json!({"id": project, "environment_details": true})).await?;
    tour.ok(server, "inmanta.project_modify", json!({"id": project, "name": "rundreise é"})).await?;
    let whole = json!({"project_id": project, "name": NAME, "repository": "/nowhere", "branch": "main",
        "description": "ä 日本", "icon": "image/png;base64,iVBORw0KGgo="});
    let created = tour.ok(server, "inmanta.environment_create", whole).await?;
    let id = text(&created, "/id")?;
    let change = json!({"id": id, "name": "anders", "branch": "other", "description": ""});
    tour.ok(server, "inmanta.environment_modify", change).await?;
    tour.ok(server, "inmanta.environment_clear", json!({"id": id})).await?;
    tour.ok(server, "inmanta.environment_delete", json!({"id": id})).await?;
    tour.ok(server, "inmanta.project_delete", json!({"id": project})).await?;

    let project = tour.ok(server, "inmanta.v1.create_project", json!({"name": NAME})).await?;
    let project = text(&project, "/id")?;
    tour.ok(server, "inmanta.v1.get_project", json!({"id": project})).await?;
    tour.ok(server, "inmanta.v1.modify_project", json!({"id": project, "name": "rundreise é"})).await?;
    let whole = json!({"project_id": project, "name": NAME, "repository": "/nowhere", "branch": "main"});
    let created = tour.ok(server, "inmanta.v1.create_environment", whole).await?;
    let id = text(&created, "/id")?;
    tour.ok(server, "inmanta.v1.modify_environment", json!({"id": id, "name": "anders"})).await?;
    tour.ok(server, "inmanta.v1.clear_environment", json!({"id": id})).await?;
    tour.ok(server, "inmanta.v1.delete_environment", json!({"id": id})).await?;
    tour.ok(server, "inmanta.v1.delete_project", json!({"id": project})).await?;
    Ok(())
}

pub(super) fn environment_id(place: &Place) -> Value {
    Value::from(place.environment.id().to_string())
}
