use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ProjectId, ResourceName, UserId};

/// The value of a limit that does not limit anything.
pub const UNLIMITED: i64 = i64::MAX;

/// A user's quotas, by project and resource.
pub type UserQuotas = BTreeMap<ProjectId, BTreeMap<ResourceName, Quota>>;

/// Users' quotas for the resources of a service, by user, project and resource.
pub type ServiceQuotas = BTreeMap<UserId, UserQuotas>;

/// Projects' quotas for the resources of a service, by project and resource.
pub type ProjectQuotas = BTreeMap<ProjectId, BTreeMap<ResourceName, ProjectQuota>>;

/// A user's quota for a resource within a project, in the resource's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Quota {
    /// How much the user uses.
    pub usage: i64,
    /// How much the user may use; [`UNLIMITED`] is no limit.
    pub limit: i64,
    /// The part of the usage whose commissions are pending: at least 0, releases included.
    pub pending: i64,
    /// How much all members of the project use. Servers of release 0.15 send neither this nor the next two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_usage: Option<i64>,
    /// How much all members of the project may use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_limit: Option<i64>,
    /// The part of the project's usage whose commissions are pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project_pending: Option<i64>,
}

impl Quota {
    /// How much more the user may use: the less of what the user's own limit and the project's limit leave.
    ///
    /// Negative where the limit was lowered below the usage. Sums stay at the ends of their range.
    pub fn free(&self) -> i64 {
        let of_the_project = match (self.project_limit, self.project_usage) {
            (Some(limit), Some(usage)) if limit != UNLIMITED => {
                limit.saturating_sub(usage.saturating_sub(self.usage))
            }
            _ => UNLIMITED,
        };
        match self.limit.min(of_the_project) {
            UNLIMITED => UNLIMITED,
            limit => limit.saturating_sub(self.usage),
        }
    }
}

/// A project's quota for a resource, in the resource's unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ProjectQuota {
    /// How much all members use.
    pub project_usage: i64,
    /// How much all members may use; [`UNLIMITED`] is no limit.
    pub project_limit: i64,
    /// The part of the usage whose commissions are pending: at least 0, releases included.
    pub project_pending: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_free_is_the_narrower_of_the_users_and_the_projects_limit() {
        // (usage, limit, project usage, project limit, free)
        for (usage, limit, project_usage, project_limit, free) in [
            (2, 2, Some(2), Some(UNLIMITED), 0),
            (0, 5, Some(4), Some(10), 5),
            (1, 5, Some(9), Some(10), 1),
            (3, 1, None, None, -2),
            (7, UNLIMITED, Some(8), Some(UNLIMITED), UNLIMITED),
            (7, UNLIMITED, Some(8), Some(10), 2),
            (i64::MIN, UNLIMITED, Some(i64::MAX), Some(0), 1),
        ] {
            let quota =
                Quota { usage, limit, pending: 0, project_usage, project_limit, project_pending: None };
            assert_eq!(quota.free(), free, "{quota:?}");
        }
    }
}
