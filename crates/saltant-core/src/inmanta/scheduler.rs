use saltant_types::inmanta::{EnvironmentId, SchedulerStatusReport};

use crate::operations::Operation;

/// Gets what the scheduler of an environment thinks, beside what is stored.
#[derive(Clone, Debug, Operation)]
#[operation("inmanta.get_scheduler_status", GET "api/v2/scheduler_status", output = SchedulerStatusReport)]
pub struct GetSchedulerStatus {
    /// The environment; by default the client's.
    #[header = "X-Inmanta-tid"]
    pub tid: Option<EnvironmentId>,
}
