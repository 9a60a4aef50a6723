use saltant_types::agave::{ActorId, ActorWorker, WorkerId};

use crate::agave::envelope;
use crate::agave::search::{Search, Selection};
use crate::operations::Operation;

/// Adds workers to an actor until it has a number of them.
///
/// If it has as many or more already, nothing changes.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "addWorker")]
#[operation("agave.actors.add_worker", POST "actors/v2/{actor_id}/workers")]
pub struct AddWorkers {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// How many workers there should be.
    #[json]
    pub num: u32,
}

/// Lists the workers that run an actor.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "listWorkers")]
#[operation("agave.actors.list_workers", GET "actors/v2/{actor_id}/workers")]
#[operation(list of ActorWorker, read = envelope::list_or_search)]
pub struct ListWorkers {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// Which items, and which of their fields.
    #[fields]
    pub selection: Selection,
}

/// Gets a worker of an actor: its state, image and host.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "getWorker")]
#[operation("agave.actors.get_worker", GET "actors/v2/{actor_id}/workers/{worker_id}", output = ActorWorker)]
pub struct GetWorker {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The worker's id.
    #[segment]
    pub worker_id: WorkerId,
}

/// Stops a worker.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "deleteWorker")]
#[operation("agave.actors.delete_worker", DELETE "actors/v2/{actor_id}/workers/{worker_id}")]
pub struct DeleteWorker {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The worker's id.
    #[segment]
    pub worker_id: WorkerId,
}
