//! Starts an Inmanta server from the Python package index, with a PostgreSQL cluster of its own, on loopback, without and
//! with authentication, and runs the checks of the client on it.

mod cluster;
mod server;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use anyhow::{Context as _, ensure};
use saltant_tests::inmanta_suite::{self, Login, Report, Target};

use super::python::Pythons;
use super::{missing, program};
use cluster::{Cluster, Programs};
use server::Server;

/// The installed packages. With later versions of the last three the server answers 500 to GraphQL queries.
const PACKAGES: [&str; 4] =
    ["inmanta-core==17.0.0", "strawberry-graphql<0.290", "graphql-core<3.3", "SQLAlchemy<2.1"];

const PYTHONS: Pythons = Pythons { oldest: 12, newest: 12 };

/// A model whose compile makes three resources, which the server's own handlers deploy.
const MODEL: [(&str, &str); 3] = [
    ("project.yml", "name: live\nmodulepath: libs\ndownloadpath: libs\npip:\n  use_system_config: true\n"),
    ("requirements.txt", "inmanta-module-std==8.7.5\n"),
    (
        "main.cf",
        "import std::testing\nfor number in std::sequence(3):\n    \
         std::testing::NullResource(name=f\"n{number}\", agentname=\"internal\")\nend\n",
    ),
];

/// The first version of PostgreSQL that takes a sub-select without a name.
const NAMELESS: u32 = 16;

/// With `is_quick` only the server with authentication, which answers all operations, is started.
pub(super) fn run(is_quick: bool) -> anyhow::Result<ExitCode> {
    let folder = crate::root().join("target/live/inmanta");
    let Some(programs) = Programs::find()? else {
        return Ok(missing("there is no PostgreSQL on PATH or below /usr/lib/postgresql"));
    };
    let python = match PYTHONS.with(&PACKAGES, &folder)? {
        Ok(python) => python,
        Err(reason) => return Ok(missing(&reason)),
    };
    if programs.version()? < NAMELESS {
        name_the_sub_select(&python)?;
    }
    if !program("git") {
        return Ok(missing("there is no git on PATH, which the server compiles with"));
    }
    let home = folder.join("run");
    std::fs::create_dir_all(&home)?;
    let model = make_model(&home)?;
    let mut cluster = Cluster::start(programs, &home)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut passed, mut failed) = (0, 0);
    let closed = ("closed", Some(Login { username: "admin", password: "admin-password" }));
    let kinds = [("open", None), closed];
    for (name, login) in kinds.into_iter().skip(usize::from(is_quick)) {
        cluster.create(name)?;
        let server = Server::start(&python, &home, (cluster.port, name), login.is_some())?;
        if login.is_some() {
            let script = crate::root().join("xtask/src/live/inmanta/user.py");
            let mut command = Command::new(&python);
            command.arg(script).arg(cluster.port.to_string()).arg(name).env("PYTHONDONTWRITEBYTECODE", "1");
            ensure!(command.status()?.success(), "the first user could not be created");
        }
        let target = Target { url: server.url(), login, model: model.clone(), is_quick };
        let Report { mut checks, calls } = runtime.block_on(inmanta_suite::run(&target))?;
        drop(server);
        println!("{name}, without the Python client: {checks}");
        for failure in &checks.failed {
            println!("FAIL {name}: {failure}");
        }
        let different = compare(&python, &home, &calls)?;
        for difference in &different {
            println!("FAIL {name}: {difference}");
        }
        checks.passed += calls.len() - different.len();
        checks.failed.extend(different);
        println!("{name}: {checks}");
        (passed, failed) = (passed + checks.passed, failed + checks.failed.len());
    }
    println!("{passed} passed, {failed} failed");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Makes a Git repository with the model.
fn make_model(home: &Path) -> anyhow::Result<PathBuf> {
    let model = home.join("model");
    if model.exists() {
        std::fs::remove_dir_all(&model)?;
    }
    std::fs::create_dir_all(&model)?;
    for (name, text) in MODEL {
        std::fs::write(model.join(name), text)?;
    }
    let who = ["-c", "user.name=live", "-c", "user.email=live@example.org", "-c", "commit.gpgsign=false"];
    for arguments in [
        &["init", "--quiet", "--initial-branch=main"][..],
        &["add", "."],
        &["commit", "--quiet", "-m", "Model"],
    ] {
        let status = Command::new("git").args(who).args(arguments).current_dir(&model).status()?;
        ensure!(status.success(), "git {arguments:?}: {status}");
    }
    Ok(model)
}

/// Compares the requests with those of the Python client of the package; gives a line for each difference.
fn compare(python: &Path, home: &Path, calls: &[serde_json::Value]) -> anyhow::Result<Vec<String>> {
    let file = home.join("calls.json");
    std::fs::write(&file, serde_json::to_string(calls)?)?;
    let script = crate::root().join("xtask/src/live/inmanta/requests.py");
    let mut command = Command::new(python);
    command.arg(script).arg(file).env("PYTHONDONTWRITEBYTECODE", "1").stderr(Stdio::inherit());
    let output = command.output()?;
    ensure!(output.status.success(), "the requests of the Python client: {}", output.status);
    let different: Vec<String> = serde_json::from_slice(&output.stdout)?;
    println!("{} requests compared with the Python client's, {} differ", calls.len(), different.len());
    Ok(different)
}

/// Gives a sub-select of the installed package a name, which PostgreSQL before 16 requires. Without it the scheduler
/// takes in no second version.
fn name_the_sub_select(python: &Path) -> anyhow::Result<()> {
    const END: &str = "                ORDER BY cm.version\n            )\n            -- drop first row";
    let script = "import importlib.util as u; print(u.find_spec('inmanta').submodule_search_locations[0])";
    let found = Command::new(python).args(["-c", script]).output()?;
    let file = Path::new(String::from_utf8(found.stdout)?.trim()).join("data/__init__.py");
    let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    if text.contains(END) {
        std::fs::write(file, text.replace(END, &END.replace(")\n", ") AS pairs_of_versions\n")))?;
    }
    Ok(())
}
