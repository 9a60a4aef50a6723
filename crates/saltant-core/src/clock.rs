use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

/// A future on the heap.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Time, as the executor sees it: injected, so that no test has to sleep.
pub trait Clock: Send + Sync + 'static {
    /// Time since some fixed moment; never goes back.
    fn now(&self) -> Duration;

    /// The calendar's time, for dates in headers and tokens.
    fn wall(&self) -> SystemTime;

    /// A future that is ready once `duration` has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}
