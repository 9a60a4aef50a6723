//! The view of each path, and the methods of each view.

use crate::saltant::store::Class;

/// What answers a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Root,
    /// The description of the API: as data, or as a page.
    Description(Description),
    ObtainToken,
    RefreshToken,
    /// The state of an instance of either class; the text may not be a uuid.
    UpdateStatus(String),
    List(Resource),
    Detail(Resource, String),
    Clone(Class, String),
    Terminate(Class, String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Description {
    Json,
    Yaml,
    /// A page, or data if the query asks for it.
    Page,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resource {
    Users,
    TaskQueues,
    TaskWhitelists,
    TaskTypes(Class),
    TaskInstances(Class),
}

/// The collections in the order in which the root lists them.
pub(crate) const COLLECTIONS: [(&str, Resource); 7] = [
    ("users", Resource::Users),
    ("containertaskinstances", Resource::TaskInstances(Class::Container)),
    ("containertasktypes", Resource::TaskTypes(Class::Container)),
    ("executabletaskinstances", Resource::TaskInstances(Class::Executable)),
    ("executabletasktypes", Resource::TaskTypes(Class::Executable)),
    ("taskqueues", Resource::TaskQueues),
    ("taskwhitelists", Resource::TaskWhitelists),
];

/// A view, and the format that a suffix of the path asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) view: View,
    pub(crate) suffix: Option<String>,
}

impl View {
    /// The methods of the view, as the `Allow` header lists them.
    pub(crate) fn methods(&self) -> &'static str {
        match self {
            Self::Root | Self::Description(_) => "GET, HEAD, OPTIONS",
            Self::ObtainToken | Self::RefreshToken => "POST, OPTIONS",
            Self::UpdateStatus(_) => "PATCH, OPTIONS",
            Self::List(Resource::Users) | Self::Detail(Resource::Users | Resource::TaskInstances(_), _) => {
                "GET"
            }
            Self::List(_) => "GET, POST",
            Self::Detail(Resource::TaskQueues | Resource::TaskWhitelists, _) => "GET, PATCH, PUT",
            Self::Detail(Resource::TaskTypes(_), _) => "GET, PUT",
            Self::Clone(..) | Self::Terminate(..) => "POST",
        }
    }

    /// Whether the view reads credentials at all.
    pub(crate) fn authenticates(&self) -> bool {
        !matches!(self, Self::ObtainToken | Self::RefreshToken)
    }

    /// Whether the view answers without credentials.
    pub(crate) fn is_public(&self) -> bool {
        matches!(self, Self::ObtainToken | Self::RefreshToken | Self::Description(_))
    }
}

/// Finds the view of a decoded path.
///
/// The slash at the end is optional for resources and their actions, and only for those.
pub(crate) fn find(path: &str) -> Option<Target> {
    let path = path.strip_prefix("/api/")?;
    let plain = |view| Some(Target { view, suffix: None });
    match path {
        "" => return plain(View::Root),
        "token/" => return plain(View::ObtainToken),
        "token/refresh/" => return plain(View::RefreshToken),
        "swagger/.json" => return plain(View::Description(Description::Json)),
        "swagger/.yaml" => return plain(View::Description(Description::Yaml)),
        "swagger/" | "redoc/" => return plain(View::Description(Description::Page)),
        _ => {}
    }
    if let Some(uuid) = path.strip_prefix("updatetaskinstancestatus/").and_then(|rest| rest.strip_suffix('/'))
    {
        let word = !uuid.is_empty()
            && uuid.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        return if word { plain(View::UpdateStatus(uuid.to_owned())) } else { None };
    }
    let path = path.strip_suffix('/').unwrap_or(path);
    let (path, suffix) = match path.rsplit_once('.') {
        // The slash that is optional at the end is optional before the suffix, too.
        Some((path, suffix)) if is_suffix(suffix) => {
            (path.strip_suffix('/').unwrap_or(path), Some(suffix.to_owned()))
        }
        _ => (path, None),
    };
    if path.is_empty() && suffix.is_some() {
        return Some(Target { view: View::Root, suffix });
    }
    let segments: Vec<&str> = path.split('/').collect();
    if segments.iter().any(|segment| segment.is_empty() || segment.contains('.')) {
        return None;
    }
    let resource =
        COLLECTIONS.iter().find(|(name, _)| *name == segments[0]).map(|(_, resource)| *resource)?;
    let view = match (&segments[1..], resource) {
        ([], _) => View::List(resource),
        ([key], _) => View::Detail(resource, (*key).to_owned()),
        ([uuid, "clone"], Resource::TaskInstances(class)) => View::Clone(class, (*uuid).to_owned()),
        ([uuid, "terminate"], Resource::TaskInstances(class)) => View::Terminate(class, (*uuid).to_owned()),
        _ => return None,
    };
    Some(Target { view, suffix })
}

fn is_suffix(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(path: &str) -> Option<View> {
        find(path).map(|target| target.view)
    }

    #[test]
    fn the_last_slash_is_optional_for_resources_only() {
        for path in ["/api/users", "/api/users/"] {
            assert_eq!(view(path), Some(View::List(Resource::Users)));
        }
        let clone = View::Clone(Class::Container, "x".to_owned());
        assert_eq!(view("/api/containertaskinstances/x/clone"), Some(clone));
        assert_eq!(view("/api/updatetaskinstancestatus/x/"), Some(View::UpdateStatus("x".to_owned())));
        for path in
            ["/api", "/api/token", "/api/token/refresh", "/api/updatetaskinstancestatus/x", "/api/swagger"]
        {
            assert_eq!(view(path), None, "{path}");
        }
    }

    #[test]
    fn suffixes_name_formats_and_odd_paths_lead_nowhere() {
        let target = find("/api/users/matt.json/").unwrap();
        assert_eq!(target.view, View::Detail(Resource::Users, "matt".to_owned()));
        assert_eq!(target.suffix.as_deref(), Some("json"));
        for path in ["/api/users.json", "/api/users/.json", "/api/users/.json/"] {
            assert_eq!(view(path), Some(View::List(Resource::Users)), "{path}");
        }
        for path in [
            "/users/",
            "/api//users/",
            "/api/users//",
            "/api/users/a/b/",
            "/api/users/../",
            "/api/users/a.b.c/",
            "/api/taskqueues/1/clone/",
            "/api/nothing/",
            "/api/updatetaskinstancestatus//",
            "/api/updatetaskinstancestatus/a.b/",
            "/api/users//.json",
            "/api/swagger.json",
        ] {
            assert_eq!(view(path), None, "{path}");
        }
    }
}
