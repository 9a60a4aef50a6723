//! Uploads and imports. Both are answered with 202, and the history tells how they went.

use bytes::Bytes;

use crate::agave::call::Call;
use crate::agave::files::Located;
use crate::agave::files::import::{Import, Source};
use crate::agave::files::storage::{Place, Storage};
use crate::agave::notifications::{Subscription, requested};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::work::Work;
use crate::http::form;
use crate::json::{Constants, Json, parse};

/// What a request brings.
enum Content {
    File { name: String, content: Bytes },
    Address(String),
}

pub(super) fn upload(call: &Call, located: &Located) -> Outcome {
    let Located { storage, place, system, .. } = located;
    if !storage.metadata(place)?.is_dir() {
        return Err(Refusal::bad("The path is a file. Uploads go into a directory"));
    }
    let Form { content, file_name, callback, notifications } = read(call)?;
    let target = |name: &str| {
        let target = place.join(file_name.as_deref().unwrap_or(name));
        target.ok_or_else(|| Refusal::bad("Please specify a valid file name"))
    };
    // Before anything is stored: the subscriptions have to be readable.
    let ends = ["STAGING_COMPLETED", "STAGING_FAILED"];
    let subscribe = |uuid: &str| requested(notifications.as_ref(), callback.as_deref(), &ends, uuid);
    subscribe("")?;
    let (target, source, subscribed) = match content {
        Content::File { name, content } => {
            // Browsers of old sent the whole path of a file.
            let target = target(name.rsplit(['/', '\\']).next().unwrap_or(&name))?;
            if storage.is_dir(&target) {
                return Err(Refusal::bad("A directory of this name exists"));
            }
            let existed = storage.exists(&target);
            storage.write(&target, &content)?;
            let subscribed = call.subscribe_to_file(&system.id, &target, subscribe)?;
            let note = |status, text: &str| {
                call.tenant.file_event(&system.id, &target, &call.user, status, text);
            };
            note(if existed { "OVERWRITTEN" } else { "CREATED" }, "The file was written");
            note("STAGING_QUEUED", "The file waits for staging");
            note("STAGING_COMPLETED", "The file is in its place");
            note("UPLOAD", "The file was uploaded");
            let source = format!("http://{}/{name}", call.header("host").unwrap_or("localhost"));
            (target, source, subscribed)
        }
        Content::Address(address) => {
            let source = Source::find(call, &address)?;
            if let Source::System(from) = &source
                && !from.rights.read
            {
                let message = "User does not have access to view the requested resource";
                return Err(Refusal::forbidden(message));
            }
            let target = target(&source.name())?;
            let storage = Storage::open(&call.tenant, system, &call.user)?;
            let subscribed = call.subscribe_to_file(&system.id, &target, subscribe)?;
            let queued = "The file waits for staging";
            call.tenant.file_event(&system.id, &target, &call.user, "STAGING_QUEUED", queued);
            let import = Import { source, storage, place: target.clone(), user: call.user.clone() };
            // Nobody takes work any more once the server stops.
            let _ = call.tenant.work.send(Work::Import(import));
            (target, address, subscribed)
        }
    };
    Answer::accepted(accepted(call, located, &target, &source, &subscribed))
}

impl Call {
    /// Subscribes the caller to the events of a file; returns the ids of the notifications.
    fn subscribe_to_file(
        &self,
        system: &str,
        place: &Place,
        subscriptions: impl Fn(&str) -> Result<Vec<Subscription>, Refusal>,
    ) -> Result<Vec<String>, Refusal> {
        let tenant = &self.tenant;
        let uuid = tenant
            .store
            .with(|store| store.files.row(&tenant.random, system, place, &self.user).uuid.clone());
        let taken = subscriptions(&uuid)?.into_iter().map(|each| tenant.subscribe(&self.user, each).id);
        Ok(taken.collect())
    }
}

/// The fields of an upload or import.
struct Form {
    content: Content,
    /// The name that the file is to have.
    file_name: Option<String>,
    /// The address that is told when the file is in its place or has failed to get there.
    callback: Option<String>,
    notifications: Option<Json>,
}

/// Reads the body.
fn read(call: &Call) -> Result<Form, Refusal> {
    let kind = call.header("content-type").unwrap_or("");
    let (mut file, mut address, mut file_name) = (None, None, None);
    let (mut callback, mut notifications) = (None, None);
    if kind.starts_with("multipart/form-data") {
        for part in form::parts(kind, &call.body).map_err(Refusal::bad)? {
            let text = || String::from_utf8_lossy(&part.content).into_owned();
            match (part.name.as_str(), &part.file_name) {
                ("fileToUpload", name) => {
                    let name = name.clone().unwrap_or_default();
                    file = Some(Content::File { name, content: part.content });
                }
                ("urlToIngest", _) => address = Some(text()),
                ("fileName", _) => file_name = Some(text()),
                ("callbackURL", _) => callback = Some(text()),
                ("notifications", _) => notifications = Some(Json::from(text())),
                _ => {}
            }
        }
    } else if !call.body.is_empty() {
        let body = call.object()?;
        address = crate::agave::call::text(&body, "urlToIngest");
        file_name = crate::agave::call::text(&body, "fileName");
        callback = crate::agave::call::text(&body, "callbackURL");
        notifications = body.get("notifications").cloned();
    }
    let content = file.or(address.map(Content::Address));
    let content = content.ok_or_else(|| Refusal::bad("Please send fileToUpload or urlToIngest"))?;
    // A form has the list as a text.
    let notifications = match notifications {
        Some(Json::String(text)) if text.trim().is_empty() => None,
        Some(Json::String(text)) => {
            let list = parse(&text, Constants::Refused);
            Some(list.map_err(|_| Refusal::bad("notifications is a JSON array of subscriptions"))?)
        }
        other => other,
    };
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    Ok(Form { content, file_name: given(file_name), callback: given(callback), notifications })
}

fn accepted(call: &Call, located: &Located, target: &Place, source: &str, subscribed: &[String]) -> Json {
    let system = &located.system.id;
    let uuid = call
        .tenant
        .store
        .with(|store| store.files.get(system, target).map(|row| row.uuid.clone()).unwrap_or_default());
    let path = format!("system/{system}{}", super::encoded(&target.shown()));
    let mut links = call.links([
        ("self", format!("files/v2/media/{path}")),
        ("system", format!("systems/v2/{system}")),
        ("profile", format!("profiles/v2/{}", call.user)),
        ("history", format!("files/v2/history/{path}")),
    ]);
    let notifications = subscribed.iter().map(|id| call.link(&format!("notifications/v2/{id}")));
    links.set("notification", Json::Array(notifications.collect()));
    Json::object([
        ("name", target.name().into()),
        ("uuid", uuid.into()),
        ("owner", call.user.as_str().into()),
        ("internalUsername", Json::Null),
        ("lastModified", call.time().into()),
        ("source", source.into()),
        ("path", target.shown().into()),
        ("status", "STAGING_QUEUED".into()),
        ("systemId", system.as_str().into()),
        ("nativeFormat", "raw".into()),
        ("_links", links),
    ])
}
