//! The classes of answers that these tests see, for the comparison with the recorded ones.
//!
//! `UPDATE_CLASSES=1 cargo test -p saltant-dev-server --test agave classes` rewrites `classes.toml`.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::Value;

use super::{actors, broken, files, jobs, records, refusals, sign_in, systems};
use crate::agave_class::agave_class;
use crate::http::{Answer, Request};

thread_local! {
    static SEEN: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// Notes the class of an answer that a test on this thread has got.
pub(crate) fn note(request: &Request, answer: &Answer) {
    let path = request.target.split('?').next().unwrap_or_default();
    let is_json = answer.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    let json: Option<Value> = is_json.then(|| answer.json());
    let body = match &json {
        Some(json) => Some(Ok(json)),
        None if answer.text.is_empty() => None,
        None => Some(Err(())),
    };
    let class = agave_class(&request.method, path, answer.status, body);
    SEEN.with_borrow_mut(|seen| seen.insert(class));
}

#[test]
fn the_table_has_the_classes_of_all_answers_in_these_tests() {
    for test in [
        actors::a_message_runs_the_image_with_the_environment_of_abaco,
        actors::messages_are_texts_objects_or_bytes,
        actors::state_lasts_from_one_execution_to_the_next,
        actors::a_running_execution_is_halted_and_others_wait_for_a_worker,
        actors::an_image_without_a_program_is_an_error_until_the_actor_gets_another,
        actors::permissions_nonces_and_aliases_let_others_in,
        files::a_file_is_uploaded_listed_downloaded_and_deleted,
        files::directories_are_made_renamed_moved_and_copied,
        files::permissions_are_granted_on_files_and_on_everything_in_a_directory,
        jobs::a_job_goes_through_all_states_and_its_outputs_are_archived,
        jobs::a_running_job_is_stopped_with_its_processes_and_may_be_submitted_again,
        jobs::submissions_are_checked_against_the_app,
        jobs::apps_are_listed_shared_published_and_cloned,
        jobs::jobs_are_searched_shared_and_kept_in_a_state,
        jobs::notifications_are_posted_to_this_machine_once_or_every_time,
        records::metadata_is_found_by_queries_among_what_the_caller_may_read,
        records::values_conform_to_their_schema,
        sign_in::a_refresh_token_works_once_and_ends_the_old_access_token,
        sign_in::tokens_expire_and_the_fault_is_json_or_xml,
        sign_in::the_gateway_answers_for_missing_credentials_and_unknown_paths,
        sign_in::clients_show_their_secret_once_keep_their_key_and_lose_their_tokens,
        sign_in::profiles_are_found_by_name_and_shaped_by_the_query,
        systems::secrets_of_systems_are_never_answered,
        systems::roles_open_a_system_to_others,
        systems::registrations_are_checked_and_posting_again_changes,
        refusals::what_does_not_exist_is_said_so,
        refusals::bodies_that_cannot_be_read_are_refused,
        refusals::permissions_are_listed_granted_and_taken_back_everywhere,
        refusals::credentials_are_answered_at_every_level,
        refusals::answers_are_naked_on_request,
        refusals::every_list_is_answered,
        refusals::what_the_caller_may_not_do_is_refused,
        refusals::single_things_are_answered_and_naked_too,
        refusals::faults_of_the_gateway_come_before_every_service,
        broken::answers_of_proxies_and_broken_servers_are_given_by_faults,
    ] {
        test();
    }
    let mut text = String::from(
        "# The classes of the answers that the tests of Agave's dev server see. The test program `agave` writes\n\
         # this file and checks it; the rule of the classes is in ../support/agave_class.rs.\n",
    );
    SEEN.with_borrow(|seen| {
        for class in seen {
            writeln!(text, "\n[[class]]\nid = {}", toml::Value::String(class.clone())).unwrap();
        }
    });
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agave/classes.toml");
    if std::env::var_os("UPDATE_CLASSES").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == text, "{} is out of date: run this test with UPDATE_CLASSES=1", path.display());
}

#[test]
fn what_is_said_to_be_unreproduced_is_not_in_the_table() {
    let read = |name: &str| -> toml::Table {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/agave").join(name);
        std::fs::read_to_string(path).unwrap().parse().unwrap()
    };
    let (seen, unreproduced) = (read("classes.toml"), read("unreproduced.toml"));
    let seen: BTreeSet<&str> =
        seen["class"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    for row in unreproduced["class"].as_array().unwrap() {
        assert!(!row["reason"].as_str().unwrap().is_empty());
        for id in row["ids"].as_array().unwrap() {
            assert!(!seen.contains(id.as_str().unwrap()), "{id} is reproduced");
        }
    }
}
