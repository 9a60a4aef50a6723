//! Every operation of every service, with a canary in the place of each secret.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use http::{HeaderMap, HeaderValue, header};
use saltant_core::catalog::{self, AnyOperation, Entry};
use saltant_core::retry::RetryPolicy;
use saltant_core::types::schema::{Field, Schema};
use saltant_core::{AuthUse, Credential, Error, ErrorKind, Operation as _};
use saltant_http::Client;
use saltant_http::replay::Recorder;
use saltant_http::testing::{Reply, ScriptedTransport};
use serde_json::{Map, Value, json};

use super::common::builder;
use super::secrets::{Log, show_error};

/// Short, and a word: only who knows that it is a secret can mask it.
pub(super) const CANARY: &str = "canary";

/// A value of a type, with the canary in the place of each secret.
fn sample(schema: &Schema) -> Value {
    match schema {
        Schema::Secret => CANARY.into(),
        Schema::Integer | Schema::Number => 1.into(),
        Schema::Flag => true.into(),
        Schema::Uuid => "8c93e8b4-cf1a-4387-9dc4-78be37627356".into(),
        Schema::Time => "2026-11-21T00:32:52Z".into(),
        Schema::Json | Schema::Object | Schema::Filter(_) => json!({}),
        Schema::Words { known, .. } => known[0].into(),
        Schema::Form { example, .. } | Schema::Sort { example, .. } => (*example).into(),
        Schema::Id { of: inner, .. } | Schema::Nullable(inner) => sample(inner),
        Schema::List(item) => json!([sample(item)]),
        Schema::Map(item) => json!({"k": sample(item)}),
        Schema::OneOf(forms) => sample(forms.iter().find(|form| form.has_secret()).unwrap_or(&forms[0])),
        Schema::Record(fields) => {
            let field = |field: &Field| (field.name.to_owned(), sample(&field.schema));
            Value::Object(fields.iter().map(field).collect())
        }
        _ => "x".into(),
    }
}

/// An operation with its secrets and what it cannot do without, and whether a secret is in it.
pub(super) fn with_canary(entry: &Entry) -> (AnyOperation, Map<String, Value>, bool) {
    let is_secret = |argument: &catalog::Argument| argument.schema.has_secret();
    let given = entry.arguments().filter(|argument| argument.required || is_secret(argument));
    let mut arguments: Map<_, _> =
        given.map(|argument| (argument.name.to_owned(), sample(&argument.schema))).collect();
    if let Some(namespace) = entry.metadata.namespace {
        arguments.insert(namespace.argument.to_owned(), sample(&namespace.schema));
    }
    // What one of several arguments has to say.
    let more = match entry.metadata.name {
        "vantage6.task.create" => json!({"collaboration": 1, "input": {"method": "m"}, "unencrypted": true}),
        "vantage6.util.reset_my_password" | "vantage6.util.reset_two_factor_auth" => json!({"username": "u"}),
        "inmanta.update_notification" => json!({"read": true}),
        _ => json!({}),
    };
    arguments.extend(more.as_object().unwrap().clone());
    let operation = entry.operation(Value::Object(arguments.clone()));
    let operation = operation.unwrap_or_else(|error| panic!("{}: {error}", entry.metadata.name));
    (operation, arguments, entry.arguments().any(|argument| is_secret(&argument)))
}

/// The arguments under their names on the wire.
fn in_the_services_spelling(entry: &Entry, arguments: &Map<String, Value>) -> Map<String, Value> {
    let wire = |name: &str| entry.arguments().find(|argument| argument.name == name).unwrap().wire.to_owned();
    arguments.iter().map(|(name, value)| (wire(name), value.clone())).collect()
}

fn assert_clean(what: &str, entry: &Entry, text: &str) {
    assert!(!text.contains(CANARY), "{}: {what}: {text}", entry.metadata.name);
}

/// Address, headers and body, as a dry run shows them.
fn written(operation: &AnyOperation) -> String {
    let request = operation.to_request(&"https://h/api".parse().unwrap());
    let request = request.unwrap_or_else(|error| panic!("{error}"));
    let mut text = format!("{} {}\n", request.method(), request.uri());
    for (name, value) in request.headers().iter().filter(|(_, value)| !value.is_sensitive()) {
        writeln!(text, "{name}: {value:?}").unwrap();
    }
    text + &String::from_utf8_lossy(request.body().as_bytes().map_or(&[][..], |bytes| bytes))
}

#[test]
fn a13_no_operation_shows_a_secret_in_a_dry_run_or_in_debug() {
    let mut secret = BTreeSet::new();
    for entry in catalog::entries() {
        let (operation, mut arguments, has_secret) = with_canary(entry);
        assert_clean("Debug", entry, &format!("{operation:?} {operation:#?}"));
        let sent = written(&operation);
        let mut spelled = in_the_services_spelling(entry, &arguments);
        for arguments in [&mut arguments, &mut spelled] {
            entry.mask_secrets(arguments);
        }
        assert!(!Value::Object(spelled).to_string().contains(CANARY), "{}", entry.metadata.name);
        let shown = written(&entry.operation(Value::Object(arguments)).unwrap());
        assert_clean("dry run", entry, &shown);
        if has_secret {
            secret.insert(entry.metadata.name);
        } else {
            assert_eq!(shown, sent, "{}", entry.metadata.name);
        }
    }
    // Secrets are found in the address, in the whole body, and deep within it.
    for name in [
        "agave.actors.get_nonce",
        "agave.systems.add",
        "agave.systems.update_credentials",
        "saltant.token.obtain",
        "vantage6.token.obtain",
    ] {
        assert!(secret.contains(name), "{name}: {secret:?}");
    }
}

/// A token that serves for every operation.
#[derive(Debug)]
pub(super) struct Token;

impl Credential for Token {
    fn apply(&self, _: AuthUse, headers: &mut HeaderMap) -> Result<(), Error> {
        let mut value = HeaderValue::from_static("Bearer canary");
        value.set_sensitive(true);
        headers.insert(header::AUTHORIZATION, value);
        Ok(())
    }
}

/// A server that repeats the secret wherever it can.
fn echo() -> Reply {
    let body = json!({
        "detail": format!("you sent {CANARY}."),
        "message": CANARY,
        "msg": CANARY,
        "error": {"code": 400, "message": CANARY, "details": CANARY},
        CANARY: [CANARY],
    });
    Reply::json(400, body.to_string()).header("x-request-id", CANARY).header("x-note", CANARY)
}

async fn walk(out: &mut String) {
    let path = std::env::temp_dir().join(format!("saltant-secret-walk-{}", std::process::id()));
    for entry in catalog::entries() {
        let (operation, _, has_secret) = with_canary(entry);
        let transport = ScriptedTransport::new([echo(), Reply::json(200, format!("[\"{CANARY}\", {{"))]);
        let recorder = Recorder::create(transport.clone(), &path).unwrap();
        let client: Client = builder(&transport)
            .transport(recorder)
            .credential(Token)
            .retry(RetryPolicy::never())
            .build()
            .unwrap();
        let before = out.len();
        let error = client.call(operation.clone()).await.unwrap_err();
        assert_ne!(error.kind(), ErrorKind::Usage, "{error}");
        show_error(out, &error);
        if let Err(error) = client.call(operation).await {
            show_error(out, &error);
        }
        assert_clean("error", entry, &out[before..]);
        // A recorder knows what is sent through it, and no other secrets.
        if has_secret || entry.metadata.auth != AuthUse::None {
            assert_clean("recording", entry, &std::fs::read_to_string(&path).unwrap());
        }
    }
    std::fs::remove_file(path).unwrap();
}

#[test]
fn a13_no_operation_shows_a_secret_in_errors_logs_or_recordings_even_if_the_server_repeats_it() {
    let log = Log::default();
    let mut out = String::new();
    tracing::subscriber::with_default(log.clone(), || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.unwrap().block_on(walk(&mut out));
    });
    assert!(!log.text().contains(CANARY), "{}", log.text());
    assert!(log.text().contains("request_id=\"***\"") && out.contains("you sent ***."));
}
