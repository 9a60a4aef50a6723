use saltant_types::inmanta::{DataBaseReport, SchedulerStatusReport};

use crate::operations::Operation;

/// Gets the state of a scheduler. A call of the server to a scheduler; a server answers it with 404.
///
/// [`GetSchedulerStatus`] asks the server.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "trigger_get_status")]
#[operation("inmanta.trigger_get_status", GET "api/v2/scheduler/state", output = SchedulerStatusReport)]
#[operation(namespaced)]
pub struct GetSchedulerState {}

/// Gets the state of a scheduler's database connections. A call of the server to a scheduler; a server
/// answers it with 404.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_db_status")]
#[operation("inmanta.get_db_status", POST "api/v2/db_status", output = DataBaseReport, effect = Safe, body)]
pub struct GetDatabaseStatus {}

/// Gets the state of an environment's scheduler, and the state in the database for comparison.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_scheduler_status")]
#[operation("inmanta.get_scheduler_status", GET "api/v2/scheduler_status", output = SchedulerStatusReport)]
#[operation(namespaced)]
pub struct GetSchedulerStatus {}
