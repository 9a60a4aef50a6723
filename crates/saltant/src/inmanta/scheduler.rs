use saltant_http::Call;

use super::{EnvironmentClient, GetSchedulerStatus};

/// The scheduler of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Scheduler<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Scheduler<'c> {
    /// Gets what the scheduler of an environment thinks, beside what is stored.
    pub fn get_scheduler_status(self) -> Call<'c, GetSchedulerStatus> {
        self.0.http().call(GetSchedulerStatus::new())
    }
}
