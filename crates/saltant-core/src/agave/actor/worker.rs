use saltant_types::agave::{ActorId, ActorWorker, WorkerId};

use crate::operations::Operation;
use crate::agave::Search;

/// Sets how many workers run an actor, if there are fewer.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.add_worker", POST "actors/v2/{actor_id}/workers")]
#[operation(output = (), read = crate::agave::envelope::nothing)]
pub struct AddWorker {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// How many.
    #[json]
    pub num: u32,
}

/// Lists the workers that run an actor.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.list_workers", GET "actors/v2/{actor_id}/workers")]
#[operation(output = Vec<ActorWorker>, read = crate::agave::envelope::list)]
pub struct ListWorkers {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// Keeps the workers that match.
    #[query(flatten)]
    pub search: Search,
    /// The fields to answer with, with commas between them; all by default.
    #[query]
    pub filter: Option<String>,
}

/// Gets a worker.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.get_worker", GET "actors/v2/{actor_id}/workers/{worker_id}", output = ActorWorker)]
pub struct GetWorker {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The worker's id.
    #[segment]
    pub worker_id: WorkerId,
}

/// Ends a worker.
#[derive(Clone, Debug, Operation)]
#[operation("agave.actors.delete_worker", DELETE "actors/v2/{actor_id}/workers/{worker_id}")]
#[operation(output = (), read = crate::agave::envelope::nothing)]
pub struct DeleteWorker {
    /// The actor's id.
    #[segment]
    pub actor_id: ActorId,
    /// The worker's id.
    #[segment]
    pub worker_id: WorkerId,
}
