//! Projects, applications and memberships: what they are, and what of them is shown.

pub(crate) mod actions;
pub(crate) mod applications;
pub(crate) mod memberships;
mod shown;
pub(crate) mod spec;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use crate::astakos::quota::Key;
use crate::astakos::resources::Resource;
use crate::astakos::state::State;

/// Makes an enum of states or words with their names on the wire.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($word:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $name { $($word),+ }

        impl $name {
            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$word => $text),+ }
            }

            #[allow(dead_code, reason = "some words are only written")]
            pub(crate) fn read(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$word),)+ _ => None }
            }
        }
    };
}

words! {
    /// The state of a project.
    ProjectState {
        Uninitialized = "uninitialized",
        Active = "active",
        Suspended = "suspended",
        Terminated = "terminated",
        Deleted = "deleted",
    }
}
words! {
    /// The state of an application.
    ApplicationState {
        Pending = "pending",
        Approved = "approved",
        Replaced = "replaced",
        Denied = "denied",
        Dismissed = "dismissed",
        Cancelled = "cancelled",
    }
}
words! {
    /// The state of a membership.
    MembershipState {
        Requested = "requested",
        Accepted = "accepted",
        LeaveRequested = "leave_requested",
        Suspended = "suspended",
        Rejected = "rejected",
        Cancelled = "cancelled",
        Removed = "removed",
    }
}
words! {
    /// How a project takes joins and leaves.
    Policy { Auto = "auto", Moderated = "moderated", Closed = "closed" }
}

/// What a project has of a resource: for each member, and in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capacity {
    pub(crate) member: i64,
    pub(crate) project: i64,
}

/// What an application sets. In one for a change, `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spec {
    pub(crate) name: Option<String>,
    pub(crate) owner: Option<String>,
    pub(crate) homepage: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) start_date: Option<Timestamp>,
    pub(crate) end_date: Option<Timestamp>,
    pub(crate) comments: Option<String>,
    pub(crate) join_policy: Option<Policy>,
    pub(crate) leave_policy: Option<Policy>,
    pub(crate) max_members: Option<i64>,
    pub(crate) private: Option<bool>,
    pub(crate) resources: Vec<(String, Capacity)>,
}

/// A project. Its fields change when an application is approved, and not before.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "they are the columns of the table")]
pub(crate) struct Project {
    pub(crate) id: String,
    pub(crate) state: ProjectState,
    pub(crate) created: Timestamp,
    /// The last time it was suspended or terminated; kept after it came back.
    pub(crate) deactivated: Option<Timestamp>,
    pub(crate) name: String,
    /// `None` for a system project.
    pub(crate) owner: Option<String>,
    pub(crate) homepage: String,
    pub(crate) description: String,
    pub(crate) end_date: Timestamp,
    pub(crate) join_policy: Policy,
    pub(crate) leave_policy: Policy,
    pub(crate) max_members: i64,
    pub(crate) private: bool,
    /// Whether it is a user's own one, which was made with the account.
    pub(crate) system: bool,
    pub(crate) resources: Vec<(String, Capacity)>,
    pub(crate) last_application: Option<u64>,
}

/// An application for a project or for a change of one.
#[derive(Clone, Debug)]
pub(crate) struct Application {
    pub(crate) id: u64,
    pub(crate) project: String,
    pub(crate) applicant: String,
    pub(crate) state: ApplicationState,
    pub(crate) spec: Spec,
}

/// A user in a project, or once in it, or on the way into it.
#[derive(Clone, Debug)]
pub(crate) struct Membership {
    pub(crate) id: u64,
    pub(crate) user: String,
    pub(crate) project: String,
    pub(crate) state: MembershipState,
    /// When each state was last reached.
    pub(crate) reached: Vec<(MembershipState, Timestamp)>,
}

impl Project {
    pub(crate) fn is_active(&self) -> bool {
        self.state == ProjectState::Active
    }

    /// Whether memberships can change.
    pub(crate) fn is_alive(&self) -> bool {
        matches!(self.state, ProjectState::Active | ProjectState::Suspended)
    }

    /// What it has of a resource; what it did not apply for has a default.
    pub(crate) fn capacity(&self, resources: &[Resource], name: &str) -> Capacity {
        if let Some((_, capacity)) = self.resources.iter().find(|(known, _)| known == name) {
            return *capacity;
        }
        let resource = resources.iter().find(|resource| resource.name == name);
        let default =
            resource.map_or(0, |known| if self.system { known.base } else { known.project_default() });
        Capacity { member: default, project: default }
    }
}

impl Membership {
    /// Whether the user has the member's share of the project.
    pub(crate) fn counts(&self) -> bool {
        matches!(self.state, MembershipState::Accepted | MembershipState::LeaveRequested)
    }

    /// Whether the user takes a place in the project.
    pub(crate) fn is_in(&self) -> bool {
        self.counts() || self.state == MembershipState::Suspended
    }

    pub(crate) fn reach(&mut self, state: MembershipState, now: Timestamp) {
        self.state = state;
        self.reached.retain(|(known, _)| *known != state);
        self.reached.push((state, now));
    }
}

/// Makes the project that each account has of its own, with the user as its accepted member.
pub(crate) fn open_system_project(state: &mut State, user: &str, now: Timestamp) {
    let end = now.to_zoned(TimeZone::UTC).datetime().checked_add(100.years()).unwrap_or(DateTime::MAX);
    state.projects.push(Project {
        id: user.to_owned(),
        state: ProjectState::Active,
        created: now,
        deactivated: None,
        name: format!("system:{user}"),
        owner: None,
        homepage: String::new(),
        description: String::new(),
        end_date: TimeZone::UTC.to_timestamp(end).unwrap_or(Timestamp::MAX),
        join_policy: Policy::Closed,
        leave_policy: Policy::Closed,
        max_members: 1,
        private: true,
        system: true,
        resources: Vec::new(),
        last_application: None,
    });
    open_holdings(state, user, None);
    let id = next_id(state.memberships.keys().copied().max());
    let mut membership = Membership {
        id,
        user: user.to_owned(),
        project: user.to_owned(),
        state: MembershipState::Accepted,
        reached: Vec::new(),
    };
    membership.reach(MembershipState::Accepted, now);
    state.memberships.insert(id, membership);
    open_holdings(state, user, Some(user));
}

/// Makes the holdings of a project, or of a user in it, for all resources.
pub(crate) fn open_holdings(state: &mut State, project: &str, user: Option<&str>) {
    let names = state.resources.iter().map(|resource| &resource.name);
    let keys: Vec<Key> = match user {
        None if state.is_v015() => Vec::new(),
        None => names.map(|name| Key::of_project(project, name)).collect(),
        Some(user) => names.map(|name| state.holding_of(user, project, name)).collect(),
    };
    for key in keys {
        state.quotas.open(key);
    }
}

/// The id after the largest one.
pub(crate) fn next_id(largest: Option<u64>) -> u64 {
    largest.unwrap_or(0) + 1
}
