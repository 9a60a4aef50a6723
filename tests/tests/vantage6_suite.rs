//! The checks of `cargo xtask live vantage6` on the dev server.

use saltant_dev_server::vantage6::{DevServer, NewUser};
use saltant_tests::vantage6_suite;

/// What the dev server does otherwise than the real one: the name of the check, and the reason. At most ten.
const DIFFERENCES: &[(&str, &str)] = &[];

#[tokio::test]
async fn the_dev_server_passes_the_checks_of_the_real_one() {
    let root = NewUser::new("root").password("root").email("root@domain.ext");
    let server = DevServer::builder().user(root).start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let checks = vantage6_suite::run(&server.url(), folder.path(), None).await.unwrap();
    let known = |failure: &&String| !DIFFERENCES.iter().any(|(name, _)| failure.starts_with(name));
    let failed: Vec<_> = checks.failed.iter().filter(known).collect();
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(checks.passed >= 140, "only {} checks ran", checks.passed);
    server.shutdown().await;
}
