use std::future::{Future, IntoFuture};

use futures_core::Stream;
use futures_util::StreamExt as _;
use futures_util::stream;
use saltant_core::{BoxFuture, Error, Operation};

use crate::client::Client;

/// How many calls run at the same time by default.
pub const DEFAULT_CONCURRENCY: usize = 8;

/// Runs a future for each item, at most `concurrency` at the same time. The results are in the order of the
/// items.
///
/// A failure does not stop the others: it is the result of its own item.
pub async fn map_concurrent<I, F, T>(items: I, concurrency: usize, run: impl FnMut(I::Item) -> F) -> Vec<T>
where
    I: IntoIterator,
    F: Future<Output = T>,
{
    let mut done: Vec<_> = as_done(items, concurrency, run).collect().await;
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The results as they come, each with the number of its item.
fn as_done<I, F, T>(
    items: I,
    concurrency: usize,
    run: impl FnMut(I::Item) -> F,
) -> impl Stream<Item = (usize, T)>
where
    I: IntoIterator,
    F: Future<Output = T>,
{
    let running =
        items.into_iter().map(run).enumerate().map(|(index, work)| async move { (index, work.await) });
    stream::iter(running).buffer_unordered(concurrency.max(1))
}

/// Calls of several operations that run at the same time. Awaiting it gives one result per operation, in
/// their order.
#[derive(Clone, Debug)]
#[must_use = "calls do nothing until they are awaited"]
pub struct CallAll<'c, O> {
    client: &'c Client,
    operations: Vec<O>,
    concurrency: usize,
}

impl Client {
    /// Calls of several operations that run at the same time.
    pub fn call_all<O: Operation>(&self, operations: impl IntoIterator<Item = O>) -> CallAll<'_, O> {
        let operations = operations.into_iter().collect();
        CallAll { client: self, operations, concurrency: DEFAULT_CONCURRENCY }
    }
}

impl<'c, O: Operation> CallAll<'c, O> {
    /// Runs at most this many at the same time; 8 by default.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls;
        self
    }

    /// The results as they come, to show progress or to use each at once. Each comes with the number of its
    /// operation, from 0. Dropping the stream cancels the calls under way.
    ///
    /// ```no_run
    /// # async fn run(client: saltant_http::Client, ids: Vec<u64>) {
    /// use futures_util::StreamExt as _;
    /// use saltant_core::saltant::GetTaskQueue;
    ///
    /// let gets = ids.iter().map(|id| GetTaskQueue::new(*id));
    /// let mut results = std::pin::pin!(client.call_all(gets).into_stream().enumerate());
    /// while let Some((done, (number, queue))) = results.next().await {
    ///     println!("{} of {}: {}", done + 1, ids.len(), ids[number]);
    ///     if let Ok(queue) = queue {
    ///         println!("{}", queue.name);
    ///     }
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The stream itself does not fail: each item has the result of its call, and a failure stops no other call.
    pub fn into_stream(self) -> impl Stream<Item = (usize, Result<O::Output, Error>)> + Send + 'c
    where
        O: 'c,
    {
        let Self { client, operations, concurrency } = self;
        as_done(operations, concurrency, move |operation| client.call(operation).into_future())
    }
}

impl<'c, O: Operation + 'c> IntoFuture for CallAll<'c, O> {
    type Output = Vec<Result<O::Output, Error>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { client, operations, concurrency } = self;
        Box::pin(map_concurrent(operations, concurrency, move |operation| {
            client.call(operation).into_future()
        }))
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn results_are_in_order_and_no_more_than_asked_run_at_once() {
        let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let results = map_concurrent(0..20_u64, 4, |item| {
            let (running, most) = (&running, &most);
            async move {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::time::sleep(Duration::from_millis(100 - item)).await;
                running.fetch_sub(1, Ordering::SeqCst);
                if item % 3 == 0 { Err(item) } else { Ok(item) }
            }
        })
        .await;
        assert_eq!(most.load(Ordering::SeqCst), 4);
        let expected: Vec<_> = (0..20).map(|item| if item % 3 == 0 { Err(item) } else { Ok(item) }).collect();
        assert_eq!(results, expected);
    }

    #[tokio::test(start_paused = true)]
    async fn results_come_as_they_are_done_with_the_number_of_their_item() {
        let delays = [30, 10, 20, 5];
        let wait = |delay: u64| tokio::time::sleep(Duration::from_millis(delay));
        let begun = tokio::time::Instant::now();
        let mut results = pin!(as_done(delays, 2, wait));
        let mut seen = Vec::new();
        while let Some((number, ())) = results.next().await {
            seen.push((number, begun.elapsed().as_millis()));
        }
        assert_eq!(seen, [(1, 10), (0, 30), (2, 30), (3, 35)]);
    }
}
