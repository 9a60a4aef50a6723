//! Arguments that are texts take `&str`, `&String` and `String` alike, in every service.

use saltant::agave::{self, ActorMessage, JobRequest, NumberOrText, SearchJobs};
use saltant::astakos::{self, AuthTokens, IssueOneCommission, ProjectProvision};
use saltant::inmanta;
use saltant::saltant::{ContainerType, CreateTaskQueue};
use saltant::vantage6;
use saltant_types::{Secret, Settable};

/// What an argument `impl Into<T>` takes.
fn takes_texts<T>()
where
    T: for<'t> From<&'t str> + for<'t> From<&'t String> + From<String>,
{
}

#[test]
fn every_kind_of_text_takes_them_alike() {
    takes_texts::<String>();
    takes_texts::<Secret>();
    takes_texts::<Settable<String>>();
    // One id and one word of each service: all are made by the same macros.
    takes_texts::<agave::JobId>();
    takes_texts::<agave::JobState>();
    takes_texts::<NumberOrText>();
    takes_texts::<ActorMessage>();
    takes_texts::<astakos::ProjectId>();
    takes_texts::<astakos::Policy>();
    takes_texts::<inmanta::AgentName>();
    takes_texts::<inmanta::AgentAction>();
    takes_texts::<ContainerType>();
    takes_texts::<vantage6::Database>();
    takes_texts::<vantage6::RunStatus>();
}

#[test]
fn a_borrowed_string_is_an_argument_as_it_is() {
    let name = "name".to_owned();
    let client = agave::Client::new("https://h", &name).unwrap();
    let _ = client.jobs().get(&name);
    let _ = client.jobs().list_outputs(agave::ListJobOutputs::new(&name).file_path(&name));
    let _ = client.jobs().search(SearchJobs::new(&name, &name));
    let _ = JobRequest::new().app_id(&name).name(&name).max_run_time(&name);
    let _ = client.actors().send_message(agave::SendMessage::new(&name, &name));
    let client = astakos::Client::builder(&*name);
    let _ = client.credential(AuthTokens::new().user(&name).service(&name));
    let _ = IssueOneCommission::new(&name, [ProjectProvision::new(&name, &name, 1)]).name(&name);
    let _ = CreateTaskQueue::new(&name).description(&name);
}
