use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use saltant_core::saltant::{JsonWebToken, StaticToken};
use saltant_core::{ErrorKind, Phase};
use saltant_http::Client;
use saltant_http::testing::{Reply, ScriptedTransport, SentRequest};

use super::common::{builder, expired, get, ok, pair, renewed, seconds, status, token};

/// A service that accepts one access token and answers refreshes.
pub(super) fn service(good: &str, mut refresh: impl FnMut() -> Reply + Send + 'static) -> ScriptedTransport {
    let good = format!("Bearer {good}");
    ScriptedTransport::answering(move |request| {
        if is_refresh(request) {
            refresh()
        } else if request.headers["authorization"] == good.as_str() {
            ok().after(Duration::from_millis(10))
        } else {
            expired().after(Duration::from_millis(10))
        }
    })
}

fn is_refresh(request: &SentRequest) -> bool {
    request.uri.path() == "/api/token/refresh/"
}

pub(super) fn refreshes(transport: &ScriptedTransport) -> usize {
    transport.requests().iter().filter(|request| is_refresh(request)).count()
}

fn with_tokens(transport: &ScriptedTransport, access: &str) -> Client {
    builder(transport).credential(JsonWebToken::new(pair(access))).build().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a1_many_expiries_at_once_cause_one_refresh() {
    let transport = service("new", || renewed("new").after(seconds(1)));
    let client = with_tokens(&transport, "old");
    let results = join_all((0..50).map(|_| async { client.call(get()).await })).await;
    assert!(results.iter().all(Result::is_ok));
    assert_eq!((refreshes(&transport), transport.requests().len()), (1, 101));
}

#[tokio::test(start_paused = true)]
async fn a1_a_leader_that_is_dropped_leaves_its_renewal_to_the_others() {
    let transport = service("new", || renewed("new").after(seconds(2)));
    let client = Arc::new(with_tokens(&transport, "old"));
    let leader = tokio::spawn({
        let client = client.clone();
        async move { client.call(get()).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let others = tokio::spawn({
        let client = client.clone();
        async move { join_all((0..10).map(|_| async { client.call(get()).await })).await }
    });
    tokio::time::sleep(seconds(1)).await;
    assert_eq!(refreshes(&transport), 1);
    leader.abort();
    assert!(leader.await.unwrap_err().is_cancelled());
    assert!(others.await.unwrap().iter().all(Result::is_ok));
    assert_eq!((refreshes(&transport), transport.under_way()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a1_a_refresh_that_fails_is_shared_by_all_who_waited_for_it() {
    let transport = service("new", || status(401).after(seconds(5)));
    let client = with_tokens(&transport, "old");
    let start = tokio::time::Instant::now();
    let results = join_all((0..50).map(|_| async { client.call(get()).await })).await;
    assert!(results.iter().all(|result| result.as_ref().is_err_and(saltant_core::Error::is_auth)));
    assert!(start.elapsed() < seconds(6));
    assert_eq!(refreshes(&transport), 1);
    // A moment later, the next one tries again.
    tokio::time::sleep(seconds(1)).await;
    client.call(get()).await.unwrap_err();
    assert_eq!(refreshes(&transport), 2);
}

#[tokio::test(start_paused = true)]
async fn a1_one_refresh_and_one_replay_are_all() {
    let transport = service("other", || renewed("new"));
    let error = with_tokens(&transport, "old").call(get()).await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.attempts().len(), 2);
    assert_eq!((refreshes(&transport), transport.requests().len()), (1, 3));
}

#[tokio::test(start_paused = true)]
async fn a2_a_token_is_renewed_before_it_expires_and_not_long_before() {
    // Within a minute of its end, and up to ten random seconds earlier.
    for (left, expected) in [(3600, 0), (71, 0), (59, 1), (-5, 1)] {
        let new = token("new", 3600);
        let transport = ScriptedTransport::answering(
            move |request| {
                if is_refresh(request) { renewed(&new) } else { ok() }
            },
        );
        let client = with_tokens(&transport, &token("old", left));
        client.call(get()).await.unwrap();
        client.call(get()).await.unwrap();
        assert_eq!(refreshes(&transport), expected, "{left}");
    }
}

#[tokio::test(start_paused = true)]
async fn a2_chance_brings_the_renewal_forward_by_up_to_ten_seconds() {
    let early = |seed| async move {
        let transport =
            ScriptedTransport::answering(|request| if is_refresh(request) { status(503) } else { ok() });
        let token = JsonWebToken::new(pair(&token("old", 65)));
        let client = builder(&transport).seed(seed).credential(token).build().unwrap();
        client.call(get()).await.unwrap();
        refreshes(&transport) > 0
    };
    let mut early_ones = 0;
    for seed in 0..20 {
        early_ones += u32::from(early(seed).await);
    }
    assert!((3..=17).contains(&early_ones), "{early_ones}");
}

#[tokio::test(start_paused = true)]
async fn a2_a_refresh_that_fails_keeps_a_token_that_is_still_good() {
    let old = token("old", 30);
    let transport = service(&old, || Reply::fail(Phase::Certificate));
    let client = with_tokens(&transport, &old);
    client.call(get()).await.unwrap();
    assert_eq!(refreshes(&transport), 1);
    // The next call does not try again.
    client.call(get()).await.unwrap();
    assert_eq!(refreshes(&transport), 1);
    tokio::time::sleep(seconds(11)).await;
    client.call(get()).await.unwrap();
    assert_eq!(refreshes(&transport), 2);
}

#[tokio::test(start_paused = true)]
async fn a2_after_an_early_refresh_has_failed_the_servers_word_causes_another() {
    let transport =
        ScriptedTransport::new([Reply::fail(Phase::Certificate), expired(), renewed("new"), ok()]);
    with_tokens(&transport, &token("old", -5)).call(get()).await.unwrap();
    assert_eq!(transport.left(), 0);
}

#[tokio::test(start_paused = true)]
async fn a3_only_the_servers_word_for_an_expired_token_causes_a_refresh() {
    for code in [400, 401, 403, 404, 500] {
        let transport = ScriptedTransport::new([status(code)]);
        with_tokens(&transport, "old").call(get()).await.unwrap_err();
        assert_eq!(refreshes(&transport), 0, "{code}");
    }
}

#[tokio::test(start_paused = true)]
async fn a3_a_refresh_that_breaks_is_told_with_what_it_was_for() {
    for (refresh, kind) in [
        (Reply::fail(Phase::Certificate), ErrorKind::Connect),
        (Reply::json(200, "{"), ErrorKind::Decode),
        (Reply::json(401, r#"{"detail": "Token is invalid or expired"}"#), ErrorKind::Auth),
        (status(500), ErrorKind::Api),
    ] {
        let transport = ScriptedTransport::new([expired(), refresh]);
        let error = with_tokens(&transport, "old").call(super::common::create()).await.unwrap_err();
        assert_eq!((error.kind(), error.operation()), (kind, Some("saltant.task_queues.create")));
        let line = error.to_string();
        assert!(
            line.contains("Given token not valid") && line.contains("renewing the credential failed"),
            "{line}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a3_a_refresh_whose_outcome_is_unknown_leaves_the_calls_own_known() {
    // The renewal must not be sent twice, so that its own outcome is unknown; the call's is not.
    #[derive(Debug)]
    struct Rotating;
    impl saltant_core::Credential for Rotating {
        fn apply(
            &self,
            _: saltant_core::AuthUse,
            _: &mut http::HeaderMap,
        ) -> Result<(), saltant_core::Error> {
            Ok(())
        }
        fn is_expired(&self, answer: &saltant_core::Answer) -> bool {
            answer.status() == 401
        }
        fn renewal(
            &self,
            base: &saltant_core::BaseUrl,
        ) -> Option<Result<saltant_core::Renewal, saltant_core::Error>> {
            use saltant_core::saltant::CreateTaskQueue;
            // The renewal takes the client's credential too; it must not wait for itself.
            Some(saltant_core::Renewal::by(&CreateTaskQueue::new("q"), base))
        }
    }
    let transport = ScriptedTransport::new([expired(), Reply::fail(Phase::Sent)]);
    let client = builder(&transport).credential(Rotating).build().unwrap();
    let error = client.call(super::common::create()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);

    assert_eq!(
        error.to_string(),
        "saltant.task_queues.create: 401 Unauthorized: Given token not valid; and renewing the credential \
         failed: saltant.task_queues.create: it is not known whether the request took effect: the \
         connection broke before the answer came: scripted; check before sending it again"
    );

    let transport = ScriptedTransport::new([expired(), expired()]);
    let client = builder(&transport).credential(Rotating).build().unwrap();
    assert!(client.call(super::common::create()).await.unwrap_err().is_auth());
}

#[tokio::test(start_paused = true)]
async fn a4_a_static_token_is_never_refreshed_and_the_error_is_clear() {
    let reply = || Reply::json(401, r#"{"detail": "Invalid token.", "code": "token_not_valid"}"#);
    let transport = ScriptedTransport::new([reply(), ok()]);
    let client = builder(&transport).credential(StaticToken::new("t")).build().unwrap();
    let error = client.call(get()).await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(error.to_string(), "saltant.task_queues.get: 401 Unauthorized: Invalid token.");
    assert_eq!(transport.left(), 1);
    let (client, _) = super::common::client([reply()]);
    assert!(client.call(get()).await.unwrap_err().is_auth());
}

#[tokio::test(start_paused = true)]
async fn r5_an_expiry_cannot_be_replayed_with_a_body_that_is_gone() {
    use saltant_core::Body;
    let transport = ScriptedTransport::new([expired(), renewed("new"), ok()]);
    let upload = Body::once(Body::from("x"));
    let error = with_tokens(&transport, "old").call(super::stream::Send::new(upload)).await.unwrap_err();
    assert!(error.is_auth());
    assert_eq!(transport.requests().len(), 1);
}

/// A service whose refresh token works once: a second use ends the session.
pub(super) fn rotating(refresh: impl Fn() -> Reply + Send + 'static) -> ScriptedTransport {
    let mut uses = 0;
    service("new", move || {
        uses += 1;
        assert!(uses < 10, "the refresh token is sent again and again");
        if uses > 1 { status(401) } else { refresh() }
    })
}

#[tokio::test(start_paused = true)]
async fn a8_an_impatient_leader_does_not_cost_the_others_their_session() {
    let millis = Duration::from_millis;
    let transport = rotating(move || renewed("new").after(millis(300)));
    let client = with_tokens(&transport, "old");
    let leader = async { client.call(get()).timeout(millis(150)).await };
    let patient = async {
        tokio::time::sleep(millis(5)).await;
        join_all((0..20).map(|_| async { client.call(get()).await })).await
    };
    let (leader, patient) = futures_util::future::join(leader, patient).await;
    let error = leader.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout(saltant_core::TimeoutKind::Total));
    assert_eq!(
        error.to_string(),
        "saltant.task_queues.get: 401 Unauthorized: Given token not valid; and renewing the credential failed: \
         the time for the call is over"
    );
    assert!(patient.iter().all(Result::is_ok), "{patient:?}");
    assert_eq!(refreshes(&transport), 1);
}

#[tokio::test(start_paused = true)]
async fn a8_a_renewal_that_nobody_waits_for_is_kept_for_the_next_call() {
    let transport = rotating(|| renewed("new").after(seconds(2)));
    let client = with_tokens(&transport, "old");
    client.call(get()).timeout(seconds(1)).await.unwrap_err();
    assert_eq!(transport.under_way(), 1, "the renewal");
    tokio::time::sleep(seconds(3600)).await;
    client.call(get()).await.unwrap();
    assert_eq!((refreshes(&transport), transport.under_way()), (1, 0));

    // One that never got an answer is given up, and another is sent.
    let mut hangs = true;
    let transport =
        service("new", move || if std::mem::take(&mut hangs) { Reply::hang() } else { renewed("new") });
    let client = with_tokens(&transport, "old");
    client.call(get()).timeout(seconds(1)).await.unwrap_err();
    tokio::time::sleep(seconds(3600)).await;
    client.call(get()).await.unwrap();
    assert_eq!((refreshes(&transport), transport.under_way()), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn a8_a_renewal_ends_with_its_client() {
    let transport = service("new", Reply::hang);
    let client = with_tokens(&transport, "old");
    client.call(get()).timeout(seconds(1)).await.unwrap_err();
    let clone = client.clone();
    drop(client);
    // No other call drives it on, and a clone is the same client.
    tokio::time::sleep(seconds(5)).await;
    assert_eq!(transport.under_way(), 1);
    drop(clone);
    tokio::time::sleep(seconds(5)).await;
    assert_eq!((refreshes(&transport), transport.under_way()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn a9_a_new_token_that_cannot_be_sent_is_refused_and_the_next_renewal_counts() {
    for bad in ["bad\\ntoken", "", "bad "] {
        let mut is_bad = true;
        let transport =
            service("new", move || renewed(if std::mem::take(&mut is_bad) { bad } else { "new" }));
        let client = with_tokens(&transport, "old");
        let error = client.call(get()).await.unwrap_err();
        assert!(error.is_auth(), "{error:?}");
        assert_eq!(
            error.to_string(),
            "saltant.task_queues.get: 401 Unauthorized: Given token not valid; and renewing the credential \
             failed: saltant.token.refresh: the new token is empty or holds a character that a header cannot \
             carry; the old one is kept"
        );
        tokio::time::sleep(seconds(1)).await;
        client.call(get()).await.unwrap();
        assert_eq!(refreshes(&transport), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a10_an_early_renewal_that_hangs_costs_no_call() {
    let old = token("old", 55);
    let transport = service(&old, Reply::hang);
    let client = with_tokens(&transport, &old);
    for call in 0..4 {
        let begun = tokio::time::Instant::now();
        client.call(get()).timeout(seconds(2)).await.unwrap();
        assert!(begun.elapsed() < Duration::from_millis(1100), "{call}: {:?}", begun.elapsed());
    }
    assert_eq!(refreshes(&transport), 1);
    // Without a limit for the call, it waits a few seconds, and only for the first time.
    let client = with_tokens(&service(&old, Reply::hang), &old);
    for longest in [5100, 100] {
        let begun = tokio::time::Instant::now();
        client.call(get()).timeout(None).await.unwrap();
        assert!(begun.elapsed() < Duration::from_millis(longest), "{:?}", begun.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn a10_a_renewal_has_a_limit_of_its_own_and_the_error_names_it() {
    let transport = service("new", Reply::hang);
    let client = with_tokens(&transport, "old");
    let begun = tokio::time::Instant::now();
    let error = client.call(get()).timeout(None).await.unwrap_err();
    assert_eq!(begun.elapsed().as_secs(), 30);
    assert!(error.to_string().ends_with("saltant.token.refresh: the time for the call is over"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a10_a_failed_renewal_is_shared_for_a_moment() {
    let transport = service("new", || status(500).after(Duration::from_millis(20)));
    let client = with_tokens(&transport, "old");
    let calls = (0..500).map(|call| {
        let client = &client;
        async move {
            tokio::time::sleep(Duration::from_micros(800 * call)).await;
            client.call(get()).await
        }
    });
    let results = join_all(calls).await;
    assert!(results.iter().all(Result::is_err));
    assert_eq!(refreshes(&transport), 1);
}
