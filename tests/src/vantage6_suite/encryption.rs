use std::path::Path;
use std::time::Duration;

use saltant::vantage6::{
    CreateTask, EncryptionError, GetOrganization, Participant, PrivateKey, PublicKey, RunStatus,
};
use serde_json::{Value, json};

use super::Cryptor;
use super::checks::Checks;
use super::people::{Place, PlayedNode};

/// A task and a result in an encrypted collaboration, and messages from and to the Python library.
pub(super) async fn run(
    checks: &mut Checks,
    place: &Place,
    folder: &Path,
    cryptor: Option<Cryptor<'_>>,
) -> anyhow::Result<()> {
    let Place { alice, bob, a, b, secret, nodes, .. } = place;
    let file = folder.join("private_key.pem");
    let encryption = alice.generate_private_key(&file).await?;
    let again = alice.generate_private_key(folder.join("other.pem")).await;
    checks.that("a published key is kept", matches!(again, Err(EncryptionError::OtherKey { .. })));
    let (ours, theirs) = (PrivateKey::load(&file)?, PrivateKey::generate()?);
    alice.setup_encryption(ours.clone()).await?;
    let missing = CreateTask::new("img/avg:1", [*b]).input(json!({}));
    let refused = encryption.create_task(missing.collaboration(*secret)).await;
    checks.that("an organization without a key", matches!(refused, Err(EncryptionError::NoPublicKey { .. })));
    place.root.refresh_token().await?;
    // Only a user of the organization may publish its key.
    let admin = super::people::user(&place.root, bob, "bridget", *b, "Organization Admin").await?.1;
    admin.setup_encryption(theirs.clone()).await?;
    let other = admin.setup_encryption(ours.clone()).await;
    checks.that("another key is kept", matches!(other, Err(EncryptionError::OtherKey { .. })));

    let organizations = [Participant::new(*a), Participant::new(*b).input(json!({"only": "b ✓"}))];
    let task = CreateTask::new("img/avg:1", organizations).input(json!({"for": "a"}));
    let task = encryption.create_task(task.collaboration(*secret)).await?;
    let first = answer(&nodes[2], &ours, 1.5).await?;
    checks.equal("the first input", first, json!({"for": "a"}));
    let second = answer(&nodes[3], &theirs, 2.5).await?;
    checks.equal("the second input", second, json!({"only": "b ✓"}));
    let results = alice.wait_for_results(&task).deadline(Duration::from_secs(20)).await?;
    let values: Vec<f64> = encryption.json(&results)?.into_values().collect();
    checks.equal("decrypted results", values, vec![1.5, 2.5]);
    let runs = alice.runs().from_task(&task).items().all().await?;
    let own = runs.iter().find(|run| run.organization.id == *a).expect("there is one");
    checks.equal(
        "one's own input",
        encryption.input(own).await?.unwrap_or_default().json::<Value>()?,
        json!({"for": "a"}),
    );
    let result = alice.results().get(own.id).await?;
    checks.equal(
        "one result",
        encryption.content(&result).await?.map(|found| found.json::<f64>()),
        Some(Ok(1.5)),
    );

    let Some(cryptor) = cryptor else { return Ok(()) };
    let text = json!({"method": "average", "uni": "é✓"}).to_string();
    let message = ours.public_key().encrypt(text.as_bytes())?;
    let read = cryptor(&file, "decrypt", &message)?;
    checks.equal("what Python reads of a message made here", read, text.clone());
    let made = cryptor(&file, "encrypt", &text)?;
    checks.equal("what is read here of Python's message", ours.decrypt(&made)?, text.into_bytes());
    let wire = cryptor(&file, "public", "")?;
    checks.equal("the public key, as Python writes it", ours.public_key().to_wire(), wire);
    Ok(())
}

/// Acts as a node: decrypts the input, and encrypts a result for the organization that started the task.
async fn answer(node: &PlayedNode, key: &PrivateKey, value: f64) -> anyhow::Result<Value> {
    let run = node.open_run().await?;
    let input = serde_json::from_slice(&key.decrypt(&run.input)?)?;
    let task = node.client.tasks().get(run.task.id()).await?;
    let starter = node.client.call(GetOrganization::new(task.init_org.id)).await?;
    let public = PublicKey::from_wire(&starter.public_key)?;
    let result = public.encrypt(value.to_string().as_bytes())?;
    node.end(&run, RunStatus::Completed, "", Some(result)).await?;
    Ok(input)
}
