use std::collections::BTreeMap;

use saltant_types::Timestamp;
use saltant_types::inmanta::{
    ActionId, AgentName, Change, LogLevel, PageLink, ResourceAction, ResourceId, ResourceVersionId, SessionId,
};

use super::paging::ActionWindow;
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Lists the actions on resources, the newest first.
///
/// The list has pages only if a limit is given. Without one it has all actions. With `first_timestamp` it goes on
/// to newer actions, otherwise to older ones.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_resource_actions")]
#[operation("inmanta.get_resource_actions", GET "api/v2/resource_actions", page of ResourceAction by action_id)]
#[operation(namespaced, check = Self::check)]
pub struct ListResourceActions {
    /// Only resources of this type.
    #[query]
    pub resource_type: Option<String>,
    /// Only resources of this agent.
    #[query]
    pub agent: Option<AgentName>,
    /// Only resources with this attribute. It needs `attribute_value`.
    #[query]
    pub attribute: Option<String>,
    /// Only resources whose attribute has this value.
    #[query]
    pub attribute_value: Option<String>,
    /// Only actions with a log line of this level or a graver one.
    #[query]
    pub log_severity: Option<LogLevel>,
    /// Which page.
    #[page]
    pub page: ActionWindow,
    /// Without actions that had these changes. The server's links lack it, so it is sent with them.
    #[query(with = beside_link)]
    pub exclude_changes: Vec<Change>,
}

fn beside_link(change: &Change, name: &'static str, request: &mut Encoder) {
    request.query_beside_link(name, change);
}

impl ListResourceActions {
    fn check(&self) -> Result<(), EncodeError> {
        let refuse = |name, reason: &str| Err(EncodeError::Refused { name, reason: reason.to_owned() });
        if self.attribute.is_some() != self.attribute_value.is_some() {
            return refuse("attribute", "give `attribute_value` too, or neither");
        }
        if self.page.action_id.is_some()
            && self.page.first_timestamp.is_none()
            && self.page.last_timestamp.is_none()
        {
            return refuse("action_id", "give `first_timestamp` or `last_timestamp` too");
        }
        Ok(())
    }
}

/// Gets the actions on the resources that a resource requires, since its own last deployment, as an agent
/// does.
///
/// The server answers 400 while the resource is not being deployed.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_resource_events")]
#[operation("inmanta.get_resource_events", GET "api/v2/resource/{rvid}/events")]
#[operation(output = BTreeMap<ResourceId, Vec<ResourceAction>>, namespaced)]
pub struct GetResourceEvents {
    /// The resource.
    #[segment]
    pub rvid: ResourceVersionId,
    /// Without actions that had this change.
    #[query]
    pub exclude_change: Option<Change>,
    /// The agent's session, which has to be alive. The server requires this argument but does not declare it.
    #[query]
    pub sid: Option<SessionId>,
}

/// Asks whether a resource that another one requires has changed since that one's last deployment, as an
/// agent does.
///
/// The server answers 400 while the resource is not being deployed.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "resource_did_dependency_change")]
#[operation("inmanta.resource_did_dependency_change", GET "api/v2/resource/{rvid}/did_dependency_change")]
#[operation(output = bool, namespaced)]
pub struct CheckDependencyChange {
    /// The resource.
    #[segment]
    pub rvid: ResourceVersionId,
    /// The agent's session, which has to be alive. The server requires this argument but does not declare it.
    #[query]
    pub sid: Option<SessionId>,
}
