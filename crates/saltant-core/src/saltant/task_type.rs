use saltant_types::saltant::{
    Container, ContainerTaskType, ContainerType, Executable, ExecutableTaskType, TaskClass, TaskTypeId,
};
use saltant_types::{Map, Settable, Value};

use super::{ContainerTaskTypeFilter, ExecutableTaskTypeFilter, Paging};
use crate::Fields;
use crate::operations::Operation;
use crate::request::EncodeError;

/// Lists executable task types, by id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.executable_task_types.list", GET "executabletasktypes/", page of ExecutableTaskType by id)]
pub struct ListExecutableTaskTypes {
    /// Only task types that match.
    #[query(flatten)]
    pub filters: ExecutableTaskTypeFilter,
    /// Which page, and how many items on it.
    #[page]
    pub paging: Paging,
}

/// Lists container task types, by id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.container_task_types.list", GET "containertasktypes/", page of ContainerTaskType by id)]
pub struct ListContainerTaskTypes {
    /// Only task types that match.
    #[query(flatten)]
    pub filters: ContainerTaskTypeFilter,
    /// Which page, and how many items on it.
    #[page]
    pub paging: Paging,
}

/// Gets the task type of a class with an id.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.{K}_task_types.get", GET "{K}tasktypes/{id}/", output = K::TaskType)]
pub struct GetTaskType<K: TaskClass> {
    /// The task type's id.
    #[segment]
    pub id: TaskTypeId<K>,
}

/// Creates an executable task type, owned by the caller.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.executable_task_types.create", POST "executabletasktypes/", output = ExecutableTaskType)]
pub struct CreateExecutableTaskType {
    /// The name, unique among executable task types: at most 200 characters.
    #[json]
    pub name: String,
    /// The command: at most 400 characters. It is split into words as a shell does, but no shell runs it.
    #[json]
    pub command_to_run: String,
    /// The fields that may be left out.
    #[fields]
    pub fields: ExecutableTaskTypeFields,
}

/// Updates an executable task type and makes the caller its owner; what is not given is kept.
///
/// Only the owner and superusers may, and a superuser who does locks the former owner out.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.executable_task_types.put", PUT "executabletasktypes/{id}/", output = ExecutableTaskType)]
#[operation(check = Self::check)]
pub struct PutExecutableTaskType {
    /// The task type's id.
    #[segment]
    pub id: TaskTypeId<Executable>,
    /// The name, unique among executable task types: at most 200 characters.
    #[json]
    pub name: String,
    /// The command: at most 400 characters. It is split into words as a shell does, but no shell runs it.
    #[json]
    pub command_to_run: String,
    /// The fields that may be left out.
    #[fields]
    pub fields: ExecutableTaskTypeFields,
}

impl PutExecutableTaskType {
    fn check(&self) -> Result<(), EncodeError> {
        let fields = &self.fields;
        together(fields.required_arguments.is_some(), fields.required_arguments_default_values.is_some())
    }
}

/// What an executable task type has besides its name, command and owner.
#[derive(Clone, Debug, Default, PartialEq, Fields)]
pub struct ExecutableTaskTypeFields {
    /// What the type does. A new type has an empty one by default.
    #[json]
    pub description: Option<String>,
    /// The names of the environment variables that the worker passes on.
    #[json]
    pub environment_variables: Option<Vec<Value>>,
    /// The names of the arguments that an instance must be given. An update takes them only together with
    /// their default values.
    #[json]
    pub required_arguments: Option<Vec<Value>>,
    /// The value of a required argument where an instance gives none. An update takes them only together with
    /// the names.
    #[json]
    pub required_arguments_default_values: Option<Map<String, Value>>,
    /// The option before the path of a file with the arguments. With null, a new type's default, they are
    /// passed as one JSON text.
    #[json]
    pub json_file_option: Settable<String>,
    /// Further fields of the body, under the server's own names.
    #[json(flatten)]
    pub extra: Map<String, Value>,
}

/// Creates a container task type, owned by the caller.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.container_task_types.create", POST "containertasktypes/", output = ContainerTaskType)]
pub struct CreateContainerTaskType {
    /// The name, unique among container task types: at most 200 characters.
    #[json]
    pub name: String,
    /// The command that is run in the container; at most 400 characters.
    #[json]
    pub command_to_run: String,
    /// The image; at most 200 characters.
    #[json]
    pub container_image: String,
    /// What runs the image.
    #[json]
    pub container_type: ContainerType,
    /// The fields that may be left out.
    #[fields]
    pub fields: ContainerTaskTypeFields,
}

/// Updates a container task type and makes the caller its owner; what is not given is kept.
///
/// Only the owner and superusers may, and a superuser who does locks the former owner out.
#[derive(Clone, Debug, Operation)]
#[operation("saltant.container_task_types.put", PUT "containertasktypes/{id}/", output = ContainerTaskType)]
#[operation(check = Self::check)]
pub struct PutContainerTaskType {
    /// The task type's id.
    #[segment]
    pub id: TaskTypeId<Container>,
    /// The name, unique among container task types: at most 200 characters.
    #[json]
    pub name: String,
    /// The command that is run in the container; at most 400 characters.
    #[json]
    pub command_to_run: String,
    /// The image; at most 200 characters.
    #[json]
    pub container_image: String,
    /// What runs the image.
    #[json]
    pub container_type: ContainerType,
    /// The fields that may be left out.
    #[fields]
    pub fields: ContainerTaskTypeFields,
}

impl PutContainerTaskType {
    fn check(&self) -> Result<(), EncodeError> {
        let fields = &self.fields;
        together(fields.required_arguments.is_some(), fields.required_arguments_default_values.is_some())
    }
}

/// What a container task type has besides its name, command, image and owner.
#[derive(Clone, Debug, Default, PartialEq, Fields)]
pub struct ContainerTaskTypeFields {
    /// What the type does. A new type has an empty one by default.
    #[json]
    pub description: Option<String>,
    /// The directory in the container for logs. With null, a new type's default, nothing is mounted, which is
    /// not the same as an empty text.
    #[json]
    pub logs_path: Settable<String>,
    /// The directory in the container for results. With null, a new type's default, nothing is mounted, which
    /// is not the same as an empty text.
    #[json]
    pub results_path: Settable<String>,
    /// The names of the environment variables that the worker passes on.
    #[json]
    pub environment_variables: Option<Vec<Value>>,
    /// The names of the arguments that an instance must be given. An update takes them only together with
    /// their default values.
    #[json]
    pub required_arguments: Option<Vec<Value>>,
    /// The value of a required argument where an instance gives none. An update takes them only together with
    /// the names.
    #[json]
    pub required_arguments_default_values: Option<Map<String, Value>>,
    /// Further fields of the body, under the server's own names.
    #[json(flatten)]
    pub extra: Map<String, Value>,
}

/// The server checks the names that are sent against the default values that are sent, then the stored ones
/// against each other. With only one of the two it answers 400 to what is right, or 500 to what is wrong.
fn together(arguments: bool, default_values: bool) -> Result<(), EncodeError> {
    if arguments == default_values {
        return Ok(());
    }
    let reason = "give `required_arguments_default_values` as well, or neither of the two".to_owned();
    Err(EncodeError::Refused { name: "required_arguments", reason })
}
