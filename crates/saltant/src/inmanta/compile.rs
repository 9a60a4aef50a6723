use saltant_http::{Call, WaitStatus, Waiting};

use super::{
    CompileDetails, CompileId, EnvironmentClient, GetCompileData, GetCompileDetails, GetCompileQueue,
    GetCompileReports, GetReport, GetReports, IsCompiling, NotifyChange, NotifyChangeGet,
};

/// Compiles of an environment's model.
#[derive(Clone, Copy, Debug)]
pub struct Compiles<'c>(pub(super) &'c EnvironmentClient);

impl<'c> Compiles<'c> {
    /// Lists the compiles that wait, and the one that runs.
    pub fn get_compile_queue(self) -> Call<'c, GetCompileQueue> {
        self.0.http().call(GetCompileQueue::new())
    }

    /// Gets a compile, by version 1 of the API.
    pub fn get_report(self, id: impl Into<CompileId>) -> Call<'c, GetReport> {
        self.0.server().call(GetReport::new(id))
    }

    /// Lists compiles, by version 1 of the API.
    pub fn get_reports(self, operation: GetReports) -> Call<'c, GetReports> {
        self.0.http().call(operation)
    }

    /// Asks whether a compile of an environment's model waits or runs.
    pub fn is_compiling(self) -> Call<'c, IsCompiling> {
        self.0.server().call(IsCompiling::new(self.0.id()))
    }

    /// Asks for a compile of an environment's model.
    pub fn notify_change(self, operation: NotifyChange) -> Call<'c, NotifyChange> {
        self.0.server().call(operation)
    }

    /// Asks for a compile of an environment's model, with a GET: for hooks that can do nothing else.
    pub fn notify_change_get(self, operation: NotifyChangeGet) -> Call<'c, NotifyChangeGet> {
        self.0.server().call(operation)
    }

    /// Gets a compile with everything that is known about it.
    pub fn compile_details(self, id: impl Into<CompileId>) -> Call<'c, GetCompileDetails> {
        self.0.http().call(GetCompileDetails::new(id))
    }

    /// Gets what the compiler told about a compile; `None` where it did not get as far as that.
    pub fn get_compile_data(self, id: impl Into<CompileId>) -> Call<'c, GetCompileData> {
        self.0.server().call(GetCompileData::new(id))
    }

    /// Lists the compiles of an environment, those that wait and run among them.
    pub fn get_compile_reports(self, operation: GetCompileReports) -> Call<'c, GetCompileReports> {
        self.0.http().call(operation)
    }

    /// Waits until a compile has ended, in whatever way: look at `success`.
    pub fn wait_until_completed(self, id: impl Into<CompileId>) -> Waiting<'c, GetCompileDetails> {
        self.compile_details(id).wait_until(look)
    }

    /// Waits until a compile has succeeded; that it has failed is an error, with the compile in it.
    ///
    /// ```no_run
    /// # async fn run(environment: saltant::inmanta::EnvironmentClient, id: saltant::inmanta::CompileId) {
    /// match environment.compiles().wait_until_successful(id).await {
    ///     Ok(compile) => println!("made version {:?}", compile.version),
    ///     Err(error) => {
    ///         println!("{error}");
    ///         let data = error.into_last().and_then(|compile| compile.compile_data).unwrap_or_default();
    ///         data.errors.iter().for_each(|error| println!("{}", error.message));
    ///     }
    /// }
    /// # }
    /// ```
    pub fn wait_until_successful(self, id: impl Into<CompileId>) -> Waiting<'c, GetCompileDetails> {
        self.compile_details(id).wait_until(|compile| match look(compile) {
            WaitStatus::Succeeded if compile.success != Some(true) => WaitStatus::Failed("failed".to_owned()),
            other => other,
        })
    }

    /// Waits until no compile of the environment waits or runs.
    pub fn wait_until_idle(self) -> Waiting<'c, IsCompiling> {
        self.is_compiling()
            .wait_until(|compiling| if *compiling { WaitStatus::InProgress } else { WaitStatus::Succeeded })
    }
}

/// Whether a compile has ended.
fn look(compile: &CompileDetails) -> WaitStatus {
    if compile.completed.is_some() { WaitStatus::Succeeded } else { WaitStatus::InProgress }
}
