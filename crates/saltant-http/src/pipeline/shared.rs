use std::sync::{Arc, Mutex, PoisonError};

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName};
use saltant_core::wait::WaitPolicy;
use saltant_core::{
    AuthUse, BaseUrl, Body, Clock, Credential, Error, ErrorKind, Metadata, Transport, with_query,
};

use super::known::Known;
use super::origins::Origins;
use super::parts::Parts;
use super::quota::Quota;
use super::renewals::Renewals;
use crate::observe::Observer;
use crate::settings::Settings;

/// What all clones of a client share.
pub(crate) struct Shared {
    pub(crate) transport: Arc<dyn Transport>,
    /// Whether the transport is told of each request's operation. The client's own one does not look.
    pub(crate) names_operations: bool,
    pub(crate) credential: Arc<dyn Credential>,
    /// The addresses of the service's parts, if the service has a directory of them.
    pub(crate) parts: Option<Arc<Parts>>,
    /// Further origins that may get the credential.
    pub(crate) trusted: Vec<BaseUrl>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) settings: Settings,
    pub(crate) wait: WaitPolicy,
    pub(crate) random: Mutex<fastrand::Rng>,
    pub(crate) quota: Arc<Quota>,
    pub(crate) renewals: Renewals,
}

impl Shared {
    /// The same for another credential, with renewals and a quota of its own.
    pub(crate) fn with(&self, credential: Arc<dyn Credential>, quota: Arc<Quota>) -> Self {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner).fork();
        Self {
            transport: self.transport.clone(),
            names_operations: self.names_operations,
            renewals: Renewals::new(credential.clone(), self.clock.clone(), &mut random),
            credential,
            parts: self.parts.clone(),
            trusted: self.trusted.clone(),
            clock: self.clock.clone(),
            observer: self.observer.clone(),
            settings: self.settings,
            wait: self.wait,
            quota,
            random: Mutex::new(random),
        }
    }

    /// A number from 0 to 1, for the random part of pauses.
    pub(crate) fn random(&self) -> f64 {
        self.random.lock().unwrap_or_else(PoisonError::into_inner).f64()
    }
}

/// Where requests go, and the headers that each gets.
#[derive(Clone)]
pub(crate) struct View {
    pub(crate) base: BaseUrl,
    pub(crate) headers: HeaderMap,
    /// What is known of the service at this address.
    pub(crate) known: Arc<Known>,
}

/// The parts of a client that its calls work with.
#[derive(Clone, Copy)]
pub(crate) struct Executor<'c> {
    pub(crate) shared: &'c Shared,
    pub(crate) view: &'c View,
}

impl<'c> Executor<'c> {
    pub(crate) fn origins(self) -> Origins<'c> {
        Origins { own: &self.view.base, trusted: &self.shared.trusted }
    }

    /// The part that an operation belongs to, if the service has a directory of its parts.
    pub(crate) fn part(self, metadata: &Metadata) -> Option<(&'static str, &'c Parts)> {
        metadata.part.zip(self.shared.parts.as_deref())
    }

    /// Adds the client's headers and the credential. An address that is not trusted gets the user agent only.
    pub(crate) fn sign(
        self,
        metadata: &'static Metadata,
        request: &mut http::Request<Body>,
    ) -> Result<(), Error> {
        let is_trusted = self.origins().trust(request.uri());
        if !is_trusted {
            self.origins().check(metadata, request)?;
        }
        let outside = metadata.outside.map(|namespace| namespace.header);
        // What the program has added may be a secret.
        let goes_there =
            |name: &HeaderName| Some(name.as_str()) != outside && (is_trusted || name == USER_AGENT);
        for (name, value) in self.view.headers.iter().filter(|(name, _)| goes_there(name)) {
            request.headers_mut().entry(name).or_insert_with(|| value.clone());
        }
        if let Some(namespace) = metadata.namespace
            && !request.headers().contains_key(namespace.header)
        {
            return Err(Error::new(ErrorKind::Usage, namespace.missing).with_operation(metadata.name));
        }
        if metadata.auth != AuthUse::None && is_trusted {
            let credential = &self.shared.credential;
            credential.apply(metadata.auth, request.headers_mut())?;
            if let Some((name, secret)) = credential.query(metadata.auth) {
                *request.uri_mut() = with_query(request.uri(), name, secret.expose())?;
            }
            if let Some(body) = credential.body(metadata, request.body())? {
                *request.body_mut() = body;
            }
        }
        if self.shared.names_operations {
            // Middleware can tell operations apart without reading addresses.
            request.extensions_mut().insert(metadata);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Method};
    use saltant_core::RawRequest;

    use super::*;
    use crate::Client;
    use crate::pipeline::test_service::TestService;
    use crate::testing::{Reply, ScriptedTransport};

    #[tokio::test(start_paused = true)]
    async fn a_header_of_the_client_is_sent_with_each_call() {
        let transport = ScriptedTransport::answering(|_| Reply::json(200, "{}"));
        let team = HeaderName::from_static("x-team");
        let builder = Client::builder("https://h").transport(transport.clone());
        let client = builder.header(team.clone(), HeaderValue::from_static("a")).build().unwrap();
        client.call(RawRequest::<TestService>::new(Method::GET, "x")).await.unwrap();
        assert_eq!(transport.requests()[0].headers[team], "a");
    }
}
