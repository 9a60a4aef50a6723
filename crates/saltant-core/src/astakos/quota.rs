use std::fmt::Display;

use saltant_types::astakos::{ProjectId, ProjectQuotas, ServiceQuotas, UserId, UserQuotas};

use crate::operations::Operation;
use crate::request::{EncodeError, Encoder};

/// Gets the user's quotas, by project and resource.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "get_quotas")]
#[operation("astakos.get_quotas", GET "quotas", output = UserQuotas)]
pub struct GetQuotas {}

/// Gets users' quotas for the resources of the service, by user, project and resource.
#[derive(Clone, Debug, Operation)]
#[doc(alias = "service_get_quotas")]
#[operation("astakos.service_get_quotas", GET "service_quotas", output = ServiceQuotas)]
#[operation(auth = Service, write = write_filter)]
pub struct GetUserQuotas {
    /// Only these users; all if not given. An unknown one among several is left out; if none is known, the
    /// answer is a 404.
    #[custom]
    pub user: Option<Vec<UserId>>,
    /// Only these projects; all if not given. An unknown one is left out. If none is known, the answer is
    /// empty, or a 404 where users are given too.
    #[custom]
    pub project_id: Option<Vec<ProjectId>>,
}

fn write_filter(operation: &GetUserQuotas, request: &mut Encoder) -> Result<(), EncodeError> {
    list(request, "user", operation.user.as_deref())?;
    list(request, "project", operation.project_id.as_deref())
}

/// Gets projects' quotas for the resources of the service, by project and resource.
#[derive(Clone, Debug, Operation)]
#[operation("astakos.service_get_project_quotas", GET "service_project_quotas", output = ProjectQuotas)]
#[operation(auth = Service, write = write_projects)]
pub struct GetProjectQuotas {
    /// Only these projects; all if not given. An unknown one among several is left out; if none is known, the
    /// answer is a 404.
    #[custom]
    pub project_id: Option<Vec<ProjectId>>,
}

fn write_projects(operation: &GetProjectQuotas, request: &mut Encoder) -> Result<(), EncodeError> {
    list(request, "project", operation.project_id.as_deref())
}

/// Writes a list of ids with commas.
///
/// An empty list is refused: the server would look for an empty id, and without the filter it would answer
/// with everybody.
fn list(request: &mut Encoder, name: &'static str, ids: Option<&[impl Display]>) -> Result<(), EncodeError> {
    let Some(ids) = ids else { return Ok(()) };
    if ids.is_empty() {
        return Err(EncodeError::Refused { name, reason: "an empty list asks for nobody".to_owned() });
    }
    let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
    request.query(name, &ids.join(","));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_list_asks_neither_for_everybody_nor_for_the_empty_id() {
        let base = "https://h/account/v1.0".parse().unwrap();
        let address = |operation: GetUserQuotas| operation.to_request(&base).map(|r| r.uri().to_string());
        assert_eq!(
            address(GetUserQuotas::new().user(["a", "b"])).unwrap(),
            "https://h/account/v1.0/service_quotas?user=a%2Cb"
        );
        assert!(address(GetUserQuotas::new().user([""; 0])).is_err());
        assert!(address(GetUserQuotas::new().user(["a"]).project_id([""; 0])).is_err());
    }
}
