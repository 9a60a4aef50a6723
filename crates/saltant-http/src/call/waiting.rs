use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use saltant_core::wait::{self, Step, WaitError, WaitPolicy, Waiter};
use saltant_core::{BoxFuture, Error, Operation};

use super::Call;
use crate::client::Client;

/// The status of something that is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitStatus {
    /// It has not finished; this is the name of its state. An unknown state counts as this.
    InProgress(String),
    /// It has finished as wanted.
    Succeeded,
    /// It has finished as a failure; this is the name of its state.
    Failed(String),
}

/// The times at which a wait polls, by the client's clock and with its random numbers.
pub struct PollSchedule<'c> {
    client: &'c Client,
    waiter: Waiter,
    started: Duration,
}

impl Client {
    /// Starts the schedule of a wait, for programs that poll with several calls.
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if the policy has pauses of less than a millisecond.
    pub fn poll_schedule(&self, policy: WaitPolicy) -> Result<PollSchedule<'_>, Error> {
        Ok(PollSchedule { client: self, waiter: Waiter::new(policy)?, started: self.clock().now() })
    }

    /// Waits for something whose state takes several calls: looks again and again until the status is not
    /// [`InProgress`](WaitStatus::InProgress). `what` names it in errors. `look` is told the time limit of the look.
    ///
    /// # Errors
    ///
    /// [`WaitError::Failed`] if `look` says so, [`WaitError::Deadline`], and [`WaitError::Poll`] if a look fails in
    /// a way that does not pass, or too many fail in a row.
    pub async fn wait<'l, T>(
        &self,
        policy: WaitPolicy,
        what: &str,
        mut look: impl FnMut(Duration) -> BoxFuture<'l, Result<(T, WaitStatus), Error>> + Send,
    ) -> Result<T, WaitError<T>> {
        let mut schedule = self.poll_schedule(policy)?;
        let (mut last, mut state, what) = (None, None, what.to_owned());
        loop {
            let (step, failure) = match look(schedule.poll_limit()).await {
                Ok((value, WaitStatus::Succeeded)) => return Ok(value),
                Ok((last, WaitStatus::Failed(state))) => return Err(WaitError::Failed { what, last, state }),
                Ok((value, WaitStatus::InProgress(name))) => {
                    (last, state) = (Some(value), Some(name));
                    (schedule.in_progress(), None)
                }
                Err(error) => (schedule.failed(&error), Some(error)),
            };
            match (step, failure) {
                (Step::Pause(pause), _) => self.clock().sleep(pause).await,
                (Step::GiveUp, Some(error)) => return Err(WaitError::Poll { what, last, state, error }),
                (Step::Deadline | Step::GiveUp, _) => {
                    return Err(WaitError::Deadline { what, last, state, waited: schedule.elapsed() });
                }
            }
        }
    }
}

impl PollSchedule<'_> {
    /// The time since the wait began.
    pub fn elapsed(&self) -> Duration {
        self.client.clock().now().saturating_sub(self.started)
    }

    /// The time limit for a poll that begins now: it ends at most a second after the deadline.
    pub fn poll_limit(&self) -> Duration {
        self.waiter.poll_limit(self.elapsed())
    }

    /// What to do after a poll that found it unfinished.
    pub fn in_progress(&mut self) -> Step {
        self.waiter.in_progress(self.elapsed(), self.client.shared.random())
    }

    /// What to do after a poll that failed.
    pub fn failed(&mut self, error: &Error) -> Step {
        self.waiter.failed(error, self.elapsed(), self.client.shared.random())
    }
}

impl fmt::Debug for PollSchedule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PollSchedule").field("waiter", &self.waiter).finish_non_exhaustive()
    }
}

type StatusOf<T> = Box<dyn Fn(&T) -> WaitStatus + Send + Sync>;
type OnPoll<T> = Arc<dyn Fn(&T) + Send + Sync>;

/// A wait that begins when it is awaited. It sends the request again and again, with growing pauses, until
/// the answer says that something has finished, the deadline passes, or too many polls fail.
///
/// Waiting changes nothing on the server, and neither does dropping the wait.
#[must_use = "a wait does nothing until it is awaited"]
pub struct Waiting<'c, O: Operation> {
    call: Call<'c, O>,
    policy: WaitPolicy,
    status_of: StatusOf<O::Output>,
    on_poll: Option<OnPoll<O::Output>>,
}

impl<'c, O: Operation> Call<'c, O> {
    /// Waits: sends the request again and again until the answer's status is not
    /// [`InProgress`](WaitStatus::InProgress).
    pub fn wait_until(
        self,
        status_of: impl Fn(&O::Output) -> WaitStatus + Send + Sync + 'static,
    ) -> Waiting<'c, O> {
        let policy = self.client.wait_policy();
        Waiting { call: self, policy, status_of: Box::new(status_of), on_poll: None }
    }
}

impl<O: Operation> Waiting<'_, O> {
    /// Sets how often to poll and how long to wait.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets when to give up; an hour by default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// Calls this with the answer of each poll, to show progress.
    pub fn on_poll(mut self, on_poll: impl Fn(&O::Output) + Send + Sync + 'static) -> Self {
        self.on_poll = Some(Arc::new(on_poll));
        self
    }
}

impl<'c, O: Operation + 'c> IntoFuture for Waiting<'c, O> {
    type Output = Result<O::Output, WaitError<O::Output>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let Self { call, policy, status_of, on_poll } = self;
            let what = wait::subject(&call.operation, call.client.base_url());
            let look = |limit| -> BoxFuture<'_, _> {
                let found = call.clone().within(limit);
                Box::pin(async {
                    let value = found.await?;
                    if let Some(on_poll) = &on_poll {
                        on_poll(&value);
                    }
                    let status = status_of(&value);
                    Ok((value, status))
                })
            };
            call.client.wait(policy, &what, look).await
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
