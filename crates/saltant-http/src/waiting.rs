use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;

use saltant_core::wait::{Step, WaitError, WaitPolicy, Waiter};
use saltant_core::{BoxFuture, Operation};

use crate::Call;

/// What a look at something that is waited for has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// It has not settled. An unknown state is this too.
    Unsettled,
    /// It has settled, and that is what was waited for.
    Settled,
    /// It has settled as a failure, which is called this.
    Failed(String),
}

type Judge<T> = Box<dyn Fn(&T) -> Look + Send + Sync>;
type OnLook<T> = Arc<dyn Fn(&T) + Send + Sync>;

/// A wait that begins when it is awaited: asks again and again, at growing intervals, until something has
/// settled, a deadline passes, or asking fails too often.
///
/// Waiting changes nothing on the server; dropping the wait cancels nothing there.
#[must_use = "a wait does nothing until it is awaited"]
pub struct Waiting<'c, O: Operation> {
    call: Call<'c, O>,
    policy: WaitPolicy,
    judge: Judge<O::Output>,
    on_look: Option<OnLook<O::Output>>,
}

impl<'c, O: Operation> Waiting<'c, O> {
    pub(crate) fn new(call: Call<'c, O>, judge: Judge<O::Output>) -> Self {
        let policy = call.client.wait_policy();
        Self { call, policy, judge, on_look: None }
    }

    /// Sets how often to look and how long to wait.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets when to give up; an hour by default.
    pub fn deadline(mut self, deadline: std::time::Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// Calls this with what each look finds, to show progress.
    pub fn on_look(mut self, look: impl Fn(&O::Output) + Send + Sync + 'static) -> Self {
        self.on_look = Some(Arc::new(look));
        self
    }
}

impl<'c, O: Operation + 'c> IntoFuture for Waiting<'c, O> {
    type Output = Result<O::Output, WaitError<O::Output>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let client = self.call.client;
            let clock = client.clock().clone();
            let started = clock.now();
            let mut waiter = Waiter::new(self.policy);
            let mut last = None;
            loop {
                // A look that is under way when the deadline passes must not outlast it by minutes.
                let within = waiter.look_within(clock.now().saturating_sub(started));
                let found = self.call.clone().within(within).await;
                let elapsed = clock.now().saturating_sub(started);
                let (step, failure) = match found {
                    Ok(value) => {
                        if let Some(on_look) = &self.on_look {
                            on_look(&value);
                        }
                        match (self.judge)(&value) {
                            Look::Settled => return Ok(value),
                            Look::Failed(state) => return Err(WaitError::Failed { last: value, state }),
                            Look::Unsettled => last = Some(value),
                        }
                        (waiter.unsettled(elapsed, client.random()), None)
                    }
                    Err(error) => (waiter.failed(&error, elapsed, client.random()), Some(error)),
                };
                match (step, failure) {
                    (Step::Pause(pause), _) => clock.sleep(pause).await,
                    (Step::GiveUp, Some(error)) => return Err(WaitError::Look { last, error }),
                    (Step::Deadline | Step::GiveUp, _) => {
                        return Err(WaitError::Deadline { last, waited: elapsed });
                    }
                }
            }
        })
    }
}

impl<O: Operation> fmt::Debug for Waiting<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting")
            .field("call", &self.call)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
