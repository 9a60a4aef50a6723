use saltant::Error;
use saltant::vantage6::{
    Client, CreateCollaboration, CreateNode, CreateOrganization, CreateRole, CreateUser, DeleteCollaboration,
    DeleteOrganization, DeleteRole, DeleteUser, GetCollaboration, GetUser, ListAlgorithmStores,
    ListCollaborations, ListNodes, ListOrganizations, ListRoles, ListRules, ListUsers, NodeStatus,
    ResetMyPassword, RuleOperation, RuleScope, UpdateCollaboration, UpdateNode, UpdateOrganization,
    UpdateRole, UpdateUser,
};

use super::checks::{Checks, status};
use super::people::{PASSWORD, Place, PlayedNode, user};

/// Creates organizations, users, collaborations and nodes, and calls every operation about them.
pub(super) async fn run(checks: &mut Checks, anonymous: &Client) -> anyhow::Result<Place> {
    checks.equal("the version", anonymous.server().version().await?.version, "4.15.2".to_owned());
    checks.that("the health", anonymous.server().health().await?.database);
    let wrong = anonymous.authenticate("root", "wrong").await;
    checks.refused("a wrong password", wrong, Error::is_auth);
    let nobody = anonymous.organizations().get(1).await;
    checks.refused("a call without a login", nobody, Error::is_auth);
    let root = anonymous.authenticate("root", "root").await?.into_client()?;
    checks.equal("who is logged in", root.users().own().await?.username, "root".to_owned());
    checks.equal(
        "whose they are",
        root.organizations().own().await?.id,
        root.me().unwrap().user.organization.id,
    );
    checks.that("no blobs", !root.server().blob_store().await?.blob_store_enabled);
    checks.refused("an upload without a blob store", root.blobs().upload("x").await, status(501));
    let unknown = root.blobs().download(saltant::Uuid::nil()).await;
    checks.refused("a blob that no run has", unknown, Error::is_not_found);
    let stores = root.algorithm_stores().list(ListAlgorithmStores::new()).items().all().await?;
    checks.equal("algorithm stores", stores.len(), 0);

    let create = |name: &str| CreateOrganization::new(name).country("NL").domain("example.test");
    let a = root.organizations().create(create("Org A")).await?.id;
    let b = root.organizations().create(create("Órg B ✓")).await?.id;
    let c = root.organizations().create(create("Org C")).await?.id;
    let again = root.organizations().create(create("Org A")).await;
    checks.refused("a name that is taken", again, Error::is_invalid);
    let update = UpdateOrganization::new(c).address1("Street 1").zipcode("");
    checks.equal(
        "an update",
        root.organizations().update(update).await?.address1.as_deref(),
        Some("Street 1"),
    );
    checks.equal("the rest is kept", root.organizations().get(c).await?.country.as_deref(), Some("NL"));
    let some = ListOrganizations::new().ids([a, b]).per_page(1);
    checks.equal("repeated ids over pages", root.organizations().list(some).items().all().await?.len(), 2);
    let named = root.organizations().list(ListOrganizations::new().name("Org%").country("NL"));
    checks.equal("organizations by name", named.items().all().await?.len(), 2);
    checks.refused("an unknown id", root.organizations().get(999).await, Error::is_not_found);

    roles(checks, &root).await?;
    let (_, alice) = user(&root, anonymous, "alice", a, "Collaboration Admin").await?;
    let (bob_id, bob) = user(&root, anonymous, "bob", b, "Researcher").await?;
    users(checks, &root, bob_id).await?;
    let forbidden = bob.users().create(CreateUser::new("eve", "E", "E", PASSWORD, "e@example.test")).await;
    checks.refused("what the caller may not do", forbidden, |error| error.is_forbidden() && !error.is_auth());

    let made = root.collaborations().create(CreateCollaboration::new("Plain", [a, b], false)).await?;
    let plain = made.id;
    let secret = root.collaborations().create(CreateCollaboration::new("Secret", [a, b], true)).await?.id;
    let scope = root.collaboration(plain);
    let three = scope.add_organization(c).await?;
    checks.equal("organizations of a collaboration", three.len(), 3);
    checks.equal("after one is removed", scope.remove_organization(c).await?.len(), 2);
    let encrypted =
        root.collaborations().list(ListCollaborations::new().encrypted(true)).items().all().await?;
    checks.equal("boolean filters", encrypted.iter().map(|found| found.id).collect::<Vec<_>>(), vec![secret]);
    let update = UpdateCollaboration::new(plain).name("Plain 2");
    checks.equal("a new name", root.collaborations().update(update).await?.name, "Plain 2".to_owned());
    let whole = root.call(GetCollaboration::new(plain).include_organizations(true)).await?;
    checks.equal("included organizations", whole.organizations.included().map(<[_]>::len), Some(2));
    let setup = alice.setup_collaboration(plain).await?;
    checks.equal("a collaboration that is set up", setup.found().map(|known| known.encrypted), Some(false));

    let mut nodes = Vec::new();
    for (organization, collaboration) in [(a, plain), (b, plain), (a, secret), (b, secret)] {
        let create = CreateNode::new(collaboration).organization(organization);
        let node = root.nodes().create(create).await?;
        nodes.push(PlayedNode::log_in(anonymous, &node).await?);
    }
    one_node(checks, &root, &nodes[0]).await?;
    let place = Place { root, alice, bob, a, b, plain, secret, nodes };
    deletions(checks, &place, c).await?;
    Ok(place)
}

async fn roles(checks: &mut Checks, root: &Client) -> anyhow::Result<()> {
    let rules = root.rules().list(ListRules::new().per_page(10)).items().all().await?;
    checks.equal("all rules, not ten", rules.len(), 86);
    let first = root.rules().get(rules[0].id).await?;
    checks.equal("a rule", &first, &rules[0]);
    let few = ListRules::new().name("task").operation(RuleOperation::View).scope(RuleScope::Own);
    checks.equal("rules by word", root.rules().list(few).await?.data.len(), 1);
    let role = root.roles().create(CreateRole::new("Looker", [first.id]).description("looks")).await?;
    let renamed = root.roles().update(UpdateRole::new(role.id).name("Watcher")).await?;
    checks.equal("what is not given is kept", renamed.description.as_deref(), Some("looks"));
    checks.equal("a role", root.roles().get(role.id).await?.name, "Watcher".to_owned());
    let default = root.roles().create(CreateRole::new("Viewer", [first.id])).await;
    checks.refused("an object-valued msg", default, |error| !error.field("name").is_empty());
    let found = root.roles().list(ListRoles::new().name("Wat%")).items().all().await?;
    checks.equal("roles by name", found.len(), 1);
    root.roles().delete(DeleteRole::new(role.id)).await?;
    Ok(())
}

async fn users(checks: &mut Checks, root: &Client, bob: saltant::vantage6::UserId) -> anyhow::Result<()> {
    let updated = root.users().update(UpdateUser::new(bob).lastname("Builder")).await?;
    checks.equal("a user's new name", updated.lastname.as_deref(), Some("Builder"));
    let found = root.users().list(ListUsers::new().username("bo%").lastname("Build%")).items().all().await?;
    checks.equal("users by name", found.len(), 1);
    let until = "2020-01-01".parse::<saltant::vantage6::TimeBound>()?;
    let nobody = root.users().list(ListUsers::new().last_seen_till(until)).items().all().await?;
    checks.equal("users last seen long ago", nobody.len(), 0);
    let with = root.call(GetUser::new(bob).include_permissions(true)).await?;
    checks.that("a user's permissions", with.permissions.is_some());
    checks.equal("a user", root.users().get(bob).await?.username, "bob".to_owned());
    Ok(())
}

async fn one_node(checks: &mut Checks, root: &Client, node: &PlayedNode) -> anyhow::Result<()> {
    let named = root.nodes().update(UpdateNode::new(node.id).name("node-a")).await?;
    checks.equal("a node's name", named.name, "node-a".to_owned());
    checks.equal("a node", root.nodes().get(node.id).await?.organization.id, node.organization);
    let offline = ListNodes::new().collaboration(node.collaboration).status(NodeStatus::Offline);
    checks.equal("nodes that are away", root.nodes().list(offline).items().all().await?.len(), 2);
    let killed = root.nodes().kill_tasks(node.id).await;
    checks.refused("tasks of a node that is away", killed, status(400));
    Ok(())
}

/// Dependents are deleted only on request.
async fn deletions(
    checks: &mut Checks,
    place: &Place,
    c: saltant::vantage6::OrganizationId,
) -> anyhow::Result<()> {
    let root = &place.root;
    let brief = root.collaborations().create(CreateCollaboration::new("Brief", [c], false)).await?.id;
    let node = root.nodes().create(CreateNode::new(brief).organization(c)).await?;
    let key = root.nodes().reset_api_key(node.id).await?.api_key;
    let old = root.tokens().node(node.api_key.unwrap_or("".into())).await;
    checks.refused("an old key", old, |error| error.status().is_some());
    root.tokens().node(key).await?;
    let refused =
        root.collaborations().delete(DeleteCollaboration::new(brief).delete_dependents(false)).await;
    checks.refused("a collaboration with a node", refused, status(400));
    checks.equal("its node is still there", root.nodes().get(node.id).await?.id, node.id);
    root.nodes().delete(node.id).await?;
    root.collaborations().delete(DeleteCollaboration::new(brief)).await?;
    let user = CreateUser::new("carol", "C", "C", PASSWORD, "carol@example.test").organization(c);
    root.users().create(user).await?;
    let refused = root.organizations().delete(DeleteOrganization::new(c)).await;
    checks.refused("an organization with a user", refused, status(400));
    root.organizations().delete(DeleteOrganization::new(c).delete_dependents(true)).await?;
    let gone = root.organizations().get(c).await;
    checks.refused("an organization that is gone", gone, Error::is_not_found);
    Ok(())
}

/// Passwords, tokens, and the operations that have to come last.
pub(super) async fn end(checks: &mut Checks, place: &Place) -> anyhow::Result<()> {
    let Place { root, bob, alice, .. } = place;
    let renewed = bob.refresh_token().await?;
    checks.equal("a renewed token", renewed.users().own().await?.username, "bob".to_owned());
    let wrong = bob.passwords().change("wrong", "An0ther!pass").await;
    checks.refused("a wrong current password", wrong, Error::is_auth);
    bob.passwords().change(PASSWORD, "An0ther!pass").await?;
    let again = bob.authenticate("bob", "An0ther!pass").await?.into_client()?;
    checks.equal("the new password", again.users().own().await?.username, "bob".to_owned());
    bob.passwords().reset(ResetMyPassword::new().username("nobody-at-all")).await?;
    let bad = bob.passwords().set("garbage", "An0ther!pass").await;
    checks.refused("a recovery token that is none", bad, status(400));
    let lost = bob.two_factor().reset("wrong", "alice").await;
    checks.refused("a two-factor reset with a wrong password", lost, |error| error.status().is_some());
    let bad = bob.two_factor().set("garbage").await;
    checks.refused("a two-factor token that is none", bad, status(400));
    let bob_id = bob.users().own().await?.id;
    root.users().delete(DeleteUser::new(bob_id)).await?;
    let alice_id = alice.users().own().await?.id;
    let refused = root.users().delete(DeleteUser::new(alice_id)).await;
    checks.refused("a user with tasks", refused, status(400));
    root.collaborations().delete(DeleteCollaboration::new(place.plain).delete_dependents(true)).await?;
    let gone = root.collaborations().get(place.plain).await;
    checks.refused("a collaboration that is gone", gone, Error::is_not_found);
    Ok(())
}
