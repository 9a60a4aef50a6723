//! `saltant demo astakos`: two users, a project, and a quota that is used up to its limit and beyond.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use saltant::Timestamp;
use saltant::astakos::{
    ActOnApplication, ApplicationAction, AuthTokens, Client, IssueOneCommission, Policy, ProjectId,
    ProjectProvision, ProjectResource, ProjectSpec, Quota, UserId, quota_fault,
};
use saltant_dev_server::astakos::{DevServer, NewUser};

use super::say;
use crate::exit::{Exit, Failure};
use crate::output::styles;
use crate::table::{Cell, Table};

const RESOURCE: &str = "cyclades.vm";

pub(super) async fn demo() -> Result<Exit, Failure> {
    let started = Instant::now();
    let server = DevServer::builder()
        .user(NewUser::new("ada@example.org"))
        .user(NewUser::new("bob@example.org"))
        .limit(RESOURCE, 1)
        .start()
        .await?;
    say(&format!("An Astakos server in this process: {}, users ada and bob", server.url()))?;
    let (ada, bob) = (client(&server, "ada@example.org")?, client(&server, "bob@example.org")?);

    let project = create(&ada).await?;
    say("ada, who is an administrator, applied for the project lab.example.org and approved it")?;
    ada.memberships().enroll(project.clone(), "bob@example.org").await?;
    say(&format!("ada enrolled bob, who may now use 3 of the project's 4 {RESOURCE}\n"))?;

    let cloud = Cloud { client: &bob, project, bob: bob.users().get_id("bob@example.org").await? };
    let mut table = Table::new(["BOB'S CLOUD", "OUTCOME", "USAGE", "PENDING", "LIMIT", "FREE"]);
    let first = cloud.charge(2).await?;
    cloud.row(&mut table, "charges 2 machines", &first).await?;
    if let Charge::Issued(serial) = &first {
        bob.commissions().accept(*serial).await?;
    }
    cloud.row(&mut table, "accepts the charge", &Charge::Settled("accepted")).await?;
    let refused = cloud.charge(2).await?;
    cloud.row(&mut table, "charges 2 more", &refused).await?;
    let last = cloud.charge(1).await?;
    cloud.row(&mut table, "charges 1 more", &last).await?;
    if let Charge::Issued(serial) = &last {
        bob.commissions().reject(*serial).await?;
    }
    cloud.row(&mut table, "rejects the charge", &Charge::Settled("rejected")).await?;
    let beyond = cloud.charge(-3).await?;
    cloud.row(&mut table, "releases 3 machines", &beyond).await?;
    table.print()?;

    let (requests, took) = (server.request_count(), started.elapsed());
    server.shutdown().await;
    summary(requests, took)?;
    Ok(Exit::Done)
}

/// Applies for a project with four machines and approves it.
async fn create(ada: &Client) -> Result<ProjectId, Failure> {
    let end: Timestamp = Timestamp::now() + Duration::from_secs(365 * 24 * 3600);
    let mut spec = ProjectSpec::new("lab.example.org", end);
    spec.join_policy = Some(Policy::Moderated);
    spec.resources = Some(BTreeMap::from([(RESOURCE.into(), ProjectResource::new(3, 4))]));
    let applied = ada.projects().create(spec).await?;
    let approve = ActOnApplication::new(applied.id.clone(), applied.application, ApplicationAction::Approve);
    ada.applications().act(approve).await?;
    Ok(applied.id)
}

/// The cloud that bob uses: a component with a token of its own.
struct Cloud<'c> {
    client: &'c Client,
    project: ProjectId,
    bob: UserId,
}

/// What became of a charge.
enum Charge {
    Issued(saltant::astakos::CommissionSerial),
    Refused(String),
    Settled(&'static str),
}

impl Cloud<'_> {
    async fn charge(&self, quantity: i64) -> Result<Charge, Failure> {
        let provision = ProjectProvision::new(self.project.clone(), RESOURCE, quantity);
        let charge = IssueOneCommission::new(self.bob.clone(), [provision]);
        match self.client.commissions().issue_one(charge).await {
            Ok(serial) => Ok(Charge::Issued(serial)),
            Err(error) => match quota_fault(&error) {
                Some(fault) => Ok(Charge::Refused(match fault.available() {
                    Some(free) => format!("refused: {} asked for, {free} free", fault.requested()),
                    None => format!("refused: only {} to release", fault.releasable().unwrap_or(0)),
                })),
                None => Err(error.into()),
            },
        }
    }

    async fn row(&self, table: &mut Table, what: &str, charge: &Charge) -> Result<(), Failure> {
        let quotas = self.client.quotas().get().await?;
        let resource = RESOURCE.into();
        let quota: Option<&Quota> = quotas.get(&self.project).and_then(|project| project.get(&resource));
        let figure =
            |read: fn(&Quota) -> i64| quota.map_or("–".to_owned(), |quota| read(quota).to_string());
        let (outcome, style) = match charge {
            Charge::Issued(serial) => (format!("commission {serial}, pending"), styles::PLAIN),
            Charge::Settled(outcome) => ((*outcome).to_owned(), styles::PLAIN),
            Charge::Refused(reason) => (reason.clone(), styles::of_state("failed")),
        };
        table.row([
            what.into(),
            Cell::styled(outcome, style),
            figure(|quota| quota.usage).into(),
            figure(|quota| quota.pending).into(),
            figure(|quota| quota.limit).into(),
            figure(Quota::free).into(),
        ]);
        Ok(())
    }
}

fn summary(requests: u64, took: Duration) -> Result<(), Failure> {
    let (code, faint) = (styles::HEAD, styles::FAINT);
    say(&format!("\n{requests} requests in {:.1} s", took.as_secs_f64()))?;
    say(&format!(
        "\n{faint}Next:{faint:#} {code}saltant dev-server astakos{code:#} {faint}starts such a server{faint:#}"
    ))
}

/// A client with a user's token and the token of the cloud.
fn client(server: &DevServer, email: &str) -> Result<Client, Failure> {
    let token = server.user(email).map(|user| user.token.clone()).unwrap_or_default();
    let service = server.service_token("cyclades").unwrap_or_default();
    let tokens = AuthTokens::new().user(token).service(service);
    Ok(Client::builder(server.url()).trust(server.other_origin()).credential(tokens).build()?)
}
