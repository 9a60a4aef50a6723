//! The columns of each resource.

use saltant::catalog::Entry;

/// A column: where its values are, and its heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) path: String,
    pub(super) heading: String,
}

impl Column {
    /// A column whose heading is its path.
    pub(super) fn at(path: &str) -> Self {
        Self { path: path.to_owned(), heading: path.replace(['_', '.'], " ").to_uppercase() }
    }

    fn written(text: &str) -> Self {
        let text = text.trim_end_matches('>');
        match text.split_once('=') {
            Some((heading, path)) => Self { path: path.to_owned(), heading: heading.replace('_', " ") },
            None => Self::at(text),
        }
    }

    /// Whether somebody means it by this name: its path or its heading.
    fn is_called(&self, name: &str) -> bool {
        self.path == name || self.heading.replace(' ', "_").eq_ignore_ascii_case(name)
    }
}

/// The columns of a resource. The first has the id.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    usual: &'static str,
    more: &'static str,
}

impl Layout {
    /// The layout of what an operation answers, if there is one.
    pub(super) fn of(entry: &Entry) -> Option<Self> {
        let place = entry.place();
        let resource = format!("{} {}", entry.metadata.service(), place.resource);
        let command = format!("{resource} {}", place.verb);
        Self::find(LAYOUTS, &command).or_else(|| Self::find(LAYOUTS, &resource))
    }

    /// The layout of what a command itself makes.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::find(OWN, name)
    }

    fn find(layouts: &[(&str, &'static str, &'static str)], name: &str) -> Option<Self> {
        let row = layouts.iter().find(|(of, ..)| *of == name);
        row.map(|(_, usual, more)| Self { usual, more })
    }

    /// What the levels of keys are, where an answer is a map, or a map of maps: each innermost one is a row.
    pub(super) fn levels(self) -> Vec<&'static str> {
        self.usual.split_whitespace().filter_map(|word| word.strip_suffix('>')).collect()
    }

    pub(super) fn columns(self, wide: bool) -> Vec<Column> {
        let more = if wide { self.more } else { "" };
        self.usual.split_whitespace().chain(more.split_whitespace()).map(Column::written).collect()
    }

    /// The column that somebody means by a name.
    pub(super) fn column(self, name: &str) -> Option<Column> {
        self.columns(true).into_iter().find(|column| column.is_called(name))
    }
}

/// The columns of resources: the usual ones, and those of the wide table besides. `HEADING=path` gives a
/// heading that differs from the path. A row can be about one command only: `agave files history`. `name>` is the key
/// under which a map has the rest.
const LAYOUTS: &[(&str, &str, &str)] = &[
    ("saltant user", "username email", ""),
    (
        "saltant queue",
        "id name active private user description",
        "EXECUTABLE=runs_executable_tasks DOCKER=runs_docker_container_tasks \
         SINGULARITY=runs_singularity_container_tasks whitelists",
    ),
    (
        "saltant whitelist",
        "id name user CONTAINER_TYPES=whitelisted_container_task_types \
         EXECUTABLE_TYPES=whitelisted_executable_task_types description",
        "",
    ),
    (
        "saltant task-type",
        "id name user IMAGE=container_image COMMAND=command_to_run CREATED=datetime_created",
        "required_arguments DEFAULTS=required_arguments_default_values VARIABLES=environment_variables \
         container_type logs_path results_path json_file_option description",
    ),
    (
        "saltant instance",
        "uuid name state user TYPE=task_type QUEUE=task_queue CREATED=datetime_created \
         FINISHED=datetime_finished",
        "arguments",
    ),
    (
        "vantage6 task",
        "id name status image COLLABORATION=collaboration.id ORGANIZATION=init_org.id CREATED=created_at \
         FINISHED=finished_at",
        "JOB=job_id USER=init_user.id PARENT=parent.id description",
    ),
    (
        "vantage6 run",
        "id status TASK=task.id ORGANIZATION=organization.id NODE=node.name STARTED=started_at \
         FINISHED=finished_at",
        "ASSIGNED=assigned_at log",
    ),
    ("vantage6 result", "id TASK=task.id RUN=run.id result", ""),
    (
        "vantage6 node",
        "id name status ORGANIZATION=organization.id COLLABORATION=collaboration.id LAST_SEEN=last_seen",
        "ip config",
    ),
    ("vantage6 organization", "id name domain country", "address1 address2 zipcode public_key"),
    ("vantage6 collaboration", "id name encrypted", "organizations nodes studies"),
    (
        "vantage6 user",
        "id username email firstname lastname ORGANIZATION=organization.id LAST_SEEN=last_seen",
        "roles rules",
    ),
    ("vantage6 role", "id name ORGANIZATION=organization.id DEFAULT=is_default_role description", ""),
    ("vantage6 rule", "id name operation scope description", ""),
    ("vantage6 algorithm-store", "id name url", "collaborations"),
    ("inmanta project", "id name", "environments"),
    (
        "inmanta environment",
        "id name PROJECT=project_id halted REPOSITORY=repo_url BRANCH=repo_branch",
        "description is_marked_for_deletion settings",
    ),
    ("inmanta agent", "name status paused PROCESS=process_name FAILOVER=last_failover", "process_id"),
    (
        "inmanta resource list",
        "RESOURCE=resource_id status AGENT=id_details.agent TYPE=id_details.resource_type",
        "requires",
    ),
    ("inmanta resource logs", "TIME=timestamp level action MESSAGE=msg", "action_id"),
    ("inmanta resource actions", "ID=action_id action status change started finished version", "messages"),
    ("inmanta resource history", "date HASH=attribute_hash requires", "attributes"),
    ("inmanta version list", "version status released total labels date", ""),
    (
        "inmanta compile",
        "id requested started completed success version EXPORT=do_export",
        "partial force_update metadata remote_id",
    ),
    ("inmanta dry-run", "id VERSION=model date total todo", ""),
    ("inmanta notification", "id severity title read created", "message uri compile_id"),
    ("inmanta parameter", "name value source updated", "id metadata"),
    ("inmanta fact", "name value RESOURCE=resource_id source updated expires", "id metadata"),
    ("inmanta user", "username AUTHENTICATION=auth_method ADMIN=is_admin", "roles"),
    (
        "inmanta discovered-resource",
        "RESOURCE=discovered_resource_id AGENT=agent MANAGED=managed_resource_uri",
        "resource_type values",
    ),
    ("agave actor list", "id image status owner description", "stateless privileged"),
    (
        "agave app",
        "id name version PUBLIC=isPublic SYSTEM=executionSystem MODIFIED=lastModified",
        "revision DESCRIPTION=shortDescription",
    ),
    ("agave job", "id name status APP=appId owner STARTED=startTime ENDED=endTime", "SYSTEM=executionSystem"),
    ("agave job list-outputs", FILES, FILES_TOO),
    ("agave job history", "status created description", ""),
    ("agave files", FILES, FILES_TOO),
    ("agave files history", "status created description", ""),
    ("agave files history-on-default-system", "status created description", ""),
    ("agave system", "id name type status DEFAULT=default public description", ""),
    (
        "agave notification",
        "uuid ABOUT=associatedUuid url persistent attempts created",
        "owner success RESPONSE=responseCode SENT=lastSent",
    ),
    ("agave metadata", "uuid name owner value UPDATED=lastUpdated", "created ABOUT=associationIds"),
    ("agave clients", "name tier KEY=consumerKey description", "CALLBACK=callbackUrl"),
    ("agave profile", "username FIRST_NAME=firstName LAST_NAME=lastName email institution", "department"),
    ("agave tenants", "code name URL=baseUrl id", ""),
    (
        "astakos project",
        "id name state owner CREATED=creation_date ENDS=end_date",
        "MEMBERS=max_members join_policy leave_policy homepage",
    ),
    (
        "astakos application",
        "id name state project applicant ENDS=end_date",
        "owner MEMBERS=max_members comments homepage",
    ),
    (
        "astakos quota list",
        "source> resource> usage limit pending",
        "PROJECT_USAGE=project_usage PROJECT_LIMIT=project_limit PROJECT_PENDING=project_pending",
    ),
    (
        "astakos quota list-as-service",
        "user> source> resource> usage limit pending",
        "PROJECT_USAGE=project_usage PROJECT_LIMIT=project_limit PROJECT_PENDING=project_pending",
    ),
    (
        "astakos quota list-of-projects",
        "source> resource> USAGE=project_usage LIMIT=project_limit PENDING=project_pending",
        "",
    ),
    ("astakos resource list", "resource> service unit description", ""),
    ("astakos membership", "id project user state requested accepted", "ALLOWED=allowed_actions"),
];

/// The layouts of what commands make themselves.
const OWN: &[(&str, &str, &str)] = &[
    ("agave actor wait", "id status EXIT_CODE=exitCode trouble", ""),
    ("agave files cp", "system path", ""),
    ("agave files download", "remote local length state trouble", ""),
    ("agave job wait", "id status trouble", ""),
    ("config show", "service name value from", "set secret"),
    ("config use", "PROFILE=name services default", ""),
    ("inmanta compile wait", "id requested completed success version trouble", ""),
    ("inmanta deploy wait", "RESOURCE=resource_id status MESSAGE=message", ""),
    ("inmanta dry-run diff", "RESOURCE=resource_id status attribute FROM=from_value TO=to_value", ""),
    ("operations", "name method path WHAT_IT_DOES=doc", "service command paged"),
    ("saltant submit", "row uuid state name trouble", "arguments"),
    ("saltant wait", "uuid state TYPE=task_type QUEUE=task_queue name trouble", "user arguments"),
    ("vantage6 task results", "organization run status result", ""),
    ("vantage6 task wait", "organization run status trouble", "log"),
    ("whoami", "service user ADDRESS=url TOKEN_FROM=from until renewed", ""),
];

const FILES: &str = "name type length permissions MODIFIED=lastModified";
const FILES_TOO: &str = "path system mimeType format";

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::path::Path;

    use saltant::catalog;
    use serde_json::Value;

    use super::*;

    /// The layouts of lists of which no answer with items is recorded.
    const UNRECORDED: &[&str] = &["vantage6 algorithm-store", "agave tenants"];

    /// The name of the operation that a recorded call is about.
    fn operation(service: &str, call: &str) -> String {
        let mut name = format!("{service}.");
        for c in call.strip_prefix("v2.").unwrap_or(call).chars() {
            if c.is_ascii_uppercase() {
                name.push('_');
            }
            name.push(c.to_ascii_lowercase());
        }
        name
    }

    fn paths(prefix: &str, value: &Value, all: &mut BTreeSet<String>) {
        for (key, value) in value.as_object().into_iter().flatten() {
            let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
            paths(&path, value, all);
            all.insert(path);
        }
    }

    /// All keys of the recorded answers of each operation, or of the items in them.
    fn recorded() -> BTreeMap<String, BTreeSet<String>> {
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for service in ["saltant", "vantage6", "inmanta", "agave", "astakos"] {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/contract").join(service);
            let lines = std::fs::read_to_string(folder.join("calls.jsonl")).unwrap();
            // Some answers have NaN, which is not JSON.
            for call in lines.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
                let known = all.entry(operation(service, call["call"].as_str().unwrap())).or_default();
                for exchange in call["exchanges"].as_array().unwrap() {
                    let body = &exchange["response"]["body"];
                    let inner = ["results", "data", "result"].iter().find_map(|key| body.get(key));
                    let body = inner.unwrap_or(body);
                    match body.as_array() {
                        Some(items) => items.iter().for_each(|item| paths("", item, known)),
                        None => paths("", body, known),
                    }
                }
            }
        }
        all
    }

    #[test]
    fn the_services_send_what_the_columns_show() {
        let recorded = recorded();
        let (mut unrecorded, mut unknown) = (Vec::new(), Vec::new());
        for (name, usual, more) in LAYOUTS {
            let layout = Layout { usual, more };
            let entries: Vec<_> = catalog::entries()
                .filter(|entry| {
                    let place = entry.place();
                    let resource = format!("{} {}", entry.metadata.service(), place.resource);
                    *name == resource || *name == format!("{resource} {}", place.verb)
                })
                .collect();
            assert!(!entries.is_empty(), "{name} is not a command");
            let known: BTreeSet<_> =
                entries.iter().filter_map(|entry| recorded.get(entry.metadata.name)).flatten().collect();
            if known.is_empty() {
                unrecorded.push(*name);
                continue;
            }
            let columns = layout.columns(true).into_iter();
            // The keys of a map differ from answer to answer, and so do the paths below them.
            let levels = layout.levels();
            let is_known = |path: &str| match levels[..] {
                [] => known.contains(&path.to_owned()),
                _ => levels.contains(&path) || known.iter().any(|known| known.ends_with(&format!(".{path}"))),
            };
            let columns = columns.filter(|column| !is_known(&column.path));
            unknown.extend(columns.map(|column| (name, column.path)));
        }
        assert_eq!(unknown, []);
        assert_eq!(unrecorded, UNRECORDED);
    }

    #[test]
    fn a_column_has_several_names() {
        let layout = Layout { usual: "uuid LAST_SEEN=last_seen.at", more: "more" };
        for name in ["last_seen.at", "last_seen", "LAST_SEEN"] {
            assert_eq!(layout.column(name).unwrap().heading, "LAST SEEN");
        }
        assert_eq!(layout.column("more"), Some(Column::at("more")));
        assert_eq!(layout.column("other"), None);
    }
}
