use saltant_core::{Answer, ApiError, Service};

/// A service for tests of single stages.
pub(crate) struct TestService;

impl Service for TestService {
    const NAME: &'static str = "test";

    fn read_error(_: &Answer) -> ApiError {
        ApiError::default()
    }
}
