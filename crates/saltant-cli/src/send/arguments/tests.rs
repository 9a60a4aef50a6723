use saltant::catalog;
use serde_json::json;

use super::*;

fn made(name: &str, texts: &[&str]) -> Result<Made, String> {
    let texts: Vec<_> = texts.iter().map(|text| (*text).to_owned()).collect();
    let pairs = pairs(&texts).map_err(|failure| format!("{failure:?}"))?;
    let entry = catalog::find(name).unwrap();
    let made = crate::runtime::client(operation(entry, Map::new(), &pairs));
    made.map_err(|failure| format!("{failure:?}"))
}

fn read(name: &str, texts: &[&str]) -> Result<Value, String> {
    made(name, texts).map(|made| Value::Object(made.arguments))
}

#[test]
fn the_type_of_the_argument_decides_how_a_value_is_read() {
    let queue = "saltant.task_queues.create";
    assert_eq!(
        read(queue, &["name=7", "description=true", "private=true", "whitelists=[1, 2]"]),
        Ok(json!({"name": "7", "description": "true", "private": true, "whitelists": [1, 2]}))
    );
    assert_eq!(read("saltant.users.get", &["username=42"]), Ok(json!({"username": "42"})));
    assert_eq!(read("saltant.task_queues.get", &["id=42"]), Ok(json!({"id": 42})));
    assert_eq!(read(queue, &["name=a=b"]), Ok(json!({"name": "a=b"})));
}

#[test]
fn a_repeated_name_makes_a_list_and_a_list_can_have_one_item() {
    let queue = "saltant.task_queues.create";
    let list = |ids: Value| Ok(json!({"name": "q", "whitelists": ids}));
    assert_eq!(read(queue, &["name=q", "whitelists=1", "whitelists=2"]), list(json!([1, 2])));
    assert_eq!(read(queue, &["name=q", "whitelists=1"]), list(json!([1])));
    assert_eq!(
        read("saltant.executable_task_types.create", &["name=n", "command_to_run=c", "required_arguments=a"]),
        Ok(json!({"name": "n", "command_to_run": "c", "required_arguments": ["a"]}))
    );
}

#[test]
fn keys_of_an_object_are_set_one_by_one() {
    let list = "saltant.executable_task_instances.list";
    assert_eq!(
        read(list, &["filters.state=failed", "filters.name__startswith=007", "filters.task_type__in=[1,2]"]),
        Ok(json!({"filters": {"state": "failed", "name__startswith": "007", "task_type__in": [1, 2]}}))
    );
    let create = "saltant.executable_task_instances.create";
    let given = ["task_type=1", "task_queue=2", "arguments.n=3", "arguments.word=hi", "arguments.s:=\"4\""];
    assert_eq!(
        read(create, &given),
        Ok(json!({"task_type": 1, "task_queue": 2, "arguments": {"n": 3, "word": "hi", "s": "4"}}))
    );
}

#[test]
fn a_key_that_is_given_twice_makes_a_list_or_is_refused() {
    let list = "saltant.executable_task_instances.list";
    assert_eq!(
        read(list, &["filters.state=failed", "filters.state=running"]),
        Ok(json!({"filters": {"state__in": ["failed", "running"]}}))
    );
    assert_eq!(
        read("inmanta.resource_list", &["filter.status=deployed", "filter.status=failed"]),
        Ok(json!({"filter": {"status": ["deployed", "failed"]}}))
    );
    let error = |name, texts: &[&str]| read(name, texts).unwrap_err();
    let both = ["filters.state__in=a", "filters.state=b", "filters.state=c"];
    assert!(error(list, &both).contains("filters.state is given twice"), "{}", error(list, &both));
    let create = ["task_type=1", "task_queue=2", "arguments.a=1", "arguments.a=2"];
    let twice = error("saltant.executable_task_instances.create", &create);
    assert!(twice.contains("arguments.a is given twice"), "{twice}");
    let named = error("saltant.task_queues.create", &["name=a", "name=b"]);
    assert!(named.contains("name is given twice"), "{named}");
}

#[test]
fn keyed_values_are_texts_where_texts_are_wanted() {
    assert_eq!(
        read("agave.apps.add", &["body.version=1.0", "body.parallelism=SERIAL"]),
        Ok(json!({"body": {"version": "1.0", "parallelism": "SERIAL"}}))
    );
    for (text, message) in [
        ("body=5", json!("5")),
        ("body=null", json!("null")),
        ("body=\"hi\"", json!("\"hi\"")),
        ("body:=5", json!(5)),
        ("body={\"a\": 1}", json!({"a": 1})),
        ("body=[1]", json!([1])),
    ] {
        let read = read("agave.actors.send_message", &["actor_id=a", text]);
        assert_eq!(read, Ok(json!({"actor_id": "a", "body": message})), "{text}");
    }
    let message = ["actor_id=a", "body=hi", "environment.N=5", "environment.a.b=true"];
    assert_eq!(
        read("agave.actors.send_message", &message),
        Ok(json!({"actor_id": "a", "body": "hi", "environment": {"N": "5", "a.b": "true"}}))
    );
}

#[test]
fn unchecked_filters_are_reached_by_their_key() {
    assert_eq!(
        read("saltant.users.list", &["filters.unchecked.first_name=007", "filters.username=matt"]),
        Ok(json!({"filters": {"unchecked": {"first_name": "007"}, "username": "matt"}}))
    );
}

#[test]
fn a_null_that_cannot_be_set_is_refused() {
    let error = |name, texts: &[&str]| read(name, texts).unwrap_err();
    let refused = error("saltant.task_queues.create", &["name=q", "description:=null"]);
    assert!(refused.contains("argument `description`: it cannot be set to null"), "{refused}");
    let inner = error("agave.systems.update_credentials", &["system_id=s", "body.password:=null"]);
    assert!(inner.contains("cannot be set to null"), "{inner}");
}

#[test]
fn a_file_of_any_bytes_is_an_argument() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("image.png");
    std::fs::write(&path, b"\x89PNG\xff\0").unwrap();
    let at = format!("@{}", path.display());
    let message = format!("message={at}");
    let sent = made("agave.actors.send_binary_message", &["actor_id=a", &message]).unwrap();
    assert_eq!(sent.arguments["message"], at.as_str());
    assert!(sent.bodies[&at].is_replayable() && sent.bodies[&at].as_bytes().is_none());
    let upload = ["system_id=s", "file_path=f", &format!("file_to_upload={at}")];
    let import = made("agave.files.import_data", &upload).unwrap();
    assert_eq!(import.arguments["file_to_upload"], json!({"name": "image.png", "content": at}));
    let missing = made("agave.actors.send_binary_message", &["actor_id=a", "message=@/nonexistent"]);
    assert!(missing.unwrap_err().contains("/nonexistent: No such file"));
    // Elsewhere, and in JSON, it is a text.
    assert_eq!(read("saltant.users.get", &["username=@x"]), Ok(json!({"username": "@x"})));
    let text = made("agave.actors.send_binary_message", &["actor_id=a", "message:=\"@x\""]).unwrap();
    assert!(text.bodies.is_empty());
}

#[test]
fn null_is_read_as_null_where_the_argument_accepts_it() {
    let put = ["name=n", "command_to_run=null", "json_file_option=null", "id=1"];
    assert_eq!(
        read("saltant.executable_task_types.put", &put),
        Ok(json!({"name": "n", "command_to_run": "null", "json_file_option": null, "id": 1}))
    );
    assert_eq!(
        read(
            "saltant.executable_task_types.create",
            &["name=n", "command_to_run=c", "json_file_option:=\"null\""]
        ),
        Ok(json!({"name": "n", "command_to_run": "c", "json_file_option": "null"}))
    );
}

#[test]
fn big_numbers_keep_their_digits() {
    let given = ["task_type=1", "task_queue=2", "arguments={\"n\": 123456789012345678901234567890.10}"];
    let read = read("saltant.executable_task_instances.create", &given).unwrap();
    assert!(read.to_string().contains("123456789012345678901234567890.10"), "{read}");
}

#[test]
fn a_wrong_value_is_refused_with_the_name_of_its_argument() {
    let error = |texts: &[&str]| read("saltant.task_queues.create", texts).unwrap_err();
    assert!(error(&["name=q", "private=maybe"]).contains("argument `private`"));
    assert!(error(&["private=true"]).contains("argument `name` is missing"));
    assert!(error(&["name=q", "colour=red"]).contains("there is no argument `colour`"));
    assert!(error(&["name"]).contains("is not NAME=VALUE"));
    assert!(error(&["name:=q"]).contains("is not valid JSON"));
    assert!(error(&["name=q", "whitelists=x", "whitelists=1"]).contains("argument `whitelists`"));
}
