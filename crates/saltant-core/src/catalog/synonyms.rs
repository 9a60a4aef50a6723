use super::Entry;

impl Entry {
    /// Words with which people look for the operation, and which neither its name nor its description has.
    ///
    /// ```
    /// # #[cfg(feature = "inmanta")] {
    /// let entry = saltant_core::catalog::find("inmanta.v1.notify_change").unwrap();
    /// assert!(entry.synonyms().any(|word| word == "recompile"));
    /// # }
    /// ```
    pub fn synonyms(&self) -> impl Iterator<Item = &'static str> + use<> {
        let name = self.metadata.name;
        let rows = SYNONYMS.iter().filter(move |(of, _)| of.split_whitespace().any(|of| of == name));
        rows.flat_map(|(_, words)| words.split_whitespace())
    }
}

/// Operations, and the words for them.
const SYNONYMS: &[(&str, &str)] = &[
    // Signing in.
    (
        "saltant.token.obtain vantage6.token.obtain inmanta.login agave.token.create astakos.authenticate \
         astakos.get_token",
        "login signin logon authenticate password credential jwt session",
    ),
    ("saltant.token.refresh vantage6.refresh_token agave.token.refresh", "renew login extend jwt session"),
    ("vantage6.token.obtain vantage6.util.set_two_factor_auth", "mfa otp 2fa totp"),
    ("vantage6.util.reset_two_factor_auth", "mfa otp 2fa totp lost phone"),
    ("vantage6.util.reset_my_password vantage6.util.set_my_password", "forgot lost recover"),
    ("agave.clients.create", "oauth key secret consumer credential login"),
    ("agave.profiles.get inmanta.get_current_user astakos.authenticate astakos.validate_token", "whoami me"),
    // Work and what becomes of it.
    (
        "saltant.executable_task_instances.create saltant.container_task_instances.create \
         vantage6.task.create agave.jobs.submit agave.actors.send_message",
        "submit run start launch execute job",
    ),
    (
        "saltant.executable_task_instances.clone saltant.container_task_instances.clone agave.jobs.manage",
        "rerun retry resubmit repeat copy again",
    ),
    (
        "saltant.executable_task_instances.terminate saltant.container_task_instances.terminate \
         vantage6.task.kill vantage6.node.kill_tasks agave.jobs.manage agave.jobs.delete",
        "cancel stop kill abort terminate",
    ),
    (
        "saltant.executable_task_instances.list saltant.container_task_instances.list vantage6.task.list \
         vantage6.run.list agave.jobs.list agave.jobs.search",
        "failed running finished pending status state jobs queue",
    ),
    ("vantage6.task.status agave.jobs.get_status vantage6.task.get agave.jobs.get", "failed finished state"),
    (
        "vantage6.run.list vantage6.run.get vantage6.run.from_task agave.actors.get_execution_logs",
        "logs output",
    ),
    ("vantage6.result.get vantage6.result.from_task", "output download decrypt"),
    ("agave.jobs.list_outputs agave.jobs.download_output", "results logs files"),
    (
        "saltant.executable_task_types.create saltant.container_task_types.create",
        "define program script image",
    ),
    // Nodes, workers and keys.
    ("vantage6.node.list vantage6.node.get", "online offline alive connected up down heartbeat"),
    ("inmanta.get_agents agave.systems.list", "online offline alive connected up down"),
    (
        "vantage6.organization.update vantage6.organization.get vantage6.collaboration.create \
         vantage6.collaboration.update",
        "encrypt encryption key publish",
    ),
    ("vantage6.task.create", "encrypt encryption input"),
    ("vantage6.util.get_server_health inmanta.health", "ping alive up status"),
    ("vantage6.util.get_server_version", "release about"),
    // Inmanta's models.
    (
        "inmanta.v1.notify_change inmanta.v1.notify_change_get",
        "recompile compile export rebuild refresh update webhook",
    ),
    ("inmanta.put_partial inmanta.v1.put_version", "export upload publish partial"),
    ("inmanta.promote_desired_state_version inmanta.v1.release_version", "deploy rollout export publish"),
    ("inmanta.v1.deploy", "redeploy repair rollout run"),
    (
        "inmanta.get_compile_reports inmanta.compile_details inmanta.get_compile_data",
        "failed recompile export error log output",
    ),
    ("inmanta.resource_list", "failed deployed status state"),
    ("inmanta.resource_logs inmanta.get_resource_actions", "failed error messages why"),
    ("inmanta.list_notifications", "failed alerts warnings"),
    ("inmanta.dryrun_trigger inmanta.get_dryrun_diff", "preview plan simulate what-if changes"),
    ("inmanta.get_diff_of_versions", "difference changes compare"),
    ("inmanta.halt_environment inmanta.agent_action", "stop freeze suspend disable"),
    ("inmanta.resume_environment", "start unfreeze enable continue unhalt"),
    // Files.
    ("agave.files.import_data agave.files.import_to_default_system", "upload put copy transfer send"),
    ("agave.files.manage agave.files.manage_on_default_system", "mkdir mv cp directory move rename copy"),
    ("agave.files.delete agave.files.delete_from_default_system", "rm remove"),
    ("agave.files.list agave.files.list_on_default_system", "ls dir directory"),
    ("agave.files.download agave.files.download_from_default_system", "get cat read fetch"),
    (
        "agave.files.update_permissions agave.jobs.update_permissions agave.apps.update_application_permissions",
        "share grant chmod",
    ),
    ("agave.notifications.add", "webhook email callback"),
    ("agave.systems.manage agave.apps.manage", "publish disable enable clone share"),
    // Astakos.
    ("astakos.get_quotas astakos.service_get_quotas", "limits usage storage"),
    ("astakos.get_uuids astakos.get_usernames", "lookup translate catalog"),
    ("astakos.membership_action", "approve kick accept reject leave"),
    ("astakos.enroll_member", "invite add"),
    ("astakos.application_action", "approve deny"),
    ("astakos.get_endpoints", "catalog services urls"),
];

#[cfg(test)]
#[cfg(all(
    feature = "saltant",
    feature = "vantage6",
    feature = "inmanta",
    feature = "agave",
    feature = "astakos"
))]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn synonyms_are_of_operations_that_exist() {
        for (names, words) in SYNONYMS {
            for name in names.split_whitespace() {
                assert!(catalog::find(name).is_some(), "{name}");
            }
            assert!(words.chars().all(|c| c.is_ascii_lowercase() || matches!(c, ' ' | '-' | '2')), "{words}");
        }
    }
}
