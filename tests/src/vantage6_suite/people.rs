use saltant::vantage6::{
    Client, CollaborationId, CreateUser, ListRoles, Node, NodeId, OrganizationId, Payload, RoleId, Run,
    RunStatus, TokenSet, UpdateRun, UserId,
};
use saltant::{Error, ErrorKind, Timestamp};

/// The accounts, and what belongs to them.
pub(super) struct Place {
    pub(super) root: Client,
    pub(super) alice: Client,
    pub(super) bob: Client,
    pub(super) a: OrganizationId,
    pub(super) b: OrganizationId,
    pub(super) plain: CollaborationId,
    pub(super) secret: CollaborationId,
    /// Nodes of a and b for the plain collaboration, then for the encrypted one.
    pub(super) nodes: Vec<PlayedNode>,
}

/// A node that this program acts as.
pub(super) struct PlayedNode {
    pub(super) client: Client,
    pub(super) id: NodeId,
    pub(super) organization: OrganizationId,
    pub(super) collaboration: CollaborationId,
}

pub(super) const PASSWORD: &str = "Passw0rd!x";

/// Creates a user with a role and logs in as that user.
pub(super) async fn user(
    root: &Client,
    anonymous: &Client,
    name: &str,
    organization: OrganizationId,
    role: &str,
) -> Result<(UserId, Client), Error> {
    let role = role_named(root, role).await?;
    let mail = format!("{name}@example.test");
    let create = CreateUser::new(name, name, "Test", PASSWORD, mail).organization(organization).roles([role]);
    let user = root.users().create(create).await?;
    let client = anonymous.authenticate(name, PASSWORD).await?.into_client()?;
    Ok((user.id, client))
}

async fn role_named(root: &Client, name: &str) -> Result<RoleId, Error> {
    let found = root.roles().list(ListRoles::new().name(name)).await?.data;
    let none = || Error::new(ErrorKind::NotFound, format!("there is no role {name}"));
    found.first().map(|role| role.id).ok_or_else(none)
}

impl PlayedNode {
    /// Logs a node in with the key from its creation.
    pub(super) async fn log_in(anonymous: &Client, node: &Node) -> Result<Self, Error> {
        let missing = |what| move || Error::new(ErrorKind::Decode, what);
        let key = node.api_key.clone().ok_or_else(missing("the node got no key"))?;
        let collaboration =
            node.collaboration.as_ref().ok_or_else(missing("the node is in no collaboration"))?;
        let tokens: TokenSet = anonymous.tokens().node(key).await?;
        Ok(Self {
            client: anonymous.with_tokens(tokens),
            id: node.id,
            organization: node.organization.id,
            collaboration: collaboration.id,
        })
    }

    /// The run that waits for this node.
    pub(super) async fn open_run(&self) -> Result<Run, Error> {
        use saltant::vantage6::{ListRuns, RunState};
        let open =
            self.client.runs().list(ListRuns::new().node(self.id).state(RunState::Open).include_task(true));
        let none = || Error::new(ErrorKind::NotFound, "no run waits");
        open.items().all().await?.into_iter().next().ok_or_else(none)
    }

    /// Ends a run with a result, or without one.
    pub(super) async fn end(
        &self,
        run: &Run,
        status: RunStatus,
        log: &str,
        result: Option<String>,
    ) -> Result<Run, Error> {
        let started = UpdateRun::new(run.id).started_at(Timestamp::now()).status(RunStatus::Active);
        self.client.runs().update(started).await?;
        let mut ended = UpdateRun::new(run.id).finished_at(Timestamp::now()).status(status).log(log);
        ended.result = result;
        self.client.runs().update(ended).await
    }

    /// Ends the waiting run with an unencrypted value.
    pub(super) async fn answer(&self, value: f64) -> Result<Run, Error> {
        let run = self.open_run().await?;
        let wire = Payload::from_json(&value).map(|payload| payload.to_wire());
        let wire = wire.map_err(|error| Error::new(ErrorKind::Encode, error.to_string()))?;
        self.end(&run, RunStatus::Completed, "done", Some(wire)).await
    }
}
