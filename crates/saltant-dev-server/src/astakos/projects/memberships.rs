//! Memberships: joining, enrolling, and what can be done to a membership.

use jiff::Timestamp;

use super::{Membership, MembershipState, Policy, Project, actions, next_id, open_holdings};
use crate::astakos::answer;
use crate::astakos::state::{Account, State};
use crate::http::reply::Reply;

/// What can be done to a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Leave,
    Cancel,
    Accept,
    Reject,
    Remove,
}

impl Action {
    pub(crate) const ALL: [Self; 5] = [Self::Leave, Self::Cancel, Self::Accept, Self::Reject, Self::Remove];
    pub(crate) const NAMES: [&'static str; 5] = ["leave", "cancel", "accept", "reject", "remove"];

    pub(crate) fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == text)
    }
}

/// Whether the project has no room for one more.
fn is_full(state: &State, project: &Project) -> bool {
    let members = state.memberships.values().filter(|known| known.project == project.id && known.is_in());
    members.count() as u64 >= project.max_members.unsigned_abs()
}

/// Whether a user may do something to a membership now: its state comes first, then who asks, then the
/// project.
pub(crate) fn check(
    state: &State,
    account: &Account,
    membership: &Membership,
    action: Action,
) -> Result<(), Reply> {
    let possible = match action {
        Action::Cancel | Action::Accept | Action::Reject => membership.state == MembershipState::Requested,
        Action::Leave | Action::Remove => membership.is_in(),
    };
    if !possible {
        let (name, state) = (action.name(), membership.state.name());
        return Err(answer::conflict(&format!("Cannot {name} a membership that is {state}")));
    }
    let project = state.project(&membership.project).ok_or_else(actions::unknown)?;
    let allowed = match action {
        Action::Leave | Action::Cancel => account.administrator || membership.user == account.uuid,
        Action::Accept | Action::Reject | Action::Remove => project.is_run_by(account),
    };
    if !allowed {
        return Err(answer::forbidden());
    }
    alive(project)?;
    let policy = match action {
        Action::Accept => project.join_policy,
        Action::Leave | Action::Remove => project.leave_policy,
        Action::Cancel | Action::Reject => return Ok(()),
    };
    closed(policy)?;
    if action == Action::Accept && is_full(state, project) { Err(full()) } else { Ok(()) }
}

/// Does something to a membership.
pub(crate) fn act(
    state: &mut State,
    account: &Account,
    id: u64,
    action: Action,
    now: Timestamp,
) -> Result<(), Reply> {
    let membership = state.memberships.get(&id).ok_or_else(unknown)?;
    check(state, account, membership, action)?;
    let moderated =
        state.project(&membership.project).is_some_and(|project| project.leave_policy == Policy::Moderated);
    let to = match action {
        Action::Leave if moderated => MembershipState::LeaveRequested,
        Action::Leave | Action::Remove => MembershipState::Removed,
        Action::Cancel => MembershipState::Cancelled,
        Action::Accept => MembershipState::Accepted,
        Action::Reject => MembershipState::Rejected,
    };
    move_to(state, id, to, now);
    Ok(())
}

/// Asks to join a project, and is in at once where it takes everybody and has room. Returns the membership's id.
pub(crate) fn join(
    state: &mut State,
    account: &Account,
    project: &str,
    now: Timestamp,
) -> Result<u64, Reply> {
    let project = state.project(project).ok_or_else(actions::unknown)?;
    alive(project)?;
    closed(project.join_policy)?;
    let known = state.membership_of(&account.uuid, &project.id);
    if known.is_some_and(|known| known.is_in() || known.state == MembershipState::Requested) {
        return Err(already_in());
    }
    let at_once = project.join_policy == Policy::Auto && !is_full(state, project);
    let project = project.id.clone();
    let id = membership(state, &account.uuid, &project);
    move_to(state, id, MembershipState::Requested, now);
    if at_once {
        move_to(state, id, MembershipState::Accepted, now);
    }
    Ok(id)
}

/// Puts a user into a project. Returns the membership's id.
pub(crate) fn enroll(
    state: &mut State,
    account: &Account,
    project: &str,
    email: &str,
    now: Timestamp,
) -> Result<u64, Reply> {
    let user = state.accounts.iter().find(|known| known.email == email);
    let user = user.ok_or_else(|| answer::conflict("There is no user with that address"))?.uuid.clone();
    let project = state.project(project).ok_or_else(|| answer::conflict("There is no such project"))?;
    if !project.is_run_by(account) {
        return Err(answer::forbidden());
    }
    alive(project)?;
    closed(project.join_policy)?;
    if is_full(state, project) {
        return Err(full());
    }
    if state.membership_of(&user, &project.id).is_some_and(Membership::is_in) {
        return Err(already_in());
    }
    let project = project.id.clone();
    let id = membership(state, &user, &project);
    move_to(state, id, MembershipState::Accepted, now);
    Ok(id)
}

/// The id of a user's membership: the old one, if there was one.
fn membership(state: &mut State, user: &str, project: &str) -> u64 {
    if let Some(known) = state.membership_of(user, project) {
        return known.id;
    }
    let id = next_id(state.memberships.keys().copied().max());
    let (user, project) = (user.to_owned(), project.to_owned());
    let state_ = MembershipState::Requested;
    state.memberships.insert(id, Membership { id, user, project, state: state_, reached: Vec::new() });
    id
}

fn move_to(state: &mut State, id: u64, to: MembershipState, now: Timestamp) {
    let Some(membership) = state.memberships.get_mut(&id) else { return };
    membership.reach(to, now);
    if to == MembershipState::Accepted {
        let (user, project) = (membership.user.clone(), membership.project.clone());
        open_holdings(state, &project, Some(&user));
    }
}

/// The answer for a membership that there is not.
pub(crate) fn unknown() -> Reply {
    answer::not_found("There is no membership with that id")
}

fn alive(project: &Project) -> Result<(), Reply> {
    if project.is_alive() { Ok(()) } else { Err(answer::conflict("Project is not active")) }
}

fn closed(policy: Policy) -> Result<(), Reply> {
    if policy == Policy::Closed {
        Err(answer::conflict("The policy of the project is closed"))
    } else {
        Ok(())
    }
}

fn full() -> Reply {
    answer::conflict("The project has no room for another member")
}

fn already_in() -> Reply {
    answer::conflict("The user is in the project or has asked to be")
}
