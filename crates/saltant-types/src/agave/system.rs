use super::number::integer;
use super::record::record;
use super::{AgaveUuid, ExecutionType, NumberOrText, UserCredential, Username};
use crate::Timestamp;
use crate::id::id;
use crate::open_enum::open_enum;

id! {
    /// The id of a storage or execution system, most often a host name.
    SystemId(String)
}

open_enum! {
    /// What a system is for.
    pub enum SystemType {
        /// Running jobs.
        Execution = "EXECUTION",
        /// Keeping files.
        Storage = "STORAGE",
    }
}

open_enum! {
    /// Whether a system can be used.
    pub enum SystemStatus {
        /// It can.
        Up = "UP",
        /// It cannot.
        Down = "DOWN",
        /// It is not known.
        Unknown = "UNKNOWN",
    }
}

open_enum! {
    /// What hands out the processors of a system.
    pub enum Scheduler {
        /// Cobalt.
        Cobalt = "COBALT",
        /// `HTCondor`.
        Condor = "CONDOR",
        /// Nothing: jobs are started at once.
        Fork = "FORK",
        /// `LoadLeveler`.
        Loadleveler = "LOADLEVELER",
        /// LSF.
        Lsf = "LSF",
        /// Moab.
        Moab = "MOAB",
        /// PBS.
        Pbs = "PBS",
        /// Grid Engine.
        Sge = "SGE",
        /// Slurm.
        Slurm = "SLURM",
        /// TORQUE.
        Torque = "TORQUE",
        /// It is not known.
        Unknown = "UNKNOWN",
    }
}

open_enum! {
    /// How the service logs in to a system.
    pub enum LoginProtocol {
        /// SSH with grid certificates.
        Gsissh = "GSISSH",
        /// SSH.
        Ssh = "SSH",
        /// Not at all: it is the service's own machine.
        Local = "LOCAL",
    }
}

open_enum! {
    /// How the service moves files to and from a system.
    pub enum StorageProtocol {
        /// `GridFTP`.
        Gridftp = "GRIDFTP",
        /// FTP.
        Ftp = "FTP",
        /// SFTP.
        Sftp = "SFTP",
        /// iRODS.
        Irods = "IRODS",
        /// Not at all: it is the service's own machine.
        Local = "LOCAL",
    }
}

open_enum! {
    /// What a user is on a system.
    pub enum SystemRoleWord {
        /// May run apps and use files.
        User = "USER",
        /// May publish apps too.
        Publisher = "PUBLISHER",
        /// May change roles and credentials too.
        Admin = "ADMIN",
        /// May do everything.
        Owner = "OWNER",
        /// Nothing: it takes the role away.
        None = "NONE",
    }
}

open_enum! {
    /// What can be done to a system.
    pub enum SystemAction {
        /// Let it be used.
        Enable = "ENABLE",
        /// Let it not be used.
        Disable = "DISABLE",
        /// Show it to everybody.
        Publish = "PUBLISH",
        /// Show it to its users only.
        Unpublish = "UNPUBLISH",
        /// Make it the caller's default.
        Setdefault = "SETDEFAULT",
        /// Make it the caller's default no more.
        Unsetdefault = "UNSETDEFAULT",
        /// Make it everybody's default.
        Setglobaldefault = "SETGLOBALDEFAULT",
        /// Make it everybody's default no more.
        Unsetglobaldefault = "UNSETGLOBALDEFAULT",
        /// Copy it under another id.
        Clone = "CLONE",
    }
}

record! {
    /// A system, as lists show it.
    pub struct SystemSummary {
        /// The system's id.
        id: SystemId,
        /// The name.
        name: String,
        /// What it is.
        description: String,
        /// What it is for.
        r#type: SystemType,
        /// Whether it can be used.
        status: SystemStatus,
        /// Whether everybody may use it.
        public: bool,
        /// Whether it is the caller's default.
        default: bool,
    }
}

record! {
    /// A storage or execution system.
    pub struct System {
        /// The system's id.
        id: SystemId,
        /// The system's UUID.
        uuid: AgaveUuid,
        /// The name.
        name: String,
        /// What it is.
        description: String,
        /// Where it stands.
        site: String,
        /// What it is for.
        r#type: SystemType,
        /// Whether it can be used.
        status: SystemStatus,
        /// Whether everybody may use it.
        public: bool,
        /// Whether it is the caller's default.
        default: bool,
        /// How often it has been changed.
        #[serde(deserialize_with = "integer")]
        revision: u64,
        /// How its files are reached.
        storage: StorageConfig,
        /// How jobs are brought to it (execution systems).
        login: LoginConfig,
        /// How jobs are run.
        execution_type: ExecutionType,
        /// What hands out its processors.
        scheduler: Scheduler,
        /// Its queues.
        queues: Vec<BatchQueue>,
        /// The variables of each job, as `NAME=value` lines.
        environment: String,
        /// The script that runs before each job.
        startup_script: String,
        /// Where jobs run, unless they say otherwise.
        scratch_dir: String,
        /// Where jobs run if there is no scratch folder.
        work_dir: String,
        /// How many jobs there may be at once.
        #[serde(deserialize_with = "integer")]
        max_system_jobs: i64,
        /// How many jobs of one user there may be at once.
        #[serde(deserialize_with = "integer")]
        max_system_jobs_per_user: i64,
        /// When it was last changed.
        last_modified: Timestamp,
    }
}

record! {
    sent
    /// How jobs are brought to a system.
    pub struct LoginConfig {
        /// The host.
        host: String,
        /// The port.
        #[serde(deserialize_with = "integer")]
        port: u16,
        /// How the service logs in.
        protocol: LoginProtocol,
        /// With what the service logs in.
        auth: UserCredential,
    }
}

record! {
    sent
    /// How a system's files are reached.
    pub struct StorageConfig {
        /// The host.
        host: String,
        /// The port.
        #[serde(deserialize_with = "integer")]
        port: u16,
        /// How files are moved.
        protocol: StorageProtocol,
        /// With what the service logs in.
        auth: UserCredential,
        /// The folder that nothing is reached above.
        root_dir: String,
        /// The folder that paths without a slash begin at, below the root.
        home_dir: String,
        /// The folder that published apps are kept in.
        public_apps_dir: String,
        /// The zone (iRODS).
        zone: String,
        /// The resource (iRODS).
        resource: String,
        /// Whether permissions are set on the system itself as well.
        mirror: bool,
    }
}

record! {
    sent
    /// A queue of a system's scheduler.
    pub struct BatchQueue {
        /// The name.
        name: String,
        /// Whether it is the system's default.
        default: bool,
        /// How many jobs there may be at once.
        #[serde(deserialize_with = "integer")]
        max_jobs: i64,
        /// How many jobs of one user there may be at once.
        #[serde(deserialize_with = "integer")]
        max_user_jobs: i64,
        /// How many machines a job may have.
        max_nodes: NumberOrText,
        /// How many processors a job may have on each.
        #[serde(deserialize_with = "integer")]
        max_processors_per_node: i64,
        /// How much memory a job may have on each, in GB.
        max_memory_per_node: NumberOrText,
        /// How long a job may run, as `HH:MM:SS`.
        max_requested_time: NumberOrText,
        /// Lines for the head of each job's script.
        custom_directives: String,
    }
}

record! {
    sent
    /// What one user is on a system.
    pub struct SystemRole {
        /// The user.
        username: Username,
        /// What they are.
        role: SystemRoleWord,
    }
}

record! {
    sent
    /// A system to be registered.
    ///
    /// The service asks for the id, the name, what it is for, its status, how its files are reached and, of an
    /// execution system, how jobs are brought to it and run, its scheduler and its queues.
    pub struct SystemRequest {
        /// The system's id, most often a host name.
        id: SystemId,
        /// The name.
        name: String,
        /// What it is.
        description: String,
        /// Where it stands.
        site: String,
        /// What it is for.
        r#type: SystemType,
        /// Whether it can be used.
        status: SystemStatus,
        /// How its files are reached.
        storage: StorageConfig,
        /// How jobs are brought to it.
        login: LoginConfig,
        /// How jobs are run.
        execution_type: ExecutionType,
        /// What hands out its processors.
        scheduler: Scheduler,
        /// Its queues.
        queues: Vec<BatchQueue>,
        /// The variables of each job, as `NAME=value` lines.
        environment: String,
        /// The script that runs before each job.
        startup_script: String,
        /// Where jobs run, unless they say otherwise.
        scratch_dir: String,
        /// Where jobs run if there is no scratch folder.
        work_dir: String,
        /// How many jobs there may be at once.
        #[serde(deserialize_with = "integer")]
        max_system_jobs: i64,
        /// How many jobs of one user there may be at once.
        #[serde(deserialize_with = "integer")]
        max_system_jobs_per_user: i64,
    }
}
