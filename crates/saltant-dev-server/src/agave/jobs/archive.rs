//! Moving the outputs of a job to its archive. The files of the app are left out.

use std::collections::HashSet;

use crate::agave::call::Call;
use crate::agave::files::locate;
use crate::agave::files::storage::{Place, Storage};
use crate::agave::jobs::job::Job;
use crate::agave::reply::Refusal;

/// Adds the paths of all files in a directory, relative to a base.
pub(super) fn collect(
    storage: &Storage,
    base: &Place,
    place: &Place,
    paths: &mut HashSet<String>,
) -> Result<(), Refusal> {
    for name in storage.names(place)? {
        let Some(inside) = place.join(&name) else { continue };
        if storage.dir.symlink_metadata(inside.path()).is_ok_and(|found| found.is_dir()) {
            collect(storage, base, &inside, paths)?;
        } else if let Some(rest) = inside.rest(base) {
            paths.insert(rest.to_owned());
        }
    }
    Ok(())
}

/// Copies the work directory to the archive and removes it.
pub(super) fn archive(
    call: &Call,
    job: &Job,
    storage: &Storage,
    work: &Place,
    assets: &HashSet<String>,
) -> Result<(), Refusal> {
    let Some(archive) = &job.archive else { return Ok(()) };
    let located = locate(call, Some(&archive.system), &archive.path)?;
    let mut produced = HashSet::new();
    collect(storage, work, work, &mut produced)?;
    for path in produced.difference(assets) {
        let (from, to) = (Place::below(work, path), Place::below(&located.place, path));
        if let (Some(from), Some(to)) = (from, to) {
            storage.copy_to(&from, &located.storage, &to)?;
        }
    }
    located.note(call, "CREATED", format!("Outputs of the job {}", job.id));
    storage.remove(work)
}
