use super::*;

fn exact() -> WaitPolicy {
    WaitPolicy::default().with_jitter(0.0)
}

#[test]
fn w2_each_setter_sets_its_own_part_and_keeps_the_others() {
    let [first, longest, deadline] = [1, 2, 3].map(Duration::from_secs);
    let wanted = WaitPolicy { first, growth: 1.5, longest, jitter: 0.5, deadline, tolerance: 9 };
    let policy = WaitPolicy::within(deadline).with_tolerance(9).with_jitter(0.5).with_pauses(first, longest);
    assert_eq!(policy, wanted);
    assert_eq!(policy.with_deadline(first), WaitPolicy { deadline: first, ..wanted });
    let steady = WaitPolicy { first: longest, growth: 1.0, ..wanted };
    assert_eq!(policy.every(longest), steady);
    assert_eq!(policy.with_jitter(-1.0), WaitPolicy { jitter: 0.0, ..wanted });
    assert_eq!(policy.with_jitter(2.0), WaitPolicy { jitter: 1.0, ..wanted });
}

#[test]
fn each_end_of_a_wait_is_told_from_the_others() {
    use std::error::Error as _;
    let what = String::new();
    let deadline =
        WaitError::<()>::Deadline { what: what.clone(), last: None, state: None, waited: Duration::ZERO };
    let failed = WaitError::Failed { what: what.clone(), last: (), state: "failed".to_owned() };
    let poll =
        WaitError::<()>::Poll { what, last: None, state: None, error: Error::new(ErrorKind::Connect, "no") };
    let kinds = [&deadline, &failed, &poll]
        .map(|error| (error.is_deadline(), error.is_failed(), error.source().is_some()));
    assert_eq!(kinds, [(true, false, false), (false, true, false), (false, false, true)]);
}

#[test]
fn w2_the_interval_grows_up_to_the_longest() {
    let mut waiter = Waiter::new(exact()).unwrap();
    let pauses: Vec<_> = (0..13)
        .map(|_| match waiter.in_progress(Duration::ZERO, 0.5) {
            Step::Pause(pause) => pause.as_millis(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(pauses[..5], [1000, 1500, 2250, 3375, 5062]);
    assert_eq!(pauses[11..], [60_000, 60_000]);
}

#[test]
fn w2_the_last_poll_is_at_the_deadline_and_then_it_ends() {
    let mut waiter = Waiter::new(exact().with_deadline(Duration::from_millis(1700))).unwrap();
    assert_eq!(waiter.in_progress(Duration::ZERO, 0.5), Step::Pause(Duration::from_secs(1)));
    assert_eq!(waiter.in_progress(Duration::from_secs(1), 0.5), Step::Pause(Duration::from_millis(700)));
    assert_eq!(waiter.in_progress(Duration::from_millis(1700), 0.5), Step::Deadline);
}

#[test]
fn w2_jitter_spreads_the_pauses_around_the_interval() {
    let pause =
        |random| match Waiter::new(exact().with_jitter(0.1)).unwrap().in_progress(Duration::ZERO, random) {
            Step::Pause(pause) => pause.as_millis(),
            other => panic!("{other:?}"),
        };
    assert_eq!([pause(0.0), pause(0.5), pause(1.0)], [950, 1000, 1050]);
}

#[test]
fn w3_some_failed_polls_in_a_row_are_tolerated() {
    let transient = Error::new(ErrorKind::Connect, "refused");
    let mut waiter = Waiter::new(exact().with_tolerance(2)).unwrap();
    for _ in 0..3 {
        assert!(matches!(waiter.failed(&transient, Duration::ZERO, 0.5), Step::Pause(_)));
        assert!(matches!(waiter.failed(&transient, Duration::ZERO, 0.5), Step::Pause(_)));
        assert!(matches!(waiter.in_progress(Duration::ZERO, 0.5), Step::Pause(_)));
    }
    waiter.failed(&transient, Duration::ZERO, 0.5);
    waiter.failed(&transient, Duration::ZERO, 0.5);
    assert_eq!(waiter.failed(&transient, Duration::ZERO, 0.5), Step::GiveUp);
}

#[test]
fn w3_a_server_that_says_when_to_come_back_is_obeyed() {
    let busy = Error::new(ErrorKind::Connect, "busy").with_retry_after(Some(Duration::from_secs(40)));
    let mut waiter = Waiter::new(exact().with_deadline(Duration::from_secs(60))).unwrap();
    let failed = |waiter: &mut Waiter, at| waiter.failed(&busy, Duration::from_secs(at), 0.5);
    assert_eq!(failed(&mut waiter, 0), Step::Pause(Duration::from_secs(40)));
    assert_eq!(failed(&mut waiter, 41), Step::Pause(Duration::from_secs(19)));
    assert_eq!(failed(&mut waiter, 60), Step::Deadline);
}

#[test]
fn w2_a_poll_has_what_is_left_but_never_no_time() {
    let waiter = Waiter::new(exact().with_deadline(Duration::from_secs(60))).unwrap();
    let within = |elapsed| waiter.poll_limit(Duration::from_secs(elapsed)).as_secs();
    assert_eq!([within(0), within(45), within(60), within(1000)], [60, 15, 1, 1]);
}

#[test]
fn w3_a_failure_that_will_not_pass_ends_the_wait_at_once() {
    let lasting = Error::new(ErrorKind::Auth, "bad token");
    assert_eq!(Waiter::new(exact()).unwrap().failed(&lasting, Duration::ZERO, 0.5), Step::GiveUp);
}

#[test]
fn w4_the_operation_the_id_and_the_last_state_are_in_the_error() {
    let (what, state) = (|| "service.get id=7".to_owned(), |word: &str| Some(word.to_owned()));
    let error = WaitError::Failed { what: what(), last: 7, state: "failed".to_owned() };
    assert_eq!((error.last(), error.to_string().as_str()), (Some(&7), "service.get id=7: ended as failed"));
    let waited = Duration::from_secs(90);
    let error = WaitError::Deadline { what: what(), last: Some(7), state: state("running"), waited };
    assert!(error.is_deadline());
    let says = "service.get id=7: not finished after 90 s; its last state was running";
    assert_eq!((error.to_string().as_str(), error.into_last()), (says, Some(7)));
    let cause = || Error::new(ErrorKind::Connect, "refused");
    let error = WaitError::Poll { what: what(), last: Some(7), state: state("running"), error: cause() };
    let says = "service.get id=7: its state could not be read; its last state was running";
    assert_eq!(error.to_string(), says);
    let says = "service.get: its state could not be read";
    assert_eq!(WaitError::<u8>::from(cause().with_operation("service.get")).to_string(), says);
}

#[test]
fn w9_a_pause_of_nothing_is_refused() {
    for policy in [
        exact().every(Duration::ZERO),
        exact().every(Duration::from_micros(999)),
        exact().with_pauses(Duration::from_secs(1), Duration::ZERO),
    ] {
        assert_eq!(Waiter::new(policy).unwrap_err().kind(), ErrorKind::Usage, "{policy:?}");
    }
}

#[test]
fn w9_absurd_pauses_and_factors_neither_panic_nor_poll_without_a_pause() {
    let policy = |first, growth, jitter| WaitPolicy {
        growth,
        jitter,
        ..WaitPolicy::within(Duration::MAX).with_pauses(first, Duration::MAX)
    };
    for factor in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -1.0, 0.0] {
        for first in [Duration::MAX, Duration::from_millis(1)] {
            let mut waiter = Waiter::new(policy(first, factor, factor)).unwrap();
            for random in [0.0, 0.5, 1.0] {
                let step = waiter.in_progress(Duration::ZERO, random);
                assert!(matches!(step, Step::Pause(pause) if !pause.is_zero()), "{factor} {step:?}");
            }
        }
    }
}
