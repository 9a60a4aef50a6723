//! Uploads and imports. Both are answered with 202, and the history tells how they went.

use bytes::Bytes;

use crate::agave::call::Call;
use crate::agave::files::Located;
use crate::agave::files::import::{Import, Source};
use crate::agave::files::storage::{Place, Storage};
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::work::Work;
use crate::http::form;
use crate::json::Json;

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
    let (content, file_name) = read(call)?;
    let target = |name: &str| {
        let target = place.join(file_name.as_deref().unwrap_or(name));
        target.ok_or_else(|| Refusal::bad("Please specify a valid file name"))
    };
    let (target, source) = match content {
        Content::File { name, content } => {
            // Browsers of old sent the whole path of a file.
            let target = target(name.rsplit(['/', '\\']).next().unwrap_or(&name))?;
            if storage.is_dir(&target) {
                return Err(Refusal::bad("A directory of this name exists"));
            }
            let existed = storage.exists(&target);
            storage.write(&target, &content)?;
            let note = |status, text: &str| {
                call.tenant.file_event(&system.id, &target, &call.user, status, text);
            };
            note(if existed { "OVERWRITTEN" } else { "CREATED" }, "The file was written");
            note("STAGING_QUEUED", "The file waits for staging");
            note("STAGING_COMPLETED", "The file is in its place");
            note("UPLOAD", "The file was uploaded");
            (target, format!("http://{}/{name}", call.header("host").unwrap_or("localhost")))
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
            let queued = "The file waits for staging";
            call.tenant.file_event(&system.id, &target, &call.user, "STAGING_QUEUED", queued);
            let import = Import { source, storage, place: target.clone(), user: call.user.clone() };
            // Nobody takes work any more once the server stops.
            let _ = call.tenant.work.send(Work::Import(import));
            (target, address)
        }
    };
    Answer::accepted(accepted(call, located, &target, &source))
}

/// Reads the body: the content, and the name that the file is to have.
fn read(call: &Call) -> Result<(Content, Option<String>), Refusal> {
    let kind = call.header("content-type").unwrap_or("");
    let (mut file, mut address, mut file_name) = (None, None, None);
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
                _ => {}
            }
        }
    } else if !call.body.is_empty() {
        let body = call.object()?;
        address = crate::agave::call::text(&body, "urlToIngest");
        file_name = crate::agave::call::text(&body, "fileName");
    }
    let content = file.or(address.map(Content::Address));
    let content = content.ok_or_else(|| Refusal::bad("Please send fileToUpload or urlToIngest"))?;
    Ok((content, file_name.filter(|name| !name.is_empty())))
}

fn accepted(call: &Call, located: &Located, target: &Place, source: &str) -> Json {
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
    links.set("notification", Json::array());
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
