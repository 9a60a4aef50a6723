//! Runs an example against a server that it starts: `cargo run -p saltant-examples -- first_job`.
//!
//! Each example is a whole program. To use one, copy its file to `src/main.rs` of a project of your own.

mod agave_actor;
mod agave_app_and_job;
mod agave_first_client;
mod agave_many_jobs;
mod agave_metadata;
mod agave_mirror;
mod agave_share;
mod agave_upload;
mod astakos_commission;
mod astakos_membership;
mod astakos_project;
mod astakos_quota_report;
mod astakos_settle;
mod astakos_users;
mod blocking;
mod call_by_name;
mod cancel;
mod clone_failed;
mod connection_check;
mod edit_queue;
mod ensure_setup;
mod errors;
mod filters;
mod first_job;
mod graceful_shutdown;
mod inmanta_deploy;
mod inmanta_dry_run;
mod inmanta_environments;
mod inmanta_export;
mod inmanta_recompile;
mod kept_tokens;
mod logs;
mod many_at_a_time;
mod metrics_prometheus;
mod nightly_report;
mod own_operation;
mod own_transport;
mod rate_limit;
mod raw_request;
mod record_replay;
mod request_preview;
mod resume_pages;
mod scene;
mod scripted_test;
mod submit_csv;
mod submit_once;
mod test_with_faults;
mod time_limits;
mod vantage6_encrypted_task;
mod vantage6_failed_runs;
mod vantage6_federated_average;
mod vantage6_kept_session;
mod vantage6_mfa_login;
mod vantage6_overview;
mod vantage6_rust_algorithm;
mod wait_progress;

use std::error::Error;
use std::process::ExitCode;

use scene::Scene;

/// An example: its name, its source, the server that it needs and its function.
struct Example {
    name: &'static str,
    source: &'static str,
    scene: Scene,
    main: fn() -> Result<(), Box<dyn Error>>,
}

macro_rules! examples {
    ($($scene:ident: $($name:ident),+;)+) => {
        &[$($(Example {
            name: stringify!($name),
            source: include_str!(concat!(stringify!($name), ".rs")),
            scene: Scene::$scene,
            main: $name::main,
        }),+),+]
    };
}

const EXAMPLES: &[Example] = examples! {
    Saltant: first_job, submit_csv, nightly_report, many_at_a_time, wait_progress, cancel, clone_failed,
        ensure_setup, edit_queue, filters, resume_pages, errors, connection_check, time_limits, kept_tokens,
        call_by_name, raw_request, own_operation, request_preview, blocking, own_transport, metrics_prometheus,
        logs, record_replay, graceful_shutdown;
    Own: submit_once, test_with_faults, scripted_test, rate_limit;
    Vantage6: vantage6_federated_average, vantage6_encrypted_task, vantage6_failed_runs, vantage6_kept_session,
        vantage6_overview;
    TwoFactor: vantage6_mfa_login;
    Own: vantage6_rust_algorithm;
    Inmanta: inmanta_environments, inmanta_recompile, inmanta_dry_run, inmanta_deploy, inmanta_export;
    Agave: agave_first_client, agave_upload, agave_mirror, agave_app_and_job, agave_many_jobs, agave_actor,
        agave_metadata, agave_share;
    Astakos: astakos_quota_report, astakos_project, astakos_membership, astakos_commission, astakos_settle,
        astakos_users;
};

impl Example {
    /// What the example shows: the first line of its doc.
    fn about(&self) -> &'static str {
        self.source.lines().next().unwrap_or_default().trim_start_matches("//! ")
    }

    /// The example's row in the README's table.
    fn row(&self) -> String {
        let Self { name, scene, .. } = self;
        format!("| [`{name}`]({name}.rs) | {} | {} |", self.about(), scene.service(name))
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (name, own_server) = match words[..] {
        ["--table"] => {
            for example in EXAMPLES {
                println!("{}", example.row());
            }
            return ExitCode::SUCCESS;
        }
        ["--own-server", name] => (name, true),
        [name] => (name, false),
        _ => {
            println!("Usage: saltant-examples [--own-server] NAME\n");
            for example in EXAMPLES {
                println!("  {:<27} {}", example.name, example.about());
            }
            println!("\nWith --own-server, the example uses the server that the environment names.");
            return ExitCode::SUCCESS;
        }
    };
    let Some(example) = EXAMPLES.iter().find(|example| example.name == name) else {
        eprintln!("there is no example `{name}`; without arguments, all are listed");
        return ExitCode::from(2);
    };
    match if own_server { (example.main)() } else { example.scene.run(name) } {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("because: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}
