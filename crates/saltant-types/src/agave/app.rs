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
        /// Where its jobs run.
        execution_system: SystemId,
        /// What it does, in a line.
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
        /// By a shell, at once.
        Cli = "CLI",
    }
}

open_enum! {
    /// How an app uses processors.
    pub enum Parallelism {
        /// One.
        Serial = "SERIAL",
        /// Several, on several machines.
        Parallel = "PARALLEL",
        /// Several, on one machine.
        Pthread = "PTHREAD",
    }
}

open_enum! {
    /// What values a parameter takes.
    pub enum ParameterType {
        /// A text.
        String = "string",
        /// A number.
        Number = "number",
        /// One of a list.
        Enumeration = "enumeration",
        /// True or false.
        Bool = "bool",
        /// There or not there.
        Flag = "flag",
    }
}

open_enum! {
    /// What can be done to an app.
    pub enum AppAction {
        /// Show it to everybody, as a copy that does not change.
        Publish = "publish",
        /// Copy it under another name or version.
        Clone = "clone",
    }
}

record! {
    sent
    /// Which values an input, a parameter or an output of an app takes.
    pub struct ApplicationValue {
        /// The value unless a job gives another: any JSON.
        default_value: Value,
        /// Whether a job has to give one.
        required: bool,
        /// Whether people are shown it.
        visible: bool,
        /// The regular expression that a value has to match.
        validator: String,
        /// What values there are (parameters and outputs).
        r#type: ParameterType,
        /// Its place among the others.
        #[serde(deserialize_with = "integer")]
        order: i64,
        /// The values to choose from: texts, or texts with their labels.
        #[serde(rename = "enum_values")]
        enum_values: Vec<Value>,
    }
}

record! {
    sent
    /// How an input, a parameter or an output of an app is shown to people and to the program.
    pub struct ApplicationDetails {
        /// The name that people see.
        label: String,
        /// What it is for.
        description: String,
        /// What stands before the value on the command line.
        argument: String,
        /// Whether that is written.
        show_argument: bool,
    }
}

record! {
    sent
    /// What an input, a parameter or an output of an app means.
    pub struct ApplicationSemantics {
        /// Terms that say what it is.
        ontology: Vec<String>,
        /// The file types that it takes.
        file_types: Vec<String>,
        /// How many values there have to be.
        #[serde(deserialize_with = "integer")]
        min_cardinality: i64,
        /// How many values there may be; -1 for any number.
        #[serde(deserialize_with = "integer")]
        max_cardinality: i64,
    }
}

record! {
    sent
    /// An input, a parameter or an output of an app: the three have the same shape.
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

/// A file that an app works on.
pub type ApplicationInput = ApplicationArgument;

/// A parameter of an app.
pub type ApplicationParameter = ApplicationArgument;

/// A file that an app makes.
pub type ApplicationOutput = ApplicationArgument;

record! {
    /// An app: a program on a storage system, and how jobs run it on an execution system.
    pub struct Application {
        /// The app's id: its name and version.
        id: AppId,
        /// The app's UUID.
        uuid: AgaveUuid,
        /// The name.
        name: String,
        /// The version.
        version: String,
        /// How often it has been changed.
        #[serde(deserialize_with = "integer")]
        revision: u64,
        /// Whether it can be run at present.
        available: bool,
        /// Whether everybody may run it.
        is_public: bool,
        /// Whether its jobs can be halted and go on.
        checkpointable: bool,
        /// The name that people see.
        label: String,
        /// What it does, in a line.
        short_description: String,
        /// What it does, in many.
        long_description: String,
        /// The address of its manual.
        #[serde(rename = "helpURI")]
        help_uri: String,
        /// The address of its picture.
        icon: String,
        /// Words to find it by.
        tags: Vec<String>,
        /// Terms that say what it is.
        ontology: Vec<String>,
        /// Where its jobs run.
        execution_system: SystemId,
        /// How its jobs are run.
        execution_type: ExecutionType,
        /// How it uses processors.
        parallelism: Parallelism,
        /// Where its files are.
        deployment_system: SystemId,
        /// Their folder there.
        deployment_path: String,
        /// The script that runs it, in that folder.
        template_path: String,
        /// The script that tests it, in that folder.
        test_path: String,
        /// The commands that are run before it to load modules.
        modules: Vec<String>,
        /// The scheduler's queue, unless a job says otherwise.
        default_queue: String,
        /// How many machines, unless a job says otherwise.
        default_node_count: NumberOrText,
        /// How much memory on each, in GB, unless a job says otherwise.
        default_memory_per_node: NumberOrText,
        /// How many processors on each, unless a job says otherwise.
        default_processors_per_node: NumberOrText,
        /// How long it may run, unless a job says otherwise.
        default_max_run_time: NumberOrText,
        /// The files that it works on.
        inputs: Vec<ApplicationInput>,
        /// Its parameters.
        parameters: Vec<ApplicationParameter>,
        /// The files that it makes.
        outputs: Vec<ApplicationOutput>,
        /// When it was last changed.
        last_modified: Timestamp,
    }
}

record! {
    sent
    /// An app to be registered.
    ///
    /// The service asks for the name, the version, whether it is available, where its jobs run and how, where
    /// its files are, the two scripts, the inputs and the parameters.
    pub struct ApplicationRequest {
        /// The name.
        name: String,
        /// The version, such as `1.0.0`.
        version: String,
        /// Whether it can be run at present.
        available: bool,
        /// Whether its jobs can be halted and go on.
        checkpointable: bool,
        /// The name that people see.
        label: String,
        /// What it does, in a line.
        short_description: String,
        /// What it does, in many.
        long_description: String,
        /// The address of its manual.
        #[serde(rename = "helpURI")]
        help_uri: String,
        /// The address of its picture.
        icon: String,
        /// Words to find it by.
        tags: Vec<String>,
        /// Terms that say what it is.
        ontology: Vec<String>,
        /// Where its jobs run.
        execution_system: SystemId,
        /// How its jobs are run.
        execution_type: ExecutionType,
        /// How it uses processors.
        parallelism: Parallelism,
        /// Where its files are.
        deployment_system: SystemId,
        /// Their folder there.
        deployment_path: String,
        /// The script that runs it, in that folder.
        template_path: String,
        /// The script that tests it, in that folder.
        test_path: String,
        /// The commands that are run before it to load modules.
        modules: Vec<String>,
        /// The scheduler's queue, unless a job says otherwise.
        default_queue: String,
        /// How many machines, unless a job says otherwise.
        default_node_count: NumberOrText,
        /// How much memory on each, in GB, unless a job says otherwise. The answer calls it
        /// `defaultMemoryPerNode`.
        default_memory: NumberOrText,
        /// How many processors on each, unless a job says otherwise. The answer calls it
        /// `defaultProcessorsPerNode`.
        default_processors: NumberOrText,
        /// How long it may run, unless a job says otherwise.
        default_max_run_time: NumberOrText,
        /// The files that it works on.
        inputs: Vec<ApplicationInput>,
        /// Its parameters.
        parameters: Vec<ApplicationParameter>,
        /// The files that it makes.
        outputs: Vec<ApplicationOutput>,
    }
}
