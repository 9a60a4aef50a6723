//! The view of each path, its methods, and whose token it wants.

use crate::astakos::auth::Wanted;
use crate::astakos::release::Release;
use crate::astakos::v015;

/// What answers a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Tokens,
    /// A token of OAuth. There is nothing below it, so a slash belongs to the id.
    Token(String),
    Quotas,
    UserCatalogs,
    ServiceUserCatalogs,
    Feedback,
    Resources,
    Services,
    Commissions,
    Commission(u64),
    ResolveCommissions,
    ResolveCommission(u64),
    ServiceQuotas,
    ServiceProjectQuotas,
    Projects,
    Project(String),
    ProjectAction(String),
    Memberships,
    Membership(u64),
    MembershipAction(u64),
    OauthToken,
    Applications,
    Application(u64),
    ApplicationAction(u64),
}

impl View {
    /// The methods, as the `Allow` header lists them. `None` allows all.
    pub(crate) fn methods(&self, release: Release) -> Option<&'static str> {
        Some(match self {
            Self::Services => return None,
            Self::Project(_) if release == Release::V0_15 => "GET, POST",
            Self::Applications
            | Self::Application(_)
            | Self::Token(_)
            | Self::Quotas
            | Self::Resources
            | Self::Commission(_)
            | Self::ServiceQuotas
            | Self::ServiceProjectQuotas
            | Self::Membership(_) => "GET",
            Self::ApplicationAction(_)
            | Self::Tokens
            | Self::UserCatalogs
            | Self::ServiceUserCatalogs
            | Self::Feedback
            | Self::ResolveCommissions
            | Self::ResolveCommission(_)
            | Self::ProjectAction(_)
            | Self::MembershipAction(_)
            | Self::OauthToken => "POST",
            Self::Commissions | Self::Projects | Self::Memberships => "GET, POST",
            Self::Project(_) => "GET, PUT",
        })
    }

    /// Whose token the view wants.
    pub(crate) fn wanted(&self) -> Wanted {
        match self {
            Self::Tokens | Self::Token(_) | Self::Resources | Self::Services | Self::OauthToken => {
                Wanted::Nobody
            }
            Self::ServiceUserCatalogs
            | Self::Commissions
            | Self::Commission(_)
            | Self::ResolveCommissions
            | Self::ResolveCommission(_)
            | Self::ServiceQuotas
            | Self::ServiceProjectQuotas => Wanted::Component,
            _ => Wanted::User,
        }
    }
}

/// Finds the view of a decoded path. A slash at the end is optional.
pub(crate) fn find(path: &str, release: Release) -> Option<View> {
    let path = path.strip_prefix("/astakos/")?;
    if release == Release::V0_15 && path == "identity/v2.0/tokens/" {
        return Some(View::Token(String::new()));
    }
    let path = path.strip_suffix('/').unwrap_or(path);
    if let Some(id) = path.strip_prefix("identity/v2.0/tokens/") {
        return Some(View::Token(id.to_owned()));
    }
    if let Some(path) = path.strip_prefix("account/v1.0/") {
        let segments: Vec<_> = path.split('/').collect();
        return if release == Release::V0_15 { v015::route(&segments) } else { account(&segments) };
    }
    match path {
        "identity/v2.0/tokens" => Some(View::Tokens),
        "ui/get_services" => Some(View::Services),
        "oauth2/token" => Some(View::OauthToken),
        _ => None,
    }
}

pub(crate) fn account(segments: &[&str]) -> Option<View> {
    Some(match segments {
        ["quotas"] => View::Quotas,
        ["user_catalogs"] => View::UserCatalogs,
        ["service", "user_catalogs"] => View::ServiceUserCatalogs,
        ["feedback"] => View::Feedback,
        ["resources"] => View::Resources,
        ["service_quotas"] => View::ServiceQuotas,
        ["service_project_quotas"] => View::ServiceProjectQuotas,
        ["commissions"] => View::Commissions,
        ["commissions", "action"] => View::ResolveCommissions,
        ["commissions", serial] => View::Commission(digits(serial)?),
        ["commissions", serial, "action"] => View::ResolveCommission(digits(serial)?),
        ["projects"] => View::Projects,
        ["projects", "memberships"] => View::Memberships,
        ["projects", "memberships", "action"] => return None,
        ["projects", "memberships", id] => View::Membership(digits(id)?),
        ["projects", "memberships", id, "action"] => View::MembershipAction(digits(id)?),
        ["projects", id] if !id.is_empty() => View::Project((*id).to_owned()),
        ["projects", id, "action"] if !id.is_empty() => View::ProjectAction((*id).to_owned()),
        _ => return None,
    })
}

/// A number; one that is too large is that of no row.
pub(crate) fn digits(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_digits_for_commissions_and_anything_for_projects() {
        let find = |path: &str| super::find(path, Release::V0_16);
        let view = |path: &str| find(&format!("/astakos/account/v1.0/{path}"));
        assert_eq!(view("commissions/7/action"), Some(View::ResolveCommission(7)));
        assert_eq!(view("commissions/action"), Some(View::ResolveCommissions));
        assert_eq!(view("projects/memberships"), Some(View::Memberships));
        assert_eq!(view("projects/apps"), Some(View::Project("apps".to_owned())));
        assert_eq!(view("projects/x y/action"), Some(View::ProjectAction("x y".to_owned())));
        let token = View::Token("a/endpoints".to_owned());
        assert_eq!(find("/astakos/identity/v2.0/tokens/a/endpoints"), Some(token));
        assert_eq!(find("/astakos/identity/v2.0/tokens/"), Some(View::Tokens));
        for path in [
            "commissions/x",
            "commissions/-1",
            "projects/memberships/x",
            "projects//action",
            "nothing",
            "quotas/x",
        ] {
            assert_eq!(view(path), None, "{path}");
        }
    }

    #[test]
    fn release_015_has_numbers_of_projects_and_calls_for_applications() {
        let find = |path: &str| super::find(path, Release::V0_15);
        let view = |path: &str| find(&format!("/astakos/account/v1.0/{path}"));
        assert_eq!(view("projects/apps"), Some(View::Applications));
        assert_eq!(view("projects/apps/3/action"), Some(View::ApplicationAction(3)));
        assert_eq!(view("projects/07"), Some(View::Project("7".to_owned())));
        assert_eq!(view("projects/memberships/4"), Some(View::Membership(4)));
        assert_eq!(find("/astakos/identity/v2.0/tokens/"), Some(View::Token(String::new())));
        for path in ["projects/x", "projects/x/action", "projects/apps/x", "service_project_quotas"] {
            assert_eq!(view(path), None, "{path}");
        }
    }
}
