//! The view of each path and method.

use crate::vantage6::auth::Access;
use crate::vantage6::call::Call;
use crate::vantage6::reply::Answer;
use crate::vantage6::store::Tables;
use crate::vantage6::views::{
    algorithm_stores, blobs, collaborations, kill, members, meta, nodes, organizations, passwords, ports,
    roles, rules, runs, studies, task_create, tasks, tokens, users,
};

type View = fn(&Call<'_>, &mut Tables) -> Answer;

/// A path below `/api/` with its views. `#` stands for a number and `*` for any text without a slash.
pub(crate) struct Route {
    path: &'static str,
    pub(crate) views: &'static [(&'static str, Access, View)],
}

const PUBLIC: Access = Access::PUBLIC;
const USER: Access = Access::USER;
const NODE: Access = Access::NODE;
const CONTAINER: Access = Access::CONTAINER;
const USER_OR_NODE: Access = Access::USER_OR_NODE;
const USER_OR_CONTAINER: Access = Access::USER_OR_CONTAINER;
const ALL: Access = Access::ALL;

#[rustfmt::skip]
const ROUTES: &[Route] = &[
    Route { path: "health", views: &[("GET", PUBLIC, meta::health)] },
    Route { path: "version", views: &[("GET", PUBLIC, meta::version)] },
    Route { path: "token/user", views: &[("POST", PUBLIC, tokens::user)] },
    Route { path: "token/node", views: &[("POST", PUBLIC, tokens::node)] },
    Route { path: "token/container", views: &[("POST", NODE, tokens::container)] },
    Route { path: "token/refresh", views: &[("POST", PUBLIC, tokens::refresh)] },
    Route { path: "token/user/validate", views: &[("POST", USER, tokens::validate_user)] },
    Route { path: "token/node/validate", views: &[("POST", NODE, tokens::validate_node)] },
    Route { path: "password/change", views: &[("PATCH", USER, passwords::change)] },
    Route { path: "recover/lost", views: &[("POST", PUBLIC, passwords::lost)] },
    Route { path: "recover/reset", views: &[("POST", PUBLIC, passwords::reset)] },
    Route { path: "recover/2fa/lost", views: &[("POST", PUBLIC, passwords::two_factor_lost)] },
    Route { path: "recover/2fa/reset", views: &[("POST", PUBLIC, passwords::two_factor_reset)] },
    Route { path: "recover/node", views: &[("POST", USER, nodes::reset_key)] },
    Route { path: "organization", views: &[("GET", ALL, organizations::list), ("POST", USER, organizations::create)] },
    Route { path: "organization/#", views: &[
        ("GET", ALL, organizations::get), ("PATCH", USER_OR_NODE, organizations::update), ("DELETE", USER, organizations::delete),
    ] },
    Route { path: "collaboration", views: &[("GET", USER_OR_NODE, collaborations::list), ("POST", USER, collaborations::create)] },
    Route { path: "collaboration/#", views: &[
        ("GET", ALL, collaborations::get), ("PATCH", USER, collaborations::update), ("DELETE", USER, collaborations::delete),
    ] },
    Route { path: "collaboration/#/organization", views: &[("POST", USER, members::add), ("DELETE", USER, members::remove)] },
    Route { path: "collaboration/#/node", views: &[("POST", USER, members::add_node), ("DELETE", USER, members::remove_node)] },
    Route { path: "study", views: &[("GET", USER_OR_NODE, studies::list), ("POST", USER, studies::create)] },
    Route { path: "study/#", views: &[("GET", ALL, studies::get), ("PATCH", USER, studies::update), ("DELETE", USER, studies::delete)] },
    Route { path: "study/#/organization", views: &[("POST", USER, members::add_to_study), ("DELETE", USER, members::remove_from_study)] },
    Route { path: "node", views: &[("GET", USER_OR_NODE, nodes::list), ("POST", USER, nodes::create)] },
    Route { path: "node/#", views: &[("GET", USER_OR_NODE, nodes::get), ("DELETE", USER, nodes::delete), ("PATCH", USER_OR_NODE, nodes::update)] },
    Route { path: "user", views: &[("GET", USER, users::list), ("POST", USER, users::create)] },
    Route { path: "user/#", views: &[("GET", USER, users::get), ("PATCH", USER, users::update), ("DELETE", USER, users::delete)] },
    Route { path: "role", views: &[("GET", USER, roles::list), ("POST", USER, roles::create)] },
    Route { path: "role/#", views: &[("GET", USER, roles::get), ("PATCH", USER, roles::update), ("DELETE", USER, roles::delete)] },
    Route { path: "role/#/rule/#", views: &[("DELETE", USER, roles::remove_rule), ("POST", USER, roles::add_rule)] },
    Route { path: "rule", views: &[("GET", USER, rules::list)] },
    Route { path: "rule/#", views: &[("GET", USER, rules::get)] },
    Route { path: "task", views: &[("GET", ALL, tasks::list), ("POST", USER_OR_CONTAINER, task_create::create)] },
    Route { path: "task/#", views: &[("GET", ALL, tasks::get), ("DELETE", USER, tasks::delete)] },
    Route { path: "task/#/status", views: &[("GET", USER_OR_CONTAINER, tasks::status)] },
    Route { path: "kill/task", views: &[("POST", USER, kill::task)] },
    Route { path: "kill/node/tasks", views: &[("POST", USER, kill::node_tasks)] },
    Route { path: "run", views: &[("GET", ALL, runs::list)] },
    Route { path: "run/#", views: &[("GET", ALL, runs::get), ("PATCH", NODE, runs::update)] },
    Route { path: "result", views: &[("GET", ALL, runs::list_results)] },
    Route { path: "result/#", views: &[("GET", ALL, runs::get_result)] },
    Route { path: "port", views: &[("POST", NODE, ports::create), ("DELETE", NODE, ports::delete)] },
    Route { path: "vpn/algorithm/addresses", views: &[("GET", CONTAINER, ports::addresses)] },
    Route { path: "blobstream", views: &[("POST", ALL, blobs::upload)] },
    Route { path: "blobstream/status", views: &[("GET", ALL, blobs::status)] },
    Route { path: "blobstream/*", views: &[("GET", ALL, blobs::download)] },
    Route { path: "algorithmstore", views: &[("GET", USER, algorithm_stores::list), ("POST", USER, algorithm_stores::create)] },
    Route { path: "algorithmstore/#", views: &[
        ("GET", USER_OR_NODE, algorithm_stores::get), ("PATCH", USER, algorithm_stores::update), ("DELETE", USER, algorithm_stores::delete),
    ] },
];

/// A route, and what the path has in the places of its signs.
pub(crate) struct Target<'a> {
    pub(crate) route: &'static Route,
    pub(crate) ids: Vec<u64>,
    pub(crate) name: &'a str,
}

impl Target<'_> {
    /// The methods, as the `Allow` header lists them.
    pub(crate) fn methods(&self) -> String {
        let mut methods = vec!["OPTIONS"];
        for (method, _, _) in self.route.views {
            methods.push(method);
            if *method == "GET" {
                methods.push("HEAD");
            }
        }
        methods.join(", ")
    }
}

/// Finds the route of a decoded path.
pub(crate) fn find(path: &str) -> Option<Target<'_>> {
    let parts: Vec<&str> = path.strip_prefix("/api/")?.split('/').collect();
    ROUTES.iter().find_map(|route| {
        let wanted: Vec<&str> = route.path.split('/').collect();
        if wanted.len() != parts.len() {
            return None;
        }
        let mut target = Target { route, ids: Vec::new(), name: "" };
        for (wanted, part) in wanted.into_iter().zip(&parts) {
            match wanted {
                "#" if !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                    // An id beyond all numbers is one that no row has.
                    target.ids.push(part.parse().unwrap_or(u64::MAX));
                }
                "*" if !part.is_empty() => target.name = part,
                known if known == *part => {}
                _ => return None,
            }
        }
        Some(target)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_no_last_slash_and_numbers_in_their_places() {
        assert_eq!(find("/api/role/11/rule/2").unwrap().ids, [11, 2]);
        assert_eq!(find("/api/task").unwrap().methods(), "OPTIONS, GET, HEAD, POST");
        assert_eq!(find("/api/blobstream/status").unwrap().name, "");
        assert_eq!(find("/api/blobstream/x").unwrap().name, "x");
        for path in [
            "/api",
            "/api/",
            "/task",
            "/api/task/",
            "/api/task/abc",
            "/api/task/-1",
            "/api//task",
            "/api/blobstream/",
        ] {
            assert!(find(path).is_none(), "{path}");
        }
    }
}
