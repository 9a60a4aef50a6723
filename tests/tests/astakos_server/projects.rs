//! The Astakos client on the Astakos dev server: sign-in, trust, quotas, projects, and what is lost on the way.

use std::collections::BTreeMap;
use std::time::Duration;

use saltant::astakos::{
    ActOnApplication, ActOnMembership, ActOnProject, ApplicationAction, AuthTokens, Client, FaultName,
    GetUserQuotas, IssueOneCommission, IssueResourceReassignment, MembershipAction, MembershipState,
    ObtainToken, Policy, ProjectAction, ProjectApplied, ProjectId, ProjectProvision, ProjectResource,
    ProjectSpec, ProjectState, Quota, QuotaErrorName, Reassignment, ResolveCommissions, SendFeedback,
    UnknownUser, UserId, ValidateToken, fault, quota_fault,
};
use saltant::{Error, ErrorKind, Timestamp};
use saltant_core::catalog::find;
use saltant_dev_server::Fault;
use saltant_dev_server::astakos::{DevServer, DevServerBuilder, NewUser};
use serde_json::{Value, json};

use super::OVER_HYPER;

pub(super) const VM: &str = "cyclades.vm";

pub(super) fn builder() -> DevServerBuilder {
    DevServer::builder()
        .user(NewUser::new("ada@example.org").full_name("Ada Lovelace"))
        .user(NewUser::new("bob@example.org"))
        .limit(VM, 2)
        .oauth_client("portal", "s3cret", "https://portal.example.org/back")
        .fixed_clock("2026-11-21T12:00:00Z".parse().unwrap())
        .seed(1)
}

pub(super) fn client_of(server: &DevServer, email: &str) -> Client {
    let token = server.user(email).unwrap().token.clone();
    let tokens = AuthTokens::new().user(token).service(server.service_token("cyclades").unwrap());
    Client::builder(server.url())
        .trust(server.other_origin())
        .credential(tokens)
        .over_hyper(OVER_HYPER)
        .build()
        .unwrap()
}

/// A server with an administrator, ada, and bob.
pub(super) async fn world() -> (DevServer, Client, Client) {
    let server = builder().start().await.unwrap();
    let (ada, bob) = (client_of(&server, "ada@example.org"), client_of(&server, "bob@example.org"));
    (server, ada, bob)
}

pub(super) fn id(server: &DevServer, email: &str) -> UserId {
    UserId::from(server.user(email).unwrap().uuid.as_str())
}

fn spec(name: &str) -> ProjectSpec {
    let end: Timestamp = "2030-01-01T00:00:00Z".parse().unwrap();
    let mut spec = ProjectSpec::new(name, end);
    spec.resources = Some(BTreeMap::from([(VM.into(), ProjectResource::new(3, 4))]));
    spec.join_policy = Some(Policy::Auto);
    spec
}

async fn decide(client: &Client, applied: &ProjectApplied, action: ApplicationAction) -> Result<(), Error> {
    let decision = ActOnApplication::new(applied.id.clone(), applied.application, action);
    client.applications().act(decision).await
}

/// An active project of bob's.
async fn project(ada: &Client, bob: &Client) -> ProjectId {
    let applied = bob.projects().create(spec("lab.example.org")).await.unwrap();
    decide(ada, &applied, ApplicationAction::Approve).await.unwrap();
    applied.id
}

async fn quota(client: &Client, project: &ProjectId) -> Quota {
    client.quotas().get().await.unwrap()[project][&VM.into()]
}

pub(super) fn charge(user: &UserId, project: &ProjectId, quantity: i64) -> IssueOneCommission {
    IssueOneCommission::new(user.clone(), [ProjectProvision::new(project.clone(), VM, quantity)])
}

fn name(error: &Error) -> FaultName {
    fault(error).unwrap_or_else(|| panic!("{error}")).name
}

#[tokio::test]
async fn a_user_signs_in_and_finds_the_parts_and_other_users() {
    let (server, ada, _) = world().await;
    let access = ada.authenticate().await.unwrap();
    assert_eq!((access.user.id, access.user.name.as_str()), (id(&server, "ada@example.org"), "Ada Lovelace"));
    assert_eq!(ada.endpoints().get().await.unwrap().entries().len(), 7);
    let bob = ada.users().get_id("BOB@example.org").await.unwrap();
    assert_eq!(bob, id(&server, "bob@example.org"));
    assert_eq!(ada.users().get_name(bob).await.unwrap().to_string(), "bob@example.org");
    let unknown = ada.users().get_name("nobody").await.unwrap_err();
    assert_eq!(UnknownUser::of(&unknown), Some(&UnknownUser::Id(UserId::from("nobody"))));
    assert_eq!(ada.users().as_service().get_all_names().await.unwrap().len(), 2);
    assert_eq!(ada.resources().list().await.unwrap().len(), 5);
    ada.feedback().send(SendFeedback::new("hello")).await.unwrap();
    let tenant = ada.authenticate_as("somebody").await.unwrap_err();
    assert_eq!(name(&tenant), FaultName::BadRequest);
}

#[tokio::test]
async fn a_part_on_another_port_gets_a_token_only_if_it_is_trusted() {
    let server = builder().account_elsewhere().start().await.unwrap();
    let token = server.user("ada@example.org").unwrap().token.clone();
    let wary = Client::new(server.url(), token).unwrap();
    let refused = wary.quotas().get().await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::Usage, "{refused}");
    let asked = || server.requests().iter().filter(|request| request.path.ends_with("/quotas")).count();
    assert_eq!(asked(), 0);
    assert_eq!(wary.resources().list().await.unwrap().len(), 5, "that list needs no token");
    assert_eq!(wary.services().list().await.unwrap()[2].url, None);
    client_of(&server, "ada@example.org").quotas().get().await.unwrap();
    assert_eq!(asked(), 1);
    let obtain = ObtainToken::new("authorization_code", "portal", "s3cret");
    let refused = wary.tokens().obtain(obtain).await.unwrap_err();
    assert_eq!((refused.kind(), refused.operation()), (ErrorKind::Usage, Some("astakos.get_token")));
    assert!(
        server.requests().iter().all(|request| !request.path.contains("oauth2")),
        "its secret stays here"
    );
}

#[tokio::test]
async fn a_code_is_exchanged_for_a_token_that_can_be_validated() {
    let (server, ada, _) = world().await;
    let code = server.authorize("ada@example.org", "portal", "https://files.example.org/").unwrap();
    let obtain = || {
        ObtainToken::new("authorization_code", "portal", "s3cret")
            .code(code.as_str())
            .redirect_uri("https://portal.example.org/back")
    };
    let granted = ada.tokens().obtain(obtain()).await.unwrap();
    let owner = ada.tokens().validate(ValidateToken::new(granted.access_token.clone())).await.unwrap();
    assert_eq!(owner.user.id, id(&server, "ada@example.org"));
    let again = ada.tokens().obtain(obtain()).await.unwrap_err();
    let code = again.api().and_then(|api| api.code.clone());
    assert_eq!(code.as_deref(), Some("generic_error"), "JSON that is labelled as a page: {again}");
    server.advance_clock(Duration::from_secs(20));
    let late = ada.tokens().validate(ValidateToken::new(granted.access_token)).await.unwrap_err();
    assert_eq!(late.status().unwrap(), 404, "{late}");
}

#[tokio::test]
async fn a_token_that_has_expired_is_an_error_of_kind_auth() {
    let (server, ada, _) = world().await;
    ada.quotas().get().await.unwrap();
    server.advance_clock(Duration::from_secs(31 * 24 * 3600));
    let expired = ada.quotas().get().await.unwrap_err();
    assert_eq!((expired.kind(), name(&expired)), (ErrorKind::Auth, FaultName::Unauthorized));
    ada.commissions().list_pending().await.unwrap();
}

#[tokio::test]
async fn a_quota_is_used_up_to_its_limit_and_not_beyond() {
    let (server, ada, bob) = world().await;
    let project = project(&ada, &bob).await;
    let bobs = id(&server, "bob@example.org");
    bob.memberships().join(project.clone()).await.unwrap();
    let serial = bob.commissions().issue_one(charge(&bobs, &project, 2)).await.unwrap();
    let held = quota(&bob, &project).await;
    assert_eq!((held.usage, held.pending, held.limit, held.free()), (2, 2, 3, 1));
    let info = bob.commissions().get(serial).await.unwrap();
    assert_eq!((info.provisions.len(), info.issue_time.to_string().as_str()), (2, "2026-11-21T12:00:00Z"));
    let refused = bob.commissions().issue_one(charge(&bobs, &project, 2)).await.unwrap_err();
    let why = quota_fault(&refused).unwrap();
    assert_eq!(
        (why.name.clone(), why.available(), why.requested()),
        (QuotaErrorName::NoCapacity, Some(1), 2)
    );
    let early = bob.commissions().issue_one(charge(&bobs, &project, -1)).await.unwrap_err();
    let why = quota_fault(&early).unwrap();
    assert_eq!(
        (why.name.clone(), why.available(), why.releasable()),
        (QuotaErrorName::NoQuantity, None, Some(0))
    );
    let nobody = bob.commissions().issue_one(charge(&UserId::from("nobody"), &project, 1)).await.unwrap_err();
    let why = quota_fault(&nobody).unwrap();
    assert_eq!((why.name.clone(), why.available(), why.limit), (QuotaErrorName::NoHolding, None, None));
    bob.commissions().accept(serial).await.unwrap();
    let gone = bob.commissions().accept(serial).await.unwrap_err();
    assert_eq!(gone.status().unwrap(), 404, "without a body: {gone}");
    let own = ProjectId::from(bobs.as_str());
    let move_one = Reassignment::new(project.clone(), own.clone(), VM, 1);
    let moved =
        bob.commissions().issue_reassignment(IssueResourceReassignment::new(bobs, [move_one])).await.unwrap();
    let late =
        bob.commissions().issue_one(charge(&id(&server, "ada@example.org"), &own, 1)).await.unwrap_err();
    assert_eq!(quota_fault(&late).unwrap().name, QuotaErrorName::NoHolding);
    let resolved =
        bob.commissions().resolve(ResolveCommissions::new([moved], Vec::<u64>::new())).await.unwrap();
    assert_eq!(resolved.accepted, [moved]);
    assert_eq!((quota(&bob, &project).await.usage, quota(&bob, &own).await.usage), (1, 1));
}

#[tokio::test]
async fn a_commission_whose_answer_was_lost_is_found_and_given_back() {
    let (server, ada, bob) = world().await;
    let project = project(&ada, &bob).await;
    bob.memberships().join(project.clone()).await.unwrap();
    bob.quotas().get().await.unwrap();
    server.inject(Fault::lose_answer().on("POST", "*/commissions"));
    let before = server.request_count();
    let lost =
        bob.commissions().issue_one(charge(&id(&server, "bob@example.org"), &project, 2)).await.unwrap_err();
    assert!(lost.may_have_happened(), "{lost}");
    assert_eq!(server.request_count(), before + 1, "it is not sent twice");
    let pending = bob.commissions().list_pending().await.unwrap();
    assert_eq!((pending.len(), quota(&bob, &project).await.usage), (1, 2));
    bob.commissions().reject(pending[0]).await.unwrap();
    assert_eq!(quota(&bob, &project).await.usage, 0);
    server.inject(Fault::drop_connection().on("POST", "*/commissions"));
    let dropped =
        bob.commissions().issue_one(charge(&id(&server, "bob@example.org"), &project, 2)).await.unwrap_err();
    assert!(dropped.may_have_happened(), "the client cannot know: {dropped}");
    assert!(bob.commissions().list_pending().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_project_lives_from_application_to_termination() {
    let (server, ada, bob) = world().await;
    let applied = bob.projects().create(spec("lab.example.org")).await.unwrap();
    let seen = bob.projects().get(applied.id.clone()).await.unwrap();
    assert_eq!(
        (seen.state, seen.last_application.unwrap().id),
        (ProjectState::Uninitialized, applied.application)
    );
    let forbidden = decide(&bob, &applied, ApplicationAction::Approve).await.unwrap_err();
    assert_eq!(name(&forbidden), FaultName::Forbidden);
    decide(&ada, &applied, ApplicationAction::Deny).await.unwrap();
    decide(&bob, &applied, ApplicationAction::Dismiss).await.unwrap();
    assert_eq!(bob.projects().get(applied.id).await.unwrap().state, ProjectState::Deleted);

    let project = project(&ada, &bob).await;
    let change = ProjectSpec { description: Some("für alle".to_owned()), ..ProjectSpec::default() };
    let changed = bob.projects().update(project.clone(), change).await.unwrap();
    decide(&ada, &changed, ApplicationAction::Approve).await.unwrap();
    assert_eq!(bob.projects().get(project.clone()).await.unwrap().description, "für alle");
    let twin = ada.projects().create(spec("lab.example.org")).await.unwrap();
    assert_eq!(
        name(&decide(&ada, &twin, ApplicationAction::Approve).await.unwrap_err()),
        FaultName::Conflict
    );
    decide(&ada, &twin, ApplicationAction::Cancel).await.unwrap();

    let enrolled = bob.memberships().enroll(project.clone(), "ada@example.org").await.unwrap();
    let act = |action| ada.projects().act(ActOnProject::new(project.clone(), action));
    act(ProjectAction::Suspend).await.unwrap();
    let limit = |quotas: &Value| quotas[server.user("ada@example.org").unwrap().uuid.as_str()].clone();
    let users = GetUserQuotas::new().project_id([project.clone()]);
    let quotas = serde_json::to_value(ada.quotas().get_of_users(users).await.unwrap()).unwrap();
    assert_eq!(limit(&quotas)[project.as_str()][VM]["limit"], 0);
    assert_eq!(name(&act(ProjectAction::Suspend).await.unwrap_err()), FaultName::Conflict);
    act(ProjectAction::Unsuspend).await.unwrap();
    let leave = ActOnMembership::new(enrolled.id, MembershipAction::Leave);
    ada.memberships().act(leave).await.unwrap();
    let left = bob.memberships().get(enrolled.id).await.unwrap();
    assert_eq!(left.state, MembershipState::Removed);
    assert!(left.reached(&MembershipState::Accepted).is_some());
    act(ProjectAction::Terminate).await.unwrap();
    assert_eq!(bob.projects().get(project).await.unwrap().state, ProjectState::Terminated);
}

#[tokio::test]
async fn operations_by_their_names_work_as_well() {
    let (_server, ada, _) = world().await;
    for (operation, arguments) in [
        ("astakos.get_quotas", json!({})),
        ("astakos.service_get_quotas", json!({})),
        ("astakos.service_get_project_quotas", json!({})),
        ("astakos.get_projects", json!({"mode": "member"})),
        ("astakos.get_memberships", json!({})),
        ("astakos.get_resources", json!({})),
        ("astakos.get_services", json!({})),
        ("astakos.get_pending_commissions", json!({})),
        ("astakos.authenticate", json!({})),
        ("astakos.get_usernames", json!({"uuids": ["x"]})),
    ] {
        let operation = find(operation).unwrap().operation(arguments).unwrap();
        ada.call(operation).await.unwrap();
    }
}
