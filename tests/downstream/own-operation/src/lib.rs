//! Operations that a program describes itself, and a service of its own. `saltant` is the only dependency.

use saltant::core::{Answer, ApiError, Service};
use saltant::saltant::{Paging, TaskQueue, TaskQueueId, Username};
use saltant::{Client, Error, Map, Operation, Value};

/// Lists the queues of an owner.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_queues.of_owner", GET "taskqueues/", page of TaskQueue by id)]
pub struct ListQueuesOfOwner {
    /// The owner's name.
    #[query = "user__username"]
    pub owner: Username,
    /// Which page, and how many queues on it.
    #[page]
    pub paging: Paging,
}

/// Switches a queue on or off.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.task_queues.switch", PATCH "taskqueues/{id}/", output = TaskQueue)]
#[operation(effect = Idempotent)]
pub struct SwitchQueue {
    /// The queue's id.
    #[segment]
    pub id: TaskQueueId,
    /// Whether the queue takes anything at all.
    #[json]
    pub active: bool,
}

/// Switches off all queues of an owner, and returns their names.
pub async fn close_queues_of(client: &Client, owner: &str) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for queue in client.call(ListQueuesOfOwner::new(owner)).items().all().await? {
        names.push(client.call(SwitchQueue::new(queue.id, false)).await?.name);
    }
    Ok(names)
}

/// A service that saltant knows nothing about.
#[derive(Clone, Copy, Debug)]
pub struct Weather;

impl Service for Weather {
    const NAME: &'static str = "weather";

    fn read_error(answer: &Answer) -> ApiError {
        ApiError::new(String::from_utf8_lossy(answer.body()))
    }
}

/// Gets the weather of a place.
#[derive(Clone, Debug, Operation)]
#[operation("weather.get", GET "places/{place}", output = Map<String, Value>, service = Weather)]
pub struct GetWeather {
    /// The place's name.
    #[segment]
    pub place: String,
    /// The unit of temperatures: `c` by default.
    #[query]
    pub unit: Option<String>,
}

#[cfg(test)]
mod tests {
    use saltant::core::Paged;
    use saltant::core::http::Response;

    use super::*;

    fn line(operation: &impl Operation) -> String {
        let request = operation.to_request(&"https://example.org/api".parse().unwrap()).unwrap();
        let body = request.body().as_bytes().map(|body| String::from_utf8_lossy(body).into_owned());
        format!("{} {} {}", request.method(), request.uri(), body.unwrap_or_default())
    }

    #[test]
    fn an_operation_needs_only_the_facade() {
        assert_eq!(
            line(&SwitchQueue::new(7, false)),
            r#"PATCH https://example.org/api/taskqueues/7/ {"active":false}"#
        );
        assert_eq!(
            line(&GetWeather::new("a/b").unit("f")),
            "GET https://example.org/api/places/a%2Fb?unit=f "
        );
        let answer = Response::builder().status(404).body("no such place".into()).unwrap();
        let error = GetWeather::new("x").read(&answer).unwrap_err();
        assert_eq!(error.to_string(), "weather.get: 404 Not Found: no such place");
    }

    #[test]
    fn a_list_pages_as_the_lists_of_its_service_do() {
        let list = ListQueuesOfOwner::new("matt").paging(Paging::new().page_size(50));
        let answer = r#"{"count": 51, "next": "http://elsewhere/?page=2", "previous": null, "results": []}"#;
        let page = list.read(&Response::new(answer.into())).unwrap();
        let next = list.next(&page).unwrap();
        assert_eq!(
            line(&next),
            "GET https://example.org/api/taskqueues/?user__username=matt&page=2&page_size=50 "
        );
    }
}
