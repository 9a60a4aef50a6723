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
    /// Whether a system runs jobs or stores files.
    pub enum SystemType {
        /// It runs jobs.
        Execution = "EXECUTION",
        /// It stores files.
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
    /// The batch scheduler of a system.
    pub enum Scheduler {
        /// Cobalt.
        Cobalt = "COBALT",
        /// `HTCondor`.
        Condor = "CONDOR",
        /// None: jobs are started at once, as processes.
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
        /// It does not have to: the system is the service's own machine.
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
        /// It does not have to: the system is the service's own machine.
        Local = "LOCAL",
    }
}

open_enum! {
    /// The role of a user on a system.
    pub enum SystemRoleType {
        /// May run apps and use files.
        User = "USER",
        /// May publish apps too.
        Publisher = "PUBLISHER",
        /// May change roles and credentials too.
        Admin = "ADMIN",
        /// May do everything.
        Owner = "OWNER",
        /// No role: setting it takes the user's role away.
        None = "NONE",
    }
}

open_enum! {
    /// What can be done to a system.
    pub enum SystemAction {
        /// Allow its use.
        Enable = "ENABLE",
        /// Forbid its use.
        Disable = "DISABLE",
        /// Show it to everybody.
        Publish = "PUBLISH",
        /// Show it to its users only.
        Unpublish = "UNPUBLISH",
        /// Make it the caller's default.
        Setdefault = "SETDEFAULT",
        /// Stop it from being the caller's default.
        Unsetdefault = "UNSETDEFAULT",
        /// Make it everybody's default.
        Setglobaldefault = "SETGLOBALDEFAULT",
        /// Stop it from being everybody's default.
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
        /// What people should know about it.
        description: String,
        /// Whether it runs jobs or stores files.
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
    sent
    /// How the service logs in to a system to start jobs.
    pub struct LoginConfig {
        /// The host.
        host: String,
        /// The port.
        #[serde(deserialize_with = "integer")]
        port: u16,
        /// How the service logs in.
        protocol: LoginProtocol,
        /// The credential that the service logs in with.
        auth: UserCredential,
    }
}

record! {
    sent
    /// How the service reaches a system's files.
    pub struct StorageConfig {
        /// The host.
        host: String,
        /// The port.
        #[serde(deserialize_with = "integer")]
        port: u16,
        /// The protocol for the transfer of files.
        protocol: StorageProtocol,
        /// The credential that the service logs in with.
        auth: UserCredential,
        /// The folder that paths begin at; nothing above it can be reached.
        root_dir: String,
        /// The folder below `root_dir` that paths without a leading slash begin at.
        home_dir: String,
        /// The folder of published apps.
        public_apps_dir: String,
        /// The zone of iRODS.
        zone: String,
        /// The resource of iRODS.
        resource: String,
        /// Whether permissions are also set on the system itself.
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
        /// How many nodes a job may have.
        max_nodes: NumberOrText,
        /// How many processors a job may have on each node.
        #[serde(deserialize_with = "integer")]
        max_processors_per_node: i64,
        /// How much memory a job may have on each node, in GB.
        max_memory_per_node: NumberOrText,
        /// How long a job may run, as `HH:MM:SS`.
        max_requested_time: NumberOrText,
        /// Scheduler directives for the head of each job's script.
        custom_directives: String,
    }
}

record! {
    sent
    /// The role of one user on a system.
    pub struct SystemRole {
        /// The user.
        username: Username,
        /// The role.
        role: SystemRoleType,
    }
}

record! {
    /// A storage or execution system.
    answered pub struct System,
    /// A system to register, or to replace another one with.
    ///
    /// The service requires `id`, `name`, `type`, `status` and `storage`, and for an execution system also
    /// `login`, `execution_type`, `scheduler` and `queues`.
    sent pub struct SystemRequest,

    /// The system's id, most often a host name.
    id: SystemId,
    /// The system's UUID.
    answered uuid: AgaveUuid,
    /// The name.
    name: String,
    /// What people should know about it.
    description: String,
    /// The institution that runs it.
    site: String,
    /// Whether it runs jobs or stores files.
    r#type: SystemType,
    /// Whether it can be used.
    status: SystemStatus,
    /// Whether everybody may use it.
    answered public: bool,
    /// Whether it is the caller's default.
    answered default: bool,
    /// How often it has been changed.
    #[serde(deserialize_with = "integer")]
    answered revision: u64,
    /// How the service reaches its files.
    storage: StorageConfig,
    /// How the service logs in to start jobs (execution systems).
    login: LoginConfig,
    /// How jobs are run.
    execution_type: ExecutionType,
    /// The batch scheduler.
    scheduler: Scheduler,
    /// The queues of the scheduler.
    queues: Vec<BatchQueue>,
    /// The variables of each job, as `NAME=value` lines.
    environment: String,
    /// The script that runs before each job.
    startup_script: String,
    /// The folder in which jobs run, unless they say otherwise.
    scratch_dir: String,
    /// The folder in which jobs run if `scratch_dir` is not set.
    work_dir: String,
    /// How many jobs there may be at once.
    #[serde(deserialize_with = "integer")]
    max_system_jobs: i64,
    /// How many jobs of one user there may be at once.
    #[serde(deserialize_with = "integer")]
    max_system_jobs_per_user: i64,
    /// When it was last changed.
    answered last_modified: Timestamp,
}
