use serde::{Deserialize, Serialize};

use super::{CollaborationId, Link, ListLink};
use crate::id::id;

id! {
    /// The id of a study.
    StudyId(u64)
}

/// A study: a part of a collaboration's organizations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Study {
    /// The study's id.
    pub id: StudyId,
    /// The name of the study.
    #[serde(default)]
    pub name: String,
    /// The collaboration that it belongs to.
    pub collaboration: Link<CollaborationId>,
    /// The organizations that take part.
    #[serde(default)]
    pub organizations: ListLink,
    /// Its tasks.
    #[serde(default)]
    pub tasks: ListLink,
}

impl From<&Study> for StudyId {
    fn from(study: &Study) -> Self {
        study.id
    }
}
