//! Acting on a thing: a body whose only key is the action.

use std::collections::BTreeMap;

use saltant_types::astakos::ApplicationId;
use serde::Serialize;

use crate::request::{EncodeError, Encoder};

/// Writes `{"<action>": <content>}`.
pub(super) fn write(
    request: &mut Encoder,
    action: &str,
    content: &impl Serialize,
) -> Result<(), EncodeError> {
    request.json_body("action", &BTreeMap::from([(action, content)]))
}

/// A reason and what it is about; a missing reason is sent as an empty text.
#[derive(Serialize)]
pub(super) struct Reason<'a> {
    pub(super) reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) app_id: Option<ApplicationId>,
}
