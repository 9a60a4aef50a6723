use uuid::Uuid;

use crate::Timestamp;
use crate::id::id;

id! {
    /// The id of an action on resources.
    ActionId(Uuid)
}

id! {
    /// The name of an agent.
    AgentName(String)
}

id! {
    /// The id of a process that runs agents: its session's id.
    AgentProcessId(Uuid)
}

id! {
    /// A hash of the attributes of a resource.
    AttributeHash(String)
}

id! {
    /// The id of a compile.
    CompileId(Uuid)
}

id! {
    /// The id of one step of a compile.
    CompileRunReportId(Uuid)
}

id! {
    /// The id of a dry run.
    DryRunId(Uuid)
}

id! {
    /// The id of an environment.
    EnvironmentId(Uuid)
}

id! {
    /// The id of a stored file: the SHA-1 of its content in lower-case hexadecimal digits.
    FileId(String)
}

id! {
    /// A value of the column that a list is ordered by: a text, a number or a time.
    KeysetValue(String or number)
}

impl From<Timestamp> for KeysetValue {
    fn from(time: Timestamp) -> Self {
        Self::new(time.to_string())
    }
}

impl From<ModelVersion> for KeysetValue {
    fn from(version: ModelVersion) -> Self {
        Self::new(version.to_string())
    }
}

id! {
    /// The number of a version of an environment's desired state.
    ModelVersion(u64)
}

id! {
    /// The id of a notification.
    NotificationId(Uuid)
}

id! {
    /// The address of a page of a list, as the server wrote it: a path and a query, already encoded.
    ///
    /// It repeats the limit, the order and the filters. It does not say which environment the list belongs
    /// to.
    PageLink(String)
}

id! {
    /// The id of a stored parameter or fact.
    ParameterId(Uuid)
}

id! {
    /// The id of a project.
    ProjectId(Uuid)
}

id! {
    /// The id of a resource in whatever version: `std::File[agent1,path=/etc/motd]`.
    ResourceId(String)
}

id! {
    /// The id of a resource in one version of the desired state: `std::File[agent1,path=/etc/motd],v=7`.
    ResourceVersionId(String)
}

id! {
    /// The name of a role.
    RoleName(String)
}

id! {
    /// The id of an agent's session. The agent makes it; heartbeats keep it alive.
    SessionId(Uuid)
}

id! {
    /// The name of an environment's setting, such as `auto_deploy`.
    SettingName(String)
}

id! {
    /// A user's name.
    Username(String)
}
