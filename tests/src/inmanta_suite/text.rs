use saltant::Error;
use saltant::inmanta::{
    ListFacts, ListParameters, ListResources, ListVersionedResources, ModelVersion, ParameterSource,
    ResourceColumn, ResourceFilter, SetFact, SetParameter, Sort, VersionedResourceColumn,
};

use super::deploy::KEYS;
use super::{Checks, Place};

/// Lists whose ids, names and filters are beyond ASCII, at page sizes from 1 to 5.
pub(super) async fn run(checks: &mut Checks, place: &Place) -> anyhow::Result<()> {
    let environment = &place.environment;
    for key in KEYS {
        let id = format!("testmod::Thing[agent1,key={key}]");
        let fact = SetFact::new(format!("fact {key}"), ParameterSource::Fact, "1", id);
        environment.facts().set(fact.expires(false)).await?;
        environment
            .parameters()
            .set(SetParameter::new(format!("p {key}"), ParameterSource::User, "1"))
            .await?;
    }
    let only = || ResourceFilter::new().agent("agent1");
    for size in 1..=5 {
        let name = |what: &str| format!("{what} by {size}");
        let resources = || {
            ListResources::new()
                .limit(size)
                .filter(KEYS.iter().fold(only(), |all, key| all.resource_id_value(*key)))
        };
        for column in [ResourceColumn::Agent, ResourceColumn::ResourceType, ResourceColumn::ResourceIdValue] {
            for sort in [Sort::ascending(column.clone()), Sort::descending(column.clone())] {
                let all = environment.resources().list(resources().sort(sort.clone())).items().all().await;
                let whole = environment.resources().list(resources().limit(0)).await?.metadata.total;
                count(checks, &name(&format!("resources {sort}")), all, whole)?;
            }
        }
        let in_version = ListVersionedResources::new(ModelVersion::new(1)).limit(size);
        let sorted = in_version.sort(Sort::ascending(VersionedResourceColumn::ResourceIdValue));
        count(
            checks,
            &name("resources of a version"),
            environment.resources().list_in_version(sorted).items().all().await,
            10,
        )?;
        count(
            checks,
            &name("facts"),
            environment.facts().list(ListFacts::new().limit(size)).items().all().await,
            10,
        )?;
        let parameters = environment.parameters().list(ListParameters::new().limit(size));
        count(checks, &name("parameters"), parameters.items().all().await, 10)?;
    }
    let filter = only().resource_id_value("日本");
    let found = environment.resources().list(ListResources::new().filter(filter)).items().all().await?;
    checks.equal("a filter beyond ASCII", found.len(), 1);
    let delete = environment.parameters().delete("fact 日本");
    delete.arguments(|delete| delete.resource_id("testmod::Thing[agent1,key=日本]")).await?;
    checks.equal(
        "a fact is deleted",
        environment.facts().list(ListFacts::new()).items().all().await?.len(),
        9,
    );
    Ok(())
}

fn count<T>(checks: &mut Checks, what: &str, all: Result<Vec<T>, Error>, wanted: u64) -> anyhow::Result<()> {
    match all {
        Ok(items) => checks.equal(what, u64::try_from(items.len())?, wanted),
        Err(error) => checks.that(&format!("{what}: {error}"), false),
    }
    Ok(())
}
