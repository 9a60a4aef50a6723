use std::sync::{Arc, Mutex};
use std::time::Duration;

use saltant_core::retry::RetryPolicy;
use saltant_core::{Error, ErrorKind, Phase};
use saltant_http::Observation;
use saltant_http::testing::{Reply, ScriptedTransport};

use super::common::{builder, client, create, created, get, ok, put, seconds, status, terminate};

/// The first answer to a call, and the expected error: `None` for another attempt.
type Row = (Reply, Option<ErrorKind>);

/// The name, and the expectation for a request that may be repeated and for one that may not.
type Case = (&'static str, fn() -> Row, fn() -> Row);

fn failures() -> Vec<Case> {
    use ErrorKind::{Api, Connect, OutcomeUnknown, Redirect, Usage};
    // (first event, expectation for a repeatable request, expectation for any other)
    vec![
        ("connect", || (Reply::fail(Phase::Connect), None), || (Reply::fail(Phase::Connect), None)),
        (
            "connect timeout",
            || (Reply::fail(Phase::ConnectTimeout), None),
            || (Reply::fail(Phase::ConnectTimeout), None),
        ),
        (
            "certificate",
            || (Reply::fail(Phase::Certificate), Some(Connect)),
            || (Reply::fail(Phase::Certificate), Some(Connect)),
        ),
        (
            "unsendable",
            || (Reply::fail(Phase::Unsendable), Some(Usage)),
            || (Reply::fail(Phase::Unsendable), Some(Usage)),
        ),
        ("reset", || (Reply::fail(Phase::Sent), None), || (Reply::fail(Phase::Sent), Some(OutcomeUnknown))),
        (
            "broken body",
            || (Reply::fail(Phase::Body), None),
            || (Reply::fail(Phase::Body), Some(OutcomeUnknown)),
        ),
        ("attempt timeout", || (Reply::hang(), None), || (Reply::hang(), Some(OutcomeUnknown))),
        ("408", || (status(408), None), || (status(408), Some(Api))),
        ("425", || (status(425), None), || (status(425), None)),
        ("429", || (status(429), None), || (status(429), None)),
        ("500", || (status(500), Some(Api)), || (status(500), Some(Api))),
        ("502", || (status(502), None), || (status(502), Some(Api))),
        ("503", || (status(503), None), || (status(503), Some(Api))),
        (
            "503 later",
            || (status(503).header("retry-after", "1"), None),
            || (status(503).header("retry-after", "1"), Some(Api)),
        ),
        ("504", || (status(504), None), || (status(504), Some(Api))),
        ("304", || (status(304), Some(Redirect)), || (status(304), Some(Redirect))),
        ("400", || (status(400), Some(Api)), || (status(400), Some(Api))),
        ("403", || (status(403), Some(Api)), || (status(403), Some(Api))),
        ("404", || (status(404), Some(Api)), || (status(404), Some(Api))),
        ("409", || (status(409), Some(Api)), || (status(409), Some(Api))),
        ("410", || (status(410), Some(Api)), || (status(410), Some(Api))),
        ("412", || (status(412), Some(Api)), || (status(412), Some(Api))),
        ("413", || (status(413), Some(Api)), || (status(413), Some(Api))),
        ("422", || (status(422), Some(Api)), || (status(422), Some(Api))),
        ("501", || (status(501), Some(Api)), || (status(501), Some(Api))),
        ("505", || (status(505), Some(Api)), || (status(505), Some(Api))),
    ]
}

fn check<T>(
    name: &str,
    outcome: Result<T, Error>,
    expected: Option<ErrorKind>,
    transport: &ScriptedTransport,
) {
    let sent = transport.requests().len();
    match expected {
        None => {
            assert!(outcome.is_ok(), "{name}: {:?}", outcome.err());
            assert_eq!(sent, 2, "{name}");
        }
        Some(kind) => {
            assert_eq!(outcome.err().map(|error| error.kind()), Some(kind), "{name}");
            assert_eq!(sent, 1, "{name}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn r1_every_row_of_the_table_holds_through_the_client() {
    let instance = super::waiting::instance("successful");
    for (name, repeatable, once) in failures() {
        let (first, expected) = repeatable();
        let (client_, transport) = client([first, ok()]);
        check(name, client_.call(get()).attempt_timeout(seconds(5)).await, expected, &transport);

        let (first, expected) = repeatable();
        let (client_, transport) = client([first, ok()]);
        check(name, client_.call(put()).attempt_timeout(seconds(5)).await, expected, &transport);

        // A POST that is declared to be repeatable.
        let (first, expected) = repeatable();
        let (client_, transport) = client([first, Reply::json(202, instance.clone())]);
        check(name, client_.call(terminate()).attempt_timeout(seconds(5)).await, expected, &transport);

        let (first, expected) = once();
        let (client_, transport) = client([first, created()]);
        check(name, client_.call(create()).await, expected, &transport);
    }
}

#[tokio::test(start_paused = true)]
async fn r1_an_unreadable_answer_is_never_asked_for_again() {
    let (client, transport) = client([Reply::json(200, "{"), ok()]);
    let error = client.call(get()).await.unwrap_err();
    assert_eq!((error.kind(), transport.left()), (ErrorKind::Decode, 1));
}

#[tokio::test(start_paused = true)]
async fn r1_a_call_that_is_dropped_sends_nothing_more() {
    let (client, transport) = client([status(503), ok()]);
    let call = async { client.call(get()).await };
    assert!(tokio::time::timeout(Duration::from_nanos(1), call).await.is_err());
    tokio::time::sleep(seconds(100)).await;
    assert_eq!((transport.requests().len(), transport.under_way()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn r2_the_pauses_are_the_seeds_own_and_below_the_doubling_bound() {
    let run = |seed| async move {
        let transport = ScriptedTransport::new((0..6).map(|_| status(503)));
        let policy = RetryPolicy::default().with_attempts(6);
        let client = builder(&transport).seed(seed).retry(policy).build().unwrap();
        client.call(get()).await.unwrap_err();
        let at: Vec<_> =
            transport.requests().iter().map(|request| request.at.as_secs_f64() * 1000.0).collect();
        at.windows(2).map(|pair| pair[1] - pair[0]).collect::<Vec<_>>()
    };
    let pauses = run(7).await;
    assert_eq!(pauses, run(7).await);
    assert_ne!(pauses, run(8).await);
    // The exact sequence, so that a change of the generator or of the formula fails.
    let mut random = fastrand::Rng::with_seed(7);
    for (pause, bound) in pauses.iter().zip([200.0, 400.0, 800.0, 1600.0, 3200.0]) {
        let expected = random.f64() * bound;
        assert!((pause - expected).abs() <= 2.0, "{pause} is not {expected}");
    }
}

#[tokio::test(start_paused = true)]
async fn r2_three_attempts_within_a_minute_are_the_default() {
    let (client_, transport) = client((0..5).map(|_| status(503)));
    client_.call(get()).await.unwrap_err();
    assert_eq!(transport.requests().len(), 3);

    // A slow server uses up the minute.
    let (client, transport) = client((0..5).map(|_| status(503).after(seconds(59))));
    client.call(get()).await.unwrap_err();
    assert_eq!(transport.requests().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn r3_retry_after_is_waited_for_in_seconds_or_until_a_date() {
    let date = httpdate::fmt_http_date(super::common::today() + seconds(9));
    for (header, least, most) in
        [("7", 7000, 7001), (date.as_str(), 9000, 9001), ("soon", 0, 200), ("0", 0, 200)]
    {
        let (client, transport) = client([status(429).header("retry-after", header), ok()]);
        client.call(get()).await.unwrap();
        let paused = transport.requests()[1].at.as_millis();
        assert!((least..=most).contains(&paused), "{header}: {paused}");
    }
}

#[tokio::test(start_paused = true)]
async fn r3_a_date_in_the_past_is_now() {
    let date = httpdate::fmt_http_date(super::common::today() - seconds(9));
    let (client, transport) = client([status(429).header("retry-after", &date), ok()]);
    client.call(get()).await.unwrap();
    assert!(transport.requests()[1].at <= Duration::from_millis(200));
}

#[tokio::test(start_paused = true)]
async fn r3_a_wait_that_does_not_fit_ends_the_call_now_and_is_told() {
    let (client_, transport) = client([status(503).header("retry-after", "30"), ok()]);
    let error = client_.call(get()).timeout(seconds(20)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(seconds(30)));
    assert_eq!(error.status().unwrap(), 503);
    let last = transport.requests().last().unwrap().at;
    assert_eq!((transport.requests().len(), last), (1, Duration::ZERO));

    // A header cannot make a client wait for hours, whatever its own limits are.
    let (client, transport) = client([status(503).header("retry-after", "86400"), ok()]);
    let patient = RetryPolicy::default().with_elapsed(Duration::MAX);
    let error = client.call(get()).timeout(None).retry(patient).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(seconds(86400)));
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn r4_an_outage_is_met_with_far_fewer_than_three_times_the_requests() {
    let transport = ScriptedTransport::answering(|_| status(503));
    let client = builder(&transport).build().unwrap();
    let clone = client.clone();
    for _ in 0..50 {
        client.call(get()).await.unwrap_err();
        clone.call(get()).await.unwrap_err();
    }
    // One hundred calls, and the twenty retries that had been saved up.
    assert_eq!(transport.requests().len(), 120);
}

#[tokio::test(start_paused = true)]
async fn r4_successes_earn_retries_back() {
    let transport = ScriptedTransport::answering({
        let mut count = 0;
        move |_| {
            count += 1;
            if (121..=125).contains(&count) { ok() } else { status(503) }
        }
    });
    let client = builder(&transport).build().unwrap();
    for _ in 0..100 {
        client.call(get()).await.unwrap_err();
    }
    for _ in 0..5 {
        client.call(get()).await.unwrap();
    }
    client.call(get()).await.unwrap_err();
    assert_eq!(transport.requests().len(), 120 + 5 + 2);
}

#[tokio::test(start_paused = true)]
async fn r5_a_body_that_cannot_be_replayed_is_sent_once() {
    use saltant_core::Body;
    for (upload, attempts) in [
        (Body::once(Body::from("data")), 1),
        (Body::replayable(|| Body::once(Body::from("data"))), 2),
        (Body::from("data"), 2),
    ] {
        let (client, transport) = client([status(503), ok()]);
        let outcome = client.call(super::stream::Send::new(upload)).await;
        // The error is the server's own, not one about the body.
        let status = outcome.err().map(|error| error.status().unwrap().as_u16());
        assert_eq!(status, (attempts == 1).then_some(503));
        let requests = transport.requests();
        assert_eq!(requests.len(), attempts);
        assert!(requests.iter().all(|request| request.body == "data"), "{requests:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn r6_the_error_lists_the_attempts() {
    let (client_, _) = client([Reply::fail(Phase::Connect), status(502).after(seconds(2)), Reply::hang()]);
    let error = client_.call(get()).attempt_timeout(seconds(4)).await.unwrap_err();
    let attempts: Vec<_> = error
        .attempts()
        .iter()
        .map(|attempt| (attempt.outcome.as_str(), attempt.elapsed.as_secs()))
        .collect();
    assert_eq!(
        attempts,
        [
            ("no connection could be made: scripted", 0),
            ("502 Bad Gateway", 2),
            ("no complete answer within 4 s", 4)
        ]
    );
    assert!(error.to_string().contains("(3 attempts)"), "{error}");

    // An unreadable answer lists them too, and so does a success.
    let (client_, _) = client([status(502), Reply::json(200, "{")]);
    assert_eq!(client_.call(get()).await.unwrap_err().attempts().len(), 2);
    let (client_, _) = client([status(502), ok()]);
    assert_eq!(client_.call(get()).with_response().await.unwrap().attempts.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn r6_each_attempt_is_observed() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let transport =
        ScriptedTransport::new([Reply::fail(Phase::Connect), status(502).after(seconds(2)), ok()]);
    let note = seen.clone();
    let client = builder(&transport)
        .observer(move |observation: &Observation<'_>| {
            let Observation { operation, attempt, status, elapsed, outcome, .. } = *observation;
            let status = status.map(|status| status.as_u16());
            note.lock().unwrap().push((operation, attempt, status, elapsed.as_secs(), outcome.to_owned()));
        })
        .build()
        .unwrap();
    client.call(get()).await.unwrap();
    let name = "saltant.task_queues.get";
    assert_eq!(
        *seen.lock().unwrap(),
        [
            (name, 1, None, 0, "no connection could be made: scripted".to_owned()),
            (name, 2, Some(502), 2, "502 Bad Gateway".to_owned()),
            (name, 3, Some(200), 0, "200 OK".to_owned()),
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn r7_one_layer_retries_and_it_can_be_switched_off() {
    let (client_, transport) = client([status(503), ok()]);
    client_.call(get()).retry(RetryPolicy::never()).await.unwrap_err();
    assert_eq!(transport.requests().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn r8_whatever_is_no_clear_refusal_leaves_the_outcome_open() {
    let open = || {
        let statuses = [101, 300, 301, 302, 303, 304, 307, 308, 408, 499, 500, 502, 503, 504, 999];
        let redirects = statuses.map(|code| status(code).header("location", "https://elsewhere.test/"));
        let broken = [Reply::json(200, "{"), Reply::json(200, "<html>"), Reply::fail(Phase::Body)];
        redirects.into_iter().chain(broken).chain([Reply::fail(Phase::Sent), Reply::hang()])
    };
    let settled = || {
        let statuses = [400, 401, 403, 404, 405, 409, 410, 422, 425, 429].map(status);
        statuses.into_iter().chain([Reply::fail(Phase::Certificate), Reply::fail(Phase::Connect)])
    };
    let never = RetryPolicy::never();
    let one = |reply| builder(&ScriptedTransport::new([reply])).retry(never).build().unwrap();
    for (replies, expected) in [(open().collect::<Vec<_>>(), true), (settled().collect(), false)] {
        for reply in replies {
            let line = format!("{reply:?}");
            let error = one(reply).call(create()).await.unwrap_err();
            assert_eq!(error.may_have_happened(), expected, "{line}: {error}");
            let texts =
                ["the request may have taken effect", "it is not known whether the request took effect"];
            let says_so = texts.iter().any(|text| error.to_string().contains(text));
            assert_eq!(says_so, expected, "{line}: {error}");
        }
    }
    for reply in open() {
        assert!(one(reply).call(put()).await.unwrap_err().may_have_happened());
    }
    for reply in open() {
        assert!(one(reply).call(terminate()).await.unwrap_err().may_have_happened());
    }
    for reply in open().filter(|reply| !format!("{reply:?}").contains("30")) {
        let error = one(reply).call(get()).await.unwrap_err();
        assert!(!error.may_have_happened(), "it only reads: {error}");
    }
}

#[tokio::test(start_paused = true)]
async fn r8_an_earlier_attempt_that_was_lost_leaves_the_outcome_open() {
    let (client_, _) = client([Reply::fail(Phase::Sent), status(409)]);
    let error = client_.call(put()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "saltant.task_queues.put: 409 Conflict: no (2 attempts); the request may have taken effect"
    );
    assert!(error.may_have_happened() && error.is_conflict());
    // An attempt that sent nothing, or that was refused, leaves nothing open.
    let (client_, _) = client([Reply::fail(Phase::Connect), status(429), status(409)]);
    assert!(!client_.call(create()).await.unwrap_err().may_have_happened());
}

#[tokio::test(start_paused = true)]
async fn r8_a_refusal_whose_body_drips_is_that_refusal() {
    use super::common::{pieces, slow};
    let drip = || pieces((0..10_000).map(|_| (seconds(5), Ok(" "))));
    let (client, _) = client([slow(400, drip())]);
    let begun = tokio::time::Instant::now();
    let error = client.call(create()).await.unwrap_err();
    assert!(error.is_invalid() && !error.may_have_happened(), "{error:?}");
    assert!(begun.elapsed() <= seconds(31), "{:?}", begun.elapsed());
}
