//! The jobs of the demo: commands that every Linux and macOS has.

/// A task type of the demo.
pub(super) struct TaskType {
    pub(super) name: &'static str,
    pub(super) command: &'static str,
    pub(super) description: &'static str,
    /// The worker's environment variables that a job can see.
    pub(super) variables: &'static [&'static str],
    /// The arguments that an instance has to give.
    pub(super) arguments: &'static [&'static str],
}

/// A task instance of the demo.
pub(super) struct Job {
    pub(super) name: &'static str,
    pub(super) task_type: &'static str,
    pub(super) arguments: &'static [(&'static str, &'static str)],
}

const fn task_type(name: &'static str, command: &'static str, description: &'static str) -> TaskType {
    TaskType { name, command, description, variables: &[], arguments: &[] }
}

pub(super) const TYPES: &[TaskType] = &[
    task_type("succeed", "true", "succeeds at once"),
    task_type("fail", "false", "fails at once"),
    task_type("nap", "sleep 0.3", "takes 0.3 seconds"),
    task_type("sleep", "sleep 600", "takes ten minutes unless terminated"),
    TaskType { arguments: &["whom"], ..task_type("greet", "echo hello", "prints its arguments") },
    task_type("system", "uname -sm", "prints the system and architecture"),
    TaskType {
        variables: &["GREETING"],
        ..task_type("environment", "env", "prints its environment variables")
    },
    task_type("missing", "no-such-program", "names a program that does not exist"),
];

const fn job(name: &'static str, task_type: &'static str) -> Job {
    Job { name, task_type, arguments: &[] }
}

const fn greet(name: &'static str, arguments: &'static [(&'static str, &'static str)]) -> Job {
    Job { name, task_type: "greet", arguments }
}

/// The instance that is terminated.
pub(super) const ENDLESS: &str = "endless";
/// The instance that is cloned.
pub(super) const CLONED: &str = "where";

pub(super) const JOBS: &[Job] = &[
    job(ENDLESS, "sleep"),
    job("nap-1", "nap"),
    job("nap-2", "nap"),
    job("nap-3", "nap"),
    greet("greet-ada", &[("whom", "Ada")]),
    greet("greet-grace", &[("whom", "Grace")]),
    greet("greet-edsger", &[("whom", "Edsger")]),
    job("fine-1", "succeed"),
    job("fine-2", "succeed"),
    job("fine-3", "succeed"),
    job("broken-1", "fail"),
    job("nap-4", "nap"),
    job("nap-5", "nap"),
    job("nap-6", "nap"),
    job(CLONED, "system"),
    job("variables", "environment"),
    job("mistyped", "missing"),
    job("broken-2", "fail"),
    greet("greet-barbara", &[("whom", "Barbara")]),
    job("fine-4", "succeed"),
];
