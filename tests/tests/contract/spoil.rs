use saltant_tests::contract::Line;
use serde_json::{Value, json};

/// A way to spoil a line; `None` if it does not apply to the line.
pub(crate) type Spoil = fn(&mut Value) -> Option<()>;

pub(crate) const SPOILS: &[(&str, Spoil)] = &[
    ("another method", method),
    ("another path segment", path_segment),
    ("one more path segment", longer_path),
    ("a changed query value", query_value),
    ("one more query pair", more_query),
    ("a query pair less", less_query),
    ("a changed body value", body_value),
    ("one more body field", more_body),
    ("a body field less", less_body),
    ("a lost answer field", less_answer),
    ("an unknown answer field", more_answer),
    ("a changed answer value", answer_value),
    ("an answer value of another type", answer_type),
    ("another scheme", scheme),
    ("no credential", no_credential),
    ("a lost exchange", less_exchanges),
    ("one more exchange", more_exchanges),
    ("a good status made bad", bad_status),
    ("a bad status made good", good_status),
    ("another bad status", other_status),
];

/// Whether a line is replayed completely: request, answer and result.
pub(crate) fn is_whole(service: &str, text: &str) -> bool {
    let line = Line::parse(text).unwrap();
    let partly: &[&str] = match service {
        // Of these, only answers are replayed, or there is no result to compare with.
        "saltant" => &["cli.", "worker.", "client.", "raw.", "manager."],
        // Helper functions, and a service that is not in the document.
        "agave" => &[
            "helper.",
            "async.",
            "cache.",
            "geturl",
            "download_uri",
            "AbacoExecutor.",
            "clients.",
            "actors.update_state",
        ],
        "vantage6" => &["wire."],
        _ => &[],
    };
    // An empty envelope has nothing to compare.
    let is_empty = |exchange: &saltant_tests::contract::Exchange| {
        let body = &exchange.response.body;
        service == "agave" && body.get("version").is_some() && body.get("result").is_none()
    };
    !line.exchanges.is_empty()
        && !line.exchanges.iter().any(is_empty)
        && line.method() != "str"
        && !partly.iter().any(|beginning| line.call.starts_with(beginning))
}

pub(crate) fn spoiled(text: &str, spoil: Spoil) -> Option<Line> {
    let mut line: Value = serde_json::from_str(text).ok()?;
    spoil(&mut line)?;
    Line::parse(&line.to_string()).ok()
}

fn request(line: &mut Value) -> &mut Value {
    &mut line["exchanges"][0]["request"]
}

fn response(line: &mut Value) -> &mut Value {
    &mut line["exchanges"][0]["response"]
}

fn change(value: &mut Value) {
    *value = match &*value {
        Value::String(text) => format!("{text}x").into(),
        Value::Number(number) => json!(number.as_f64().unwrap_or_default() + 1.0),
        Value::Bool(flag) => json!(!flag),
        Value::Null => json!("x"),
        Value::Array(_) => json!(["spoiled"]),
        Value::Object(_) => json!({"spoiled": 1}),
    };
}

fn method(line: &mut Value) -> Option<()> {
    let method = request(line).get_mut("method")?;
    *method = if method == "GET" { "POST".into() } else { "GET".into() };
    Some(())
}

fn path_segment(line: &mut Value) -> Option<()> {
    let path = &mut request(line)["path"];
    let changed = path.as_str()?.trim_end_matches('/').to_owned() + "x/";
    *path = changed.into();
    Some(())
}

fn longer_path(line: &mut Value) -> Option<()> {
    let path = &mut request(line)["path"];
    *path = format!("{}more/", path.as_str()?).into();
    Some(())
}

const PAGING: [&str; 5] = ["page", "page_size", "per_page", "limit", "offset"];

/// The query's pairs without those that the Python client adds.
fn own_query(line: &mut Value) -> Option<(&mut Vec<Value>, usize)> {
    let pairs = request(line)["query"].as_array_mut()?;
    let is_paging = |pair: &Value| pair[0].as_str().is_some_and(|name| PAGING.contains(&name));
    let at = pairs.iter().position(|pair| !is_paging(pair))?;
    Some((pairs, at))
}

fn query_value(line: &mut Value) -> Option<()> {
    let (pairs, at) = own_query(line)?;
    change(&mut pairs[at][1]);
    Some(())
}

fn more_query(line: &mut Value) -> Option<()> {
    request(line)["query"].as_array_mut()?.push(json!(["more", "1"]));
    Some(())
}

fn less_query(line: &mut Value) -> Option<()> {
    // The client's earlier set-up is visible only in the request.
    let set_up = |name: &str| line["args"].get(name.trim_end_matches("_id")).is_none();
    let known = ["collaboration_id", "organization_id"].map(|name| (name, set_up(name)));
    let (pairs, at) = own_query(line)?;
    if known.iter().any(|(name, set_up)| *set_up && pairs[at][0] == *name) {
        return None;
    }
    pairs.remove(at);
    Some(())
}

/// Whether the body follows from the arguments, so that a change of it is noticed.
fn is_told(line: &Value) -> bool {
    let told = line["args"].as_object().map_or(0, |args| args.keys().filter(|name| *name != "id").count());
    let notes = ["of", "as", "auth"].iter().any(|note| line["args"].get(note).is_some());
    told > 0 && !notes && line["call"].as_str().is_some_and(|call| !call.starts_with("model."))
}

fn body_value(line: &mut Value) -> Option<()> {
    if !is_told(line) {
        return None;
    }
    let extra = line["args"].get("extra_data_to_post").is_some();
    match &mut request(line)["body"] {
        Value::Array(pairs) if !extra => change(&mut pairs.first_mut()?[1]),
        Value::Object(object) => change(object.values_mut().next()?),
        _ => return None,
    }
    Some(())
}

fn more_body(line: &mut Value) -> Option<()> {
    match &mut request(line)["body"] {
        Value::Array(pairs) => pairs.push(json!(["more", "1"])),
        Value::Object(object) => {
            object.insert("more".to_owned(), json!(1));
        }
        _ => return None,
    }
    Some(())
}

fn less_body(line: &mut Value) -> Option<()> {
    if !is_told(line) {
        return None;
    }
    match &mut request(line)["body"] {
        Value::Array(pairs) if !pairs.is_empty() => {
            pairs.remove(0);
        }
        Value::Object(object) => {
            let name = object.keys().next()?.clone();
            object.remove(&name);
        }
        _ => return None,
    }
    Some(())
}

/// The resource in a good answer: the body, the envelope's content, or the first item of a list.
fn resource(line: &mut Value) -> Option<&mut serde_json::Map<String, Value>> {
    // If the Python client could not read the answer either, no result shows its content.
    if line["error"].is_string() {
        return None;
    }
    let response = response(line);
    if response["status"].as_u64()? >= 300 {
        return None;
    }
    let body = &mut response["body"];
    let envelope = ["results", "result", "data"].into_iter().find(|name| body.get(name).is_some());
    let inner = match envelope {
        Some(name) => &mut body[name],
        None => body,
    };
    if inner.is_array() { inner.get_mut(0)?.as_object_mut() } else { inner.as_object_mut() }
}

fn less_answer(line: &mut Value) -> Option<()> {
    let resource = resource(line)?;
    let name = resource.keys().next_back()?.clone();
    resource.remove(&name);
    Some(())
}

fn more_answer(line: &mut Value) -> Option<()> {
    resource(line)?.insert("more".to_owned(), json!(1));
    Some(())
}

fn answer_value(line: &mut Value) -> Option<()> {
    // A short result, or that of several requests, does not show each value.
    let several = line["exchanges"].as_array()?.len() > 1 || line["result"].get("page").is_some();
    let told = line["result"].is_array()
        || ["name", "username", "first"].iter().any(|key| line["result"].get(key).is_some());
    if several || !told || line["exchanges"][0]["response"].get("body_cut").is_some() {
        return None;
    }
    let resource = resource(line)?;
    let name = ["name", "username"].iter().find(|name| resource.contains_key(**name))?;
    change(resource.get_mut(*name)?);
    Some(())
}

fn answer_type(line: &mut Value) -> Option<()> {
    let resource = resource(line)?;
    let name = ["name", "username", "state"].iter().find(|name| resource.contains_key(**name))?;
    resource.insert((*name).to_string(), json!({"of": "another type"}));
    Some(())
}

fn scheme(line: &mut Value) -> Option<()> {
    let headers = request(line)["headers"].as_object_mut()?;
    if let Some(secret) = headers.remove("x-auth-token") {
        headers.insert("authorization".to_owned(), format!("Bearer {}", secret.as_str()?).into());
        return Some(());
    }
    let header = headers.get_mut("authorization")?;
    let (scheme, secret) = header.as_str()?.split_once(' ')?;
    let other = if scheme == "Bearer" { "Token" } else { "Bearer" };
    *header = format!("{other} {secret}").into();
    Some(())
}

fn no_credential(line: &mut Value) -> Option<()> {
    let headers = request(line)["headers"].as_object_mut()?;
    headers.remove("authorization").or_else(|| headers.remove("x-auth-token")).map(|_| ())
}

fn less_exchanges(line: &mut Value) -> Option<()> {
    line["exchanges"].as_array_mut()?.pop();
    Some(())
}

fn more_exchanges(line: &mut Value) -> Option<()> {
    // Only the record says how many exchanges there are.
    if line["call"].as_str()?.ends_with("_many") {
        return None;
    }
    let exchanges = line["exchanges"].as_array_mut()?;
    let again = exchanges.last()?.clone();
    exchanges.push(again);
    Some(())
}

fn bad_status(line: &mut Value) -> Option<()> {
    let status = &mut response(line)["status"];
    (status.as_u64()? < 300).then(|| *status = json!(404))
}

fn good_status(line: &mut Value) -> Option<()> {
    let status = &mut response(line)["status"];
    (status.as_u64()? >= 400).then(|| *status = json!(200))
}

fn other_status(line: &mut Value) -> Option<()> {
    // Of several answers, only the record shows the first.
    if line["exchanges"].as_array()?.len() > 1 {
        return None;
    }
    let status = &mut response(line)["status"];
    let other = match status.as_u64()? {
        400.. if status == 403 => 400,
        400..500 => 403,
        500.. => 400,
        _ => return None,
    };
    *status = json!(other);
    Some(())
}
