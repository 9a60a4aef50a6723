//! Task types of both classes.

use std::sync::Arc;

use axum::http::StatusCode;

use super::rows;
use crate::http::reply::Reply;
use crate::json::Json;
use crate::saltant::call::Call;
use crate::saltant::filters;
use crate::saltant::permissions;
use crate::saltant::reply;
use crate::saltant::store::{Class, ClassFields, Tables, TaskType};
use crate::saltant::validation::fields::{Field, Fields, Text};
use crate::saltant::validation::model::Invalid;
use crate::saltant::validation::task_type::TypeJson;

pub(super) fn list(call: &Call<'_>, class: Class) -> Result<Reply, Reply> {
    let size = call.app.page_sizes.others;
    rows::list(call, filters::task_types(class), size, |tables| Box::new(tables.types(class).iter()))
}

pub(super) fn get(call: &Call<'_>, class: Class, key: &str) -> Result<Reply, Reply> {
    call.app.store.read(|tables| rows::one(call, tables.task_type(class, rows::id(key))))
}

pub(super) fn create(call: &Call<'_>, class: Class) -> Result<Reply, Reply> {
    call.app.store.with(|tables| {
        let row = TaskType {
            id: tables.types(class).next_id(),
            user: None,
            name: String::new(),
            description: String::new(),
            created: call.app.clock.now(),
            command_to_run: String::new(),
            environment_variables: Json::array(),
            required_arguments: Json::array(),
            defaults: Json::object([]),
            fields: match class {
                Class::Executable => ClassFields::Executable { json_file_option: None },
                Class::Container => ClassFields::Container {
                    logs_path: None,
                    results_path: None,
                    container_image: String::new(),
                    container_type: String::new(),
                },
            },
        };
        let (answered, stored) = written(call, tables, class, row)?;
        tables.types_mut(class).put(stored);
        Ok(rows::shown(call, StatusCode::CREATED, &answered))
    })
}

pub(super) fn update(call: &Call<'_>, class: Class, key: &str) -> Result<Reply, Reply> {
    let user = call.user()?;
    call.app.store.with(|tables| {
        let row = tables.task_type(class, rows::id(key)).ok_or_else(reply::not_found)?;
        permissions::may_change(user, row.user.as_deref())?;
        let (answered, stored) = written(call, tables, class, (**row).clone())?;
        tables.types_mut(class).put(stored);
        Ok(rows::shown(call, StatusCode::OK, &answered))
    })
}

/// The row with the fields of the request, as it is answered and as it is stored: a JSON column has its
/// own order of keys.
fn written(
    call: &Call<'_>,
    tables: &Tables,
    class: Class,
    row: TaskType,
) -> Result<(TaskType, TaskType), Reply> {
    let user = call.user()?;
    let input = call.input()?;
    let mut fields = Fields::new(&input, false)?;
    let taken = |name: &str| tables.types(class).iter().any(|other| other.id != row.id && other.name == name);
    let kind = match class {
        Class::Executable => "executable task type",
        Class::Container => "container task type",
    };
    let required = |longest| Text { required: true, longest: Some(longest), ..Text::default() };
    let nullable = |longest| Text { blank: true, null: true, longest: Some(longest), ..Text::default() };

    let name = fields.text("name", &Text { unique: Some((kind, &taken)), ..required(200) });
    let description = fields.text("description", &Text { blank: true, ..Text::default() });
    let command_to_run = fields.text("command_to_run", &required(400));
    let environment_variables = fields.json("environment_variables");
    let required_arguments = fields.json("required_arguments");
    let defaults = fields.json("required_arguments_default_values");
    let class_fields = match row.fields {
        ClassFields::Executable { json_file_option } => ClassFields::Executable {
            json_file_option: fields.text("json_file_option", &nullable(50)).nullable_or(json_file_option),
        },
        ClassFields::Container { logs_path, results_path, .. } => ClassFields::Container {
            logs_path: fields.text("logs_path", &nullable(400)).nullable_or(logs_path),
            results_path: fields.text("results_path", &nullable(400)).nullable_or(results_path),
            container_image: fields.text("container_image", &required(200)).unwrap_or(String::new()),
            container_type: fields
                .choice("container_type", &["docker", "singularity"])
                .unwrap_or(String::new()),
        },
    };
    fields.finish()?;

    let json = merged(
        [environment_variables, required_arguments, defaults],
        [row.environment_variables, row.required_arguments, row.defaults],
    )?;
    let stored = json.stored().map_err(Invalid::reported)?;
    let answered = TaskType {
        id: row.id,
        // The user of a PUT becomes the owner of the type.
        user: Some(Arc::clone(&user.username)),
        name: name.unwrap_or(row.name),
        description: description.unwrap_or(row.description),
        created: row.created,
        command_to_run: command_to_run.unwrap_or(row.command_to_run),
        environment_variables: json.environment_variables,
        required_arguments: json.required_arguments,
        defaults: json.defaults,
        fields: class_fields,
    };
    let stored = TaskType {
        environment_variables: stored.environment_variables,
        required_arguments: stored.required_arguments,
        defaults: stored.defaults,
        ..answered.clone()
    };
    Ok((answered, stored))
}

/// Checks the JSON fields twice, as the real server does: first those that were sent, alone, which gives a
/// message, and then all together, which gives an error page.
fn merged(sent: [Field<Json>; 3], kept: [Json; 3]) -> Result<TypeJson, Reply> {
    let type_json = |[environment_variables, required_arguments, defaults]: [Json; 3]| TypeJson {
        environment_variables,
        required_arguments,
        defaults,
    };
    let sent = sent.map(|field| field.nullable_or(None));
    let alone = sent.clone().map(|value| value.unwrap_or(Json::Null));
    type_json(alone).checked().map_err(Invalid::reported)?;
    let mut together = kept;
    for (kept, sent) in together.iter_mut().zip(sent) {
        if let Some(sent) = sent {
            *kept = sent;
        }
    }
    type_json(together).checked().map_err(|_| reply::server_error())
}
