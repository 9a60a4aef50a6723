use super::Entry;

/// Where an operation stands in a tree of commands: the kind of thing, and what is done with it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Place {
    /// The kind of thing: `queue`, `dry-run`.
    pub resource: String,
    /// What is done with it: `list`, `set-default`.
    pub verb: String,
    /// The class, where several operations do the same with different classes of a thing.
    pub class: Option<&'static str>,
}

impl Entry {
    /// Where the operation stands among the commands of its service.
    ///
    /// A name such as `vantage6.task.list` says it. Where the documents name things differently, a table does.
    ///
    /// ```
    /// # #[cfg(feature = "saltant")] {
    /// let entry = saltant_core::catalog::find("saltant.container_task_instances.list").unwrap();
    /// let place = entry.place();
    /// assert_eq!((&*place.resource, &*place.verb, place.class), ("instance", "list", Some("container")));
    /// # }
    /// ```
    pub fn place(&self) -> Place {
        let name = self.metadata.name;
        let of =
            |resource: &str, verb: &str, class| Place { resource: kebab(resource), verb: kebab(verb), class };
        if let Some((_, place)) = PLACES.iter().find(|(of, _)| *of == name)
            && let Some((resource, verb)) = place.split_once(' ')
        {
            return of(resource, verb, None);
        }
        let (_, rest) = name.split_once('.').unwrap_or(("", name));
        // What has no group and no row in the table: a test keeps this empty.
        let Some((group, verb)) = rest.split_once('.') else { return of("operation", rest, None) };
        let verb = if verb == "add" { "create" } else { verb };
        if group == "meta" {
            return metadata(verb);
        }
        let (resource, class) = match GROUPS.iter().find(|(known, ..)| *known == group) {
            Some((_, resource, class)) => (*resource, *class),
            None => (group, None),
        };
        of(resource, verb, class)
    }
}

/// Agave's metadata and schemas are one group, and the verbs name the thing: `update_schema_permissions`.
fn metadata(verb: &str) -> Place {
    let resource = if verb.contains("schema") { "schema" } else { "metadata" };
    let verb = match verb.replace(&format!("_{resource}"), "") {
        add if add == "add" => "create".to_owned(),
        verb => verb,
    };
    Place { resource: resource.to_owned(), verb: kebab(&verb), class: None }
}

fn kebab(name: &str) -> String {
    name.replace('_', "-")
}

/// The groups that are called otherwise in commands, and the class of what is in them.
const GROUPS: &[(&str, &str, Option<&str>)] = &[
    ("users", "user", None),
    ("task_queues", "queue", None),
    ("task_whitelists", "whitelist", None),
    ("executable_task_types", "task-type", Some("executable")),
    ("container_task_types", "task-type", Some("container")),
    ("executable_task_instances", "instance", Some("executable")),
    ("container_task_instances", "instance", Some("container")),
    ("task_instances", "instance", None),
    ("actors", "actor", None),
    ("apps", "app", None),
    ("jobs", "job", None),
    ("notifications", "notification", None),
    ("profiles", "profile", None),
    ("systems", "system", None),
];

/// The operations whose names do not say it, or say it otherwise.
const PLACES: &[(&str, &str)] = &[
    ("saltant.task_queues.patch", "queue update"),
    ("saltant.task_whitelists.patch", "whitelist update"),
    ("vantage6.refresh_token", "token refresh"),
    ("vantage6.util.get_server_version", "server version"),
    ("vantage6.util.get_server_health", "server health"),
    ("vantage6.util.blob_store_status", "server blob-store-status"),
    ("vantage6.util.change_my_password", "password change"),
    ("vantage6.util.reset_my_password", "password reset"),
    ("vantage6.util.set_my_password", "password set"),
    ("vantage6.util.reset_two_factor_auth", "two-factor reset"),
    ("vantage6.util.set_two_factor_auth", "two-factor set"),
    ("inmanta.project_create", "project create"),
    ("inmanta.project_list", "project list"),
    ("inmanta.project_get", "project get"),
    ("inmanta.project_modify", "project modify"),
    ("inmanta.project_delete", "project delete"),
    ("inmanta.environment_create", "environment create"),
    ("inmanta.environment_list", "environment list"),
    ("inmanta.environment_get", "environment get"),
    ("inmanta.environment_modify", "environment modify"),
    ("inmanta.environment_delete", "environment delete"),
    ("inmanta.environment_clear", "environment clear"),
    ("inmanta.environment_create_token", "environment create-token"),
    ("inmanta.halt_environment", "environment halt"),
    ("inmanta.resume_environment", "environment resume"),
    ("inmanta.get_environment_metrics", "environment metrics"),
    ("inmanta.environment_settings_set", "setting set"),
    ("inmanta.environment_settings_list", "setting list"),
    ("inmanta.environment_setting_get", "setting get"),
    ("inmanta.environment_setting_delete", "setting delete"),
    ("inmanta.protected_environment_settings_set_batch", "setting protect"),
    ("inmanta.set_parameter", "parameter set"),
    ("inmanta.get_parameters", "parameter list"),
    ("inmanta.set_fact", "fact set"),
    ("inmanta.get_fact", "fact get"),
    ("inmanta.get_facts", "resource facts"),
    ("inmanta.get_all_facts", "fact list"),
    ("inmanta.reserve_version", "version reserve"),
    ("inmanta.put_partial", "version put-partial"),
    ("inmanta.list_desired_state_versions", "version list"),
    ("inmanta.promote_desired_state_version", "version promote"),
    ("inmanta.get_diff_of_versions", "version diff"),
    ("inmanta.get_pip_config", "version pip-config"),
    ("inmanta.get_resources_in_version", "version resources"),
    ("inmanta.versioned_resource_details", "version resource"),
    ("inmanta.compile_details", "compile get"),
    ("inmanta.get_compile_reports", "compile list"),
    ("inmanta.get_compile_data", "compile data"),
    ("inmanta.resource_list", "resource list"),
    ("inmanta.resource_details", "resource get"),
    ("inmanta.resource_history", "resource history"),
    ("inmanta.resource_logs", "resource logs"),
    ("inmanta.get_resource_actions", "resource actions"),
    ("inmanta.get_resource_events", "resource events"),
    ("inmanta.resource_did_dependency_change", "resource did-dependency-change"),
    ("inmanta.get_agents", "agent list"),
    ("inmanta.agent_action", "agent action"),
    ("inmanta.all_agents_action", "agent action-all"),
    ("inmanta.get_agent_process_details", "agent process"),
    ("inmanta.dryrun_trigger", "dry-run trigger"),
    ("inmanta.list_dryruns", "dry-run list"),
    ("inmanta.get_dryrun_diff", "dry-run diff"),
    ("inmanta.login", "user login"),
    ("inmanta.list_users", "user list"),
    ("inmanta.get_current_user", "user current"),
    ("inmanta.add_user", "user create"),
    ("inmanta.delete_user", "user delete"),
    ("inmanta.set_password", "user set-password"),
    ("inmanta.set_is_admin", "user set-admin"),
    ("inmanta.list_roles", "role list"),
    ("inmanta.create_role", "role create"),
    ("inmanta.delete_role", "role delete"),
    ("inmanta.list_roles_for_user", "role list-for-user"),
    ("inmanta.assign_role", "role assign"),
    ("inmanta.unassign_role", "role unassign"),
    ("inmanta.list_notifications", "notification list"),
    ("inmanta.get_notification", "notification get"),
    ("inmanta.update_notification", "notification update"),
    ("inmanta.discovered_resource_create", "discovered-resource create"),
    ("inmanta.discovered_resource_create_batch", "discovered-resource create-batch"),
    ("inmanta.discovered_resources_get", "discovered-resource get"),
    ("inmanta.discovered_resources_get_batch", "discovered-resource list"),
    ("inmanta.get_scheduler_status", "scheduler status"),
    ("inmanta.trigger_get_status", "scheduler trigger-status"),
    ("inmanta.get_db_status", "server db-status"),
    ("inmanta.health", "server health"),
    ("inmanta.get_api_docs", "server api-docs"),
    ("inmanta.graphql", "graphql query"),
    ("inmanta.graphql_schema", "graphql schema"),
    ("agave.jobs.get_status", "job status"),
    ("agave.jobs.get_history", "job history"),
    ("agave.files.get_history", "files history"),
    ("agave.files.get_history_on_default_system", "files history-on-default-system"),
    ("agave.apps.update_application_permissions", "app update-permissions"),
    ("astakos.get_endpoints", "endpoint list"),
    ("astakos.authenticate", "token authenticate"),
    ("astakos.validate_token", "token validate"),
    ("astakos.get_token", "token get"),
    ("astakos.get_usernames", "user names"),
    ("astakos.get_uuids", "user uuids"),
    ("astakos.service_get_usernames", "user names-as-service"),
    ("astakos.service_get_uuids", "user uuids-as-service"),
    ("astakos.get_services", "service list"),
    ("astakos.get_resources", "resource list"),
    ("astakos.send_feedback", "feedback send"),
    ("astakos.get_quotas", "quota list"),
    ("astakos.service_get_quotas", "quota list-as-service"),
    ("astakos.service_get_project_quotas", "quota list-of-projects"),
    ("astakos.issue_commission", "commission issue"),
    ("astakos.issue_commission_generic", "commission issue-generic"),
    ("astakos.issue_one_commission", "commission issue-one"),
    ("astakos.issue_resource_reassignment", "commission reassign"),
    ("astakos.get_pending_commissions", "commission list"),
    ("astakos.get_commission_info", "commission get"),
    ("astakos.commission_action", "commission action"),
    ("astakos.resolve_commissions", "commission resolve"),
    ("astakos.get_projects", "project list"),
    ("astakos.get_project", "project get"),
    ("astakos.create_project", "project create"),
    ("astakos.modify_project", "project modify"),
    ("astakos.project_action", "project action"),
    ("astakos.set_default_project", "project set-default"),
    ("astakos.join_project", "project join"),
    ("astakos.get_applications", "application list"),
    ("astakos.get_application", "application get"),
    ("astakos.application_action", "application action"),
    ("astakos.get_memberships", "membership list"),
    ("astakos.get_membership", "membership get"),
    ("astakos.membership_action", "membership action"),
    ("astakos.enroll_member", "membership enroll"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::catalog;

    #[test]
    fn every_operation_has_a_place_of_its_own() {
        let mut places = BTreeMap::new();
        for entry in catalog::entries() {
            let (name, place) = (entry.metadata.name, entry.place());
            assert_ne!(place.resource, "operation", "{name} needs a row in the table of places");
            let key = (entry.metadata.service(), place);
            if let Some(other) = places.insert(key.clone(), name) {
                panic!("{name} and {other} have the same place: {key:?}");
            }
        }
    }

    #[test]
    #[cfg(all(
        feature = "saltant",
        feature = "vantage6",
        feature = "inmanta",
        feature = "agave",
        feature = "astakos"
    ))]
    fn the_table_of_places_names_operations_once() {
        for (row, (name, _)) in PLACES.iter().enumerate() {
            assert!(PLACES[..row].iter().all(|(other, _)| other != name), "{name} has two rows");
            let entry = catalog::find(name).unwrap_or_else(|| panic!("{name} does not exist"));
            assert!(entry.place().verb.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
        }
    }
}
