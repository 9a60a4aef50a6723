use serde_json::Value;

use super::number::integer;
use super::record::record;
use super::{AgaveUuid, NumberOrText, SystemId};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of an app: its name and version, as in `wc-demo-1.00`.
    AppId(String)
}

record! {
    /// An app, as lists show it.
    pub struct ApplicationSummary {
        /// The app's id.
        id: AppId,
        /// The name.
        name: String,
        /// The version.
        version: String,
        /// How often it has been changed.
        #[serde(deserialize_with = "integer")]
        revision: u64,
        /// The system that runs its jobs.
        execution_system: SystemId,
        /// What it does, in one line.
        short_description: String,
        /// Whether everybody may run it.
        is_public: bool,
        /// When it was last changed.
        last_modified: Timestamp,
    }
}

open_enum! {
    /// How jobs are run.
    pub enum ExecutionType {
        /// In the Atmosphere cloud.
        Atmosphere = "ATMOSPHERE",
        /// By a batch scheduler.
        Hpc = "HPC",
        /// By `HTCondor`.
        Condor = "CONDOR",
        /// By a shell, without a queue.
        Cli = "CLI",
    }
}

open_enum! {
    /// How an app uses processors.
    pub enum Parallelism {
        /// One processor.
        Serial = "SERIAL",
        /// Several processors, on several nodes.
        Parallel = "PARALLEL",
        /// Several processors, on one node.
        Pthread = "PTHREAD",
    }
}

open_enum! {
    /// What kind of values a parameter takes.
    pub enum ParameterType {
        /// A text.
        String = "string",
        /// A number.
        Number = "number",
        /// One of a list.
        Enumeration = "enumeration",
        /// True or false.
        Bool = "bool",
        /// Given or not given.
        Flag = "flag",
    }
}

open_enum! {
    /// What can be done to an app.
    pub enum AppAction {
        /// Make a copy of it that everybody may run and nobody may change.
        Publish = "publish",
        /// Copy it under another name or version.
        Clone = "clone",
    }
}

record! {
    sent
    /// Which values an input, a parameter or an output of an app takes.
    pub struct ApplicationValue {
        /// The value that is used if a job gives none: any JSON.
        default_value: Value,
        /// Whether a job has to give a value.
        required: bool,
        /// Whether user interfaces show it.
        visible: bool,
        /// The regular expression that a value has to match.
        validator: String,
        /// What kind of values it takes (parameters and outputs).
        r#type: ParameterType,
        /// Its position among the others.
        #[serde(deserialize_with = "integer")]
        order: i64,
        /// The values to choose from: texts, or texts with their labels.
        #[serde(rename = "enum_values")]
        enum_values: Vec<Value>,
    }
}

record! {
    sent
    /// How an input, a parameter or an output of an app is shown to people and passed to the program.
    pub struct ApplicationDetails {
        /// The name that people see.
        label: String,
        /// What it is for.
        description: String,
        /// What stands before the value on the command line, such as `--size`.
        argument: String,
        /// Whether `argument` is put on the command line.
        show_argument: bool,
    }
}

record! {
    sent
    /// What an input, a parameter or an output of an app means.
    pub struct ApplicationSemantics {
        /// Terms of ontologies that say what it is, such as `xs:string`.
        ontology: Vec<String>,
        /// The file types that it takes.
        file_types: Vec<String>,
        /// The fewest values that a job has to give.
        #[serde(deserialize_with = "integer")]
        min_cardinality: i64,
        /// The most values that a job may give; -1 for any number.
        #[serde(deserialize_with = "integer")]
        max_cardinality: i64,
    }
}

record! {
    sent
    /// An input, a parameter or an output of an app: the three have the same fields.
    pub struct ApplicationArgument {
        /// The id, by which a job gives its value.
        id: String,
        /// Which values it takes.
        value: ApplicationValue,
        /// How it is shown.
        details: ApplicationDetails,
        /// What it means.
        semantics: ApplicationSemantics,
    }
}

record! {
    /// An app: a program on a storage system, and how jobs run it on an execution system.
    answered pub struct Application,
    /// An app to register, or to replace another one with.
    ///
    /// The service requires `name`, `version`, `available`, `execution_system`, `execution_type`,
    /// `deployment_system`, `deployment_path`, `template_path`, `test_path`, `inputs` and `parameters`.
    sent pub struct ApplicationRequest,

    /// The app's id: its name and version.
    answered id: AppId,
    /// The app's UUID.
    answered uuid: AgaveUuid,
    /// The name.
    name: String,
    /// The version, such as `1.0.0`.
    version: String,
    /// How often it has been changed.
    #[serde(deserialize_with = "integer")]
    answered revision: u64,
    /// Whether it can be run at present.
    available: bool,
    /// Whether everybody may run it.
    answered is_public: bool,
    /// Whether its jobs can be interrupted and continued later.
    checkpointable: bool,
    /// The name that people see.
    label: String,
    /// What it does, in one line.
    short_description: String,
    /// What it does, in several lines.
    long_description: String,
    /// The address of its manual.
    #[serde(rename = "helpURI")]
    help_uri: String,
    /// The address of its picture.
    icon: String,
    /// Words to find it by.
    tags: Vec<String>,
    /// Terms of ontologies that say what it is.
    ontology: Vec<String>,
    /// The system that runs its jobs.
    execution_system: SystemId,
    /// How its jobs are run.
    execution_type: ExecutionType,
    /// How it uses processors.
    parallelism: Parallelism,
    /// The system that stores its files.
    deployment_system: SystemId,
    /// The folder of its files there.
    deployment_path: String,
    /// The script that runs it, in that folder.
    template_path: String,
    /// The script that tests it, in that folder.
    test_path: String,
    /// The commands that load modules before it runs.
    modules: Vec<String>,
    /// The scheduler's queue, unless a job says otherwise.
    default_queue: String,
    /// How many nodes, unless a job says otherwise.
    default_node_count: NumberOrText,
    /// How much memory on each node, in GB, unless a job says otherwise. The request calls it
    /// `defaultMemory`.
    answered default_memory_per_node: NumberOrText,
    /// How many processors on each node, unless a job says otherwise. The request calls it
    /// `defaultProcessors`.
    answered default_processors_per_node: NumberOrText,
    /// How much memory on each node, in GB, unless a job says otherwise. The answer calls it
    /// `defaultMemoryPerNode`.
    sent default_memory: NumberOrText,
    /// How many processors on each node, unless a job says otherwise. The answer calls it
    /// `defaultProcessorsPerNode`.
    sent default_processors: NumberOrText,
    /// How long a job may run, as `HH:MM:SS`, unless the job says otherwise.
    default_max_run_time: NumberOrText,
    /// The files that it reads.
    inputs: Vec<ApplicationArgument>,
    /// Its parameters.
    parameters: Vec<ApplicationArgument>,
    /// The files that it writes.
    outputs: Vec<ApplicationArgument>,
    /// When it was last changed.
    answered last_modified: Timestamp,
}
