//! Ten thousand faults at random: what a client reports as not carried out was not carried out.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use saltant_core::saltant::CloneTaskInstance;
use saltant_core::types::saltant::Executable;
use saltant_core::{Error, Phase};
use saltant_http::testing::{Reply, ScriptedTransport, SentRequest, TestClock};

use super::common::{UUID, seconds, slow, status, terminate, today};
use super::waiting::instance;

/// What the server has carried out.
#[derive(Debug, Default)]
struct World {
    created: Vec<String>,
    terminated: u32,
}

/// Whether a request is carried out, and the answer to it.
struct Fate {
    delay: Option<Duration>,
    reply: Reply,
}

/// A fate by chance. A server that refuses in clear words has done nothing; with all else it may have.
fn fate(random: &mut fastrand::Rng, good: impl Fn() -> Reply) -> Fate {
    let delay = if random.bool() { Some(Duration::ZERO) } else { None };
    // An answer that is lost, and a request that is still on its way.
    let late = Some(Duration::from_millis(random.u64(0..20_000)));
    let body = instance("created");
    let cut = || [(Duration::ZERO, Ok("{\"uuid\": ")), (Duration::ZERO, Err("reset"))];
    let (delay, reply) = match random.u32(0..20) {
        0..=2 => (Some(Duration::ZERO), good()),
        3 => (None, status(*random.choice(&[400, 401, 403, 404, 409, 413, 422]).unwrap_or(&400))),
        4 => (None, status(*random.choice(&[425, 429]).unwrap_or(&429))),
        5 => (None, Reply::fail(Phase::Connect)),
        6 => (None, Reply::fail(Phase::Certificate)),
        7 | 8 => (late, Reply::fail(Phase::Sent)),
        9 => (delay, Reply::fail(Phase::Sent)),
        10 => (delay, Reply::hang()),
        11 => (delay, Reply::json(201, &body[..40])),
        12 => (delay, Reply::json(200, "<html>")),
        13 => (delay, slow(201, super::common::pieces(cut()))),
        14 => (delay, slow(503, super::common::pieces(cut()))),
        15 => (delay, status(random.u16(500..=511))),
        16 => (delay, status(*random.choice(&[101, 408, 499, 600, 999]).unwrap_or(&999))),
        17 => (delay, status(*random.choice(&[300, 304, 305, 307, 308]).unwrap_or(&300))),
        18 => (delay, status(303).header("location", "/api/elsewhere/")),
        _ => {
            (delay, status(*random.choice(&[301, 302]).unwrap_or(&302)).header("location", "https://x.test/"))
        }
    };
    Fate { delay, reply: reply.after(Duration::from_millis(random.u64(0..500))) }
}

/// A server with a bad day.
fn server(world: &Arc<Mutex<World>>, seed: u64) -> ScriptedTransport {
    let world = world.clone();
    let mut random = fastrand::Rng::with_seed(seed);
    ScriptedTransport::answering(move |request| {
        if request.method == "GET" {
            return match random.u32(0..10) {
                0 => status(403),
                1 => Reply::fail(Phase::Sent),
                _ => list(&world.lock().unwrap().created, request),
            };
        }
        let Fate { delay, reply } = fate(&mut random, || Reply::json(201, instance("created")));
        if let Some(delay) = delay {
            carry_out(&world, request, delay);
        }
        reply
    })
}

fn carry_out(world: &Arc<Mutex<World>>, request: &SentRequest, delay: Duration) {
    let is_terminate = request.uri.path().ends_with("/terminate/");
    let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let name = body["name"].as_str().unwrap_or("clone").to_owned();
    let world = world.clone();
    let work = move || {
        let mut world = world.lock().unwrap();
        if is_terminate { world.terminated += 1 } else { world.created.insert(0, name) }
    };
    if delay.is_zero() {
        return work();
    }
    tokio::spawn(async move {
        tokio::time::sleep(delay).await;
        work();
    });
}

/// The instances whose name has the end that is asked for.
fn list(names: &[String], request: &SentRequest) -> Reply {
    let query = request.uri.query().unwrap_or_default();
    let end = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "name__endswith");
    let end = end.map(|(_, end)| end.into_owned()).unwrap_or_default();
    let found = names.iter().filter(|name| name.ends_with(&end));
    let found: Vec<_> =
        found.map(|name| instance("created").replace("\"n\"", &format!("{name:?}"))).collect();
    Reply::json(200, format!(r#"{{"count": {}, "results": [{}]}}"#, found.len(), found.join(",")))
}

/// What the ten thousand calls came to.
#[derive(Debug, Default)]
struct Tally {
    done: u32,
    /// Reported as not carried out.
    settled: u32,
    /// Reported as open.
    open: u32,
}

impl Tally {
    /// Compares a report with what the server has done.
    fn add<T>(&mut self, outcome: Result<T, Error>, happened: bool, case: &str) {
        match outcome {
            Ok(_) => {
                assert!(happened, "{case}: reported as done");
                self.done += 1;
            }
            Err(error) if error.may_have_happened() => self.open += 1,
            Err(error) => {
                assert!(!happened, "{case}: reported as not carried out: {error}");
                self.settled += 1;
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn r8_of_ten_thousand_faults_none_that_took_effect_is_reported_as_without_effect() {
    use saltant::CreateTaskInstance;
    let mut tallies: [Tally; 4] = Default::default();
    for seed in 0..10_000 {
        let world = Arc::<Mutex<World>>::default();
        let transport = server(&world, seed);
        let client = saltant::Client::builder("https://saltant.test/api")
            .transport(transport.clone())
            .clock(TestClock::starting_at(today()))
            .seed(seed)
            .build()
            .unwrap();
        let instances = client.executable_task_instances();
        let create = || CreateTaskInstance::<Executable>::new(2, 1).name("n");
        let kind = usize::try_from(seed % 4).unwrap();
        let case = format!("seed {seed}");
        let outcome = match kind {
            0 => client.call(create()).await.map(drop),
            1 => instances.submit_once(create()).await.map(drop),
            2 => client.call(CloneTaskInstance::<Executable>::new(UUID)).await.map(drop),
            _ => client.call(terminate()).await.map(drop),
        };
        // Until the last request has arrived.
        tokio::time::sleep(seconds(30)).await;
        let world = world.lock().unwrap();
        if matches!(kind, 0 | 2) {
            assert!(world.created.len() <= 1, "{case}: created {} times", world.created.len());
        }
        let happened = !world.created.is_empty() || world.terminated > 0;
        tallies[kind].add(outcome, happened, &case);
    }
    for tally in &tallies {
        assert!(tally.done > 300 && tally.settled > 100 && tally.open > 200, "{tallies:?}");
    }
}
