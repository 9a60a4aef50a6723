use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{Body, BoxError};

/// Called with the number of bytes that have been taken and, if it is known, the number of all.
type Report = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

impl Body {
    /// Calls a function each time the transport takes a piece: with the number of bytes that it has taken so far,
    /// and the number of all bytes if that is known. A new attempt begins at zero again.
    ///
    /// The body is then a stream, also if it was bytes.
    #[must_use]
    pub fn on_progress(self, report: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        let report: Report = Arc::new(report);
        let watched = move || {
            let body = self.clone();
            Watched { length: body.size_hint().exact(), body, taken: 0, report: report.clone() }
        };
        if watched().body.is_replayable() { Self::replayable(watched) } else { Self::once(watched()) }
    }
}

/// A body that reports how far it has been taken.
struct Watched {
    body: Body,
    length: Option<u64>,
    taken: u64,
    report: Report,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if let Some(bytes) = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref()) {
            self.taken += bytes.len() as u64;
            (self.report)(self.taken, self.length);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use http_body_util::BodyExt as _;

    use super::*;

    #[test]
    fn each_piece_is_reported_and_a_second_attempt_begins_at_zero() {
        for (body, again) in
            [(Body::from("text"), true), (Body::once(Body::from("text").map_err(|error| error)), false)]
        {
            let seen = Arc::new(Mutex::new(Vec::new()));
            let list = seen.clone();
            let body = body.on_progress(move |taken, all| list.lock().unwrap().push((taken, all)));
            assert_eq!((body.is_replayable(), body.size_hint().exact()), (again, Some(4)));
            for mut attempt in [body.clone(), body] {
                let mut cx = Context::from_waker(std::task::Waker::noop());
                let is_used = !again && !seen.lock().unwrap().is_empty();
                assert!(is_used || !attempt.is_end_stream());
                while let Poll::Ready(Some(Ok(_))) = Pin::new(&mut attempt).poll_frame(&mut cx) {}
                assert!(is_used || attempt.is_end_stream());
            }
            let reports = if again { 2 } else { 1 };
            assert_eq!(*seen.lock().unwrap(), vec![(4, Some(4)); reports]);
        }
    }
}
