use saltant::inmanta::{ListFacts, ListResources, ParameterSource, ResourceFilter, SetFact, SetParameter};

use super::deploy::KEYS;
use super::{Checks, Place};

/// Facts, parameters and filters beyond ASCII.
pub(super) async fn run(checks: &mut Checks, place: &Place) -> anyhow::Result<()> {
    let environment = &place.environment;
    for key in KEYS {
        let id = format!("testmod::Thing[agent1,key={key}]");
        let fact = SetFact::new(format!("fact {key}"), ParameterSource::Fact, "1", id);
        environment.facts().set(fact.expires(false)).await?;
        let parameter = SetParameter::new(format!("p {key}"), ParameterSource::User, "1");
        environment.parameters().set(parameter).await?;
    }
    let filter = ResourceFilter::new().agent("agent1").resource_id_value("日本");
    let found = environment.resources().list(ListResources::new().filter(filter)).items().all().await?;
    checks.equal("a filter beyond ASCII", found.len(), 1);
    let facts = async || environment.facts().list(ListFacts::new()).items().all().await;
    let before = facts().await?.len();
    let delete = environment.parameters().delete("fact 日本");
    delete.arguments(|delete| delete.resource_id("testmod::Thing[agent1,key=日本]")).await?;
    checks.equal("a fact is deleted", facts().await?.len() + 1, before);
    Ok(())
}
