//! Projects, applications and memberships as JSON, and who sees them.

use super::{Application, Capacity, Membership, Policy, Project, memberships};
use crate::astakos::quota::number;
use crate::astakos::state::{Account, State};
use crate::astakos::{times, v015};
use crate::json::Json;

impl From<Policy> for Json {
    fn from(policy: Policy) -> Self {
        policy.name().into()
    }
}

fn capacities(resources: &[(String, Capacity)]) -> Json {
    let entries = resources.iter().map(|(name, capacity)| {
        let capacity = Json::object([
            ("member_capacity", number(capacity.member.into())),
            ("project_capacity", number(capacity.project.into())),
        ]);
        (name.clone(), capacity)
    });
    Json::Object(entries.collect())
}

impl Project {
    /// Whether a user has a say in it.
    pub(crate) fn is_run_by(&self, account: &Account) -> bool {
        account.administrator || self.owner.as_ref() == Some(&account.uuid)
    }

    /// Whether a user may see it.
    pub(crate) fn is_seen_by(&self, account: &Account, state: &State) -> bool {
        let member = state.membership_of(&account.uuid, &self.id).is_some_and(Membership::is_in);
        self.is_run_by(account) || member || (self.is_active() && !self.private)
    }

    /// The word for its state.
    pub(crate) fn state_word(&self, state: &State) -> &'static str {
        if state.is_v015() { v015::project_state(self, state) } else { self.state.name() }
    }

    /// The project as a user sees it.
    pub(crate) fn shown(&self, account: &Account, state: &State) -> Json {
        let resources = if self.system {
            let visible = state.resources.iter().filter(|resource| resource.visible);
            visible.map(|known| (known.name.clone(), self.capacity(&state.resources, &known.name))).collect()
        } else {
            self.resources.clone()
        };
        let mut entries = vec![
            ("id", state.shown_id(&self.id)),
            ("state", self.state_word(state).into()),
            ("creation_date", times::written(self.created)),
            ("name", self.name.as_str().into()),
            ("owner", self.owner.as_deref().into()),
            ("homepage", self.homepage.as_str().into()),
            ("description", self.description.as_str().into()),
            ("end_date", times::written(self.end_date)),
            ("join_policy", self.join_policy.into()),
            ("leave_policy", self.leave_policy.into()),
            ("max_members", number(self.max_members.into())),
            ("private", self.private.into()),
            ("system_project", self.system.into()),
            ("resources", capacities(&resources)),
        ];
        if state.is_v015() {
            entries.extend(v015::entries(self, account, state));
        } else if self.is_run_by(account) {
            let last = self.last_application.and_then(|id| state.applications.get(&id));
            entries.extend(last.map(|application| ("last_application", application.shown())));
        }
        if self.is_run_by(account) {
            entries.extend(self.deactivated.map(|time| ("deactivation_date", times::written(time))));
        }
        Json::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    }
}

impl Application {
    pub(crate) fn shown(&self) -> Json {
        let spec = &self.spec;
        let text = |text: &Option<String>| Json::from(text.as_deref());
        Json::object([
            ("id", self.id.into()),
            ("state", self.state.name().into()),
            ("name", text(&spec.name)),
            ("owner", text(&spec.owner)),
            ("applicant", self.applicant.as_str().into()),
            ("homepage", text(&spec.homepage)),
            ("description", text(&spec.description)),
            ("start_date", spec.start_date.map_or(Json::Null, times::written)),
            ("end_date", spec.end_date.map_or(Json::Null, times::written)),
            ("comments", text(&spec.comments)),
            ("join_policy", spec.join_policy.into()),
            ("leave_policy", spec.leave_policy.into()),
            ("max_members", spec.max_members.map_or(Json::Null, |most| number(most.into()))),
            ("private", spec.private.into()),
            ("resources", capacities(&spec.resources)),
        ])
    }
}

impl Membership {
    /// The membership as a user sees it: with the actions that this user could take now.
    pub(crate) fn shown(&self, account: &Account, state: &State) -> Json {
        let mut entries: Vec<(String, Json)> = vec![
            ("id".to_owned(), self.id.into()),
            ("user".to_owned(), self.user.as_str().into()),
            ("project".to_owned(), state.shown_id(&self.project)),
            ("state".to_owned(), self.state.name().into()),
        ];
        let reached =
            self.reached.iter().map(|(state, time)| (state.name().to_owned(), times::written(*time)));
        entries.extend(reached);
        let allowed = memberships::Action::ALL.into_iter();
        let allowed = allowed.filter(|action| memberships::check(state, account, self, *action).is_ok());
        entries.push(("allowed_actions".to_owned(), allowed.map(memberships::Action::name).collect()));
        Json::Object(entries)
    }
}
