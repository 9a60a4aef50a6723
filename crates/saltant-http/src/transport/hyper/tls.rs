use std::fmt;
use std::sync::{Arc, OnceLock};

use http::Uri;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use rustls_platform_verifier::Verifier;
use saltant_core::{Error, Phase, TransportError};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use tokio_rustls::rustls::crypto::{CryptoProvider, aws_lc_rs};
use tokio_rustls::rustls::{self, ClientConfig, DigitallySignedStruct, InvalidMessage, SignatureScheme};

use super::connect::Io;
use crate::transport::connections::Connections;

/// How servers prove who they are. The system's certificates are read when the first server has to be verified.
pub(super) struct Tls {
    authorities: Vec<CertificateDer<'static>>,
    any_certificate: bool,
    http1_only: bool,
    config: OnceLock<Result<Configs, rustls::Error>>,
}

/// One setting for servers, and one for proxies, which speak HTTP/1.1.
#[derive(Clone)]
struct Configs {
    server: Arc<ClientConfig>,
    proxy: Arc<ClientConfig>,
}

impl Tls {
    pub(super) fn new(connections: &Connections) -> Result<Self, Error> {
        let mut authorities = Vec::new();
        for place in &connections.authorities {
            authorities.extend(place.read(certificates)?);
        }
        Ok(Self {
            authorities,
            any_certificate: connections.any_certificate,
            http1_only: connections.http1_only,
            config: OnceLock::new(),
        })
    }

    /// Begins to speak TLS with a server.
    pub(super) async fn start(self: &Arc<Self>, io: Io, uri: &Uri) -> Result<TlsStream<Io>, TransportError> {
        self.speak(io, uri, |configs| configs.server.clone()).await
    }

    /// Begins to speak TLS with a proxy.
    pub(super) async fn start_with_proxy(
        self: &Arc<Self>,
        io: Io,
        uri: &Uri,
    ) -> Result<TlsStream<Io>, TransportError> {
        self.speak(io, uri, |configs| configs.proxy.clone()).await
    }

    async fn speak(
        self: &Arc<Self>,
        io: Io,
        uri: &Uri,
        which: fn(&Configs) -> Arc<ClientConfig>,
    ) -> Result<TlsStream<Io>, TransportError> {
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let name = ServerName::try_from(host.to_owned())
            .map_err(|error| TransportError::new(Phase::Unsendable, error))?;
        let configs = self.configs().await.map_err(|error| TransportError::new(Phase::Unsendable, error))?;
        TlsConnector::from(which(&configs)).connect(name, io).await.map_err(tls_error)
    }

    /// The settings. Files with certificates are read in a thread for such work.
    async fn configs(self: &Arc<Self>) -> Result<Configs, rustls::Error> {
        if let Some(configs) = self.config.get() {
            return configs.clone();
        }
        let this = self.clone();
        let made = tokio::task::spawn_blocking(move || this.config.get_or_init(|| this.make()).clone());
        made.await.unwrap_or_else(|error| Err(rustls::Error::General(error.to_string())))
    }

    fn make(&self) -> Result<Configs, rustls::Error> {
        let provider = CryptoProvider::get_default().cloned();
        let provider = provider.unwrap_or_else(|| Arc::new(aws_lc_rs::default_provider()));
        let verifier: Arc<dyn ServerCertVerifier> = if self.any_certificate {
            Arc::new(Anybody(provider.clone()))
        } else {
            Arc::new(Verifier::new_with_extra_roots(self.authorities.iter().cloned(), provider.clone())?)
        };
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let proxy = builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
        let mut server = proxy.clone();
        server.alpn_protocols = if self.http1_only { Vec::new() } else { vec![b"h2".to_vec()] };
        server.alpn_protocols.push(b"http/1.1".to_vec());
        Ok(Configs { server: Arc::new(server), proxy: Arc::new(proxy) })
    }
}

/// The certificates in a text; `None` if it is not PEM.
fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let all: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()?;
    let mut roots = rustls::RootCertStore::empty();
    all.iter().cloned().try_for_each(|certificate| roots.add(certificate)).ok()?;
    Some(all)
}

/// Before TLS is spoken, nothing of the request has been sent.
fn tls_error(error: std::io::Error) -> TransportError {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    let phase = match inner {
        Some(rustls::Error::InvalidCertificate(_)) => Phase::Certificate,
        Some(rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType)) => {
            let text =
                "the server does not speak TLS on this port; the address should probably begin with http://";
            return TransportError::new(Phase::Unsendable, text);
        }
        _ => Phase::Connect,
    };
    TransportError::new(phase, error)
}

/// Accepts every certificate, but not every signature.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").finish_non_exhaustive()
    }
}
