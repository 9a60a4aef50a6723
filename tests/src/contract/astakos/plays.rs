use saltant::astakos::{Catalogue, EndpointFilter, Endpoints, Provision, Service, User, UserToken};
use saltant_core::catalog::Entry;
use saltant_core::retry::RetryPolicy;
use saltant_core::{BoxFuture, Error, ErrorKind};
use serde::Serialize;
use serde_json::{Map, Value};

use super::super::arguments::Given;
use super::super::{Outcome, Play, Player};
use super::{Ask, Astakos, Line, is_discovery};

/// A call that is not one operation of the catalog.
pub(super) fn of(line: &Line) -> Option<Ask> {
    let positional = |at: usize| Some(line.args.get("args")?.get(at)?.clone());
    let text = |at: usize| Some(positional(at)?.as_str()?.to_owned());
    match line.call.as_str() {
        // The types refuse a call without anything to look up.
        call @ ("get_username" | "get_uuid" | "service_get_username" | "service_get_uuid") => {
            let (call, asked) = (call.to_owned(), text(0)?);
            Some(play(move |player| {
                Box::pin(async move {
                    let found = look_up(&player, &call, asked).await?;
                    let exchange = match &found {
                        Err(error) if error.kind() != ErrorKind::NotFound => Some(0),
                        // The value is only part of the answer.
                        _ => None,
                    };
                    Ok(vec![Outcome { exchange, result: found }])
                })
            }))
        }
        "parse_endpoints" => {
            let (endpoints, filter) = (line.args["endpoints"].clone(), filter(&line.args));
            Some(local(move || {
                let catalogue = endpoints.pointer("/access/serviceCatalog").cloned();
                let endpoints: Endpoints =
                    serde_json::from_value(catalogue.unwrap_or_default()).unwrap_or_default();
                let found = endpoints.parse_endpoints(&filter);
                found.map_err(|error| Error::new(ErrorKind::NotFound, error.to_string())).and_then(json)
            }))
        }
        "get_token_from_cookie" => {
            let cookie = line.args["cookie"].as_str().map(str::to_owned);
            Some(local(move || {
                json(cookie.as_deref().and_then(UserToken::from_cookie).as_ref().map(UserToken::secret))
            }))
        }
        "mk_provisions" => {
            let (holder, source, resource) = (text(0)?, text(1)?, text(2)?);
            let quantity = positional(3)?.as_i64()?;
            Some(local(move || json(Provision::pair(&*holder, &*source, &*resource, quantity))))
        }
        "new" => Some(Ask::Answers),
        "get_quotas" if line.args.get("auth_url").is_some() => Some(Ask::Answers),
        _ => None,
    }
}

async fn look_up(player: &Player, call: &str, asked: String) -> Result<Result<Value, Error>, String> {
    let wrong = |error: Error| error.to_string();
    Ok(match call {
        "get_username" => user(player).map_err(wrong)?.users().get_name(&*asked).await.and_then(json),
        "get_uuid" => user(player).map_err(wrong)?.users().get_id(&*asked).await.and_then(json),
        "service_get_username" => {
            service(player).map_err(wrong)?.users().get_name(&*asked).await.and_then(json)
        }
        _ => service(player).map_err(wrong)?.users().get_id(&*asked).await.and_then(json),
    })
}

fn user(player: &Player) -> Result<User, Error> {
    player.client()
}

fn service(player: &Player) -> Result<Service, Error> {
    player.client()
}

/// A call with several requests: it fetched the catalogue first, was made twice, or was repeated.
pub(super) fn several(entry: &'static Entry, given: &Map<String, Value>, line: &Line) -> Result<Ask, String> {
    let twice = line.args.get("twice").is_some();
    let asked = line.exchanges.iter().filter(|exchange| is_discovery(line, exchange)).count();
    let repeats = line.exchanges.len() - asked > 1 && !twice;
    // Up to two more attempts, also after a 500, as the Python client was configured.
    let policy = if repeats { RetryPolicy::default().with_retry_500(true) } else { RetryPolicy::never() };
    let operation = |line: &Line| {
        let given = Given::complete(&Astakos, line, entry, given);
        given.operation(entry).map_err(|why| format!("{}: {why}", entry.metadata.name))
    };
    let mut operations = vec![operation(line)?];
    if twice {
        operations.push(operation(line)?);
    }
    Ok(play(move |player| {
        Box::pin(async move {
            let builder = player.builder::<saltant_http::Client>().retry(policy);
            let builder = if asked > 0 { builder.directory(Catalogue::new()) } else { builder };
            let client = builder.build().map_err(|error| error.to_string())?;
            let last = player.line().exchanges.len() - 1;
            let mut outcomes = Vec::new();
            for (at, operation) in operations.into_iter().rev().enumerate() {
                let result = client.call(operation).await;
                let exchange = if twice { last - 1 + at } else { last };
                outcomes.push(Outcome { exchange: Some(exchange), result });
            }
            Ok(outcomes)
        })
    }))
}

fn filter(args: &Value) -> EndpointFilter {
    let text = |name: &str| args.get(name).and_then(Value::as_str).map(str::to_owned);
    let mut filter = EndpointFilter::new();
    (filter.name, filter.kind) = (text("ep_name"), text("ep_type"));
    (filter.region, filter.version_id) = (text("ep_region"), text("ep_version_id"));
    filter
}

/// A call that makes no request.
fn local(run: impl FnOnce() -> Result<Value, Error> + Send + 'static) -> Ask {
    play(move |_| Box::pin(async move { Ok(vec![Outcome { exchange: None, result: run() }]) }))
}

fn json(value: impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value).map_err(|error| Error::new(ErrorKind::Decode, error.to_string()))
}

fn play(
    run: impl FnOnce(Player) -> BoxFuture<'static, Result<Vec<Outcome>, String>> + Send + 'static,
) -> Ask {
    let play: Play = Box::new(run);
    Ask::Play(play)
}
