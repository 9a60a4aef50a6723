use std::future::{Future, IntoFuture};

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
    let running =
        items.into_iter().map(run).enumerate().map(|(index, work)| async move { (index, work.await) });
    let mut done: Vec<_> = stream::iter(running).buffer_unordered(concurrency.max(1)).collect().await;
    done.sort_unstable_by_key(|(index, _)| *index);
    done.into_iter().map(|(_, result)| result).collect()
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

impl<O: Operation> CallAll<'_, O> {
    /// Runs at most this many at the same time; 8 by default.
    pub fn concurrency(mut self, calls: usize) -> Self {
        self.concurrency = calls;
        self
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
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::map_concurrent;

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
}
