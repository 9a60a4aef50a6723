//! Calls with bytes that are not text and so cannot be a JSON argument.

use base64::Engine as _;
use saltant_core::agave::{Environment, ImportFile, NamedUpload, SendBinaryMessage};
use saltant_core::{Body, Operation};
use saltant_http::Client;
use serde_json::Value;

use super::super::{BodyKind, Line, Outcome, Play, Player};

pub(super) fn of(line: &Line) -> Option<Play> {
    let text = |name: &str| line.args.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    match line.call.as_str() {
        "actors.sendBinaryMessage" => {
            let message = line.args.get("message")?.get("__bytes__")?.as_str()?;
            let environment = line.args.get("environment").and_then(Value::as_object).into_iter().flatten();
            let environment = environment.fold(Environment::new(), |all, (name, value)| {
                all.var(name, value.as_str().unwrap_or_default())
            });
            let message = SendBinaryMessage::new(text("actorId"), latin(message)).environment(environment);
            Some(call(message))
        }
        "files.importData" => {
            let request = &line.exchanges.first()?.request;
            if request.body_kind != BodyKind::Bytes {
                return None;
            }
            let form = base64::engine::general_purpose::STANDARD.decode(request.body.as_str()?).ok()?;
            let start = form.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
            let end = form.windows(4).rposition(|window| window == b"\r\n--")?;
            let content = Body::from(form.get(start..end)?.to_vec());
            let file = NamedUpload::new("in.txt", content);
            let import = ImportFile::new(text("systemId"), text("filePath")).file_to_upload(file);
            Some(call(import))
        }
        _ => None,
    }
}

/// The bytes of a text in which each character stands for one byte.
fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect()
}

fn call<O>(operation: O) -> Play
where
    O: Operation + 'static,
    O::Output: serde::Serialize,
{
    Box::new(move |player: Player| {
        Box::pin(async move {
            let client: Client = player.client().map_err(|error| error.to_string())?;
            let value = client.call(operation).await;
            let result = value.map(|value| serde_json::to_value(value).unwrap_or_default());
            Ok(Outcome::last(player.line(), result))
        })
    })
}
