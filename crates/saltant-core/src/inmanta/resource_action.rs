use std::collections::BTreeMap;

use saltant_types::Timestamp;
use saltant_types::inmanta::{
    ActionId, AgentName, Change, EnvironmentId, LogLevel, PageLink, ResourceAction, ResourceActionKind,
    ResourceActions, ResourceId, ResourceVersionId, ResourceWithLogs, SessionId,
};

use crate::answer::decode;
use crate::operations::Operation;
use crate::request::EncodeError;
use crate::rules::Paged;

/// Lists what was done with resources, the newest first.
///
/// It comes in pages where there is a limit; without one it is cut after 1000.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_resource_actions", GET "api/v2/resource_actions", output = ResourceActions)]
#[operation(read = decode::json, check = Self::check)]
pub struct GetResourceActions {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// Only resources of this type.
    #[query]
    pub resource_type: Option<String>,
    /// Only resources of this agent.
    #[query]
    pub agent: Option<AgentName>,
    /// Only resources with this attribute. Goes together with its value.
    #[query]
    pub attribute: Option<String>,
    /// Only resources whose attribute has this value.
    #[query]
    pub attribute_value: Option<String>,
    /// Only what has a line in its log that is as grave as this.
    #[query]
    pub log_severity: Option<LogLevel>,
    /// Actions on a page: 1000 at most.
    #[query]
    pub limit: Option<i64>,
    /// With a time: only beyond this action, among those of the same time.
    #[query]
    pub action_id: Option<ActionId>,
    /// Only what began after this time, and of that what began first. It comes the newest first all the same.
    #[query]
    pub first_timestamp: Option<Timestamp>,
    /// Only what began before this time. Not together with `first_timestamp`.
    #[query]
    pub last_timestamp: Option<Timestamp>,
    /// Leaves out what had these changes.
    #[query]
    pub exclude_changes: Vec<Change>,
    /// The page that a page's link leads to. It goes alone: it repeats all the rest but the environment.
    #[query(flatten)]
    pub link: Option<PageLink>,
}

impl GetResourceActions {
    fn check(&self) -> Result<(), EncodeError> {
        let refuse = |name, reason: &str| Err(EncodeError::Refused { name, reason: reason.to_owned() });
        if self.attribute.is_some() != self.attribute_value.is_some() {
            return refuse("attribute", "it goes together with `attribute_value`: give both or neither");
        }
        if self.action_id.is_some() && self.first_timestamp.is_none() && self.last_timestamp.is_none() {
            return refuse("action_id", "it goes together with a time");
        }
        Ok(())
    }
}

impl Paged for GetResourceActions {
    type Item = ResourceAction;

    fn items(page: Self::Output) -> Vec<ResourceAction> {
        page.data
    }

    /// The link to older actions is there on the last page too, so the end is a page with nothing on it.
    fn next(&self, page: &Self::Output) -> Option<Self> {
        let link = page.links.as_ref()?.next.clone().filter(|_| !page.data.is_empty())?;
        Some(Self { tid: self.tid, link: Some(link), ..Self::new() })
    }

    fn for_all(mut self) -> Self {
        if self.link.is_none() {
            self.limit.get_or_insert(1000);
        }
        self
    }

    fn identity(action: &ResourceAction) -> Option<u128> {
        Some(action.action_id.get().as_u128())
    }
}

/// Gets what was done, while a resource is being deployed, with those that it requires, since its own last
/// deployment, as an agent does.
///
/// While the resource is not being deployed it is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_resource_events", GET "api/v2/resource/{rvid}/events")]
#[operation(output = BTreeMap<ResourceId, Vec<ResourceAction>>)]
pub struct GetResourceEvents {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resource.
    #[segment]
    pub rvid: ResourceVersionId,
    /// Leaves out what had this change.
    #[query]
    pub exclude_change: Option<Change>,
    /// The agent's session, which has to be alive. The server does not declare this argument and cannot do
    /// without it.
    #[query]
    pub sid: Option<SessionId>,
}

/// Asks, while a resource is being deployed, whether one that it requires was changed since its own last
/// deployment, as an agent does.
///
/// While the resource is not being deployed it is a 400.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.resource_did_dependency_change", GET "api/v2/resource/{rvid}/did_dependency_change")]
#[operation(output = bool)]
pub struct ResourceDidDependencyChange {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resource.
    #[segment]
    pub rvid: ResourceVersionId,
    /// The agent's session, which has to be alive. The server does not declare this argument and cannot do
    /// without it.
    #[query]
    pub sid: Option<SessionId>,
}

/// Gets a resource of a version, by version 1 of the API.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.v1.get_resource", GET "api/v1/resource/{id}", output = ResourceWithLogs)]
#[operation(read = decode::json)]
pub struct GetResource {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
    /// The resource.
    #[segment]
    pub id: ResourceVersionId,
    /// Whether what was done with it is told too.
    #[query]
    pub logs: Option<bool>,
    /// Only this kind of what was done.
    #[query]
    pub log_action: Option<ResourceActionKind>,
    /// The most that is told.
    #[query]
    pub log_limit: Option<u64>,
}
