//! The outputs of a job: in its work directory, later in its archive.

use crate::agave::call::Call;
use crate::agave::files::storage::{Place, Storage, absent};
use crate::agave::files::{self, download};
use crate::agave::jobs::job::Job;
use crate::agave::reply::{Answer, Outcome, Refusal};
use crate::agave::search;
use crate::json::Json;

struct Outputs {
    storage: Storage,
    /// The directory that all outputs are in.
    base: Place,
    place: Place,
}

fn outputs(call: &Call, job: &Job, path: &str) -> Result<Outputs, Refusal> {
    let archived = job.archive.as_ref().filter(|_| matches!(job.status, "FINISHED" | "ARCHIVING_FINISHED"));
    let (system, base) = match archived {
        Some(archive) => (&archive.system, &archive.path),
        None => (&job.execution_system, &job.work_path),
    };
    let system = call.tenant.store.with(|store| store.system(system).cloned()).ok_or_else(absent)?;
    // Whoever may see the job may see its outputs.
    let storage = Storage::open(&call.tenant, &system, &job.owner)?;
    let base = storage.place(base)?;
    let place = Place::below(&base, path.trim_start_matches('/')).filter(|place| place.is_within(&base));
    let place = place.ok_or_else(absent)?;
    Ok(Outputs { storage, base, place })
}

/// The list has no item for the directory itself.
pub(super) fn listing(call: &Call, job: &Job, path: &str) -> Outcome {
    let Outputs { storage, base, place } = outputs(call, job, path)?;
    let metadata = storage.metadata(&place)?;
    let places: Vec<Place> = if metadata.is_dir() {
        storage.names(&place)?.iter().filter_map(|name| place.join(name)).collect()
    } else {
        vec![place]
    };
    let items = places.iter().filter_map(|place| {
        let metadata = storage.metadata(place).ok()?;
        let rest = files::encoded(place.rest(&base)?);
        let parent = rest.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
        let mut item = files::shown(place, &metadata);
        item.set("path", format!("/{}", place.rest(&base)?));
        item.set("format", if metadata.is_dir() { "folder" } else { "unknown" });
        item.set("permission", "ALL");
        item.set("system", storage.system.as_str());
        let kind = if metadata.is_dir() { "listings" } else { "media" };
        let own = format!("jobs/v2/{}/outputs", job.id);
        item.set(
            "_links",
            call.links([
                ("self", format!("{own}/{kind}/{rest}")),
                ("system", format!("systems/v2/{}", storage.system)),
                ("parent", format!("{own}/listings/{parent}")),
            ]),
        );
        Some(item)
    });
    Answer::ok(Json::Array(search::slice(call, items.collect(), usize::MAX)))
}

pub(super) fn media(call: &Call, job: &Job, path: &str) -> Outcome {
    let Outputs { storage, place, .. } = outputs(call, job, path)?;
    download::download(&storage, &place, &call.headers)
}
