//! Acting on a thing: a body whose only key is the action.

use std::collections::BTreeMap;

use saltant_types::astakos::{ApplicationId, ProjectId};
use serde::{Serialize, Serializer};

use crate::request::{EncodeError, Encoder};

/// Writes `{"<action>": <content>}`.
pub(super) fn write(
    request: &mut Encoder,
    action: &str,
    content: &impl Serialize,
) -> Result<(), EncodeError> {
    request.json_body("action", &BTreeMap::from([(action, content)]))
}

/// A project's id in a body. Release 0.15 knows projects by number, and takes no text.
pub(super) fn project_id<S: Serializer>(id: &ProjectId, serializer: S) -> Result<S::Ok, S::Error> {
    match id.as_str().parse::<u64>() {
        Ok(number) => serializer.serialize_u64(number),
        Err(_) => serializer.serialize_str(id.as_str()),
    }
}

/// A reason and what it is about; a missing reason is sent as an empty text.
#[derive(Serialize)]
pub(super) struct Reason<'a> {
    pub(super) reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) app_id: Option<ApplicationId>,
}
