//! The gateway's own errors, which no service has seen.

use axum::http::StatusCode;
use axum::http::header::WWW_AUTHENTICATE;
use axum::response::Response;

use crate::agave::call::Call;
use crate::http::reply::Reply;
use crate::json::Json;

/// A fault of the gateway.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    status: StatusCode,
    code: u64,
    message: &'static str,
    description: &'static str,
}

impl Fault {
    pub(crate) const INVALID: Self = Self::unauthorized(
        900_901,
        "Invalid Credentials",
        "Access failure. Make sure you have given the correct access token",
    );
    pub(crate) const MISSING: Self = Self::unauthorized(
        900_902,
        "Missing Credentials",
        "Required OAuth credentials not provided. Make sure your API invocation call has a header: \
         \"Authorization: Bearer ACCESS_TOKEN\"",
    );
    pub(crate) const EXPIRED: Self = Self::unauthorized(
        900_903,
        "Access Token Expired",
        "Access failure. The access token has expired. Renew it",
    );
    pub(crate) const FORBIDDEN: Self = Self {
        status: StatusCode::FORBIDDEN,
        code: 900_908,
        message: "Resource forbidden",
        description: "The OAuth client is not subscribed to this API",
    };
    pub(crate) const NO_RESOURCE: Self = Self {
        status: StatusCode::NOT_FOUND,
        code: 900_906,
        message: "No matching resource found in the API for the given request",
        description: "Check the API documentation and add a proper resource path to the request",
    };

    const fn unauthorized(code: u64, message: &'static str, description: &'static str) -> Self {
        Self { status: StatusCode::UNAUTHORIZED, code, message, description }
    }

    /// The answer, in the format that the server is set to.
    pub(crate) fn write(self, call: &Call) -> Response {
        let Self { status, code, message, description } = self;
        let reply = if call.tenant.settings.xml_faults {
            let description = description.replace('"', "&quot;");
            let text = format!(
                "<ams:fault xmlns:ams=\"http://wso2.org/apimanager/security\"><ams:code>{code}</ams:code>\
                 <ams:message>{message}</ams:message><ams:description>{description}</ams:description></ams:fault>"
            );
            Reply::text(status, "application/xml; charset=UTF-8", text)
        } else {
            let fault = Json::object([
                ("code", code.into()),
                ("message", message.into()),
                ("description", description.into()),
            ]);
            Reply::json(status, Json::object([("fault", fault)]))
        };
        if status == StatusCode::UNAUTHORIZED {
            let challenge = "OAuth2 realm=\"WSO2 API Manager\"";
            return reply.header(WWW_AUTHENTICATE, challenge).into_response();
        }
        reply.into_response()
    }
}
