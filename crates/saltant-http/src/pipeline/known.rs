use saltant_core::{BoxFuture, Bytes, Error, ErrorKind, Facts, Operation, Question};

use super::Sent;

/// What the client knows of its service, and the right to ask it.
#[derive(Debug, Default)]
pub(crate) struct Known {
    pub(crate) facts: Facts,
    /// Held by the one call that asks. If that call is dropped, the next one asks.
    turn: tokio::sync::Mutex<()>,
}

impl Known {
    /// The most questions for one call. It ends the asking if answers do not tell what they should.
    const QUESTIONS: usize = 8;

    /// Asks what an operation has to know, one call at a time: the answers serve all calls that wait. The
    /// error is also that the operation must not be sent.
    pub(crate) async fn ask<'a, O: Operation>(
        &self,
        operation: &O,
        send: impl Fn(&Question) -> Result<BoxFuture<'a, Result<Sent<Bytes>, Error>>, Error> + Send,
    ) -> Result<(), Error> {
        if self.question(operation)?.is_none() {
            return Ok(());
        }
        let _turn = self.turn.lock().await;
        for _ in 0..Self::QUESTIONS {
            let Some(question) = self.question(operation)? else { return Ok(()) };
            send(&question)?.await?.teach(&question, &self.facts)?;
        }
        let text = "the service does not tell what has to be known before this is sent";
        Err(Error::new(ErrorKind::Decode, text).with_operation(operation.metadata().name))
    }

    /// The next question; an error if the operation must not be sent.
    pub(crate) fn question(&self, operation: &impl Operation) -> Result<Option<Question>, Error> {
        let asked = operation.question(&self.facts);
        asked.map_err(|error| Error::from(error).with_operation(operation.metadata().name))
    }

    /// What has to be uploaded before an operation is sent.
    pub(crate) fn uploads(&self, operation: &impl Operation) -> Result<Vec<Question>, Error> {
        let uploads = operation.uploads(&self.facts);
        uploads.map_err(|error| Error::from(error).with_operation(operation.metadata().name))
    }
}
