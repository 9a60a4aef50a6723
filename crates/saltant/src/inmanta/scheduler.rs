use saltant_core::inmanta::GetSchedulerStatus;
use saltant_macros::calls;

use super::EnvironmentClient;

/// The scheduler of an environment.
#[derive(Clone, Copy, Debug)]
pub struct Scheduler<'c>(pub(super) &'c EnvironmentClient);

calls! { inmanta, impl<'c> Scheduler<'c> via self.0 {
    get_status() -> GetSchedulerStatus;
} }
