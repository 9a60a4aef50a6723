//! The components of an installation with their services, and the resources that quotas count.

use crate::http::reply::Reply;
use crate::json::Json;

/// The limit of what has none.
pub(crate) const UNLIMITED: i64 = i64::MAX;

/// The resource that counts a user's applications for projects that nobody has decided on.
pub(crate) const PENDING_APPLICATIONS: &str = "astakos.pending_app";

/// A component of the installation: it charges resources with a token of its own.
#[derive(Clone)]
pub(crate) struct Component {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) token: String,
    /// The address of its user interface.
    pub(crate) url: Option<String>,
    pub(crate) services: Vec<Service>,
}

/// A service of a component, as the catalogue lists it.
#[derive(Clone)]
pub(crate) struct Service {
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) version: String,
    /// The address; `None` for a service that is registered without an endpoint.
    pub(crate) address: Option<String>,
    /// The address of the page to sign in, which only one service has.
    pub(crate) weblogin: Option<String>,
}

impl Component {
    /// Its services in the catalogue.
    pub(crate) fn catalogue(&self) -> impl Iterator<Item = Json> {
        self.services.iter().map(|service| {
            let endpoints: Json = service
                .address
                .iter()
                .map(|address| {
                    let mut entries = vec![
                        ("versionId".to_owned(), service.version.as_str().into()),
                        ("publicURL".to_owned(), address.as_str().into()),
                        ("region".to_owned(), "default".into()),
                        ("SNF:uiURL".to_owned(), self.url.as_deref().into()),
                    ];
                    if let Some(weblogin) = &service.weblogin {
                        entries.push(("SNF:webloginURL".to_owned(), weblogin.as_str().into()));
                    }
                    Json::Object(entries)
                })
                .collect();
            Json::object([
                ("name", service.name.as_str().into()),
                ("type", service.kind.as_str().into()),
                ("endpoints_links", Json::array()),
                ("endpoints", endpoints),
            ])
        })
    }

    /// It as `get_services` shows it.
    pub(crate) fn shown(&self, order: u64) -> Json {
        let dashboard = Json::object([
            ("show", true.into()),
            ("order", order.into()),
            ("description", format!("The component {}.", self.name).into()),
        ]);
        Json::object([
            ("name", self.name.as_str().into()),
            ("url", self.url.as_deref().into()),
            ("verbose_name", self.title.as_str().into()),
            ("order", order.into()),
            ("cloudbar", Json::object([("show", true.into()), ("title", self.title.as_str().into())])),
            ("dashboard", dashboard),
        ])
    }
}

/// A resource.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) name: String,
    pub(crate) unit: Option<String>,
    pub(crate) description: String,
    /// The service that it belongs to.
    pub(crate) service: String,
    /// What a user has in the own system project.
    pub(crate) base: i64,
    /// Whether quotas and applications show it.
    pub(crate) visible: bool,
}

impl Resource {
    /// What a project has of it that did not apply for it.
    pub(crate) fn project_default(&self) -> i64 {
        if self.visible { 0 } else { UNLIMITED }
    }

    pub(crate) fn shown(&self) -> Json {
        Json::object([
            ("unit", self.unit.as_deref().into()),
            ("description", self.description.as_str().into()),
            ("service", self.service.as_str().into()),
            ("ui_visible", self.visible.into()),
            ("api_visible", self.visible.into()),
        ])
    }
}

/// The resources of an installation with machines and files.
pub(crate) fn usual() -> Vec<Resource> {
    let resource = |name: &str, unit: Option<&str>, description: &str, service: &str| Resource {
        name: name.to_owned(),
        unit: unit.map(str::to_owned),
        description: description.to_owned(),
        service: service.to_owned(),
        base: UNLIMITED,
        visible: name != PENDING_APPLICATIONS,
    };
    vec![
        resource(PENDING_APPLICATIONS, None, "Applications for projects that are pending", "astakos_account"),
        resource("cyclades.vm", None, "Virtual machines", "cyclades_compute"),
        resource("cyclades.cpu", None, "Processors of running machines", "cyclades_compute"),
        resource("cyclades.ram", Some("bytes"), "Memory of running machines", "cyclades_compute"),
        resource("cyclades.disk", Some("bytes"), "Disks of machines", "cyclades_compute"),
        resource("pithos.diskspace", Some("bytes"), "Stored files", "pithos_object-store"),
    ]
}

/// The components of that installation: at `here`, the account service at `account`, the rest `elsewhere`. Cyclades
/// and Pithos are not answered there.
pub(crate) fn components(
    here: &str,
    account: &str,
    elsewhere: &str,
    token: impl Fn(&str) -> String,
) -> Vec<Component> {
    let service = |name: &str, kind: &str, version: &str, address: String| Service {
        name: name.to_owned(),
        kind: kind.to_owned(),
        version: version.to_owned(),
        address: Some(address),
        weblogin: None,
    };
    let component = |name: &str, url: Option<String>, services: Vec<Service>| Component {
        name: name.to_owned(),
        title: format!("{}{}", name[..1].to_uppercase(), &name[1..]),
        token: token(name),
        url,
        services,
    };
    let weblogin = format!("{elsewhere}/astakos/weblogin");
    vec![
        component(
            "astakos",
            Some(format!("{elsewhere}/astakos/ui")),
            vec![
                service("astakos_account", "account", "v1.0", format!("{account}/astakos/account/v1.0")),
                service("astakos_identity", "identity", "v2.0", format!("{here}/astakos/identity/v2.0")),
                service("astakos_oauth2", "astakos_auth", "", format!("{elsewhere}/astakos/oauth2/")),
                Service {
                    weblogin: Some(weblogin.clone()),
                    ..service("astakos_weblogin", "astakos_weblogin", "", weblogin)
                },
            ],
        ),
        component(
            "cyclades",
            Some(format!("{elsewhere}/cyclades/ui")),
            vec![
                service("cyclades_compute", "compute", "v2.0", format!("{elsewhere}/cyclades/compute/v2.0")),
                service("cyclades_plankton", "image", "v1.0", format!("{elsewhere}/cyclades/image/v1.0")),
            ],
        ),
        component(
            "pithos",
            None,
            vec![service(
                "pithos_object-store",
                "object-store",
                "v1",
                format!("{elsewhere}/pithos/object-store/v1"),
            )],
        ),
    ]
}

/// A list of rows as an answer.
pub(crate) fn listed(rows: impl IntoIterator<Item = Json>) -> Reply {
    super::answer::ok(&rows.into_iter().collect())
}
