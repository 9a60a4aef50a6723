use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use saltant_core::{BoxFuture, Error, ErrorKind};
use saltant_http::Client;

use super::{
    CreateTaskInstance, ListTaskInstances, OnceMark, TaskClass, TaskInstance, TaskInstanceFilter, TextLookup,
};

/// The longest name that the server takes.
const LONGEST_NAME: usize = 200;

/// Creates a task instance with a mark at the end of its name, so that a broken connection cannot create it twice.
///
/// Awaiting it returns the instance.
///
/// The server knows no idempotency key, so a mark is put at the end of the instance's name, as in
/// `nightly [once 5f2c…]`. When the outcome of a request is unknown, the list is searched for the mark before
/// anything is sent again.
///
/// ```no_run
/// # async fn run(client: saltant::Client) -> Result<(), saltant::Error> {
/// use saltant::CreateTaskInstance;
///
/// let operation = CreateTaskInstance::new(2, 1).name("nightly");
/// let job = client.executable_task_instances().submit_once(operation).mark("order-17").await?;
/// # Ok(())
/// # }
/// ```
///
/// # What it can and cannot do
///
/// * With a [mark](Self::mark) of the program's own, a restart of the program does not create it twice either:
///   the list is searched first, and an instance that exists is returned. A generated mark works for this one
///   call; an error that leaves the outcome unknown names it.
/// * A request may be delayed for longer than the [search](Self::settle) for its instance takes, and arrive
///   after it was sent again. Then there are two instances, and later calls return the older one.
/// * Two programs that submit the same mark in the same moment may both find nothing and both send.
/// * A clone of the instance has its name, and with it the mark; the original is the older one.
/// * Users see the mark in the name. [`TaskInstance::plain_name`] is the name without it, and
///   [`TaskInstances::get_by_name`](super::TaskInstances::get_by_name) and [`TextLookup::plain_name`] find both.
///   Name and mark together have at most 200 characters.
#[derive(Clone)]
#[must_use = "nothing is submitted before it is awaited"]
pub struct SubmitOnce<'c, K: TaskClass> {
    client: &'c Client,
    operation: CreateTaskInstance<K>,
    mark: Option<String>,
    settle: Vec<Duration>,
    attempts: u32,
}

impl<'c, K: TaskClass> SubmitOnce<'c, K> {
    pub(super) fn new(client: &'c Client, operation: CreateTaskInstance<K>) -> Self {
        let settle = [1, 4, 10].map(Duration::from_secs).to_vec();
        Self { client, operation, mark: None, settle, attempts: 3 }
    }

    /// Sets the mark: a text that stands for this one piece of work alone, such as the number of an order.
    ///
    /// The list is searched for it before anything is sent.
    pub fn mark(mut self, mark: impl Into<String>) -> Self {
        self.mark = Some(mark.into());
        self
    }

    /// Sets how long to pause before each search for the instance: 1, 4 and 10 s by default.
    pub fn settle(mut self, pauses: impl IntoIterator<Item = Duration>) -> Self {
        self.settle = pauses.into_iter().collect();
        self
    }

    /// Sets how often it is sent at most: 3 times by default. With 1 it is never sent again, only searched for.
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    async fn run(mut self) -> Result<TaskInstance<K>, Error> {
        let given = self.mark.take();
        let mark = OnceMark::new(match &given {
            Some(mark) => mark.clone(),
            None => format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..)),
        });
        self.operation.name = Some(mark.put_on(self.operation.name.as_deref().unwrap_or_default()));
        if self.operation.name.as_ref().is_some_and(|name| name.chars().count() > LONGEST_NAME) {
            let text = format!("name and mark together are longer than {LONGEST_NAME} characters");
            return Err(Error::new(ErrorKind::Usage, text));
        }
        if given.is_some()
            && let Some(there) = self.find(&mark).await?
        {
            return Ok(there);
        }
        let (mut sent, mut is_open) = (0, false);
        loop {
            sent += 1;
            let error = match self.client.call(self.operation.clone()).await {
                Ok(instance) => return Ok(instance),
                Err(error) => error,
            };
            // A refusal says nothing about an earlier request, which may still arrive.
            let is_refused = !error.may_have_happened();
            if is_refused && !is_open {
                return Err(error);
            }
            is_open = true;
            match self.look(&mark).await {
                Ok(Some(there)) => return Ok(there),
                Ok(None) if is_refused => {
                    return Err(open(&mark, "an earlier request may have been carried out", error));
                }
                Ok(None) if sent < self.attempts => {}
                Ok(None) => return Err(open(&mark, "no instance has turned up", error)),
                Err(cause) => return Err(open(&mark, &format!("looking for it failed: {cause}"), error)),
            }
        }
    }

    /// Looks for the mark until it turns up or the pauses are used up.
    async fn look(&self, mark: &OnceMark) -> Result<Option<TaskInstance<K>>, Error> {
        for pause in &self.settle {
            self.client.clock().sleep(*pause).await;
            if let Some(there) = self.find(mark).await? {
                return Ok(Some(there));
            }
        }
        Ok(None)
    }

    /// The instance with the mark; the oldest if there are several.
    async fn find(&self, mark: &OnceMark) -> Result<Option<TaskInstance<K>>, Error> {
        let filter =
            TaskInstanceFilter::new().name(TextLookup::ends_with(mark)).task_type(self.operation.task_type);
        let items = self.client.call(ListTaskInstances::new().filters(filter)).items();
        // Newest first, so the oldest is the last.
        Ok(items.all().await?.pop())
    }
}

/// The error that leaves it open whether there is an instance, and names the mark to look for.
fn open(mark: &OnceMark, what: &str, cause: Error) -> Error {
    let text = format!("{cause}; {what}; if there is an instance, its name ends with {mark}");
    Error::new(ErrorKind::OutcomeUnknown, text).with_source(cause)
}

impl<'c, K: TaskClass> IntoFuture for SubmitOnce<'c, K> {
    type Output = Result<TaskInstance<K>, Error>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<K: TaskClass> fmt::Debug for SubmitOnce<'_, K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubmitOnce")
            .field("operation", &self.operation)
            .field("mark", &self.mark)
            .finish_non_exhaustive()
    }
}
