//! What nodes and algorithms call, as far as a test of a federation needs it.

use saltant_types::vantage6::{ContainerToken, Run, RunId, RunStatus, TaskId, TokenSet};
use saltant_types::{Secret, Timestamp};

use super::query::written;
use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Logs a node in.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.token.node", POST "token/node", output = TokenSet, auth = None)]
pub struct ObtainNodeToken {
    /// The node's key.
    #[json]
    pub api_key: Secret,
}

/// Gets a token for the container of an algorithm, as its node. It does not expire.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.token.container", POST "token/container", output = ContainerToken)]
pub struct ObtainContainerToken {
    /// The task that the algorithm works on.
    #[json]
    pub task_id: TaskId,
    /// The algorithm's image, which has to be the task's.
    #[json]
    pub image: String,
}

/// Updates a run, as its node.
///
/// Everything that is to stay has to be sent again: the server **wipes** `finished_at`, `log` and `result`
/// when they are left out. A finished run cannot be changed, and a user gets a 500.
#[derive(Clone, Debug, Operation)]
#[operation("vantage6.run.update", PATCH "run/{id}", output = Run, write = Self::write)]
pub struct UpdateRun {
    /// The run's id.
    #[segment]
    pub id: RunId,
    /// When the node began.
    #[custom]
    pub started_at: Option<Timestamp>,
    /// When it ended.
    #[custom]
    pub finished_at: Option<Timestamp>,
    /// Where it stands.
    #[json]
    pub status: Option<RunStatus>,
    /// What the algorithm wrote.
    #[json]
    pub log: Option<String>,
    /// The result: base64 text, or encrypted for the organization that has started the task.
    #[json]
    pub result: Option<String>,
}

impl UpdateRun {
    /// The server reads times with exactly six digits of a second and no `Z` only, and answers 500 to others.
    fn write(&self, request: &mut Encoder) -> Result<(), EncodeError> {
        let times = [("started_at", self.started_at), ("finished_at", self.finished_at)];
        for (name, time) in times {
            if let Some(time) = time {
                request.json(name, &written(time, 'T'))?;
            }
        }
        Ok(())
    }
}
