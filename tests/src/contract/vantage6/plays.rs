use std::fmt::Display;

use saltant::vantage6::{Client, Login};
use saltant_core::catalog::Entry;
use saltant_core::http::Method;
use saltant_core::types::vantage6::TokenSet;
use saltant_core::vantage6::RefreshToken;
use saltant_core::{Answer, BoxFuture, Declared as _, Error};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::super::{Outcome, Play, Player, template};
use super::plan::{self, Step};
use super::{ACCESS, Ask, Line, REFRESH, Vantage6};

/// Calls that take several operations of the catalog, or none.
pub(super) fn of(line: &Line) -> Option<Ask> {
    let method = line.call.as_str();
    if line.exchanges.is_empty()
        && line.error.is_none()
        && !method.starts_with("properties.")
        && method != "generate_path_to"
    {
        return Some(Ask::Answers);
    }
    Some(match method {
        // The key file is not in the record, and a wait here makes other requests than the Python client.
        "setup_encryption" | "util.generate_private_key" | "wait_for_results" | "properties.name" => {
            Ask::Answers
        }
        "generate_path_to" | "request" if line.exchanges.is_empty() && line.error.is_some() => Ask::Answers,
        "authenticate" => play(|player| Box::pin(authenticate(player))),
        "setup_collaboration" => play(|player| {
            Box::pin(async move {
                let client: Client = player.client().map_err(text)?;
                let id = player.line().args["collaboration_id"].as_u64().unwrap_or_default();
                let scope = client.setup_collaboration(id).await;
                Ok(Outcome::last(player.line(), scope.and_then(|scope| written(scope.found()))))
            })
        }),
        "request" if !line.exchanges.is_empty() => play(|player| Box::pin(request(player))),
        "generate_path_to" if line.error.is_none() => told(line, |client, line| {
            json!(client.generate_path_to(line.args["endpoint"].as_str().unwrap_or_default()))
        }),
        "refresh_token" if line.exchanges.is_empty() => play(|player| {
            Box::pin(async move {
                let client: Client = player.client().map_err(text)?;
                match client.refresh_token().await {
                    Err(_) => Ok(Vec::new()),
                    Ok(_) => Err("tokens were renewed although there were none".to_owned()),
                }
            })
        }),
        "properties.base_path" => {
            told(line, |client, _| json!(client.base_url().as_str().trim_end_matches('/')))
        }
        "properties.path" => told(line, |client, _| json!(client.base_url().path().trim_end_matches('/'))),
        "properties.host" => told(line, |client, _| {
            let origin = client.base_url().origin();
            json!(origin.rsplit_once(':').map_or(&*origin, |(host, _)| host))
        }),
        "properties.port" => told(line, |client, _| {
            let origin = client.base_url().origin();
            json!(origin.rsplit_once(':').and_then(|(_, port)| port.parse::<u16>().ok()))
        }),
        "properties.token" => told(line, |client, _| {
            json!(client.tokens_now().map(|tokens| tokens.access_token.expose().to_owned()))
        }),
        "properties.headers" => told(line, |client, _| {
            let request = client.users().get(1).request().ok();
            let header =
                request.as_ref().and_then(|request| request.headers().get("authorization")?.to_str().ok());
            header.map_or_else(|| json!({}), |value| json!({"Authorization": value}))
        }),
        _ => return None,
    })
}

/// The address of the client in a line, if there is one.
pub(super) fn base_of(line: &Line) -> Option<String> {
    let argument = |name: &str| line.args.get(name);
    let host = argument("host")?.as_str()?;
    let port = argument("port").and_then(Value::as_u64).map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{host}{port}{}", argument("path").and_then(Value::as_str).unwrap_or_default()))
}

/// Makes each recorded request by its operation.
///
/// The Python client renews its token and repeats a request that fails, and looks up organizations before it
/// creates a task. The call itself is made as often as it is recorded.
pub(super) fn each(line: &Line, entry: &'static Entry, given: &Map<String, Value>) -> Ask {
    let steps = plan::steps(line);
    let call = (entry, super::super::arguments::Given::complete(&Vantage6, line, entry, given));
    play(move |player| {
        Box::pin(async move {
            let client: saltant_http::Client = player.client().map_err(text)?;
            let mut outcomes = Vec::new();
            for (exchange, recorded) in player.line().exchanges.iter().enumerate() {
                let request = &recorded.request;
                let operation = match steps.get(exchange).ok_or("one request more than the call makes")? {
                    Step::Call => call.1.clone().operation(call.0).map_err(text)?,
                    Step::Renew => {
                        let token = json!({"refresh_token": REFRESH});
                        let entry =
                            saltant_core::catalog::find(RefreshToken::METADATA.name).ok_or("no operation")?;
                        entry.operation(token).map_err(text)?
                    }
                    Step::Look => {
                        let found = template::find(&Vantage6, &request.method, &request.path);
                        let (entry, mut values) =
                            found.ok_or_else(|| format!("there is no operation at {}", request.path))?;
                        for value in values.values_mut() {
                            let number = value.as_str().and_then(|text| text.parse::<u64>().ok());
                            *value = number.map_or_else(|| value.take(), Value::from);
                        }
                        entry.operation(Value::Object(values)).map_err(text)?
                    }
                };
                outcomes.push(Outcome { exchange: Some(exchange), result: client.call(operation).await });
            }
            Ok(outcomes)
        })
    })
}

async fn authenticate(player: Player) -> Result<Vec<Outcome>, String> {
    let client: Client = player.client().map_err(text)?;
    let argument = |name: &str| player.line().args[name].as_str().map(str::to_owned);
    let mut login = client
        .authenticate(argument("username").unwrap_or_default(), argument("password").unwrap_or_default());
    if let Some(code) = argument("mfa_code") {
        login = login.mfa_code(code);
    }
    let result = match login.await {
        Ok(Login::Done(client)) => written(client.me().and_then(|me| me.organization.clone())),
        Ok(Login::SetUpTwoFactor(setup)) => written(setup),
        Ok(Login::CodeNeeded { msg }) => Ok(json!({"msg": msg})),
        Ok(_) => return Err("an unknown outcome".to_owned()),
        Err(error) => Err(error),
    };
    Ok(Outcome::last(player.line(), result))
}

/// A raw request, which renews the token if the server says that it has expired.
async fn request(player: Player) -> Result<Vec<Outcome>, String> {
    let line = player.line().clone();
    let mut outcomes = Vec::new();
    let expired = line.exchanges[0].response.body["msg"] == "Token has expired";
    let client: Client = if expired {
        let client: Client = player.client().map_err(text)?;
        let tokens = json!({
            "access_token": ACCESS, "refresh_token": REFRESH, "refresh_url": "/api/token/refresh",
        });
        client.with_tokens(serde_json::from_value::<TokenSet>(tokens).map_err(text)?)
    } else {
        player.client().map_err(text)?
    };
    if expired {
        let result = made(&client, &line).await?;
        // If the renewal fails too, its answer is part of the error.
        let failed = result.is_err();
        outcomes.push(Outcome { exchange: (!failed).then(|| line.exchanges.len() - 1), result });
        return Ok(outcomes);
    }
    for (exchange, recorded) in line.exchanges.iter().enumerate() {
        let result = if exchange > 0 && recorded.request.path.ends_with(RefreshToken::METADATA.path) {
            client.tokens().refresh(REFRESH).await.and_then(written)
        } else {
            made(&client, &line).await?
        };
        outcomes.push(Outcome { exchange: Some(exchange), result });
    }
    Ok(outcomes)
}

async fn made(client: &Client, line: &Line) -> Result<Result<Value, Error>, String> {
    let method = line.args["method"].as_str().unwrap_or("get").to_ascii_uppercase();
    let method: Method = method.parse().map_err(text)?;
    let mut call = client.request(method, line.args["endpoint"].as_str().unwrap_or_default());
    for (name, value) in line.args["params"].as_object().into_iter().flatten() {
        let values = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
        for value in values.iter().filter(|value| !value.is_null()) {
            call = call.query(name, value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
    }
    if let Some(json) = line.args.get("json").filter(|json| !json.is_null()) {
        call = call.json(json);
    }
    // An empty body is null.
    let json = |answer: Answer| serde_json::from_slice(answer.body()).unwrap_or_default();
    Ok(call.await.map(json))
}

/// A method that answers without a request.
fn told(line: &Line, tell: fn(&Client, &Line) -> Value) -> Ask {
    let result = line.result.clone().unwrap_or_default();
    let logged_in = line.id.ends_with("/logged-in");
    let line = line.clone();
    play(move |player| {
        Box::pin(async move {
            let mut client: Client = player.client().map_err(text)?;
            if logged_in {
                client = client.with_tokens(TokenSet::new(ACCESS, REFRESH));
            }
            let told = tell(&client, &line);
            if told == result { Ok(Vec::new()) } else { Err(format!("it is {told}, recorded is {result}")) }
        })
    })
}

fn play(
    run: impl FnOnce(Player) -> BoxFuture<'static, Result<Vec<Outcome>, String>> + Send + 'static,
) -> Ask {
    let play: Play = Box::new(run);
    Ask::Play(play)
}

fn written(value: impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(value)
        .map_err(|error| Error::new(saltant_core::ErrorKind::Decode, error.to_string()))
}

fn text(error: impl Display) -> String {
    error.to_string()
}
