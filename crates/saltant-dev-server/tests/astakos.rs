//! The Astakos server from outside: identity, quotas, projects, and what hostile requests get.

#[path = "support/astakos_class.rs"]
mod astakos_class;
#[path = "support/http.rs"]
mod http;

#[path = "astakos/classes.rs"]
mod classes;
#[path = "astakos/hostile.rs"]
mod hostile;
#[path = "astakos/identity.rs"]
mod identity;
#[path = "astakos/memberships.rs"]
mod memberships;
#[path = "astakos/projects.rs"]
mod projects;
#[path = "astakos/quotas.rs"]
mod quotas;
#[path = "astakos/stage.rs"]
mod stage;
#[path = "astakos/v015.rs"]
mod v015;
