//! vantage6: federated analysis.
//!
//! The shapes are those that a server of version 4.15.2 was measured to send. Times come without an offset
//! and mean UTC. Names are the API's own.

mod algorithm_store;
mod collaboration;
mod link;
mod node;
mod organization;
mod page;
mod result;
mod role;
mod rule;
mod run;
mod study;
mod task;
mod token;
mod user;
mod util;

pub use algorithm_store::{AlgorithmStore, AlgorithmStoreId};
pub use collaboration::{Collaboration, CollaborationId};
pub use link::{Link, ListLink, Resource, Rows};
pub use node::{ApiKey, Node, NodeConfig, NodeId, NodeStatus};
pub use organization::{Organization, OrganizationId};
pub use page::{Page, PageLinks};
pub use result::RunResult;
pub use role::{Role, RoleId};
pub use rule::{Rule, RuleId, RuleOperation, RuleScope};
pub use run::{Port, PortId, Run, RunId, RunNode, RunStatus, TaskOfRun};
pub use study::{Study, StudyId};
pub use task::{Database, JobId, Task, TaskDatabase, TaskId, TaskState};
pub use token::{ContainerToken, LoginAnswer, TokenSet, TwoFactorSetup};
pub use user::{Permissions, User, UserId};
pub use util::{BlobStoreStatus, Health, Message, Version};
