//! Calls every operation of the unmodified astakosclient 0.16 and 0.15, which are Python 2 packages, on dev servers of
//! the same release.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use saltant_dev_server::astakos::{DevServer, NewUser, Release};
use serde_json::json;

use super::missing;
use super::python::python_2;

/// The releases of the package, and those of the server.
const RELEASES: [(&str, Release); 2] = [("0.16", Release::V0_16), ("0.15", Release::V0_15)];

/// The package's `setup.py` downloads an installer that is not published any more, unless a module of that name
/// is loaded. This one does nothing in its place; the package itself stays as it is.
const STAND_IN: &str = "\
import sys, types
installer = types.ModuleType('distribute_setup')
installer.use_setuptools = lambda *args, **kwargs: None
sys.modules['distribute_setup'] = installer
";

pub(super) fn run() -> anyhow::Result<ExitCode> {
    let Some(python) = python_2() else {
        return Ok(missing("there is no Python 2.7 with pip on PATH or among pyenv's versions"));
    };
    let mut outcome = ExitCode::SUCCESS;
    for (name, release) in RELEASES {
        let folder = crate::root().join(format!("target/live/astakosclient-{name}"));
        match install(&python, &format!("astakosclient=={name}"), &folder)? {
            Ok(packages) => {
                if !call(&python, &packages, name, release)? {
                    outcome = ExitCode::FAILURE;
                }
            }
            Err(reason) => return Ok(missing(&reason)),
        }
    }
    Ok(outcome)
}

/// Calls the operations of one release; whether all went well.
fn call(python: &Path, packages: &Path, name: &str, release: Release) -> anyhow::Result<bool> {
    let server = DevServer::builder()
        .user(NewUser::new("ada@example.org").full_name("Ada Ünal"))
        .user(NewUser::new("bob@example.org"))
        .limit("cyclades.vm", 2)
        .release(release)
        .oauth_client("portal", "s3cret", "https://portal.example.org/back")
        .start_blocking()?;
    let users: Vec<_> = server
        .users()
        .iter()
        .map(|user| json!({"uuid": user.uuid, "email": user.email, "token": user.token}))
        .collect();
    let world = json!({
        "release": name,
        "url": server.url(),
        "users": users,
        "service_token": server.service_token("cyclades"),
        "code": server.authorize("ada@example.org", "portal", "https://files.example.org/"),
    });
    let script = crate::root().join("xtask/src/live/astakosclient/calls.py");
    let mut calls = Command::new(python);
    calls.arg(script).arg(world.to_string()).env("PYTHONPATH", packages).env("PYTHONDONTWRITEBYTECODE", "1");
    Ok(calls.stdin(Stdio::null()).status()?.success())
}

/// The folder with the installed package, or the reason why there is none.
fn install(python: &Path, package: &str, folder: &Path) -> anyhow::Result<Result<PathBuf, String>> {
    let (packages, stand_in, done) =
        (folder.join("packages"), folder.join("stand-in"), folder.join("installed"));
    if std::fs::read_to_string(&done).is_ok_and(|installed| installed == package) {
        return Ok(Ok(packages));
    }
    std::fs::create_dir_all(&stand_in)?;
    std::fs::write(stand_in.join("sitecustomize.py"), STAND_IN)?;
    println!("installing {package} for {}", python.display());
    let mut pip = Command::new(python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--upgrade", "--target"]);
    pip.arg(&packages).arg(package).env("PYTHONPATH", &stand_in);
    if !pip.status()?.success() {
        return Ok(Err(format!("pip could not install {package}")));
    }
    std::fs::write(done, package)?;
    Ok(Ok(packages))
}
