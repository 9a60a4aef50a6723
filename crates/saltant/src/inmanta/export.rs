use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use saltant_core::inmanta::{ReserveVersion, VersionContent, v1};
use saltant_core::{Error, ErrorKind};
use saltant_types::inmanta::{
    FileId, InmantaModule, ModelVersion, ModuleSourceMetadata, PipConfig, ResourceId, ResourceState,
};
use saltant_types::{Map, Value};
use sha1::{Digest as _, Sha1};

use super::{Files, Versions};

/// A resource of a version that is exported.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportedResource {
    id: ResourceId,
    attributes: Map<String, Value>,
    requires: Vec<ResourceId>,
    set: Option<String>,
    is_undefined: bool,
}

impl ExportedResource {
    /// A resource with its id, without a version: `std::File[agent1,path=/etc/motd]`.
    pub fn new(id: impl Into<ResourceId>) -> Self {
        let (attributes, requires) = (Map::new(), Vec::new());
        Self { id: id.into(), attributes, requires, set: None, is_undefined: false }
    }

    /// Sets an attribute. The attribute in the id has to be set, too. Those that every resource has, such as `purged`
    /// and `send_event`, get the values that the compiler gives them.
    #[must_use]
    pub fn attribute(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.attributes.insert(name.into(), value.into());
        self
    }

    /// Adds a resource that has to be deployed before.
    #[must_use]
    pub fn requires(mut self, id: impl Into<ResourceId>) -> Self {
        self.requires.push(id.into());
        self
    }

    /// Puts it into a resource set.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>) -> Self {
        self.set = Some(name.into());
        self
    }

    /// Says that a value of it is not known yet, so that it cannot be deployed. Such a value is the text
    /// `<<undefined>>`.
    #[must_use]
    pub fn undefined(mut self) -> Self {
        self.is_undefined = true;
        self
    }

    fn write(&self, version: ModelVersion) -> Map<String, Value> {
        let full = |id: &ResourceId| Value::from(format!("{id},v={version}"));
        let mut object = self.attributes.clone();
        object.insert("id".to_owned(), full(&self.id));
        object.insert("requires".to_owned(), self.requires.iter().map(full).collect());
        // The agents refuse a resource without these, which the compiler gives to every resource.
        for (name, value) in [
            ("purged", Value::Bool(false)),
            ("purge_on_delete", Value::Bool(false)),
            ("send_event", Value::Bool(true)),
            ("receive_events", Value::Bool(true)),
            ("references", Value::Array(Vec::new())),
            ("mutators", Value::Array(Vec::new())),
            ("agent", agent(&self.id).map_or(Value::Null, Value::from)),
        ] {
            object.entry(name).or_insert(value);
        }
        object
    }
}

/// A Python module with handlers for agents, and its sources.
#[derive(Clone, Debug, PartialEq)]
pub struct HandlerModule {
    name: String,
    files: Vec<(String, Vec<u8>)>,
    requirements: Vec<String>,
}

impl HandlerModule {
    /// A module of this name, such as `web`, without files yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), files: Vec::new(), requirements: Vec::new() }
    }

    /// Adds a file under the name that Python imports it by, such as `inmanta_plugins.web`.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, source: impl Into<Vec<u8>>) -> Self {
        self.files.push((name.into(), source.into()));
        self
    }

    /// Adds a Python package that the module needs.
    #[must_use]
    pub fn requirement(mut self, package: impl Into<String>) -> Self {
        self.requirements.push(package.into());
        self
    }

    fn describe(&self, agents: &BTreeSet<String>) -> InmantaModule {
        let files = self.files.iter().map(|(name, source)| ModuleSourceMetadata {
            name: name.clone(),
            hash_value: file_id(source),
            is_byte_code: false,
        });
        let files: Vec<_> = files.collect();
        let hashes = files.iter().map(|file| format!("{} {}\n", file.name, file.hash_value));
        let all: String = hashes.chain(self.requirements.iter().cloned()).collect();
        InmantaModule {
            name: self.name.clone(),
            version: file_id(all.as_bytes()).to_string(),
            files_in_module: files,
            requirements: self.requirements.clone(),
            for_agents: agents.iter().cloned().collect(),
        }
    }
}

/// A version to be exported: its resources and the handlers' code.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Export {
    resources: Vec<ExportedResource>,
    modules: Vec<HandlerModule>,
    content: VersionContent,
    pip_config: Option<PipConfig>,
    compiler_version: Option<String>,
    release: bool,
}

impl Export {
    /// An empty version.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a resource.
    #[must_use]
    pub fn resource(mut self, resource: ExportedResource) -> Self {
        self.resources.push(resource);
        self
    }

    /// Adds a module with handlers. Every agent of the version loads it.
    #[must_use]
    pub fn module(mut self, module: HandlerModule) -> Self {
        self.modules.push(module);
        self
    }

    /// Sets states, unknown values and information.
    #[must_use]
    pub fn content(mut self, content: VersionContent) -> Self {
        self.content = content;
        self
    }

    /// Sets the pip configuration of the agents.
    #[must_use]
    pub fn pip_config(mut self, config: PipConfig) -> Self {
        self.pip_config = Some(config);
        self
    }

    /// Sets the compiler's version; this crate's by default. The server only wants to know one.
    #[must_use]
    pub fn compiler_version(mut self, version: impl Into<String>) -> Self {
        self.compiler_version = Some(version.into());
        self
    }

    /// Releases the version, so that it is deployed. With the environment's setting `auto_deploy` it is released
    /// in any case.
    #[must_use]
    pub fn release(mut self) -> Self {
        self.release = true;
        self
    }

    /// The operation that stores the version under a reserved number.
    fn operation(self, version: ModelVersion, agents: &BTreeSet<String>) -> v1::PutVersion {
        let modules: BTreeMap<_, _> =
            self.modules.iter().map(|module| (module.name.clone(), module.describe(agents))).collect();
        let resources: Vec<_> = self.resources.iter().map(|resource| resource.write(version)).collect();
        let sets = self.resources.iter().map(|resource| (resource.id.clone(), resource.set.clone()));
        let mut content = self.content;
        let undefined = self.resources.iter().filter(|resource| resource.is_undefined);
        content
            .resource_state
            .get_or_insert_default()
            .extend(undefined.map(|resource| (resource.id.clone(), ResourceState::Undefined)));
        let compiler = self.compiler_version.unwrap_or_else(|| env!("CARGO_PKG_VERSION").to_owned());
        let mut put = v1::PutVersion::new(version, resources, modules).compiler_version(compiler);
        put.content = content;
        put.resource_sets = Some(sets.collect());
        put.pip_config = self.pip_config;
        put
    }
}

impl Versions<'_> {
    /// Exports a version: reserves its number, stores the handlers' files that the server lacks, stores the version
    /// and, if asked to, releases it. The answer is its number.
    ///
    /// With authentication it needs a token for clients of the type `compiler`, and `api` to release: see
    /// [`EnvironmentClient::for_export`](super::EnvironmentClient::for_export).
    ///
    /// ```no_run
    /// use saltant::inmanta::{Export, ExportedResource};
    ///
    /// # async fn run(environment: saltant::inmanta::EnvironmentClient) -> Result<(), saltant::Error> {
    /// let motd = ExportedResource::new("std::File[web1,path=/etc/motd]").attribute("path", "/etc/motd");
    /// let version = environment.versions().export(Export::new().resource(motd).release()).await?;
    /// environment.versions().wait_until_deployed(version).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`Usage`](saltant_core::ErrorKind::Usage) if a resource's id does not name its agent; then nothing is sent.
    /// Otherwise the errors of the calls. After the version was reserved, its number stays unused.
    pub async fn export(self, export: Export) -> Result<ModelVersion, Error> {
        let agents = export.resources.iter().map(|resource| agent(&resource.id));
        let agents = agents.collect::<Result<BTreeSet<String>, Error>>()?;
        let version = self.0.call(ReserveVersion::new()).await?;
        let files = Files(self.0.http());
        files.upload_missing(export.modules.iter().flat_map(|module| &module.files)).await?;
        let release = export.release;
        self.0.call(export.operation(version, &agents)).await?;
        if release {
            self.release(version).await?;
        }
        Ok(version)
    }
}

impl Files<'_> {
    /// Stores some content and gives its id.
    ///
    /// # Errors
    ///
    /// Those of a call.
    pub async fn store(self, content: impl AsRef<[u8]>) -> Result<FileId, Error> {
        let content = content.as_ref();
        let id = file_id(content);
        self.upload(id.clone(), STANDARD.encode(content)).await?;
        Ok(id)
    }

    async fn upload_missing(self, files: impl Iterator<Item = &(String, Vec<u8>)>) -> Result<(), Error> {
        let sources: BTreeMap<FileId, &[u8]> =
            files.map(|(_, source)| (file_id(source), &**source)).collect();
        if sources.is_empty() {
            return Ok(());
        }
        let missing = self.stat_many(v1::StatFiles::new(sources.keys().cloned())).await?;
        for id in missing {
            if let Some(source) = sources.get(&id) {
                self.store(source).await?;
            }
        }
        Ok(())
    }
}

/// The id of a file: the SHA-1 of its content.
fn file_id(content: &[u8]) -> FileId {
    let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or_default();
    let digest = Sha1::digest(content);
    FileId::new(digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect::<String>())
}

/// The agent in a resource's id.
fn agent(id: &ResourceId) -> Result<String, Error> {
    let inside = id.as_str().split_once('[').and_then(|(_, inside)| inside.strip_suffix(']'));
    let agent = inside.and_then(|inside| inside.split_once(',')).map(|(agent, _)| agent.to_owned());
    agent.filter(|agent| !agent.is_empty()).ok_or_else(|| {
        let line = format!("`{id}` is not the id of a resource: `type[agent,attribute=value]`");
        Error::new(ErrorKind::Usage, line)
    })
}
