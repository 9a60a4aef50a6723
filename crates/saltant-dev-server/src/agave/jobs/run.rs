//! Running a job: through all states, with the command as a subprocess.

use std::collections::HashSet;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::process::Command;
use tokio::sync::Semaphore;

use crate::agave::apps::{App, values};
use crate::agave::call::Call;
use crate::agave::files::import::Source;
use crate::agave::files::storage::{Place, Storage};
use crate::agave::files::{Located, locate};
use crate::agave::ids;
use crate::agave::jobs::job::Job;
use crate::agave::jobs::{archive, script};
use crate::agave::systems::System;
use crate::agave::tenant::Agave;
use crate::json::Json;
use crate::process::{self, End};

/// Everything that running a job needs.
struct Run {
    tenant: Arc<Agave>,
    /// The job as it was submitted.
    job: Job,
    app: App,
    system: System,
    storage: Storage,
    work: Place,
    /// The rights of the job's owner.
    call: Call,
}

/// Why a job does not go on.
enum Halt {
    /// It was stopped, or a fault keeps it.
    Stopped,
    Failed(String),
}

impl From<crate::agave::reply::Refusal> for Halt {
    fn from(refusal: crate::agave::reply::Refusal) -> Self {
        Self::Failed(refusal.message)
    }
}

impl From<std::io::Error> for Halt {
    fn from(error: std::io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

/// Runs a job to its end. At most as many commands run at a time as there are slots.
pub(crate) async fn run(tenant: Arc<Agave>, id: String, admin: bool, slots: Arc<Semaphore>) {
    let outcome = match Run::new(&tenant, &id, admin) {
        Ok(run) => run.finish(&slots).await,
        Err(halt) => Err(halt),
    };
    if let Err(Halt::Failed(reason)) = outcome {
        tracing::info!(target: "saltant_dev_server::worker", job = id, "failed: {reason}");
        tenant.advance_job(&id, "FAILED", "system", &reason);
    }
}

impl Run {
    fn new(tenant: &Arc<Agave>, id: &str, admin: bool) -> Result<Self, Halt> {
        let found = tenant.store.with(|store| {
            let job = store.jobs.iter().find(|job| job.id == id)?.clone();
            let app = store.app(&job.app_id)?.clone();
            let system = store.system(&job.execution_system)?.clone();
            Some((job, app, system))
        });
        let (job, app, system) =
            found.ok_or_else(|| Halt::Failed("The app or the system was deleted".to_owned()))?;
        let call = Call::of_system(tenant, &job.owner, admin, &job.origin);
        let storage = Storage::open(tenant, &system, &job.owner)?;
        let work = storage.place(&job.work_path)?;
        Ok(Self { tenant: Arc::clone(tenant), job, app, system, storage, work, call })
    }

    /// Moves on to a state.
    fn enter(&self, status: &'static str, description: &str) -> Result<(), Halt> {
        let advanced = self.tenant.advance_job(&self.job.id, status, &self.job.owner, description);
        if advanced { Ok(()) } else { Err(Halt::Stopped) }
    }

    async fn finish(self, slots: &Semaphore) -> Result<(), Halt> {
        self.enter("PROCESSING_INPUTS", "Identifying input files for staging")?;
        self.storage.create_dir_all(&self.work)?;
        self.enter("STAGING_INPUTS", "Staging of the inputs has begun")?;
        self.stage_inputs().await?;
        self.enter("STAGED", "Job inputs staged to execution system")?;
        self.enter("STAGING_JOB", "Staging runtime assets to execution system")?;
        let (deployed, assets) = self.stage_app()?;
        self.enter("SUBMITTING", "Preparing job for submission")?;
        let (directory, failure) = self.write_script(&deployed)?;
        self.enter("QUEUED", "Job successfully placed into queue")?;
        let slot = slots.acquire().await.map_err(|_| Halt::Stopped)?;
        self.enter("RUNNING", "Job started running")?;
        let outcome = self.execute(&directory).await;
        drop(slot);
        let has_failed = std::fs::remove_file(&failure).is_ok();
        outcome?;
        if has_failed {
            return Err(Halt::Failed("The job's script reported a failure".to_owned()));
        }
        self.enter("CLEANING_UP", "Job completed execution")?;
        if self.job.archive.is_some() {
            self.enter("ARCHIVING", "Beginning to archive output")?;
            archive::archive(&self.call, &self.job, &self.storage, &self.work, &assets)?;
            self.enter("ARCHIVING_FINISHED", "Job archiving completed successfully")?;
        }
        self.enter("FINISHED", "Job completed successfully")?;
        Ok(())
    }

    /// Copies the inputs into the work directory, under their base names.
    async fn stage_inputs(&self) -> Result<(), Halt> {
        let inputs = self.job.fields.get("inputs").and_then(Json::entries).unwrap_or_default();
        for address in inputs.iter().flat_map(|(_, values)| values.as_array().unwrap_or_default()) {
            let address = address.as_str().unwrap_or_default();
            let source = Source::find(&self.call, address)?;
            let target = self.work.join(values::base_name(address));
            let target = target.ok_or_else(|| Halt::Failed(format!("The input {address} has no name")))?;
            let storage = Storage::open(&self.tenant, &self.system, &self.job.owner)?;
            let fetched = source.fetch(storage, target).await;
            fetched
                .map_err(|reason| Halt::Failed(format!("Failed to stage the input {address}: {reason}")))?;
        }
        Ok(())
    }

    /// Copies the app's files into the work directory. Returns where they come from, and their paths.
    fn stage_app(&self) -> Result<(Located, HashSet<String>), Halt> {
        let id = self.app.text("deploymentSystem");
        // Whoever may run an app gets its files, as if the app's owner had copied them.
        let call = Call::of_system(&self.tenant, &self.app.owner, false, &self.job.origin);
        let deployed = locate(&call, Some(id), self.app.text("deploymentPath"))?;
        deployed.storage.copy_to(&deployed.place, &self.storage, &self.work)?;
        let mut assets = HashSet::new();
        archive::collect(&deployed.storage, &deployed.place, &deployed.place, &mut assets)?;
        Ok((deployed, assets))
    }

    /// Writes the script. Returns the work directory, and the file by which the script reports a failure.
    fn write_script(&self, deployed: &Located) -> Result<(PathBuf, PathBuf), Halt> {
        let template = self.app.text("templatePath").trim_start_matches('/');
        let template = Place::below(&deployed.place, template)
            .and_then(|place| deployed.storage.dir.read_to_string(place.path()).ok())
            .ok_or_else(|| Halt::Failed(format!("The wrapper script {template} cannot be read")))?;
        let directory = self.storage.real_path(&self.work)?;
        let callbacks = self.tenant.directory.join("callbacks");
        std::fs::create_dir_all(&callbacks)?;
        let failure = callbacks.join(&self.job.id);
        let text = script::write(&self.job, &self.app, &self.system, &template, &directory, &failure);
        let name = format!("{}.ipcexe", ids::slug(&self.job.name));
        let place = self.work.join(&name).ok_or_else(|| Halt::Failed("The job has no name".to_owned()))?;
        self.storage.write(&place, text.as_bytes())?;
        Ok((directory, failure))
    }

    /// Runs the script; its exit code does not matter, as on a real system.
    async fn execute(&self, directory: &PathBuf) -> Result<(), Halt> {
        let slug = ids::slug(&self.job.name);
        let output = |ending: &str| {
            let place = self.work.join(&format!("{slug}.{ending}"));
            let place = place.ok_or_else(|| Halt::Failed("The job has no name".to_owned()))?;
            let file = self.storage.dir.create(place.path())?;
            Ok::<_, Halt>(Stdio::from(file.into_std()))
        };
        let mut command = Command::new("bash");
        command.arg(format!("{slug}.ipcexe")).current_dir(directory).env_clear();
        command.env("HOME", directory).env("USER", &self.job.owner).env("LOGNAME", &self.job.owner);
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.envs(&self.tenant.settings.environment);
        command.stdout(output("out")?).stderr(output("err")?);
        tracing::info!(target: "saltant_dev_server::worker", job = self.job.id, app = self.app.id, "running");
        let limit = self.job.fields.get("maxRunTime").and_then(Json::as_str).and_then(limit);
        let limit = limit.unwrap_or(Duration::from_secs(3600));
        match tokio::time::timeout(limit, process::run(command, &self.job.stop, || ())).await {
            Ok(Ok(End::Exit(_))) => Ok(()),
            Ok(Ok(End::Stopped)) => Err(Halt::Stopped),
            Ok(Err(error)) => Err(Halt::Failed(format!("The command cannot be run: {error}"))),
            Err(_) => Err(Halt::Failed("The job ran longer than maxRunTime".to_owned())),
        }
    }
}

/// Reads a time written as `hh:mm:ss`.
pub(super) fn limit(text: &str) -> Option<Duration> {
    let parts: Option<Vec<u64>> = text.split(':').map(|part| part.parse().ok()).collect();
    match parts?[..] {
        [hours, minutes, seconds] if hours < 100_000 && minutes < 60 && seconds < 60 => {
            Some(Duration::from_secs(hours * 3600 + minutes * 60 + seconds))
        }
        _ => None,
    }
}
