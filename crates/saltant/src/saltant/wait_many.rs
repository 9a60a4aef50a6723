use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use futures_core::Stream;
use saltant_core::Error;
use saltant_core::wait::{Step, WaitError, WaitPolicy};
use saltant_http::PollSchedule;

use super::{Ask, Batch, Class, TaskInstance, TaskInstanceId};

/// One of many instances that were waited for: its id, and how it ended.
pub type Finished<K> = (TaskInstanceId<K>, Result<TaskInstance<K>, WaitError<TaskInstance<K>>>);

/// A wait for many instances. Each comes when it has finished; at the deadline the rest come as errors with
/// the last state seen, so that every instance comes once.
///
/// ```no_run
/// # async fn run(client: saltant::Client, jobs: Vec<saltant::TaskInstance<saltant::Executable>>) {
/// let mut wait = client.executable_task_instances().wait_many(jobs);
/// while let Some((uuid, result)) = wait.next().await {
///     match result {
///         Ok(job) => println!("{uuid}: {}", job.state),
///         Err(error) => println!("{uuid}: {error}"),
///     }
/// }
/// # }
/// ```
#[must_use = "a wait does nothing until it is asked for the next instance"]
pub struct WaitMany<'c, K: Class> {
    client: &'c saltant_http::Client,
    batch: Batch<K>,
    policy: WaitPolicy,
    ready: VecDeque<Finished<K>>,
    wait: Option<Wait<'c>>,
    on_tick: Option<OnTick>,
}

type OnTick = Box<dyn FnMut(usize) + Send>;

/// A wait under way.
struct Wait<'c> {
    schedule: PollSchedule<'c>,
    /// When the next tick begins, if this one is over.
    resume_at: Option<Duration>,
}

impl<'c, K: Class> WaitMany<'c, K> {
    pub(super) fn new(client: &'c saltant_http::Client, instances: Vec<TaskInstance<K>>) -> Self {
        let (finished, unfinished): (Vec<_>, Vec<_>) =
            instances.into_iter().partition(|instance| instance.state.is_final());
        let mut wait = Self::from_batch(client, unfinished.into_iter().collect());
        wait.ready.extend(finished.into_iter().map(|instance| (instance.uuid, Ok(instance))));
        wait
    }

    pub(super) fn from_batch(client: &'c saltant_http::Client, batch: Batch<K>) -> Self {
        let policy = client.wait_policy();
        Self { client, batch, policy, ready: VecDeque::new(), wait: None, on_tick: None }
    }

    /// Sets how often to look and how long to wait.
    pub fn policy(mut self, policy: WaitPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Sets when to give up; an hour by default.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.policy.deadline = deadline;
        self
    }

    /// Asks for pages of another size than 1000.
    pub fn page_size(mut self, size: u64) -> Self {
        self.batch = self.batch.with_page_size(size);
        self
    }

    /// Calls this after each look at all of them with how many are unfinished, to show progress.
    pub fn on_tick(mut self, tick: impl FnMut(usize) + Send + 'static) -> Self {
        self.on_tick = Some(Box::new(tick));
        self
    }

    /// How many have not been given out yet.
    pub fn remaining(&self) -> usize {
        self.ready.len() + self.batch.pending()
    }

    /// The next instance that has finished; `None` when all have been given out.
    ///
    /// Dropping the future loses nothing: the next call goes on.
    pub async fn next(&mut self) -> Option<Finished<K>> {
        loop {
            if let Some(finished) = self.ready.pop_front() {
                return Some(finished);
            }
            if self.batch.pending() == 0 {
                return None;
            }
            self.tick().await;
        }
    }

    /// All of them, in the order in which they finished.
    pub async fn all(mut self) -> Vec<Finished<K>> {
        let mut all = Vec::with_capacity(self.remaining());
        while let Some(finished) = self.next().await {
            all.push(finished);
        }
        all
    }

    /// The instances as a stream.
    pub fn into_stream(self) -> impl Stream<Item = Finished<K>> + Send + 'c {
        futures_util::stream::unfold(self, |mut wait| async move {
            let finished = wait.next().await?;
            Some((finished, wait))
        })
    }

    /// Sends one request of the tick, or ends the tick and pauses.
    async fn tick(&mut self) {
        let clock = self.client.clock().clone();
        let (client, policy) = (self.client, self.policy);
        let wait =
            self.wait.get_or_insert_with(|| Wait { schedule: client.poll_schedule(policy), resume_at: None });
        if let Some(resume_at) = wait.resume_at {
            let left = resume_at.saturating_sub(clock.now());
            if !left.is_zero() {
                clock.sleep(left).await;
            }
            wait.resume_at = None;
            self.batch.begin();
        }
        let Some(ask) = self.batch.ask() else {
            return self.end_tick(None);
        };
        let within = wait.schedule.poll_limit();
        match self.send(ask, within).await {
            Ok(()) => {}
            Err(error) => self.end_tick(Some(error)),
        }
    }

    async fn send(&mut self, ask: Ask<K>, within: Duration) -> Result<(), Error> {
        match ask {
            Ask::List(list) => {
                let page = self.client.call(list).within(within).await?;
                let finished = self.batch.page(page);
                self.ready.extend(finished.into_iter().map(|instance| (instance.uuid, Ok(instance))));
            }
            Ask::Single(get) => match self.client.call(get).within(within).await {
                Ok(instance) => {
                    let finished = self.batch.instance(instance);
                    self.ready.extend(finished.map(|instance| (instance.uuid, Ok(instance))));
                }
                Err(error) if error.is_not_found() => {
                    let gone = self.batch.gone();
                    self.ready.extend(gone.map(|id| (id, Err(WaitError::Poll { last: None, error }))));
                }
                Err(error) => return Err(error),
            },
        }
        Ok(())
    }

    /// Decides when the next tick is, or gives the rest out as errors.
    fn end_tick(&mut self, error: Option<Error>) {
        if let Some(on_tick) = &mut self.on_tick {
            on_tick(self.batch.pending());
        }
        let Some(wait) = &mut self.wait else { return };
        if self.batch.pending() == 0 {
            return;
        }
        let step = match &error {
            None => wait.schedule.in_progress(),
            Some(error) => wait.schedule.failed(error),
        };
        if let Step::Pause(pause) = step {
            wait.resume_at = Some(self.client.clock().now() + pause);
            return;
        }
        let elapsed = wait.schedule.elapsed();
        let cause = error.filter(|_| step == Step::GiveUp);
        let pending = std::mem::replace(&mut self.batch, Batch::new([])).into_pending();
        self.ready.extend(pending.map(|(id, last)| {
            let failure = match &cause {
                Some(cause) => WaitError::Poll { last, error: Error::new(cause.kind(), cause.to_string()) },
                None => WaitError::Deadline { last, waited: elapsed },
            };
            (id, Err(failure))
        }));
    }
}

impl<K: Class> fmt::Debug for WaitMany<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitMany").field("remaining", &self.remaining()).finish_non_exhaustive()
    }
}
