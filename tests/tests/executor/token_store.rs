//! Tokens that several programs share.

use std::sync::{Arc, Mutex};

use futures_util::future::join;
use saltant_core::saltant::JsonWebToken;
use saltant_core::types::saltant::TokenPair;
use saltant_core::{BoxFuture, Error, ErrorKind, KeptTokens, TokenStore};
use saltant_http::Client;
use saltant_http::testing::ScriptedTransport;

use super::auth::{refreshes, rotating, service};
use super::common::{builder, get, pair, renewed, seconds, token};

/// A store in memory.
#[derive(Clone)]
struct Memory {
    kept: Arc<Mutex<TokenPair>>,
    lock: Arc<tokio::sync::Mutex<()>>,
}

impl Memory {
    fn with(access: &str) -> Self {
        Self { kept: Arc::new(Mutex::new(pair(access))), lock: Arc::default() }
    }

    fn access(&self) -> String {
        self.kept.lock().unwrap().access.expose().to_owned()
    }
}

impl TokenStore<TokenPair> for Memory {
    fn lock(&self) -> BoxFuture<'_, Result<KeptTokens<TokenPair>, Error>> {
        Box::pin(async {
            let lock = Box::new(self.lock.clone().lock_owned().await);
            Ok(KeptTokens { tokens: Some(self.kept.lock().unwrap().clone()), lock })
        })
    }

    fn keep(&self, tokens: &TokenPair) {
        assert!(self.lock.try_lock().is_err(), "it is kept before the lock is dropped");
        *self.kept.lock().unwrap() = tokens.clone();
    }
}

/// A program that has read these tokens.
fn program(transport: &ScriptedTransport, access: &str, store: &Memory) -> Client {
    let credential = JsonWebToken::new(pair(access)).kept_in(store.clone());
    builder(transport).credential(credential).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a15_programs_that_share_tokens_renew_them_once() {
    let transport = rotating(|| renewed("new").after(seconds(1)));
    let store = Memory::with("old");
    let (one, other) = (program(&transport, "old", &store), program(&transport, "old", &store));
    let (first, second) = join(async { one.call(get()).await }, async { other.call(get()).await }).await;
    assert!(first.is_ok() && second.is_ok(), "{first:?} {second:?}");
    assert_eq!((refreshes(&transport), store.access().as_str()), (1, "new"));
    // A program that has read the old tokens before takes the new ones.
    program(&transport, "old", &store).call(get()).await.unwrap();
    assert_eq!(refreshes(&transport), 1);
}

#[tokio::test(start_paused = true)]
async fn a15_kept_tokens_that_expire_soon_are_renewed() {
    let transport = service("new", || renewed("new"));
    let store = Memory::with(&token("kept", 30));
    let client = program(&transport, "old", &store);
    client.call(get()).await.unwrap();
    assert_eq!((refreshes(&transport), store.access().as_str()), (1, "new"));
}

#[tokio::test(start_paused = true)]
async fn a15_a_renewal_that_fails_keeps_nothing_and_lets_the_lock_go() {
    let transport = service("new", || super::common::status(401));
    let store = Memory::with("old");
    program(&transport, "old", &store).call(get()).await.unwrap_err();
    assert_eq!(store.access(), "old");
    assert!(store.lock.try_lock().is_ok());
}

#[tokio::test(start_paused = true)]
async fn a15_a_lock_that_is_never_let_go_is_an_error_after_half_a_minute() {
    let transport = service("new", || renewed("new"));
    let store = Memory::with("old");
    let _lock = store.lock.clone().lock_owned().await;
    let started = tokio::time::Instant::now();
    let error = program(&transport, "old", &store).call(get()).await.unwrap_err();
    assert_eq!((error.kind(), started.elapsed().as_secs()), (ErrorKind::Deadline, 30));
    assert!(error.to_string().contains("another program has locked the kept tokens for 30 s"), "{error}");
    assert_eq!(refreshes(&transport), 0);
}

#[tokio::test(start_paused = true)]
async fn a15_a_closure_is_told_of_renewed_tokens() {
    let transport = service("new", || renewed("new"));
    let told = Arc::new(Mutex::new(Vec::new()));
    let credential = JsonWebToken::new(pair("old")).kept_in({
        let told = told.clone();
        move |tokens: &TokenPair| told.lock().unwrap().push(tokens.clone())
    });
    let client = builder(&transport).credential(credential).build().unwrap();
    client.call(get()).await.unwrap();
    client.call(get()).await.unwrap();
    assert_eq!(*told.lock().unwrap(), [pair("new")]);
}
