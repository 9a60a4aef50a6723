use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::Settable;
use crate::id::id;

/// The calls that the server has for an agent's process.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Heartbeat {
    /// The calls.
    #[serde(default)]
    pub method_calls: Vec<MethodCall>,
}

/// A call that the server makes to an agent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MethodCall {
    /// The path, such as `/api/v1/agentstate`.
    pub url: String,
    /// The HTTP method.
    pub method: String,
    /// The headers; `X-Inmanta-tid` is the environment's id.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The arguments.
    #[serde(default)]
    pub body: Option<Map<String, Value>>,
    /// The id for the answer; `None` if the server wants no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_id: Option<ReplyId>,
}

id! {
    /// The id under which an agent answers a call.
    ReplyId(Uuid)
}

/// An agent's answer to a call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, saltant_macros::HasSchema)]
pub struct Reply {
    /// What the method returns.
    #[serde(default, skip_serializing_if = "Settable::is_unset")]
    pub result: Settable<Value>,
    /// The HTTP status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<u16>,
}

/// Whether an agent is enabled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AgentState {
    /// Whether the agent is enabled: only then it deploys.
    #[serde(default)]
    pub enabled: bool,
}
