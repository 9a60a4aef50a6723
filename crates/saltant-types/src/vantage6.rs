//! vantage6, a server for federated analysis.
//!
//! The shapes were measured on a server of version 4.15.2. The server writes times without an offset; they
//! are UTC. Names are those of the API.

mod algorithm_store;
mod blob;
mod collaboration;
mod link;
mod node;
mod organization;
mod page;
mod result;
mod role;
mod rule;
mod run;
mod server;
mod study;
mod task;
mod token;
mod user;

pub use algorithm_store::{AlgorithmStore, AlgorithmStoreId};
pub use blob::{BlobStoreStatus, UploadedBlob};
pub use collaboration::{Collaboration, CollaborationId};
pub use link::{Link, ListLink, Resource, Rows};
pub use node::{ApiKey, Node, NodeConfig, NodeId, NodeStatus};
pub use organization::{Organization, OrganizationId};
pub use page::{Page, PageLinks};
pub use result::RunResult;
pub use role::{Role, RoleId};
pub use rule::{Rule, RuleId, RuleOperation, RuleScope};
pub use run::{Port, PortId, Run, RunId, RunNode, RunStatus, TaskOfRun};
pub use server::{Health, Message, Version};
pub use study::{Study, StudyId};
pub use task::{Database, JobId, Task, TaskDatabase, TaskId, TaskStatus};
pub use token::{ContainerToken, LoginAnswer, TokenSet, TwoFactorSetup};
pub use user::{Permissions, User, UserId};
