use saltant_http::Call;

use super::{
    EnvironmentClient, GetDbStatus, GetSchedulerStatus, NotifyTimerUpdate, RemoveExecutorVenvs,
    TriggerGetStatus,
};

/// The scheduler of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Scheduler<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Scheduler<'c> {
    /// Asks a scheduler how its connections to the database are.
    pub fn get_db_status(self) -> Call<'c, GetDbStatus> {
        self.0.server().call(GetDbStatus::new())
    }

    /// Gets what the scheduler of an environment thinks, beside what is stored.
    pub fn get_scheduler_status(self) -> Call<'c, GetSchedulerStatus> {
        self.0.http().call(GetSchedulerStatus::new())
    }

    /// Tells a scheduler that its timers have changed.
    pub fn notify_timer_update(self) -> Call<'c, NotifyTimerUpdate> {
        self.0.http().call(NotifyTimerUpdate::new())
    }

    /// Tells an executor to remove its Python environments.
    pub fn remove_executor_venvs(self) -> Call<'c, RemoveExecutorVenvs> {
        self.0.server().call(RemoveExecutorVenvs::new())
    }

    /// Asks a scheduler what it thinks.
    pub fn trigger_get_status(self) -> Call<'c, TriggerGetStatus> {
        self.0.http().call(TriggerGetStatus::new())
    }
}
