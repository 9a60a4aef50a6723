//! The client without async, in a program without a runtime.

use saltant::astakos::ProjectId;
use saltant::blocking::Blocking;

use super::projects::{VM, builder, charge, client_of, id};

#[test]
fn a_program_without_async_charges_a_user_and_reads_the_quota() {
    let server = builder().start_blocking().unwrap();
    let client = Blocking::new(client_of(&server, "bob@example.org")).unwrap();
    let bob = id(&server, "bob@example.org");
    let own = ProjectId::from(bob.as_str());
    let serial = client.run(client.commissions().issue_one(charge(&bob, &own, 2))).unwrap();
    client.run(client.commissions().accept(serial)).unwrap();
    let refused = client.run(client.commissions().issue_one(charge(&bob, &own, 1))).unwrap_err();
    assert_eq!(refused.status().unwrap().as_u16(), 413, "{refused}");
    let quotas = client.run(client.quotas().get()).unwrap();
    assert_eq!(quotas[&own][&VM.into()].usage, 2);
}
