use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use futures_core::Stream;
use saltant_core::Error;
use saltant_core::saltant::GetTaskInstance;
use saltant_core::wait::{self, Step, WaitError, WaitPolicy};
use saltant_http::PollSchedule;

use super::{PendingInstances, PendingRequest, TaskClass, TaskInstance, TaskInstanceId, TaskState};

/// One of many instances that were waited for: its id, and how it ended.
pub type FinishedInstance<K> = (TaskInstanceId<K>, Result<TaskInstance<K>, WaitError<TaskState>>);

/// A wait for many instances, each of which is returned once.
///
/// An instance is returned when it has finished. At the deadline the others are returned as errors, with the
/// last state seen. Of an unfinished instance nothing else is kept, so that 100,000 take less than 20 MB.
///
/// ```no_run
/// # async fn run(client: saltant::Client, jobs: Vec<saltant::TaskInstance<saltant::Executable>>) {
/// let mut wait = client.executable_task_instances().wait_many(jobs);
/// while let Some((uuid, result)) = wait.next().await {
///     match result {
///         Ok(job) => println!("{uuid}: {}", job.state),
///         Err(error) => println!("{error}"),
///     }
/// }
/// # }
/// ```
#[must_use = "a wait does nothing until it is asked for the next instance"]
pub struct WaitMany<'c, K: TaskClass> {
    client: &'c saltant_http::Client,
    pending: PendingInstances<K>,
    policy: WaitPolicy,
    ready: VecDeque<FinishedInstance<K>>,
    wait: Option<Wait<'c>>,
    on_tick: Option<OnTick>,
}

type OnTick = Box<dyn FnMut(usize) + Send>;

/// A wait under way.
struct Wait<'c> {
    schedule: PollSchedule<'c>,
    /// When the next tick begins, if this one is over.
    resume_at: Option<Duration>,
    /// When this tick has to be over.
    tick_ends: Duration,
}

impl<'c, K: TaskClass> WaitMany<'c, K> {
    pub(super) fn new(
        client: &'c saltant_http::Client,
        instances: impl IntoIterator<Item = TaskInstance<K>>,
    ) -> Self {
        let mut ready = VecDeque::new();
        let unfinished = instances.into_iter().filter_map(|instance| {
            if !instance.state.is_final() {
                return Some(instance);
            }
            ready.push_back((instance.uuid, Ok(instance)));
            None
        });
        let pending = unfinished.collect();
        Self { ready, ..Self::from_pending(client, pending) }
    }

    pub(super) fn from_pending(client: &'c saltant_http::Client, pending: PendingInstances<K>) -> Self {
        let policy = client.wait_policy();
        Self { client, pending, policy, ready: VecDeque::new(), wait: None, on_tick: None }
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
        self.pending = self.pending.with_page_size(size);
        self
    }

    /// Calls this with the number of unfinished instances each time all of them have been looked at, to show
    /// progress.
    pub fn on_tick(mut self, tick: impl FnMut(usize) + Send + 'static) -> Self {
        self.on_tick = Some(Box::new(tick));
        self
    }

    /// How many have not been returned yet.
    pub fn remaining(&self) -> usize {
        self.ready.len() + self.pending.count()
    }

    /// The next instance that has finished; `None` when all have been returned.
    ///
    /// Dropping the future loses nothing: the next call continues.
    pub async fn next(&mut self) -> Option<FinishedInstance<K>> {
        loop {
            if let Some(finished) = self.ready.pop_front() {
                return Some(finished);
            }
            if self.pending.count() == 0 {
                return None;
            }
            self.tick().await;
        }
    }

    /// All of them, in the order in which they finished.
    pub async fn all(mut self) -> Vec<FinishedInstance<K>> {
        let mut all = Vec::with_capacity(self.remaining());
        while let Some(finished) = self.next().await {
            all.push(finished);
        }
        all
    }

    /// The instances as a stream.
    pub fn into_stream(self) -> impl Stream<Item = FinishedInstance<K>> + Send + 'c {
        futures_util::stream::unfold(self, |mut wait| async move {
            let finished = wait.next().await?;
            Some((finished, wait))
        })
    }

    /// Sends one request of the tick, or ends the tick and pauses.
    async fn tick(&mut self) {
        let clock = self.client.clock().clone();
        if self.wait.is_none() {
            let schedule = match self.client.poll_schedule(self.policy) {
                Ok(schedule) => schedule,
                Err(error) => return self.give_up(Some(&error), Duration::ZERO),
            };
            let tick_ends = clock.now().saturating_add(schedule.poll_limit());
            self.wait = Some(Wait { schedule, resume_at: None, tick_ends });
        }
        let Some(wait) = &mut self.wait else { return };
        if let Some(resume_at) = wait.resume_at {
            let left = resume_at.saturating_sub(clock.now());
            if !left.is_zero() {
                clock.sleep(left).await;
            }
            wait.resume_at = None;
            wait.tick_ends = clock.now().saturating_add(wait.schedule.poll_limit());
            self.pending.begin();
        }
        let left = wait.tick_ends.saturating_sub(clock.now());
        match self.pending.request() {
            Some(request) if !left.is_zero() => {
                if let Err(error) = self.send(request, left).await {
                    self.end_tick(Some(&error));
                }
            }
            _ => self.end_tick(None),
        }
    }

    async fn send(&mut self, request: PendingRequest<K>, within: Duration) -> Result<(), Error> {
        match request {
            PendingRequest::List(list) => {
                let page = match self.client.call(list).within(within).await {
                    Err(error) if error.is_not_found() && self.pending.take_end_of_list() => return Ok(()),
                    page => page?,
                };
                let finished = self.pending.take_page(page);
                self.ready.extend(finished.into_iter().map(|instance| (instance.uuid, Ok(instance))));
            }
            PendingRequest::Single(get) => match self.client.call(get).within(within).await {
                Ok(instance) => {
                    let finished = self.pending.take_instance(instance);
                    self.ready.extend(finished.map(|instance| (instance.uuid, Ok(instance))));
                }
                Err(error) if error.is_not_found() => {
                    if let Some(id) = self.pending.take_missing() {
                        let (what, last) = (self.what(id), None);
                        self.ready.push_back((id, Err(WaitError::Poll { what, last, state: None, error })));
                    }
                }
                Err(error) => return Err(error),
            },
        }
        Ok(())
    }

    /// Decides when the next tick is, or returns the rest as errors.
    fn end_tick(&mut self, error: Option<&Error>) {
        if let Some(on_tick) = &mut self.on_tick {
            on_tick(self.pending.count());
        }
        let Some(wait) = &mut self.wait else { return };
        if self.pending.count() == 0 {
            return;
        }
        let step = match error {
            None => wait.schedule.in_progress(),
            Some(error) => wait.schedule.failed(error),
        };
        if let Step::Pause(pause) = step {
            wait.resume_at = Some(self.client.clock().now().saturating_add(pause));
            return;
        }
        let elapsed = wait.schedule.elapsed();
        self.give_up(error.filter(|_| step == Step::GiveUp), elapsed);
    }

    /// Returns the rest as errors: for this cause, or because the deadline has passed.
    fn give_up(&mut self, cause: Option<&Error>, waited: Duration) {
        let pending = std::mem::replace(&mut self.pending, PendingInstances::new([])).into_last_seen();
        for (id, last) in pending {
            let (what, state) = (self.what(id), last.as_ref().map(ToString::to_string));
            let failure = match cause {
                Some(cause) => {
                    let error = Error::new(cause.kind(), cause.to_string());
                    WaitError::Poll { what, last, state, error }
                }
                None => WaitError::Deadline { what, last, state, waited },
            };
            self.ready.push_back((id, Err(failure)));
        }
    }

    fn what(&self, id: TaskInstanceId<K>) -> String {
        wait::subject(&GetTaskInstance::<K>::new(id), self.client.base_url())
    }
}

impl<K: TaskClass> fmt::Debug for WaitMany<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitMany").field("remaining", &self.remaining()).finish_non_exhaustive()
    }
}
