//! An Agave tenant with two systems, some files and an app.

use std::path::Path;

use saltant::agave::{
    ApplicationRequest, Body, Client, FileAction, ImportFile, ManageFile, ManageSystem, NamedUpload,
    SystemAction, SystemRequest,
};
use saltant_dev_server::agave::{ActorReport, DevServer, NewUser};
use serde_json::json;

use super::{Running, Started};

const STORAGE: &str = "data.example";

/// The wrapper script of the app. The server fills in what is in `${…}`.
const WRAPPER: &str = "cat ${text} | wc -w | tee count.txt\n";

const TEXTS: [(&str, &str); 2] = [
    ("ada.txt", "The engine weaves algebraic patterns"),
    ("grace.txt", "One accurate measurement is worth a thousand expert opinions"),
];

pub(super) async fn start(folder: &Path) -> Started {
    std::fs::write(folder.join("report.txt"), "all is well\n")?;
    let count = |message: &[u8]| String::from_utf8_lossy(message).split_whitespace().count();
    let server = DevServer::builder()
        .user(NewUser::new("matt"))
        .user("daniel")
        .actor_function("example/word-count", move |invocation| {
            let words = count(&invocation.message);
            ActorReport::new().log(format!("{words} words")).result(words.to_string())
        })
        .start()
        .await?;
    let matt = server.user("matt").ok_or("there is no user matt")?.clone();
    let client = Client::new(server.url(), &*matt.token)?;
    set_up(&client).await?;
    let variables = [
        ("TAPIS_BASE_URL", server.url()),
        ("TAPIS_TOKEN", matt.token),
        ("TAPIS_REFRESH_TOKEN", matt.refresh_token),
        ("TAPIS_API_KEY", matt.client_key),
        ("TAPIS_API_SECRET", matt.client_secret),
        ("TAPIS_PASSWORD", matt.password),
    ];
    Ok(Running::new(server, variables))
}

async fn set_up(client: &Client) -> Result<(), Box<dyn std::error::Error>> {
    let storage = json!({"protocol": "LOCAL", "host": "localhost", "port": 22, "rootDir": "/",
        "homeDir": "/home/matt", "auth": {"type": "LOCAL"}});
    let system = json!({"id": STORAGE, "name": "Files", "type": "STORAGE", "storage": storage});
    client.systems().create(serde_json::from_value::<SystemRequest>(system)?).await?;
    client.systems().manage(ManageSystem::new(STORAGE, SystemAction::Setdefault)).await?;
    let system = json!({"id": "here.example", "name": "This machine", "type": "EXECUTION",
        "executionType": "CLI", "scheduler": "FORK", "workDir": "/work", "queues": [{"name": "default"}],
        "storage": storage,
        "login": {"protocol": "LOCAL", "host": "localhost", "port": 22, "auth": {"type": "LOCAL"}}});
    client.systems().create(serde_json::from_value::<SystemRequest>(system)?).await?;

    for folder in ["texts", "texts/app"] {
        client.files().manage(ManageFile::new(STORAGE, "", FileAction::Mkdir).path(folder)).await?;
    }
    for (name, text) in TEXTS {
        upload(client, "texts", name, text).await?;
    }
    upload(client, "texts/app", "wrapper.sh", WRAPPER).await?;
    let app = json!({"name": "words", "version": "1.0", "executionType": "CLI", "parallelism": "SERIAL",
        "available": true, "executionSystem": "here.example", "deploymentSystem": STORAGE,
        "deploymentPath": "texts/app", "templatePath": "wrapper.sh", "testPath": "wrapper.sh",
        "inputs": [{"id": "text", "value": {"required": true}}], "parameters": []});
    client.apps().create(serde_json::from_value::<ApplicationRequest>(app)?).await?;
    Ok(())
}

async fn upload(client: &Client, folder: &str, name: &str, text: &'static str) -> Result<(), saltant::Error> {
    let file = NamedUpload::new(name, Body::from(text));
    client.files().import(ImportFile::new(STORAGE, folder).file_to_upload(file)).await?;
    Ok(())
}
